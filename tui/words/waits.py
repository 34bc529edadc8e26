"""How it is said that something waits for somebody's word: `checkpoints.work.waiting` knows what and for whom."""

from __future__ import annotations

from collections.abc import Sequence

from checkpoints.work.waiting import Wait
from tui.i18n import N_, _, n_

__all__ = ["detail", "first", "said"]

_DETAILS = {
    "handover": N_("Giver and receiver do not agree; the giver keeps the post. Opens the list: rule on each."),
    "public_report": N_("Told by visitors and residents in the lobby. Opens the list: each is confirmed or declined."),
}


def said(wait: Wait) -> str:
    """How many of what, as a warning."""
    if wait.form == "handover":
        told = n_("1 handover in dispute", "{count} handovers in dispute", wait.count)
    else:
        told = n_("1 public report to confirm", "{count} public reports to confirm", wait.count)
    return "! " + told


def detail(wait: Wait) -> str:
    """What it is and what to do."""
    return _(_DETAILS[wait.form])


def first(known: Sequence[Wait]) -> str:
    """The first of them, and that there is more."""
    return (said(known[0]) + ("  …" if len(known) > 1 else "")) if known else ""

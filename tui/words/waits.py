"""What waits for somebody's word before it counts: a handover that is disputed, a report by the public (D2.6, D4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from checkpoints.ledger.ledger import Ledger
from checkpoints.work import handover, public_reports
from checkpoints.work.deputies import roles_of
from tui.i18n import N_, _, n_

__all__ = ["Wait", "first", "waits"]


@dataclass(frozen=True, slots=True)
class Wait:
    """Records of one form that wait for whoever asks."""

    form: str
    count: int

    @property
    def words(self) -> str:
        """How many of what, as a warning."""
        if self.form == "handover":
            told = n_("1 disputed handover to rule on", "{count} disputed handovers to rule on", self.count)
        else:
            told = n_("1 public report to confirm", "{count} public reports to confirm", self.count)
        return "! " + told

    @property
    def detail(self) -> str:
        """What it is and what to do."""
        return _(_DETAILS[self.form])


_DETAILS = {
    "handover": N_("Giver and receiver do not agree; the giver keeps the post. Opens the list: rule on each."),
    public_reports.FORM: N_(
        "Told by visitors and residents in the lobby. Opens the list: each is confirmed or declined."
    ),
}


def waits(ledger: Ledger, person: str, now: datetime) -> list[Wait]:
    """What waits for this person, what holds others up first; nothing for whoever cannot give the word."""
    known = (
        ("handover", "ruled", len(handover.disputed(ledger))),
        (public_reports.FORM, "confirmed", len(public_reports.to_confirm(ledger))),
    )
    return [Wait(form, count) for form, step, count in known if count and _may(ledger, form, step, person, now)]


def first(known: Sequence[Wait]) -> str:
    """The first of them, and that there is more."""
    return (known[0].words + ("  …" if len(known) > 1 else "")) if known else ""


def _may(ledger: Ledger, form: str, step: str, person: str, now: datetime) -> bool:
    asked = ledger.site.form_of.get(form) if ledger.site else None
    known = asked.step(step) if asked else None
    return known is not None and bool(roles_of(ledger, person, now.date()) & set(known.who))

"""Today's duties in a few words: how far the day is on home and in the menu, and one line of it over the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len

from checkpoints.ledger.duties import Docket, Standing
from checkpoints.ledger.queries import verdict
from tui import when
from tui.i18n import _, n_
from tui.words.duties import GLYPHS, day_of, due_said, name, progress
from tui.words.rounds import local
from tui.words.verdict import minutes

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["home_title", "strip"]

_IN_STRIP = frozenset({"round", "records"})
"""Evidence of what is done at its time of the day; the rest is seen to as it comes up, and is only counted there."""


def home_title(docket: Docket, ledger: Ledger, now: datetime, between: str = "\n") -> str:
    """How far today is, and what is overdue or was missed; on home and in the menu."""
    known = docket.of(ledger, "day", now)
    told = [_("Duties {done} of {all}").format(done=sum(s.settled for s in known), all=len(known))]
    late = sum(s.overdue(now) or s.state == "missed" for s in known)
    missed = len(docket.missed(ledger, now))
    if late:
        told.append("! " + _("overdue {n}").format(n=late))
    elif missed:
        told.append("✗ " + _("missed {n}").format(n=missed))
    return between.join(told)


def strip(docket: Docket, ledger: Ledger, now: datetime, room: int) -> str:
    """Today's duties in one line of at most `room` cells: what is settled shrinks to a count where it is too long."""
    known = docket.of(ledger, "day", now)
    at_its_time = [s for s in known if s.duty.evidence in _IN_STRIP and day_of(s) == now.date()]
    told = [(s.settled, _piece(ledger, s, now)) for s in at_its_time]
    rest = sum(not s.settled for s in known if s not in at_its_time)
    if rest:
        told.append((False, "○ " + n_("1 more", "{count} more", rest)))
    whole = _joined([text for _, text in told])
    if cell_len(whole) <= room:
        return whole
    settled = sum(done for done, _ in told)
    pieces = [f"✓ {settled}"] if settled else []
    left = [text for done, text in told if not done]
    for shown in range(len(left), 0, -1):
        more = [f"+{len(left) - shown}"] if shown < len(left) else []
        short = _joined([*pieces, *left[:shown], *more])
        if cell_len(short) <= room:
            return short
    return _joined([*pieces, f"○ {len(left)}"])


def _joined(pieces: Sequence[str]) -> str:
    return "  ".join(pieces)


def _piece(ledger: Ledger, standing: Standing, now: datetime) -> str:
    """One duty of the strip: glyph, name, and the one figure that matters."""
    glyph = "!" if standing.overdue(now) else GLYPHS[standing.state]
    return " ".join(part for part in (glyph, name(standing), _figure(ledger, standing, now)) if part)


def _figure(ledger: Ledger, standing: Standing, now: datetime) -> str:
    if standing.duty.evidence == "round" and standing.state == "done":
        round_ = ledger.rounds.all[standing.found.closed_by[0].partition(":")[2]]
        return f"{minutes(verdict(ledger, round_).net)}′"
    if standing.settled:
        return when.clock(local(ledger, standing.since)) if standing.since is not None else ""
    if standing.found.need > 1:
        return progress(standing)
    return "" if standing.state == "missed" else due_said(standing.due, now) if standing.due.hour else ""

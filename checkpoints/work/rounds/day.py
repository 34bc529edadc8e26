"""The two rounds of a day: owed, walked, done, not counting or missed (brief D3.1; rules.md 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal

from checkpoints.work.rounds.state import Round
from checkpoints.work.rounds.verdict import HalfDay, Verdict, judge

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["HalfDayState", "HalfDayStatus", "half_day"]

HalfDayStatus = Literal["todo", "walking", "done", "not_counting", "missed"]


@dataclass(frozen=True, slots=True)
class HalfDayState:
    """Where one of the two rounds of a day stands (D3.1)."""

    state: HalfDayStatus
    rounds: tuple[Round, ...]
    """The rounds of that half-day, the counting one first."""
    reason: str = ""
    """Why it was missed, once somebody said so."""


def half_day(ledger: Ledger, day: date, half: HalfDay, now: datetime) -> HalfDayState:
    """Whether the round of a half-day is owed, walked, done or missed (D3.1, rules.md 8).

    A round over noon counts for one half only. A round entered from paper is listed and decides nothing: it was
    written down now and walked at another time. A round that nobody has gone on with since the day before is not
    being walked any more. `now` is local to the site.
    """
    mine: list[tuple[Round, Verdict]] = []
    for round_ in ledger.rounds.of_day(day):
        found = judge(round_)
        if (found.day, found.half) == (day, half):
            mine.append((round_, found))
    mine.sort(key=lambda pair: (not (pair[1].counts and not pair[0].open), pair[0].id))
    rounds = tuple(r for r, _ in mine)
    walked = [(r, v) for r, v in mine if r.started is not None and not r.started.paper]
    if any(v.counts and not r.open for r, v in walked):
        return HalfDayState("done", rounds)
    if any(r.open and r.marks and r.marks[-1].at.date() >= now.date() for r, _ in walked):
        return HalfDayState("walking", rounds)
    if any(r.abandoned is None for r, _ in walked):
        return HalfDayState("not_counting", rounds)
    policy = ledger.site.patrol_policy if ledger.site else None
    ends = time.fromisoformat((policy.am_ends if half == "am" else policy.pm_ends) if policy else "23:59")
    over = now.date() > day or (now.date() == day and now.time() >= ends)
    told = ledger.missed.get(f"{day.isoformat()}.{half}")
    reason = told.explained.reason if told and told.explained else ""
    return HalfDayState("missed" if over else "todo", rounds, reason if over else "")

"""Trends: the readings of one check at one place over time, judged by the range in force today (brief D3.6).

The series is kept by the fold; only the one that is looked at is read. Who took a reading stands in its round, which
is asked for the readings of one page, not for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.checks import Answer, Check, Outcome

__all__ = ["Point", "Trend", "measured", "taken_by", "trend"]


@dataclass(frozen=True, slots=True)
class Point:
    """One reading, in the unit of its check, with what it means by today's range."""

    at: datetime
    value: float
    outcome: Outcome
    round: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A series, oldest first, with the check as it is asked at that place today."""

    checkpoint: str
    check: Check
    points: tuple[Point, ...]

    @property
    def answer(self) -> Answer:
        """Unit, range and critical range."""
        return self.check.answer

    @property
    def out(self) -> int:
        """How many readings lie outside the range."""
        return sum(p.outcome != "ok" for p in self.points)


def measured(ledger: Ledger) -> dict[str, tuple[Check, ...]]:
    """Places with readings, in the order of the site file, each with its checks that have some.

    What the site does not ask as a number any more is left out: nothing says what its readings mean today.
    """
    site = ledger.site
    if site is None:
        return {}
    have = set(ledger.rounds.readings)
    found: dict[str, tuple[Check, ...]] = {}
    for place in site.checkpoints:
        known = (site.check_at(place.id, c.id) for c in site.kind_of[place.kind].checks)
        checks = tuple(c for c in known if c and c.answer.type == "number" and (place.id, c.id) in have)
        if checks:
            found[place.id] = checks
    return found


def trend(ledger: Ledger, checkpoint: str, check: str) -> Trend | None:
    """The series of a check at a place; None where the site does not know it as a number."""
    site = ledger.site
    asked = site.check_at(checkpoint, check) if site else None
    if asked is None or asked.answer.type != "number":
        return None
    series = ledger.rounds.readings.get((checkpoint, check), [])
    points = (Point(r.at, r.value, asked.answer.outcome(r.value), r.round) for r in series)
    return Trend(checkpoint, asked, tuple(sorted(points, key=lambda p: p.at)))


def taken_by(ledger: Ledger, point: Point, of: Trend) -> str:
    """The person id of who took a reading; '' where the round does not tell any more."""
    round_ = ledger.rounds.all.get(point.round)
    visit = round_.visits.get(of.checkpoint) if round_ else None
    given = visit.answers.get(of.check.id) if visit else None
    return given.by if given else ""

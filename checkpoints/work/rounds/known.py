"""What is known across rounds: the indexes that screens and rules ask for.

An event is fed to the indexes once, in whatever order it comes, so each step of `index` must commute.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

import msgspec

from checkpoints.work.rounds.facts import ChallengeAnswered, CheckAnswered, Judged, PointReached, RoundStarted
from checkpoints.work.rounds.state import Round, Visit

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event

__all__ = ["Reading", "Rounds", "Said", "index"]


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One numeric answer in the series of a check at a place."""

    order: tuple[str, str, int, str]
    """Where its event stands in the fold."""
    round: str
    at: datetime
    value: float


class Said(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One answer in the series of a question at a place."""

    order: tuple[str, str, int, str]
    at: datetime
    value: str | float
    outcome: Judged


@dataclass(slots=True)
class Rounds:
    """All rounds, with the indexes that screens and rules ask for."""

    all: dict[str, Round] = field(default_factory=dict[str, Round])
    open: set[str] = field(default_factory=set[str])
    reached: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict[str, list[tuple[datetime, str]]])
    """When a checkpoint was reached and in which round, oldest first (the coverage ledger, D3.3). Not from paper:
    nobody knows when that was."""
    readings: dict[tuple[str, str], list[Reading]] = field(default_factory=dict[tuple[str, str], list[Reading]])
    """Numeric answers in force by (checkpoint, check), oldest first, one a round; corrected ones are left out."""
    said: dict[tuple[str, str], list[Said]] = field(default_factory=dict[tuple[str, str], list[Said]])
    """Answers by (checkpoint, question), oldest first; not those that said nothing."""
    by_day: dict[date, set[str]] = field(default_factory=dict[date, set[str]])
    """Rounds by the local days on which something happened on them."""
    started: dict[str, float] = field(default_factory=dict[str, float])
    """When each round was started, in seconds of the epoch."""
    starts: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    """The same as (seconds, id), oldest first."""

    def open_for(self, person: str) -> Round | None:
        """The round that a person is walking."""
        return next((self.all[r] for r in sorted(self.open) if person in self.all[r].people), None)

    def last_visit(self, checkpoint: str, until: datetime | None = None) -> tuple[datetime, str] | None:
        """When a checkpoint was last reached, and in which round.

        Visits after `until` are left out: they come from a device whose clock ran ahead, and must not hide a place
        from the draw until the rest of the world has caught up.
        """
        visits = self.reached.get(checkpoint)
        if not visits:
            return None
        last = len(visits) if until is None else bisect.bisect_right(visits, until, key=itemgetter(0))
        return visits[last - 1] if last else None

    def last_reading(self, checkpoint: str, check: str, before_round: str = "") -> Reading | None:
        """The newest reading of a check, leaving out one round."""
        series = self.readings.get((checkpoint, check), ())
        return next((r for r in reversed(series) if r.round != before_round), None)

    def of_day(self, day: date) -> list[Round]:
        """Rounds that were under way on a local day, by id."""
        known = (self.all[r] for r in sorted(self.by_day.get(day, ())))
        return [r for r in known if r.started is not None]

    def newest(self, most: int | None = None) -> list[Round]:
        """Rounds, the newest first: all of them, or so many. A page of the history asks for its own only."""
        return [self.all[r] for r in self.newest_ids(most)]

    def newest_ids(self, most: int | None = None) -> list[str]:
        """Ids of rounds that were started, the newest first."""
        last = self.starts if most is None else self.starts[-most:] if most else []
        return [r for _, r in reversed(last)]


def index(rounds: Rounds, event: Event, round_: Round) -> None:
    """Keep the indexes. Each event is fed once, in any order, so every step here commutes."""
    fact = event.body
    day = event.at.date()
    if day in rounds.by_day:
        rounds.by_day[day].add(round_.id)
    else:
        rounds.by_day[day] = {round_.id}
    if round_.open:
        rounds.open.add(round_.id)
    else:
        rounds.open.discard(round_.id)
    if isinstance(fact, CheckAnswered):
        visit = round_.visits[fact.checkpoint]
        if not isinstance(fact.value, str) or visit.corrected:
            _read(rounds.readings, event, fact, visit)
    elif isinstance(fact, PointReached) and fact.method != "paper":
        bisect.insort(rounds.reached.setdefault(fact.checkpoint, []), (event.at, round_.id))
    elif isinstance(fact, ChallengeAnswered) and fact.value != "":
        said = Said(event.order, event.at, fact.value, fact.outcome)
        bisect.insort(rounds.said.setdefault((fact.checkpoint, fact.challenge), []), said, key=attrgetter("order"))
    elif isinstance(fact, RoundStarted) and round_.started_at is not None:
        _start(rounds, round_.started_at.timestamp(), round_.id)


def _start(rounds: Rounds, at: float, round_: str) -> None:
    """Put a round where its start belongs; a second start, which only a made-up history has, moves it."""
    before = rounds.started.get(round_)
    if before is not None:
        del rounds.starts[bisect.bisect_left(rounds.starts, (before, round_))]
    rounds.started[round_] = at
    bisect.insort(rounds.starts, (at, round_))


def _read(readings: dict[tuple[str, str], list[Reading]], event: Event, fact: CheckAnswered, visit: Visit) -> None:
    """Put a reading into its series, in the place of the one it corrects."""
    if visit.answers[fact.check].event != event.id:
        return  # came late: what corrects it is in the series already, or is about to be
    key = (fact.checkpoint, fact.check)
    series = readings.get(key, [])
    if any(a.fact.check == fact.check for a in visit.corrected):
        series[:] = [r for r in series if r.round != fact.round]
        if not series:
            readings.pop(key, None)
    if isinstance(fact.value, str):
        return
    reading = Reading(event.order, fact.round, event.at, float(fact.value))
    if not series:
        readings[key] = [reading]
    elif series[-1].order < reading.order:
        series.append(reading)
    else:
        bisect.insort(series, reading, key=attrgetter("order"))

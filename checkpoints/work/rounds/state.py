"""What is known of one round, and how each fact changes it. What is known across rounds stands in `known`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from checkpoints.work.rounds.facts import (
    ChallengeAnswered,
    CheckAnswered,
    FindingTouched,
    ParticipantJoined,
    ParticipantsWaived,
    PointLeft,
    PointReached,
    PointSkipped,
    RoundAbandoned,
    RoundFinished,
    RoundPaused,
    RoundResumed,
    RoundStarted,
    ScanRefused,
    ShortRoundAccepted,
    Touch,
)

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event

__all__ = [
    "Answered",
    "Arrival",
    "Mark",
    "PointState",
    "Round",
    "Visit",
    "apply",
]

PointState = Literal["ahead", "here", "done", "skipped"]


# The small values below are msgspec structs like the facts: there are tens of thousands of them.


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A moment at which somebody was at work on the round, on both clocks of the device."""

    at: datetime
    device: str
    boot: str
    up: int
    arrival: str = ""
    """The checkpoint, when the mark is an arrival."""
    idle: bool = False
    """Nothing was done at a place: a pause began or ended, somebody joined."""


class Arrival(msgspec.Struct, frozen=True, gc=False):
    """One confirmation of presence."""

    at: datetime
    by: str
    fact: PointReached
    device: str = ""


class Answered(msgspec.Struct, frozen=True, gc=False):
    """One answer with who gave it, when, and the id of its event."""

    event: str
    at: datetime
    by: str
    fact: CheckAnswered


@dataclass(slots=True)
class Visit:
    """What was done at one planned point."""

    checkpoint: str
    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    answers: dict[str, Answered] = field(default_factory=dict[str, Answered])
    """The answer in force, by check."""
    corrected: list[Answered] = field(default_factory=list[Answered])
    """Answers that were replaced, oldest first."""
    challenged: dict[int, ChallengeAnswered] = field(default_factory=dict[int, ChallengeAnswered])
    """What became of the questions, by the arrival at which they came up; the first answer stands."""
    touched: dict[str, Touch] = field(default_factory=dict[str, Touch])
    """Findings raised, fixed or seen again here, by id."""
    left_at: datetime | None = None
    skipped: PointSkipped | None = None

    @property
    def state(self) -> PointState:
        """Where the visit stands; an arrival after a skip takes the skip back."""
        if self.left_at is not None:
            return "done"
        if self.arrivals:
            return "skipped" if self.skipped else "here"
        return "skipped" if self.skipped else "ahead"

    @property
    def with_rest(self) -> int:
        """How many answers were given by "pass the rest"."""
        return sum(a.fact.with_rest for a in self.answers.values())


@dataclass(slots=True)
class Round:
    """What is known of one round; `started` is None only while its first fact is still on the way."""

    id: str
    started: RoundStarted | None = None
    started_at: datetime | None = None
    started_by: str = ""
    device: str = ""
    people: list[str] = field(default_factory=list[str])
    waived: ParticipantsWaived | None = None
    visits: dict[str, Visit] = field(default_factory=dict[str, Visit])
    marks: list[Mark] = field(default_factory=list[Mark])
    refused: list[tuple[datetime, ScanRefused]] = field(default_factory=list[tuple[datetime, ScanRefused]])
    paused: RoundPaused | None = None
    finished_at: datetime | None = None
    finished_by: str = ""
    abandoned: RoundAbandoned | None = None
    accepted: ShortRoundAccepted | None = None
    accepted_by: str = ""

    @property
    def open(self) -> bool:
        """Whether the round is still being walked."""
        return self.started is not None and self.finished_at is None and self.abandoned is None

    @property
    def points(self) -> tuple[str, ...]:
        """The planned checkpoints in walking order."""
        return self.started.points if self.started else ()

    def visit(self, checkpoint: str) -> Visit:
        """The visit of a planned point, begun or not."""
        return self.visits.get(checkpoint) or Visit(checkpoint)

    def next_point(self, after: str = "") -> str | None:
        """The next planned point that is neither done nor skipped, walking on from `after` and round again."""
        points = self.points
        begin = points.index(after) + 1 if after in points else 0
        for checkpoint in points[begin:] + points[:begin]:
            if self.visit(checkpoint).state in ("ahead", "here"):
                return checkpoint
        return None

    @property
    def current(self) -> str | None:
        """Where the people are: the last arrival that was not left yet, else the next point."""
        for mark in reversed(self.marks):
            if mark.arrival and self.visit(mark.arrival).state == "here":
                return mark.arrival
        return self.next_point()


_NO_WORK = (ScanRefused, ShortRoundAccepted, ParticipantsWaived)
"""Facts that prove nobody at work: a worthless code shown from time to time must not keep the round's clock going."""


_NO_PLACE = (RoundPaused, RoundResumed, ParticipantJoined)
"""Facts of people on the round who do nothing at a point meanwhile."""


def apply(round_: Round, event: Event) -> None:  # noqa: C901, PLR0912  (one arm a fact is the plainest form)
    """Fold one fact into one round."""
    fact = event.body
    arrival = fact.checkpoint if isinstance(fact, PointReached) else ""
    # During a pause only going on counts, or whoever joins meanwhile would cut a long pause into short ones.
    still = round_.paused is not None and not arrival and not isinstance(fact, RoundResumed)
    if round_.finished_at is None and round_.abandoned is None and not still and not isinstance(fact, _NO_WORK):
        round_.marks.append(Mark(event.at, event.device, event.boot, event.up, arrival, isinstance(fact, _NO_PLACE)))
    match fact:
        case CheckAnswered():
            visit = _visit(round_, fact.checkpoint)
            if fact.check in visit.answers:
                visit.corrected.append(visit.answers[fact.check])
            visit.answers[fact.check] = Answered(event.id, event.at, event.actor, fact)
        case PointReached():
            visit = _visit(round_, fact.checkpoint)
            visit.arrivals.append(Arrival(event.at, event.actor, fact, event.device))
            visit.skipped = None
            round_.paused = None
        case PointLeft():
            _visit(round_, fact.checkpoint).left_at = event.at
        case ChallengeAnswered():
            _visit(round_, fact.checkpoint).challenged.setdefault(fact.arrival, fact)
        case FindingTouched():
            _visit(round_, fact.checkpoint).touched[fact.finding] = fact.how
        case PointSkipped():
            _visit(round_, fact.checkpoint).skipped = fact
        case RoundStarted():
            round_.started, round_.started_at, round_.started_by = fact, event.at, event.actor
            round_.device = event.device
            if event.actor not in round_.people:
                round_.people.insert(0, event.actor)
        case ParticipantJoined():
            if fact.person not in round_.people:
                round_.people.append(fact.person)
        case ScanRefused():
            round_.refused.append((event.at, fact))
        case RoundPaused():
            round_.paused = fact
        case RoundResumed():
            round_.paused = None
        case RoundFinished():
            if round_.finished_at is None:
                round_.finished_at, round_.finished_by = event.at, event.actor
        case RoundAbandoned():
            round_.abandoned = fact
        case ShortRoundAccepted():
            round_.accepted, round_.accepted_by = fact, event.actor
        case ParticipantsWaived():
            round_.waived = fact
        case _:
            pass


def _visit(round_: Round, checkpoint: str) -> Visit:
    visit = round_.visits.get(checkpoint)
    if visit is None:
        visit = round_.visits[checkpoint] = Visit(checkpoint)
    return visit

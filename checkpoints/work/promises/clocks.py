"""The clocks of a promise: first reply, final answer, return visit (rules.md 4; brief D3.14).

Pure of the time of day: a clock is read for a given moment. What was late stays late; an owner who cannot be reached,
or a matter that is not ours, stops the clocks without counting as an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from checkpoints.site.calendar import after
from checkpoints.site.site import Site
from checkpoints.work.promises.facts import PromiseTried
from checkpoints.work.promises.state import Promise

__all__ = [
    "TRIES_APART",
    "Clock",
    "ClockName",
    "Due",
    "PromiseStatus",
    "clock",
    "is_another_try",
    "tries_that_count",
]

PromiseStatus = Literal["open", "unreachable", "outside", "answered", "satisfied"]
ClockName = Literal["first", "final", "visit"]
TRIES_APART = timedelta(hours=1)
"""Two tries by one channel closer than this are one try."""


@dataclass(frozen=True, slots=True)
class Due:
    """One limit: when, when it was kept, and whether it was or is missed. `due` is None while it does not run yet."""

    due: datetime | None
    done_at: datetime | None
    late: bool

    @property
    def runs(self) -> bool:
        """Whether something is still owed by it."""
        return self.due is not None and self.done_at is None


@dataclass(frozen=True, slots=True)
class Clock:
    """The three limits of a promise, and where it stands."""

    first: Due
    final: Due
    visit: Due
    status: PromiseStatus

    @property
    def next(self) -> tuple[ClockName, Due] | None:
        """The limit that runs out next; None when nothing is owed any more."""
        named: tuple[tuple[ClockName, Due], ...] = (("first", self.first), ("final", self.final), ("visit", self.visit))
        return next(((name, due) for name, due in named if due.runs), None)

    @property
    def late(self) -> bool:
        """Whether the limit that is owed next is missed."""
        return self.next is not None and self.next[1].late


def clock(promise: Promise, now: datetime, site: Site) -> Clock:
    """The clocks of a promise at a moment."""
    made = promise.made
    if made is None:
        none = Due(None, None, late=False)
        return Clock(none, none, none, "open")
    stopped = _stopped_at(promise)
    first = _due(promise.first_by or made.first_reply_by, promise.first_reply_at, stopped, now)
    final = _due(promise.final_by or made.final_by, promise.answered_at, stopped, now)
    if promise.missed is not None:
        final = Due(final.due, final.done_at, late=True)
    return Clock(first, final, _visit(promise, now, site), _status(promise))


def _due(due: datetime, done_at: datetime | None, stopped: datetime | None, now: datetime) -> Due:
    ended = min((at for at in (done_at, stopped) if at is not None), default=now)
    return Due(due, done_at, late=ended > due)


def _visit(promise: Promise, now: datetime, site: Site) -> Due:
    if promise.answered_at is None:
        return Due(None, None, late=False)
    due = after(promise.answered_at, site.review_policy.return_visit_h)
    return _due(due, promise.visited_at, None, now)


def _stopped_at(promise: Promise) -> datetime | None:
    """When a clock stopped that no answer has stopped: a notice left at an unreachable owner's, or not our remit."""
    stops = [promise.outside[0]] if promise.outside else []
    if promise.notice is not None and promise.unreachable:
        stops.append(promise.notice[0])
    return min(stops, default=None)


def _status(promise: Promise) -> PromiseStatus:
    if promise.answered_at is not None:
        return "satisfied" if promise.closed else "answered"
    if promise.outside is not None:
        return "outside"
    return "unreachable" if promise.unreachable else "open"


def tries_that_count(promise: Promise) -> list[tuple[datetime, str, PromiseTried]]:
    """The tries since the owner was last spoken to, each at another time or by another channel than the one before.

    Two devices that did not know of each other may have recorded one try twice.
    """
    counted: list[tuple[datetime, str, PromiseTried]] = []
    for said in promise.tries:
        if promise.heard_at is not None and said[0] <= promise.heard_at:
            continue
        if not counted or is_another_try(counted[-1], said[0], said[2].channel):
            counted.append(said)
    return counted


def is_another_try(last: tuple[datetime, str, PromiseTried], at: datetime, channel: str) -> bool:
    """Whether it is another try than the last one: an hour later, or by another channel."""
    return last[2].channel != channel or at - last[0] >= TRIES_APART

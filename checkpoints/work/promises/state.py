"""What is known of one promise, and how each fact changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.work.promises.facts import (
    PromiseDeclined,
    PromiseExtended,
    PromiseHanded,
    PromiseLookedUp,
    PromiseMade,
    PromiseMoved,
    PromiseNoticeLeft,
    PromiseOutside,
    PromiseReplied,
    PromiseRevisited,
    PromiseTaken,
    PromiseTried,
)

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event

__all__ = ["Offer", "Promise", "Promises", "apply", "index"]


@dataclass(slots=True)
class Offer:
    """One hand-on: from whom to whom, and what became of it."""

    giver: str
    to: str
    reason: str
    at: datetime
    taken_at: datetime | None = None
    declined: str = ""
    declined_at: datetime | None = None
    forced: bool = False
    """Moved by the supervisor."""

    @property
    def waits(self) -> bool:
        """Whether the receiver has said nothing yet."""
        return self.taken_at is None and self.declined_at is None


@dataclass(slots=True)
class Promise:
    """What is known of one promise; `made` is None only while its first fact is still on the way."""

    id: str
    made: PromiseMade | None = None
    made_at: datetime | None = None
    made_by: str = ""
    follower: str = ""
    first_by: datetime | None = None
    """The limit of the first reply; time in which the owner could not be reached is not counted."""
    final_by: datetime | None = None
    """The limit in force, after extensions; counted in the same way."""
    offers: list[Offer] = field(default_factory=list[Offer])
    replies: list[tuple[datetime, str, PromiseReplied]] = field(
        default_factory=list[tuple[datetime, str, PromiseReplied]]
    )
    tries: list[tuple[datetime, str, PromiseTried]] = field(default_factory=list[tuple[datetime, str, PromiseTried]])
    extensions: list[tuple[datetime, str, PromiseExtended]] = field(
        default_factory=list[tuple[datetime, str, PromiseExtended]]
    )
    notice: tuple[datetime, str, PromiseNoticeLeft] | None = None
    outside: tuple[datetime, str, PromiseOutside] | None = None
    visits: list[tuple[datetime, str, PromiseRevisited]] = field(
        default_factory=list[tuple[datetime, str, PromiseRevisited]]
    )
    looked_up: list[tuple[datetime, str]] = field(default_factory=list[tuple[datetime, str]])
    answered_at: datetime | None = None
    """When the final answer was given that still stands; None while it is open."""
    visited_at: datetime | None = None
    """When a return visit found the owner satisfied with that answer."""
    missed: datetime | None = None
    """A limit that ran out before another one was set: what was late stays late."""

    @property
    def offer(self) -> Offer | None:
        """The hand-on that waits for its receiver."""
        return self.offers[-1] if self.offers and self.offers[-1].waits else None

    @property
    def first_reply_at(self) -> datetime | None:
        """When the owner first heard something: a reply, an agreed extension, or whose matter it is."""
        return min(self._heard, default=None)

    @property
    def heard_at(self) -> datetime | None:
        """When the owner was last spoken to, return visits included."""
        return max([*self._heard, *(at for at, _, _ in self.visits)], default=None)

    @property
    def _heard(self) -> list[datetime]:
        told = [at for at, _, _ in self.replies] + [at for at, _, _ in self.extensions]
        return [*told, self.outside[0]] if self.outside else told

    @property
    def unreachable(self) -> bool:
        """Whether a notice was left and the owner was not heard of since."""
        return self.open and self.notice is not None and self.notice[0] >= (self.heard_at or self.notice[0])

    @property
    def open(self) -> bool:
        """Whether the final answer is still owed."""
        return self.made is not None and self.answered_at is None

    @property
    def satisfied(self) -> bool | None:
        """What the last return visit gave; None before one."""
        return self.visits[-1][2].satisfied if self.visits else None

    @property
    def closed(self) -> bool:
        """Answered and visited."""
        return self.answered_at is not None and self.visited_at is not None


@dataclass(slots=True)
class Promises:
    """All promises, with the indexes that screens ask for."""

    all: dict[str, Promise] = field(default_factory=dict[str, Promise])
    live: set[str] = field(default_factory=set[str])
    """Made, and not answered yet or without a satisfied return visit."""
    of_finding: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    of_unit: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    made_by: dict[str, int] = field(default_factory=dict[str, int])
    """The highest number given out, by device tag."""
    given: dict[str, int] = field(default_factory=dict[str, int])
    """How many promises there are under a tag; more than its highest number means that one was given twice."""
    tags: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Which devices gave numbers under a tag; nearly always one."""

    def lively(self) -> list[Promise]:
        """What is owed, the next limit first."""
        found = [self.all[p] for p in self.live]
        return sorted(found, key=lambda p: (p.final_by.timestamp() if p.final_by else 0.0, p.id))

    def called(self, promise: str) -> str:
        """The number by which people call a promise: never that of another one. Raises KeyError."""
        made = self.all[promise].made
        number = made.number if made else ""
        tag = number.rpartition("-P")[0]
        if self.given.get(tag, 0) > self.made_by.get(tag, 0):
            return f"{number}.{promise[-4:].upper()}"
        return number


def apply(promise: Promise, event: Event) -> None:
    """Fold one fact into one promise."""
    said = (event.at, event.actor)
    match event.body:
        case PromiseMade() as fact if promise.made is None:
            promise.made, promise.made_at, promise.made_by = fact, *said
            promise.follower = fact.first_asked
            promise.first_by, promise.final_by = fact.first_reply_by, fact.final_by
            if fact.follower != fact.first_asked:
                promise.offers.append(Offer(fact.first_asked, fact.follower, "", event.at))
        case PromiseReplied() as fact:
            _found_again(promise, event.at)
            promise.replies.append((*said, fact))
            if fact.final and promise.answered_at is None:
                promise.answered_at, promise.visited_at = event.at, None
        case PromiseExtended() as fact:
            _found_again(promise, event.at)
            promise.extensions.append((*said, fact))
            _limit(promise, fact.final_by, event.at)
        case PromiseTried() as fact:
            promise.tries.append((*said, fact))
        case PromiseNoticeLeft() as fact if not promise.unreachable:
            promise.notice = (*said, fact)
        case PromiseOutside() as fact:
            promise.outside = (*said, fact)
        case PromiseRevisited() as fact:
            promise.visits.append((*said, fact))
            _visited(promise, fact, event.at)
        case PromiseLookedUp():
            promise.looked_up.append(said)
        case _:
            _hand(promise, event)


def _found_again(promise: Promise, at: datetime) -> None:
    """The owner was reached after a notice: the clocks that stood still go on where they stopped."""
    if promise.notice is None or not promise.unreachable or at <= promise.notice[0]:
        return
    stopped, stood = promise.notice[0], at - promise.notice[0]
    if promise.first_by is not None and promise.first_reply_at is None and stopped <= promise.first_by:
        promise.first_by += stood
    if promise.final_by is not None and stopped <= promise.final_by:
        promise.final_by += stood


def _visited(promise: Promise, fact: PromiseRevisited, at: datetime) -> None:
    """A return visit is about the answer that stands; without one it is kept in the history and changes nothing."""
    if promise.answered_at is None:
        return
    if fact.satisfied:
        promise.visited_at = promise.visited_at or at
    else:
        _limit(promise, fact.final_by or at, promise.answered_at)
        promise.answered_at = promise.visited_at = None


def _limit(promise: Promise, by: datetime, kept_at: datetime) -> None:
    """Another limit; that the one before was not kept stays known."""
    if promise.final_by is not None and kept_at > promise.final_by:
        promise.missed = promise.missed or promise.final_by
    promise.final_by = by


def _hand(promise: Promise, event: Event) -> None:
    """Who owns it. What does not fit the offer that waits, is kept in the history and moves nobody."""
    match event.body:
        case PromiseHanded() as fact if promise.follower == event.actor:
            promise.offers.append(Offer(promise.follower, fact.to, fact.reason, event.at))
        case PromiseTaken() if promise.offer is not None and promise.offer.to == event.actor:
            offer = promise.offer
            offer.taken_at = event.at
            promise.follower = offer.to
        case PromiseDeclined() as fact if promise.offer is not None and promise.offer.to == event.actor:
            promise.offer.declined, promise.offer.declined_at = fact.reason, event.at
        case PromiseMoved() as fact:
            promise.offers.append(Offer(promise.follower, fact.to, fact.reason, event.at, event.at, forced=True))
            promise.follower = fact.to
        case _:
            pass


def index(promises: Promises, event: Event, promise: Promise) -> None:
    """Keep the indexes; called after every change of a promise, in any order of delivery."""
    fact = event.body
    if isinstance(fact, PromiseMade):
        tag, _, count = fact.number.rpartition("-P")
        given = int(count) if count.isdecimal() and len(count) < 10 else 0
        promises.made_by[tag] = max(promises.made_by.get(tag, 0), given)
        promises.given[tag] = promises.given.get(tag, 0) + 1
        promises.tags.setdefault(tag, set()).add(event.device.partition("-")[0])
    if promise.made is None:
        return
    if promise.made.finding:
        promises.of_finding.setdefault(promise.made.finding, set()).add(promise.id)
    promises.of_unit.setdefault(promise.made.unit, set()).add(promise.id)
    (promises.live.discard if promise.closed else promises.live.add)(promise.id)

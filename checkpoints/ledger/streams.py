"""The events of one subject in fold order, and where those are that are not in memory.

A ledger that was thawed from a snapshot knows of a subject how many events it had then and which was the last; the
events themselves stand in the files. They are fetched when one comes late, or when somebody reads the timeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Protocol

from checkpoints.ledger.events import Event, NewerFact, Order

__all__ = ["NOWHERE", "Family", "Source", "Stream", "by_order", "understood"]

by_order = attrgetter("order")


class Source(Protocol):
    """Where the events stand that a ledger does not hold in memory."""

    def of(self, subject: str, count: int) -> list[Event]:
        """The events of one subject up to the snapshot, in whatever order, each once; so many there must be."""
        ...

    def all(self) -> Iterable[Event]:
        """All events up to the snapshot, in whatever order; one may come twice."""
        ...


class _Nowhere:
    """The source of a ledger that holds everything in memory."""

    def of(self, subject: str, count: int) -> list[Event]:  # noqa: ARG002
        return []

    def all(self) -> Iterable[Event]:
        return ()


NOWHERE = _Nowhere()


@dataclass(frozen=True, slots=True)
class Family:
    """How the subjects of one kind are folded."""

    states: dict[str, Any]
    blank: Callable[[str], Any]
    apply: Callable[[Any, Event], None]
    index: Callable[[Event, Any], None]

    def folded(self, key: str, events: Iterable[Event]) -> Any:
        """The state of a subject after its events, which are in fold order."""
        state = self.blank(key)
        for event in events:
            if understood(event):
                self.apply(state, event)
        return state


@dataclass(slots=True)
class Stream:
    """The events of one subject in fold order, and where its state is kept."""

    family: Family | None
    """None for a kind of subject that this version does not know: kept, not folded."""
    key: str
    cold: int = 0
    """How many events are not in memory; all of them come before those that are."""
    last: Order | None = None
    """The last of the cold ones."""
    events: list[Event] = field(default_factory=list["Event"])

    def comes_late(self, event: Event) -> bool:
        """Whether an event belongs before one that was folded already; the stamps alone nearly always tell."""
        if self.events:
            other = self.events[-1]
            return event.hlc < other.hlc or (event.hlc == other.hlc and event.order < other.order)
        return self.last is not None and event.order < self.last

    def __len__(self) -> int:
        return self.cold + len(self.events)


def understood(event: Event) -> bool:
    """Whether a fact is of this version and filed under its own subject."""
    return not isinstance(event.body, NewerFact) and event.body.subject == event.subject

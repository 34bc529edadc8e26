"""The ledger: the fold of all events. Any order and any duplication of delivery gives an equal ledger.

Two kinds of knowledge live here. A *state* belongs to one subject and depends on the order of its facts; when an
event arrives late, only its own subject is folded again. An *index* spans subjects; it is fed every event once, in
whatever order it comes, so each index must commute (a set, a maximum, a sorted list).
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from checkpoints.ledger.events import Event, NewerFact, Order
from checkpoints.site.site import Site
from checkpoints.work import findings, labels, missed, people, rounds
from checkpoints.work.findings import Finding, Findings
from checkpoints.work.labels import Labels, Register
from checkpoints.work.missed import Missed
from checkpoints.work.people import People
from checkpoints.work.rounds import Round, Rounds
from checkpoints.work.sites import SiteLoaded

__all__ = ["Ledger"]

_order = attrgetter("order")


@dataclass(frozen=True, slots=True)
class _Family:
    """How the subjects of one kind are folded."""

    states: dict[str, Any]
    blank: Callable[[str], Any]
    apply: Callable[[Any, Event], None]
    index: Callable[[Event, Any], None]


class Ledger:
    """What is known, by subject, with the indexes the screens read."""

    def __init__(self) -> None:
        self.people = People()
        self.labels = Labels()
        self.rounds = Rounds()
        self.findings = Findings()
        self.missed: dict[str, Missed] = {}
        """Reasons for half-days without a round, by `YYYY-MM-DD.am` or `.pm`."""
        self.site: Site | None = None
        self.heads: dict[str, str] = {}
        """Id of the last event of each subject, in fold order."""
        self.by_device: dict[str, int] = {}
        """Highest sequence number seen of each device."""
        self.newer = 0
        """Facts written by a newer version: kept, not understood."""
        self._site_order: Order | None = None
        self._streams: dict[str, list[Event]] = {}
        self._ids: set[str] = set()
        self._families = {
            "missed": _Family(self.missed, Missed, missed.apply, _no_index),
            "person": _Family(self.people.members, people.blank, people.apply, _no_index),
            "label": _Family(
                self.labels.registers,
                Register,
                labels.apply,
                lambda event, _: labels.index(self.labels, event),
            ),
            "round": _Family(
                self.rounds.all,
                Round,
                rounds.apply,
                lambda event, state: rounds.index(self.rounds, event, state),
            ),
            "finding": _Family(
                self.findings.all,
                Finding,
                findings.apply,
                lambda event, state: findings.index(self.findings, event, state),
            ),
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ledger):
            return NotImplemented
        ours, theirs = (
            {name: value for name, value in vars(ledger).items() if name != "_families"} for ledger in (self, other)
        )
        return ours == theirs

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __contains__(self, event_id: str) -> bool:
        return event_id in self._ids

    @property
    def count(self) -> int:
        """How many different events are known."""
        return len(self._ids)

    def events(self) -> list[Event]:
        """All events in fold order."""
        return sorted((e for stream in self._streams.values() for e in stream), key=_order)

    def history(self, subject: str) -> list[Event]:
        """The events of one subject in fold order: its timeline."""
        return list(self._streams.get(subject, ()))

    def apply(self, events: Iterable[Event]) -> set[str]:
        """Fold events in, in whatever order they come; returns the subjects that changed."""
        changed: set[str] = set()
        for event in events:
            if event.id in self._ids:
                continue
            self._ids.add(event.id)
            self.by_device[event.device] = max(self.by_device.get(event.device, 0), event.seq)
            self._fold(event)
            changed.add(event.subject)
        return changed

    def _fold(self, event: Event) -> None:
        stream = self._streams.setdefault(event.subject, [])
        late = bool(stream) and event.order < stream[-1].order
        if late:
            bisect.insort(stream, event, key=_order)
        else:
            stream.append(event)
        self.heads[event.subject] = stream[-1].id
        if isinstance(event.body, NewerFact):
            self.newer += 1
            return
        if isinstance(event.body, SiteLoaded):
            if self._site_order is None or event.order > self._site_order:
                self._site_order, self.site = event.order, event.body.site
            return
        kind, _, subject = event.subject.partition(":")
        family = self._families.get(kind)
        if family is None:
            return
        state = family.states.get(subject)
        if state is None or late:
            state = family.states[subject] = family.blank(subject)
            for earlier in stream:
                family.apply(state, earlier)
        else:
            family.apply(state, event)
        family.index(event, state)


def _no_index(_event: Event, _state: object) -> None:
    """Nothing is looked up but by id."""

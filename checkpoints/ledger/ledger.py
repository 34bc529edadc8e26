"""The ledger: the fold of all events. Any order and any duplication of delivery gives an equal ledger.

Two kinds of knowledge live here. A *state* belongs to one subject and depends on the order of its facts; when an
event arrives late, only its own subject is folded again. An *index* spans subjects; it is fed every event once, in
whatever order it comes, so each index must commute (a set, a maximum, a sorted list).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Stream:
    """The events of one subject in fold order, and where its state is kept."""

    family: _Family | None = field(compare=False)
    """None for a kind of subject that this version does not know: kept, not folded."""
    key: str
    events: list[Event] = field(default_factory=list["Event"])


@dataclass(slots=True)
class _Loads:
    """What is known of the loads of one site: the first, the newest, and the site as the newest one has it."""

    first: Order
    newest: Order
    site: Site


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
        """Facts written by a newer version, or filed under a subject that is not theirs: kept, not understood."""
        self._loads: dict[str, _Loads] = {}
        self._streams: dict[str, _Stream] = {}
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
        return sorted((e for stream in self._streams.values() for e in stream.events), key=_order)

    def history(self, subject: str) -> list[Event]:
        """The events of one subject in fold order: its timeline."""
        stream = self._streams.get(subject)
        return list(stream.events) if stream is not None else []

    def apply(self, events: Iterable[Event]) -> set[str]:
        """Fold events in, in whatever order they come; returns the subjects that changed.

        A subject with late events is folded again once, at the end, however many came late.
        """
        changed: set[str] = set()
        late: dict[str, list[Event]] = {}
        try:
            for event in events:
                if event.id not in self._ids:
                    self._take(event, late)
                    changed.add(event.subject)
        finally:
            # Also when `events` breaks off: what was taken in must be folded, or the ledger would be two minds.
            for subject, waiting in late.items():
                self._refold(self._streams[subject], waiting)
            for subject in changed:
                self.heads[subject] = self._streams[subject].events[-1].id
        return changed

    def _take(self, event: Event, late: dict[str, list[Event]]) -> None:
        """Put an event into its stream, and into its state unless it came late."""
        self._ids.add(event.id)
        if event.seq > self.by_device.get(event.device, 0):
            self.by_device[event.device] = event.seq
        subject = event.subject
        stream = self._streams.get(subject)
        if stream is None:
            kind, colon, key = subject.partition(":")
            stream = self._streams[subject] = _Stream(self._families.get(kind) if colon else None, key)
        waiting = late.get(subject)
        if waiting is not None:
            waiting.append(event)
        elif stream.events and _before(event, stream.events[-1]):
            late[subject] = [event]
        else:
            stream.events.append(event)
            if _understood(event):
                self._fold(stream, event)
            else:
                self.newer += 1

    def _fold(self, stream: _Stream, event: Event) -> None:
        """Fold the newest event of a subject."""
        if isinstance(event.body, SiteLoaded):
            self._load(event.body.site, event.order)
        family = stream.family
        if family is not None:
            state = family.states.get(stream.key)
            if state is None:
                state = family.states[stream.key] = family.blank(stream.key)
            family.apply(state, event)
            family.index(event, state)

    def _refold(self, stream: _Stream, waiting: list[Event]) -> None:
        """Fold a subject anew with its late events, then feed those to the indexes."""
        stream.events.extend(waiting)
        stream.events.sort(key=_order)
        known = [e for e in waiting if _understood(e)]
        self.newer += len(waiting) - len(known)
        for event in known:
            if isinstance(event.body, SiteLoaded):
                self._load(event.body.site, event.order)
        family = stream.family
        if family is None or not known:
            return
        state = family.states[stream.key] = family.blank(stream.key)
        for event in stream.events:
            if _understood(event):
                family.apply(state, event)
        for event in known:
            family.index(event, state)

    def _load(self, site: Site, order: Order) -> None:
        """The folder belongs to the site that was loaded first; another one that strays in by sync never takes over."""
        loads = self._loads.get(site.site.id)
        if loads is None:
            self._loads[site.site.id] = _Loads(order, order, site)
        else:
            loads.first = min(loads.first, order)
            if order > loads.newest:
                loads.newest, loads.site = order, site
        self.site = min(self._loads.values(), key=attrgetter("first")).site


def _understood(event: Event) -> bool:
    return not isinstance(event.body, NewerFact) and event.body.subject == event.subject


def _before(event: Event, other: Event) -> bool:
    """Whether an event comes earlier in the fold; the stamps alone nearly always tell."""
    return event.hlc < other.hlc or (event.hlc == other.hlc and event.order < other.order)


def _no_index(_event: Event, _state: object) -> None:
    """Nothing is looked up but by id."""

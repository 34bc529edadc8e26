"""Three devices that seldom hear each other, and what an outsider who sees everything knows of their disagreements.

The outsider keeps of every event what its device had heard when it was written. From that alone follows which changes
of a finding contradict each other; `Crowd.torn` says so without asking the ledger.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from checkpoints.fact import Fact
from checkpoints.ledger import frozen
from checkpoints.ledger.events import Event
from checkpoints.ledger.ledger import Ledger
from tests.support.ground import Desk, at

SAID: dict[str, tuple[str, ...]] = {
    "finding.raised": (),
    "finding.fixed_on_spot": ("fixer",),
    "finding.seen": ("still",),
    "finding.merged": ("into",),
    "finding.corrected": ("words", "severity", "category"),
    "finding.assigned": ("department", "person", "due"),
    "finding.accepted": (),
    "finding.refused": ("department",),
    "finding.begun": (),
    "finding.blocked": ("review_on",),
    "finding.unblocked": (),
    "finding.extension_asked": ("due",),
    "finding.extension_answered": ("granted", "due"),
    "finding.made_safe": (),
    "finding.rectified": ("fixer",),
    "finding.verified": ("passed",),
    "finding.closed": (),
    "finding.reopened": (),
    "finding.voided": (),
    "finding.settled": ("chosen",),
}
"""What two changes of one kind must agree in; all other facts of a finding only add."""


def moves(event: Event) -> bool:
    """Whether an event can contradict another: that a fault is still there contradicts nobody."""
    kind = event.body.kind()
    return kind in SAID and not (kind == "finding.seen" and getattr(event.body, "still", False))


def says(event: Event) -> tuple[object, ...]:
    """What a change comes to; two that come to the same are no contradiction."""
    kind = event.body.kind()
    return (kind, *(getattr(event.body, name) for name in SAID[kind]))


class Drawer:
    """Where a thawed ledger finds the events it had when it was frozen."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events

    def of(self, subject: str, count: int) -> list[Event]:
        found = [e for e in self.events if e.subject == subject]
        assert len(found) == count
        return found

    def all(self) -> Iterable[Event]:
        return self.events


class Crowd:
    """Devices by number; whatever they write or hear goes through here."""

    def __init__(self, *names: str) -> None:
        self.desks = [Desk(names[0], at(8)).open()]
        self.desks += [Desk(name, at(8, n)) for n, name in enumerate(names[1:])]
        self.written: dict[str, Event] = {}
        self.covers: dict[str, frozenset[str]] = {}
        """By change of a finding, the changes that it stands on: whatever its writer knew, or went on from."""
        self.heard: list[dict[str, set[str]]] = [{} for _ in self.desks]
        """By device and subject, the ids it knows."""
        self._note(0, self.desks[0].events)
        for n in range(1, len(self.desks)):
            self.deliver(n, self.desks[0].events)

    def _note(self, device: int, events: Iterable[Event]) -> None:
        for event in events:
            self.written[event.id] = event
            self.heard[device].setdefault(event.subject, set()).add(event.id)

    def record(self, device: int, by: str, facts: Sequence[Fact]) -> list[Event]:
        """Write down on one device what somebody decided there."""
        desk = self.desks[device]
        events: list[Event] = []
        before: dict[str, frozenset[str]] = {}
        for fact in facts:
            if fact.subject.startswith("finding:") and fact.subject not in before:
                before[fact.subject] = self._ground(device, fact.subject)
        for event in desk.record(by, facts):
            known = self.heard[device].get(event.subject, set())
            if moves(event):
                whole = event.body.kind() == "finding.settled" or not before[event.subject]
                under = frozenset(i for i in known if moves(self.written[i])) if whole else before[event.subject]
                self.covers[event.id] = under
                if not whole:
                    before[event.subject] = under | {event.id}
            self._note(device, [event])
            events.append(event)
        return events

    def _ground(self, device: int, subject: str) -> frozenset[str]:
        """Where two versions are known, the one that goes on; empty where there is one, which needs no saying."""
        if not self.torn(subject, self.heard[device].get(subject, set())):
            return frozenset()
        leading = self.desks[device].ledger.findings.all[subject.partition(":")[2]].progress.leading
        return self.covers[leading] | {leading}

    def torn(self, subject: str, known: Iterable[str] | None = None) -> bool:
        """Whether what is known of a finding contradicts itself; without `known`, what anybody wrote."""
        ids = [e.id for e in self.written.values() if e.subject == subject] if known is None else list(known)
        changes = [self.written[i] for i in ids if moves(self.written[i])]
        covered = {below for change in changes for below in self.covers[change.id]}
        return len({says(c) for c in changes if c.id not in covered}) > 1

    def deliver(self, device: int, events: Sequence[Event], chance: random.Random | None = None) -> None:
        """Events arrive, in any order, some of them twice, some alone."""
        coming = list(events)
        if chance is not None:
            coming += chance.sample(coming, len(coming) // 3)
            chance.shuffle(coming)
        while coming:
            size = len(coming) if chance is None else chance.randint(1, len(coming))
            self.desks[device].hear(coming[:size])
            self._note(device, coming[:size])
            coming = coming[size:]

    def exchange(self, one: int, other: int, chance: random.Random) -> None:
        """Two devices give each other what they know; the line may break early.

        Whoever hears of a change has by then heard what its writer had heard; of holes in that nothing can be said
        until they are filled.
        """
        for giver, taker in ((one, other), (other, one)):
            known = self.desks[giver].ledger.events()
            kept = len(known) - (chance.randint(0, 9) if chance.random() < 0.3 else 0)
            fresh = [e for e in known[: max(kept, 0)] if e not in self.desks[taker].ledger]
            self.deliver(taker, fresh + known[:2], chance)

    def meet(self, chance: random.Random) -> None:
        """Everybody hears everything."""
        for device in range(len(self.desks)):
            self.deliver(device, self.everything(), chance)

    def everything(self) -> list[Event]:
        """What all devices wrote."""
        return [event for desk in self.desks for event in desk.events]

    def folded_again(self, chance: random.Random) -> Ledger:
        """A ledger of a stranger that gets everything in any order."""
        events = self.everything()
        chance.shuffle(events)
        ledger = Ledger()
        while events:
            size = chance.randint(1, len(events))
            ledger.apply(events[:size])
            events = events[size:]
        return ledger


def thawed(ledger: Ledger) -> Ledger:
    """The ledger after a night in a file."""
    return frozen.thaw(frozen.freeze(ledger), Drawer(ledger.events()))

"""The ledger: the fold of all events. Any order and any duplication of delivery gives an equal ledger.

Two kinds of knowledge live here. A *state* belongs to one subject and depends on the order of its facts; when an
event arrives late, only its own subject is folded again. An *index* spans subjects; it is fed every event once, in
whatever order it comes, so each index must commute (a set, a maximum, a sorted list).

What `frozen` thawed is the same ledger with most of its events, and the states of most rounds and findings, left
where they are until somebody asks: in the `Source` that it was given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from checkpoints.ledger.events import Event, Order
from checkpoints.ledger.known import Known
from checkpoints.ledger.streams import NOWHERE, Family, Source, Stream, by_order, understood
from checkpoints.site.site import Site
from checkpoints.work import (
    accounts,
    deputies,
    findings,
    labels,
    missed,
    people,
    praise,
    promises,
    records,
    rounds,
    screens,
    waivers,
)
from checkpoints.work.accounts import Account, Accounts
from checkpoints.work.deputies import Deputies
from checkpoints.work.findings import Finding, Findings
from checkpoints.work.labels import Labels, Register
from checkpoints.work.missed import Missed
from checkpoints.work.people import People
from checkpoints.work.praise import Praise
from checkpoints.work.promises import Promise, Promises
from checkpoints.work.records import Record, Records
from checkpoints.work.rounds import Round, Rounds
from checkpoints.work.screens import Screen
from checkpoints.work.sites import SiteLoaded
from checkpoints.work.waivers import Waivers

__all__ = ["Ledger", "Loads", "Others"]


@dataclass(slots=True)
class Loads:
    """What is known of the loads of one site: the first, the newest, and the site as the newest one has it."""

    first: Order
    newest: Order
    site: Site


@dataclass(slots=True)
class Others:
    """The states that a snapshot keeps whole: their events never end, or there are few of them."""

    missed: dict[str, Missed]
    deputies: dict[str, Deputies]
    praise: dict[str, Praise]
    screens: dict[str, Screen]
    promises: Promises
    accounts: Accounts
    records: Records
    waivers: dict[str, Waivers]


class Ledger:
    """What is known, by subject, with the indexes the screens read."""

    def __init__(self, source: Source = NOWHERE) -> None:
        self.people = People()
        self.labels = Labels()
        self.rounds = Rounds()
        self.findings = Findings()
        self.promises = Promises()
        self.accounts = Accounts()
        self.records = Records()
        self.waivers: dict[str, Waivers] = {}
        """Duties that the manager let go, by duty and period."""
        self.deputies: dict[str, Deputies] = {}
        """Who stands in for whom, by whoever is away."""
        self.praise: dict[str, Praise] = {}
        self.screens: dict[str, Screen] = {}
        """Screens that show a changing code, by checkpoint."""
        self.missed: dict[str, Missed] = {}
        """Reasons for half-days without a round, by `YYYY-MM-DD.am` or `.pm`."""
        self.site: Site | None = None
        self.heads: dict[str, str] = {}
        """Id of the last event of each subject, in fold order."""
        self.by_device: dict[str, int] = {}
        """Highest sequence number seen of each device."""
        self.known = Known()
        """Which events were folded."""
        self.newer = 0
        """Facts written by a newer version, or filed under a subject that is not theirs: kept, not understood."""
        self.loads: dict[str, Loads] = {}
        """What was loaded of each site, by its id."""
        self.streams: dict[str, Stream] = {}
        """The events of each subject; read them by `history`."""
        self.source = source
        self.families = self._families()

    def settle(self, people: People, labels: Labels, rounds: Rounds, findings: Findings, others: Others) -> None:
        """Put the states and indexes in place that a snapshot kept."""
        self.people, self.labels, self.rounds, self.findings = people, labels, rounds, findings
        self.missed, self.deputies, self.praise = others.missed, others.deputies, others.praise
        self.screens = others.screens
        self.promises, self.accounts = others.promises, others.accounts
        self.records, self.waivers = others.records, others.waivers
        self.families = self._families()

    def _families(self) -> dict[str, Family]:
        return {
            "missed": Family(self.missed, Missed, missed.apply, _no_index),
            "deputy": Family(self.deputies, Deputies, deputies.apply, _no_index),
            "duty": Family(self.waivers, Waivers, waivers.apply, _no_index),
            "praise": Family(self.praise, Praise, praise.apply, _no_index),
            "screen": Family(self.screens, Screen, screens.apply, _no_index),
            "person": Family(self.people.members, people.blank, people.apply, _no_index),
            "label": Family(
                self.labels.registers,
                Register,
                labels.apply,
                lambda event, _: labels.index(self.labels, event),
            ),
            "round": Family(
                self.rounds.all,
                Round,
                rounds.apply,
                lambda event, state: rounds.index(self.rounds, event, state),
            ),
            "finding": Family(
                self.findings.all,
                Finding,
                findings.apply,
                lambda event, state: findings.index(self.findings, event, state),
            ),
            "promise": Family(
                self.promises.all,
                Promise,
                promises.apply,
                lambda event, state: promises.index(self.promises, event, state),
            ),
            "account": Family(
                self.accounts.all,
                Account,
                accounts.apply,
                lambda event, state: accounts.index(self.accounts, event, state),
            ),
            "record": Family(
                self.records.all,
                Record,
                records.apply,
                lambda event, state: records.index(self.records, event, state),
            ),
        }

    def __eq__(self, other: object) -> bool:
        """Whether two ledgers know the same; whatever is cold in them is thawed for it."""
        if not isinstance(other, Ledger):
            return NotImplemented
        return self._plain == other._plain and all(self.history(s) == other.history(s) for s in self.streams)

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    @property
    def _plain(self) -> tuple[object, ...]:
        """Everything but the events."""
        indexes = (self.people, self.labels, self.rounds, self.findings, self.promises, self.accounts)
        small = (
            self.missed,
            self.deputies,
            self.praise,
            self.screens,
            self.waivers,
            self.records,
            self.site,
            self.loads,
        )
        return (self.heads, self.by_device, self.known, self.newer, self.streams.keys(), *indexes, *small)

    def __contains__(self, event: Event) -> bool:
        return self.known.has(event.device, event.seq, event.id)

    @property
    def count(self) -> int:
        """How many different events are known."""
        return self.known.count

    def events(self) -> list[Event]:
        """All events in fold order."""
        found = {event.id: event for event in self.source.all() if event in self}
        found.update((event.id, event) for stream in self.streams.values() for event in stream.events)
        return sorted(found.values(), key=by_order)

    def history(self, subject: str) -> list[Event]:
        """The events of one subject in fold order: its timeline."""
        stream = self.streams.get(subject)
        if stream is None:
            return []
        return [*self._fetched(subject, stream), *stream.events] if stream.cold else list(stream.events)

    def apply(self, events: Iterable[Event]) -> set[str]:
        """Fold events in, in whatever order they come; returns the subjects that changed.

        A subject with late events is folded again once, at the end, however many came late.
        """
        changed: set[str] = set()
        late: dict[str, list[Event]] = {}
        add = self.known.add
        try:
            for event in events:
                if add(event.device, event.seq, event.id):
                    self._take(event, late)
                    changed.add(event.subject)
        finally:
            # Also when `events` breaks off: what was taken in must be folded, or the ledger would be two minds.
            for subject, waiting in late.items():
                self._refold(subject, waiting)
            for subject in changed:
                self.heads[subject] = self.streams[subject].events[-1].id
        return changed

    def _take(self, event: Event, late: dict[str, list[Event]]) -> None:
        """Put an event into its stream, and into its state unless it came late."""
        if event.seq > self.by_device.get(event.device, 0):
            self.by_device[event.device] = event.seq
        subject = event.subject
        stream = self.streams.get(subject)
        if stream is None:
            kind, colon, key = subject.partition(":")
            stream = self.streams[subject] = Stream(self.families.get(kind) if colon else None, key)
        waiting = late.get(subject)
        if waiting is not None:
            waiting.append(event)
        elif stream.comes_late(event):
            late[subject] = [event]
        else:
            stream.events.append(event)
            if understood(event):
                self._fold(stream, event)
            else:
                self.newer += 1

    def _fold(self, stream: Stream, event: Event) -> None:
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

    def _refold(self, subject: str, waiting: list[Event]) -> None:
        """Fold a subject anew with its late events, then feed those to the indexes."""
        stream = self.streams[subject]
        was_cold = stream.cold > 0
        if was_cold:
            stream.events[:0] = self._fetched(subject, stream)
            stream.cold, stream.last = 0, None
        stream.events.extend(waiting)
        stream.events.sort(key=by_order)
        known = [e for e in waiting if understood(e)]
        self.newer += len(waiting) - len(known)
        for event in known:
            if isinstance(event.body, SiteLoaded):
                self._load(event.body.site, event.order)
        family = stream.family
        if family is None or not (known or (was_cold and stream.key in family.states)):
            return  # a state that was cold is folded now: from here on there is nothing to thaw it from
        state = family.states[stream.key] = family.folded(stream.key, stream.events)
        for event in known:
            family.index(event, state)

    def thaw(self, subject: str) -> object:
        """The state of a subject as its cold events alone make it; a snapshot's shelf asks this for an entry."""
        stream = self.streams[subject]
        assert stream.family is not None
        return stream.family.folded(stream.key, self._fetched(subject, stream))

    def _fetched(self, subject: str, stream: Stream) -> list[Event]:
        return sorted(self.source.of(subject, stream.cold), key=by_order)

    def _load(self, site: Site, order: Order) -> None:
        """The folder belongs to the site that was loaded first; another one that strays in by sync never takes over."""
        loads = self.loads.get(site.site.id)
        if loads is None:
            self.loads[site.site.id] = Loads(order, order, site)
        else:
            loads.first = min(loads.first, order)
            if order > loads.newest:
                loads.newest, loads.site = order, site
        self.site = min(self.loads.values(), key=attrgetter("first")).site


def _no_index(_event: Event, _state: object) -> None:
    """Nothing is looked up but by id."""

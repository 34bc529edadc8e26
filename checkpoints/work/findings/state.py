"""What is known of one finding: how far it has come, what was added on the way, and what contradicts itself.

Every change names the changes it was built on. Those that no other change names are the *tips*; more than one of them
that does not come to the same is a conflict, and stays one until somebody settles it. Meanwhile the order of the fold
decides. Tips follow from set algebra alone, so no order of arrival changes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.site.checks import Severity
from checkpoints.work.findings.facts import (
    FindingAcknowledged,
    FindingCauseFound,
    FindingChange,
    FindingChased,
    FindingFixed,
    FindingFlagged,
    FindingNoted,
    FindingProposed,
    FindingRaised,
    FindingReferred,
    FindingReported,
    FindingSeen,
    FindingSettled,
    FindingTookIn,
)
from checkpoints.work.findings.progress import Progress, moves
from checkpoints.work.findings.table import DONE, ENDED, OPEN, State

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event

__all__ = ["Finding", "Said", "State", "apply"]

Said = tuple[datetime, str]
"""When, and by whom."""


@dataclass(slots=True)
class Finding:
    """What is known of one finding; `raised` is None only while its first fact is still on the way."""

    id: str
    raised: FindingRaised | None = None
    found_at: datetime | None = None
    found_by: str = ""
    device: str = ""
    progress: Progress = field(default_factory=Progress)
    notes: list[tuple[datetime, str, FindingNoted]] = field(default_factory=list[tuple[datetime, str, FindingNoted]])
    sightings: list[tuple[datetime, str, FindingSeen]] = field(default_factory=list[tuple[datetime, str, FindingSeen]])
    took_in: list[tuple[datetime, str, FindingTookIn]] = field(
        default_factory=list[tuple[datetime, str, FindingTookIn]]
    )
    proposed: tuple[datetime, str, FindingProposed] | None = None
    flag: FindingFlagged | None = None
    flagged_at: datetime | None = None
    reports: dict[str, tuple[datetime, str, FindingReported]] = field(
        default_factory=dict[str, tuple[datetime, str, FindingReported]]
    )
    """What was told, by step of the ladder; the first time counts."""
    acknowledged: dict[str, Said] = field(default_factory=dict[str, Said])
    chases: list[tuple[datetime, str, FindingChased]] = field(default_factory=list[tuple[datetime, str, FindingChased]])
    referrals: list[tuple[datetime, str, FindingReferred]] = field(
        default_factory=list[tuple[datetime, str, FindingReferred]]
    )
    cause: str = ""
    changes: list[Event] = field(default_factory=list["Event"])
    """In fold order, those that were not heard too."""
    built_on: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """By change, the changes it was built on."""
    stood_on: dict[str, str] = field(default_factory=dict[str, str])
    """By entry that is no change, the newest change that its writer had seen."""
    settled: dict[str, str] = field(default_factory=dict[str, str])
    """By settlement, the change it chose."""

    # where it stands

    @property
    def state(self) -> State:
        """Where it stands in the table of `findings.table`."""
        return self.progress.state

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something at the place."""
        return self.progress.state in OPEN

    @property
    def done(self) -> bool:
        """Whether it is said to be put right and nobody has looked yet."""
        return self.progress.state in DONE

    @property
    def live(self) -> bool:
        """Whether it is on somebody's list: not closed, void or merged."""
        return self.raised is not None and self.progress.state not in ENDED

    @property
    def severity(self) -> Severity:
        """As it is seen now."""
        return self.progress.severity

    @property
    def words(self) -> str:
        """As they are put now."""
        return self.progress.words

    @property
    def due(self) -> datetime | None:
        """The deadline in force."""
        return self.progress.due

    @property
    def person(self) -> str:
        """Who has to put it right; '' while nobody was named."""
        order = self.progress.order
        return order.fact.person if order else ""

    @property
    def fixed(self) -> FindingFixed | None:
        """How it was put right on the spot, if it stands so."""
        last = self.progress.attempts[-1].done if self.progress.attempts else None
        return last if isinstance(last, FindingFixed) and self.state not in OPEN else None

    @property
    def fixed_at(self) -> datetime | None:
        """When it was put right on the spot."""
        return self.progress.attempts[-1].at if self.fixed else None

    @property
    def photos(self) -> tuple[str, ...]:
        """Photos of the fault, oldest first."""
        first = self.raised.photos if self.raised else ()
        return first + tuple(p for _, _, n in self.notes for p in n.photos)

    @property
    def photo_owed(self) -> bool:
        """Whether the check asks for a photo that neither came nor was excused."""
        if self.raised is None or not self.raised.photo_owed:
            return False
        return not self.photos and not any(n.no_photo for _, _, n in self.notes)

    def overdue(self, now: datetime) -> timedelta | None:
        """How long past the deadline an open finding is; None when it is not. Waiting for parts stops no clock."""
        due = self.due
        if due is None or not self.open or now <= due:
            return None
        return now - due

    # what contradicts itself

    @property
    def tips(self) -> list[Event]:
        """The changes on which no other was built, in fold order."""
        named = {below for ground in self.built_on.values() for below in ground}
        return [c for c in self.changes if moving(c) and c.id not in named]

    @property
    def conflict(self) -> bool:
        """Whether two changes did not know of each other and do not come to the same."""
        if not self._forked:
            return False
        tips = self.tips
        return len({(c.body.kind(), c.body.effect) for c in tips if isinstance(c.body, FindingChange)}) > 1

    @property
    def _forked(self) -> bool:
        """A cheap look first: as long as each change was built on the one before it there is nothing to compare."""
        before = ""
        for change in self.changes:
            if moving(change):
                if before and self.built_on[change.id] != frozenset({before}):
                    return True
                before = change.id
        return False

    def version(self, tip: str) -> frozenset[str]:
        """The changes that hold for whoever wrote this tip and knew nothing else, itself included.

        A settlement stands on what it chose alone; the rest is in the timeline and holds no more.
        """
        found: set[str] = set()
        ask = [tip]
        while ask:
            change = ask.pop()
            if change not in found:
                found.add(change)
                chosen = self.settled.get(change, "")
                ask += (chosen,) if chosen in self.built_on else self.built_on.get(change, ())
        return frozenset(found)

    @property
    def holding(self) -> frozenset[str]:
        """The changes that hold now; of two settlements that do not know of each other, the later one meanwhile."""
        tips = [tip.id for tip in self.tips]
        last = next((tip for tip in reversed(tips) if tip in self.settled), "")
        return frozenset(c for t in tips if t not in self.settled or t == last for c in self.version(t))

    def progress_of(self, tip: str) -> Progress:
        """How far the finding has come for whoever wrote this tip and knew nothing else."""
        return _of(self, self.version(tip))


def moving(event: Event) -> bool:
    """Whether an event is a change that can be one side of a conflict."""
    return isinstance(event.body, FindingChange) and moves(event.body)


def replay(changes: Iterable[Event]) -> Progress:
    """What changes in fold order make of a finding."""
    progress = Progress()
    for event in changes:
        if isinstance(event.body, FindingSettled):
            progress.leading = event.id
        elif isinstance(event.body, FindingChange):
            progress.hear(event, event.body)
    return progress


def _of(finding: Finding, holding: frozenset[str]) -> Progress:
    """What some of the changes make of it; that it was found and still seen belongs to every version."""
    return replay(c for c in finding.changes if c.id in holding or not moving(c) or isinstance(c.body, FindingRaised))


def apply(finding: Finding, event: Event) -> None:
    """Fold one fact into one finding."""
    fact = event.body
    said = (event.at, event.actor)
    if isinstance(fact, FindingRaised) and finding.raised is None:
        finding.raised = fact
        finding.found_at, finding.found_by, finding.device = event.at, event.actor, event.device
    if isinstance(fact, FindingSeen):
        finding.sightings.append((*said, fact))
    if event.seen and not moving(event):
        finding.stood_on[event.id] = finding.stood_on.get(event.seen, event.seen)
    if isinstance(fact, FindingChange):
        _change(finding, event, fact)
    else:
        _add(finding, said, fact)


def _add(finding: Finding, said: Said, fact: object) -> None:
    match fact:
        case FindingNoted():
            finding.notes.append((*said, fact))
        case FindingTookIn():
            finding.took_in.append((*said, fact))
        case FindingProposed():
            finding.proposed = (*said, fact)
        case FindingFlagged():
            finding.flag, finding.flagged_at = fact, said[0]
        case FindingCauseFound():
            finding.cause = fact.cause
        case FindingReferred():
            finding.referrals.append((*said, fact))
        case _:
            _told(finding, said, fact)


def _told(finding: Finding, said: Said, fact: object) -> None:
    match fact:
        case FindingReported():
            finding.reports.setdefault(fact.step, (*said, fact))
        case FindingAcknowledged():
            finding.acknowledged.setdefault(fact.step, said)
        case FindingChased():
            finding.chases.append((*said, fact))
        case _:
            pass


def _change(finding: Finding, event: Event, fact: FindingChange) -> None:
    finding.changes.append(event)
    if moves(fact):
        finding.built_on[event.id] = _ground(finding, event, fact)
    if isinstance(fact, FindingSettled):
        finding.settled[event.id] = fact.chosen
    if finding.settled:
        finding.progress = _of(finding, finding.holding)
    else:
        finding.progress.hear(event, fact)


def _ground(finding: Finding, event: Event, fact: FindingChange) -> frozenset[str]:
    """What a change was built on; without `after`, the newest change up to the event that its writer saw last."""
    if fact.after:
        return frozenset(fact.after)
    if event.seen is None or isinstance(fact, FindingRaised):
        return frozenset()
    return frozenset({finding.stood_on.get(event.seen, event.seen)})

"""What is known of a finding, and how each fact changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from checkpoints.work.findings.facts import FindingFixed, FindingNoted, FindingRaised, FindingSeen

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event

__all__ = ["Finding", "Findings", "State", "apply", "index", "state_of"]

State = Literal["found", "fixed_on_spot", "gone"]
LONGEST_NUMBER = 10
"""Digits of a finding's number that are still believed; a made-up one must not use up all the others."""


@dataclass(slots=True)
class Finding:
    """What is known of one finding; `raised` is None only while its first fact is still on the way."""

    id: str
    raised: FindingRaised | None = None
    found_at: datetime | None = None
    found_by: str = ""
    device: str = ""
    state: State = "found"
    fixed: FindingFixed | None = None
    fixed_at: datetime | None = None
    notes: list[tuple[datetime, str, FindingNoted]] = field(default_factory=list[tuple[datetime, str, FindingNoted]])
    sightings: list[tuple[datetime, str, FindingSeen]] = field(default_factory=list[tuple[datetime, str, FindingSeen]])

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something at the place."""
        return self.raised is not None and self.state == "found"

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
        """How long past the deadline an open finding is; None when it is not."""
        if self.raised is None or not self.open or now <= self.raised.due:
            return None
        return now - self.raised.due


@dataclass(slots=True)
class Findings:
    """All findings, with the indexes that screens ask for."""

    all: dict[str, Finding] = field(default_factory=dict[str, Finding])
    open_at: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Open findings by checkpoint."""
    raised_by: dict[str, int] = field(default_factory=dict[str, int])
    """How many numbers a device tag has given out: the highest one."""

    def at(self, checkpoint: str) -> list[Finding]:
        """Open findings of a place, oldest first."""
        found = [self.all[f] for f in self.open_at.get(checkpoint, ())]
        return sorted(found, key=lambda f: (f.found_at.timestamp() if f.found_at else 0.0, f.id))

    def open(self) -> list[Finding]:
        """All open findings, the soonest deadline first."""
        found = [self.all[f] for ids in self.open_at.values() for f in ids]
        return sorted(found, key=lambda f: (f.raised.due.timestamp() if f.raised else 0.0, f.id))


def state_of(finding: Finding) -> State | Literal["none"]:
    """The state, or `none` while the first fact is still on the way."""
    return finding.state if finding.raised is not None else "none"


def apply(finding: Finding, event: Event) -> None:
    """Fold one fact into one finding."""
    match event.body:
        case FindingRaised() as fact:
            finding.raised = fact
            finding.found_at, finding.found_by, finding.device = event.at, event.actor, event.device
        case FindingNoted() as fact:
            finding.notes.append((event.at, event.actor, fact))
        case FindingFixed() as fact:
            finding.fixed, finding.fixed_at, finding.state = fact, event.at, "fixed_on_spot"
        case FindingSeen() as fact:
            finding.sightings.append((event.at, event.actor, fact))
            if finding.state != "fixed_on_spot":
                finding.state = "found" if fact.still else "gone"
        case _:
            pass


def index(findings: Findings, event: Event, finding: Finding) -> None:
    """Keep the indexes; called after every change of a finding, in any order of delivery."""
    if isinstance(event.body, FindingRaised):
        tag, _, count = event.body.number.rpartition("-")
        given = int(count) if count.isdecimal() and len(count) < LONGEST_NUMBER else 0
        findings.raised_by[tag] = max(findings.raised_by.get(tag, 0), given)
    if finding.raised is not None:
        here = findings.open_at.setdefault(finding.raised.checkpoint, set())
        if finding.open:
            here.add(finding.id)
        else:
            here.discard(finding.id)

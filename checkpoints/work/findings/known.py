"""What is known across findings: the indexes that screens and rules ask for.

An event is fed to the indexes once, in whatever order it comes, so each step of `index` must commute: it asks what the
finding's state is now, and puts it where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checkpoints.work.findings.brief import Brief, brief_of
from checkpoints.work.findings.facts import FindingCorrected, FindingRaised
from checkpoints.work.findings.state import Finding

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event

__all__ = ["Findings", "index"]

LONGEST_NUMBER = 10
"""Digits of a finding's number that are still believed; a made-up one must not use up all the others."""
Place = str


@dataclass(slots=True)
class Findings:
    """All findings, with the indexes that screens ask for."""

    all: dict[str, Finding] = field(default_factory=dict[str, Finding])
    open_at: dict[Place, set[str]] = field(default_factory=dict[Place, set[str]])
    """What has to be looked at when somebody comes by: open or rectified findings, by checkpoint."""
    live: set[str] = field(default_factory=set[str])
    """Not closed, void or merged."""
    raised_by: dict[str, int] = field(default_factory=dict[str, int])
    """How many numbers a device tag has given out: the highest one."""
    given: dict[str, int] = field(default_factory=dict[str, int])
    """How many findings there are under a tag; more than its highest number means that one was given twice."""
    tags: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Which devices, without their incarnation, gave numbers under a tag; nearly always one."""
    alike: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Findings by place and kind, see `key`; repeats are looked for among them (rules.md 6)."""
    briefs: dict[str, Brief] = field(default_factory=dict[str, Brief], compare=False)
    """Made when asked for, dropped when the finding moves."""
    counted: dict[str, tuple[list[float], list[str]]] = field(
        default_factory=dict[str, tuple[list[float], list[str]]], compare=False
    )
    """By kind as in `alike`, when and which of them count as faults of their own; see `findings.repeats`.

    Made when asked for, dropped when one of them moves.
    """

    def at(self, checkpoint: str) -> list[Finding]:
        """Findings of a place that are open, or rectified and not verified yet, oldest first."""
        found = [self.all[f] for f in self.open_at.get(checkpoint, ())]
        return sorted(found, key=lambda f: (f.found_at.timestamp() if f.found_at else 0.0, f.id))

    def open(self) -> list[Finding]:
        """All open findings, the soonest deadline first."""
        found = [f for f in (self.all[i] for ids in self.open_at.values() for i in ids) if f.open]
        return sorted(found, key=lambda f: (f.due.timestamp() if f.due else 0.0, f.id))

    def brief(self, finding: str) -> Brief:
        """The line of one finding; one that is cold in a snapshot is not thawed for it. Raises KeyError."""
        made = self.briefs.get(finding)
        if made is None:
            cold: dict[str, Brief] = getattr(self.all, "cold", {})
            made = cold.get(finding) or brief_of(self.all[finding])
            self.briefs[finding] = made
        return made

    def lines(self, findings: Iterable[str] | None = None) -> Iterator[tuple[str, Brief]]:
        """The lines of these findings, or of all that are known, in no order."""
        for finding in list(self.all if findings is None else findings):
            line = self.brief(finding)
            if line.state != "none":
                yield finding, line

    def called(self, finding: str) -> str:
        """The number by which people call a finding: never that of another one. Raises KeyError.

        Two devices that never met may have the same three letters and give the same number. From the day that is
        known both say the end of their own id too.
        """
        number = self.brief(finding).number
        tag = number.rpartition("-")[0]
        if self.given.get(tag, 0) > self.raised_by.get(tag, 0):
            return f"{number}.{finding[-4:].upper()}"
        return number


def key(line: Brief | FindingRaised) -> str:
    """What makes two findings the same fault again: place, kind and household (rules.md 6)."""
    return f"{line.checkpoint}\n{line.category}\n{line.unit}"


def _keys(raised: FindingRaised, finding: Finding) -> Iterator[str]:
    """Every kind it was ever said to be; whoever looks for repeats asks the finding what it is now."""
    yield key(raised)
    for change in finding.changes:
        if isinstance(change.body, FindingCorrected) and change.body.category:
            yield f"{raised.checkpoint}\n{change.body.category}\n{raised.unit}"


def index(findings: Findings, event: Event, finding: Finding) -> None:
    """Keep the indexes; called after every change of a finding, in any order of delivery."""
    findings.briefs.pop(finding.id, None)
    fact = event.body
    if isinstance(fact, FindingRaised):
        tag, _, count = fact.number.rpartition("-")
        given = int(count) if count.isdecimal() and len(count) < LONGEST_NUMBER else 0
        findings.raised_by[tag] = max(findings.raised_by.get(tag, 0), given)
        findings.given[tag] = findings.given.get(tag, 0) + 1
        findings.tags.setdefault(tag, set()).add(event.device.partition("-")[0])
    if finding.raised is None:
        return
    for alike in _keys(finding.raised, finding):
        findings.alike.setdefault(alike, set()).add(finding.id)
        findings.counted.pop(alike, None)
    here = findings.open_at.setdefault(finding.raised.checkpoint, set())
    (here.add if finding.open or finding.state == "rectified" else here.discard)(finding.id)
    (findings.live.add if finding.live else findings.live.discard)(finding.id)

"""Findings: what was seen wrong, from the first sighting to the last (brief D3.9 to D3.16).

Here a finding is raised, put right on the spot, and seen again or gone at a later visit. Assigning, verifying and
closing are further facts of the same subject: they join `FindingFact`, `apply` and `State`, nothing else moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.checks import Check, Outcome, Severity
from checkpoints.site.people import Confirmed

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "Draft",
    "Finding",
    "FindingFact",
    "FindingFixed",
    "FindingNoted",
    "FindingRaised",
    "FindingSeen",
    "Findings",
    "Fix",
    "State",
    "apply",
    "draft_for",
    "fix",
    "note",
    "raise_finding",
    "see_again",
]

MIN_WORDS = 4
State = Literal["found", "fixed_on_spot", "gone"]


class _FindingFact(Fact, frozen=True, kw_only=True):
    finding: str

    @property
    def subject(self) -> str:
        """The finding."""
        return "finding:" + self.finding


class FindingRaised(_FindingFact, frozen=True, kw_only=True, tag="finding.raised"):
    """Something is wrong at a place. `due` is the catalogue's deadline from the time it was found."""

    number: str
    checkpoint: str
    words: str
    severity: Severity
    department: str
    category: str
    due: datetime
    check: str = ""
    """The failed check; empty for a free finding."""
    value: str | float = ""
    """The answer that raised it, such as a reading."""
    round: str = ""
    photos: tuple[str, ...] = ()
    no_photo: str = ""
    """Why there is no photo although the check asks for one."""
    photo_owed: bool = False
    """The check asks for a photo and neither it nor a reason is there yet."""


class FindingNoted(_FindingFact, frozen=True, kw_only=True, tag="finding.noted"):
    """Words, photos or the reason for none were added; nothing that stood is taken away."""

    words: str = ""
    photos: tuple[str, ...] = ()
    no_photo: str = ""


class FindingFixed(_FindingFact, frozen=True, kw_only=True, tag="finding.fixed_on_spot"):
    """Put right at once, at the same place (D3.9)."""

    done: str
    fixer: str
    """A person id, or a name in words."""
    photos: tuple[str, ...] = ()
    witness: str = ""
    round: str = ""


class FindingSeen(_FindingFact, frozen=True, kw_only=True, tag="finding.seen"):
    """Looked at again at a later visit: still there, or gone."""

    still: bool
    round: str
    words: str = ""


FindingFact = FindingRaised | FindingNoted | FindingFixed | FindingSeen


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
        """All open findings, oldest first."""
        found = [self.all[f] for ids in self.open_at.values() for f in ids]
        return sorted(found, key=lambda f: (f.raised.due.timestamp() if f.raised else 0.0, f.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """What was done on the spot and by whom; `witness` is needed for S1."""

    done: str
    fixer: str
    photos: tuple[str, ...] = ()
    witness: Confirmed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A finding sheet as filled in; made by `draft_for`, changed by hand, given to `raise_finding`."""

    checkpoint: str
    words: str
    severity: Severity
    department: str
    category: str
    due_h: float
    check: str = ""
    value: str | float = ""
    round: str = ""
    photos: tuple[str, ...] = ()
    no_photo: str = ""
    photo_asked: bool = False
    fix: Fix | None = None


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
        findings.raised_by[tag] = max(findings.raised_by.get(tag, 0), int(count) if count.isdigit() else 0)
    if finding.raised is not None:
        here = findings.open_at.setdefault(finding.raised.checkpoint, set())
        if finding.open:
            here.add(finding.id)
        else:
            here.discard(finding.id)


def draft_for(
    ledger: Ledger,
    checkpoint: str,
    check: Check | None,
    value: str | float = "",
    outcome: Outcome = "fail",
    *,
    words: str = "",
    round_id: str = "",
) -> Draft:
    """A filled-in sheet from the catalogue: severity, department, deadline (D3.9, D3.11).

    A reading beyond the critical range lifts to S1; the check's own deadline wins over the severity's unless the
    lift makes it shorter (rules.md 2).
    """
    site = _site(ledger)
    rule = check.on_fail if check else None
    severity: Severity = "S1" if outcome == "critical" else (rule.severity if rule else "S3")
    by_severity = site.severity_of[severity].default_deadline_h
    if rule is None:
        due_h = by_severity
    elif outcome == "critical":
        due_h = min(rule.deadline_h, by_severity)
    else:
        due_h = rule.deadline_h
    category = rule.category if rule else "other"
    known = category if category in site.category_of else site.finding_categories[0].id
    return Draft(
        checkpoint=checkpoint,
        words=words,
        severity=severity,
        department=rule.department if rule else site.category_of[known].default_department,
        category=known,
        due_h=due_h,
        check=check.id if check else "",
        value=value,
        round=round_id,
        photo_asked=check is not None and check.photo != "never",
    )


def _site(ledger: Ledger):  # noqa: ANN202  (pyright infers Site; the import would be a cycle of names only)
    if ledger.site is None:
        raise Refused("site.none", "No site is loaded yet.")
    return ledger.site


def _words(text: str, least: int = MIN_WORDS) -> str:
    clean = " ".join(text.split())
    if len(clean) < least:
        raise Refused("words.short", "Say it in at least {count} characters.", count=least)
    return clean


def raise_finding(ledger: Ledger, draft: Draft, by: str, now: Moment) -> Sequence[FindingFact]:
    """Record a finding, and its fix when it was put right on the spot (D3.9).

    Raises:
        Refused: `words.short`, `finding.place`, `finding.department`, `finding.severity`, and what `fix` raises.
    """
    site = _site(ledger)
    if draft.checkpoint not in site.checkpoint_of:
        raise Refused("finding.place", "There is no checkpoint {checkpoint} in use.", checkpoint=draft.checkpoint)
    if draft.department not in site.department_of:
        raise Refused("finding.department", "Choose the department that has to put it right.")
    if draft.severity not in site.severity_of:
        raise Refused("finding.severity", "Choose how serious it is.")
    number = ledger.findings.raised_by.get(now.tag, 0) + 1
    raised = FindingRaised(
        finding=now.new_id(),
        number=f"{now.tag}-{number:04d}",
        checkpoint=draft.checkpoint,
        words=_words(draft.words),
        severity=draft.severity,
        department=draft.department,
        category=draft.category,
        due=now.at + timedelta(hours=draft.due_h),
        check=draft.check,
        value=draft.value,
        round=draft.round,
        photos=draft.photos,
        no_photo=draft.no_photo,
        photo_owed=draft.photo_asked and not draft.photos and not draft.no_photo,
    )
    facts: list[FindingFact] = [raised]
    if draft.fix is not None:
        facts.append(_fixed(raised.finding, draft.severity, draft.fix, by, draft.round))
    return facts


def _fixed(finding: str, severity: Severity, done: Fix, by: str, round_id: str) -> FindingFixed:
    if not done.fixer.strip():
        raise Refused("fix.nobody", "Say who put it right.")
    if severity == "S1" and (done.witness is None or done.witness.person == by):
        raise Refused("fix.alone", "An emergency is not closed by one person alone: a second person gives a PIN.")
    return FindingFixed(
        finding=finding,
        done=_words(done.done, 2),
        fixer=done.fixer.strip(),
        photos=done.photos,
        witness=done.witness.person if done.witness else "",
        round=round_id,
    )


def _open(ledger: Ledger, finding: str) -> Finding:
    known = ledger.findings.all.get(finding)
    if known is None or known.raised is None:
        raise Refused("finding.unknown", "That finding is not known here.")
    if not known.open:
        raise Refused("finding.not_open", "{number} is not open any more.", number=known.raised.number)
    return known


def fix(ledger: Ledger, finding: str, done: Fix, by: str, round_id: str = "") -> Sequence[FindingFact]:
    """Put an open finding right on the spot. Raises Refused: `finding.not_open`, `fix.nobody`, `fix.alone`."""
    known = _open(ledger, finding)
    assert known.raised is not None
    return [_fixed(finding, known.raised.severity, done, by, round_id)]


def note(ledger: Ledger, finding: str, added: FindingNoted) -> Sequence[FindingFact]:
    """Add words, photos, or why there is no photo. Raises Refused: `finding.unknown`, `note.empty`."""
    known = ledger.findings.all.get(finding)
    if known is None:
        raise Refused("finding.unknown", "That finding is not known here.")
    if not (added.words.strip() or added.photos or added.no_photo.strip()):
        raise Refused("note.empty", "There is nothing to add yet.")
    return [msgspec.structs.replace(added, finding=finding)]


def see_again(ledger: Ledger, finding: str, still: bool, round_id: str) -> Sequence[FindingFact]:
    """Say at a later visit whether an open finding is still there. Raises Refused `finding.not_open`."""
    _open(ledger, finding)
    return [FindingSeen(finding=finding, still=still, round=round_id)]

"""Raising a finding, putting it right on the spot, and seeing it again (brief D3.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from checkpoints.fact import Moment, Refused
from checkpoints.site.calendar import deadline
from checkpoints.site.checks import Check, Outcome, Severity
from checkpoints.site.people import Confirmed
from checkpoints.site.site import Site
from checkpoints.work.findings.asking import words_of
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.facts import (
    FindingFact,
    FindingFixed,
    FindingNoted,
    FindingRaised,
    FindingSeen,
    FindingVerified,
    Origin,
)
from checkpoints.work.findings.looking import own_work
from checkpoints.work.findings.numbers import next_number
from checkpoints.work.findings.state import Finding
from checkpoints.work.spoken import LONGEST_NAME, spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Draft", "Fix", "draft_for", "fix", "note", "raise_finding", "see_again"]


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
    origin: Origin = "patrol"
    unit: str = ""
    """The household it concerns, as people write it: 3-1-1502."""
    fix: Fix | None = None


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


def _site(ledger: Ledger) -> Site:
    if ledger.site is None:
        raise Refused("site.none", "No site is loaded yet.")
    return ledger.site


def raise_finding(ledger: Ledger, draft: Draft, by: str, now: Moment) -> Sequence[FindingFact]:
    """Record a finding, and its fix when it was put right on the spot (D3.9).

    Raises:
        Refused: `words.short`, `words.long`, `finding.place`, `finding.department`, `finding.severity`,
            `finding.category`, and what `fix` raises.
    """
    site = _site(ledger)
    if draft.checkpoint not in site.checkpoint_of:
        raise Refused("finding.place", "There is no checkpoint {checkpoint} in use.", checkpoint=draft.checkpoint)
    if draft.department not in site.department_of:
        raise Refused("finding.department", "Choose the department that has to put it right.")
    if draft.severity not in site.severity_of:
        raise Refused("finding.severity", "Choose how serious it is.")
    if draft.category not in site.category_of:
        raise Refused("finding.category", "Choose what kind of finding it is.")
    limit = deadline(site.service_calendar, draft.severity, now.at, draft.due_h)
    raised = FindingRaised(
        finding=now.new_id(),
        number=next_number(ledger.findings, now),
        checkpoint=draft.checkpoint,
        words=words_of(draft.words),
        severity=draft.severity,
        department=draft.department,
        category=draft.category,
        due=limit.due,
        counted=limit.counted,
        check=draft.check,
        value=draft.value,
        round=draft.round,
        photos=draft.photos,
        no_photo=draft.no_photo,
        photo_owed=draft.photo_asked and not draft.photos and not draft.no_photo,
        origin=draft.origin,
        unit=spoken(draft.unit, LONGEST_NAME),
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
        done=words_of(done.done, 2),
        fixer=spoken(done.fixer, LONGEST_NAME),
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
    return chain(ledger, known, [_fixed(finding, known.severity, done, by, round_id)])


def note(ledger: Ledger, finding: str, added: FindingNoted) -> Sequence[FindingFact]:
    """Add words, photos, or why there is no photo.

    Raises Refused: `finding.unknown`, `note.empty`, `words.long`.
    """
    known = ledger.findings.all.get(finding)
    if known is None:
        raise Refused("finding.unknown", "That finding is not known here.")
    words, no_photo = spoken(added.words), spoken(added.no_photo)
    if not (words or added.photos or no_photo):
        raise Refused("note.empty", "There is nothing to add yet.")
    return [msgspec.structs.replace(added, finding=finding, words=words, no_photo=no_photo)]


def see_again(ledger: Ledger, finding: str, still: bool, round_id: str, by: str = "") -> Sequence[FindingFact]:
    """Say at a later visit whether a finding is still there.

    Raises Refused: `finding.not_open` once it was fixed; `verify.own`, `verify.department`.

    One that was said to be gone may be seen again: the same number is open again (rules.md 1), and a slip of the
    finger is put right by the next tap. One that the department says is rectified is verified by being seen, unless
    whoever did it is looking (D3.12).
    """
    known = ledger.findings.all.get(finding)
    if known is not None and known.state == "rectified" and by:
        own = own_work(ledger, known, by, {by})
        if own is not None and still:
            return [FindingSeen(finding=finding, still=True, round=round_id)]
        if own is not None:
            raise own
        return chain(ledger, known, [FindingVerified(finding=finding, passed=not still, round=round_id)])
    if known is None or known.state != "gone":
        known = _open(ledger, finding)
    return chain(ledger, known, [FindingSeen(finding=finding, still=still, round=round_id)])

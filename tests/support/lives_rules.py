"""The rules of a finding's life once more, as lists: what may follow what, and who may write what (rules.md 1).

Written from the rules and not from the program, so that a slip in the program's own table shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from checkpoints.ledger.events import Event
from checkpoints.ledger.ledger import Ledger
from checkpoints.work.deputies import roles_of
from checkpoints.work.findings.facts import (
    FindingAssigned,
    FindingChange,
    FindingClosed,
    FindingExtensionAnswered,
    FindingFixed,
    FindingRaised,
    FindingRectified,
    FindingReopened,
    FindingSettled,
    FindingVerified,
    FindingVoided,
)
from checkpoints.work.findings.progress import Progress
from checkpoints.work.findings.state import Finding

OPEN = ("found", "reopened", "assigned", "accepted", "in_work")
LIVE = (*OPEN, "fixed_on_spot", "gone", "rectified", "verified")
WORKING = ("accepted", "in_work")
PATHS: set[tuple[str, str, str]] = {
    ("none", "finding.raised", "found"),
    *((s, "finding.fixed_on_spot", "fixed_on_spot") for s in OPEN),
    *((s, "finding.seen gone", "gone") for s in (*OPEN, "gone")),
    *((s, "finding.seen still", s) for s in OPEN),
    *(("gone", "finding.seen still", s) for s in OPEN),
    *((s, "finding.merged", "merged") for s in LIVE),
    *((s, "finding.voided", "void") for s in LIVE),
    *((s, "finding.corrected", s) for s in LIVE),
    *((s, "finding.assigned", "assigned") for s in OPEN),
    ("assigned", "finding.accepted", "accepted"),
    ("assigned", "finding.refused", "found"),
    ("accepted", "finding.refused", "found"),
    ("accepted", "finding.begun", "in_work"),
    *((s, "finding.blocked", "in_work") for s in WORKING),
    ("in_work", "finding.unblocked", "in_work"),
    *((s, "finding.extension_asked", s) for s in ("assigned", *WORKING)),
    *((s, "finding.extension_answered", s) for s in ("assigned", *WORKING)),
    *((s, "finding.made_safe", s) for s in OPEN),
    *((s, "finding.rectified", "rectified") for s in WORKING),
    *((s, "finding.verified passed", "verified") for s in ("fixed_on_spot", "gone", "rectified")),
    ("rectified", "finding.verified failed", "in_work"),
    *((done, "finding.verified failed", s) for done in ("fixed_on_spot", "gone") for s in OPEN if s != "accepted"),
    ("verified", "finding.closed", "closed"),
    ("closed", "finding.reopened", "reopened"),
}
"""State, what happened, state: there is no other way."""
LEADS = {"supervisor", "manager"}


def _step(change: FindingChange) -> str:
    kind = change.kind()
    if kind == "finding.seen":
        return f"{kind} {'still' if change.effect[0] else 'gone'}"
    if kind == "finding.verified":
        return f"{kind} {'passed' if change.effect[0] else 'failed'}"
    return kind


def impossible(finding: Finding) -> Iterator[str]:
    """What cannot be about a finding, whatever devices wrote without knowing of each other."""
    if finding.raised is None:
        return
    progress, passed, ordered = Progress(), False, False
    for event in finding.changes:
        change = event.body
        left_out = event.id not in finding.holding and not (isinstance(change, FindingRaised) or _still(event))
        if left_out or not isinstance(change, FindingChange) or isinstance(change, FindingSettled):
            continue
        before, fixer = progress.state, progress.fixer
        if not progress.hear(event, change):
            continue
        if (before, _step(change), progress.state) not in PATHS:
            yield f"{before} -> {_step(change)} -> {progress.state}"
        match change:
            case FindingVerified():
                passed = change.passed
                if event.actor == fixer:
                    yield "verified by whoever put it right"
            case FindingFixed() | FindingRectified() | FindingReopened():
                passed = False
            case FindingAssigned():
                ordered = True
                if not (change.plan and change.person and change.department and change.notice):
                    yield "a notice without plan, person or department"
            case FindingClosed() if not passed:
                yield "closed and not verified"
            case _:
                pass
        if progress.state in ("assigned", "accepted") and not ordered:
            yield f"{progress.state} without a notice"
    if (progress.state, progress.due, len(progress.attempts)) != (
        finding.state,
        finding.due,
        len(finding.progress.attempts),
    ):
        yield f"told again it is {progress.state}, not {finding.state}"
    if progress.blocked is not None and progress.state not in ("in_work", "gone", "void", "merged"):
        yield f"{progress.state} and still waiting for something"
    if finding.state in ("assigned", "accepted") and finding.progress.order is None:
        yield "a signature for no notice"


def _still(event: Event) -> bool:
    return event.body.kind() == "finding.seen" and bool(getattr(event.body, "still", False))


def forbidden(ledger: Ledger, event: Event, finding: Finding) -> Iterator[str]:
    """What somebody may not have written; `finding` and `ledger` as they stand on that device right afterwards."""
    roles, fact = roles_of(ledger, event.actor, event.at.date()), event.body
    serious = finding.severity in ("S1", "S2")
    leads, manager = bool(roles & LEADS), "manager" in roles
    match fact:
        case FindingAssigned():
            if not leads:
                yield "assigned by none who leads"
            if fact.due <= event.at:
                yield "a finish time that is over"
        case FindingFixed() if finding.severity == "S1" and fact.witness in ("", event.actor):
            yield "an emergency fixed by one person alone"
        case FindingRectified() if serious and not fact.photos:
            yield "a serious finding rectified without a photo"
        case FindingExtensionAnswered() if not (manager if serious else leads):
            yield "more time given by somebody who may not"
        case FindingVerified():
            if roles == {"contractor"}:
                yield "verified by a contractor"
            if not fact.passed and not fact.words and not fact.round:
                yield "failed without a word"
        case FindingVoided():
            if not leads or not fact.reason:
                yield "voided by none who leads"
            if finding.raised and finding.raised.origin == "superior" and not manager:
                yield "the supervisor voids what a superior found"
        case FindingSettled() if not leads:
            yield "settled by none who leads"
        case FindingClosed():
            yield from _closed(ledger, finding, leads=leads, manager=manager)
        case _:
            pass


def _closed(ledger: Ledger, finding: Finding, *, leads: bool, manager: bool) -> Iterator[str]:
    key = finding.severity == "S1" or (finding.flag is not None and (finding.flag.key or finding.flag.hard))
    if not (manager if key else leads):
        yield "closed by somebody who may not"
    owed = ledger.promises.of_finding.get(finding.id, set())
    if any(ledger.promises.all[p].answered_at is None for p in owed):
        yield "closed before the owner was answered"
    line = ledger.findings.brief(finding.id)
    late = line.done_at is not None and line.due is not None and line.done_at > line.due
    if (finding.severity in ("S1", "S2") or late) and not any(a.settles for a in ledger.accounts.of(finding.id)):
        yield "closed and nobody decided who answers for it"

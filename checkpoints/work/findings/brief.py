"""A finding in brief: the row that lists, counts and the escalation ladder are made from.

A snapshot keeps the brief of every finding and nothing else of it, so a hundred thousand findings can be listed,
filtered and counted without folding one of them again.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from checkpoints.site.checks import Severity
from checkpoints.work.findings.progress import Attempt, Progress
from checkpoints.work.findings.state import Finding
from checkpoints.work.findings.table import DONE, ENDED, OPEN, State

__all__ = ["Brief", "brief_of"]


class Brief(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One finding in one line. Times are aware; empty text and None mean that there is no such thing."""

    state: State
    number: str = ""
    device: str = ""
    checkpoint: str = ""
    unit: str = ""
    words: str = ""
    severity: Severity = "S3"
    category: str = ""
    department: str = ""
    check: str = ""
    origin: str = "patrol"
    found_at: datetime | None = None
    found_by: str = ""
    due: datetime | None = None
    promised: datetime | None = None
    """The first finish time that a notice named; '' until then the deadline from the catalogue."""
    counted: datetime | None = None
    """The deadline before the service calendar moved it."""
    person: str = ""
    head: str = ""
    proposed: bool = False
    assigned_at: datetime | None = None
    accepted_at: datetime | None = None
    refused_at: datetime | None = None
    """When the department refused and nobody has ruled since."""
    asked_until: datetime | None = None
    """The date of an extension that waits for an answer."""
    extensions: int = 0
    """Granted so far."""
    blocked_until: date | None = None
    safe_at: datetime | None = None
    done_at: datetime | None = None
    """When it was last said to be put right."""
    fixer: str = ""
    after_photo: bool = False
    """Whether a photo shows the place after the repair."""
    attempt: int = 1
    moved_at: datetime | None = None
    ended_at: datetime | None = None
    key: bool = False
    hard: bool = False
    cause: bool = False
    """Whether the root cause stands."""
    warranty: bool = False
    seen: int = 0
    """Sightings: at later visits, and other findings that were merged in."""
    chased_at: datetime | None = None
    told: tuple[str, ...] = ()
    """Steps of the ladder that were sent."""
    acknowledged: tuple[str, ...] = ()
    conflict: bool = False
    graded_at: datetime | None = None
    """When it was last said how serious it is, if not when it was found."""
    flagged_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Something is still wrong at the place."""
        return self.state in OPEN

    @property
    def done(self) -> bool:
        """Said to be put right; nobody else has looked yet."""
        return self.state in DONE

    @property
    def live(self) -> bool:
        """On somebody's list."""
        return self.state != "none" and self.state not in ENDED

    def late(self, now: datetime) -> bool:
        """Whether it is open past its deadline."""
        return self.open and self.due is not None and now > self.due

    @property
    def finished_late(self) -> bool:
        """Whether what was said to be done came after the deadline; judged by the last attempt (rules.md 11.14)."""
        return not self.open and self.done_at is not None and self.due is not None and self.done_at > self.due


def brief_of(finding: Finding) -> Brief:
    """The line of one finding."""
    raised, progress = finding.raised, finding.progress
    if raised is None:
        return Brief("none")
    order = progress.order
    last = progress.orders[-1] if progress.orders else None
    attempt = progress.attempts[-1] if progress.attempts else None
    return Brief(
        state=progress.state,
        number=raised.number,
        device=finding.device,
        checkpoint=raised.checkpoint,
        unit=raised.unit,
        words=progress.words,
        severity=progress.severity,
        category=progress.category,
        department=progress.department,
        check=raised.check,
        origin=raised.origin,
        found_at=finding.found_at,
        found_by=finding.found_by,
        due=progress.due,
        promised=_promised(progress),
        counted=raised.counted if progress.due == raised.due else None,
        person=order.fact.person if order else "",
        head=order.fact.head if order else "",
        proposed=finding.proposed is not None and not progress.orders,
        assigned_at=order.at if order else None,
        accepted_at=order.accepted_at if order else None,
        refused_at=last.refused_at if last and progress.state == "found" else None,
        asked_until=progress.extension.fact.due if progress.extension and progress.state in OPEN else None,
        extensions=sum(bool(e.answer and e.answer.granted) for e in progress.extensions),
        blocked_until=progress.blocked.review_on if progress.blocked else None,
        safe_at=progress.safe_at,
        done_at=attempt.at if attempt and progress.state not in OPEN else None,
        fixer=attempt.fixer if attempt else "",
        after_photo=attempt is not None and _after_photo(attempt),
        attempt=progress.number_of_attempt,
        moved_at=progress.moved_at,
        ended_at=progress.ended_at,
        key=bool(finding.flag and finding.flag.key),
        hard=bool(finding.flag and finding.flag.hard),
        cause=bool(finding.cause),
        warranty=any(fact.kind_of == "warranty" for _, _, fact in finding.referrals),
        seen=sum(seen.still for _, _, seen in finding.sightings) + len(finding.took_in),
        chased_at=finding.chases[-1][0] if finding.chases else None,
        told=tuple(finding.reports),
        acknowledged=tuple(finding.acknowledged),
        conflict=finding.conflict,
        graded_at=progress.graded_at,
        flagged_at=finding.flagged_at,
    )


def _promised(progress: Progress) -> datetime | None:
    return progress.orders[0].fact.due if progress.orders else None


def _after_photo(attempt: Attempt) -> bool:
    shown = getattr(attempt.done, "photos", ())
    return bool(shown or (attempt.check and attempt.check.photos))

"""The rectification notice 整改通知单: every field of the form, filled in or open (brief D3.11, D4.3; forms.md 2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.reports.document import (
    Block,
    Document,
    Heading,
    Joined,
    Pairs,
    Photos,
    Said,
    Signature,
    Signatures,
    Text,
)
from checkpoints.reports.names import NONE, department, flags, local, origin, person, place, severity, signed, site_name
from checkpoints.reports.words import STATE_WORDS
from checkpoints.work.findings.facts import FindingFixed, FindingRectified, FindingSeen
from checkpoints.work.findings.repeats import repeats
from checkpoints.work.findings.state import Finding

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["notice"]

Row = tuple[Text, Text]


def notice(ledger: Ledger, finding: str, now: datetime) -> Document:
    """The newest notice of a finding. Raises KeyError for a finding that is not known."""
    known = ledger.findings.all[finding]
    order = known.progress.orders[-1].fact if known.progress.orders else None
    called = ledger.findings.called(finding)
    number = order.notice if order else ""
    return Document(
        name="notice",
        key=number or called,
        title=Said("Rectification notice"),
        site=site_name(ledger),
        number=number,
        about=Said("Finding {number}", number=called),
        made_at=local(ledger, now),
        blocks=tuple(_blocks(ledger, known)),
    )


def _blocks(ledger: Ledger, finding: Finding) -> Iterator[Block]:
    attempt = finding.progress.attempts[-1] if finding.progress.attempts else None
    after: tuple[str, ...] = getattr(attempt.done, "photos", ()) if attempt else ()
    yield Heading(Said("What was found"))
    yield Pairs(tuple(_head(ledger, finding)), 2)
    yield Pairs(tuple(_found(ledger, finding)))
    if finding.photos:
        yield Photos(finding.photos, Said("Photos"))
    yield Heading(Said("What was ordered"))
    yield Pairs(tuple(_ordered(ledger, finding)), 2)
    yield Pairs(tuple(_agreed(ledger, finding)))
    yield Heading(Said("What was done"))
    yield Pairs(tuple(_result(finding, after)))
    yield Pairs(tuple(_done(ledger, finding)), 2)
    if after:
        yield Photos(after, Said("Photos afterwards"))
    yield Signatures(tuple(_signatures(ledger, finding)))


def _head(ledger: Ledger, finding: Finding) -> Iterator[Row]:
    line = ledger.findings.brief(finding.id)
    yield Said("Number of the finding"), ledger.findings.called(finding.id)
    yield Said("Found at"), local(ledger, line.found_at)
    yield Said("Found by"), person(ledger, line.found_by)
    yield Said("Origin"), origin(line.origin)
    yield Said("Severity"), severity(ledger.site, line.severity)
    yield Said("Key / hard"), flags(key=line.key, hard=line.hard)


def _found(ledger: Ledger, finding: Finding) -> Iterator[Row]:
    line, raised = ledger.findings.brief(finding.id), finding.raised
    yield Said("Place"), place(ledger, line.checkpoint, line.unit)
    yield Said("Problem"), line.words
    photos = len(finding.photos)
    yield Said("Photos"), Said("{n} attached", n=photos) if photos else (raised.no_photo if raised else "") or NONE


def _ordered(ledger: Ledger, finding: Finding) -> Iterator[Row]:
    last = finding.progress.orders[-1] if finding.progress.orders else None
    fact = last.fact if last else None
    yield Said("Responsible department"), department(ledger.site, fact.department, full=True) if fact else None
    yield Said("Head of department"), (person(ledger, fact.head) or None) if fact else None
    yield Said("Person responsible"), person(ledger, fact.person) if fact else None
    yield Said("Finish by"), local(ledger, fact.due) if fact else None


def _agreed(ledger: Ledger, finding: Finding) -> Iterator[Row]:
    last = finding.progress.orders[-1] if finding.progress.orders else None
    yield Said("Plan"), last.fact.plan if last else None
    yield Said("Signed for by, at"), signed(ledger, last.accepted_by, last.accepted_at) if last else None
    for extension in finding.progress.extensions:
        answer = extension.answer
        state = Said("not answered") if answer is None else Said("granted") if answer.granted else Said("refused")
        by = (person(ledger, extension.answered_by),) if answer else ()
        parts = (local(ledger, extension.fact.due), extension.fact.reason, Joined((state, *by), "space"))
        yield Said("More time"), Joined(parts, "dot")


def _result(finding: Finding, after: tuple[str, ...]) -> Iterator[Row]:
    """What was done, in the words of whoever did it; what was gone when somebody came by was done by nobody known."""
    attempt = finding.progress.attempts[-1] if finding.progress.attempts else None
    match attempt.done if attempt else None:
        case FindingRectified(result=words) | FindingFixed(done=words):
            yield Said("Result"), words
        case FindingSeen(words=words):
            yield Said("Result"), Joined((Said("gone"), words), "space")
        case _:
            yield Said("Result"), None
    yield Said("Photos afterwards"), Said("{n} attached", n=len(after)) if after else NONE if attempt else None


def _done(ledger: Ledger, finding: Finding) -> Iterator[Row]:
    progress = finding.progress
    attempt = progress.attempts[-1] if progress.attempts else None
    yield Said("Put right at, by"), signed(ledger, attempt.fixer, attempt.at) if attempt else None
    check = attempt.check if attempt else None
    passed = Said("passed") if check is not None and check.passed else Said("failed")
    yield Said("Result of the re-check"), Joined((passed, check.words), "space") if check else None
    yield Said("Verified by"), (person(ledger, attempt.checked_by) or None) if attempt else None
    yield Said("Verified at"), local(ledger, attempt.checked_at) if attempt else None
    yield Said("Repeats in the month"), _repeats(ledger, finding)
    decided = any(account.settles for account in ledger.accounts.of(finding.id))
    yield Said("Accountability"), Said("decided") if decided else None
    yield Said("Closed by, at"), signed(ledger, progress.ended_by, progress.ended_at) if progress.ended else None
    yield Said("State"), STATE_WORDS[progress.state]


def _repeats(ledger: Ledger, finding: Finding) -> Text:
    return max(0, repeats(ledger, finding.id, finding.found_at).nth - 1) if finding.found_at else None


def _signatures(ledger: Ledger, finding: Finding) -> Iterator[Signature]:
    """Sent, signed for, verified: what was confirmed in the app stands there, the rest waits for a pen."""
    last = finding.progress.orders[-1] if finding.progress.orders else None
    attempt = finding.progress.attempts[-1] if finding.progress.attempts else None
    for label, who, at in (
        (Said("Sent by"), last.by if last else "", last.at if last else None),
        (Said("Signed for by"), last.accepted_by if last else "", last.accepted_at if last else None),
        (Said("Verified by"), attempt.checked_by if attempt else "", attempt.checked_at if attempt else None),
    ):
        yield Signature(label, person(ledger, who) if at else None, local(ledger, at))

"""The rectification notice 整改通知单 as text: every field of the form, filled in or open (forms.md 2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.work.findings.facts import FindingRectified
from checkpoints.work.findings.repeats import repeats
from checkpoints.work.findings.state import Finding
from tui import when
from tui.i18n import _, lang
from tui.words.finding_text import (
    ORIGINS,
    department_name,
    flags,
    person_name,
    severity_full,
    state_name,
)
from tui.words.rounds import place

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["notice"]

Row = tuple[str, str]
OPEN = "________"


def notice(ledger: Ledger, finding: str) -> str:
    """The newest notice of a finding, line by line; open fields as a line to write on."""
    known = ledger.findings.all[finding]
    site = ledger.site
    name = (site.site.name_zh if lang() == "zh" else site.site.name_en) if site else ""
    order = known.progress.orders[-1].fact if known.progress.orders else None
    head = [_("Rectification notice"), name, _("No.") + " " + (order.notice if order else OPEN), ""]
    rows = [*_found(ledger, known), *_ordered(ledger, known), *_done(ledger, known)]
    return "\n".join([*head, *(f"{label}: {said or OPEN}" for label, said in rows)])


def _at(ledger: Ledger, at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(ledger.site.zone_info) if ledger.site else at
    return f"{local:%Y-%m-%d} {when.clock(local)}"


def _found(ledger: Ledger, finding: Finding) -> Iterator[Row]:
    line, raised = ledger.findings.brief(finding.id), finding.raised
    yield _("Number of the finding"), ledger.findings.called(finding.id)
    yield _("Found at"), _at(ledger, line.found_at)
    yield _("Found by"), person_name(ledger, line.found_by)
    yield _("Origin"), _(ORIGINS[line.origin])
    yield _("Place"), place(ledger.site, line.checkpoint) + (f" {line.unit}" if line.unit else "")
    yield _("Problem"), line.words
    photos = len(finding.photos)
    yield _("Photos"), _("{n} attached").format(n=photos) if photos else (raised.no_photo if raised else "") or "–"
    yield _("Severity"), severity_full(ledger.site, line.severity)
    yield _("Key / hard"), flags(line.key, line.hard) or "–"


def _ordered(ledger: Ledger, finding: Finding) -> Iterator[Row]:
    last = finding.progress.orders[-1] if finding.progress.orders else None
    fact = last.fact if last else None
    yield _("Responsible department"), department_name(ledger.site, fact.department, full=True) if fact else ""
    yield _("Head of department"), person_name(ledger, fact.head) if fact else ""
    yield _("Plan"), fact.plan if fact else ""
    yield _("Person responsible"), person_name(ledger, fact.person) if fact else ""
    yield _("Finish by"), _at(ledger, fact.due if fact else None)
    signed = f"{person_name(ledger, last.accepted_by)}  {_at(ledger, last.accepted_at)}".strip() if last else ""
    yield _("Signed for by, at"), signed
    for extension in finding.progress.extensions:
        answer = extension.answer
        state = _("not answered") if answer is None else _("granted") if answer.granted else _("refused")
        by = f" ({person_name(ledger, extension.answered_by)})" if answer else ""
        yield _("More time"), f"{_at(ledger, extension.fact.due)} · {extension.fact.reason} · {state}{by}"


def _done(ledger: Ledger, finding: Finding) -> Iterator[Row]:
    progress = finding.progress
    attempt = progress.attempts[-1] if progress.attempts else None
    done = attempt.done if attempt else None
    result = done.result if isinstance(done, FindingRectified) else getattr(done, "done", "")
    yield _("Result"), result
    yield _("Put right at, by"), f"{_at(ledger, attempt.at)}  {person_name(ledger, attempt.fixer)}" if attempt else ""
    photos = len(getattr(done, "photos", ()))
    yield _("Photos afterwards"), _("{n} attached").format(n=photos) if photos else ("–" if attempt else "")
    check = attempt.check if attempt else None
    yield _("Verified by"), person_name(ledger, attempt.checked_by) if attempt else ""
    yield (
        _("Result of the re-check"),
        (_("passed") if check.passed else _("failed")) + f" {check.words}" if check else "",
    )
    yield _("Verified at"), _at(ledger, attempt.checked_at if attempt else None)
    now = finding.found_at
    yield _("Repeats in the month"), str(max(0, repeats(ledger, finding.id, now).nth - 1)) if now else ""
    accounts = ledger.accounts.of(finding.id)
    yield _("Accountability"), _("decided") if any(a.settles for a in accounts) else ""
    closed = f"{person_name(ledger, progress.ended_by)}  {_at(ledger, progress.ended_at)}" if progress.ended else ""
    yield _("Closed by, at"), closed
    yield _("State"), state_name(progress.state)

"""Putting a record right: a new entry with who, when and why; the old one stays in the timeline (rules.md 1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from checkpoints.fact import Fact, Refused
from checkpoints.site.calendar import deadline
from checkpoints.work.findings.act import Act, fields
from checkpoints.work.findings.asking import Asking, words_of
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.facts import FindingCorrected
from checkpoints.work.findings.form import Form
from checkpoints.work.findings.progress import Progress

__all__ = ["CORRECT", "corrected"]


def _may_correct(ask: Asking) -> None:
    ask.needs("correct")
    ask.at_a_state_for(FindingCorrected)


def _due(ask: Asking, form: Form, progress: Progress) -> datetime | None:
    """The deadline of another severity, from when it was found; the more serious one never gives more time."""
    if form.severity in ("", progress.severity) or ask.finding.found_at is None:
        return None
    if progress.severity == "S1" and not ask.may("close_key"):
        raise Refused("correct.emergency", "Only the manager says that it is no emergency.")
    hours = ask.site.severity_of[form.severity].default_deadline_h
    due = deadline(ask.site.service_calendar, form.severity, ask.finding.found_at, hours).due
    graver = form.severity < progress.severity
    return min(due, progress.due) if graver and progress.due is not None else due


def corrected(ask: Asking, form: Form, progress: Progress, why: str) -> FindingCorrected:
    """What the form names, put right for a finding that stands as `progress` says.

    Raises Refused: `finding.severity`, `finding.category`, `correct.nothing`, `correct.emergency`, `words.short`,
        `words.long`.
    """
    if form.severity and form.severity not in ask.site.severity_of:
        raise Refused("finding.severity", "Choose how serious it is.")
    if form.category and form.category not in ask.site.category_of:
        raise Refused("finding.category", "Choose what kind of finding it is.")
    words = words_of(form.words) if form.words else ""
    made = FindingCorrected(
        finding=ask.finding.id,
        why=why,
        words="" if words == progress.words else words,
        severity="" if form.severity == progress.severity else form.severity,
        category="" if form.category == progress.category else form.category,
        due=_due(ask, form, progress),
    )
    if not (made.words or made.severity or made.category):
        raise Refused("correct.nothing", "That is what stands there already.")
    return made


def _correct(ask: Asking, form: Form) -> Sequence[Fact]:
    made = corrected(ask, form, ask.finding.progress, words_of(form.reason))
    return chain(ask.ledger, ask.finding, [made])


CORRECT = Act("correct", _may_correct, _correct, fields("reason"), fields("words", "severity", "category"))

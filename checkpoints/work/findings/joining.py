"""What is no finding of ours, what is the same one twice, and which of two versions holds (rules.md 1, 11.1, 11.25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from checkpoints.fact import Fact, Refused
from checkpoints.work.findings.act import Act, fields
from checkpoints.work.findings.asking import Asking, words_of
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.correcting import corrected
from checkpoints.work.findings.facts import (
    FindingAssigned,
    FindingChange,
    FindingCorrected,
    FindingFact,
    FindingMerged,
    FindingSettled,
    FindingTookIn,
    FindingVoided,
)
from checkpoints.work.findings.form import Form, Need, missing
from checkpoints.work.findings.ordering import notice
from checkpoints.work.findings.progress import Progress
from checkpoints.work.findings.state import Finding
from checkpoints.work.findings.table import HEARD_IN

__all__ = ["MERGE", "SETTLE", "VOID"]


def _other(ask: Asking, other: str) -> Finding:
    known = ask.ledger.findings.all.get(other)
    if known is None or known.raised is None:
        raise Refused("finding.unknown", "That finding is not known here.")
    if other == ask.finding.id:
        raise Refused("merge.self", "A finding is not its own double.")
    return known


def _first(ask: Asking, other: str) -> Finding:
    """The finding that goes on where this one is its double: found before, and neither void nor merged itself.

    Were two findings each the double of the other, the fault would be on no list.
    """
    known = _other(ask, other)
    called = ask.ledger.findings.called(other)
    if not (known.live or known.state == "closed"):
        raise Refused("merge.ended", "{number} is not open any more.", number=called)
    if _age(known) > _age(ask.finding):
        raise Refused("void.first", "{number} was found later. Make that one void instead.", number=called)
    return known


def _may_void(ask: Asking) -> None:
    ask.needs("void")
    ask.at_a_state_for(FindingVoided)
    if ask.raised.origin == "superior" and not ask.may("close_key"):
        raise Refused("void.superior", "What a superior's inspection found is not voided by the supervisor.")


def _void(ask: Asking, form: Form) -> Sequence[Fact]:
    if form.void_kind == "":
        raise missing("void_kind")
    if form.void_kind == "duplicate" and not form.other:
        raise missing("other")
    other = _first(ask, form.other).id if form.void_kind == "duplicate" else ""
    voided = FindingVoided(finding=ask.finding.id, why=form.void_kind, reason=words_of(form.reason), other=other)
    return chain(ask.ledger, ask.finding, [voided])


def _may_merge(ask: Asking) -> None:
    ask.needs("correct")
    ask.at_a_state_for(FindingMerged)


def _age(finding: Finding) -> tuple[datetime, str]:
    return (finding.found_at or datetime.max.replace(tzinfo=UTC), finding.id)


def _merge(ask: Asking, form: Form) -> Sequence[Fact]:
    """The one that was found first goes on, whichever of the two is asked.

    Were either direction allowed, two devices could merge each into the other, and the fault would be on no list.
    """
    other = _other(ask, form.other)
    older, newer = sorted((ask.finding, other), key=_age)
    if not (other.live or (other is older and other.state == "closed")):
        raise Refused("merge.ended", "{number} is not open any more.", number=ask.ledger.findings.called(other.id))
    called = ask.ledger.findings.called(newer.id)
    return [
        *chain(ask.ledger, newer, [FindingMerged(finding=newer.id, into=older.id)]),
        *chain(ask.ledger, older, [FindingTookIn(finding=older.id, other=newer.id, number=called)]),
    ]


def _may_settle(ask: Asking) -> None:
    ask.needs("settle")
    if not ask.finding.conflict:
        raise Refused("settle.none", "Nothing contradicts itself here.")


def _settle(ask: Asking, form: Form) -> Sequence[Fact]:
    """Choose a version; what else the form names is put right on top of it, so that two versions can be combined."""
    tips = tuple(tip.id for tip in ask.finding.tips)
    if form.version not in tips:
        raise Refused("settle.version", "Choose one of the versions.")
    chosen = ask.finding.progress_of(form.version)
    why = words_of(form.reason, 0)
    facts: list[FindingFact] = [
        FindingSettled(finding=ask.finding.id, chosen=form.version, words=why, after=tips),
    ]
    if form.words or form.severity or form.category:
        _heard_in(ask, chosen, FindingCorrected)
        facts.append(corrected(ask, form, chosen, why))
    if form.department or form.person or form.plan or form.due:
        _heard_in(ask, chosen, FindingAssigned)
        facts.append(notice(ask, _with_what_stood(form, chosen), chosen))
    return chain(ask.ledger, ask.finding, facts)


def _heard_in(ask: Asking, chosen: Progress, change: type[FindingChange]) -> None:
    if chosen.state not in HEARD_IN[change]:
        raise Refused("finding.state", "{number} does not stand where this can be done.", number=ask.number)


def _with_what_stood(form: Form, chosen: Progress) -> Form:
    """What was not filled in, is as in the chosen version."""
    order = chosen.order
    filled = form
    if order is not None:
        filled = replace(
            form,
            department=form.department or order.fact.department,
            person=form.person or order.fact.person,
            plan=form.plan or order.fact.plan,
            due=form.due or order.fact.due,
            assists=form.assists or tuple(a for a in order.fact.assists if a != form.department),
        )
    needs: tuple[Need, ...] = ("department", "person", "plan", "due")
    for need in needs:
        if not getattr(filled, need):
            raise missing(need)
    return filled


VOID = Act("void", _may_void, _void, fields("void_kind", "reason"), fields("other"))
MERGE = Act("merge", _may_merge, _merge, fields("other"), fields())
SETTLE = Act(
    "settle",
    _may_settle,
    _settle,
    fields("version"),
    fields("reason", "words", "severity", "category", "department", "person", "plan", "due", "head", "assists"),
)

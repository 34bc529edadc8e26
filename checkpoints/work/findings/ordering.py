"""The rectification notice: proposing, sending, signing for and refusing it (D3.11; rules.md 1 and 11.2).

A notice names a department, a plan, a person and a finish time, all of them. Whoever refuses one says whose it is; the
supervisor rules by sending another, and the clock runs meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from checkpoints.fact import Fact, Refused
from checkpoints.work.findings.act import Act, fields
from checkpoints.work.findings.asking import Asking, words_of
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.facts import (
    FindingAccepted,
    FindingAssigned,
    FindingBegun,
    FindingProposed,
    FindingRefused,
)
from checkpoints.work.findings.form import Form
from checkpoints.work.findings.progress import Progress
from checkpoints.work.spoken import LONGEST_NAME, spoken

__all__ = ["ACCEPT", "ASSIGN", "BEGIN", "PROPOSE", "REFUSE", "notice"]


@dataclass(frozen=True, slots=True)
class _Order:
    """What a notice and a proposal share, checked."""

    department: str
    person: str
    plan: str
    due: datetime


def _order(ask: Asking, form: Form) -> _Order:
    if form.department not in ask.site.department_of:
        raise Refused("finding.department", "Choose the department that has to put it right.")
    if form.due is None or form.due <= ask.now.at:
        raise Refused("assign.due", "The finish time lies in the past.")
    return _Order(form.department, _person(ask, form), words_of(form.plan), form.due)


def _person(ask: Asking, form: Form) -> str:
    """Somebody who works here; for a department that may be a firm, a name in words will do."""
    people = ask.ledger.people
    if form.person in people:
        if people[form.person].active:
            return form.person
    elif ask.site.department_of[form.department].may_be_outsourced and spoken(form.person, LONGEST_NAME):
        return spoken(form.person, LONGEST_NAME)
    raise Refused("assign.person", "Name somebody who works here now.")


def _head(ask: Asking, form: Form) -> str:
    people = ask.ledger.people
    if form.head:
        if form.head not in people or not people[form.head].active:
            raise Refused("assign.head", "Name a head who works here now.")
        return form.head
    heads = (p.id for p in people.active() if p.role == "dept_head" and p.department == form.department)
    return next(heads, "")


def _moves_serious(ask: Asking, progress: Progress, due: datetime) -> None:
    """Another notice must not be a way around asking for more time: for S1 and S2 only the manager gives it."""
    held = progress.due
    extends = progress.order is not None and held is not None and ask.now.at < held < due
    if extends and progress.severity in ("S1", "S2") and not ask.may("extend_serious"):
        raise Refused("assign.later", "More time for a serious finding is given by the manager.")


def notice(ask: Asking, form: Form, progress: Progress) -> FindingAssigned:
    """A notice as it is sent, for a finding that stands as `progress` says.

    Raises Refused: `finding.department`, `assign.due`, `assign.person`, `assign.head`, `assign.assists`,
        `assign.later`, `words.short`, `words.long`.
    """
    order = _order(ask, form)
    if not set(form.assists) <= ask.site.department_of.keys() - {order.department}:
        raise Refused("assign.assists", "Only other departments can help.")
    _moves_serious(ask, progress, order.due)
    sent = sum(isinstance(change.body, FindingAssigned) for change in ask.finding.changes)
    return FindingAssigned(
        finding=ask.finding.id,
        notice=f"{ask.raised.number}/{sent + 1}",
        department=order.department,
        head=_head(ask, form),
        plan=order.plan,
        person=order.person,
        due=order.due,
        assists=tuple(dict.fromkeys(form.assists)),
    )


def _may_assign(ask: Asking) -> None:
    ask.needs("assign")
    ask.at_a_state_for(FindingAssigned)


def _assign(ask: Asking, form: Form) -> Sequence[Fact]:
    return chain(ask.ledger, ask.finding, [notice(ask, form, ask.finding.progress)])


def _may_propose(ask: Asking) -> None:
    ask.needs("propose")
    ask.at(frozenset({"found", "reopened"}))
    if ask.serious:
        raise Refused("propose.serious", "What is serious goes to the supervisor, who assigns it.")


def _propose(ask: Asking, form: Form) -> Sequence[Fact]:
    order = _order(ask, form)
    proposed = FindingProposed(
        finding=ask.finding.id, department=order.department, person=order.person, plan=order.plan, due=order.due
    )
    return chain(ask.ledger, ask.finding, [proposed])


def _may_accept(ask: Asking) -> None:
    ask.needs("answer_notice")
    ask.at_a_state_for(FindingAccepted)
    ask.responsible()


def _accept(ask: Asking, _form: Form) -> Sequence[Fact]:
    return chain(ask.ledger, ask.finding, [FindingAccepted(finding=ask.finding.id)])


def _may_refuse(ask: Asking) -> None:
    ask.needs("answer_notice")
    ask.at_a_state_for(FindingRefused)
    ask.responsible()


def _refuse(ask: Asking, form: Form) -> Sequence[Fact]:
    if form.department and form.department not in ask.site.department_of:
        raise Refused("finding.department", "Choose the department that has to put it right.")
    if form.department == ask.finding.progress.department:
        raise Refused("refuse.same", "Point to another department, or to none.")
    refused = FindingRefused(finding=ask.finding.id, reason=words_of(form.reason), department=form.department)
    return chain(ask.ledger, ask.finding, [refused])


def _may_begin(ask: Asking) -> None:
    ask.needs("rectify")
    ask.at_a_state_for(FindingBegun)
    ask.responsible()


def _begin(ask: Asking, _form: Form) -> Sequence[Fact]:
    return chain(ask.ledger, ask.finding, [FindingBegun(finding=ask.finding.id)])


_ORDER = fields("department", "person", "plan", "due")

ASSIGN = Act("assign", _may_assign, _assign, _ORDER, fields("head", "assists"))
PROPOSE = Act("propose", _may_propose, _propose, _ORDER, fields())
ACCEPT = Act("accept", _may_accept, _accept, fields(), fields())
REFUSE = Act("refuse", _may_refuse, _refuse, fields("reason"), fields("department"))
BEGIN = Act("begin", _may_begin, _begin, fields(), fields())

"""Making safe, putting right on the spot, and rectifying (D3.9, D3.12; rules.md 1 and 2).

Making safe stops the clock of an emergency and starts that of the repair; it finishes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from checkpoints.fact import Fact, Refused
from checkpoints.site.calendar import deadline
from checkpoints.work.findings.act import Act, fields
from checkpoints.work.findings.asking import Asking, words_of
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.facts import (
    FindingAccepted,
    FindingFact,
    FindingFixed,
    FindingMadeSafe,
    FindingRectified,
)
from checkpoints.work.findings.form import Form, Need
from checkpoints.work.findings.looking import reading
from checkpoints.work.findings.raising import Fix, fix
from checkpoints.work.findings.waiting import not_blocked
from checkpoints.work.spoken import LONGEST_NAME, spoken

__all__ = ["FIX", "MAKE_SAFE", "RECTIFY"]


def _may_make_safe(ask: Asking) -> None:
    ask.needs("raise")
    ask.at_a_state_for(FindingMadeSafe)
    if ask.finding.severity != "S1":
        raise Refused("safe.severity", "Only an emergency is made safe first; this can be put right.")
    if ask.finding.progress.safe is not None:
        raise Refused("safe.already", "It was made safe already; now it has to be put right.")


def _make_safe(ask: Asking, form: Form) -> Sequence[Fact]:
    hours = ask.site.severity_of["S2"].default_deadline_h
    repair = deadline(ask.site.service_calendar, "S2", ask.now.at, hours)
    safe = FindingMadeSafe(finding=ask.finding.id, measure=words_of(form.measure), due=repair.due, photos=form.photos)
    return chain(ask.ledger, ask.finding, [safe])


def _may_fix(ask: Asking) -> None:
    ask.needs("raise")
    ask.at_a_state_for(FindingFixed)
    not_blocked(ask)


def _fix(ask: Asking, form: Form) -> Sequence[Fact]:
    done = Fix(done=form.result, fixer=form.fixer or ask.by, photos=form.photos, witness=form.witness)
    return fix(ask.ledger, ask.finding.id, done, ask.by)


def _fix_needs(ask: Asking) -> tuple[Need, ...]:
    return ("result", "witness") if ask.finding.severity == "S1" else ("result",)


def _may_rectify(ask: Asking) -> None:
    """From the notice on: who is responsible need not sign first for what is done already."""
    ask.needs("rectify")
    if not (ask.finding.state == "assigned" and ask.is_responsible):
        ask.at_a_state_for(FindingRectified)
    ask.responsible()
    not_blocked(ask)


def _rectify(ask: Asking, form: Form) -> Sequence[Fact]:
    facts: list[FindingFact] = []
    if ask.finding.state == "assigned":
        facts.append(FindingAccepted(finding=ask.finding.id))
    facts.append(
        FindingRectified(
            finding=ask.finding.id,
            result=words_of(form.result, 2),
            fixer=spoken(form.fixer, LONGEST_NAME) or ask.by,
            photos=form.photos,
            value=reading(ask, form.value)[0] if form.value != "" else "",
        )
    )
    return chain(ask.ledger, ask.finding, facts)


def _rectify_needs(ask: Asking) -> tuple[Need, ...]:
    return ("result", "photos") if ask.serious else ("result",)


MAKE_SAFE = Act("make_safe", _may_make_safe, _make_safe, fields("measure"), fields("photos"))
FIX = Act("fix", _may_fix, _fix, _fix_needs, fields("fixer", "photos"))
RECTIFY = Act("rectify", _may_rectify, _rectify, _rectify_needs, fields("fixer", "photos", "value"))

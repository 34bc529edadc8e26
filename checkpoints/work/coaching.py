"""Coaching 针对性培训: training by need, short and for few, raised from a finding or a post check (D4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkpoints.work.records.asking import Ask, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.state import Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["FORM", "RULES", "from_finding", "waiting"]

FORM = "coaching"


def from_finding(ledger: Ledger, finding: str) -> list[Record]:
    """The coachings that were raised from a finding, done or still owed."""
    return [r for r in ledger.records.from_("finding:" + finding) if r.form == FORM and r.withdrawn is None]


def waiting(ledger: Ledger) -> list[Record]:
    """Coachings that are owed: a need was seen, and nobody has been coached yet."""
    return ledger.records.open_of(FORM)


def _draft(ask: Ask) -> Values:
    """Who, about what: from where it was raised."""
    values: Values = {"at": ask.at.isoformat(), "trainer": ask.by}
    kind, _, key = ask.origin.partition(":")
    if kind == "finding" and key in ask.ledger.findings.all:
        return values | {"finding": key, "topic": ask.ledger.findings.all[key].words[:200]}
    if kind == "record" and key in ask.ledger.records.all:
        check = ask.ledger.records.all[key]
        person, problem = check.value("check", "person", ""), check.value("check", "problem", "")
        return values | ({"people": [person], "topic": problem} if person else {})
    return values


RULES = {FORM: Rule(draft=_draft)}

"""Which findings need a decision about who answers for them, and which have one (brief D3.15; rules.md 7).

Every serious, overdue or recurring finding needs a record, or "none, because", before it is closed. Whoever finds and
mends their own fault in time is credited instead.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.repeats import repeats
from checkpoints.work.findings.table import OPEN

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["credited", "decided", "needed", "self_mended", "undecided"]

_SERIOUS = frozenset({"S1", "S2"})
_NO_FAULT = frozenset({"none", "void", "merged"})


def needed(ledger: Ledger, finding: str, now: datetime) -> bool:
    """Whether a decision is due for a finding: S1, S2, overdue or finished late, or recurring. False when unknown."""
    if finding not in ledger.findings.all:
        return False
    line = ledger.findings.brief(finding)
    if line.state in _NO_FAULT:
        return False
    due = line.severity in _SERIOUS or line.late(now) or line.finished_late
    return due or repeats(ledger, finding, now).key


def decided(ledger: Ledger, finding: str) -> bool:
    """Whether a record about the finding stands, or "none, because"."""
    return any(account.settles for account in ledger.accounts.of(finding))


def undecided(ledger: Ledger, now: datetime) -> list[str]:
    """Ids of the findings for which a decision is due now, the oldest first.

    Who has to answer is judged when the facts are in: after the repair, or once the deadline has passed.
    """
    due: list[tuple[float, str]] = []
    for finding, line in ledger.findings.lines(ledger.findings.live):
        ripe = line.state not in OPEN or line.late(now)
        if ripe and needed(ledger, finding, now) and not decided(ledger, finding):
            due.append((line.found_at.timestamp() if line.found_at else 0.0, finding))
    return [finding for _, finding in sorted(due)]


def self_mended(ledger: Ledger, finding: str) -> bool:
    """Whether the same people found it and put it right within its limit: a credit, and no deduction (rules.md 7)."""
    return finding in ledger.findings.all and _in_time(ledger.findings.brief(finding)) and bool(_own(ledger, finding))


def credited(ledger: Ledger, finding: str, party: str, who: str) -> bool:
    """Whether this party is among those who found and mended it themselves; others may still have to answer."""
    if not self_mended(ledger, finding):
        return False
    line, department = ledger.findings.brief(finding), _own(ledger, finding)
    if party == "person":
        return who in (line.found_by, line.fixer) or _department(ledger, who) == department
    return who in (department, line.fixer)


def _in_time(line: Brief) -> bool:
    return line.state not in OPEN and bool(line.fixer) and line.done_at is not None and not line.finished_late


def _own(ledger: Ledger, finding: str) -> str:
    """The department whose people both found and mended it; '' when others did, or nobody knows who."""
    line = ledger.findings.brief(finding)
    finder, fixer = _department(ledger, line.found_by), _department(ledger, line.fixer) or line.department
    return finder if finder and (line.found_by == line.fixer or finder == fixer) else ""


def _department(ledger: Ledger, person: str) -> str:
    return ledger.people[person].department if person in ledger.people else ""

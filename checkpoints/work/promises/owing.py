"""What is owed to whom: promises by finding, by follower, and by whoever was asked to take one.

Asked by findings (none closes before its owner was answered), by home, and before somebody leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkpoints.work.promises.state import Promise

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["offered", "owed_by", "owner_answered", "promises_of"]


def promises_of(ledger: Ledger, finding: str) -> list[Promise]:
    """The promises of a finding and of those that were merged into it, oldest first."""
    known = ledger.promises
    found = [known.all[p] for f in _with_merged(ledger, finding) for p in known.of_finding.get(f, ())]
    return sorted(found, key=lambda p: (p.made_at.timestamp() if p.made_at else 0.0, p.id))


def owner_answered(ledger: Ledger, finding: str) -> bool:
    """Whether every owner concerned has the final answer; True where the finding concerns none (rules.md 1)."""
    return not any(promise.open for promise in promises_of(ledger, finding))


def owed_by(ledger: Ledger, person: str) -> list[Promise]:
    """What somebody has to answer or to visit, the next limit first; it has to move before they leave (11.12)."""
    return [p for p in ledger.promises.lively() if p.follower == person]


def offered(ledger: Ledger, person: str) -> list[Promise]:
    """What somebody was asked to take, and has said nothing to."""
    return [p for p in ledger.promises.lively() if p.offer is not None and p.offer.to == person]


def _with_merged(ledger: Ledger, finding: str) -> list[str]:
    """The finding and all that it took in."""
    found: list[str] = []
    waiting = [finding]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.append(one)
        if one in ledger.findings.all and ledger.findings.brief(one).seen:  # a cold one is not thawed for nothing
            waiting += [fact.other for _, _, fact in ledger.findings.all[one].took_in]
    return found

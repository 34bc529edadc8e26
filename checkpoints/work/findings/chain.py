"""On what a change stands: every decision about a finding passes its facts through here before it returns them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from checkpoints.work.findings.entry import FindingChange
from checkpoints.work.findings.facts import FindingFact
from checkpoints.work.findings.progress import moves
from checkpoints.work.findings.state import Finding

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["chain"]


def chain(ledger: Ledger, finding: Finding, facts: Sequence[FindingFact]) -> list[FindingFact]:
    """The facts of one decision about one finding, the first change among them naming what it was built on.

    Those after it stand on it. Nothing is named where the event that the writer saw last says it already. While a
    conflict waits, work goes on from the version that holds, and the other one stays a conflict until it is settled.
    """
    tips = tuple(tip.id for tip in finding.tips)
    ground = (finding.progress.leading,) if finding.conflict else tips
    head = ledger.heads.get("finding:" + finding.id, "")
    if ground == (finding.stood_on.get(head, head),):
        return list(facts)
    chained: list[FindingFact] = []
    for fact in facts:
        if ground and isinstance(fact, FindingChange) and moves(fact):
            chained.append(fact if fact.after else msgspec.structs.replace(fact, after=ground))
            ground = ()
        else:
            chained.append(fact)
    return chained

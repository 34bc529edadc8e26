"""Evidence: what closes a duty, by the names that the site data use (`site.duties.Evidence`).

`asking`: what a rule is given and what it finds. `records`: forms that were filled in. `rounds`: what was walked.
`findings`, `promises`: what nobody has seen to yet. Each rule is a function of an `Asked` and reads the ledger alone.
"""

from __future__ import annotations

from checkpoints.ledger.evidence import findings, promises, records, rounds
from checkpoints.ledger.evidence.asking import Asked, Evidence, Found, Rule

__all__ = ["RULES", "WAITS", "Asked", "Evidence", "Found", "Rule"]

RULES: dict[Evidence, Rule] = {**records.RULES, **rounds.RULES, **findings.RULES, **promises.RULES}
"""Every rule by name."""
WAITS: frozenset[Evidence] = frozenset(
    {*findings.RULES, "owners", "first_asked", "chased", "settled", "cases", "tasks_pinned"}
)
"""Evidence of what waits: owed until it is seen to, never missed for one day apart, so silent about days gone by."""

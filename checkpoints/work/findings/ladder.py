"""The ladder of escalation: which steps a finding has reached, computed whenever somebody looks (rules.md 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.site.people import RoleId

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Step", "steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was reached: for whom, since when, and what was done about it."""

    key: str
    who: RoleId
    since: datetime
    sent: bool
    acknowledged: bool


def steps(ledger: Ledger, finding_id: str, now: datetime) -> list[Step]:
    """The steps that a finding has reached."""
    line = ledger.findings.brief(finding_id)
    found = line.found_at or now
    if not line.live or line.severity not in ("S1", "S2"):
        return []
    key = str(line.severity)
    return [Step(key, "manager", found, key in line.told, key in line.acknowledged)]

"""Recurrence: the same fault at the same place again (rules.md 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Repeat", "is_key", "repeats"]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Which one of its kind in the window this is, and the others."""

    nth: int
    others: tuple[str, ...]
    key: bool


def repeats(_ledger: Ledger, _finding: str, _now: datetime) -> Repeat:
    """How often it came back."""
    return Repeat(1, (), key=False)


def is_key(ledger: Ledger, finding: str, now: datetime) -> bool:
    """Flagged as key, an emergency, or back too often."""
    line = ledger.findings.brief(finding)
    return line.key or line.severity == "S1" or repeats(ledger, finding, now).key

"""The same act for many findings at once: what can be done is done, and of the rest it is said why not (D4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.acts import perform
from checkpoints.work.findings.form import Form

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["perform_many"]


def perform_many(
    ledger: Ledger, findings: Iterable[str], act: ActId, form: Form, by: str, now: Moment
) -> tuple[list[Fact], dict[str, Refused]]:
    """The facts of all findings for which it may be done, and by finding why it may not. Raises nothing."""
    facts: list[Fact] = []
    refused: dict[str, Refused] = {}
    for finding in dict.fromkeys(findings):
        try:
            facts += perform(ledger, finding, act, form, by, now)
        except Refused as why:
            refused[finding] = why
    return facts, refused

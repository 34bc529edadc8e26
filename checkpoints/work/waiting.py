"""What waits for one person's word before it counts: a handover that is disputed, a report by the public (D2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from checkpoints.work import handover, public_reports
from checkpoints.work.records.life import is_for

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Wait", "waits"]


@dataclass(frozen=True, slots=True)
class Wait:
    """Records of one form that wait for whoever asks, and how many there are."""

    form: str
    count: int


def waits(ledger: Ledger, person: str, on: date) -> list[Wait]:
    """What waits for this person, what holds others up first; nothing for whoever cannot give the word."""
    known = (
        ("handover", "ruled", len(handover.disputed(ledger))),
        (public_reports.FORM, "confirmed", len(public_reports.to_confirm(ledger))),
    )
    return [Wait(form, count) for form, step, count in known if count and _gives(ledger, form, step, person, on)]


def _gives(ledger: Ledger, form: str, step: str, person: str, on: date) -> bool:
    asked = ledger.site.form_of.get(form) if ledger.site else None
    known = asked.step(step) if asked else None
    return known is not None and is_for(ledger, known, person, on)

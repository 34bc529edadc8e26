"""The five figures of a day (D5.1): fees, complaints, move-ins, fitting-out begun, sales-support visitors.

They are what the evening meeting typed, corrections included; a day without a meeting has none, which is not zero.
Other forms add them up: the month to date, a week, a month.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from checkpoints.work.records.periods import days_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["FIVE", "Figures", "between", "figures_of", "month_to_date", "of_period"]

FIVE: Final = ("fees", "complaints", "move_ins", "fit_outs", "visitors")
"""Their field ids in the evening meeting."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one day, or the sums of several. `fees` is in yuan."""

    fees: Decimal = Decimal("0.00")
    complaints: int = 0
    move_ins: int = 0
    fit_outs: int = 0
    visitors: int = 0
    days: int = 0
    """Of how many days; 0 where none is on record."""

    def __add__(self, other: Figures) -> Figures:
        """The sums of both."""
        return Figures(
            self.fees + other.fees,
            self.complaints + other.complaints,
            self.move_ins + other.move_ins,
            self.fit_outs + other.fit_outs,
            self.visitors + other.visitors,
            self.days + other.days,
        )

    def get(self, name: str) -> Decimal | int:
        """One of the five by its field id."""
        known: dict[str, Any] = {field: getattr(self, field) for field in FIVE}
        return known[name]


def figures_of(ledger: Ledger, day: date) -> Figures | None:
    """What the evening meeting of a local day gave; None where it is not on record."""
    for record in ledger.records.during("evening_meeting", day.isoformat()):
        entry = record.entry("meeting")
        if entry is not None:
            values = entry.values
            counts = [int(values.get(name, 0)) for name in FIVE[1:]]
            return Figures(Decimal(values.get("fees", "0.00")), *counts, days=1)
    return None


def between(ledger: Ledger, days: Iterable[date]) -> Figures:
    """The sums of some local days; `days` says how many of them are on record."""
    return sum((found for day in days if (found := figures_of(ledger, day))), Figures())


def month_to_date(ledger: Ledger, day: date) -> Figures:
    """The sums of the month up to and with a local day."""
    return between(ledger, (day - timedelta(days=n) for n in range(day.day)))


def of_period(ledger: Ledger, period: str) -> Figures:
    """The sums of a day, week or month such as `2026-W48` (W2.2, M1.1). Raises ValueError for what is none."""
    return between(ledger, days_of(period))

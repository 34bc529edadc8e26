"""Missed rounds: a half-day without a round is missed at its end and needs a reason (rules.md 8).

Nothing is written when the hour passes: that a round is missed follows from the clock and the rounds there are
(`checkpoints.work.rounds.day.half_day`). Only the reason is a fact, and it brings no round back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work.rounds.course import reason_given
from checkpoints.work.rounds.day import half_day

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Missed", "MissedExplained", "MissedFact", "apply", "explain"]


class MissedExplained(Fact, frozen=True, kw_only=True, tag="missed.explained"):
    """Why there was no round in a half-day."""

    day: date
    half: Literal["am", "pm"]
    reason: str

    @property
    def subject(self) -> str:
        """The half-day."""
        return f"missed:{self.day.isoformat()}.{self.half}"


MissedFact = MissedExplained


@dataclass(slots=True)
class Missed:
    """The reason given for one half-day; a later one replaces it, both stay in the history."""

    id: str
    explained: MissedExplained | None = None
    by: str = ""
    at: datetime | None = None


def apply(missed: Missed, event: Event) -> None:
    """Fold one fact into one half-day."""
    if isinstance(event.body, MissedExplained):
        missed.explained, missed.by, missed.at = event.body, event.actor, event.at


def explain(
    ledger: Ledger, day: date, half: Literal["am", "pm"], reason: str, by: str, now: Moment
) -> Sequence[MissedFact]:
    """Say why a round was missed.

    Raises:
        Refused: `missed.not_missed` when the half-day still runs or has a round; `missed.not_allowed`;
            `reason.short`.
    """
    if by not in ledger.people or not ledger.people[by].may("walk"):
        raise Refused("missed.not_allowed", "You are not allowed to explain a missed round.")
    if half_day(ledger, day, half, now.at).state != "missed":
        raise Refused("missed.not_missed", "No round was missed in that half-day.")
    return [MissedExplained(day=day, half=half, reason=reason_given(reason))]

"""Waivers: a duty that the manager lets go for one period, with a reason (rules.md 9).

A waived duty is shown as waived and never as done; what was done all the same stays done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work.deputies import may
from checkpoints.work.records.periods import kind_of
from checkpoints.work.rounds.course import reason_given

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event
    from checkpoints.ledger.ledger import Ledger

__all__ = ["DutyClaimed", "DutyWaived", "WaiverFact", "Waivers", "apply", "claim", "key", "waive"]


class _WaiverFact(Fact, frozen=True, kw_only=True):
    duty: str
    period: str

    @property
    def subject(self) -> str:
        """The duty in its period."""
        return "duty:" + key(self.duty, self.period)


class DutyWaived(_WaiverFact, frozen=True, kw_only=True, tag="duty.waived"):
    """The manager let it go."""

    reason: str


class DutyClaimed(_WaiverFact, frozen=True, kw_only=True, tag="duty.claimed"):
    """It is owed after all."""

    reason: str


WaiverFact = DutyWaived | DutyClaimed


def key(duty: str, period: str) -> str:
    """The id of a duty in a period."""
    return f"{duty}@{period}"


@dataclass(slots=True)
class Waivers:
    """Whether a duty is waived in its period, by whom and why."""

    id: str
    waived: bool = False
    reason: str = ""
    by: str = ""
    at: datetime | None = None


def apply(waivers: Waivers, event: Event) -> None:
    """Fold one fact into one duty of one period."""
    if isinstance(event.body, DutyWaived | DutyClaimed):
        waivers.waived = isinstance(event.body, DutyWaived)
        waivers.reason, waivers.by, waivers.at = event.body.reason, event.actor, event.at


def _may(ledger: Ledger, duty: str, period: str, by: str, now: Moment) -> None:
    known = ledger.site.duty_of.get(duty) if ledger.site else None
    if known is None:
        raise Refused("duty.unknown", "This site has no such duty.")
    try:
        fits = kind_of(period) == known.per
    except ValueError:
        fits = False
    if not fits:
        raise Refused("duty.period", "That is not a period of this duty.")
    if not may(ledger, by, "waive_duty", now.at.date()):
        raise Refused("duty.not_allowed", "Only the manager may waive a duty.")


def waive(ledger: Ledger, duty: str, period: str, reason: str, by: str, now: Moment) -> Sequence[WaiverFact]:
    """Let a duty go for one period.

    Raises Refused: `duty.unknown`, `duty.period`, `duty.not_allowed`, `duty.waived`, `reason.short`.
    """
    _may(ledger, duty, period, by, now)
    known = ledger.waivers.get(key(duty, period))
    if known is not None and known.waived:
        raise Refused("duty.waived", "It is waived already.")
    return [DutyWaived(duty=duty, period=period, reason=reason_given(reason))]


def claim(ledger: Ledger, duty: str, period: str, reason: str, by: str, now: Moment) -> Sequence[WaiverFact]:
    """Take a waiver back.

    Raises Refused: `duty.unknown`, `duty.period`, `duty.not_allowed`, `duty.not_waived`, `reason.short`.
    """
    _may(ledger, duty, period, by, now)
    known = ledger.waivers.get(key(duty, period))
    if known is None or not known.waived:
        raise Refused("duty.not_waived", "It is not waived.")
    return [DutyClaimed(duty=duty, period=period, reason=reason_given(reason))]

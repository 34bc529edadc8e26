"""How a finding is verified, closed and opened again, and what was said about it on the way (D3.10, D3.12)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from checkpoints.work.findings.entry import FindingChange, FindingEntry

__all__ = [
    "Channel",
    "FindingAcknowledged",
    "FindingCauseFound",
    "FindingChased",
    "FindingClosed",
    "FindingFlagged",
    "FindingReopened",
    "FindingReported",
    "FindingSettled",
    "FindingVerified",
    "FindingVoided",
    "VoidKind",
]

VoidKind = Literal["duplicate", "not_ours", "no_fault"]
Channel = Literal["phone", "wechat", "sms", "visit", "letter", "face", "radio"]


class FindingVerified(FindingChange, frozen=True, kw_only=True, tag="finding.verified"):
    """Somebody other than the fixer looked (D3.12)."""

    passed: bool
    words: str = ""
    photos: tuple[str, ...] = ()
    value: str | float = ""
    round: str = ""
    """The visit it was seen on: a scan at the place is evidence too."""

    @property
    def effect(self) -> tuple[object, ...]:
        """Good or not."""
        return (self.passed,)


class FindingClosed(FindingChange, frozen=True, kw_only=True, tag="finding.closed"):
    """Done, answered to the owner and accounted for."""

    words: str = ""


class FindingReopened(FindingChange, frozen=True, kw_only=True, tag="finding.reopened"):
    """Wrong again: the same number, another attempt; never a silent new one."""

    reason: str


class FindingVoided(FindingChange, frozen=True, kw_only=True, tag="finding.voided"):
    """Not a finding of ours after all; by the supervisor, with a reason."""

    why: VoidKind
    reason: str
    other: str = ""
    """Of which finding it is a duplicate."""


class FindingSettled(FindingChange, frozen=True, kw_only=True, tag="finding.settled"):
    """Of two versions the supervisor chose one; both stay in the timeline."""

    chosen: str
    """Id of the last change of the version that holds."""
    words: str = ""

    @property
    def effect(self) -> tuple[object, ...]:
        """Which one."""
        return (self.chosen,)


class FindingFlagged(FindingEntry, frozen=True, kw_only=True, tag="finding.flagged"):
    """Marked as key 重点 or hard 难点, or no longer (D3.10)."""

    key: bool
    hard: bool
    reason: str


class FindingReported(FindingEntry, frozen=True, kw_only=True, tag="finding.reported"):
    """A step of the ladder was told to somebody. Sent is not acknowledged (rules.md 3)."""

    step: str
    to: str
    channel: Channel
    words: str = ""


class FindingAcknowledged(FindingEntry, frozen=True, kw_only=True, tag="finding.acknowledged"):
    """Whoever a step is for has taken note."""

    step: str


class FindingChased(FindingEntry, frozen=True, kw_only=True, tag="finding.chased"):
    """The supervisor asked after it: whom, what was answered, when next."""

    whom: str
    answer: str
    next_at: datetime | None = None


class FindingCauseFound(FindingEntry, frozen=True, kw_only=True, tag="finding.cause_found"):
    """The root cause, which a recurring finding needs before it is closed (rules.md 6)."""

    cause: str

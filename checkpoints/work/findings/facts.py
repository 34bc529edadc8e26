"""What can happen to a finding, from the first sighting to the last, in one union."""

from __future__ import annotations

from checkpoints.work.findings.end_facts import (
    Channel,
    FindingAcknowledged,
    FindingCauseFound,
    FindingChased,
    FindingClosed,
    FindingFlagged,
    FindingReopened,
    FindingReported,
    FindingSettled,
    FindingVerified,
    FindingVoided,
    VoidKind,
)
from checkpoints.work.findings.entry import FindingChange, FindingEntry
from checkpoints.work.findings.found_facts import (
    FindingCorrected,
    FindingFixed,
    FindingMerged,
    FindingNoted,
    FindingRaised,
    FindingSeen,
    FindingTookIn,
    Origin,
)
from checkpoints.work.findings.order_facts import (
    FindingAccepted,
    FindingAssigned,
    FindingBegun,
    FindingBlocked,
    FindingExtensionAnswered,
    FindingExtensionAsked,
    FindingMadeSafe,
    FindingProposed,
    FindingRectified,
    FindingReferred,
    FindingRefused,
    FindingUnblocked,
)

__all__ = [
    "Channel",
    "FindingAccepted",
    "FindingAcknowledged",
    "FindingAssigned",
    "FindingBegun",
    "FindingBlocked",
    "FindingCauseFound",
    "FindingChange",
    "FindingChased",
    "FindingClosed",
    "FindingCorrected",
    "FindingEntry",
    "FindingExtensionAnswered",
    "FindingExtensionAsked",
    "FindingFact",
    "FindingFixed",
    "FindingFlagged",
    "FindingMadeSafe",
    "FindingMerged",
    "FindingNoted",
    "FindingProposed",
    "FindingRaised",
    "FindingRectified",
    "FindingReferred",
    "FindingRefused",
    "FindingReopened",
    "FindingReported",
    "FindingSeen",
    "FindingSettled",
    "FindingTookIn",
    "FindingUnblocked",
    "FindingVerified",
    "FindingVoided",
    "Origin",
    "VoidKind",
]

FindingFact = (
    FindingRaised
    | FindingNoted
    | FindingFixed
    | FindingSeen
    | FindingTookIn
    | FindingMerged
    | FindingCorrected
    | FindingProposed
    | FindingAssigned
    | FindingAccepted
    | FindingRefused
    | FindingBegun
    | FindingBlocked
    | FindingUnblocked
    | FindingExtensionAsked
    | FindingExtensionAnswered
    | FindingMadeSafe
    | FindingReferred
    | FindingRectified
    | FindingVerified
    | FindingClosed
    | FindingReopened
    | FindingVoided
    | FindingSettled
    | FindingFlagged
    | FindingReported
    | FindingAcknowledged
    | FindingChased
    | FindingCauseFound
)

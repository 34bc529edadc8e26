"""The state machine of a finding as one table (rules.md 1): which change is heard in which state, and where it leads.

Decisions ask the table before they write; the fold asks it again, because two devices may have written what does not
fit together. A change that comes too late is kept in the timeline and moves nothing until somebody settles it. So no
finding can ever be in a state to which no path of the table leads.
"""

from __future__ import annotations

from typing import Final, Literal

from checkpoints.work.findings.entry import FindingChange
from checkpoints.work.findings.facts import (
    FindingAccepted,
    FindingAssigned,
    FindingBegun,
    FindingBlocked,
    FindingClosed,
    FindingCorrected,
    FindingExtensionAnswered,
    FindingExtensionAsked,
    FindingFixed,
    FindingMadeSafe,
    FindingMerged,
    FindingRaised,
    FindingRectified,
    FindingRefused,
    FindingReopened,
    FindingSeen,
    FindingUnblocked,
    FindingVerified,
    FindingVoided,
)

__all__ = ["DONE", "ENDED", "HEARD_IN", "OPEN", "STATES", "State"]

State = Literal[
    "none",
    "found",
    "fixed_on_spot",
    "gone",
    "assigned",
    "accepted",
    "in_work",
    "rectified",
    "verified",
    "closed",
    "reopened",
    "void",
    "merged",
]
STATES: Final = (
    "found",
    "reopened",
    "assigned",
    "accepted",
    "in_work",
    "fixed_on_spot",
    "gone",
    "rectified",
    "verified",
    "closed",
    "void",
    "merged",
)
"""In the order of a finding's life; `none` stands before the first fact has come."""
OPEN: frozenset[State] = frozenset({"found", "reopened", "assigned", "accepted", "in_work"})
"""Something is still wrong at the place, and the clock runs."""
DONE: frozenset[State] = frozenset({"fixed_on_spot", "gone", "rectified"})
"""Said to be put right; somebody else has to look."""
ENDED: frozenset[State] = frozenset({"closed", "void", "merged"})
_VERIFIED: frozenset[State] = frozenset({"verified"})
_ASSIGNED: frozenset[State] = frozenset({"assigned"})
_GONE: frozenset[State] = frozenset({"gone"})
_LIVE = OPEN | DONE | _VERIFIED
_WORKING: frozenset[State] = frozenset({"accepted", "in_work"})

HEARD_IN: dict[type[FindingChange], frozenset[State]] = {
    FindingRaised: frozenset({"none"}),
    FindingFixed: OPEN,
    FindingSeen: OPEN | _GONE,
    FindingMerged: _LIVE,
    FindingCorrected: _LIVE,
    FindingAssigned: OPEN,
    FindingAccepted: _ASSIGNED,
    FindingRefused: frozenset({"assigned", "accepted"}),
    FindingBegun: frozenset({"accepted"}),
    FindingBlocked: _WORKING,
    FindingUnblocked: frozenset({"in_work"}),
    FindingExtensionAsked: _WORKING | _ASSIGNED,
    FindingExtensionAnswered: _WORKING | _ASSIGNED,
    FindingMadeSafe: OPEN,
    FindingRectified: _WORKING,
    FindingVerified: DONE,
    FindingClosed: _VERIFIED,
    FindingReopened: frozenset({"closed"}),
    FindingVoided: _LIVE,
}
"""Every change but the settling of a conflict, which is heard always."""

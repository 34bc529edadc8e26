"""The rectification notice, what the department says to it, and what it does (D3.11; forms.md 2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from checkpoints.work.findings.entry import FindingChange, FindingEntry

__all__ = [
    "FindingAccepted",
    "FindingAssigned",
    "FindingBegun",
    "FindingBlocked",
    "FindingExtensionAnswered",
    "FindingExtensionAsked",
    "FindingMadeSafe",
    "FindingProposed",
    "FindingRectified",
    "FindingReferred",
    "FindingRefused",
    "FindingUnblocked",
]


class FindingProposed(FindingEntry, frozen=True, kw_only=True, tag="finding.proposed"):
    """An assistant proposed who should put it right (S3, S4); the supervisor assigns."""

    department: str
    person: str
    plan: str
    due: datetime


class FindingAssigned(FindingChange, frozen=True, kw_only=True, tag="finding.assigned"):
    """The rectification notice 整改通知单: plan, named person and finish time, all three (D3.11)."""

    notice: str
    """Number of the notice: the finding's, with /1, /2 for each one that was sent."""
    department: str
    head: str
    """Who leads the department; '' where the site has nobody for it yet and the person answers alone."""
    plan: str
    person: str
    """A person id; for a contractor a name in words may stand here."""
    due: datetime
    assists: tuple[str, ...] = ()
    """Departments that help; one leads (rules.md 11.2)."""

    @property
    def effect(self) -> tuple[object, ...]:
        """Who has to do it by when."""
        return (self.department, self.person, self.due)


class FindingAccepted(FindingChange, frozen=True, kw_only=True, tag="finding.accepted"):
    """The department signed for the notice."""


class FindingRefused(FindingChange, frozen=True, kw_only=True, tag="finding.refused"):
    """The department says that it is not theirs; the supervisor rules, and the clock runs meanwhile."""

    reason: str
    department: str = ""
    """Whose they say it is."""

    @property
    def effect(self) -> tuple[object, ...]:
        """Where they point."""
        return (self.department,)


class FindingBegun(FindingChange, frozen=True, kw_only=True, tag="finding.begun"):
    """Somebody is at work on it."""


class FindingBlocked(FindingChange, frozen=True, kw_only=True, tag="finding.blocked"):
    """Waiting for parts, a vote or a firm: why, what holds meanwhile, and when to look again (rules.md 11.4)."""

    reason: str
    measure: str
    review_on: date

    @property
    def effect(self) -> tuple[object, ...]:
        """Until when."""
        return (self.review_on,)


class FindingUnblocked(FindingChange, frozen=True, kw_only=True, tag="finding.unblocked"):
    """What it waited for is there."""


class FindingExtensionAsked(FindingChange, frozen=True, kw_only=True, tag="finding.extension_asked"):
    """The department proposes another date."""

    reason: str
    due: datetime

    @property
    def effect(self) -> tuple[object, ...]:
        """The date asked for."""
        return (self.due,)


class FindingExtensionAnswered(FindingChange, frozen=True, kw_only=True, tag="finding.extension_answered"):
    """Granted or not; S1 and S2 by the manager, twice at most. The first promised date stays visible."""

    granted: bool
    due: datetime
    words: str = ""

    @property
    def effect(self) -> tuple[object, ...]:
        """Whether, and until when."""
        return (self.granted, self.due)


class FindingMadeSafe(FindingChange, frozen=True, kw_only=True, tag="finding.made_safe"):
    """Fenced, shut off or watched: stops the clock of an emergency and starts that of the repair (rules.md 2)."""

    measure: str
    due: datetime
    photos: tuple[str, ...] = ()


class FindingReferred(FindingEntry, frozen=True, kw_only=True, tag="finding.referred"):
    """Somebody else's to mend: the developer in warranty, or an authority for what staff may only report."""

    kind_of: Literal["warranty", "authority", "owner"]
    """`owner`: entry was refused, a notice was left (rules.md 11.7)."""
    to: str
    on: date
    paper: str
    """Letter, notice or receipt: what can be shown."""


class FindingRectified(FindingChange, frozen=True, kw_only=True, tag="finding.rectified"):
    """The person responsible says it is put right."""

    result: str
    fixer: str
    photos: tuple[str, ...] = ()
    value: str | float = ""
    """A reading after the repair."""

    @property
    def effect(self) -> tuple[object, ...]:
        """Who did it, as with what was fixed on the spot."""
        return (self.fixer,)

"""What was found, and what was seen of it later (rules.md 1; forms.md 2)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from checkpoints.site.checks import Severity
from checkpoints.work.findings.entry import FindingChange, FindingEntry

__all__ = [
    "FindingCorrected",
    "FindingFixed",
    "FindingMerged",
    "FindingNoted",
    "FindingRaised",
    "FindingSeen",
    "FindingTookIn",
    "Origin",
]

Origin = Literal["patrol", "supervision", "complaint", "superior"]
"""巡检, 督导, 投诉, 上级检查 (forms.md 2). One from above cannot be voided by the supervisor (rules.md 11.25)."""


class FindingRaised(FindingChange, frozen=True, kw_only=True, tag="finding.raised"):
    """Something is wrong at a place. `due` is the deadline from the time it was found."""

    number: str
    checkpoint: str
    words: str
    severity: Severity
    department: str
    category: str
    due: datetime
    counted: datetime | None = None
    """What the hours alone would have given, where the service calendar moved the deadline (rules.md 11.24)."""
    check: str = ""
    """The failed check; empty for a free finding."""
    value: str | float = ""
    """The answer that raised it, such as a reading."""
    round: str = ""
    photos: tuple[str, ...] = ()
    no_photo: str = ""
    """Why there is no photo although the check asks for one."""
    photo_owed: bool = False
    """The check asks for a photo and neither it nor a reason is there yet."""
    origin: Origin = "patrol"
    unit: str = ""
    """The household it concerns, such as 3-1-1502; part of what makes it a repeat (rules.md 6)."""


class FindingNoted(FindingEntry, frozen=True, kw_only=True, tag="finding.noted"):
    """Words, photos or the reason for none were added; nothing that stood is taken away."""

    words: str = ""
    photos: tuple[str, ...] = ()
    no_photo: str = ""


class FindingFixed(FindingChange, frozen=True, kw_only=True, tag="finding.fixed_on_spot"):
    """Put right at once, at the same place (D3.9)."""

    done: str
    fixer: str
    """A person id, or a name in words."""
    photos: tuple[str, ...] = ()
    witness: str = ""
    round: str = ""

    @property
    def effect(self) -> tuple[object, ...]:
        """Who did it: were two said to have, one of them could verify their own work (D3.12)."""
        return (self.fixer,)


class FindingSeen(FindingChange, frozen=True, kw_only=True, tag="finding.seen"):
    """Looked at again at a later visit: still there, or gone. Only "gone" is a change."""

    still: bool
    round: str
    words: str = ""

    @property
    def effect(self) -> tuple[object, ...]:
        """Still there, or gone."""
        return (self.still,)


class FindingTookIn(FindingEntry, frozen=True, kw_only=True, tag="finding.took_in"):
    """Another finding was of the same fault: its sighting belongs here too (rules.md 11.1)."""

    other: str
    number: str


class FindingMerged(FindingChange, frozen=True, kw_only=True, tag="finding.merged"):
    """This was the second sighting of a fault; it goes on under the other's number."""

    into: str

    @property
    def effect(self) -> tuple[object, ...]:
        """Where it went."""
        return (self.into,)


class FindingCorrected(FindingChange, frozen=True, kw_only=True, tag="finding.corrected"):
    """Something in the record was wrong; empty fields leave what stood. The old entry stays in the timeline."""

    why: str
    words: str = ""
    severity: Severity | Literal[""] = ""
    category: str = ""
    due: datetime | None = None
    """The deadline of the new severity, where that changed."""

    @property
    def effect(self) -> tuple[object, ...]:
        """What it is now."""
        return (self.words, self.severity, self.category)

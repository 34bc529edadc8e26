"""What can happen to a finding. Assigning, verifying and closing join this union when they come."""

from __future__ import annotations

from datetime import datetime

from checkpoints.fact import Fact
from checkpoints.site.checks import Severity

__all__ = ["FindingFact", "FindingFixed", "FindingNoted", "FindingRaised", "FindingSeen"]


class _FindingFact(Fact, frozen=True, kw_only=True):
    finding: str

    @property
    def subject(self) -> str:
        """The finding."""
        return "finding:" + self.finding


class FindingRaised(_FindingFact, frozen=True, kw_only=True, tag="finding.raised"):
    """Something is wrong at a place. `due` is the catalogue's deadline from the time it was found."""

    number: str
    checkpoint: str
    words: str
    severity: Severity
    department: str
    category: str
    due: datetime
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


class FindingNoted(_FindingFact, frozen=True, kw_only=True, tag="finding.noted"):
    """Words, photos or the reason for none were added; nothing that stood is taken away."""

    words: str = ""
    photos: tuple[str, ...] = ()
    no_photo: str = ""


class FindingFixed(_FindingFact, frozen=True, kw_only=True, tag="finding.fixed_on_spot"):
    """Put right at once, at the same place (D3.9)."""

    done: str
    fixer: str
    """A person id, or a name in words."""
    photos: tuple[str, ...] = ()
    witness: str = ""
    round: str = ""


class FindingSeen(_FindingFact, frozen=True, kw_only=True, tag="finding.seen"):
    """Looked at again at a later visit: still there, or gone."""

    still: bool
    round: str
    words: str = ""


FindingFact = FindingRaised | FindingNoted | FindingFixed | FindingSeen

"""What a rule of evidence is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from checkpoints.site.duties import Duty, Evidence
from checkpoints.work.records import periods

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.site.site import Site

__all__ = ["Asked", "Evidence", "Found", "Rule", "span"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """How far a duty has come."""

    have: int
    need: int
    at: datetime | None = None
    """Since when it is enough."""
    closed_by: tuple[str, ...] = ()
    """The subjects that are its evidence, such as `record:...` or `round:...`."""
    left: tuple[str, ...] = ()
    """The subjects that are still to be seen to; `contractor:...`, `place:...` and `person:...` are such as well."""
    begun: bool = False
    """Whether somebody is at it."""
    late: bool = False
    """Whether part of it came after a limit of its own."""

    @property
    def enough(self) -> bool:
        """Whether nothing more is owed."""
        return self.have >= self.need

    @property
    def idle(self) -> bool:
        """Whether there was nothing of the kind to do: done by that fact."""
        return self.need == 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which duty, for when, and now."""

    ledger: Ledger
    site: Site
    duty: Duty
    period: str
    now: datetime
    """Local to the site."""
    begins: datetime
    ends: datetime
    """The moment after the period; a half-day has its ends from the policy of the patrols."""
    memo: dict[str, Any] = field(default_factory=dict[str, Any])
    """What several duties ask of the same moment, worked out once."""

    @property
    def over(self) -> bool:
        """Whether the period is past."""
        return self.now >= self.ends

    def within(self, at: datetime | None) -> bool:
        """Whether a moment lies in the period."""
        return at is not None and self.begins <= at < self.ends

    def once(self, name: str, work: Callable[[], T]) -> T:
        """The answer to a question that others ask as well."""
        if name not in self.memo:
            self.memo[name] = work()
        return self.memo[name]


Rule = Callable[[Asked], Found | None]
"""None where nothing can be said about that period: a matter that waits is owed today, and was never missed apart."""


def span(site: Site, period: str) -> tuple[datetime, datetime]:
    """The first moment of a period and the moment after it. Raises ValueError."""
    policy = site.patrol_policy
    return _span(site.zone_info, policy.am_ends, policy.pm_ends, period)


@lru_cache(maxsize=1024)
def _span(zone: ZoneInfo, am_ends: str, pm_ends: str, period: str) -> tuple[datetime, datetime]:
    """Asked for hundreds of periods at every repaint."""
    day, _, half = period.partition(".")
    begins, ends = periods.begins(day, zone), periods.ends(day, zone)
    if not half:
        return begins, ends
    noon = datetime.combine(begins.date(), time.fromisoformat(am_ends), zone)
    if half == "am":
        return begins, noon
    return noon, datetime.combine(begins.date(), time.fromisoformat(pm_ends), zone)

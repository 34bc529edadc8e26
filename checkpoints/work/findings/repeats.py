"""Recurrence: the same kind of fault at the same place, for the same household, again (rules.md 6).

A fault that is seen again while an earlier finding of it is still open is a sighting of that one and no repeat; void
and merged findings never were one. What counts is computed from the briefs whenever somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.site.policy import ReviewPolicy
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.known import key

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Hint", "Recurrence", "Repeat", "closed_lately", "hints", "is_key", "repeats", "similar_open"]

_NO_FAULT = frozenset({"none", "void", "merged"})
_SEEN_AGAIN = frozenset({"found", "reopened", "assigned", "accepted", "in_work", "gone", "rectified"})
"""States in which a sighting belongs to the finding that is there."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Which one of its kind in the window a finding is."""

    nth: int
    """1 for the first; 0 for a sighting of one that was still open."""
    others: tuple[str, ...]
    """Ids of the others in the window that count, oldest first."""
    key: bool
    """Whether it is so many that it is a key finding 重点."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What somebody who is about to raise a finding should know."""

    open_ids: tuple[str, ...] = ()
    """The same fault is open already: add a sighting to it."""
    closed_ids: tuple[str, ...] = ()
    """It was closed lately: reopen it, or raise a new one?"""
    nth: int = 1
    """Which one in the window a new one would be; 0 while one is open."""

    def __bool__(self) -> bool:
        return bool(self.open_ids or self.closed_ids or self.nth > 1)


Found = list[tuple[datetime, str, Brief]]


class Recurrence:
    """The question for one moment, asked of as many findings as one likes; what it worked out it keeps."""

    def __init__(self, ledger: Ledger, now: datetime) -> None:
        self._findings = ledger.findings
        self._policy = ledger.site.review_policy if ledger.site else ReviewPolicy()
        self._zone = ledger.site.zone_info if ledger.site else now.tzinfo
        self._now = now
        self._counted: dict[tuple[str, int], dict[str, tuple[int, tuple[str, ...]]]] = {}

    def of(self, finding: str) -> Repeat:
        """Which one of its kind a finding is. Raises KeyError for one that is not known."""
        line = self._findings.brief(finding)
        if line.found_at is None or line.state in _NO_FAULT:
            return Repeat(0, (), key=False)
        nth, counted = self._numbered(key(line), line.found_at).get(finding, (0, ()))
        return Repeat(nth, tuple(f for f in counted if f != finding), self.too_many(nth))

    def many(self, finding: str, line: Brief) -> bool:
        """Whether a finding is one too many; a quick look first, as few are."""
        alike = key(line)
        if line.found_at is None or len(self._findings.alike.get(alike, ())) < self._policy.repeat_key:
            return False
        return self.too_many(self._numbered(alike, line.found_at).get(finding, (0, ()))[0])

    def too_many(self, nth: int) -> bool:
        """Whether the nth in a window is key."""
        return nth >= self._policy.repeat_key

    def next(self, alike: str) -> int:
        """Which one a finding of this kind found now would be, if none is open."""
        start = self._start(self._now)
        return 1 + sum(1 for at, _f, _b, counts in self._walked(alike) if counts and start <= at <= self._now)

    def _numbered(self, alike: str, at: datetime) -> dict[str, tuple[int, tuple[str, ...]]]:
        """By finding, its number in the window that ends with it, and the ids that count there."""
        if self._policy.repeat_window == "days":
            return self._rolling(alike)
        local = at.astimezone(self._zone)
        month = local.year * 12 + local.month
        known = self._counted.get((alike, month))
        if known is None:
            known = self._counted[alike, month] = self._of_month(alike, month)
        return known

    def _of_month(self, alike: str, month: int) -> dict[str, tuple[int, tuple[str, ...]]]:
        counted: list[str] = []
        for at, finding, _line, counts in self._walked(alike):
            local = at.astimezone(self._zone)
            if counts and local.year * 12 + local.month == month:
                counted.append(finding)
        return {finding: (n, tuple(counted)) for n, finding in enumerate(counted, 1)}

    def _rolling(self, alike: str) -> dict[str, tuple[int, tuple[str, ...]]]:
        known = self._counted.get((alike, 0))
        if known is None:
            counted = [(at, finding) for at, finding, _line, counts in self._walked(alike) if counts]
            known = self._counted[alike, 0] = {}
            for at, finding in counted:
                window = tuple(f for t, f in counted if self._start(at) <= t <= at)
                known[finding] = (len(window), window)
        return known

    def _start(self, at: datetime) -> datetime:
        """The first moment of the window that ends at `at`."""
        if self._policy.repeat_window == "days":
            return at - timedelta(days=self._policy.repeat_days)
        return at.astimezone(self._zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)

    def _walked(self, alike: str) -> Iterator[tuple[datetime, str, Brief, bool]]:
        """Every finding of a kind in the order of finding, and whether it counts: nothing like it was open then."""
        open_until: datetime | None = None
        for at, finding, line in _found(self._findings.lines(self._findings.alike.get(alike, ())), alike):
            if at > self._now:
                return
            yield at, finding, line, open_until is None or at > open_until
            ended = self._now if line.open else line.done_at or line.ended_at or at
            open_until = ended if open_until is None else max(open_until, ended)


def _found(lines: Iterator[tuple[str, Brief]], alike: str) -> Found:
    """The lines that are of a kind now, in the order of finding."""
    found = [
        (line.found_at, finding, line)
        for finding, line in lines
        if line.found_at is not None and line.state not in _NO_FAULT and key(line) == alike
    ]
    found.sort(key=lambda one: (one[0], one[1]))
    return found


def repeats(ledger: Ledger, finding_id: str, now: datetime) -> Repeat:
    """Which one of its kind a finding is in the month, or in the rolling days, of its discovery. Raises KeyError."""
    return Recurrence(ledger, now).of(finding_id)


def is_key(ledger: Ledger, finding_id: str, now: datetime) -> bool:
    """Whether a finding is key 重点: flagged, an emergency, or one too many of its kind (rules.md 3 and 6)."""
    line = ledger.findings.brief(finding_id)
    return line.key or line.severity == "S1" or repeats(ledger, finding_id, now).key


def similar_open(ledger: Ledger, checkpoint: str, category: str, unit: str) -> list[str]:
    """Ids of the findings of this fault that are not verified yet, oldest first: one more look is a sighting."""
    alike = f"{checkpoint}\n{category}\n{unit}"
    lines = ledger.findings.lines(ledger.findings.alike.get(alike, ()))
    return [finding for _, finding, line in _found(lines, alike) if line.state in _SEEN_AGAIN]


def closed_lately(ledger: Ledger, checkpoint: str, category: str, unit: str, now: datetime) -> list[str]:
    """Ids of the findings of this fault closed within `reopen_days`, the last one first (rules.md 1)."""
    days = (ledger.site.review_policy if ledger.site else ReviewPolicy()).reopen_days
    since = now - timedelta(days=days)
    alike = f"{checkpoint}\n{category}\n{unit}"
    ended = [
        (line.ended_at, finding)
        for finding, line in ledger.findings.lines(ledger.findings.alike.get(alike, ()))
        if line.state == "closed" and line.ended_at and since <= line.ended_at <= now and key(line) == alike
    ]
    return [finding for _, finding in sorted(ended, reverse=True)]


def hints(ledger: Ledger, checkpoint: str, category: str, unit: str, now: datetime) -> Hint:
    """What to tell somebody who is about to raise a finding of this kind here."""
    known = tuple(similar_open(ledger, checkpoint, category, unit))
    closed = tuple(closed_lately(ledger, checkpoint, category, unit, now))
    nth = 0 if known else Recurrence(ledger, now).next(f"{checkpoint}\n{category}\n{unit}")
    return Hint(known, closed, nth)

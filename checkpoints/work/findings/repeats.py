"""Recurrence: the same kind of fault at the same place, for the same household, again (rules.md 6).

A fault that is seen again while an earlier finding of it is still open is a sighting of that one and no repeat; void
and merged findings never were one. What counts is computed from the briefs whenever somebody asks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf
from typing import TYPE_CHECKING

from checkpoints.site.policy import ReviewPolicy
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.known import Findings, key

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


class Recurrence:
    """The question by one site's policy, asked of as many findings as one likes."""

    def __init__(self, ledger: Ledger) -> None:
        self._findings = ledger.findings
        self._policy = ledger.site.review_policy if ledger.site else ReviewPolicy()
        self._zone = ledger.site.zone_info if ledger.site else UTC
        self._months: dict[tuple[int, int], tuple[float, float]] = {}

    def of(self, finding: str) -> Repeat:
        """Which one of its kind a finding is. Raises KeyError for one that is not known."""
        line = self._findings.brief(finding)
        if line.found_at is None or line.state in _NO_FAULT:
            return Repeat(0, (), key=False)
        counted = self._within(key(line), line.found_at)
        nth = counted.index(finding) + 1 if finding in counted else 0
        return Repeat(nth, tuple(f for f in counted if f != finding), nth >= self._policy.repeat_key)

    def many(self, finding: str, line: Brief) -> bool:
        """Whether a finding is one too many: the ladder asks it of every live one, so no list is made."""
        alike, least = key(line), self._policy.repeat_key
        if line.found_at is None or len(self._findings.alike.get(alike, ())) < least:
            return False
        times, ids = _counted(self._findings, alike)
        found = line.found_at.timestamp()
        place = bisect_left(times, found)
        while place < len(ids) and ids[place] != finding and times[place] == found:
            place += 1
        if place < least - 1 or place >= len(ids) or ids[place] != finding:
            return False
        return times[place - least + 1] >= self._window(line.found_at)[0]

    def next(self, alike: str, now: datetime) -> int:
        """Which one a finding of this kind found now would be, if none is open."""
        return 1 + len(self._within(alike, now))

    def _within(self, alike: str, at: datetime) -> list[str]:
        """Ids of the findings of a kind that count in the window of a time, in the order of finding."""
        start, end = self._window(at)
        times, ids = _counted(self._findings, alike)
        return ids[bisect_left(times, start) : bisect_right(times, end)]

    def _window(self, at: datetime) -> tuple[float, float]:
        """From when to when is counted what is found at a time: its month, or the days up to it."""
        if self._policy.repeat_window == "days":
            return at.timestamp() - self._policy.repeat_days * 86_400, at.timestamp()
        written = (at.year, at.month)
        known = self._months.get(written)
        if known is None or not known[0] <= at.timestamp() <= known[1]:
            first = at.astimezone(self._zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            following = (first + timedelta(days=31)).replace(day=1)
            known = self._months[written] = first.timestamp(), following.timestamp() - 1e-6
        return known


def _counted(findings: Findings, alike: str) -> tuple[list[float], list[str]]:
    """When and which findings of a kind count, in the order of finding: nothing like them was open at that time."""
    known = findings.counted.get(alike)
    if known is None:
        found: list[tuple[float, str, Brief]] = []
        for finding in findings.alike.get(alike, ()):
            line = findings.brief(finding)
            if line.found_at is not None and line.state not in _NO_FAULT and key(line) == alike:
                found.append((line.found_at.timestamp(), finding, line))
        found.sort(key=lambda one: one[:2])
        times: list[float] = []
        ids: list[str] = []
        open_until = -inf
        for at, finding, line in found:
            if at > open_until:
                times.append(at)
                ids.append(finding)
            ended = line.done_at or line.ended_at
            open_until = max(open_until, inf if line.open else ended.timestamp() if ended else at)
        known = findings.counted[alike] = times, ids
    return known


def repeats(ledger: Ledger, finding_id: str, now: datetime) -> Repeat:  # noqa: ARG001  (as every question of a finding)
    """Which one of its kind a finding is in the month, or in the rolling days, of its discovery. Raises KeyError."""
    return Recurrence(ledger).of(finding_id)


def is_key(ledger: Ledger, finding_id: str, now: datetime) -> bool:
    """Whether a finding is key 重点: flagged, an emergency, or one too many of its kind (rules.md 3 and 6)."""
    line = ledger.findings.brief(finding_id)
    return line.key or line.severity == "S1" or repeats(ledger, finding_id, now).key


def similar_open(ledger: Ledger, checkpoint: str, category: str, unit: str) -> list[str]:
    """Ids of the findings of this fault that are not verified yet, oldest first: one more look is a sighting."""
    alike = f"{checkpoint}\n{category}\n{unit}"
    found = [
        (line.found_at, finding)
        for finding, line in ledger.findings.lines(ledger.findings.alike.get(alike, ()))
        if line.state in _SEEN_AGAIN and line.found_at and key(line) == alike
    ]
    return [finding for _, finding in sorted(found)]


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
    nth = 0 if known else Recurrence(ledger).next(f"{checkpoint}\n{category}\n{unit}", now)
    return Hint(known, closed, nth)

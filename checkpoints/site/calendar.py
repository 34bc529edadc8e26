"""Deadlines by the clock and by the service calendar (rules.md 2 and 11.24).

S1 and S2 run by the clock, at night and on holidays too. What may wait, does not fall due while nobody works: it moves
to the next working morning, and the deadline that the hours alone gave stays on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from checkpoints.site.checks import Severity
from checkpoints.site.policy import ServiceCalendar

__all__ = ["Deadline", "after", "deadline", "works_at", "works_on"]

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST_BREAK = 60
"""Days after which a calendar without any working day is not believed any more."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it is due, and what the hours alone would have given where that differs."""

    due: datetime
    counted: datetime | None = None


def after(at: datetime, hours: float) -> datetime:
    """Clock hours later, also over a change of summer time, which local times would swallow."""
    return (at.astimezone(UTC) + timedelta(hours=hours)).astimezone(at.tzinfo)


def works_on(calendar: ServiceCalendar, day: date) -> bool:
    """Whether departments work on a local day; a make-up day wins over a holiday, a holiday over the week."""
    iso = day.isoformat()
    if iso in calendar.workdays:
        return True
    return _WEEK[day.weekday()] in calendar.days and not any(h.start <= iso <= h.end for h in calendar.holidays)


def works_at(calendar: ServiceCalendar, at: datetime) -> bool:
    """Whether departments work at a local time."""
    clock = at.strftime("%H:%M")
    return works_on(calendar, at.date()) and calendar.opens <= clock and clock <= calendar.closes


def deadline(calendar: ServiceCalendar, severity: Severity, at: datetime, hours: float) -> Deadline:
    """So many hours from `at`, a time local to the site."""
    counted = after(at, hours)
    if severity not in calendar.severities:
        return Deadline(counted)
    due = _working(calendar, at, hours) if calendar.count == "working" else counted
    if not works_at(calendar, due):
        due = _next_morning(calendar, due)
    return Deadline(due, counted if due != counted else None)


def _next_morning(calendar: ServiceCalendar, at: datetime) -> datetime:
    """The next working day's `resume_at` that is not before `at`."""
    morning = time.fromisoformat(calendar.resume_at)
    for days in range(_LONGEST_BREAK):
        day = at.date() + timedelta(days=days)
        found = datetime.combine(day, morning, at.tzinfo)
        if works_on(calendar, day) and found >= at:
            return found
    return at


def _working(calendar: ServiceCalendar, at: datetime, hours: float) -> datetime:
    """So many hours later, hours of days off left out."""
    left = timedelta(hours=hours)
    for _ in range(_LONGEST_BREAK):
        midnight = datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)
        if works_on(calendar, at.date()):
            if left <= midnight - at:
                return at + left
            left -= midnight - at
        at = midnight
    return after(at, left.total_seconds() / 3600)

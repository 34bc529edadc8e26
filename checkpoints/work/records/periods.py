"""Periods: the day, half-day, week or month that a record or duty is for, as text that sorts.

`2026-11-23`, `2026-11-23.am`, `2026-W48` (ISO weeks, Monday to Sunday), `2026-11`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from checkpoints.site.forms import Period

__all__ = ["before", "begins", "days_of", "ends", "kind_of", "last_day", "period_of"]

_KINDS: tuple[tuple[Period, re.Pattern[str]], ...] = (
    ("day", re.compile(r"\d{4}-\d\d-\d\d")),
    ("half_day", re.compile(r"\d{4}-\d\d-\d\d\.(am|pm)")),
    ("week", re.compile(r"\d{4}-W\d\d")),
    ("month", re.compile(r"\d{4}-\d\d")),
)


def period_of(kind: Period, on: date, half: str = "am") -> str:
    """The period of a kind in which a local day lies; '' for `none`."""
    match kind:
        case "day":
            return on.isoformat()
        case "half_day":
            return f"{on.isoformat()}.{half}"
        case "week":
            year, week, _ = on.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case "month":
            return f"{on:%Y-%m}"
        case _:
            return ""


def kind_of(period: str) -> Period:
    """What kind of period a text names. Raises ValueError when it names none; '' is `none`."""
    if not period:
        return "none"
    for kind, pattern in _KINDS:
        if pattern.fullmatch(period):
            first_day(period)
            return kind
    msg = f"not a period: {period}"
    raise ValueError(msg)


def first_day(period: str) -> date:
    """The first local day. Raises ValueError."""
    if "W" in period:
        return date.fromisocalendar(int(period[:4]), int(period[6:8]), 1)
    return date.fromisoformat(period[:10] if len(period) >= len("2026-11-23") else period + "-01")


def last_day(period: str) -> date:
    """The last local day. Raises ValueError."""
    first = first_day(period)
    if "W" in period:
        return first + timedelta(days=6)
    if len(period) == len("2026-11"):
        return (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first


def begins(period: str, zone: tzinfo | None) -> datetime:
    """Its first moment. Raises ValueError."""
    return datetime.combine(first_day(period), time(), zone)


def ends(period: str, zone: tzinfo | None) -> datetime:
    """The moment after it. Raises ValueError."""
    return datetime.combine(last_day(period) + timedelta(days=1), time(), zone)


def days_of(period: str) -> Iterator[date]:
    """Every local day in it."""
    first = first_day(period)
    yield from (first + timedelta(days=n) for n in range((last_day(period) - first).days + 1))


def before(period: str) -> str:
    """The period of the same kind that came before it."""
    kind = kind_of(period)
    if kind == "half_day":
        day, _, half = period.partition(".")
        return f"{day}.am" if half == "pm" else f"{date.fromisoformat(day) - timedelta(days=1)}.pm"
    return period_of(kind, first_day(period) - timedelta(days=1))

"""Times as people read them: the one place of the face that writes clocks, days, lengths of time and deadlines.

Every function takes aware datetimes that are already in the site's time zone (`App.now`, `local`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from tui.i18n import _, lang

__all__ = [
    "clock",
    "countdown",
    "day",
    "day_and_clock",
    "in_full",
    "length",
    "local",
    "month",
    "short",
    "stamp",
    "whole_seconds",
]

_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def local(at: datetime, zone: tzinfo) -> datetime:
    """A moment on the site's clock."""
    return at.astimezone(zone)


def clock(at: datetime) -> str:
    """Time of day: 09:42."""
    return f"{at:%H:%M}"


def day(on: date) -> str:
    """A day: 11月23日 周一, Mon 23 Nov."""
    if lang() == "zh":
        return f"{on.month}月{on.day}日 周{_DAYS_ZH[on.weekday()]}"
    return f"{_DAYS_EN[on.weekday()]} {on.day} {_MONTHS_EN[on.month - 1]}"


def in_full(on: date) -> str:
    """A day on paper, which is read years later: 2026年11月23日 周一, Mon 23 Nov 2026."""
    return f"{on.year}年{day(on)}" if lang() == "zh" else f"{day(on)} {on.year}"


def month(on: date) -> str:
    """A month: 2026年11月, Nov 2026."""
    return f"{on.year}年{on.month}月" if lang() == "zh" else f"{_MONTHS_EN[on.month - 1]} {on.year}"


def stamp(at: datetime) -> str:
    """A moment on paper, the same in both languages: 2026-11-23 09:42."""
    return f"{at:%Y-%m-%d} {clock(at)}"


def day_and_clock(at: datetime, now: datetime) -> str:
    """The clock alone today, with its day otherwise."""
    return clock(at) if at.date() == now.date() else f"{day(at)} {clock(at)}"


def short(at: datetime, now: datetime) -> str:
    """Where there is hardly room: the clock today, the bare day otherwise: 09:40, 11月22日, 22 Nov."""
    if at.date() == now.date():
        return clock(at)
    return f"{at.month}月{at.day}日" if lang() == "zh" else f"{at.day} {_MONTHS_EN[at.month - 1]}"


def length(took: timedelta) -> str:
    """A length of time, rounded down: 41 分, 3 小时, 2 天; minutes up to two hours."""
    minutes = max(0, int(took.total_seconds())) // 60
    if minutes < 120:
        return _("{n} min").format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} h").format(n=minutes // 60)
    return _("{n} d").format(n=minutes // (24 * 60))


def countdown(due: datetime, now: datetime) -> str:
    """A deadline seen from now: 还剩 3 小时, 逾期 3 小时."""
    if due >= now:
        return _("{time} left").format(time=length(due - now))
    return _("{time} overdue").format(time=length(now - due))


def whole_seconds(left: timedelta) -> int:
    """Seconds still to wait, rounded up, never below 0."""
    return max(0, -int(-left.total_seconds() // 1))

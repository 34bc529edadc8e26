"""A day, or a day and a clock, that no ready tile offers: typed as digits on a pad.

Four digits are a month and a day, four more a clock: 12081430 is 8 December, 14:30. The year is the next one that makes
it a day to come, or for what has happened the last one that makes it past.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual import on

from tui import when
from tui.i18n import N_, Wording
from tui.screens.base import Sheet
from tui.widgets.pad import Pad
from tui.widgets.words import Words

__all__ = ["TimeRequest", "TimeSheet", "typed_time"]

DAY, CLOCK = 4, 8
"""Digits of a day, and of a day with its clock."""


@dataclass(frozen=True, slots=True)
class TimeRequest:
    """What the time is for; whether a clock belongs to it; whether it lies behind rather than ahead.

    `past` None: on either side; the year is then the one that brings it nearest.
    """

    title: Wording
    clock: bool
    past: bool | None = False


def typed_time(digits: str, now: datetime, request: TimeRequest) -> datetime | None:
    """The time that the digits name; None while they name none, or one on the wrong side of now."""
    if not digits.isdecimal() or len(digits) != (CLOCK if request.clock else DAY):
        return None
    month, day = int(digits[:2]), int(digits[2:4])
    hour, minute = (int(digits[4:6]), int(digits[6:8])) if request.clock else (0, 0)
    years = (now.year - 1, now.year, now.year + 1)
    known = [at for year in years if (at := _on(now, year, month, day, hour, minute)) is not None]
    if request.past is None:
        return min(known, key=lambda at: abs(at - now), default=None)
    for at in sorted(known, key=lambda at: abs(at.year - now.year)):
        ahead = at > now if request.clock else at.date() >= now.date()
        if ahead is not request.past or (at.date() == now.date() and not request.clock):
            return at
    return None


def _on(now: datetime, year: int, month: int, day: int, hour: int, minute: int) -> datetime | None:
    """That time of a year; None where the year has no such day."""
    try:
        return now.replace(year=year, month=month, day=day, hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        return None


class TimePad(Pad):
    """A pad that shows the time its digits name beside them."""

    LONGEST = CLOCK
    beside = ""

    def shown(self) -> str:
        """The time, then the digits."""
        return f"{self.beside}     {super().shown()}".strip()

    def accept(self, char: str) -> str:
        """Digits alone."""
        return char if char.isascii() and char.isdigit() else ""

    def retranslate(self) -> None:
        """Say the time again."""
        self.paint()


class TimeSheet(Sheet[TimeRequest, datetime]):
    """Answers the time, on the site's clock; None for Back."""

    CSS_PATH = "time_sheet.tcss"

    def heading(self) -> Wording:
        """What the time is for."""
        return self.request.title

    def body(self) -> Iterable[Any]:
        """How it is typed, and the pad."""
        yield Words(id="time-says")
        yield TimePad(id="time-pad")

    def opened(self) -> None:
        """Nothing typed yet."""
        pad = self.query_one(TimePad)
        pad.typed = ""
        pad.focus()

    @property
    def _time(self) -> datetime | None:
        return typed_time(self.query_one(TimePad).typed, self.app.now(), self.request)

    def paint(self) -> None:
        """How it is typed, and what it comes to."""
        with_clock = N_("Month, day, clock: 12081430 is 8 December 14:30. Then OK.")
        says = with_clock if self.request.clock else N_("Month and day: 1208 is 8 December. Then OK.")
        self.query_one("#time-says", Words).say(says)
        pad, at = self.query_one(TimePad), self._time
        pad.beside = (f"{when.day(at)} {when.clock(at)}" if self.request.clock else when.day(at)) if at else ""
        pad.paint()

    @on(TimePad.Typed)
    def _typed(self, event: TimePad.Typed) -> None:
        event.stop()
        self.repaint()

    @on(TimePad.Done)
    def _done(self, event: TimePad.Done) -> None:
        event.stop()
        at = self._time
        if at is None:
            past = self.request.past
            untold = N_("That is no time to come.") if past is False else N_("That is no day or time.")
            self.tell(N_("That is no day up to now.") if past else untold)
        else:
            self.answer(at)

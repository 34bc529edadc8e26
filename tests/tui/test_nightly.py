"""The start afresh of the night: from its hour on, in a minute that nobody misses, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.logbook import Logbook
from tests.support.ground import Desk, Walk
from tui import nightly
from tui.app import RoundsmanApp
from tui.launch import Ending
from tui.nightly import LONG_AGO, QUIET, Nightly, walked_here

SITE = ZoneInfo("Asia/Shanghai")
FOUR = {"ROUNDSMAN_RESTART_AT": "04:00"}


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02d}T{clock}:00").replace(tzinfo=SITE)


def begun(day: int, clock: str) -> Nightly:
    made = Nightly.read(FOUR, at(day, clock))
    assert made
    return made


@pytest.mark.parametrize("said", [{}, {"ROUNDSMAN_RESTART_AT": "never"}, {"ROUNDSMAN_RESTART_AT": "soon"}])
def test_where_nobody_said_from_when_it_never_ends_by_itself(said: dict[str, str]):
    assert Nightly.read(said, at(1, "12:00")) is None


@pytest.mark.parametrize(
    ("now", "due"),
    [(at(2, "03:59"), False), (at(2, "04:00"), True), (at(2, "06:59"), True), (at(2, "07:00"), False)],
)
def test_from_its_hour_on_and_not_into_the_day(now: datetime, due: bool):
    assert begun(1, "12:00").due(now, QUIET) is due


def test_it_waits_until_nobody_has_touched_anything_for_a_while():
    assert not begun(1, "12:00").due(at(2, "04:00"), QUIET - timedelta(seconds=1))


def test_once_a_night():
    assert not begun(2, "04:00").due(at(2, "04:30"), QUIET)
    assert begun(2, "04:00").due(at(3, "04:00"), QUIET)


def test_a_clock_that_is_set_makes_it_neither_late_for_years_nor_start_again_and_again():
    ahead = Nightly.read(FOUR, at(2, "12:00").replace(year=2031))
    assert ahead
    assert ahead.due(at(2, "04:00"), QUIET)
    afresh = begun(2, "04:00")
    assert not [minute for minute in range(30, 60) if afresh.due(at(2, f"03:{minute}"), QUIET)]  # set back over it
    assert not afresh.due(at(2, "04:00"), QUIET)


def test_an_hour_before_midnight_reaches_into_the_next_day():
    late = Nightly.read({"ROUNDSMAN_RESTART_AT": "23:30"}, at(1, "12:00"))
    assert late
    assert late.due(at(2, "00:15"), QUIET)


def test_a_round_holds_up_the_device_it_is_walked_with_until_it_is_finished_or_forgotten():
    desk = Desk().open()
    walk = Walk(desk).hour()
    assert walked_here(desk.ledger, desk.name, desk.wall)
    assert not walked_here(desk.ledger, "a tablet", desk.wall)
    assert not walked_here(desk.ledger, desk.name, desk.wall + LONG_AGO)
    walk.finish()
    assert not walked_here(desk.ledger, desk.name, desk.wall)


async def test_the_app_ends_with_its_own_code_when_nobody_is_in_the_middle_of_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ROUNDSMAN_RESTART_AT", "04:00")
    monkeypatch.setattr(nightly, "QUIET", timedelta(0))
    noon = datetime(2026, 11, 1, 12).astimezone()  # without a site the machine's own clock counts
    now = noon
    book = Logbook.open(tmp_path)
    try:
        app = RoundsmanApp(book, "kiosk", clock=lambda: now)
        async with app.run_test() as pilot:
            app.person = "somebody"
            now = noon + timedelta(hours=16)
            app._look()
            await pilot.pause()
            assert app.return_code is None
            app.person = None
            app._look()
            await pilot.pause()
        assert app.return_code == Ending.RESTART
    finally:
        book.close()

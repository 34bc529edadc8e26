"""The header: the round's clock in whole minutes, who walks it, what is saved; and the app that does not grow."""

from __future__ import annotations

import gc

import pytest

from checkpoints.work.people import PersonAdded, SignedOut
from checkpoints.work.rounds import course
from tests.support import walked
from tests.support.taps import tap
from tests.tui.conftest import until
from tui.screens.home import HomeScreen
from tui.screens.menu import MenuSheet
from tui.screens.message import MessageSheet


def header(app, part):
    return app.screen.query_one(f"Header .{part}").text


async def test_the_rounds_clock_counts_net_minutes_and_moves_once_a_minute(book, run_app, clock):
    round_id = walked.start(book)
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        assert header(app, "clock") == "0/60 min"
        walked.arrive(book, round_id, book.ledger.rounds.all[round_id].points[0])
        clock.advance(minutes=9, seconds=59)
        await until(pilot, lambda: header(app, "clock") == "9/60 min", "nine minutes")
        book.record("p02", lambda _now: course.pause(book.ledger, round_id, "rain", "p02"))
        app.changed({f"round:{round_id}"})
        await until(pilot, lambda: "paused" in header(app, "clock"), "the pause")


async def test_the_people_of_the_round_stand_in_the_header(book, run_app):
    walked.start(book)
    async with run_app(book, person="p02", lang="zh", size=(80, 24)) as (app, _pilot):
        assert header(app, "people") == "王敏 + 李强"


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "zh"), ((80, 24), "en"), ((100, 30), "en"), ((160, 48), "en")])
@pytest.mark.parametrize("place", ["tablet", "office"])
async def test_saved_and_waiting_are_always_in_full_view(book, run_app, size, lang, place):
    walked.start(book)
    async with run_app(book, person="p02", lang=lang, size=size, place=place) as (app, pilot):
        await pilot.pause()
        counts = app.screen.query_one("Header .saved")
        assert str(book.saved) in counts.text
        assert counts.region.width >= len(counts.text)
        assert counts.region.right <= size[0]


async def test_nothing_is_painted_while_nothing_happens(book, run_app, clock):
    walked.start(book)
    async with run_app(book, person="p02") as (app, pilot):
        await pilot.pause(0.8)
        painted = []
        app._display = lambda *_: painted.append(1)
        clock.advance(seconds=20)
        await pilot.pause(1.2)
        assert painted == []


async def test_quitting_in_the_middle_of_a_round_asks_first(book, run_app):
    walked.start(book)
    async with run_app(book, person="p02") as (app, pilot):
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, MessageSheet), "the question")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "home")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, MessageSheet), "the question")
        await pilot.pause()
        await tap(pilot, "#message-yes")
        await until(pilot, lambda: not app.is_running or app._exit, "the end")
        assert [e.body.why for e in book.ledger.events() if isinstance(e.body, SignedOut)] == ["closed"]


async def test_a_kiosk_is_not_quit_from_its_screen(book, run_app):
    async with run_app(book, place="kiosk") as (app, pilot):
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app._exit


async def test_opening_a_sheet_many_times_makes_it_once(book, run_app):
    async with run_app(book, person="p02") as (app, pilot):
        for _ in range(30):
            app.action_menu()
            await until(pilot, lambda: isinstance(app.screen, MenuSheet), "the menu")
            app.screen.answer(None)
            await until(pilot, lambda: isinstance(app.screen, HomeScreen), "home")
        gc.collect()
        assert sum(isinstance(thing, MenuSheet) for thing in gc.get_objects()) == 1


async def test_a_change_of_a_name_by_another_process_reaches_the_header(book, run_app):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        renamed = PersonAdded(person="p02", zh="王敏", en="Min Wang", role="assistant", department="service")
        book.record("p01", lambda _now: [renamed])
        app.changed({"person:p02"})
        await until(pilot, lambda: header(app, "people") == "Min Wang", "the new name")

"""The end of a round: why it counts or not, what can still be mended, and the verdict (D3.1 to D3.3)."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from checkpoints.work.people import PersonAdded
from checkpoints.work.rounds import presence
from tests.support.walked import arrive, start, walk
from tests.tui.conftest import until
from tui.screens.finish_sheet import FinishSheet


@pytest.fixture
def finishing(book, run_app):
    """`async with finishing(round_id) as (app, pilot, answers)`; `answers` fills when the sheet closes."""

    @asynccontextmanager
    async def opened(round_id, **more):
        async with run_app(book, **{"person": "p02", "lang": "en", **more}) as (app, pilot):
            answers = []

            async def ask():
                answers.append(await app.ask(FinishSheet, round_id))

            app.run_worker(ask())
            await until(pilot, lambda: isinstance(app.screen, FinishSheet) and app.screen.is_mounted)
            await pilot.pause()
            yield app, pilot, answers

    return opened


def says(app):
    return app.screen.query_one("#finish-headline").text + "\n" + app.screen.query_one("#finish-text").text


def shown(app):
    return {b.id for b in app.screen.query("Big") if b.id and b.region.area}


async def tap(pilot, selector):
    pilot.app.screen.query_one(selector).press()
    await pilot.pause()


async def choose_reason(pilot):
    await until(pilot, lambda: pilot.app.screen.query("#reason-ok"))
    await pilot.pause()
    pilot.app.screen.query("#reason-chips .tile").first().press()
    await pilot.pause()
    pilot.app.screen.query_one("#reason-ok").press()
    await until(pilot, lambda: isinstance(pilot.app.screen, FinishSheet))
    await pilot.pause()


async def test_a_good_round_is_said_to_count_before_it_is_finished(book, finishing):
    round_id = start(book)
    walk(book, round_id, minutes=68)
    async with finishing(round_id) as (app, _pilot, _answers):
        assert "✓ Finished now, it counts as the round of Mon 23 Nov, Morning." in says(app)
        assert "First scan to last: 68 min, 60 needed" in says(app)
        assert "Points reached: 18/18" in says(app)


async def test_a_minute_short_is_said_as_a_minute_short(book, finishing):
    round_id = start(book)
    walk(book, round_id, minutes=59 + 59 / 60)
    async with finishing(round_id) as (app, _pilot, _answers):
        assert "Only 59 min from the first scan to the last; 60 minutes are needed, 1 min are missing." in says(app)


async def test_a_pause_is_named_and_left_out(book, clock, finishing):
    round_id = start(book)
    arrive(book, round_id, "CP-01")
    clock.advance(minutes=25)
    arrive(book, round_id, "CP-02")
    clock.advance(minutes=5)
    arrive(book, round_id, "CP-45")
    async with finishing(round_id) as (app, _pilot, _answers):
        assert "First scan to last: 5 min" in says(app)
        assert "Pauses, left out: 25 min" in says(app)


async def test_missing_and_skipped_points_are_named(book, finishing):
    round_id = start(book)
    book.record("p02", lambda _now: presence.skip(book.ledger, round_id, "CP-33", "Key not available", "p02"))
    walk(book, round_id, leave_out=("CP-33", "CP-39"))
    async with finishing(round_id, lang="zh") as (app, _pilot, _answers):
        assert "既未到也未说明跳过的点（1）：CP-39 垃圾房" in says(app)
        assert "CP-33 生活水泵房: 钥匙借不到" in says(app)


async def test_a_tap_on_a_missing_point_answers_with_it(book, finishing):
    round_id = start(book)
    walk(book, round_id, leave_out=("CP-39",))
    async with finishing(round_id) as (app, pilot, answers):
        await tap(pilot, "#finish-missing")
        await until(pilot, lambda: app.screen.query("#list-tiles .tile"))
        await pilot.pause()
        app.screen.query("#list-tiles .tile").first().press()
        await until(pilot, lambda: answers == ["CP-39"])


async def test_one_more_scan_is_advised_when_the_last_minutes_would_then_be_enough(book, clock, finishing):
    round_id = start(book)
    walk(book, round_id, minutes=55)
    clock.advance(minutes=6)
    async with finishing(round_id) as (app, _pilot, _answers):
        assert "the last 6 min then count, 61 in all, enough" in says(app)


async def test_finishing_shows_the_verdict_with_one_button_home(book, finishing):
    round_id = start(book)
    walk(book, round_id)
    async with finishing(round_id) as (app, pilot, answers):
        await tap(pilot, "#finish-ok")
        await pilot.pause()
        assert "✓ This round counts: Mon 23 Nov, Morning." in says(app)
        assert shown(app) == {"sheet-back"}
        await tap(pilot, "#sheet-back")
        await until(pilot, lambda: answers == ["over"])


async def test_going_back_changes_nothing(book, finishing):
    round_id = start(book)
    async with finishing(round_id) as (_app, pilot, answers):
        before = book.ledger.count
        await pilot.press("escape")
        await until(pilot, lambda: answers == [None])
        assert book.ledger.count == before


async def test_giving_up_needs_a_reason_and_keeps_what_was_recorded(book, finishing):
    round_id = start(book)
    arrive(book, round_id, "CP-01")
    async with finishing(round_id) as (app, pilot, _answers):
        await tap(pilot, "#finish-give-up")
        await choose_reason(pilot)
        assert book.ledger.rounds.all[round_id].abandoned.reason == "Incident on the site"
        assert "Given up: Incident on the site" in says(app)
        assert shown(app) & {"finish-ok", "finish-give-up"} == set()


async def test_a_second_person_can_still_join_with_a_pin(book, finishing):
    round_id = start(book, second="")
    walk(book, round_id)
    async with finishing(round_id) as (app, pilot, _answers):
        assert "Only 1 took part" in says(app)
        await tap(pilot, "#finish-join")
        await until(pilot, lambda: app.screen.query("#pin-people .tile"))
        await pilot.pause()
        next(t for t in app.screen.query("#pin-people .tile") if "Li Qiang" in t.text).press()
        await pilot.pause()
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: isinstance(app.screen, FinishSheet))
        await pilot.pause()
        assert "✓ Finished now, it counts" in says(app)
        assert "finish-join" not in shown(app)


async def test_the_manager_can_allow_fewer_people(book, finishing):
    boss = PersonAdded(person="p09", zh="林经理", en="Manager Lin", role="manager", department="management")
    book.record("p01", lambda _now: [boss])
    round_id = start(book, by="p09", second="")
    walk(book, round_id, by="p09")
    async with finishing(round_id, person="p09") as (app, pilot, _answers):
        await tap(pilot, "#finish-waive")
        await choose_reason(pilot)
        assert "✓ Finished now, it counts" in says(app)
        assert "Fewer people allowed: Only one person on duty" in says(app)


async def test_an_assistant_is_not_offered_to_allow_fewer_people(book, finishing):
    round_id = start(book, second="")
    async with finishing(round_id) as (app, _pilot, _answers):
        assert "finish-waive" not in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 48)])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_long_verdict_can_be_read_to_its_end_with_big_buttons(book, finishing, size, lang):
    round_id = start(book, second="")
    arrive(book, round_id, "CP-01")
    arrive(book, round_id, "CP-02")
    async with finishing(round_id, size=size, lang=lang) as (app, pilot, _answers):
        reader = app.screen.query_one("#finish-text")
        room = reader.query_one("_Room")
        await pilot.pause()
        for _ in range(20):
            if room.scroll_y >= room.max_scroll_y:
                break
            await tap(pilot, ".-turn-down")
            await pilot.pause()
        assert room.scroll_y == room.max_scroll_y
        for big in (b for b in app.screen.query("Big") if b.region.area):
            assert big.outer_size.height >= 5, big
            assert big.outer_size.width >= 16, big
            assert app.screen.region.contains_region(big.region), big

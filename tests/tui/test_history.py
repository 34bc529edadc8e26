"""Round history and one round in full: what was walked, whether it counted, and what may still be decided."""

from __future__ import annotations

import pytest

from checkpoints.work.people import PersonAdded
from checkpoints.work.rounds import checking, presence
from tests.support.walked import arrive, finish, start, walk
from tests.tui.conftest import until


@pytest.fixture
def showing(book, run_app):
    """`async with showing(...)`: the app as p01, the supervisor, in English."""
    return lambda **more: run_app(book, **{"person": "p01", "lang": "en", **more})


def tiles(app):
    return [t.text for t in app.screen.query("#history-rounds .tile") if t.display]


def detail(app):
    return app.screen.query_one("#detail-text").text


async def tap(pilot, selector):
    pilot.app.screen.query_one(selector).press()
    await pilot.pause()


async def open_round(pilot, round_id):
    pilot.app.go("round_detail", round_id)
    await pilot.pause()


def short_round(book, by="p02", second="p03"):
    round_id = start(book, by=by, second=second)
    walk(book, round_id, minutes=41, by=by)
    finish(book, round_id, by)
    return round_id


async def test_the_newest_round_comes_first_with_its_verdict(book, clock, showing):
    short_round(book)
    clock.at = clock.at.replace(hour=14, minute=0)
    good = start(book, route="R-PM-EQUIP")
    walk(book, good)
    finish(book, good)
    async with showing() as (app, pilot):
        app.go("history")
        await pilot.pause()
        first, second = tiles(app)
        assert "Afternoon 14:00  ✓ counts\n68 min · 2 people · 15/15" in first
        assert "Morning 09:00  ! does not count\n41 min" in second


async def test_only_those_that_do_not_count_can_be_shown(book, clock, showing):
    short_round(book)
    clock.at = clock.at.replace(hour=14, minute=0)
    good = start(book, route="R-PM-EQUIP")
    walk(book, good)
    finish(book, good)
    async with showing() as (app, pilot):
        app.go("history")
        await pilot.pause()
        await tap(pilot, "#history-filter")
        assert [t for t in tiles(app) if "counts" in t] == []
        assert len(tiles(app)) == 1


@pytest.mark.parametrize(("size", "where"), [((80, 24), ".bar"), ((100, 30), "#history-rounds")])
async def test_many_rounds_turn_in_pages_with_big_buttons(book, showing, size, where):
    for _ in range(9):
        finish(book, start(book))
    async with showing(size=size) as (app, pilot):
        app.go("history")
        await pilot.pause()
        seen = len(tiles(app))
        [turn] = [big for big in app.screen.query(".-turn-next") if big.region.area]
        assert turn in app.screen.query(f"{where} Big")
        assert turn.outer_size.height >= 5
        assert turn.outer_size.width >= 16
        while not turn.disabled:
            turn.press()
            await pilot.pause()
            seen += len(tiles(app))
        assert seen == 9


async def test_a_tap_opens_the_round_and_back_leads_to_the_history(book, showing):
    short_round(book)
    async with showing() as (app, pilot):
        app.go("history")
        await pilot.pause()
        app.screen.query("#history-rounds .tile").first().press()
        await pilot.pause()
        assert app.current_mode == "round_detail"
        await pilot.press("escape")
        await pilot.pause()
        assert app.current_mode == "history"


async def test_each_point_is_told_with_time_method_answers_and_findings(book, clock, showing):
    round_id = start(book)
    arrive(book, round_id, "CP-01")
    checks = checking.checks_here(book.ledger, book.ledger.rounds.all[round_id], "CP-01")
    mark = next(c for c in checks if c.answer.type == "pass_fail_na")
    book.record(
        "p02",
        lambda now: checking.answer(book.ledger, round_id, "CP-01", mark.id, "fail", "p02", now, lang="en"),
    )
    book.record("p02", lambda _now: checking.pass_rest(book.ledger, round_id, "CP-01", "p02"))
    book.record("p02", lambda _now: presence.skip(book.ledger, round_id, "CP-02", "Bad weather", "p02"))
    async with showing() as (app, pilot):
        await open_round(pilot, round_id)
        text = detail(app)
        assert "1 CP-01 South main gate, pedestrian  ✓ 09:00 scanned" in text
        assert "passed together" in text
        assert f"✗ {mark.en}" in text
        assert f"▲ {next(iter(book.ledger.findings.all.values())).raised.number}" in text
        assert "2 CP-02 South vehicle barrier  – skipped: Bad weather" in text
        assert "3 CP-45 Customer service desk  ○ not reached" in text


async def test_the_stored_draw_is_drawn_again_and_equal(book, showing):
    round_id = start(book, route="", clusters=("east",), size=5)
    async with showing() as (app, pilot):
        await open_round(pilot, round_id)
        draw = book.ledger.rounds.all[round_id].started.draw
        assert f"Seed: {draw.seed}" in detail(app)
        assert "5 of 7 points" in detail(app)
        assert "Drawn again from the seed: ✓ the same points" in detail(app)


async def test_the_supervisor_accepts_a_short_round_with_a_reason(book, showing):
    round_id = short_round(book)
    async with showing() as (app, pilot):
        await open_round(pilot, round_id)
        await tap(pilot, "#detail-accept")
        await until(pilot, lambda: app.screen.query("#reason-ok"))
        await pilot.pause()
        app.screen.query("#reason-chips .tile").first().press()
        await pilot.pause()
        app.screen.query_one("#reason-ok").press()
        await until(pilot, lambda: book.ledger.rounds.all[round_id].accepted is not None)
        await until(pilot, lambda: app.current_mode == "round_detail" and "✓ This round counts" in detail(app))
        assert "Accepted short by Li Qiang: Dealt with an incident on the way" in detail(app)


async def test_who_may_not_accept_is_told_who_may(book, showing):
    round_id = short_round(book, by="p01", second="p02")
    async with showing(person="p02") as (app, pilot):
        await open_round(pilot, round_id)
        assert app.screen.query_one("#detail-accept").disabled
        assert "Accept short round: Only the supervisor or the manager" in detail(app)


async def test_nobody_accepts_a_round_they_walked_themselves(book, showing):
    round_id = short_round(book, by="p02", second="p01")
    async with showing() as (app, pilot):
        await open_round(pilot, round_id)
        assert app.screen.query_one("#detail-accept").disabled
        assert "You walked this round yourself" in detail(app)


async def test_only_the_manager_allows_fewer_people_afterwards(book, showing):
    boss = PersonAdded(person="p09", zh="林经理", en="Manager Lin", role="manager", department="management")
    book.record("p01", lambda _now: [boss])
    round_id = start(book, second="")
    walk(book, round_id)
    finish(book, round_id)
    async with showing() as (app, pilot):
        await open_round(pilot, round_id)
        assert app.screen.query_one("#detail-waive").disabled
        app.person = "p09"
        app.screen.repaint()
        assert not app.screen.query_one("#detail-waive").disabled


async def test_a_round_that_counts_offers_nothing_to_decide(book, showing):
    round_id = start(book)
    walk(book, round_id)
    finish(book, round_id)
    async with showing() as (app, pilot):
        await open_round(pilot, round_id)
        assert not app.screen.query_one("#detail-accept").display
        assert not app.screen.query_one("#detail-waive").display


async def test_the_whole_round_is_in_the_language_of_the_moment(book, showing):
    round_id = short_round(book)
    async with showing() as (app, pilot):
        await open_round(pilot, round_id)
        await pilot.press("f2")
        await pilot.pause()
        assert "! 本次巡区不计入" in detail(app)
        assert "首扫到末扫只有 41 分，需要 60 分，还差 19 分。" in detail(app)

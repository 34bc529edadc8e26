"""Home: the two rounds of today, what nobody visited, and where a scan leads from there (D3.1)."""

from __future__ import annotations

import pytest

from checkpoints.site import codes
from checkpoints.work import labels
from tests.support.walked import arrive, finish, start, walk
from tests.tui.conftest import until
from tui.scan import Scanned

KEY = codes.Key(1, b"a key for tests, no secret")


def at(clock, hour, minute=0):
    clock.at = clock.at.replace(hour=hour, minute=minute)


def text(app, selector):
    return app.screen.query_one(selector).text


async def tap(pilot, selector):
    pilot.app.screen.query_one(selector).press()
    await pilot.pause()


def code_of(book, checkpoint):
    site = book.ledger.site
    book.record("p01", lambda _now: labels.issue(book.ledger, checkpoint, KEY))
    return codes.make(site.site.id, site.checkpoint_of[checkpoint].number, 1, KEY)


async def test_in_the_morning_both_rounds_are_owed_until_their_hour(home):
    async with home() as (app, _pilot):
        assert "○ owed" in text(app, "#home-am")
        assert "until 12:00" in text(app, "#home-am")
        assert "from 12:00 to 18:00" in text(app, "#home-pm")
        assert "Tap to start" not in text(app, "#home-pm")


async def test_a_finished_round_shows_minutes_people_and_points(book, clock, home):
    round_id = start(book)
    walk(book, round_id, minutes=68)
    finish(book, round_id)
    async with home() as (app, _pilot):
        assert "✓ done" in text(app, "#home-am")
        assert "68 min · 2 people · 18/18" in text(app, "#home-am")


async def test_a_round_that_does_not_count_says_why_on_its_card(book, clock, home):
    round_id = start(book)
    walk(book, round_id, minutes=41)
    finish(book, round_id)
    async with home(size=(160, 48)) as (app, _pilot):
        assert "! does not count" in text(app, "#home-am")
        assert "Only 41 min from the first scan to the last" in text(app, "#home-am")


async def test_the_end_of_the_morning_turns_owed_into_missed_without_a_touch(clock, home):
    async with home() as (app, pilot):
        at(clock, 12)
        app.screen._look()
        await pilot.pause()
        assert "✗ missed" in text(app, "#home-am")
        assert "Tap: say why" in text(app, "#home-am")


async def test_a_missed_round_is_explained_in_three_taps(book, clock, home):
    at(clock, 13)
    async with home() as (app, pilot):
        await tap(pilot, "#home-am")
        await pilot.pause()
        app.screen.query(".tile").first().press()
        await pilot.pause()
        await tap(pilot, "#reason-ok")
        await until(pilot, lambda: app.current_mode == "home" and "Reason:" in text(app, "#home-am"))
        assert book.ledger.missed["2026-11-23.am"].explained.reason == "Storm or heavy rain"


async def test_a_reason_chosen_in_english_is_read_in_chinese(book, clock, home):
    from checkpoints.work import missed

    at(clock, 13)
    day = clock.at.date()
    book.record("p02", lambda now: missed.explain(book.ledger, day, "am", "Storm or heavy rain", "p02", now))
    async with home(lang="zh") as (app, _pilot):
        assert "暴雨台风等恶劣天气" in text(app, "#home-am")


async def test_one_tap_goes_on_with_my_round_at_its_point(book, clock, home):
    round_id = start(book)
    arrive(book, round_id, "CP-01")
    async with home() as (app, pilot):
        assert "CP-01" in text(app, "#home-go")
        assert not app.screen.query_one("#home-start").display
        await tap(pilot, "#home-go")
        assert app.current_mode == "checkpoint"


async def test_a_round_that_others_walk_with_this_device_can_be_joined_with_my_pin(book, clock, home):
    round_id = start(book, second="")
    async with home(person="p01") as (app, pilot):
        await tap(pilot, "#home-join")
        await pilot.pause()
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: "p01" in book.ledger.rounds.all[round_id].people)
        joined = book.ledger.history("round:" + round_id)[-1]
        assert joined.actor == "p01"
        await until(pilot, lambda: app.current_mode == "checkpoint")


async def test_a_scan_without_a_round_says_to_start_one(book, home):
    code = code_of(book, "CP-05")
    async with home() as (app, pilot):
        app.screen.post_message(Scanned(code))
        await pilot.pause()
        notice = text(app, "Notice")
        assert "CP-05" in notice
        assert "Start a round first" in notice


async def test_a_scan_of_a_point_of_my_round_goes_there_and_arrives(book, home):
    code = code_of(book, "CP-02")
    round_id = start(book)
    async with home() as (app, pilot):
        app.screen.post_message(Scanned(code))
        await until(pilot, lambda: app.current_mode == "checkpoint")
        await until(pilot, lambda: book.ledger.rounds.all[round_id].visit("CP-02").arrivals)


async def test_a_scan_of_a_place_that_is_not_on_my_round_changes_nothing(book, home):
    code = code_of(book, "CP-46")
    start(book)
    async with home() as (app, pilot):
        before = book.ledger.count
        app.screen.post_message(Scanned(code))
        await pilot.pause()
        assert "is not on your round" in text(app, "Notice")
        assert (app.current_mode, book.ledger.count) == ("home", before)


async def test_nobody_joins_a_round_from_the_office(book, home):
    start(book, second="")
    async with home(person="p01", place="office") as (app, _pilot):
        assert not app.screen.query_one("#home-join").display


async def test_places_nobody_visited_for_a_week_are_counted_and_listed(book, clock, home):
    round_id = start(book)
    walk(book, round_id)
    async with home() as (app, pilot):
        assert "28 places not visited" in text(app, "#home-stale")
        await tap(pilot, "#home-stale")
        await until(pilot, lambda: "CP-03" in app.screen.query(".tile").first().text)


async def test_in_the_office_rounds_are_only_entered_from_paper(home):
    async with home(place="office") as (app, pilot):
        assert "from paper" in text(app, "#home-start")
        await tap(pilot, "#home-start")
        assert app.screen.paper


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 48)])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_button_is_big_enough_for_a_glove_and_whole(book, home, size, lang):
    start(book)
    async with home(size=size, lang=lang) as (app, _pilot):
        for big in (b for b in app.screen.query("#body Big") if b.region.area):
            assert big.outer_size.height >= 5, big
            assert big.outer_size.width >= 16, big
            assert app.screen.region.contains_region(big.region), big


async def test_a_repaint_with_nothing_new_draws_nothing(book, home):
    round_id = start(book)
    walk(book, round_id, minutes=30)
    async with home() as (app, pilot):
        await pilot.pause()
        drawn = []
        for widget in app.screen.query("*"):
            widget.refresh = lambda *_regions, widget=widget, **_how: drawn.append(widget)
        app.screen.repaint()
        assert drawn == []

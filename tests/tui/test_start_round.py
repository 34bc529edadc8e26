"""Starting a round: what, with whom, and off (D3.1, D3.3)."""

from __future__ import annotations

import pytest

from checkpoints.work.rounds.draw import drawn
from tests.support.walked import start
from tests.tui.conftest import until


@pytest.fixture
def choosing(book, run_app):
    """`async with choosing() as (app, pilot)`: the app where a round is chosen."""
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def opened(**more):
        async with run_app(book, **{"person": "p02", "lang": "en", **more}) as (app, pilot):
            app.go("start_round", "")
            await pilot.pause()
            yield app, pilot

    return opened


def tiles(app, selector):
    return [t for t in app.screen.query(f"{selector} .tile") if t.display]


def the_round(book):
    return book.ledger.rounds.open_for("p02")


async def choose(pilot, selector, words):
    next(t for t in tiles(pilot.app, selector) if words in t.text).press()
    await pilot.pause()


async def tap(pilot, selector):
    pilot.app.screen.query_one(selector).press()
    await pilot.pause()


async def bring(pilot, name="Li Qiang", pin="2468"):
    """The second person takes the tablet and gives the PIN."""
    screen = pilot.app.screen
    await choose(pilot, "#start-people", name)
    await pilot.pause()
    await pilot.press(*pin, "enter")
    await until(pilot, lambda: pilot.app.screen is screen)
    await pilot.pause()


async def test_the_route_of_this_weekday_and_half_comes_first(choosing):
    async with choosing() as (app, _pilot):
        assert "Morning, east cluster" in tiles(app, "#start-routes")[0].text
        assert "✓ for now" in tiles(app, "#start-routes")[0].text


async def test_a_route_for_the_other_half_says_that_it_would_not_count(choosing):
    async with choosing() as (app, _pilot):
        other = [t.text for t in tiles(app, "#start-routes") if "Afternoon" in t.text]
        assert other
        assert all("! not for now: Afternoon" in text for text in other)


async def test_a_second_person_with_a_pin_is_on_the_round_from_its_start(book, choosing):
    async with choosing() as (app, pilot):
        await choose(pilot, "#start-routes", "Morning, east")
        await bring(pilot)
        assert "✓ Wang Min, Li Qiang" in app.screen.query_one("#start-says").text
        await tap(pilot, "#start-go")
        assert the_round(book).people == ["p02", "p01"]
        assert app.current_mode == "checkpoint"


async def test_nothing_is_recorded_before_start_is_tapped(book, choosing):
    async with choosing() as (_app, pilot):
        before = book.ledger.count
        await choose(pilot, "#start-routes", "Morning, east")
        await bring(pilot)
        assert book.ledger.count == before


async def test_starting_alone_is_possible_and_says_that_it_will_not_count(book, choosing):
    async with choosing() as (app, pilot):
        await choose(pilot, "#start-routes", "Morning, east")
        assert "Wang Min alone: does not count" in app.screen.query_one("#start-says").text
        assert app.screen.query_one("#start-go").text == "Start alone ▶"
        await tap(pilot, "#start-go")
        assert the_round(book).people == ["p02"]


async def test_who_walks_another_round_cannot_be_taken_along(book, choosing):
    start(book, by="p01", second="")
    async with choosing() as (app, pilot):
        await choose(pilot, "#start-routes", "Morning, east")
        await choose(pilot, "#start-people", "Li Qiang")
        await pilot.pause()
        assert "walking another round" in app.screen.query_one("Notice").text


async def test_who_has_no_pin_is_told_how_to_get_one(choosing):
    async with choosing() as (app, pilot):
        await choose(pilot, "#start-routes", "Morning, east")
        await choose(pilot, "#start-people", "Zhao")
        await pilot.pause()
        assert "No PIN yet" in app.screen.query_one("Notice").text


async def test_a_language_switch_keeps_every_choice(choosing):
    async with choosing() as (app, pilot):
        await choose(pilot, "#start-routes", "Sampled")
        await choose(pilot, "#start-clusters", "East cluster")
        await tap(pilot, "#start-less")
        await pilot.press("f2")
        await pilot.pause()
        assert app.screen.query_one("#start-size").text == "15 点"
        chosen = next(t for t in tiles(app, "#start-clusters") if "东组团" in t.text)
        assert chosen.text.startswith("✓")


async def test_a_sample_too_small_for_the_window_is_refused_with_the_number_needed(choosing):
    async with choosing() as (app, pilot):
        await choose(pilot, "#start-routes", "Sampled")
        app.screen.points = 2
        await tap(pilot, "#start-next")
        assert app.screen.step == "draw"
        assert "Take at least 4" in app.screen.query_one("Notice").text


async def test_the_drawn_points_are_shown_and_can_be_drawn_again(book, choosing):
    async with choosing() as (app, pilot):
        await choose(pilot, "#start-routes", "Sampled")
        await choose(pilot, "#start-clusters", "East cluster")
        for _ in range(11):
            await tap(pilot, "#start-less")
        await tap(pilot, "#start-next")
        await tap(pilot, "#start-go")
        round_ = the_round(book)
        assert len(round_.points) == 5
        assert drawn(round_.started.draw) == round_.points
        text = app.screen.query_one("#start-drawn").text
        assert all(point in text for point in round_.points)
        assert "never visited" in text
        await tap(pilot, "#start-walk")
        assert app.current_mode == "checkpoint"


async def test_paper_says_its_consequence_before_it_is_chosen(book, choosing):
    async with choosing() as (app, pilot):
        await tap(pilot, "#start-paper")
        await pilot.pause()
        assert "never counts" in app.screen.query_one("#message-says").text
        await tap(pilot, "#message-yes")
        await until(pilot, lambda: app.current_mode == "start_round" and app.screen.query("#start-go"))
        await choose(pilot, "#start-routes", "Morning, east")
        await tap(pilot, "#start-go")
        round_ = the_round(book)
        assert round_.started.paper
        await until(pilot, lambda: app.current_mode == "checkpoint")
        assert "on the sheet of paper" in app.screen.query_one("#card-says").text
        assert not app.screen.query_one("#card-damaged").display
        await tap(pilot, "#card-paper")
        await until(pilot, lambda: app.screen.listed.display)
        assert the_round(book).visit(app.screen.checkpoint).arrivals[0].fact.method == "paper"


async def test_after_the_afternoon_hour_a_start_is_warned_of(clock, choosing):
    clock.at = clock.at.replace(hour=18, minute=5)
    async with choosing() as (app, _pilot):
        assert "It is after 18:00" in app.screen.query_one("#start-says").text


async def test_back_goes_one_step_at_a_time(choosing):
    async with choosing() as (app, pilot):
        await choose(pilot, "#start-routes", "Sampled")
        await tap(pilot, "#start-next")
        steps = [app.screen.step]
        for _ in range(2):
            await pilot.press("escape")
            steps.append(app.screen.step)
        await pilot.press("escape")
        await pilot.pause()
        assert (steps, app.current_mode) == (["people", "draw", "choose"], "home")


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 48)])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_button_of_every_step_is_big_enough_for_a_glove_and_whole(choosing, size, lang):
    async with choosing(size=size, lang=lang) as (app, pilot):
        for step in ("choose", "draw", "people"):
            app.screen._to(step)
            await pilot.pause()
            for big in (b for b in app.screen.query("#body Big") if b.region.area):
                assert big.outer_size.height >= 5, (step, big)
                assert big.outer_size.width >= 16, (step, big)
                assert app.screen.region.contains_region(big.region), (step, big)

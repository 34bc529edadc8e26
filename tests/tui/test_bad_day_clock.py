"""A bad day with clocks and people: hands are moved, PINs are guessed, somebody is taken off the list meanwhile."""

from __future__ import annotations

import pytest

from checkpoints.ledger import queries
from checkpoints.work.people import PersonAdded, SignInRefused
from checkpoints.work.rounds import course
from store.logbook import Logbook
from tests.support.patrol import GATE, LOBBY, Patrol, Walker, patrol  # noqa: F401
from tests.tui.conftest import hashed, until
from tests.tui.test_shell import bodies, choose, shown, type_pin


@pytest.fixture
def timed(patrol, clock):  # noqa: F811
    """The patrol's folder opened with a clock that a test moves, and a round begun by it."""
    patrol.book.close()
    made = Patrol(patrol.folder, Logbook.open(patrol.folder, clock=clock), codes=patrol.codes)
    made.book.record("p02", lambda _now: course.abandon(made.ledger, patrol.round, "another clock", "p02"))
    made.start()
    yield made
    made.book.close()


def move_hands(clock, **by):
    """The wall clock jumps; the machine's own count goes on as it was."""
    before = clock.at
    clock.advance(**by)
    clock.up_from += clock.at - before


@pytest.mark.parametrize("hours", [24, -24, 3, -24 * 400])
async def test_a_clock_that_jumps_on_a_round_is_flagged_and_stops_nobody(run_app, timed, clock, hours):
    async with run_app(timed.book, person="p02", lang="en") as (app, pilot):
        walker = Walker(app, pilot, timed)
        await walker.go(GATE)
        await walker.scan(GATE)
        clock.advance(minutes=2)
        move_hands(clock, hours=hours)
        app._look()
        await walker.press("space")
        clock.advance(minutes=2)
        await walker.scan(LOBBY)
        assert app.person == "p02", "the idle timer does not look at the hands"
        assert timed.visit(GATE).answers
        assert timed.visit(LOBBY).arrivals
        assert "clock" in {r.code for r in queries.verdict(timed.ledger, timed.state).warnings}
        for mode in ("home", "history", "start_round"):
            app.go(mode)
            await pilot.pause()
            assert app.current_mode == mode


@pytest.mark.parametrize(("hour", "minute"), [(11, 59), (23, 59)])
async def test_noon_and_midnight_come_while_somebody_walks(run_app, timed, clock, hour, minute):
    clock.at = clock.at.replace(hour=hour, minute=minute)
    async with run_app(timed.book, person="p02", lang="en") as (app, pilot):
        walker = Walker(app, pilot, timed)
        await walker.go(GATE)
        await walker.scan(GATE)
        clock.advance(minutes=2)
        app._look()
        await walker.press("space")
        app.go_home()
        await pilot.pause()
        app.screen._look()
        await walker.scan(LOBBY)
        await walker.until(lambda: timed.visit(LOBBY).arrivals, "the arrival after the turn of the day")


async def guess(app, pilot, book, times, name="Wang Min"):
    await choose(pilot, app, name)
    for turn in range(times):
        await type_pin(pilot, app, "1111")
        await until(pilot, lambda turn=turn: len(bodies(book, SignInRefused)) == turn + 1, "a refusal")


@pytest.mark.parametrize("days", [1, -1, -400])
async def test_moving_the_clock_does_not_help_who_guesses_pins(book, run_app, clock, days):
    async with run_app(book, lang="en") as (app, pilot):
        await guess(app, pilot, book, 3)
        move_hands(clock, days=days)
        await type_pin(pilot, app, "1357")
        await until(pilot, lambda: "Try again in 5 s" in shown(app), "the wait")
        assert app.person is None
        clock.advance(seconds=5)
        await type_pin(pilot, app, "1357")
        await until(pilot, lambda: app.person == "p02", "the sign-in")


async def test_a_restart_does_not_help_either_and_no_pin_is_left_anywhere(book, run_app, clock, tmp_path):
    async with run_app(book, lang="en") as (app, pilot):
        await guess(app, pilot, book, 4 - 1)
    async with run_app(book, lang="en") as (app, pilot):
        await choose(pilot, app, "Wang Min")
        await until(pilot, lambda: "Try again in 5 s" in shown(app), "the wait after the restart")
        clock.advance(seconds=5)
        await type_pin(pilot, app, "2468")
        await until(pilot, lambda: len(bodies(book, SignInRefused)) == 4, "the PIN of another person refused")
        assert app.person is None
        assert "2468" not in shown(app)
    kept = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and p.suffix != ".journal")
    assert not any(secret in kept for secret in (b"1111", b"2468", hashed("1357").encode()))


async def test_who_is_taken_off_the_list_meanwhile_is_signed_out_and_told(run_app, timed):
    async with run_app(timed.book, person="p02", lang="en") as (app, pilot):
        walker = Walker(app, pilot, timed)
        await walker.go(GATE)
        await walker.scan(GATE)
        office = Logbook.open(timed.folder, clock=timed.book.clock)
        left = PersonAdded(person="p02", zh="王敏", en="Wang Min", role="assistant", department="service", active=False)
        office.record("p01", lambda _now: [left])
        office.close()
        app._look()
        await until(pilot, lambda: app.current_mode == "sign_in", "the sign-in screen")
        assert app.person is None
        assert "Wang Min was taken off the list" in walker.notice
        assert timed.visit(GATE).arrivals, "what was saved is kept"
        assert timed.state.open

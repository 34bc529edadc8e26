"""The first start: the demo, or the default site with a first supervisor."""

from __future__ import annotations

from textual.widgets import Input

from store.pins import verify
from tests.support.taps import tap
from tests.tui.conftest import until
from tests.tui.test_shell import shown, type_pin
from tui.screens.first_person import FirstPersonSheet
from tui.screens.message import MessageSheet
from tui.screens.pin_sheet import PinSheet
from tui.screens.sign_in import SignInScreen
from tui.screens.welcome import WelcomeScreen


async def test_the_demo_writes_its_days_and_shows_who_can_sign_in(empty_book, run_app):
    async with run_app(empty_book, lang="en") as (app, pilot):
        assert isinstance(app.screen, WelcomeScreen)
        app.screen.demo_days = 2
        await tap(pilot, "#welcome-demo")
        await until(pilot, lambda: isinstance(app.screen, MessageSheet), "the people")
        await pilot.pause()
        assert "1357    Zhou Min  Supervisor" in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SignInScreen), "the sign-in screen")
        assert len(empty_book.ledger.rounds.all) > 0


async def test_the_demo_can_be_stopped_and_keeps_whole_days(empty_book, run_app):
    async with run_app(empty_book) as (app, pilot):
        app.screen.demo_days = 300
        await tap(pilot, "#welcome-demo")
        await until(pilot, lambda: (app.screen._progress or (0, 0))[0] > 0, "the first day")
        await tap(pilot, "#welcome-stop")
        await until(pilot, lambda: isinstance(app.screen, MessageSheet), "the people")
        assert empty_book.ledger.site is not None
        assert len(empty_book.ledger.people.active()) > 2


async def test_the_default_site_begins_with_a_supervisor_who_can_sign_in(empty_book, run_app):
    async with run_app(empty_book, lang="en") as (app, pilot):
        await tap(pilot, "#welcome-site")
        await until(pilot, lambda: isinstance(app.screen, FirstPersonSheet), "the sheet")
        await pilot.pause()
        name = app.screen.query_one("#first-en", Input)
        assert (app.screen.query_one("#first-zh", Input).value, name.value) == ("客服主任", "Supervisor")
        name.value = "Ann Supervisor"
        await tap(pilot, "#first-next")
        for pin in ("1111", "2580", "2581", "2580", "2580"):  # weak, first, differs, first again, the same
            await pilot.press(*pin, "enter")
            await pilot.pause()
        await until(pilot, lambda: isinstance(app.screen, SignInScreen), "the sign-in screen")
        (person,) = empty_book.ledger.people.active()
        assert (person.name("en"), person.role) == ("Ann Supervisor", "supervisor")
        assert verify(person, "2580")
        assert empty_book.ledger.site is not None
        await tap(pilot, ".tile")
        await until(pilot, lambda: isinstance(app.screen, PinSheet), "the PIN pad")
        await type_pin(pilot, app, "2580")
        await until(pilot, lambda: app.person == person.id, "the sign-in")


async def test_going_back_from_the_first_person_saves_nothing(empty_book, run_app):
    async with run_app(empty_book) as (app, pilot):
        await tap(pilot, "#welcome-site")
        await until(pilot, lambda: isinstance(app.screen, FirstPersonSheet), "the sheet")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen), "the welcome screen")
        assert empty_book.saved == 0

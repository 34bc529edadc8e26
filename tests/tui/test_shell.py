"""The shell: signing in and out, the header, language and look, messages, what others wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import Input

from checkpoints.fact import Refused
from checkpoints.work.people import PersonAdded, SignedOut, SignInRefused
from store.errors import StoreError
from store.logbook import Logbook
from tests.support.taps import tap
from tests.tui.conftest import until
from tui import i18n
from tui.cameras import Cameras
from tui.screens.base import Sheet
from tui.screens.home import HomeScreen
from tui.screens.menu import MenuSheet
from tui.screens.pin_sheet import PinSheet
from tui.screens.sign_in import SignInScreen
from tui.widgets.field import Field


def shown(app):
    """Everything the screen says, as one text."""
    parts = [w.text for w in app.screen.query("Words, Big") if w.display and hasattr(w, "text")]
    return "\n".join(parts)


def bodies(book, kind):
    return [e.body for e in book.ledger.events() if isinstance(e.body, kind)]


async def choose(pilot, app, name):
    tile = next(big for big in app.screen.query(".tile") if name in big.text)
    await tap(pilot, tile)


async def type_pin(pilot, app, pin):
    await until(pilot, lambda: isinstance(app.screen, PinSheet), "the PIN pad")
    await pilot.press(*pin, "enter")


async def test_a_right_pin_signs_in_and_the_header_names_the_person(book, run_app):
    async with run_app(book) as (app, pilot):
        await choose(pilot, app, "王敏")
        await type_pin(pilot, app, "1357")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "home")
        assert app.person == "p02"
        assert "王敏" in app.screen.query_one("Header .people").text


async def test_a_pin_can_be_given_by_touch_alone(book, run_app):
    async with run_app(book) as (app, pilot):
        await choose(pilot, app, "李强")
        await until(pilot, lambda: isinstance(app.screen, PinSheet), "the PIN pad")
        await pilot.pause()
        for digit in "2468":
            await tap(pilot, next(key for key in app.screen.query("Key") if key.data == digit))
        assert "2468" not in shown(app)
        await tap(pilot, next(key for key in app.screen.query("Key") if key.data == "ok"))
        await until(pilot, lambda: app.person == "p01", "the sign-in")


async def test_wrong_pins_are_recorded_and_the_wait_counts_down_in_seconds(book, run_app, clock):
    async with run_app(book, lang="en") as (app, pilot):
        await choose(pilot, app, "Wang Min")
        for turn in range(3):
            await type_pin(pilot, app, "1111")
            await until(pilot, lambda turn=turn: len(bodies(book, SignInRefused)) == turn + 1, "a refusal")
        await until(pilot, lambda: "Try again in 5 s" in shown(app), "the wait")
        clock.advance(seconds=2)
        await until(pilot, lambda: "Try again in 3 s" in shown(app), "the wait after two seconds")
        await type_pin(pilot, app, "1357")
        await pilot.pause(0.2)
        assert app.person is None
        clock.advance(seconds=4)
        await until(pilot, lambda: "Type the PIN" in shown(app) or "not right" in shown(app), "the end of the wait")
        await type_pin(pilot, app, "1357")
        await until(pilot, lambda: app.person == "p02", "the sign-in")


@pytest.mark.parametrize("place", ["tablet", "office"])
async def test_nobody_without_a_pin_gets_in_and_is_told_how_to_get_one(book, run_app, place):
    async with run_app(book, lang="en", place=place) as (app, pilot):
        await choose(pilot, app, "Engineer Zhao")
        await until(pilot, lambda: app.screen.query_one("Notice").display, "the message")
        assert "roundsman people pin p03" in app.screen.query_one("Notice").text
        assert isinstance(app.screen, SignInScreen)


async def test_after_standing_idle_the_person_is_signed_out_and_it_is_recorded(book, run_app):
    async with run_app(book, person="p02") as (app, pilot):
        app.idle_after = timedelta(0)
        await until(pilot, lambda: isinstance(app.screen, SignInScreen), "the sign-in screen")
        assert [fact.why for fact in bodies(book, SignedOut)] == ["idle"]
        assert app.person is None


class Draft(Sheet[None, str]):
    """A sheet with a half-filled field."""

    def body(self):
        yield Field("name", id="draft")


async def test_signing_out_keeps_a_half_filled_sheet_for_whoever_comes_back(book, run_app):
    async with run_app(book, person="p02") as (app, pilot):
        answers = []

        async def ask():
            answers.append(await app.ask(Draft, None))

        app.run_worker(ask())
        await until(pilot, lambda: isinstance(app.screen, Draft), "the sheet")
        await pilot.press("tab", *"half")
        app.screen.query_one(Input).value = "half"
        app.sign_out("idle")
        await until(pilot, lambda: isinstance(app.screen, SignInScreen), "the sign-in screen")
        app.sign_in("p01")
        await until(pilot, lambda: isinstance(app.screen, Draft), "the sheet again")
        assert app.screen.query_one(Input).value == "half"
        app.screen.answer("whole")
        await until(pilot, lambda: answers == ["whole"], "the answer")


async def test_f2_says_everything_in_the_other_language_and_keeps_text_cursor_and_focus(book, run_app):
    async with run_app(book, person="p02") as (app, pilot):
        app.run_worker(app.ask(Draft, None))
        await until(pilot, lambda: isinstance(app.screen, Draft), "the sheet")
        field = app.screen.query_one(Input)
        field.value, field.cursor_position = "积水", 1
        field.focus()
        await pilot.press("f2")
        assert i18n.lang() == "en"
        assert "Back" in shown(app)
        assert (field.value, field.cursor_position, app.focused) == ("积水", 1, field)
        await pilot.press("f2")
        assert "返回" in shown(app)


async def test_f3_switches_between_day_and_night(book, run_app):
    async with run_app(book) as (app, pilot):
        assert app.theme == "day"
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, MenuSheet), "a sheet by day")
        by_day = app.screen.styles.background
        assert app.screen.query_one("#menu-switch_theme").styles.color.brightness < 0.5
        await pilot.press("escape", "f3", "f10")
        assert app.theme == "night"
        await until(pilot, lambda: isinstance(app.screen, MenuSheet), "the same sheet")
        await until(pilot, lambda: app.screen.styles.background != by_day, "in the other colours")
        assert app.screen.query_one("#menu-switch_theme").styles.color.brightness > 0.5
        await pilot.press("f3", "escape")
        await until(pilot, lambda: not isinstance(app.screen, MenuSheet), "what was below the sheet")
        await until(pilot, lambda: app.screen.styles.background.brightness > 0.5, "by day again")


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_the_menu_has_everything_in_reach_of_a_glove_and_of_a_keyboard(book, run_app, size, tmp_path):
    async with run_app(book, person="p01", size=size) as (app, pilot):
        app.cameras = Cameras(str(tmp_path))
        app.app_focus = False  # what a terminal tells, or does not tell, of its own focus
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, MenuSheet), "the menu")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "menu-switch_language", "no harm")
        shown_acts = {str(big.id) for big in app.screen.query("#menu-acts Big") if big.display}
        assert {"menu-camera", "menu-labels", "menu-presence"} <= shown_acts  # p01 issues labels and reviews
        for big in (b for b in app.screen.query("Big") if b.display):
            assert big.region.height >= 5
            assert big.region.width >= 16
            assert big.region.bottom <= size[1]
            assert big.region.right <= size[0]
        await tap(pilot, "#menu-presence")
        await until(pilot, lambda: app.current_mode == "presence")
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, MenuSheet), "the menu")
        await tap(pilot, "#menu-sign_out")
        await until(pilot, lambda: app.person is None, "the sign-out")
        app.sign_in("p02")
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, MenuSheet), "the menu")
        await until(pilot, lambda: not app.screen.query_one("#menu-presence").display, "no presence for an assistant")


@pytest.mark.parametrize("place", ["tablet", "kiosk"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 48)])
async def test_buttons_of_tablet_and_kiosk_are_five_rows_by_sixteen_columns(book, run_app, place, size):
    async with run_app(book, place=place, size=size) as (app, pilot):
        await pilot.pause()
        seen = [big for big in app.screen.query("Big") if big.region.area]
        assert len(seen) > 4
        assert [big for big in seen if big.region.height < 5 or big.region.width < 16] == []


async def test_what_another_process_writes_appears_by_itself(book, run_app, clock):
    async with run_app(book) as (app, pilot):
        other = Logbook.open(book.data, clock=clock)
        newcomer = PersonAdded(person="p09", zh="新来", en="New", role="staff", department="service")
        other.record("p01", lambda _now: [newcomer])
        other.close()
        await until(pilot, lambda: "新来" in shown(app), "the newcomer's tile")


async def test_a_refusal_is_told_in_the_persons_language_and_goes_with_the_next_key(book, run_app):
    async with run_app(book, person="p02") as (app, pilot):

        def no(_now):
            raise Refused("pin.wait", "Too many wrong PINs. Try again in {seconds} s.", seconds=7)

        assert app.record(no) is None
        notice = app.screen.query_one("Notice")
        await until(pilot, lambda: "请 7 秒后再试" in notice.text, "the refusal")
        await pilot.press("f2")
        assert not notice.display


async def test_a_disk_error_stays_until_it_is_tapped(book, run_app, monkeypatch):
    async with run_app(book, person="p02", lang="en") as (app, pilot):

        def full(*_):
            raise StoreError("store.full", "The disk is full.")

        monkeypatch.setattr(book, "record", full)
        assert app.record(lambda _now: []) is None
        notice = app.screen.query_one("Notice")
        await pilot.press("f3")
        assert notice.display
        assert "The disk is full." in notice.text
        await tap(pilot, notice)
        assert not notice.display


async def test_arrow_keys_go_to_the_nearest_tile(book, run_app):
    async with run_app(book) as (app, pilot):
        first = next(iter(app.screen.query(".tile")))
        await until(pilot, lambda: app.focused is first, "the focus on the first tile")
        await pilot.press("right")
        assert app.focused is list(app.screen.query(".tile"))[1]
        await pilot.press("left")
        assert app.focused is first

"""The scanner tap in the app itself: key events posted as the reading thread would, over screens and sheets."""

from __future__ import annotations

import pytest
from textual import events
from textual.containers import Vertical
from textual.widgets import Button, Input

from checkpoints.site import codes
from tests.tui.conftest import until
from tui.scan import Scanned
from tui.screens.base import BaseScreen, Sheet
from tui.widgets.big import Big

CODE = codes.make("demo", 7, 1, codes.Key(1, b"k" * 32))


class Counter(BaseScreen):
    """A screen with a button and a field that counts what gets through to them."""

    def __init__(self):
        super().__init__()
        self.scans, self.presses = [], 0

    def body(self):
        with Vertical():
            yield Big("press", id="press")
            yield Input(id="field")

    def take_scan(self, scan: Scanned):
        self.scans.append(scan.text)

    def on_button_pressed(self, event: Button.Pressed):
        self.presses += 1


class CounterSheet(Sheet):
    def body(self):
        yield Input(id="field")


def burst(app, text, suffix=("enter",), gap=0.004):
    """Post keys as the driver does, with the times at which the reading thread saw them."""
    start = events.Key("x", "x").time
    keys = [(c, c) for c in text] + [(s, None) for s in suffix]
    for index, (key, character) in enumerate(keys):
        event = events.Key(key, character)
        event.time = start + index * gap
        app.post_message(event)


@pytest.fixture
async def counting(book, run_app):
    async with run_app(book, tap=True) as (app, pilot):
        screen = Counter()
        await app.push_screen(screen)
        yield app, pilot, screen


@pytest.mark.parametrize("focus", [None, "#press", "#field"])
@pytest.mark.parametrize("suffix", [("enter",), ("ctrl+j",), ("enter", "ctrl+j"), ("tab",), ()])
async def test_a_scan_reaches_the_screen_and_nothing_else(counting, focus, suffix):
    app, pilot, screen = counting
    screen.set_focus(screen.query_one(focus) if focus else None)
    burst(app, CODE, suffix)
    await until(pilot, lambda: screen.scans, "the scan")
    await pilot.pause(0.3)
    assert screen.scans == [CODE]
    assert screen.presses == 0
    assert screen.query_one(Input).value == ""
    assert screen.focused is (screen.query_one(focus) if focus else None)


async def test_typing_reaches_the_field_in_order(counting):
    app, pilot, screen = counting
    screen.query_one(Input).focus()
    for text in ("12.5", "7", "abc"):
        burst(app, text, (), gap=0.05)
    await until(pilot, lambda: screen.query_one(Input).value == "12.57abc", "the typed text")
    assert screen.scans == []


async def test_enter_on_a_button_presses_it_once(counting):
    app, pilot, screen = counting
    screen.query_one("#press").focus()
    burst(app, "", ("enter",))
    await until(pilot, lambda: screen.presses == 1, "the press")
    await pilot.pause()
    assert screen.presses == 1


async def test_a_pasted_code_is_a_scan_and_pasted_words_are_text(counting):
    app, pilot, screen = counting
    field = screen.query_one(Input)
    field.focus()
    app.post_message(events.Paste(CODE + "\r"))
    app.post_message(events.Paste("two words"))
    await until(pilot, lambda: field.value == "two words", "the words")
    assert screen.scans == [CODE]


async def test_a_screen_without_a_use_for_codes_says_so(book, run_app):
    async with run_app(book, tap=True, lang="en") as (app, pilot):
        burst(app, CODE)
        notice = app.screen.query_one("Notice")
        await until(pilot, lambda: notice.display, "the notice")
        assert "no use on this screen" in notice.text


async def test_a_sheet_over_the_screen_takes_the_scan_and_its_field_stays_empty(counting):
    app, pilot, screen = counting
    sheet = CounterSheet()
    sheet.load(None)
    await app.push_screen(sheet)
    sheet.query_one(Input).focus()
    burst(app, CODE)
    await until(pilot, lambda: sheet.query_one("Notice").display, "the notice")
    assert (screen.scans, sheet.query_one(Input).value) == ([], "")

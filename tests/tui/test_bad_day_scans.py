"""A bad day for the scanner: any code and any paste, on every screen and sheet; nothing is pressed or typed by it."""

from __future__ import annotations

import time

import pytest
from textual import events
from textual.widgets import Input

from checkpoints.site import codes
from tests.support.patrol import CONTROL, CORRIDOR, GATE, Walker, patrol  # noqa: F401
from tests.support.places import HOW_MANY, Places

FOREIGN = codes.make("another-site", 5, 1, codes.Key(9, b"x" * 32))
SCANS = ("6901234567892", "https://example.com/?q=1&x=[a]")
PASTES = ("7" * 10_000, "\x1b]0;x\x07\x1b[31mred", "中文粘贴的一段话\n第二行")


def burst(app, text):
    """Keys as a scanner types them, with Enter at the end."""
    at = time.monotonic()
    for place, char in enumerate([*text, "enter"]):
        name = char if char.isalnum() else f"sign_{ord(char)}"
        key = events.Key(name, char if len(char) == 1 else None)
        key.time = at + place * 0.004
        app.post_message(key)


def filled_in(app):
    """What stands where something could have been typed or pressed."""
    screen = app.screen
    typed = [w.value for w in screen.query(Input)] + [w.typed for w in screen.query("Pad, PinPad, LettersPad")]
    return type(screen).__name__, app.current_mode, typed, screen.focused


@pytest.mark.timeout(120)
async def test_codes_that_lead_nowhere_press_nothing_and_type_nothing_anywhere(run_app, patrol):  # noqa: F811
    for point in (GATE, CONTROL, CORRIDOR):
        patrol.arrive(point)
    patrol.picture()
    async with run_app(patrol.book, person="p02", lang="en", tap=True) as (app, pilot):
        walker = Walker(app, pilot, patrol)
        await walker.go(GATE)
        seen = []
        async for place in Places(walker).all():
            seen.append(place)
            before, saved = filled_in(app), patrol.book.saved
            app.screen.hush(all_of_it=True)
            burst(app, SCANS[len(seen) % 2])
            await walker.until(lambda: walker.notice, f"a notice on {place}")
            assert (filled_in(app), patrol.book.saved) == (before, saved), place
            field = app.screen.query(Input)
            if not (field and app.focused in field):
                for text in PASTES:
                    app.post_message(events.Paste(text))
                await pilot.pause()
                assert (filled_in(app), patrol.book.saved) == (before, saved), place
        assert len(seen) == HOW_MANY


async def test_a_code_of_another_site_is_recorded_and_closes_no_sheet(run_app, patrol):  # noqa: F811
    patrol.arrive(GATE)
    async with run_app(patrol.book, person="p02", lang="en", tap=True) as (app, pilot):
        walker = Walker(app, pilot, patrol)
        await walker.go(GATE)
        for act in ("pause", "finish"):
            walker.screen.act(act)
            await walker.until(lambda: walker.sheet != "CheckpointScreen", act)
            await pilot.pause()
            before, saved = filled_in(app), patrol.book.saved
            burst(app, FOREIGN)
            await walker.until(lambda: "another site" in walker.notice, "the refusal")
            assert filled_in(app) == before
            assert patrol.book.saved == saved + 1
            await Places(walker).back()


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("7" * 10_000, "7" * 200),
        ("\x1b]0;x\x07\x1b[31mred", "]0;x[31mred"),
        ("中文粘贴的一段话\n第二行", "中文粘贴的一段话 第二行"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
    ],
    ids=["endless", "escapes", "two lines", "markup"],
)
async def test_a_paste_into_a_field_is_one_plain_line(run_app, patrol, pasted, kept):  # noqa: F811
    patrol.arrive(CORRIDOR)
    async with run_app(patrol.book, person="p02", lang="en", tap=True) as (app, pilot):
        walker = Walker(app, pilot, patrol)
        await walker.go(CORRIDOR)
        await walker.tap_row("check:COR-10", "text")
        await walker.until_sheet("TextSheet")
        app.post_message(events.Paste(pasted))
        await walker.until(lambda: app.screen.query_one(Input).value == kept, "the line")
        await walker.tap("#text-save")
        await walker.until(lambda: patrol.value(CORRIDOR, "COR-10") == kept, "the answer")

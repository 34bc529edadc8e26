"""The on-screen keyboard: Chinese with a finger, beside a scanner and a real keyboard."""

from __future__ import annotations

import time

from textual import events

from checkpoints.site.words import Named
from checkpoints.work.records.deciding import Target
from checkpoints.work.sites import SiteLoaded
from tests.support.every_field import with_forms
from tests.support.taps import after_the_scan
from tests.tui.conftest import until
from tui.pinyin.lexicon import Candidate
from tui.screens.form_work import FormRequest
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.widgets.field import Field
from tui.widgets.keyboard import Keyboard
from tui.widgets.notice import Notice
from tui.widgets.offered import Finger, Offered

ASKED = Reasons("Reason", "Why?", (Named(zh="漏水", en="Leak"), Named(zh="停电", en="No power")), "OK")


async def reason_sheet(app, pilot):
    """The sheet for a reason is up, and its field."""
    app.run_worker(app.ask(ReasonSheet, ASKED))
    await until(pilot, lambda: isinstance(app.screen, ReasonSheet), "the sheet")
    await pilot.pause()
    return app.screen.query_one(Field)


async def keyboard_for(app, pilot, field):
    """The keyboard, opened by a tap, with its words read."""
    await pilot.click(field, offset=(60, 1))
    await until(pilot, lambda: app.screen.query("Keyboard.-up"), "the keyboard")
    board = app.screen.query_one(Keyboard)
    await until(pilot, lambda: board.composing.lexicon is not None or not board.chinese, "the words")
    await pilot.pause()
    return board


def key(board, name):
    return next(k for k in board.query(".keys Finger").results(Finger) if k.data == name)


async def tap(pilot, board, *names):
    for name in names:
        assert await pilot.click(key(board, name))


async def choose(pilot, board, text):
    await pilot.pause()
    shown = [t for t in board.query(".tile").results(Finger) if t.display]
    tile = next((t for t in shown if isinstance(t.data, Candidate) and t.data.text == text), None)
    assert tile is not None, [t.text for t in shown]
    assert await pilot.click(tile)


def scanned(app, text):
    """A scanner types it, a key every 5 ms, and Enter."""
    begun = time.monotonic()
    for place, char in enumerate([*text, None]):
        event = events.Key(char or "enter", char or "\r")
        event.time = begun + place * 0.005
        app.post_message(event)


def whole(widget):
    """Whether nothing of the widget is cut off or covered."""
    place, size = widget.region, widget.screen.size
    return place.height >= 3 and all(
        place.right <= size.width and place.bottom <= size.height and widget.screen.get_widget_at(x, y)[0] is widget
        for x in (place.x, place.right - 1)
        for y in range(place.y, place.bottom)
    )


async def test_chinese_is_written_with_taps_alone_and_the_field_is_never_covered(run_app, book):
    async with run_app(book, person="p02") as (app, pilot):
        field = await reason_sheet(app, pilot)
        assert "键盘" in str(field.border_subtitle)
        board = await keyboard_for(app, pilot, field)
        for size in ((80, 24), (160, 48), (120, 38), (100, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert whole(field), size
            assert key(board, "done").region.bottom == size[1]
            assert key(board, "q").region.height == (4 if size[1] == 24 else 5)
        await tap(pilot, board, *"dt")
        await choose(pilot, board, "电梯")
        await tap(pilot, board, *"loushui", "space")
        assert field.value == "电梯漏水"
        assert app.focused is field
        await tap(pilot, board, "back", "digits", "3", "marks", "！", "marks", "mode", "shift", "q", "w", "mode", "l")
        assert field.value == "电梯漏3！Qw"
        turn = list(board.query(".turn"))
        first = board.query_one(Offered).shown
        await pilot.click(turn[1])
        assert not set(first) & set(board.query_one(Offered).shown)
        await pilot.click(turn[0])
        assert board.query_one(Offered).shown == first
        await tap(pilot, board, "back", *"lou", "done")  # what waits is not lost
        assert field.value == "电梯漏3！Qw楼"
        await pilot.pause()
        assert not board.display
        assert not app.screen.query(".-aside, .-around, .-typing")
        await keyboard_for(app, pilot, field)
        await tap(pilot, board, "enter")  # as the Enter of a real keyboard
        await until(pilot, lambda: not isinstance(app.screen, ReasonSheet), "the answer")
        await reason_sheet(app, pilot)
        assert not board.display  # whoever comes next begins without it


async def test_a_real_keyboard_spells_pinyin_too_and_a_scan_is_no_typing(run_app, book):
    async with run_app(book, person="p02", tap=True, place="kiosk") as (app, pilot):
        field = await reason_sheet(app, pilot)
        field.focus()
        await pilot.press(*"dt")
        await until(pilot, lambda: field.value == "dt", "plain letters without the keyboard")
        board = await keyboard_for(app, pilot, field)
        await pilot.press("backspace", "backspace", *"dt")
        await until(pilot, lambda: board.composing.letters == "dt", "pinyin")
        scanned(app, "0" * 41)
        await until(pilot, lambda: any(n.display for n in app.screen.query(Notice)), "the scan is told of")
        assert (field.value, board.composing.letters) == ("", "dt")
        app.action_switch_language()
        await pilot.pause()
        assert key(board, "done").text == "Done ✓"
        await after_the_scan(pilot)
        await pilot.press("1")
        await until(pilot, lambda: field.value == "电梯", "the first that is offered")
        await pilot.press("A", "3", *"vip", "enter")
        await until(pilot, lambda: field.value == "电梯A3vip", "letters that stay letters")
        await pilot.press(*"ren", "escape")
        await until(pilot, lambda: board.composing.letters == "", "what waited is dropped")
        assert board.display
        assert "李强" not in app.typist.lexicon.words  # everybody passes a kiosk
        await pilot.press("escape")
        await until(pilot, lambda: not board.display, "closed")
        assert field.value == "电梯A3vip"
        assert isinstance(app.screen, ReasonSheet)


async def test_the_keyboard_goes_along_in_a_form_from_line_to_paragraphs_and_away(run_app, book):
    book.record("p01", lambda _n: [SiteLoaded(site=with_forms())])
    async with run_app(book, person="p02") as (app, pilot):
        app.go("form", FormRequest(Target("every"), "fill"))
        await until(pilot, lambda: app.screen.query("#form-fields .tile"), "the form")
        await pilot.pause()
        app.screen.go(("what",))
        line, page = app.screen.editor.line, app.screen.editor.area
        await until(pilot, lambda: line.region.area and app.focused is line, "the line")
        board = await keyboard_for(app, pilot, line)
        assert whole(line)
        assert "事项" in str(line.border_title)  # what is asked, now that the header stepped aside
        await tap(pilot, board, *"loudao", "space")
        app.screen.go(("told",))
        await until(pilot, lambda: board.target is page, "gone along")
        await pilot.pause()
        assert page.region.height >= 3
        assert page.region.bottom <= board.region.y
        await tap(pilot, board, *"dt", "space", "enter", *"ls", "space")
        assert page.text == "电梯\n漏水"
        await tap(pilot, board, "back", *"shui", "space")
        assert page.text == "电梯\n漏水"
        app.screen.go(("kind",))
        await until(pilot, lambda: not board.display, "nothing to write into")
        assert app.screen.half.get(("what",)) == "楼道"
        assert app.screen.half.get(("told",)) == "电梯\n漏水"


async def test_in_the_office_nothing_changes(run_app, book):
    async with run_app(book, person="p02", place="office", size=(160, 48)) as (app, pilot):
        field = await reason_sheet(app, pilot)
        await pilot.click(field)
        await pilot.press(*"dt")
        assert field.value == "dt"
        assert not field.border_subtitle
        assert not app.screen.query(Keyboard)

"""The building blocks: pads, pages, chips, and moving between them with arrows."""

from __future__ import annotations

import pytest
from textual import events, on
from textual.app import App
from textual.geometry import Region

from tui import i18n
from tui.filling.editor import MOST, Paragraphs
from tui.moving import toward
from tui.theme import THEMES
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.pad import LettersPad, Pad, PinPad
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words


class Bench(App):
    """One widget on a screen; notes what it posts."""

    CSS_PATH = ["../../tui/app.tcss", "../../tui/widgets/places.tcss"]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget):
        super().__init__()
        i18n.use("en")
        self.widget = widget
        self.heard = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "day"

    def compose(self):
        yield self.widget

    @on(Pad.Done)
    def done(self, event):
        self.heard.append(event.text)

    def on_pages_chosen(self, event):
        self.heard.append(event.key)

    def on_chips_changed(self, event):
        self.heard.append(event.keys)


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        ("12.5", "12.5"),
        ("1,5", "1.5"),
        ("1.2.3", "1.23"),
        ("5-", "-5"),
        ("-5-", "5"),
        ("１２", "12"),
        ("abc7", "7"),
        ("1234567890123456", "123456789012"),
    ],
)
async def test_the_number_pad_takes_what_makes_a_number(keys, typed):
    async with Bench(Pad()).run_test(size=(100, 30)) as pilot:
        pad = pilot.app.widget
        pad.focus()
        for key in keys:
            await pilot.press(key)
        assert pad.typed == typed


async def test_the_number_pad_deletes_clears_and_says_its_value():
    async with Bench(Pad()).run_test(size=(100, 30)) as pilot:
        pad = pilot.app.widget
        pad.focus()
        await pilot.press("1", "2", "backspace")
        assert pad.number == 1.0
        await pilot.press("delete")
        assert pad.number is None
        await pilot.click(next(k for k in pad.query("Key") if k.data == "7"))
        await pilot.click(next(k for k in pad.query("Key") if k.data == "7"))
        await pilot.click(next(k for k in pad.query("Key") if k.data == "ok"))
        await pilot.pause()
        assert pilot.app.heard == ["77"]


async def test_the_pin_pad_shows_no_digit_and_forgets_the_pin_when_it_is_taken():
    async with Bench(PinPad()).run_test(size=(100, 30)) as pilot:
        pad = pilot.app.widget
        pad.focus()
        await pilot.press(*"2580", "enter")
        assert "2580" not in " ".join(w.text for w in pad.query(".shown").results(Words))
        assert pad.query_one(".shown", Words).text.count("*") == 4
        assert pad.taken() == "2580"
        assert pad.typed == ""


async def test_the_letters_pad_forgives_and_shows_two_fours():
    async with Bench(LettersPad()).run_test(size=(100, 30)) as pilot:
        pad = pilot.app.widget
        pad.focus()
        await pilot.press(*"o2ilabcdz")
        assert pad.typed == "0211ABCD"
        assert pad.query_one(".shown", Words).text.replace(" ", "") == "0211-ABCD"


async def test_every_letter_can_be_tapped_with_a_glove():
    async with Bench(LettersPad()).run_test(size=(80, 24)) as pilot:
        pad, seen = pilot.app.widget, ""
        for third in range(3):
            pad.third = third
            await pilot.pause()
            for key in pad.query("Key"):
                if key.visible:
                    assert (key.region.height >= 5, key.region.width >= 16) == (True, True)
            seen += "".join(str(key.data) for key in pad.query(".-letter") if key.data)
        assert sorted(seen) == sorted("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def tiles(count):
    return [Tile(n, lambda n=n: f"tile {n}") for n in range(count)]


async def test_a_list_is_turned_by_big_buttons_and_uses_its_tiles_again():
    async with Bench(Pages(columns=2)).run_test(size=(80, 24)) as pilot:
        pages = pilot.app.widget
        pages.put(tiles(20))
        await pilot.pause()
        before = list(pages.query(".tile"))
        assert pages.count > 1
        await pilot.click(".-turn-next")
        assert pages.page == 1
        assert list(pages.query(".tile")) == before
        await pilot.click(before[0])
        await pilot.pause()
        assert pilot.app.heard == [pages.capacity]
        await pilot.press("pageup")
        assert pages.page == 0


async def test_a_short_list_has_no_page_buttons_and_an_empty_one_says_so():
    async with Bench(Pages(empty="Nothing here")).run_test(size=(80, 24)) as pilot:
        pages = pilot.app.widget
        pages.put(tiles(3))
        await pilot.pause()
        assert not pages.query_one(".turn").display
        pages.put([])
        await pilot.pause()
        assert pages.query_one(".empty", Words).display


async def test_a_hidden_list_that_is_shown_again_never_shows_the_tiles_it_had_before():
    async with Bench(Pages(columns=2)).run_test(size=(80, 24)) as pilot:
        pages = pilot.app.widget
        pages.put(tiles(3))
        await pilot.pause()
        pages.display = False
        await pilot.pause()
        assert not pages.size
        pages.put([Tile("a", "alpha"), Tile("b", "beta")])
        pages.display = True  # what is painted next has no other tiles, whenever the new size becomes known
        assert [big.text for big in pages.query(".tile").results(Big) if big.display] == ["alpha", "beta"]
        await pilot.pause()
        assert [big.text for big in pages.query(".tile").results(Big) if big.display] == ["alpha", "beta"]


async def test_the_page_stays_in_range_when_the_list_shrinks():
    async with Bench(Pages(columns=1)).run_test(size=(80, 24)) as pilot:
        pages = pilot.app.widget
        pages.put(tiles(20))
        pages.turn(99)
        pages.put(tiles(2))
        assert pages.page == 0


async def test_chips_choose_one_or_several_and_tick_them():
    async with Bench(Chips(many=False)).run_test(size=(80, 24)) as pilot:
        chips = pilot.app.widget
        chips.offer(tiles(3), chosen=[1])
        await pilot.pause()
        assert [t.text for t in chips.query(".tile").results(Big)] == ["tile 0", "✓ tile 1", "tile 2"]
        await pilot.click(next(iter(chips.query(".tile"))))
        await pilot.pause()
        assert (chips.one, pilot.app.heard) == (0, [(0,)])
        chips.many = True
        await pilot.click(list(chips.query(".tile"))[2])
        await pilot.pause()
        assert chips.chosen == (0, 2)


async def test_what_people_write_is_never_markup():
    async with Bench(Big(lambda: "[red]a[/] [@click=app.quit]x[/]")).run_test(size=(80, 24)) as pilot:
        assert pilot.app.widget.text == "[red]a[/] [@click=app.quit]x[/]"
        assert not pilot.app.widget.label.spans


class Box:
    def __init__(self, name, x, y, width=10, height=3):
        self.name, self.region = name, Region(x, y, width, height)


def test_arrows_go_to_what_the_eye_sees_next():
    a, b, c, d = Box("a", 0, 0), Box("b", 20, 0), Box("c", 0, 5), Box("d", 20, 5)
    boxes = [a, b, c, d]
    assert toward(boxes, a, "right") is b
    assert toward(boxes, a, "down") is c
    assert toward(boxes, d, "up") is b
    assert toward(boxes, d, "left") is c
    assert toward(boxes, a, "left") is None
    assert toward(boxes, None, "down") is a


async def test_a_page_pasted_by_mistake_holds_nothing_up_and_steers_nothing():
    async with Bench(Paragraphs()).run_test(size=(100, 30)) as pilot:
        field = pilot.app.query_one(Paragraphs)
        field.focus()
        pilot.app.post_message(events.Paste("\x1b[31mone\x07\n\ntwo"))
        await pilot.pause()
        assert field.text == "[31mone\n\ntwo"
        pilot.app.post_message(events.Paste("电梯" * 500_000))
        await pilot.pause()
        assert len(field.text) == MOST

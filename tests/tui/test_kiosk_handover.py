"""Handover in the lobby (D2.6): a count for everybody, the rest behind a PIN, and a code to take along."""

from __future__ import annotations

import pytest
from PIL import Image

from checkpoints.site.people import Confirmed
from checkpoints.work.people import PersonAdded, PinSet
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from store import qr
from store.reading.decode import decode
from tests.support.desk_work import COUNTED
from tests.tui.conftest import MONDAY, hashed, until
from tests.tui.test_kiosk import names, seen, shown, tap
from tests.tui.test_qr import pictured
from tui.screens.code_sheet import BYTES, CodeSheet, pages_of
from tui.screens.pin_sheet import PinSheet
from tui.screens.record import RecordRequest
from tui.words.handover import carried

ITEM = {"what": "快递柜报修，等工程部上门", "person": "p02", "next": "跟进", "due": MONDAY.replace(hour=20).isoformat()}
GIVEN = {
    "post": "main_gate",
    "shift": "day",
    "to": "p02",
    "events": "正常",
    "items": [ITEM],
    "promises": "无",
    "counted": [COUNTED[0] | {"count": 1, "note": "一把送修"}, *COUNTED[1:]],
    "cash_post": "no",
    "equipment": "无",
    "orders": "无",
}


@pytest.fixture
def given(book):
    """A handover from p04 to p02 that waits."""
    joined = PersonAdded(person="p04", zh="周敏", en="Zhou Min", role="desk", department="service")
    book.record("p01", lambda _n: [joined, PinSet(person="p04", pin_hash=hashed("8642"))])
    facts = book.record(
        "p04",
        lambda now: deciding.fill(
            book.ledger, Target("handover"), "given", GIVEN, "p04", now, {"from": Confirmed("p04")}
        ),
    )
    return facts[0].subject.removeprefix("record:")


def take(book, record):
    values = {
        "arrived": MONDAY.isoformat(),
        "clean": "yes",
        "agreed": "yes",
        "items": [{"row": "text:1. " + ITEM["what"], "state": "taken"}],
    }
    book.record(
        "p02",
        lambda now: deciding.fill(
            book.ledger, Target("handover", record), "taken", values, "p02", now, {"to": Confirmed("p02")}
        ),
    )


def matched(text):
    """A drawing of a code, read by a phone."""
    drawn = qr.matrix(text, "L")
    side = len(drawn)
    picture = Image.new("L", (side + 8, side + 8), 255)
    for y, row in enumerate(drawn):
        for x, dark in enumerate(row):
            picture.putpixel((x + 4, y + 4), 0 if dark else 255)
    return side, decode(picture.resize((8 * (side + 8), 8 * (side + 8)), Image.Resampling.NEAREST))


async def test_D2_6_the_receiver_comes_from_the_kiosk_to_what_is_offered_and_takes_the_summary_along(
    book, given, run_app
):
    async with run_app(book, place="kiosk", size=(120, 38)) as (app, pilot):
        assert "有 1 份交接班待接收" in shown(app)
        assert not [n for n in names(book) if n in shown(app)]
        await tap(pilot, "交接班")
        await tap(pilot, "王**")
        await until(pilot, lambda: isinstance(app.screen, PinSheet))
        await pilot.press(*"1357", "enter")
        await until(pilot, lambda: app.current_mode == "form" and app.screen.ask is not None)
        assert (app.screen.ask.record, app.screen.ask.step.id) == (given, "taken")
        take(book, given)
        app.go("record", RecordRequest(given, "Sealed."))
        await until(pilot, lambda: isinstance(app.screen, CodeSheet), "the code, of itself")
        await until(pilot, lambda: app.screen.query_one("#code-drawn").region.height > 20)
        (read,) = decode(pictured(app, 120, 38))
        back = app.screen.query_one("#sheet-back").region
        assert (back.right <= 120, back.bottom <= 38, back.height) == (True, True, 5)
        form = book.ledger.site.form_of["handover"]
        text = carried(book.ledger, form, book.ledger.records.all[given])
        assert read == text
        for part in (
            "主出入口岗 日班 周敏→王敏",
            "已接收，交接清楚",
            "1✓" + ITEM["what"],
            "1/2 一把送修",
            "11-23 20:00",
        ):
            assert part in text
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, CodeSheet))
        assert seen(app, "带走二维码")
        app.sign_out()
        await until(pilot, lambda: app.current_mode == "kiosk" and "待接收" not in shown(app))


async def test_home_leads_to_the_post_that_waits_before_a_round_starts(book, given, run_app):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        assert app.screen.query_one("#home-start").text == "Zhou Min hands a post over\nTake it ▶"
        await pilot.click("#home-start")
        await until(pilot, lambda: app.current_mode == "form" and app.screen.ask is not None)
        assert (app.screen.ask.record, app.screen.ask.step.id) == (given, "taken")
        take(book, given)
        await pilot.press("escape")
        await until(
            pilot, lambda: app.current_mode == "home" and "round" in app.screen.query_one("#home-start").text, "taken"
        )


async def test_a_handover_that_is_half_filled_in_holds_the_start_afresh_of_the_night_up(book, run_app, clock):
    async with run_app(book, place="kiosk", size=(100, 30)) as (app, pilot):
        app.sign_in("p02")
        app.to_handover()
        await until(pilot, lambda: app.current_mode == "form" and app.screen.ask is not None)
        app.screen.entered(("events",), "正常")
        app.sign_out()
        await until(pilot, app.under_way, "the draft in its file")
        clock.advance(hours=5)
        assert not app.under_way()  # nobody comes back to that one
        await tap(pilot, "钥匙登记")
        await tap(pilot, "王**")
        await until(pilot, lambda: isinstance(app.screen, PinSheet))
        await pilot.press(*"1357", "enter")
        await until(pilot, lambda: app.current_mode == "register" and "钥匙" in shown(app))


@pytest.mark.parametrize("size", [(56, 24), (76, 30), (96, 38)])
def test_a_text_that_is_too_long_comes_in_several_codes_and_all_of_it_is_read(size):
    text = "交接班 T1-R0003 主出入口岗 王敏→李强 快递柜报修 12:00，3-1-1502 漏水待回复。" * 6
    parts = pages_of(text, *size)
    assert "".join(part.partition(" ")[2] for part in parts) == text
    assert len(parts) > 1
    for part in parts:
        side, read = matched(part)
        assert side + 2 * qr.QUIET <= min(size[0], size[1] * 2)
        assert read == [part]


def test_what_fits_comes_in_one_code_and_no_code_is_drawn_where_none_fits():
    assert pages_of("K7Q-R0001", 56, 24) == ["K7Q-R0001"]
    assert pages_of("K7Q-R0001", 20, 10) == []
    assert len(pages_of("字" * (BYTES[-1] // 3), 300, 200)) == 1

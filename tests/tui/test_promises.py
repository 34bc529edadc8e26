"""Promises on the screen: asked by an owner, answered, handed on, visited; and whose number is shown to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoints.work.people import PersonAdded
from checkpoints.work.promises import handing, replying
from checkpoints.work.promises.case import case_of
from checkpoints.work.promises.making import PromiseRequest, make
from tests.tui.conftest import MONDAY, until
from tui import i18n
from tui.widgets.big import Big
from tui.widgets.field import Field
from tui.widgets.reader import Reader
from tui.words import promises as words

ASKED = {"matter": "the tap drips", "unit": "3-1-1502", "contact": "王女士", "phone": "13812345678", "follower": "p02"}


@pytest.fixture
def promised(book):
    """A function that makes a promise of p02's and gives its id; there is a desk too."""
    book.record("p01", lambda _n: [PersonAdded(person="p04", zh="周", en="Zhou", role="desk", department="service")])

    def make_one(by="p02", **changes):
        request = PromiseRequest(**{**ASKED, **changes})
        return book.record(by, lambda now: make(book.ledger, request, by, now))[0].body.promise

    return make_one


def does(book, promise, by, decide, *args, **more):
    book.record(by, lambda now: decide(case_of(book.ledger, promise, by, now), *args, **more))


def seen(app, text):
    """The first button on the screen with a text."""
    return next((b for b in app.screen.query(Big) if b.display and b.region.area and text in b.text), None)


async def tap(pilot, text):
    await until(pilot, lambda: seen(pilot.app, text), f"a button {text}")
    seen(pilot.app, text).press()
    await pilot.pause()


def facts(book, promise):
    return [event.body.kind() for event in book.ledger.history("promise:" + promise)]


async def test_D3_13_what_an_owner_asks_is_written_down_without_a_keyboard(book, run_app):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        app.go("promises")
        await tap(pilot, "Asked by an owner")
        await tap(pilot, "Save")
        assert book.ledger.promises.all == {}  # refused: too little, and the sheet is still there
        await tap(pilot, "The matter")
        await tap(pilot, "A leak")
        await tap(pilot, "OK ✓")
        await tap(pilot, "Household")
        for key in "3-1":
            await tap(pilot, key)
        await pilot.press("5", "0", "2", "enter")  # a keyboard types into the pad too
        await tap(pilot, "Name")
        await tap(pilot, "The tenant")
        await pilot.press("f2")  # in the other language, with what was filled in
        await tap(pilot, "紧急")
        await tap(pilot, "保存")
        (promise,) = book.ledger.promises.all.values()
        made = promise.made
        assert (made.unit, made.matter, made.contact, made.urgent) == ("3-1502", "漏水渗水", "The tenant", True)
        assert (made.first_asked, promise.follower, made.kind_of) == ("p02", "p02", "enquiry")
        assert made.first_reply_by == MONDAY + timedelta(hours=2)
        await tap(pilot, "3-1502")
        assert app.current_mode == "promise"


async def test_D3_14_the_follower_answers_and_the_return_visit_closes_it(book, promised, run_app, clock):
    promise = promised()
    clock.advance(minutes=30)
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        app.go("promises")
        app.go("promise", promise)
        await tap(pilot, "Reply to the owner")
        await tap(pilot, "How")
        await tap(pilot, "WeChat")
        app.screen.query_one(Field).value = "coming at three"
        await tap(pilot, "◀ Back")
        await tap(pilot, "Reply to the owner")  # what was typed is offered again
        await tap(pilot, "Save")
        said = book.ledger.promises.all[promise].replies[0][2]
        assert (said.channel, said.words, said.final) == ("wechat", "coming at three", False)
        await tap(pilot, "Final answer")
        await tap(pilot, "Save")
        assert not book.ledger.promises.all[promise].answered_at  # not without words, and the sheet stays
        await tap(pilot, "Repaired, it works again")
        await tap(pilot, "Save")
        await tap(pilot, "Return visit: satisfied")
        await tap(pilot, "Save")
        assert book.ledger.promises.all[promise].closed
        await until(pilot, lambda: "satisfied" in app.screen.query_one("#promise-text").text)
        await pilot.press("escape")
        assert app.current_mode == "promises"


async def test_rules_5_it_is_handed_on_taken_and_everything_else_says_why_not(book, promised, run_app):
    promise = promised()
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        app.go("promise", promise)
        await tap(pilot, "Hand on")
        await tap(pilot, "End of shift")
        await tap(pilot, "Save")  # leads to the person who is still missing
        await tap(pilot, "Zhou")
        await tap(pilot, "Save")
        assert book.ledger.promises.all[promise].follower == "p02"
        app.sign_out()
        app.sign_in("p04")
        app.go("promises")
        await tap(pilot, "Offered")
        await tap(pilot, "offered to you")
        assert seen(app, "Final answer") is None
        await tap(pilot, "Why not more?")
        assert "Only Wang Min or the supervisor can do this." in seen(app, "Final answer").text
        await tap(pilot, "◀ Back")
        await tap(pilot, "Take it over")
        assert book.ledger.promises.all[promise].follower == "p04"
        assert "Asked first: Wang Min" in app.screen.query_one("#promise-text").text


async def test_rules_11_19_a_number_is_shown_to_few_never_in_the_lobby_and_who_looked_is_recorded(
    book, promised, run_app
):
    promise = promised()

    def text():
        return "".join(reader.text for reader in app.screen.query(Reader) if reader.is_mounted)

    async with run_app(book, person="p04", place="kiosk", size=(120, 38)) as (app, pilot):
        app.go("promise", promise)
        await until(pilot, lambda: "3-1-1502" in text())
        assert "王**" in text()
        assert "138****5678" in text()
        assert seen(app, "显示电话") is None
    async with run_app(book, person="p04") as (app, pilot):
        app.go("promise", promise)
        await until(pilot, lambda: "王女士" in text())
        assert "13812345678" not in text()
        await tap(pilot, "显示电话")
        await until(pilot, lambda: "13812345678" in text())
        assert facts(book, promise) == ["promise.made", "promise.looked_up"]


async def test_rules_11_19_what_one_person_typed_of_an_owner_is_not_there_for_the_next(book, promised, run_app):
    promised()
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        app.go("promises")
        await tap(pilot, "Asked by an owner")
        await tap(pilot, "Phone")
        await pilot.press("1", "3", "8", "enter")
        app.sign_out()
        app.sign_in("p04")
        app.go("promises")
        await until(pilot, lambda: seen(app, "Who was asked first"), "the list, without the sheet")
        await tap(pilot, "Asked by an owner")
        await until(pilot, lambda: seen(app, "Phone"))
        assert "138" not in seen(app, "Phone").text
        await tap(pilot, "◀ Back")
        app.sign_out()
        app.sign_in("p02")
        app.go("promises")
        await tap(pilot, "Asked by an owner")
        await until(pilot, lambda: seen(app, "Phone"))
        assert "138" in seen(app, "Phone").text


async def test_D3_14_what_is_late_comes_first_and_says_so_by_a_sign_and_a_word(book, promised, run_app, clock):
    promised(unit="1-1-101", kind_of="complaint")
    promised(unit="9-9-909", urgent=True)
    lost = promised(unit="5-5-505")
    does(book, lost, "p02", handing.hand_on, "p04", "end of shift")
    clock.advance(hours=3)
    async with run_app(book, person="p01") as (app, pilot):
        app.go("promises")
        await until(pilot, lambda: seen(app, "9-9-909"))
        tiles = [t.text for t in app.screen.query("#promises-list .tile").results(Big) if t.display]
        assert "9-9-909  首次回复: ! 逾期 60 分" in tiles[0]
        assert "逾期\n1" in [b.text for b in app.screen.query("#promises-views Big").results(Big)]
        clock.advance(hours=24)
        await tap(pilot, "首问统计")
        await until(pilot, lambda: seen(app, "首问 3 件"))
        assert "丢失 3" in seen(app, "首问 3 件").text


def test_D3_14_home_and_board_count_what_is_due_soon_and_what_is_late(book, promised):
    promised(unit="1-1-101", urgent=True)
    answered = promised(unit="2-2-202")
    does(book, answered, "p02", replying.reply, "phone", "a new seal is in", final=True)
    own = promised(unit="3-3-303", by="p01", follower="p01")
    does(book, own, "p01", handing.hand_on, "p02", "on leave")
    ledger = book.ledger
    assert words.counts(ledger, MONDAY) == (1, 0)
    assert words.counts(ledger, MONDAY + timedelta(hours=3)) == (0, 1)
    assert words.mine(ledger, "p02", MONDAY) == (2, 1, 0, 1)
    i18n.use("zh")
    assert words.counts_line(ledger, MONDAY) == "业主回复 2 小时内到期 1 · 逾期 0"
    assert words.counts_line(ledger, MONDAY + timedelta(hours=3)) == "业主回复 2 小时内到期 0 · 逾期 ! 1"

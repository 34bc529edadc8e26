"""People on the screen: a deputy for some days, work given over, and leaving; in the lobby nobody is listed."""

from __future__ import annotations

from datetime import date

from checkpoints.work import deputies
from checkpoints.work.people import PersonAdded
from checkpoints.work.promises.making import PromiseRequest, make
from tests.tui.conftest import until
from tui.widgets.big import Big
from tui.widgets.pages import Pages


def button(app, text):
    shown = (b for b in app.screen.query(Big) if b.display and b.region.area and text in b.text)
    return next(shown, None)


async def tap(pilot, text):
    def ready():
        found = button(pilot.app, text)
        return found is not None and not found.disabled

    await until(pilot, ready, f"a button {text}")
    button(pilot.app, text).press()
    await pilot.pause()


async def test_rules_11_11_and_11_12_a_deputy_is_named_and_work_moves_before_somebody_leaves(book, run_app):
    request = PromiseRequest(matter="the tap drips", unit="3-1-1502", contact="Ms Wang", follower="p02")
    book.record("p02", lambda now: make(book.ledger, request, "p02", now))
    async with run_app(book, person="p01", lang="en", place="office") as (app, pilot):
        app.go("people")
        await tap(pilot, "Li Qiang")
        await tap(pilot, "Name a deputy")
        await tap(pilot, "Wang Min")
        await tap(pilot, "Tue 24 Nov")
        await tap(pilot, "until Wed 25 Nov")
        await tap(pilot, "Save")
        days = [date(2026, 11, day) for day in (23, 24, 25, 26)]
        assert [deputies.may(book.ledger, "p02", "assign", day) for day in days] == [False, True, True, False]
        await tap(pilot, "promises 1")
        assert button(app, "Leaves the site").disabled
        await tap(pilot, "Give all to somebody")
        await tap(pilot, "Engineer Zhao")
        await tap(pilot, "Give")
        (promise,) = book.ledger.promises.all.values()
        assert promise.follower == "p03"
        await tap(pilot, "Wang Min ·")
        await tap(pilot, "Leaves the site")
        await tap(pilot, "Yes, leaves")
        await tap(pilot, "Save")
        assert not book.ledger.people["p02"].active
        await pilot.press("f2")
        assert button(app, "李强")
        assert not button(app, "王敏")


async def test_rules_11_19_the_lobby_lists_nobody_and_others_are_told_who_may(book, run_app):
    book.record("p01", lambda _n: [PersonAdded(person="p04", zh="周", en="Zhou", role="desk", department="service")])
    async with run_app(book, person="p02", lang="en", place="tablet") as (app, pilot):
        app.go("people")
        await tap(pilot, "Zhou")
        for act in ("Name a deputy", "Leaves the site"):
            await until(pilot, lambda act=act: button(app, act))
            assert button(app, act).disabled
            assert "For the supervisor" in button(app, act).text
        app.place = "kiosk"
        await pilot.press("escape")
        app.screen.repaint()
        assert app.screen.query_one(Pages).tiles == []

"""The labels screen: what is owed to which wall, a sheet made while one goes on working, and what is told about it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from checkpoints.work import printing
from checkpoints.work.labels import ReprintOrdered
from store import setup
from store.labels import sheets
from store.reading.decode import decode
from tests.support.small_font import small_font
from tests.tui.conftest import until
from tests.tui.test_people_screen import button, tap
from tests.tui.test_qr import pictured
from tui.screens.label_sheet import LabelSheet
from tui.screens.labels import LabelsScreen
from tui.widgets.notice import Notice
from tui.widgets.pages import Pages
from tui.widgets.words import Words


@pytest.fixture
def office(book, monkeypatch):
    """The signing key is here, every place has a label, and one of them was found torn on a round."""
    monkeypatch.setenv("ROUNDSMAN_FONT", small_font())
    book.make_key()
    setup.issue_missing(book, "p01")
    order = ReprintOrdered(checkpoint="CP-09", round="r", reason="标签破损")
    book.record("p02", lambda _now: [order])
    return book


def said(app) -> str:
    notice = app.screen.query_one(Notice)
    return notice.text if notice.display else ""


def sheets_in(book) -> list[Path]:
    return sorted((book.data / "sheets").glob("*")) if (book.data / "sheets").exists() else []


def standing(book, place):
    return printing.standing(book.ledger.labels.registers.get(place))


async def test_the_reprint_orders_are_printed_and_closed(office, run_app):
    async with run_app(office, person="p01", lang="zh", place="office", size=(160, 48)) as (app, pilot):
        await pilot.press("f10")
        await tap(pilot, "标签")
        await until(pilot, lambda: isinstance(app.screen, LabelsScreen) and button(app, "CP-01"), "the labels")
        listed = app.screen.query_one(Pages)
        assert len(listed.tiles) == 46
        await tap(pilot, "待重印")
        assert [tile.key for tile in listed.tiles] == ["CP-09"]
        assert button(app, "标签破损")
        assert button(app, "打印 0 张").disabled
        await tap(pilot, "全选")
        await tap(pilot, "打印 1 张")
        await until(pilot, lambda: said(app), "what came of it")
        (made,) = sheets_in(office)
        assert str(made) in said(app).replace("\n", "").replace(" ", "") or made.name in said(app)
        assert standing(office, "CP-09") == "printed"
        assert office.ledger.labels.registers["CP-09"].printed[1].outdoor is False
        await until(pilot, lambda: listed.tiles == [], "nothing left to reprint")
        await pilot.press("escape", "f2")
        await tap(pilot, "To print")
        assert len(listed.tiles) == 45
        assert "45 labels to be printed" in app.screen.subheading()


async def test_issued_anew_with_a_reason_outdoors_for_one_zone(office, run_app):
    async with run_app(office, person="p01", lang="en", place="tablet", size=(100, 30)) as (app, pilot):
        app.go("labels")
        await tap(pilot, "Zone")
        await tap(pilot, "Gates")
        zone = [place.id for place in office.ledger.site.active if place.zone == "Z1"]
        assert [tile.key for tile in app.screen.query_one(Pages).tiles] == zone
        await tap(pilot, "Indoor")
        await tap(pilot, "Choose all")
        await tap(pilot, "Issue anew")
        await tap(pilot, "A photo of it goes round")
        await tap(pilot, "Issue and print")
        await until(pilot, lambda: "refused from now on" in said(app), "what came of it")
        register = office.ledger.labels.registers[zone[0]]
        assert register.labels[1].retired == "A photo of it goes round"
        assert register.printed[2].outdoor
        assert len(sheets_in(office)) == 1


async def test_a_preview_is_the_genuine_code_and_fits_the_smallest_office_window(office, run_app):
    async with run_app(office, person="p01", lang="en", place="office", size=(80, 24)) as (app, pilot):
        app.go("labels")
        await until(pilot, lambda: button(app, "CP-01"), "the list")
        assert button(app, "Preview").disabled
        await tap(pilot, "CP-01")
        await tap(pilot, "Preview")
        await until(pilot, lambda: isinstance(app.screen, LabelSheet), "the preview")
        code = next(code for code in setup.list_codes(office) if code.checkpoint == "CP-01")
        await until(pilot, lambda: "▀" in app.screen.query_one("#label-code", Words).text, "the code")
        assert decode(pictured(app, 80, 24)) == [code.digits]
        assert f"{code.typed[:4]}-{code.typed[4:]}" in app.screen.query_one("#label-says", Words).text


async def test_a_sheet_can_be_cancelled_and_then_lies_nowhere(office, run_app, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    draw = sheets.draw

    def slowly(labels, form, font, made, site, progress, stopped):
        progress(12, 46)
        begun.set()
        assert go_on.wait(30)
        return draw(labels, form, font, made, site, progress, stopped)

    monkeypatch.setattr(sheets, "draw", slowly)
    async with run_app(office, person="p01", lang="en", place="office", size=(100, 30)) as (app, pilot):
        app.go("labels")
        await tap(pilot, "Choose all")
        await tap(pilot, "Print 46")
        await until(pilot, begun.is_set, "the drawing")
        told = app.screen.query_one("Header .sub", Words)
        await until(pilot, lambda: "12 / 46" in told.text, "the progress")
        assert button(app, "Issue anew").disabled
        await tap(pilot, "Cancel")
        go_on.set()
        await until(pilot, lambda: "cancelled" in said(app), "that it was cancelled")
        assert sheets_in(office) == []
        assert standing(office, "CP-01") == "unprinted"
        assert len(app.screen.picked) == 46  # what was chosen is chosen still


async def test_whoever_may_not_issue_and_whatever_device_has_no_key_only_looks(book, run_app):
    async with run_app(book, person="p02", lang="en", place="tablet", size=(100, 30)) as (app, pilot):
        await pilot.press("f10")
        await until(pilot, lambda: button(app, "Help"), "the menu")
        assert button(app, "Labels") is None
        await pilot.press("escape")
        app.go("labels")
        await until(pilot, lambda: button(app, "CP-01"), "the list")
        assert "no label" in button(app, "CP-01").text
        await tap(pilot, "CP-01")
        for act in ("Preview", "Issue anew", "Print 1"):
            assert button(app, act).disabled
        assert "signing key" in app.screen.query_one("#labels-hint", Words).text
        app.place = "kiosk"
        app.screen.repaint()
        assert list(app.screen.query_one(Pages).tiles) == []

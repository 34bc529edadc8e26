"""Photos at a point: the watched folder, one tap, or a reason; and what still is owed."""

# ruff: noqa: F811  (fixtures are imported by name)
from __future__ import annotations

import hashlib

from tests.support.patrol import CONTROL, GATE, JPEG, LOBBY, patrol, walking  # noqa: F401
from tui.widgets.pages import Pages

SHA = hashlib.sha256(JPEG).hexdigest()


def files(walker):
    return [tile.key.name for tile in walker.app.screen.query_one("#photo-files", Pages).tiles]


async def test_a_picture_that_a_camera_app_drops_in_appears_and_is_attached_by_one_tap(walking, patrol):
    patrol.arrive(LOBBY)
    async with walking(LOBBY) as walker:
        walker.screen.select("check:LOB-05")
        await walker.press("f4")
        await walker.until_sheet("PhotoSheet")
        assert files(walker) == []
        patrol.picture()
        await walker.until(lambda: files(walker) == ["IMG_1.jpg"], "the picture")
        await walker.choose("IMG_1.jpg")
        await walker.until(lambda: walker.sheet == "CheckpointScreen", "the sheet closes")
        assert patrol.book.photos.has(SHA)
        assert "photos 1" in walker.row("check:LOB-05")
        await walker.tap_row("check:LOB-05", "answer:pass")
        assert patrol.visit(LOBBY).answers["LOB-05"].fact.photos == (SHA,)


async def test_the_newest_picture_comes_first(walking, patrol):
    import os

    patrol.arrive(GATE)
    patrol.picture("old.jpg")
    os.utime(patrol.folder / "inbox" / "old.jpg", (1, 1))
    patrol.picture("new.jpg", JPEG[:10] + JPEG)
    async with walking() as walker:
        await walker.press("f4")
        await walker.until(lambda: walker.sheet == "PhotoSheet" and files(walker) == ["new.jpg", "old.jpg"], "both")


async def test_the_folder_is_looked_at_only_while_the_sheet_is_up(walking, patrol, monkeypatch):
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.press("f4")
        await walker.until_sheet("PhotoSheet")
        sheet = walker.app.screen
        await walker.press("escape")
        assert not sheet._looking._active.is_set()


async def test_something_that_is_no_picture_is_refused_and_the_sheet_stays(walking, patrol):
    patrol.arrive(GATE)
    patrol.picture("text.jpg", b"hello")
    async with walking() as walker:
        await walker.press("f4")
        await walker.until(lambda: walker.sheet == "PhotoSheet" and files(walker), "the file")
        await walker.choose("text.jpg")
        await walker.until(lambda: "not a picture" in walker.notice, "the refusal")
        assert walker.sheet == "PhotoSheet"


async def test_a_check_that_always_wants_a_photo_asks_for_it_after_the_answer(walking, patrol):
    patrol.arrive(CONTROL)
    patrol.picture()
    async with walking(CONTROL) as walker:
        await walker.tap_row("check:FCR-04", "answer:auto")
        await walker.until(lambda: walker.sheet == "PhotoSheet" and files(walker), "the photo sheet")
        assert patrol.value(CONTROL, "FCR-04") == "auto"
        await walker.choose("IMG_1.jpg")
        await walker.until(lambda: patrol.visit(CONTROL).answers["FCR-04"].fact.photos == (SHA,), "the photo")


async def test_a_reason_may_stand_for_the_photo(walking, patrol):
    patrol.arrive(CONTROL)
    async with walking(CONTROL) as walker:
        await walker.tap_row("check:FCR-04", "answer:auto")
        await walker.until_sheet("PhotoSheet")
        await walker.tap("#photo-why")
        await walker.choose("Photos not allowed")
        await walker.until(
            lambda: patrol.visit(CONTROL).answers["FCR-04"].fact.no_photo == "Photos not allowed here", "the reason"
        )
        assert "photo missing" not in walker.row("check:FCR-04")


async def test_an_owed_photo_keeps_the_point_open_and_its_check_is_selected(walking, patrol):
    patrol.arrive(CONTROL)
    patrol.answer(CONTROL, "FCR-04", "auto")
    patrol.answer_all(CONTROL)
    async with walking(CONTROL, size=(80, 24)) as walker:
        assert "photo missing" in walker.row("check:FCR-04")
        await walker.press("f8")
        assert "1 photos are missing" in walker.notice
        assert walker.selected == "check:FCR-04"
        assert walker.screen.query_one("#act-photo").display
        await walker.tap("#act-photo")
        await walker.until_sheet("PhotoSheet")


async def test_a_photo_for_a_failed_check_goes_to_its_finding(walking, patrol):
    patrol.arrive(GATE)
    patrol.answer(GATE, "GATE-01", "fail")
    patrol.picture()
    async with walking() as walker:
        walker.screen.select("check:GATE-01")
        await walker.press("f4")
        await walker.until(lambda: walker.sheet == "PhotoSheet" and files(walker), "the picture")
        await walker.choose("IMG_1.jpg")
        finding = next(iter(patrol.ledger.findings.all.values()))
        await walker.until(lambda: finding.photos == (SHA,), "the photo")


async def test_a_photo_is_attached_on_the_finding_sheet(walking, patrol):
    patrol.arrive(GATE)
    patrol.picture()
    async with walking() as walker:
        await walker.press("x")
        await walker.until_sheet("FindingSheet")
        assert "! still to come" in walker.app.screen.query_one("#finding-photo").text
        await walker.tap("#finding-photo")
        await walker.until(lambda: walker.sheet == "PhotoSheet" and files(walker), "the picture")
        await walker.choose("IMG_1.jpg")
        await walker.until_sheet("FindingSheet")
        await walker.tap("#finding-save")
        await walker.until(lambda: patrol.ledger.findings.all, "the finding")
        assert next(iter(patrol.ledger.findings.all.values())).photos == (SHA,)

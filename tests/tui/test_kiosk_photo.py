"""A visitor's photo: taken at the kiosk, looked at, sent with the report; of one that is not sent nothing is left."""

from __future__ import annotations

import errno

import pytest
from PIL import Image

from checkpoints.work.public_reports import to_confirm
from checkpoints.work.records.deciding import Target
from store.errors import StoreError
from store.reading.frames import Frame
from store.sync.pictures import exchange_photos
from tests.tui.conftest import until
from tests.tui.test_camera import Scene, lookouts
from tests.tui.test_kiosk import idle, seen, shown, tap  # noqa: F401  (a fixture is imported by name)
from tui.cameras import Cameras
from tui.screens.base import Sheet
from tui.screens.form import FormRequest
from tui.screens.photo_view import PhotoSheetOf
from tui.screens.picture_sheet import PictureSheet
from tui.widgets.big import Big
from tui.widgets.notice import Notice
from tui.widgets.preview import Preview

SIZE = (320, 240)


@pytest.fixture
def film(tmp_path):
    """A folder with one picture, which stands for a camera."""
    folder = tmp_path / "film"
    folder.mkdir()
    Image.merge("RGB", [Image.linear_gradient("L").resize(SIZE)] * 3).save(folder / "leak.png")
    return folder


def kept(book):
    """The files of photos in the data folder, whole or not."""
    return [path for path in book.photos.folder.rglob("*") if path.is_file()] if book.photos.folder.exists() else []


async def to_words(pilot, book):
    """Place and kind; what is left is the step for words or a photo."""
    site = book.ledger.site
    zone = site.zones[0]
    place = next(c for c in site.active if c.zone == zone.id)
    for text in ("Report a problem", zone.en, place.en[:12], "Leak, flooding"):
        await tap(pilot, text)
    return place


async def to_the_shutter(pilot):
    await tap(pilot, "● Take a photo")
    await until(pilot, lambda: isinstance(pilot.app.screen, PictureSheet))
    await until(pilot, lambda: not pilot.app.screen.query_one(Preview).empty, "the preview")


async def test_a_visitor_s_photo_is_the_finding_s_and_one_that_is_not_sent_leaves_nothing(
    book, run_app, film, tmp_path, idle  # noqa: F811
):  # fmt: skip
    async with run_app(book, place="kiosk", lang="en", size=(80, 24)) as (app, pilot):
        place = await to_words(pilot, book)
        assert seen(app, "Take a photo") is None  # no camera: nothing is said of one
        assert "photo" not in shown(app)
        app.cameras = Cameras(str(film))
        app.screen.repaint()
        await to_the_shutter(pilot)
        assert "goes to the site's service desk" in shown(app)
        shutter = app.screen.query_one("#picture-take").region
        assert (shutter.height, shutter.width > 40) == (5, True)
        assert app.screen.focused.id == "picture-take"

        await pilot.press("enter")  # taken, taken again, used, taken away, and left alone with another one on the sheet
        await until(pilot, lambda: lookouts() == [], "the camera is off while it is looked at")
        await tap(pilot, "Again")
        await until(pilot, lambda: not app.screen.query_one(Preview).empty)
        await tap(pilot, "Take the picture")
        await tap(pilot, "Use it")
        await tap(pilot, "✓ With a photo")
        assert app.screen.photo == b""
        await to_the_shutter(pilot)
        await tap(pilot, "Take the picture")
        left = app.screen
        idle(app, 61)
        await until(pilot, lambda: app.current_mode == "kiosk" and not isinstance(app.screen, Sheet))
        assert left._taken is left._sees is None
        assert left.query_one(Preview).empty
        await to_words(pilot, book)
        await to_the_shutter(pilot)
        await tap(pilot, "Take the picture")
        await tap(pilot, "Use it")
        report = app.screen
        assert report.photo
        idle(app, 61)
        await until(pilot, lambda: app.current_mode == "kiosk")
        assert report.photo == b""
        await to_words(pilot, book)  # gone from with the picture on the sheet: the next one begins at the beginning
        await to_the_shutter(pilot)
        await tap(pilot, "Take the picture")
        assert left._taken
        await pilot.press("f9")
        await until(pilot, lambda: app.current_mode == "incident" and left._taken is None)
        app.go_home()
        await tap(pilot, "Report a problem")
        await until(pilot, lambda: app.screen is report and report.page == "where", "the report without the sheet")
        assert (left._sees, left.is_open, lookouts()) == (None, False, [])
        await pilot.press("escape")
        assert (kept(book), to_confirm(book.ledger)) == ([], [])  # in memory only, until it is sent

        await to_words(pilot, book)  # place, what, photo, shutter, send
        await to_the_shutter(pilot)
        await tap(pilot, "Take the picture")
        await tap(pilot, "Send")
        await until(pilot, lambda: "Thank you" in shown(app))
        (record,) = to_confirm(book.ledger)
        (photo,) = book.ledger.records.all[record].value("reported", "photos")
        (file,) = kept(book)
        with Image.open(file) as picture:
            assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", SIZE)
            assert file == book.photos.path(photo)
            assert not picture.getexif()
        assert report.photo == b""

        app.sign_in("p01")  # whoever confirms it sees it, on the record and on the form, and so does the finding
        await until(pilot, lambda: seen(app, "1 public report to confirm"), "the count on home")
        assert max(big.region.bottom for big in app.screen.query(Big) if big.display) <= 24
        app.go("duties", "day")
        await tap(pilot, "1 public report to confirm")
        await until(pilot, lambda: app.current_mode == "register")
        app.go("record", record)
        await tap(pilot, "Photos")
        await until(pilot, lambda: isinstance(app.screen, PhotoSheetOf))
        assert [s.file for s in app.screen.request] == [file]
        await tap(pilot, "Photos")  # the only photo there is
        assert "this kiosk opens none" in app.screen.query_one(Notice).text
        await pilot.press("escape")
        app.go("form", FormRequest(Target("public_report", record), "confirmed"))
        await until(pilot, lambda: seen(app, "Seal"), "the form")
        app.screen.go(("photos",))
        await tap(pilot, "Look at the photos")
        await until(pilot, lambda: isinstance(app.screen, PhotoSheetOf))
        assert [s.file for s in app.screen.request] == [file]
        await pilot.press("escape")
        await tap(pilot, "All fields")
        await tap(pilot, "Seal")
        (finding,) = book.ledger.findings.all.values()
        assert (finding.photos, finding.raised.checkpoint) == ((photo,), place.id)
        share = tmp_path / "share.roundsman"
        share.touch()
        exchange_photos(book.photos, share, needed=[photo], device="T1")
        assert [path.name for path in (tmp_path / "share.photos").rglob("*.jpg")] == [file.name]


async def test_a_camera_that_dies_a_full_disk_and_the_dark_leave_the_words(book, run_app, monkeypatch):
    scene = Scene()
    async with run_app(book, place="kiosk", lang="en", size=(80, 24)) as (app, pilot):
        app.cameras._known, app.cameras._ready, app.cameras._looked = (lambda: scene), True, float("inf")
        await to_words(pilot, book)
        await tap(pilot, "Leave a number")
        await pilot.press(*"13812345678", "enter")
        await to_the_shutter(pilot)
        scene.sees = Frame(bytes(9) * 1000, 90, 100)
        await until(pilot, lambda: "too little light" in shown(app), "advice")
        scene.fault = StoreError("camera.no_library", "linuxpy is not installed.")
        await until(pilot, lambda: "The camera is not working just now" in shown(app), "what happened")
        assert "linuxpy" not in shown(app)  # a visitor can do nothing about it
        await until(pilot, lambda: scene.opened == scene.closed == 1, "it is let go")
        scene.fault = None
        scene.hold()
        await tap(pilot, "Again")
        await until(pilot, lambda: not app.screen.query_one(Preview).empty)
        await tap(pilot, "Take the picture")

        def full(*_):
            raise OSError(errno.ENOSPC, "full")

        monkeypatch.setattr(book.photos._disk, "write_all", full)
        await tap(pilot, "Send")
        await until(pilot, lambda: "photo could not be kept" in app.screen.query_one(Notice).text, "what happened")
        monkeypatch.undo()
        assert (kept(book), to_confirm(book.ledger)) == ([], [])
        await tap(pilot, "Send")
        await until(pilot, lambda: "Thank you" in shown(app))
        (record,) = to_confirm(book.ledger)
        told = book.ledger.records.all[record]
        assert (told.value("reported", "contact"), told.value("reported", "photos")) == ("13812345678", None)
    assert scene.opened == scene.closed == 2

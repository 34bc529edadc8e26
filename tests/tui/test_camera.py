"""Scanning with the camera, and reading the newest picture: the sheet with a folder of pictures for a camera.

No real camera has been here; what linuxpy is told is in tests/store/reading/test_frames.py.
"""

# ruff: noqa: F811  (fixtures are imported by name)
from __future__ import annotations

import os
import threading
import time
from io import BytesIO

import pytest
from msgspec.structs import force_setattr
from PIL import Image

from checkpoints.site import codes
from checkpoints.work.plausible import proof_of
from store.errors import StoreError
from store.qr import matrix
from store.reading.frames import Frame
from tests.support.patrol import GATE, LOBBY, patrol, walking  # noqa: F401
from tests.support.photographed import photograph
from tui.cameras import Cameras
from tui.cli.options import Options, take
from tui.screens import camera_sheet
from tui.screens.camera_sheet import CameraSheet
from tui.widgets.pages import Pages
from tui.widgets.preview import Preview

SIZE = (560, 400)


def wall(*texts, number=0) -> Image.Image:
    """Labels on a wall, beside each other; none is an empty wall."""
    scene = Image.new("L", (SIZE[0] * max(1, len(texts)), SIZE[1]), 150)
    for n, text in enumerate(texts):
        scene.paste(photograph(matrix(text, "Q"), "clean", number, SIZE), (n * SIZE[0], 0))
    return scene


class Scene:
    """A camera before which a test holds things."""

    live = True

    def __init__(self, *texts) -> None:
        self.hold(*texts)
        self.fault: StoreError | None = None
        self.opened = self.closed = 0

    def hold(self, *texts) -> None:
        picture = wall(*texts)
        self.sees = Frame(picture.tobytes(), *picture.size)

    def open(self) -> None:
        self.opened += 1

    def frame(self) -> Frame:
        if self.fault is not None:
            raise self.fault
        time.sleep(0.01)
        return self.sees

    def close(self) -> None:
        self.closed += 1


def lookouts() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "lookout"]


@pytest.fixture
def filming(walking):
    """`async with filming(source, point) as walker`: the camera sheet is open over the checkpoint."""
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def start(source, point=LOBBY, **how):
        async with walking(point, **how) as walker:
            offer(walker, source)
            await walker.pilot.pause()
            await walker.tap("#card-camera")
            await walker.until(lambda: CameraSheet in walker.app._sheets, "the sheet")  # it may be closed already
            yield walker
        assert lookouts() == []

    return start


def offer(walker, source) -> None:
    """A camera is plugged in, or a folder of pictures stands for one."""
    if isinstance(source, Scene):
        walker.app.cameras = Cameras()
        walker.app.cameras._known, walker.app.cameras._looked = (lambda: source), float("inf")
    else:
        walker.app.cameras = Cameras(str(source))
    walker.screen.repaint()


def says(walker) -> str:
    return walker.app.screen.query_one("#camera-says").text


async def test_a_code_before_the_camera_arrives_and_the_sheet_closes_by_itself(filming, patrol):
    async with filming(Scene(patrol.codes[LOBBY])) as walker:
        await walker.until(lambda: patrol.visit(LOBBY).arrivals, "the arrival")
        await walker.until_sheet("CheckpointScreen")
        (arrival,) = patrol.visit(LOBBY).arrivals
        assert (arrival.fact.method, arrival.fact.photo, arrival.by) == ("camera", "", "p02")
        assert proof_of(patrol.visit(LOBBY)) == "scan"
        assert "scanned by camera" in str(walker.screen.subheading())


async def test_a_folder_of_pictures_in_the_place_of_a_camera_proves_no_more_than_a_picture(filming, patrol, tmp_path):
    folder = tmp_path / "film"
    folder.mkdir()
    for number, texts in enumerate([(), (), (patrol.codes[LOBBY],)]):
        wall(*texts).save(folder / f"{number}.png")
    async with filming(folder) as walker:
        await walker.until(lambda: patrol.visit(LOBBY).arrivals, "the arrival")
        (arrival,) = patrol.visit(LOBBY).arrivals
        assert arrival.fact.method == "picture"
        assert patrol.book.photos.has(arrival.fact.photo)
        assert proof_of(patrol.visit(LOBBY)) == "typed"
        await walker.until(lambda: lookouts() == [], "the folder is let go")


async def test_a_forged_code_is_refused_with_its_own_message_and_another_point_s_code_leads_there(filming, patrol):
    forged = codes.make(patrol.ledger.site.site.id, 5, 1, codes.Key(1, b"x" * 32))
    scene = Scene(forged)
    async with filming(scene) as walker:
        await walker.until_sheet("CheckpointScreen")
        await walker.until(lambda: "not a genuine code" in walker.notice, "the refusal")
        assert [told.why for _at, told in patrol.state.refused] == ["bad_tag"]
        await walker.until(lambda: scene.opened == scene.closed == 1, "the camera is let go")
        scene.hold(patrol.codes[GATE])
        await walker.tap("#card-camera")
        await walker.until(lambda: walker.screen.checkpoint == GATE and patrol.visit(GATE).arrivals, "the gate")


async def test_what_is_not_ours_is_told_and_the_look_out_goes_on(filming, patrol, monkeypatch):
    scene = Scene()
    async with filming(scene) as walker:
        await walker.until(lambda: not walker.app.screen.query_one(Preview).empty, "the preview")
        assert "Hold the label before the camera" in says(walker)
        scene.hold("https://example.com/menu")
        await walker.until(lambda: "not a checkpoint code" in says(walker), "the message")
        scene.hold(patrol.codes[LOBBY], patrol.codes[GATE])
        await walker.until(lambda: "Two labels" in says(walker), "the message")
        assert not patrol.visit(LOBBY).arrivals
        monkeypatch.setattr(camera_sheet, "HELP_AFTER", 0.0)
        monkeypatch.setattr(camera_sheet, "TOLD_FOR", 0.0)
        scene.hold()
        walker.app.screen._strange_until = 0.0
        await walker.until(lambda: "No code is found." in says(walker), "advice")
        scene.sees = Frame(bytes(9) * 1000, 90, 100)
        await walker.until(lambda: "too dark" in says(walker), "advice about light")
        assert "8 letters" in says(walker)
        await walker.tap("#camera-letters")
        await walker.until_sheet("DamagedSheet")
        await walker.until(lambda: scene.opened == scene.closed == 1, "the camera is let go")


async def test_a_camera_that_is_pulled_out_is_told_and_tried_again(filming, patrol):
    scene = Scene()
    async with filming(scene) as walker:
        await walker.until(lambda: not walker.app.screen.query_one(Preview).empty, "the preview")
        scene.fault = StoreError("camera.unplugged", "The camera {device} was unplugged.", device="/dev/video0")
        await walker.until(lambda: "/dev/video0 was unplugged" in says(walker), "what happened")
        assert walker.app.screen.query_one(Preview).empty
        await walker.until(lambda: scene.opened == scene.closed == 1, "it is let go")
        scene.fault = None
        scene.hold(patrol.codes[LOBBY])
        await walker.tap("#camera-again")
        await walker.until(lambda: patrol.visit(LOBBY).arrivals, "the arrival")


async def test_the_camera_is_let_go_while_something_lies_over_the_sheet_and_when_it_is_left(filming, patrol):
    scene = Scene()
    async with filming(scene) as walker:
        await walker.until(lambda: scene.opened == 1, "it is on")
        await walker.press("f1")
        await walker.until(lambda: scene.closed == 1, "off under the help")
        await walker.press("escape")
        await walker.until(lambda: scene.opened == 2 and isinstance(walker.app.screen, CameraSheet), "on again")
        await walker.press("f2")
        assert "摄像头扫码" in walker.app.screen.query_one(".sheet-title").text
        await walker.press("escape")
        await walker.until_sheet("CheckpointScreen")
        await walker.until(lambda: scene.closed == 2, "off")
        assert not patrol.visit(LOBBY).arrivals
        await walker.tap("#card-camera")
        await walker.until(lambda: scene.opened == 3, "on once more")
        await walker.scan(LOBBY)
        await walker.until(lambda: patrol.visit(LOBBY).arrivals, "a scanner's scan is as good")
        assert patrol.visit(LOBBY).arrivals[0].fact.method == "scan"
        walker.app.action_camera()
        await walker.until(lambda: scene.opened == 4, "on, and then the program ends")
    assert scene.closed == 4


async def test_the_frame_is_kept_where_the_round_asks_for_it_and_whoever_reviews_finds_it(filming, patrol):
    force_setattr(patrol.state.started.rules, "keep_frames", True)
    scene = Scene()
    async with filming(scene) as walker:
        scene.hold(patrol.codes[LOBBY])
        await walker.until(lambda: patrol.visit(LOBBY).arrivals, "the arrival")
        kept = patrol.visit(LOBBY).arrivals[0].fact.photo
        with Image.open(patrol.book.photos.path(kept)) as picture:
            assert (picture.size, picture.mode) == (SIZE, "L")
        walker.app.sign_in("p01")
        walker.app.go("round_detail", patrol.round)
        await walker.pilot.pause()
        await walker.tap("#detail-pictures")
        await walker.until_sheet("PhotoSheetOf")
        (tile,) = walker.app.screen.query_one(Pages).tiles
        assert LOBBY in tile.words()


async def test_the_menu_offers_the_camera_and_home_takes_its_code(walking, patrol):
    async with walking(GATE) as walker:
        walker.app.go_home()
        await walker.pilot.pause()
        offer(walker, Scene(patrol.codes[LOBBY]))
        await walker.press("f10")
        await walker.until_sheet("MenuSheet")
        await walker.tap("#menu-camera")
        await walker.until(lambda: patrol.visit(LOBBY).arrivals, "the arrival")
        assert patrol.visit(LOBBY).arrivals[0].fact.method == "camera"


async def test_without_a_camera_and_over_ssh_none_is_offered(walking, patrol, tmp_path):
    async with walking(LOBBY) as walker:
        walker.app.cameras = Cameras("off")
        walker.screen.repaint()
        assert not walker.app.screen.query_one("#card-camera").display
        walker.app.cameras = Cameras(str(tmp_path), remote=True)
        walker.screen.repaint()
        assert not walker.app.screen.query_one("#card-camera").display
        walker.app.action_camera()
        await walker.until(lambda: "There is no camera here" in walker.notice, "the message")


# a picture file


def file_of(patrol, *texts, name="IMG_7.jpg", age=0.0, condition=0):
    into = BytesIO()
    wall(*texts, number=condition).save(into, "JPEG")
    patrol.picture(name, into.getvalue())
    path = patrol.folder / "inbox" / name
    at = time.time() - age
    os.utime(path, (at, at))
    return path


async def test_the_newest_picture_arrives_with_less_proof_and_is_kept(walking, patrol):
    async with walking(LOBBY) as walker:
        await walker.tap("#card-damaged")
        await walker.until_sheet("DamagedSheet")
        await walker.tap("#damaged-picture")
        await walker.until(lambda: "There is no picture" in walker.notice, "what to do")
        file_of(patrol, age=2)
        await walker.tap("#damaged-picture")
        await walker.until(lambda: "No code was found in IMG_7.jpg" in walker.notice, "what to do")
        file_of(patrol, patrol.codes[LOBBY], name="IMG_8.jpg", age=900)
        (patrol.folder / "inbox" / "IMG_7.jpg").unlink()
        await walker.tap("#damaged-picture")
        await walker.until(lambda: "15 minutes old" in walker.notice, "the refusal")
        assert not patrol.visit(LOBBY).arrivals
        file_of(patrol, patrol.codes[LOBBY], name="IMG_9.jpg")
        await walker.tap("#damaged-picture")
        await walker.until(lambda: patrol.visit(LOBBY).arrivals, "the arrival")
        (arrival,) = patrol.visit(LOBBY).arrivals
        assert arrival.fact.method == "picture"
        assert patrol.book.photos.has(arrival.fact.photo)
        assert proof_of(patrol.visit(LOBBY)) == "typed"
        await walker.until_sheet("CheckpointScreen")
        assert not patrol.ledger.labels.registers[LOBBY].reprint


# which one


def test_the_camera_is_named_before_a_command_or_in_the_environment(monkeypatch):
    monkeypatch.delenv("ROUNDSMAN_CAMERA", raising=False)
    assert take([])[0].camera_asked == ""
    assert take(["--camera", "/dev/video2"])[0].camera_asked == "/dev/video2"
    assert take(["read", "--camera", "x"]) == (Options(), ["read", "--camera", "x"])
    monkeypatch.setenv("ROUNDSMAN_CAMERA", "off")
    assert take([])[0].camera_asked == "off"
    assert take(["--camera=/dev/video0"])[0].camera_asked == "/dev/video0"


def test_whoever_works_here_is_told_what_a_camera_lacks_and_a_visitor_is_not_offered_it(monkeypatch, tmp_path):
    assert Cameras(str(tmp_path)).for_visitors is not None
    assert Cameras("off").for_visitors is Cameras(str(tmp_path), remote=True).for_visitors is None
    monkeypatch.setattr("store.reading.frames.find_spec", lambda _name: None)
    camera = Cameras("/dev/null")
    assert camera.source is not None
    assert camera.for_visitors is None

"""Frames come from a camera, a folder or a film alike; what is wrong with a camera is told with what to do.

No test has seen a real camera: linuxpy talks to a driver that is not there (tests/support/fake_camera.py).
"""

# ruff: noqa: F811  (fixtures are imported by name)
from __future__ import annotations

import errno
import sys
from dataclasses import replace
from functools import partial
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from store.errors import StoreError
from store.qr import matrix
from store.reading import camera as cameras
from store.reading.camera import Camera, grey_of
from store.reading.decode import decode
from store.reading.frames import OFF, Frame, ready, source_of
from store.reading.pictures import Playback, frames_in
from store.reading.watching import smaller, trouble_with
from tests.support.fake_camera import as_yuyv, padded, plugged  # noqa: F401
from tests.support.photographed import photograph

SIZE = (560, 400)
CODE = "1" * 41


def wall(number=0, text=CODE) -> Image.Image:
    return photograph(matrix(text, "Q"), "clean", number, SIZE)


def grey(picture: Image.Image) -> Frame:
    return Frame(picture.tobytes(), *picture.size)


def jpeg(picture: Image.Image, **more) -> bytes:
    into = BytesIO()
    picture.convert("RGB").save(into, "JPEG", quality=90, **more)
    return into.getvalue()


def without_tables(data: bytes) -> bytes:
    """As cameras send MJPG: the Huffman tables that every JPEG of them would repeat are left out."""
    kept, at = data[:2], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        kept += b"" if data[at + 1] == 0xC4 else data[at:end]
        at = end
    return kept + data[at:]


def said(act, *args) -> StoreError:
    with pytest.raises(StoreError) as caught:
        act(*args)
    return caught.value


# formats


@given(st.integers(1, 9), st.integers(1, 6), st.integers(0, 5), st.randoms())
def test_brightness_is_the_same_in_every_plain_format_with_and_without_room_between_rows(width, height, room, chance):
    frame = Frame(chance.randbytes(width * height), width, height)
    stride = width + room
    assert grey_of("GREY", padded(frame.pixels, width, stride), width, height, stride) == frame
    assert grey_of("YUYV", padded(as_yuyv(frame), 2 * width, 2 * stride), width, height, 2 * stride) == frame
    assert grey_of("YUYV", as_yuyv(frame), width, height, 0) == frame


@given(st.sampled_from(["GREY", "YUYV"]), st.integers(0, 63))
def test_a_frame_that_is_not_whole_is_none(name, length):
    assert grey_of(name, bytes(length), 8, 8 if name == "GREY" else 4, 0) is None


@pytest.mark.parametrize("packed", [jpeg, lambda picture: without_tables(jpeg(picture))], ids=["whole", "no tables"])
def test_a_camera_s_jpeg_becomes_grey_and_is_read(packed):
    frame = grey_of("MJPG", packed(wall()), 0, 0, 0)
    assert (frame.width, frame.height) == SIZE
    assert decode(frame.picture()) == [CODE]


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"nothing of the kind" * 9])
def test_what_is_no_jpeg_is_no_frame(data):
    assert grey_of("MJPG", data, 0, 0, 0) is None


# a camera


@pytest.mark.parametrize(
    ("name", "pack", "stride"),
    [
        ("GREY", lambda p: padded(p.tobytes(), SIZE[0], 576), 576),
        ("YUYV", lambda p: as_yuyv(grey(p)), 0),
        ("MJPG", jpeg, 0),
    ],
)
def test_a_label_before_the_camera_is_read_in_each_format(plugged, name, pack, stride):
    there = plugged(sends=pack(wall()), size=SIZE, formats=("RGB3", name), stride=stride)
    camera = Camera(devices=there.path.parent)
    camera.open()
    seen = camera.frame()
    assert decode(seen.picture()) == [CODE]
    assert (there.chosen, there.streaming) == (name, True)
    for _more in range(5):  # the buffers go round
        assert camera.frame() == seen
    camera.close()
    assert not there.streaming


def test_without_a_wish_the_first_device_that_gives_pictures_is_taken(plugged):
    plugged("video0", capabilities=0)
    plugged("video1", formats=("RGB3",))
    third = plugged("video2", sends=jpeg(wall()))
    plugged("video10")
    camera = Camera(devices=third.path.parent)
    camera.open()
    assert camera.frame() is not None
    camera.close()
    assert third.calls.count("STREAMON") == 1


@pytest.mark.parametrize(
    ("call", "number", "code", "words"),
    [
        ("STREAMON", errno.EBUSY, "camera.busy", "Close it"),
        ("S_FMT", errno.EBUSY, "camera.busy", "Close it"),
        ("QUERYCAP", errno.ENOTTY, "camera.no_format", "another camera"),
        ("QUERYCAP", errno.EACCES, "camera.denied", "usermod -aG"),
        ("QUERYCAP", errno.ENODEV, "camera.unplugged", "Plug it in"),
        ("REQBUFS", errno.ENOMEM, "camera.fault", "Cannot allocate memory"),
    ],
)
def test_what_is_wrong_with_a_camera_is_told_and_it_is_let_go(plugged, call, number, code, words):
    there = plugged(faults={call: number})
    camera = Camera(devices=there.path.parent)
    error = said(camera.open)
    assert error.code == code
    assert words in str(error)
    assert str(there.path) in str(error)
    assert said(camera.frame).code == "camera.unplugged"


def test_permission_names_the_group_of_the_device(plugged):
    there = plugged(faults={"QUERYCAP": errno.EACCES})
    assert f"usermod -aG {there.path.group()} " in str(said(Camera(str(there.path)).open))


def test_a_busy_camera_is_told_and_not_the_useless_device_beside_it(plugged):
    there = plugged("video0", faults={"S_FMT": errno.EBUSY})
    plugged("video1", capabilities=0)
    assert said(Camera(devices=there.path.parent).open).code == "camera.busy"


def test_no_camera_at_all_is_told(tmp_path):
    assert said(Camera(devices=tmp_path).open).code == "camera.none"
    assert said(Camera("/dev/video99").open).code == "camera.none"


def test_a_device_that_is_no_camera_is_told_by_linuxpy_itself():
    assert said(Camera("/dev/null").open).code == "camera.no_format"


def test_unplugged_in_the_middle_is_told_and_closing_raises_nothing(plugged):
    there = plugged(sends=jpeg(wall()))
    camera = Camera(devices=there.path.parent)
    camera.open()
    assert camera.frame() is not None
    there.unplug()
    assert said(camera.frame).code == "camera.unplugged"
    camera.close()
    camera.close()


def test_a_camera_that_sends_nothing_usable_is_waited_for_and_then_told(plugged, monkeypatch):
    there = plugged(sends=b"half a jpeg")
    camera = Camera(devices=there.path.parent)
    camera.open()
    assert camera.frame() is None
    monkeypatch.setattr(cameras, "SILENT", 0.0)
    assert said(camera.frame).code == "camera.silent"


@pytest.mark.parametrize(("module", "code"), [("linuxpy.video.device", "camera.no_library")])
def test_without_the_library_it_says_what_to_install(plugged, monkeypatch, module, code):
    there = plugged()
    monkeypatch.setitem(sys.modules, module, None)
    error = said(Camera(devices=there.path.parent).open)
    assert error.code == code
    assert "./kiosk.sh --with camera" in str(error)


# files


def test_a_picture_a_folder_and_a_film_show_the_same_frames(tmp_path):
    pictures = [wall(0), wall(1), wall(2)]
    for number, picture in enumerate(pictures):
        picture.save(tmp_path / f"{number}.png")
    (tmp_path / "notes.txt").write_text("no picture")
    assert list(frames_in(tmp_path)) == [grey(p) for p in pictures]
    assert list(frames_in(tmp_path / "1.png")) == [grey(pictures[1])]
    film = tmp_path / "film.avi"
    thumbnail = Image.new("RGB", (16, 16))
    exif = b"Exif\0\0" + jpeg(thumbnail)
    film.write_bytes(b"RIFF....AVI " + b"00dc....".join(jpeg(p, exif=exif) for p in pictures) + b"idx1 \xff\xd8")
    seen = list(frames_in(film))
    assert [(f.width, f.height) for f in seen] == [SIZE] * 3
    assert all(decode(f.picture()) == [CODE] for f in seen)


@given(st.binary(max_size=300))
def test_a_film_of_rubbish_is_told_and_never_goes_on_for_ever(tmp_path_factory, junk):
    film = tmp_path_factory.getbasetemp() / "junk.mjpg"
    film.write_bytes(junk.replace(b"\x00", b"\xff\xd8\xff"))
    assert said(list, frames_in(film)).code == "picture.unreadable"


@pytest.mark.parametrize(("name", "content"), [("a.jpg", b"hello"), ("a.heic", b"\0\0\0\x18ftypheic"), ("a.avi", b"")])
def test_a_file_that_cannot_be_read_is_told_with_its_name(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    error = said(list, frames_in(tmp_path / name))
    assert (error.code, error.params["name"]) == ("picture.unreadable", name)


def test_a_playback_begins_again_at_the_end(tmp_path):
    for number in range(2):
        wall(number).save(tmp_path / f"{number}.png")
    shown = Playback(tmp_path, rate=1000)
    shown.open()
    assert [shown.frame() for _ in range(5)] == [grey(wall(n)) for n in (0, 1, 0, 1, 0)]
    shown.close()
    shown.open()
    assert shown.frame() == grey(wall(0))
    assert said(Playback(tmp_path / "nowhere").open).code == "picture.gone"
    (tmp_path / "empty").mkdir()
    assert said(Playback(tmp_path / "empty").open).code == "picture.none"


# which


def test_what_is_offered_is_what_was_asked_for_or_a_camera_that_can_be_used(plugged, tmp_path, monkeypatch):
    there = plugged()
    devices = there.path.parent
    assert isinstance(source_of("", devices)(), Camera)
    assert isinstance(source_of(str(there.path), devices)(), Camera)
    assert isinstance(source_of("/dev/video7", devices)(), Camera)
    assert isinstance(source_of(str(tmp_path), devices)(), Playback)
    assert source_of(OFF, devices) is source_of("Off", devices) is None
    assert source_of("", tmp_path) is None
    monkeypatch.setattr("store.reading.frames.find_spec", lambda _name: None)
    assert source_of("", devices) is None
    assert source_of("/dev/video7", devices) is not None


def test_ready_is_what_is_there_with_all_that_it_needs(plugged, tmp_path, monkeypatch):
    there = plugged()
    devices = there.path.parent
    film = str(tmp_path)
    assert [ready(asked, devices) for asked in ("", str(there.path), film)] == [True] * 3
    assert [ready(asked, devices) for asked in ("/dev/video7", film + "/gone")] == [False] * 2
    assert not ready("", tmp_path)
    monkeypatch.setattr("store.reading.frames.find_spec", lambda _name: None)
    assert [ready(asked, devices) for asked in ("", str(there.path), film)] == [False, False, True]


# what is the matter with a picture


@pytest.mark.parametrize(
    ("condition", "trouble"), [("clean", "nothing"), ("tilted", "nothing"), ("moved", "blurred"), ("dark", "dark")]
)
def test_what_is_the_matter_is_said_of_most_pictures(condition, trouble):
    seen = [trouble_with(grey(photograph(matrix(CODE, "Q"), condition, n, SIZE))) for n in range(6)]
    assert seen.count(trouble) >= 4
    assert trouble_with(Frame(bytes([150]) * 10000, 100, 100)) == "nothing"


@pytest.mark.parametrize("source", ["MJPG", "YUYV", "still", "GREY", "cut"])
def test_a_photo_keeps_the_colours_where_there_are_any_and_nothing_of_the_camera_s_own(source, tmp_path):
    brick = Image.new("RGB", (64, 48), (180, 60, 30))
    y, u, v = brick.convert("YCbCr").getpixel((0, 0))
    packed = jpeg(brick, comment=b"taken by camera 7")
    if source == "still":
        (tmp_path / "a.jpg").write_bytes(packed)
        (frame,) = frames_in(tmp_path / "a.jpg")
    elif source == "MJPG":
        frame = grey_of("MJPG", packed, 64, 48, 0)
    elif source == "YUYV":
        frame = grey_of("YUYV", bytes([y, u, y, v]) * (32 * 48), 64, 48, 0)
    elif source == "GREY":
        frame = grey_of("GREY", bytes([y]) * (64 * 48), 64, 48, 0)
    else:
        frame = replace(grey(brick.convert("L")), coloured=partial(Image.open, BytesIO(b"")))
    kept = frame.jpeg(coloured=True)
    with Image.open(BytesIO(kept)) as picture, Image.open(BytesIO(frame.jpeg())) as plain:
        assert (picture.size, plain.mode) == ((64, 48), "L")
        shown = picture.getpixel((32, 24))
        if source in ("GREY", "cut"):
            assert picture.mode == "L"
        else:
            assert max(abs(a - b) for a, b in zip(shown, (180, 60, 30), strict=True)) < 12
    assert b"camera 7" not in kept


def test_a_small_copy_keeps_its_proportions_and_an_even_height():
    for size in ((1280, 720), (640, 480), (480, 640), (3, 2)):
        small = smaller(Frame(bytes(size[0] * size[1]), *size), (40, 24))
        assert small.width <= 40
        assert small.height <= 24
        assert small.height % 2 == 0
        assert len(small.pixels) == small.width * small.height

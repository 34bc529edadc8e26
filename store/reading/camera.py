"""A camera of this machine, through V4L2 (linuxpy): which one, in which format, and what each of its faults means.

One USB camera has several device files, and only some of them give pictures; without a wish the first that does is
taken. A frame is waited for with an end: a camera that hangs must not hold the thread, or nothing could close it.
The formats are those in which brightness can be had for next to nothing (`grey_of`).

linuxpy is imported when a camera is opened. It says nothing of its types, so what is used of it stands here as a
protocol.
"""

from __future__ import annotations

import errno
import os
import select
import time
from collections.abc import Iterable
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from store.errors import StoreError
from store.reading.frames import DEVICES, Frame, cameras, decoder_here, no_decoder

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["FORMATS", "Camera", "grey_of"]

FORMATS = ("GREY", "MJPG", "YUYV")
"""Best first: grey needs nothing done to it; MJPG brings 720 lines at full speed over any USB, YUYV rarely does."""
WANTED = (1280, 720)
"""Pixels. With these a label of 40 mm is read from half a metre (docs/labels.md); a camera gives the nearest it has."""
PATIENCE = 0.2
"""Seconds that one call waits for a frame."""
SILENT = 5.0
"""Seconds without a frame after which a camera counts as broken."""
_BUSY = {errno.EBUSY}
_DENIED = {errno.EACCES, errno.EPERM}
_GONE = {errno.ENODEV, errno.ENXIO, errno.EIO, errno.EPIPE, errno.EBADF}
_NO_CAMERA = {errno.ENOTTY, errno.EINVAL}


class _Format(Protocol):
    width: int
    height: int
    pixel_format: Any
    bytes_per_line: int


class _Device(Protocol):
    info: Any

    def open(self) -> None: ...
    def close(self) -> None: ...
    def fileno(self) -> int: ...


class _Capture(Protocol):
    buffer: Any

    def set_format(self, width: int, height: int, pixel_format: str) -> object: ...
    def get_format(self) -> _Format: ...
    def open(self) -> None: ...
    def close(self) -> None: ...


class Camera:
    """`asked` is a device file; empty is the first one of `devices` that gives pictures."""

    live = True

    def __init__(self, asked: str = "", devices: Path = DEVICES) -> None:
        self._asked = asked
        self._devices = devices
        self._path = Path(asked)
        self._device: _Device | None = None
        self._capture: _Capture | None = None
        self._format = ""
        self._shape: _Format | None = None
        self._heard = 0.0

    def open(self) -> None:
        """Begin to take pictures.

        Raises:
            StoreError: `camera.no_library`, `camera.none`, `camera.busy`, `camera.denied`, `camera.no_format`.
        """
        self.close()
        video = _library()
        found = [Path(self._asked)] if self._asked else cameras(self._devices)
        faults: list[StoreError] = []
        for path in found:
            self._path = path
            try:
                self._begin(video, path)
            except StoreError as fault:
                faults.append(fault)
            except OSError as error:
                faults.append(_told(error, path))
            else:
                self._heard = time.monotonic()
                return
            self.close()
        # Of several device files the one that could be a camera tells more than the one that is none.
        raise min(faults, key=lambda fault: fault.code in ("camera.none", "camera.no_format"), default=_none())

    def _begin(self, video: Any, path: Path) -> None:
        device = cast("_Device", video.Device(path))
        device.open()
        self._device = device
        kind = video.BufferType.VIDEO_CAPTURE
        if video.Capability.VIDEO_CAPTURE not in device.info.device_capabilities:
            raise _none()
        given = {_name(offered.pixel_format) for offered in cast("Iterable[Any]", device.info.buffer_formats(kind))}
        self._format = next((name for name in FORMATS if name in given), "")
        if not self._format:
            raise _no_format(path)
        capture = cast("_Capture", video.VideoCapture(device))
        capture.set_format(*WANTED, self._format)
        self._shape = capture.get_format()
        self._capture = capture
        capture.open()

    def frame(self) -> Frame | None:
        """The next frame.

        Raises:
            StoreError: `camera.unplugged` when it went away, `camera.silent` when it sends nothing any more.
        """
        if self._device is None or self._capture is None or self._shape is None:
            raise _unplugged(self._path)
        try:
            ready = select.select([self._device.fileno()], [], [], PATIENCE)[0]
            data = bytes(self._capture.buffer.raw_read().data) if ready else b""
        except BlockingIOError:  # somebody else's wake-up
            data = b""
        except (OSError, ValueError) as error:
            raise _told(error, self._path) if isinstance(error, OSError) else _unplugged(self._path) from error
        seen = grey_of(self._format, data, self._shape.width, self._shape.height, self._shape.bytes_per_line)
        if seen is not None:
            self._heard = time.monotonic()
        elif time.monotonic() - self._heard > SILENT:
            raise StoreError(
                "camera.silent",
                "The camera {device} sends no picture. Unplug it and plug it in again, or use the letters under the"
                " code.",
                device=str(self._path),
            )
        return seen

    def close(self) -> None:
        """Stop and let the device go; the light goes out."""
        capture, device = self._capture, self._device
        self._capture = self._device = self._shape = None
        for held in (capture, device):
            if held is not None:
                try:
                    held.close()
                except (OSError, ValueError, BufferError):  # it is gone already: nothing is left to be let go
                    continue


def grey_of(name: str, data: bytes, width: int, height: int, stride: int) -> Frame | None:
    """The brightness of a frame as the camera sends it, with the way to its colours; None for one that is not whole.

    `stride` is bytes from one row to the next; 0 when there is nothing between them, as in MJPG.
    """
    if name == "MJPG":
        return _unpacked(data)
    step = 2 if name == "YUYV" else 1  # Y U Y V: every other byte is brightness
    stride = stride or width * step
    if len(data) < stride * (height - 1) + width * step:
        return None
    if stride != width * step:
        data = b"".join(data[row * stride : row * stride + width * step] for row in range(height))
    data = bytes(data[: width * height * step])
    coloured = partial(_from_yuyv, data, width, height) if name == "YUYV" and width % 2 == 0 else None
    return Frame(data[::step], width, height, coloured)


def _from_yuyv(data: bytes, width: int, height: int) -> Image.Image:
    """Two pixels share their colours."""
    from PIL import Image  # noqa: PLC0415  (no frame that is only read needs it)

    bright = Image.frombytes("L", (width, height), data[::2])
    blue, red = (Image.frombytes("L", (width // 2, height), data[at::4]).resize(bright.size) for at in (1, 3))
    return Image.merge("YCbCr", (bright, blue, red)).convert("RGB")


def _from_jpeg(data: bytes) -> Image.Image:
    from PIL import Image  # noqa: PLC0415  (the same)

    with Image.open(BytesIO(data)) as packed:
        return packed.convert("RGB")


def _unpacked(data: bytes) -> Frame | None:
    from PIL import Image  # noqa: PLC0415  (no other format needs it)

    try:
        with Image.open(BytesIO(data)) as packed:
            packed.draft("L", packed.size)  # the colours are not even unpacked
            grey = packed.convert("L")
    except (OSError, SyntaxError, ValueError):  # cut short on the bus: the next one comes soon
        return None
    return Frame(grey.tobytes(), grey.width, grey.height, partial(_from_jpeg, data))


def _name(pixel_format: Any) -> str:
    """The four letters of a format: V4L2's own number for it is made of them."""
    return int(pixel_format).to_bytes(4, "little").decode("ascii", "replace").rstrip()


def _library() -> Any:
    if not decoder_here():  # better told before the light goes on
        raise no_decoder()
    try:
        return import_module("linuxpy.video.device")
    except ImportError as missing:
        raise StoreError(
            "camera.no_library",
            "The camera cannot be used: linuxpy is not installed. Everything else works. To add it, run this once in"
            " the program's folder: ./kiosk.sh --with camera",
        ) from missing


def _none() -> StoreError:
    return StoreError(
        "camera.none",
        "There is no camera here. Plug one in, or name it with --camera. The letters under the code do as well.",
    )


def _no_format(path: Path) -> StoreError:
    return StoreError(
        "camera.no_format",
        "{device} gives no picture in a format that is read here ({formats}). Name another camera with --camera.",
        device=str(path),
        formats=", ".join(FORMATS),
    )


def _unplugged(path: Path) -> StoreError:
    return StoreError(
        "camera.unplugged",
        "The camera {device} was unplugged. Nothing is lost. Plug it in and open this once more, or use the letters"
        " under the code.",
        device=str(path),
    )


def _told(error: OSError, path: Path) -> StoreError:
    """What an error of the device means to a person."""
    if error.errno in _BUSY:
        return StoreError(
            "camera.busy",
            "Another program is using the camera {device}. Close it (a camera app, a browser) and try once more.",
            device=str(path),
        )
    if error.errno in _DENIED:
        return StoreError(
            "camera.denied",
            "{person} may not use the camera {device}. An administrator runs: usermod -aG {group} {person}; then sign"
            " in to the machine again.",
            device=str(path),
            person=_person(),
            group=_group_of(path),
        )
    if error.errno in _NO_CAMERA:
        return _no_format(path)
    if error.errno in _GONE:
        return _unplugged(path)
    if error.errno == errno.ENOENT:
        return _none()
    return StoreError(
        "camera.fault",
        "The camera {device} reports an error ({reason}). Unplug it and plug it in again.",
        device=str(path),
        reason=error.strerror or str(error),
    )


def _group_of(path: Path) -> str:
    try:
        return path.group()
    except (KeyError, OSError):
        return "video"


def _person() -> str:
    """The name under which this program runs."""
    import pwd  # noqa: PLC0415  (not on Windows)

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())

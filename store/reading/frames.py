"""Frames, and where they come from: a camera, or pictures in files. A source is opened, asked for frames, closed.

Everything may be called in any thread, but a source by one thread at a time. The device is let go by `close` alone:
until then the camera is busy for everybody else and its light is on.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from store.errors import StoreError

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["OFF", "Frame", "FrameSource", "cameras", "decoder_here", "no_decoder", "ready", "source_of"]

OFF = "off"
"""What is set instead of a device where the camera must not be offered; in capitals as well."""
DEVICES = Path("/dev")


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture in grey: `width` x `height` bytes, row by row from the top, 0 black to 255 white."""

    pixels: bytes
    width: int
    height: int
    coloured: Callable[[], Image.Image] | None = field(default=None, compare=False, repr=False)
    """Makes the same in its colours, where the source has any. Raises what Pillow raises of a picture cut short."""

    def picture(self) -> Image.Image:
        """The same for Pillow, without a copy."""
        from PIL import Image  # noqa: PLC0415  (the app starts without it)

        return Image.frombuffer("L", (self.width, self.height), self.pixels)

    def jpeg(self, *, coloured: bool = False) -> bytes:
        """The same as a file to be kept, with nothing in it but the picture; `coloured` if it can be."""
        picture = self.picture()
        if coloured and self.coloured is not None:
            with suppress(OSError, SyntaxError, ValueError):  # in grey it is whole
                picture = self.coloured()
                picture.info.clear()  # a comment of the camera's would be written too
        into = BytesIO()
        picture.save(into, "JPEG", quality=75)
        return into.getvalue()


class FrameSource(Protocol):
    """Where frames come from. A closed source may be opened again."""

    live: bool
    """Whether it shows what is before it now; pictures in files can be sent by somebody else."""

    def open(self) -> None:
        """Take hold of it. Raises StoreError (`camera.*`, `picture.*`) that says what to do; nothing is held then."""
        ...

    def frame(self) -> Frame | None:
        """The next frame; None when none came within a short time, which is no fault yet. Raises StoreError."""
        ...

    def close(self) -> None:
        """Let it go, whatever state it is in. Raises nothing."""
        ...


def decoder_here() -> bool:
    """Whether codes can be read from pictures at all; loads nothing."""
    return find_spec("zxingcpp") is not None


def source_of(asked: str, devices: Path = DEVICES) -> Callable[[], FrameSource] | None:
    """What makes the source that was asked for: a device, a folder of pictures or a file; without a wish, a camera.

    None where there is nothing to offer: OFF, or no wish and no camera, or no wish and not all that a camera needs.
    What was asked for by name is always offered, so that its fault can be told.
    """
    if asked.strip().lower() == OFF:
        return None
    if asked and not _is_device(asked, devices):
        from store.reading.pictures import Playback  # noqa: PLC0415  (the app starts without Pillow)

        return lambda: Playback(Path(asked).expanduser())
    if not asked and not ready(asked, devices):
        return None
    from store.reading.camera import Camera  # noqa: PLC0415  (the same)

    return lambda: Camera(asked, devices)


def ready(asked: str, devices: Path = DEVICES) -> bool:
    """Whether what was asked for, or any camera, is there with all that it needs; nothing is loaded or opened."""
    if asked and not _is_device(asked, devices):
        return Path(asked).expanduser().exists()
    there = Path(asked).exists() if asked else bool(cameras(devices))
    return there and decoder_here() and find_spec("linuxpy") is not None


def cameras(devices: Path = DEVICES) -> list[Path]:
    """Video devices in the order of their numbers; some of them may be no camera."""
    found = [path for path in devices.glob("video*") if path.name[5:].isdigit()]
    return sorted(found, key=lambda path: int(path.name[5:]))


def _is_device(asked: str, devices: Path) -> bool:
    return Path(asked).parent == devices or asked.startswith("/dev/") or Path(asked).is_char_device()


def no_decoder() -> StoreError:
    """Said wherever pictures should be read and zxing-cpp is not installed."""
    return StoreError(
        "reading.no_decoder",
        "Codes cannot be read from pictures here: zxing-cpp is not installed. Everything else works. To add it, run"
        " this once in the program's folder: ./kiosk.sh --with pictures",
    )

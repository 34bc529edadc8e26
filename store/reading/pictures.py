"""Pictures in files, as frames: one file, a folder of them, or a film of JPEGs (MJPG, or an AVI full of it).

`frames_in` goes through a file once. `Playback` is a camera made of files: it shows them at a camera's pace, over and
over, for trying things out where there is no camera; it is not live, and what it shows proves no more than a picture.
"""

from __future__ import annotations

import mmap
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from PIL import Image, ImageSequence

from store.errors import StoreError
from store.reading.camera import grey_of
from store.reading.decode import decode
from store.reading.frames import Frame

__all__ = ["FILMS", "Playback", "codes_in", "frames_in"]

FILMS = frozenset({".avi", ".mjpg", ".mjpeg", ".mov"})
"""Suffixes of files that are looked through for JPEGs."""
STILLS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".pgm"})
_BEGIN = b"\xff\xd8\xff"
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


def frames_in(path: Path) -> Iterator[Frame]:
    """Every picture of a file, or of the files of a folder in the order of their names; other files are passed over.

    Raises:
        StoreError: `picture.gone`, `picture.unreadable` for a file that holds no picture that can be read.
    """
    if path.is_dir():
        for file in sorted(path.iterdir(), key=lambda file: file.name):
            if file.suffix.lower() in STILLS | FILMS:
                yield from frames_in(file)
        return
    if not path.is_file():
        raise StoreError("picture.gone", "The picture {name} is no longer there.", name=path.name)
    try:
        yield from _film(path) if path.suffix.lower() in FILMS else _still(path)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise unreadable(path) from error


def codes_in(path: Path) -> list[str]:
    """The texts of the codes in the first picture of a file or folder that has any; [] when none has.

    Raises:
        StoreError: as `frames_in`, and `reading.no_decoder`.
    """
    for frame in frames_in(path):
        texts = decode(frame.picture())
        if texts:
            return texts
    return []


def unreadable(path: Path) -> StoreError:
    """Said of a file that holds no picture."""
    return StoreError(
        "picture.unreadable",
        "{name} cannot be read as a picture. JPEG, PNG and WebP can; a phone's HEIC cannot: set its camera to JPEG.",
        name=path.name,
    )


def _still(path: Path) -> Iterator[Frame]:
    with Image.open(path) as picture:
        for number, part in enumerate(ImageSequence.Iterator(picture)):
            grey = part.convert("L")
            yield Frame(grey.tobytes(), grey.width, grey.height, partial(_in_colours, path, number))


def _in_colours(path: Path, number: int) -> Image.Image:
    with Image.open(path) as picture:
        picture.seek(number)
        return picture.convert("RGB")


def _film(path: Path) -> Iterator[Frame]:
    seen = False
    with path.open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as data:
        at = data.find(_BEGIN)
        while at >= 0:
            end = _end_of_jpeg(data, at)
            frame = grey_of("MJPG", data[at:end], 0, 0, 0)
            if frame is not None:
                seen = True
                yield frame
            at = data.find(_BEGIN, end if frame is not None else at + 1)
    if not seen:
        raise unreadable(path)


def _end_of_jpeg(data: mmap.mmap, at: int) -> int:
    """Where the JPEG that begins here ends. A picture within it (a thumbnail) lies in a segment and is passed over."""
    at += 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF or marker in _WITHOUT_LENGTH:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xDA:  # the scan itself has no length: up to the next mark that is none of its own
            at = data.find(b"\xff", at)
            while 0 <= at < len(data) - 1 and (data[at + 1] == 0 or data[at + 1] in _WITHOUT_LENGTH):
                at = data.find(b"\xff", at + 2)
            if at < 0:
                return len(data)
    return min(at, len(data)) if data[at : at + 2] != b"\xff\xd9" else at + 2


class Playback:
    """A camera made of a picture, a folder or a film: `rate` pictures a second, at the end from the first again."""

    live = False

    def __init__(self, path: Path, rate: float = 10.0) -> None:
        self._path = path
        self._pause = 1 / rate
        self._frames: Iterator[Frame] | None = None
        self._last: Frame | None = None
        self._due = 0.0

    def open(self) -> None:
        """Look whether there is something to show. Raises StoreError (`picture.gone`, `picture.unreadable`)."""
        self._frames, self._due = None, 0.0
        self._last = self._next()

    def frame(self) -> Frame | None:
        """The next picture, when its time has come. Raises StoreError."""
        time.sleep(max(0.0, min(self._pause, self._due - time.monotonic())))
        self._due = time.monotonic() + self._pause
        first, self._last = self._last, None
        return first or self._next()

    def _next(self) -> Frame:
        for _twice in range(2):
            if self._frames is None:
                self._frames = frames_in(self._path)
            for frame in self._frames:
                return frame
            self._frames = None
        raise StoreError("picture.none", "There is no picture in {name}.", name=self._path.name or str(self._path))

    def close(self) -> None:
        """Nothing is held but the file that is being read."""
        self._frames = self._last = None

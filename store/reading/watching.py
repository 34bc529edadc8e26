"""A look-out: a thread of its own that takes frames from a source, reads every one, and tells what it saw.

Every frame is read at full resolution, mended where it has to be (`decode`), and a small grey copy of it is made for a
preview. What it tells, it tells in its own thread. The source is opened and closed by the thread alone, so that
asking it to stop never waits, and the camera is let go whatever happens.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from PIL import Image, ImageFilter, ImageStat

from store.errors import StoreError
from store.reading.decode import decode
from store.reading.frames import Frame, FrameSource
from store.reading.told import Lost, Read, Seen, Told, Trouble

__all__ = ["Lookout", "smaller", "trouble_with"]

_logger = logging.getLogger(__name__)

EVERY = 0.14
"""Seconds from one frame to the next at least, which makes 7 a second: a frame without a code takes 55 ms of a core
(docs/labels.md), and the screen must not stutter for it."""
DARK = 45
"""Mean brightness below which more light is the best advice; the dark pictures of docs/labels.md have 8 to 30."""
SOFT = 0.6
"""Edges at half size to edges at an eighth below which a picture is out of focus or moved: 0.7 to 0.8 where it is not,
0.5 to 0.6 where it is (the same pictures)."""
PLAIN = 5.0
"""Edges below which there is nothing in the picture that could be sharp: a bare wall."""
_EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), 1, 128)


class Lookout:
    """`room` is the width and height in pixels that the preview has; the copy keeps its proportions within it.

    Without `reads` nobody looks for codes in the frames.
    """

    def __init__(
        self, source: FrameSource, tell: Callable[[Told], object], room: tuple[int, int], *, reads: bool = True
    ) -> None:
        self._source = source
        self._tell = tell
        self._room = room
        self._reads = reads
        self._stop = threading.Event()
        self._before: Lookout | None = None
        self._thread = threading.Thread(target=self._run, name="lookout", daemon=True)

    def begin(self, before: Lookout | None = None) -> None:
        """Begin, once the one before has let the source go."""
        self._before = before
        self._thread.start()

    def stop(self) -> None:
        """Let it end; returns at once. Nothing is told any more."""
        self._stop.set()

    def join(self, seconds: float | None = None) -> bool:
        """Wait until the source is let go; whether it is."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        if self._before is not None:
            self._before.join()
            self._before = None
        try:
            if not self._stop.is_set():
                self._source.open()
                self._look()
        except StoreError as error:
            self._say(Lost(error))
        except Exception:
            _logger.exception("the look-out ended")
            self._say(Lost(StoreError("camera.failed", "The camera failed; the log says how. Use the letters.")))
        finally:
            self._source.close()

    def _say(self, news: Told) -> None:
        if not self._stop.is_set():
            self._tell(news)

    def _look(self) -> None:
        while not self._stop.is_set():
            begun = time.monotonic()
            frame = self._source.frame()
            if frame is None:
                continue
            self._say(Seen(smaller(frame, self._room), trouble_with(frame), frame))
            texts = decode(frame.picture()) if self._reads else ()
            if texts:
                self._say(Read(texts, frame, self._source.live))
            self._stop.wait(EVERY - (time.monotonic() - begun))


def smaller(frame: Frame, room: tuple[int, int]) -> Frame:
    """A copy within so many pixels, its proportions kept; the height is even, because a cell shows two."""
    wide, high = room
    scale = min(wide / frame.width, high / frame.height)
    size = max(1, round(frame.width * scale)), max(2, round(frame.height * scale / 2) * 2)
    small = frame.picture().resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    return Frame(small.tobytes(), small.width, small.height)


def trouble_with(frame: Frame) -> Trouble:
    """The likeliest reason why nothing can be read in it."""
    half = frame.picture().reduce(2)
    if ImageStat.Stat(half).mean[0] < DARK:
        return "dark"
    fine, coarse = _edges(half), _edges(half.reduce(4))
    return "blurred" if coarse > PLAIN and fine < SOFT * coarse else "nothing"


def _edges(picture: Image.Image) -> float:
    """How much neighbours differ; the rim is left out, because the filter leaves it as it is."""
    wide, high = picture.size
    if min(wide, high) < 3:
        return 0.0
    return ImageStat.Stat(picture.filter(_EDGES).crop((1, 1, wide - 1, high - 1))).stddev[0]

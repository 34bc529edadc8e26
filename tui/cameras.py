"""Whether a camera can be offered here, asked often and looked up now and then: one may be plugged in at any time."""

from __future__ import annotations

import time
from collections.abc import Callable

from store.reading.frames import FrameSource, decoder_here, ready, source_of

__all__ = ["Cameras"]

LOOK_AGAIN = 3.0
"""Seconds for which an answer holds; screens ask at every repaint."""


class Cameras:
    """`asked` is a device, a folder or file of pictures, `off`, or nothing: the first camera there is."""

    def __init__(self, asked: str = "", *, remote: bool = False) -> None:
        self.asked = asked
        self._remote = remote
        self._known: Callable[[], FrameSource] | None = None
        self._ready = False
        self._looked = float("-inf")

    @property
    def source(self) -> Callable[[], FrameSource] | None:
        """What makes the source; None where none can be offered, and always over SSH: the camera stands elsewhere."""
        if self._remote:
            return None
        now = time.monotonic()
        if now - self._looked > LOOK_AGAIN:
            self._known, self._ready, self._looked = source_of(self.asked), ready(self.asked), now
        return self._known

    @property
    def for_visitors(self) -> Callable[[], FrameSource] | None:
        """As `source`; none either where something is missing, about which a visitor can do nothing."""
        source = self.source
        return source if self._ready else None

    @property
    def reads_pictures(self) -> bool:
        """Whether a picture file can be read here as well."""
        return not self._remote and decoder_here()

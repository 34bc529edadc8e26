"""A sheet that looks through the camera, and only while it is on top: whatever covers it, the camera is let go.

The look-out is a thread; what it tells comes as a message. Nothing is heard any more of one that was told to end.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from textual.message import Message

from store.reading.frames import FrameSource
from store.reading.told import Lost, Read, Seen, Told
from tui.screens.base import Sheet
from tui.widgets.preview import Preview

if TYPE_CHECKING:
    from store.reading.watching import Lookout

__all__ = ["LookSheet", "News"]

Request = TypeVar("Request")
Answer = TypeVar("Answer")
LET_GO = 2.0
"""Seconds that the end of the program waits for the camera."""


class News(Message):
    """What the look-out told; from its thread."""

    def __init__(self, of: Lookout, told: Told) -> None:
        super().__init__()
        self.of = of
        self.told = told


class LookSheet(Sheet[Request, Answer]):
    """Override `source`, `idle`, and what is done with what was `seen`, `read` and `lost`; `look` begins."""

    READS = True
    """Whether codes are looked for in the frames."""
    _lookout: Lookout | None = None
    _ended: Lookout | None = None
    """The one before, which may not have let the camera go yet."""

    def source(self) -> FrameSource:
        """A new one of what was asked for."""
        raise NotImplementedError

    @property
    def idle(self) -> bool:
        """Whether nobody has to look just now, although the sheet is on top."""
        return False

    def seen(self, seen: Seen) -> None:
        """A frame came."""

    def read(self, read: Read) -> None:
        """There were codes in it."""

    def lost(self, lost: Lost) -> None:
        """The camera cannot be used, or not any more; nobody looks now."""

    def look(self) -> None:
        """Begin to look, once the one before has let the camera go."""
        from store.reading.watching import Lookout  # noqa: PLC0415  (Pillow is loaded when there is something to see)

        self.rest()
        room = self.query_one(Preview).room
        lookout = Lookout(self.source(), lambda told: self.post_message(News(lookout, told)), room, reads=self.READS)
        lookout.begin(self._ended)
        self._lookout = lookout

    def rest(self) -> None:
        """Ask the look-out to end; it lets the camera go by itself, within a moment."""
        if self._lookout is not None:
            self._lookout.stop()
            self._ended, self._lookout = self._lookout, None

    def answer(self, value: Answer | None) -> None:
        """Nobody looks any more."""
        self.rest()
        super().answer(value)

    def on_screen_suspend(self) -> None:
        """Something lies over it, or nobody is signed in any more."""
        self.rest()

    def on_screen_resume(self) -> None:
        """Look on after something lay over it."""
        if self._lookout is None and self.is_open and not (self._fresh or self.idle):
            self.look()
            self.repaint()

    async def on_unmount(self) -> None:
        """The program ends: the light goes out before it does."""
        self.rest()
        if self._ended is not None:
            await asyncio.to_thread(self._ended.join, LET_GO)

    def on_news(self, event: News) -> None:
        """Hand on what it told; nothing of a look-out that was told to end."""
        event.stop()
        if event.of is not self._lookout:
            return
        match event.told:
            case Seen() as seen:
                self.seen(seen)
            case Read() as read:
                self.read(read)
            case Lost() as lost:
                self.rest()
                self.lost(lost)

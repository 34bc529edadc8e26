"""What comes in from the terminal is believed only as far as keys, a mouse, a paste or a scanner can mean it.

Textual believes every escape sequence. But a scanner that types in a lobby types whatever stands in a code, and a
client of SSH sends what it likes: a paste that never ends, a screen of a million columns, a character that there is
none. Each of them would end the app, or leave it deaf to every key and touch; here they are heard as nothing.
"""

from __future__ import annotations

import codecs
import time
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.keys import Keys
from textual.message import Message
from textual.messages import InBandWindowResize

if TYPE_CHECKING:
    from textual.app import App

__all__ = ["LARGEST", "MOST", "PATIENCE", "Hearing", "hear"]

PATIENCE = 3.0
"""Seconds of silence in the middle of a paste after which it counts as over."""
LARGEST = (500, 200)
"""Columns and rows; what a terminal claims beyond that is left black. A screen takes memory for each of its cells."""
MOST = 1000
"""Events that may wait for the app; while they do, nothing more is read, and whoever sends has to wait."""


class Hearing(XTermParser):
    """Textual's reading of the line, with doubt."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._tail = ""
        """The last characters that came in: the sign of a paste may come in two pieces."""
        self._heard_at = time.monotonic()

    def feed(self, data: str) -> Iterable[Message]:
        """What this piece of the line means, and as nothing what it cannot mean."""
        if self._pasting and data.startswith("\x1b[<"):  # a tap: no terminal lets that into a paste
            yield from super().feed(BRACKETED_PASTE_END)
        self._listen(data)
        for event in super().feed(data):
            # The size comes from the system, and this app asks for no terminal's own word on it.
            if isinstance(event, events.Resize):
                self.mouse_pixels = False
            elif not isinstance(event, InBandWindowResize):
                yield event

    def _listen(self, data: str) -> None:
        self._heard_at = time.monotonic()
        seen = self._tail + data
        begun, over = seen.rfind(BRACKETED_PASTE_START), seen.rfind(BRACKETED_PASTE_END)
        if begun != over:
            self._pasting = begun > over
        self._tail = seen[1 - len(BRACKETED_PASTE_START) :]

    def tick(self) -> Iterable[Message]:
        """As Textual's; a paste that stands still is over."""
        yield from super().tick()
        if self._pasting and time.monotonic() - self._heard_at > PATIENCE:
            yield from self.feed(BRACKETED_PASTE_END)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        """A number that is no character is no key; Textual's reading thread would die of it."""
        try:
            heard = [*super()._sequence_to_key_events(sequence, alt)]
            "".join(key.character or "" for key in heard).encode()
        except (ValueError, OverflowError):
            return [events.Key(Keys.Ignore, sequence)]
        return heard


def hear(app: App[Any]) -> None:
    """Have an app listen like this from its start on, where it reads a terminal of Linux."""
    try:
        from textual.drivers import linux_driver  # noqa: PLC0415
    except ImportError:  # Windows reads characters and events, not bytes
        return
    if app.driver_class is not linux_driver.LinuxDriver:  # TEXTUAL_DRIVER named another
        return
    # A byte that is no UTF-8, from a noisy line or another encoding, becomes the sign for an unknown character.
    forgiving = partial(codecs.getincrementaldecoder("utf-8"), errors="replace")
    linux_driver.getincrementaldecoder = lambda _name: forgiving  # pyright: ignore[reportPrivateImportUsage]
    linux_driver.XTermParser = Hearing  # pyright: ignore[reportPrivateImportUsage]

    class Line(linux_driver.LinuxDriver):
        """The line itself: as large as a screen can be, and no faster than the app."""

        def _get_terminal_size(self) -> tuple[int, int]:
            return tuple(map(min, super()._get_terminal_size(), LARGEST))  # type: ignore[return-value]

        def process_message(self, message: Message) -> None:
            while self._app.message_queue_size > MOST and not self.exit_event.is_set():
                time.sleep(0.01)
            super().process_message(message)

    app.driver_class = Line

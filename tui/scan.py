"""The scanner tap: tells a scanner that types like a keyboard from a person who types, before any widget hears it.

A scanner sends its digits and an Enter as plain keys. Heard as keys they would press whatever button has the focus
and write into whatever field is open. So every printable key is held for a moment; what arrives at a machine's pace
becomes one `Scanned` message, anything else is played back in its order. Two things make it survive a blocked
screen, and both are needed: the pace is judged by `event.time`, which the reading thread stamps, and the moment's
end is not acted upon at once but put at the back of the queue, so that keys that already wait there go first. Once
the held text begins like our codes, a much longer gap is forgiven.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, TypeVar

from textual import events
from textual.app import App
from textual.message import Message
from textual.widgets import Input, TextArea

from checkpoints.site import codes
from store.reading.frames import Frame

__all__ = ["Keyed", "Scan", "Scanned", "ScannerTap", "Source", "Wedge"]

Source = Literal["wedge", "paste", "camera", "picture"]
"""Keys of a scanner, a paste, a camera's frame, or a picture in a file that stands for a camera."""

STEP = 0.040
"""Longest gap inside a burst of unknown beginning, in seconds."""
FIRST = 0.120
"""Longest gap while the text may still become our prefix: the first key often waits for a busy machine to wake."""
BURST = 0.100
"""Longest gap once four keys came at a machine's pace."""
WIDE = 0.250
"""Longest gap once the text begins with our prefix."""
SURE = 1.0
"""Longest gap once many keys came at a machine's pace and begin with our prefix: no hand types like that, so what
made the pause is a machine too busy to type on, and the rest of the code is still to come."""
PACE = 0.025
"""Mean gap below which a burst was not typed by a hand."""
FAST = 0.015
"""Mean gap that shows a machine after four keys already."""
FOREIGN = 8
"""Shortest burst that counts as a scan of something that is not ours."""
AFTER = 0.150
"""A second suffix key (the LF of CRLF) within this time of a scan's end belongs to the scan."""
LATE = 0.500
"""The suffix of a scan that was complete without it may come this late."""
SUFFIXES = frozenset({"enter", "ctrl+j", "ctrl+m", "tab"})
_MODIFIER = re.compile(r"^(left|right|iso)_|^(caps|num|scroll)_lock$")
MOST = 8000
"""Keys that are held at most; the largest code there is has 7,089 digits."""
_HOPS = 3
"""How often the end of a moment is put at the back of the queue before it is believed."""


class Keyed(Protocol):
    """What the tap needs of a key event."""

    key: str
    character: str | None
    time: float


K = TypeVar("K", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Scan:
    """One burst: its text without the suffix, and the gaps between its keys in milliseconds."""

    text: str
    source: Source
    gaps: tuple[int, ...] = ()


class Scanned(Message):
    """Something was scanned. `text` is NFKC text; whether it is one of our codes is for the screen to ask.

    `evidence` is the frame in which it was read.
    """

    def __init__(
        self,
        text: str,
        source: Source = "wedge",
        gaps: tuple[int, ...] = (),
        evidence: Frame | None = None,
    ) -> None:
        super().__init__()
        self.text = text
        self.source: Source = source
        self.gaps = gaps
        self.evidence = evidence


def _plain(event: Keyed) -> str | None:
    """The ASCII character of a key, full-width digits made narrow; None for every other key."""
    char = event.character
    if char is None or "+" in event.key:
        return None
    char = unicodedata.normalize("NFKC", char)
    return char if len(char) == 1 and " " <= char <= "~" else None


@dataclass
class Wedge(Generic[K]):
    """The state machine, without a clock and without a screen: keys go in, keys and scans come out in order."""

    prefix: str = codes.PREFIX
    length: int = codes.LENGTH
    typing: Callable[[], bool] = lambda: True
    """Whether a text field has the focus: a burst without a suffix is then text, not a scan."""
    held: list[K] = field(default_factory=list)
    _swallow_until: float = float("-inf")
    _ended: float = float("-inf")
    """When the last scan ended by its suffix."""
    _further: bool = False
    """Whether what is held goes on where a scan ended: another line of the same code, such as of a visiting card."""

    @property
    def patience(self) -> float:
        """Seconds that may pass before the next key of the same burst."""
        if len(self.held) <= self.length:  # what is longer is none of ours, and long to look through at every key
            text = self._text()
            if len(text) >= len(self.prefix) and text.startswith(self.prefix) and text.isdigit():
                return SURE if self._machine() and len(text) < self.length else WIDE
            if self.prefix.startswith(text):
                return FIRST
        return BURST if len(self.held) >= 4 and self._mean() < FAST else STEP

    def key(self, event: K) -> list[K | Scan]:
        """Take one key. Returns what is to be delivered now, in order; a held key comes out later."""
        if event.key in SUFFIXES:
            return self._suffix(event)
        if _MODIFIER.match(event.key):  # kitty's protocol reports Shift itself, in the middle of a burst
            return []
        if _plain(event) is None:
            return [*self.flush(), event]
        out: list[K | Scan] = []
        full = self._complete() or len(self.held) >= MOST
        if self.held and (full or event.time - self.held[-1].time > self.patience):
            out = self.flush()
        if not self.held:
            self._further = 0 <= event.time - self._ended <= AFTER
        self.held.append(event)
        return out

    def flush(self) -> list[K | Scan]:
        """The burst is over without a suffix: a whole code is a scan all the same, the rest was typing."""
        if not self.held:
            return []
        if (len(self.held) == 1 or self._mean() < PACE) and self._dropped():
            return []
        if self._complete() or (not self.typing() and self._machine()):
            self._swallow_until = self.held[-1].time + LATE
            return [self._take()]
        out: list[K | Scan] = [*self.held]
        self.held.clear()
        return out

    def stale(self, at: float) -> bool:
        """Whether something that happened then came after the held keys and not among them."""
        return bool(self.held) and at - self.held[-1].time > self.patience

    def paste(self, text: str, at: float) -> list[Scan]:
        """Scans in a bracketed paste; empty when it is text for a field. Nothing may be held at this point."""
        lines = [unicodedata.normalize("NFKC", line).strip() for line in re.split(r"[\r\n\t]+", text)]
        lines = [line for line in lines if line]
        ours = [line for line in lines if self._ours(line)]
        if not ours and not self.typing() and len(lines) == 1 and len(lines[0]) >= FOREIGN and lines[0].isascii():
            ours = lines
        if ours:
            self._swallow_until = at + LATE
        return [Scan(line, "paste") for line in ours]

    def _suffix(self, event: K) -> list[K | Scan]:
        out: list[K | Scan] = []
        if self.held:
            in_time = event.time - self.held[-1].time <= self.patience
            if in_time and (self._further or self._complete() or self._machine()):
                self._ended, self._swallow_until = event.time, event.time + AFTER
                return [] if self._dropped() else [self._take()]
            out = self.flush()
        if event.time <= self._swallow_until:
            return out
        return [*out, event]

    def _text(self) -> str:
        return "".join(_plain(event) or "" for event in self.held)

    def _gaps(self) -> list[float]:
        return [b.time - a.time for a, b in zip(self.held, self.held[1:], strict=False)]

    def _mean(self) -> float:
        return (self.held[-1].time - self.held[0].time) / max(1, len(self.held) - 1)

    def _ours(self, text: str) -> bool:
        return len(text) == self.length and text.startswith(self.prefix) and text.isdigit()

    def _complete(self) -> bool:
        return len(self.held) == self.length and self._ours(self._text())

    def _machine(self) -> bool:
        return len(self.held) >= FOREIGN and self._mean() < PACE

    def _dropped(self) -> bool:
        """Whether it was another line of a code that is told already; nobody typed it."""
        if not self._further or self._complete():
            return False
        self.held.clear()
        return True

    def _take(self) -> Scan:
        scan = Scan(self._text(), "wedge", tuple(round(gap * 1000) for gap in self._gaps()))
        self.held.clear()
        return scan


class ScannerTap(App[Any]):
    """The tap as part of an app. The active screen gets `Scanned`; widgets get their keys a moment later."""

    tap_enabled = True
    """Off in tests that are about something else: keys then go straight through."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wedge: Wedge[events.Key] = Wedge(typing=lambda: isinstance(self.focused, (Input, TextArea)))
        self._armed = False
        self._heard = 0.0

    def acted(self) -> None:
        """A key is about to be delivered; for apps that want to know."""

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back; everything else goes its way, after what is held when it happened later."""
        if getattr(event, "is_forwarded", False):
            await super().on_event(event)
        elif not self.tap_enabled:
            if isinstance(event, events.Key):
                self.acted()
            await super().on_event(event)
        elif isinstance(event, events.Key):
            await self._deliver(self.wedge.key(event))
            self._heard = time.monotonic()
            self._arm(self.wedge.patience)
        elif isinstance(event, events.Paste):
            await self._deliver(self.wedge.flush())
            scans = self.wedge.paste(event.text, event.time)
            if scans:
                await self._deliver([*scans])
            else:
                await super().on_event(event)
        else:
            if isinstance(event, events.InputEvent) and self.wedge.stale(event.time):
                await self._deliver(self.wedge.flush())
            await super().on_event(event)

    async def _deliver(self, items: list[events.Key | Scan]) -> None:
        for item in items:
            if isinstance(item, Scan):
                self.screen.post_message(Scanned(item.text, item.source, item.gaps))
            else:
                self.acted()
                await super().on_event(item)

    def _arm(self, seconds: float) -> None:
        if self.wedge.held and not self._armed:
            self._armed = True
            self.set_timer(seconds, self._due)

    def _due(self) -> None:
        """One timer serves a whole burst: when it runs out too early for the last key, it is set again."""
        self._armed = False
        if not self.wedge.held:
            return
        left = self._heard + self.wedge.patience - time.monotonic()
        if left > 0:
            self._arm(left)
        else:
            self.call_later(self._settle, self.wedge.held[-1], _HOPS)

    async def _settle(self, last: events.Key, hops: int) -> None:
        """End the burst only if no key came in while this waited its turn, several times over."""
        held = self.wedge.held
        if not held:
            return
        if held[-1] is not last:
            self._arm(self.wedge.patience)
        elif hops:
            self.call_later(self._settle, last, hops - 1)
        else:
            await self._deliver(self.wedge.flush())

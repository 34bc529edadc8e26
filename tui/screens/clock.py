"""The quiet clock of a kiosk that nobody has touched for minutes: dark, minute by minute in another place.

The place is another one every minute, so that nothing burns into the panel. Any key, touch or scan leads home.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Digits

from tui import when
from tui.header_state import minute
from tui.scan import Scanned
from tui.screens.base import BaseScreen
from tui.widgets.notice import Notice
from tui.widgets.words import Words

__all__ = ["ClockScreen"]

LOOK = 1.0
WIDE, HIGH = 28, 5
"""Cells of what is drawn."""
HOW, HOW_BARE = "轻触屏幕  Touch the screen", "Press any key"
"""In both languages, for nobody has said yet which one; a bare console has no Chinese, and no touch."""
ACROSS, DOWN = 7, 3
"""Steps from minute to minute; both are prime, so that it comes to all places."""


class ClockScreen(BaseScreen, inherit_bindings=False):
    """Hours and minutes, the day, and nothing else; no seconds, because they would be drawn."""

    CSS_PATH = "clock.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "app.incident", show=False)]
    _seen: tuple[int, int] = (-1, -1)

    def compose(self) -> ComposeResult:
        """No header: it would stand in one place."""
        yield Notice()
        with Container(id="clock"):
            yield Digits("", id="clock-time")
            yield Words(id="clock-day")
            yield Words(id="clock-how")

    def on_mount(self) -> None:
        """Look at the clock now and then."""
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        if self.is_current and minute(self.app.now()) != self._seen:
            self.repaint()

    def on_resize(self) -> None:
        """Another place for it."""
        self.call_after_refresh(self.repaint)

    def paint(self) -> None:
        """The minute, in its place."""
        now = self.app.now()
        self._seen = minute(now)
        passed = now.hour * 60 + now.minute
        clock = self.query_one("#clock")
        clock.styles.offset = (
            passed * ACROSS % max(1, self.size.width - WIDE),
            passed * DOWN % max(1, self.size.height - HIGH),
        )
        self.query_one("#clock-time", Digits).update(when.clock(now))
        self.query_one("#clock-day", Words).show(when.day(now.date()))
        self.query_one("#clock-how", Words).show(HOW_BARE if self.app.bare else HOW)

    def on_key(self, event: events.Key) -> None:
        """Somebody is there; the key itself does nothing."""
        if event.key != "f9":
            event.stop()
            event.prevent_default()
            self.app.go_home()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Somebody is there."""
        event.stop()
        self.app.go_home()

    def on_paste(self, event: events.Paste) -> None:
        """Somebody is there."""
        event.stop()
        self.app.go_home()

    def take_scan(self, scan: Scanned) -> None:
        """Somebody is there; what was scanned is scanned again where it is of use."""
        del scan
        self.app.go_home()

    def action_back(self) -> None:
        """Home."""
        self.app.go_home()

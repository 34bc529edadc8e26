"""A long text to be read with a glove: it scrolls by big page buttons, never by swiping.

The buttons stand beside the text and only while there is more than fits. On a wide screen the second half of the
text stands beside the first.
"""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from tui.i18n import N_
from tui.widgets.big import Big
from tui.widgets.words import Words

__all__ = ["Reader"]


class _Room(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The part that scrolls. It takes no focus: arrow keys lead from button to button."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell the page buttons where the text stands."""
        super().watch_scroll_y(old_value, new_value)
        reader = self.parent
        if isinstance(reader, Reader):
            reader.show_turns()


class Reader(Widget):
    """Text in one or two columns with page buttons. `put` replaces it and stays where it was scrolled to."""

    SCOPED_CSS = False  # the place and the width of the screen are classes of the screen, outside this widget
    DEFAULT_CSS = """
    Reader { height: 1fr; width: 1fr; layout: horizontal; }
    Reader _Room { height: 100%; width: 1fr; scrollbar-size: 0 0; }
    Reader .columns { width: 100%; height: auto; layout: vertical; }
    Reader .columns Words { width: 100%; height: auto; padding: 0 2 0 1; }
    Reader .columns .second { margin: 1 0 0 0; }
    .-wide Reader .columns { layout: horizontal; }
    .-wide Reader .columns Words { width: 1fr; }
    .-wide Reader .columns .second { margin: 0; }
    Reader .turns { width: 16; height: 100%; display: none; }
    Reader .turns.-on { display: block; }
    Reader .turns Big { width: 16; height: 1fr; min-height: 3; max-height: 5; }
    .-compact Reader .turns { width: 10; }
    .-compact Reader .turns Big { width: 10; min-width: 10; max-height: 3; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._first, self._second = Words(classes="first"), Words(classes="second")

    def compose(self) -> ComposeResult:
        """The text, and its page buttons."""
        with _Room(), Container(classes="columns"):
            yield self._first
            yield self._second
        with Vertical(classes="turns"):
            yield Big(N_("▲ Up"), classes="-turn-up")
            yield Big(N_("▼ More"), classes="-turn-down")

    def put(self, first: Content | str, second: Content | str = "", *, top: bool = False) -> None:
        """Show a text; `top` begins at its first line."""
        self._first.show(first)
        self._second.show(second)
        self._second.display = bool(self._second.text)
        if top:
            self.call_after_refresh(self._to_the_top)
        self.call_after_refresh(self.show_turns)

    def _to_the_top(self) -> None:
        if self.is_mounted:
            self._room.scroll_home(animate=False)

    @property
    def text(self) -> str:
        """All that is to be read."""
        return "\n".join(words.text for words in (self._first, self._second) if words.text)

    @property
    def _room(self) -> _Room:
        return self.query_one(_Room)

    def turn(self, by: int) -> None:
        """Read on, or back, by a screenful less two lines."""
        room = self._room
        room.scroll_relative(y=by * max(1, room.size.height - 2), animate=False)
        self.call_after_refresh(self.show_turns)

    def show_turns(self) -> None:
        """Show the page buttons where there is more than fits."""
        if not self.is_mounted:
            return
        room = self._room
        self.query_one(".turns").set_class(room.max_scroll_y > 0, "-on")
        self.query_one(".-turn-up", Big).disabled = room.scroll_y <= 0
        self.query_one(".-turn-down", Big).disabled = room.scroll_y >= room.max_scroll_y

    def on_resize(self, _event: events.Resize) -> None:
        """Another size, other pages."""
        self.call_after_refresh(self.show_turns)

    def on_key(self, event: events.Key) -> None:
        """Page Up and Page Down, while one of its buttons has the focus."""
        if event.key in {"pageup", "pagedown"}:
            event.stop()
            self.turn(-1 if event.key == "pageup" else 1)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.turn(-1 if event.button.has_class("-turn-up") else 1)

"""One row of a checkpoint's list: what it is about on the left, big buttons on the right.

Rows are made once and used again for other checks and other checkpoints; `put` touches only what differs.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Static

from tui.widgets.big import Big, Look
from tui.widgets.words import Words

__all__ = ["CheckRow", "Row", "Tap"]

TAPS = 4
"""Buttons a row can have."""


@dataclass(frozen=True, slots=True)
class Tap:
    """One button: what it does, what it says, how it looks, whether it is the answer given.

    `wide` takes two places; `field` looks like something to fill in.
    """

    act: str
    words: str
    look: Look = "default"
    on: bool = False
    wide: bool = False
    field: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows. `key` is `check:<id>` or `finding:<id>`; `open` means that an answer is still owed."""

    key: str
    text: Content
    taps: tuple[Tap, ...]
    open: bool

    def height(self, width: int, tap_width: int) -> int:
        """Lines its text needs beside its buttons in a row of this width."""
        room = width - sum(2 if tap.wide else 1 for tap in self.taps) * tap_width - 3
        return sum(len(line.wrap(max(8, room))) for line in self.text.split("\n"))


class CheckRow(Widget):
    """Posts `Tapped` for its buttons; a tap on the text asks for the row to be selected."""

    DEFAULT_CSS = """
    CheckRow { layout: horizontal; width: 1fr; height: 100%; }
    CheckRow .row-text { width: 1fr; height: 100%; padding: 0 1; content-align: left middle; }
    CheckRow .row-mark { width: 1; height: 100%; background: $panel; }
    CheckRow .row-mark.-at { background: $primary; }
    CheckRow Big { width: 16; min-width: 16; height: 100%; min-height: 5; }
    CheckRow Big.-double { width: 32; }
    CheckRow Big.-field { background: $background; border: round $primary; }
    CheckRow Big.-field:focus { background: $focus; color: $on-focus; border: heavy $on-focus; }
    """

    class Tapped(Message):
        """A button of a row was pressed; `act` is its tap's."""

        def __init__(self, row: CheckRow, key: str, act: str) -> None:
            super().__init__()
            self.row = row
            self.key = key
            self.act = act

    class Selected(Message):
        """The text of a row was tapped, or one of its buttons got the focus."""

        def __init__(self, row: CheckRow, key: str) -> None:
            super().__init__()
            self.row = row
            self.key = key

    def __init__(self) -> None:
        super().__init__()
        self.row: Row | None = None
        # Of its own, so that moving the selection paints one column and not two rows: 2 kB less over a slow line.
        self._mark = Static(classes="row-mark")
        self._text = Words(classes="row-text")
        self._bigs = [Big("") for _index in range(TAPS)]

    def compose(self) -> ComposeResult:
        """The text and the buttons, without content."""
        yield self._mark
        yield self._text
        yield from self._bigs

    def put(self, row: Row | None) -> None:
        """Show a row; None leaves the place empty."""
        if row == self.row:
            return
        self.row = row
        self.visible = row is not None
        if row is None:
            return
        self._text.show(row.text)
        for index, big in enumerate(self._bigs):
            tap = row.taps[index] if index < len(row.taps) else None
            big.display = tap is not None
            if tap is not None:
                big.data = tap.act
                big.show(tap.words)
                big.variant = tap.look
                big.mark(tap.on)
                big.set_class(tap.wide, "-double")
                big.set_class(tap.field, "-field")

    def select(self, at: bool) -> None:
        """Show whether this is the row that keys act on."""
        self._mark.set_class(at, "-at")

    @property
    def first(self) -> Big | None:
        """The button to focus: the first one."""
        return self._bigs[0] if self.row and self.row.taps else None

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if self.row is not None and isinstance(event.button, Big):
            self.post_message(self.Tapped(self, self.row.key, str(event.button.data)))

    def on_click(self, event: events.Click) -> None:
        """The text is a target too: it selects."""
        if self.row is not None:
            event.stop()
            self.post_message(self.Selected(self, self.row.key))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keys follow the focus."""
        del event
        if self.row is not None:
            self.post_message(self.Selected(self, self.row.key))

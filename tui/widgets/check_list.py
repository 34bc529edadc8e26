"""The list of a checkpoint in pages: rows that are made once, one of them selected, big buttons instead of swiping.

How many rows fit follows from the room and from the row that needs most lines; every row gets that height, so rows
never move under a finger while a page is up.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.widgets.big import Big
from tui.widgets.check_row import CheckRow, Row

__all__ = ["CheckList"]

TWO_COLUMNS = 140
"""Cells of width from which on rows stand side by side."""
SPARE = 2
"""Lines by which a row may grow beyond what it needs."""
TEXT = 26
"""Cells that the text of a row keeps beside its buttons."""


class CheckList(Widget):
    """Rows, a page of them, and the selected one. `put` the rows with the room there is."""

    DEFAULT_CSS = """
    CheckList { width: 100%; height: 1fr; layout: grid; grid-size: 1; overflow: hidden; }
    """

    class Moved(Message):
        """Another row is selected, or another page is up."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.at = ""
        self.page = 0
        self._room = (80, 10)
        self._compact = False
        self._needed_by: tuple[tuple[object, ...], int] | None = None

    # the room

    def fit(self, width: int, height: int, *, compact: bool) -> None:
        """Say how much room there is, in cells."""
        if self._room != (width, height):
            self._room = (width, height)
        self._compact = compact

    @property
    def columns(self) -> int:
        """Rows side by side."""
        return 2 if self._room[0] >= TWO_COLUMNS else 1

    @property
    def tap_width(self) -> int:
        """Cells of one button."""
        return 16

    @property
    def letters(self) -> int:
        """Cells that the words of one button may have: one line in the office, up to three for a glove."""
        return (1 if self._compact else 3) * (self.tap_width - 4) - (0 if self._compact else 6)

    @property
    def taps(self) -> int:
        """How many buttons fit beside the text of a row."""
        return (self._room[0] // self.columns - TEXT) // self.tap_width

    @property
    def needed(self) -> int:
        """Lines that a row needs at least. Wrapping every text costs more than the rest of a paint, so it is kept."""
        kept = (self.rows, self._room, self._compact)
        if self._needed_by is None or any(a is not b for a, b in zip(self._needed_by[0], kept, strict=True)):
            width = self._room[0] // self.columns
            least = 3 if self._compact else 5
            lines = max([least, *(row.height(width, self.tap_width) for row in self.rows)])
            self._needed_by = (kept, lines)
        return self._needed_by[1]

    @property
    def tall(self) -> int:
        """Lines that a row gets: lines left over make the buttons bigger, up to a point."""
        rows = self.capacity // self.columns
        return max(self.needed, min(self._room[1] // rows, self.needed + SPARE))

    @property
    def capacity(self) -> int:
        """Rows on a page."""
        return max(1, self._room[1] // self.needed) * self.columns

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-len(self.rows) // self.capacity))

    # what is shown

    def put(self, rows: Sequence[Row]) -> None:
        """Show these rows; the selected one and the page stay where they can."""
        if rows != self.rows:
            self.rows = rows
        self.paint()

    def start(self, rows: Sequence[Row]) -> None:
        """Other rows altogether: select the first that wants an answer."""
        self.rows = rows
        self.page = 0
        self.at = next((row.key for row in rows if row.open), rows[0].key if rows else "")
        self._see()

    def paint(self) -> None:
        """Put the rows of this page on the widgets; only what differs is touched."""
        if not self.is_mounted:
            return
        capacity, tall = self.capacity, self.tall
        self.page = max(0, min(self.page, self.pages - 1))
        shown = self.rows[self.page * capacity : (self.page + 1) * capacity]
        have = list(self.query(CheckRow))
        missing = [CheckRow() for _index in range(len(shown) - len(have))]
        self.styles.grid_size_columns = self.columns
        self.styles.grid_rows = f"{tall}"
        for index, widget in enumerate([*have, *missing]):
            row = shown[index] if index < len(shown) else None
            widget.put(row)
            widget.display = row is not None
            widget.select(row is not None and row.key == self.at)
        if missing:
            self.mount(*missing)

    def retranslate(self) -> None:
        """The screen puts the rows again, in the other language."""

    # which row

    @property
    def index(self) -> int:
        """Where the selected row stands among all; -1 for none."""
        return next((i for i, row in enumerate(self.rows) if row.key == self.at), -1)

    @property
    def button(self) -> Big | None:
        """The button that takes the focus for the selected row."""
        found = (row for row in self.query(CheckRow) if row.display and row.row and row.row.key == self.at)
        return next((row.first for row in found), None)

    def select(self, key: str) -> None:
        """Select a row and bring its page up."""
        self.at = key
        self._see()
        self.paint()
        self.post_message(self.Moved())

    def advance(self, *, afresh: bool = False) -> None:
        """To the next row that wants an answer, be it this one, round to the first; to none when all have one."""
        begin = 0 if afresh else self.index
        later = [*self.rows[begin:], *self.rows[:begin]]
        self.select(next((row.key for row in later if row.open), ""))

    def turn(self, by: int) -> None:
        """Turn pages, and select the first row there."""
        page = max(0, min(self.page + by, self.pages - 1))
        if self.rows and page != self.page:
            self.select(self.rows[page * self.capacity].key)

    def step(self, by: int) -> bool:
        """Up or down by rows of the grid; False at the edge."""
        target = self.index + by * self.columns
        if not 0 <= target < len(self.rows):
            return False
        self.select(self.rows[target].key)
        return True

    def _see(self) -> None:
        if self.index >= 0:
            self.page = self.index // self.capacity

    @on(CheckRow.Selected)
    def _selected(self, event: CheckRow.Selected) -> None:
        event.stop()
        stale = event.row.row is None or event.row.row.key != event.key
        if not stale and event.key != self.at:
            self.select(event.key)


def first_line(row: Row) -> Content:
    """A row as one line of a list that cannot be tapped yet."""
    return row.text.split("\n")[0]

"""A paged table that draws itself: one widget, however many rows there are behind it.

It holds the ids of all rows and asks for the cells of a row only when its page is up. Nothing is mounted and nothing
scrolls: a page is as many rows as fit, and only lines that changed are sent to the terminal. Where a glove points, a
row is as tall as a button and shows more lines of text instead of more columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.i18n import Wording, say

__all__ = ["Column", "Line", "Table"]

EDGE = 3
"""Cells at the left edge: which row it is, and whether it is picked."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its title, its width in cells; 0 takes what is left."""

    key: str
    title: Wording
    width: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What a row shows: a cell for each column, more lines below where rows are tall, and whether it is a warning."""

    cells: Sequence[str]
    under: Sequence[str] = field(default=())
    bad: bool = False


class Table(Widget, can_focus=True):
    """Posts `Moved`, `Opened`, `Sorted` and `Picked`. `set_columns` and `put` fill it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--head", "table--at", "table--on", "table--bad", "table--rule"}
    DEFAULT_CSS = """
    Table { width: 1fr; height: 1fr; background: $background; color: $foreground; }
    Table .table--head { background: $panel; color: $foreground; text-style: bold; }
    Table .table--at { background: $panel; color: $foreground; text-style: bold; }
    Table .table--on { background: $focus; color: $on-focus; text-style: bold; }
    Table .table--bad { color: $error; }
    Table .table--rule { color: $line; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "step(-1000000)", show=False),
        Binding("end", "step(1000000)", show=False),
        Binding("enter", "open", show=False),
        Binding("space", "pick", show=False),
    ]

    class Moved(Message):
        """Another row is the current one, or another page is up."""

    class Opened(Message):
        """A row was tapped, or Enter was pressed on it."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Picked(Message):
        """A row was picked or put back; `keys` are all that are picked."""

        def __init__(self, keys: frozenset[str]) -> None:
            super().__init__()
            self.keys = keys

    class Sorted(Message):
        """The title of a column was tapped."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.columns: Sequence[Column] = ()
        self.keys: Sequence[str] = ()
        self.picked: frozenset[str] = frozenset()
        self.picking = False
        """Whether a tap picks instead of opening."""
        self.index = 0
        self.tall = 1
        self._cells: Callable[[str], Line] = lambda _key: Line(())
        self._sort = ("", False)
        self._strips: list[Strip] = []

    # what is shown

    def set_columns(self, columns: Sequence[Column], *, tall: int = 1, sort: tuple[str, bool] = ("", False)) -> None:
        """Which columns there are, how many lines a row takes, and by what (column, reversed) it is sorted."""
        self.columns, self.tall, self._sort = columns, tall, sort

    def put(self, keys: Sequence[str], cells: Callable[[str], Line], *, top: bool = False) -> None:
        """Show these rows. The current one stays where it can; `top` begins at the first."""
        at = "" if top else self.at
        if keys is not self.keys:
            if at and not (self.index < len(keys) and keys[self.index] == at):
                self.index = next((n for n, key in enumerate(keys) if key == at), self.index)
            self.keys = keys
        self.index = 0 if top else max(0, min(self.index, len(keys) - 1))
        self._cells = cells
        self.paint()

    @property
    def at(self) -> str:
        """The current row; '' while there is none."""
        return self.keys[self.index] if self.index < len(self.keys) else ""

    @property
    def capacity(self) -> int:
        """Rows on a page."""
        return max(1, (self.size.height - self.head) // self.tall)

    @property
    def head(self) -> int:
        """Lines of the titles: none where rows are tall, because a glove hits no single line."""
        return 1 if self.tall == 1 else 0

    @property
    def page(self) -> int:
        """The page that is up, from 0."""
        return self.index // self.capacity

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-len(self.keys) // self.capacity))

    @property
    def shown(self) -> Sequence[str]:
        """The rows of the page that is up."""
        begin = self.page * self.capacity
        return self.keys[begin : begin + self.capacity]

    def cell_text(self) -> str:
        """All that is drawn, for whoever reads without eyes."""
        return "\n".join(strip.text.rstrip() for strip in self._strips)

    # moving and picking

    def select(self, index: int) -> None:
        """Make a row the current one; stops at both ends."""
        index = max(0, min(index, len(self.keys) - 1))
        if index != self.index:
            self.index = index
            self.paint()
            self.post_message(self.Moved())

    def turn(self, by: int) -> None:
        """Turn pages; the first row there becomes the current one."""
        page = max(0, min(self.page + by, self.pages - 1))
        if page != self.page:
            self.select(page * self.capacity)

    def pick(self, keys: Collection[str]) -> None:
        """Pick these and no others."""
        self.picked = frozenset(keys)
        self.paint()
        self.post_message(self.Picked(self.picked))

    def toggle(self, key: str) -> None:
        """Pick a row, or put it back."""
        if key:
            self.pick(self.picked ^ {key})

    def action_step(self, by: int) -> None:
        """Up or down; beyond the ends the arrow leads to another widget, as everywhere."""
        at_end = self.index == (0 if by < 0 else len(self.keys) - 1)
        if not self.keys or (at_end and abs(by) == 1):
            raise SkipAction
        self.select(self.index + by)

    def action_open(self) -> None:
        """Enter: as a tap on the current row."""
        if self.at:
            self.post_message(self.Opened(self.at))

    def action_pick(self) -> None:
        """Space."""
        self.toggle(self.at)

    def on_click(self, event: events.Click) -> None:
        """A title sorts, the left edge picks, a row opens."""
        event.stop()
        if event.y < self.head:
            column = self._column_at(event.x)
            if column:
                self.post_message(self.Sorted(column))
            return
        nth = (event.y - self.head) // self.tall
        if nth >= len(self.shown):
            return
        self.select(self.page * self.capacity + nth)
        if self.picking or event.x < EDGE:
            self.toggle(self.at)
        else:
            self.post_message(self.Opened(self.at))

    def _column_at(self, x: int) -> str:
        start = EDGE
        for column, width in zip(self.columns, self._widths(), strict=True):
            if start <= x < start + width + 1:
                return column.key
            start += width + 1
        return ""

    # drawing

    def retranslate(self) -> None:
        """The screen puts the rows again, in the other language."""

    def on_resize(self) -> None:
        """Another room, another page."""
        self.paint()
        self.post_message(self.Moved())

    def on_focus(self) -> None:
        """The current row shows that keys go to it."""
        self.paint()

    def on_blur(self) -> None:
        """Keys go elsewhere."""
        self.paint()

    def notify_style_update(self) -> None:
        """Another look: everything is drawn in its colours."""
        super().notify_style_update()
        if self.is_mounted:
            self.call_after_refresh(self.paint)  # the colours of parts are settled after those of the whole

    def paint(self) -> None:
        """Draw the page; only lines that differ are drawn again."""
        width, height = self.size
        if not width or not height:
            return
        fresh = self._drawn(width, height)
        old, self._strips = self._strips, fresh
        if len(old) != len(fresh):
            self.refresh()
            return
        changed = [Region(0, y, width, 1) for y, (a, b) in enumerate(zip(old, fresh, strict=True)) if a != b]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """A line of what was drawn."""
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    def _widths(self) -> list[int]:
        used = sum(column.width for column in self.columns) + len(self.columns) - 1 + EDGE
        free = sum(not column.width for column in self.columns)
        rest = max(4, (self.size.width - used) // max(1, free))
        return [column.width or rest for column in self.columns]

    def _drawn(self, width: int, height: int) -> list[Strip]:
        widths = self._widths()
        plain = self.rich_style
        titles = [self._title(column) for column in self.columns]
        strips = [_strip(" " * EDGE + _row(titles, widths), width, self._style("head"))][: self.head]
        begin = self.page * self.capacity
        for nth, key in enumerate(self.shown):
            line, current = self._cells(key), begin + nth == self.index
            style = self._style("bad") if line.bad else plain
            if current:
                style = self._style("on") if self.has_focus else self._style("at")
            mark = ("▶" if current else " ") + ("■" if key in self.picked else "□" if self.picking else " ") + " "
            strips.append(_strip(mark + _row(line.cells, widths), width, style))
            if self.tall > 1:
                texts = [*line.under, *("" for _ in range(self.tall))][: self.tall - 2]
                strips += [_strip(" " * EDGE + text, width, style) for text in texts]
                strips.append(_strip("─" * width, width, self._style("rule")))
        strips += [Strip.blank(width, plain) for _ in range(height - len(strips))]
        return strips[:height]

    def _title(self, column: Column) -> str:
        by, reverse = self._sort
        return say(column.title) + (("▼" if reverse else "▲") if by == column.key else "")

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"table--{name}")


def _row(texts: Sequence[str], widths: Sequence[int]) -> str:
    return " ".join(_fitted(text, width) for text, width in zip(texts, widths, strict=False))


def _fitted(text: str, width: int) -> str:
    """A text in exactly so many cells; one that is too long says so."""
    text = text.replace("\n", " ")
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, max(0, width - 2)) + ".."


def _strip(text: str, width: int, style: Style) -> Strip:
    return Strip([Segment(set_cell_size(text, width), style)], width)

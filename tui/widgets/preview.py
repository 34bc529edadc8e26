"""What a camera sees, in half blocks: two pixels a cell, grey alone, drawn line by line without a layout.

Small unless `fit` says otherwise: 40 x 12 cells of grey are a few kilobytes a frame, and a hand at the label needs to
see no more than whether the code is in the middle. The greys are those of xterm's 256 colours, like all of ours.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from store.reading.frames import Frame

__all__ = ["Preview"]

COLUMNS, LINES = 40, 12
"""Cells across and down."""
_GREYS = tuple(f"#{8 + 10 * n:02x}{8 + 10 * n:02x}{8 + 10 * n:02x}" for n in range(24))


class Preview(Widget):
    """`show` a frame no larger than its `room`; without one it is empty."""

    DEFAULT_CSS = f"""
    Preview {{ width: {COLUMNS}; height: {LINES}; }}
    """
    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._frame: Frame | None = None
        self._columns, self._lines = COLUMNS, LINES

    @property
    def room(self) -> tuple[int, int]:
        """Pixels across and down."""
        return self._columns, 2 * self._lines

    def fit(self, columns: int, lines: int) -> None:
        """Take this many cells; nothing is shown until a frame of the new size comes."""
        if (columns, lines) != (self._columns, self._lines):
            self._columns, self._lines, self._frame = columns, lines, None
            self.styles.width, self.styles.height = columns, lines

    @property
    def empty(self) -> bool:
        """Whether nothing is shown."""
        return self._frame is None

    def show(self, frame: Frame | None) -> None:
        """Draw this frame, or nothing."""
        if frame != self._frame:
            self._frame = frame
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line: the upper pixels as ink of `▀`, the lower ones as its ground. In the middle, if it is smaller."""
        frame = self._frame
        if frame is None:
            return Strip.blank(self.size.width, self.rich_style)
        down = y - (self._lines - frame.height // 2) // 2
        if not 0 <= down < frame.height // 2:
            return Strip.blank(self.size.width, self.rich_style)
        at = 2 * down * frame.width
        upper = frame.pixels[at : at + frame.width]
        lower = frame.pixels[at + frame.width : at + 2 * frame.width]
        side = Segment(" " * ((self._columns - frame.width) // 2), self.rich_style)
        pairs = ((_level(top), _level(bottom)) for top, bottom in zip(upper, lower, strict=True))
        return Strip(
            [side, *(Segment("▀" * len(list(run)), _style(*pair)) for pair, run in groupby(pairs))]
        ).adjust_cell_length(self.size.width, self.rich_style)


def _level(brightness: int) -> int:
    return brightness * 24 >> 8


@lru_cache(maxsize=24 * 24)
def _style(top: int, bottom: int) -> Style:
    return Style(color=_GREYS[top], bgcolor=_GREYS[bottom])

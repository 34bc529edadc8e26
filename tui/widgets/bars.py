"""Horizontal bars that can be tapped: a name, a length on one scale for the whole chart, and the number in words.

In the office a bar is one line, so that a chart reads as one; a glove gets a tile of three lines with the bar in the
middle. All bars of a chart have the same room whatever their numbers say: equal values are equally long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from tui.i18n import say
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile

__all__ = ["BarTile", "Bars"]

FULL, PART = "█", "▒"
NAME = 0.42
"""Share of a line that names may take."""
GLOVE = 30
"""Cells of a tile: three beside each other on a tablet."""


@dataclass(frozen=True, slots=True)
class BarTile(Tile):
    """A tile with a length, the part of it that is told apart, and what it comes to; `under` is not drawn."""

    length: float = 0
    part: float = 0
    said: str = ""


class Bars(Pages):
    """A chart of bars in pages. Posts `Pages.Chosen`; give it `BarTile`s by `put`."""

    DEFAULT_CSS = """
    Bars .tiles Big { text-align: left; content-align: left middle; text-style: not bold; }
    """

    @property
    def _tall(self) -> int:
        return 1 if self._compact else 5

    def put(self, tiles: Sequence[Tile]) -> None:
        """Show these bars; on a screen of the office below each other."""
        self.columns = 1 if self._compact else 0
        self.tile_width = GLOVE
        Pages.put(self, tiles)

    def _dress(self, big: Big, tile: Tile) -> None:
        Pages._dress(self, big, tile)  # noqa: SLF001  (its own, of the class that it extends)
        if isinstance(tile, BarTile):
            big.show(self._drawn(tile))

    def _drawn(self, tile: BarTile) -> Content:
        columns = self._shape[0]
        room = (self.size.width - columns + 1) // columns - (2 if self._compact else 4)
        if not self._compact:
            return Content("\n").join(
                [Content(_fitted(say(tile.words), room).rstrip()), self._bar(tile, room), tile.said]
            )
        names = min(int(room * NAME), max(cell_len(say(t.words)) for t in self.tiles))
        numbers = max(cell_len(t.said) for t in self.tiles if isinstance(t, BarTile))
        left = max(4, room - names - numbers - 3)
        number = " " * (numbers - cell_len(tile.said)) + tile.said
        return Content(" ").join([Content(_fitted(say(tile.words), names)), self._bar(tile, left), Content(number)])

    def _bar(self, tile: BarTile, room: int) -> Content:
        """What is there at all is never drawn as nothing."""
        longest = max((t.length for t in self.tiles if isinstance(t, BarTile)), default=0) or 1
        whole = max(round(room * tile.length / longest), 1 if tile.length > 0 else 0)
        part = min(whole, max(round(room * tile.part / longest), 1 if tile.part > 0 else 0))
        return Content.assemble((FULL * (whole - part), "$primary"), (PART * part, "$warning"), " " * (room - whole))


def _fitted(text: str, room: int) -> str:
    """A text in exactly so many cells."""
    return text + " " * (room - cell_len(text)) if cell_len(text) <= room else set_cell_size(text, room - 2) + ".."

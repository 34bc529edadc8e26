"""The bar over the keys: the letters that wait, and what they may mean, page by page."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from tui.pinyin.lexicon import Candidate
from tui.widgets.pad import Key
from tui.widgets.words import Words

__all__ = ["Finger", "Offered"]

TILES = 14
"""Candidates on a page at most; their widths decide."""


class Finger(Key, can_focus=False):
    """A key that never takes the focus from the field."""


class Offered(Widget, can_focus=False):
    """`offer` it candidates; a tile carries its candidate as `data`, a page button the class `turn`."""

    DEFAULT_CSS = """
    Offered { height: 1fr; width: 100%; layout: horizontal; }
    Offered Words { width: 2fr; height: 100%; padding: 0 1; content-align: left middle; color: $primary;
                    text-style: bold; border-top: solid $line; }
    Offered .tiles { width: 7fr; height: 100%; layout: horizontal; border-top: solid $line; }
    Offered Finger { width: 8; min-width: 6; height: 100%; min-height: 2; border: round $line; }
    Offered .tile { border: none; border-left: solid $line; padding: 0; background: $background; }
    Offered .tile.-active { background: $foreground; color: $background; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[Candidate] = ()
        self._begins = [0]
        """Where the pages begin, as far as they were turned."""

    def compose(self) -> ComposeResult:
        """The letters, the tiles, the page buttons."""
        yield Words()
        with Horizontal(classes="tiles"):
            for _index in range(TILES):
                yield Finger(lambda: "", data="", classes="tile")
        yield Finger(lambda: "◀", data="", classes="turn")
        yield Finger(lambda: "▶", data="forward", classes="turn")

    @property
    def shown(self) -> list[Candidate]:
        """The candidates of this page: as many as their widths leave room for."""
        room = self.query_one(".tiles").size.width
        shown: list[Candidate] = []
        for candidate in self._found[self._begins[-1] :][:TILES]:
            room -= _width(candidate)
            if room < 0 and shown:
                break
            shown.append(candidate)
        return shown

    def offer(self, found: Sequence[Candidate], typed: str) -> None:
        """Other candidates, from their first page; `typed` stands before them."""
        self._found, self._begins = found, [0]
        self.query_one(Words).show(typed)
        self.paint()

    def turn(self, *, forward: bool) -> None:
        """Turn pages; stops at both ends."""
        end = self._begins[-1] + len(self.shown)
        if not forward:
            self._begins = self._begins[:-1] or [0]
        elif end < len(self._found):
            self._begins.append(end)
        self.paint()

    def on_resize(self) -> None:
        """More room, or less."""
        self._begins = [0]
        self.paint()

    def paint(self) -> None:
        """The tiles of this page."""
        shown = self.shown
        for at, tile in enumerate(self.query(".tile").results(Finger)):
            tile.display = at < len(shown)
            tile.data = shown[at] if at < len(shown) else ""
            if at < len(shown):
                tile.show(shown[at].text)
                tile.styles.width = _width(shown[at])
        back, on = self.query(".turn").results(Finger)
        back.disabled = len(self._begins) == 1
        on.disabled = self._begins[-1] + len(shown) >= len(self._found)


def _width(candidate: Candidate) -> int:
    """Room for the text and a finger."""
    return max(8, cell_len(candidate.text) + 4)

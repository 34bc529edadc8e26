"""A list over a screen: tiles in pages, each of which leads somewhere or simply tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on

from tui.i18n import Wording, say
from tui.screens.base import Sheet
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words

__all__ = ["ListSheet", "Listing"]


@dataclass(frozen=True, slots=True)
class Listing:
    """A title, a sentence, and the tiles, asked for again whenever the ledger changes."""

    title: Wording
    says: Wording
    tiles: Callable[[], Sequence[Tile]]
    empty: Wording


class ListSheet(Sheet[Listing, object]):
    """Answers the key of the tapped tile, or None for Back."""

    CSS_PATH = "list_sheet.tcss"

    def heading(self) -> Wording:
        """What is listed."""
        return self.request.title

    def body(self) -> Iterable[Any]:
        """A sentence and the list."""
        yield Words(id="list-says")
        yield Words(id="list-empty")
        yield Pages(tile_width=34, id="list-tiles")

    def opened(self) -> None:
        """From the tile one comes from, else from the first page."""
        self.query_one(Pages).begin(turned=True)

    def paint(self) -> None:
        """The list as it stands now."""
        tiles = self.request.tiles()
        pages = self.query_one(Pages)
        self.query_one("#list-says", Words).show(say(self.request.says))
        empty = self.query_one("#list-empty", Words)
        empty.show(say(self.request.empty))
        empty.display = not tiles
        pages.put(tiles)

    @on(Pages.Chosen)
    def _chosen(self, event: Pages.Chosen) -> None:
        self.answer(event.key)

"""A list in pages: tiles big enough for a glove, big page buttons, no swiping.

Tiles are made once and used again when a page is turned: mounting a widget costs ten times as much as giving it
another label (notes on memory and time in docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button

from tui.i18n import N_, Wording, _, say
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big, Look
from tui.widgets.words import Words

__all__ = ["Pages", "Tile"]

FRAME, TICK = 4, 2
"""Cells of a tile that carry no words: its frame and the padding; and those of a tick before them."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One entry: what choosing it gives, its words, a second line, and how it looks."""

    key: Hashable
    words: Wording
    under: Wording = ""
    look: Look | Literal["quiet"] = "default"
    """`quiet`: it can be chosen, and then says why it cannot be done."""
    on: bool = False
    disabled: bool = False

    def content(self, rows: int) -> Content:
        """The label in the language spoken now, on as many rows as there are."""
        lines = [line for line in (say(self.words), say(self.under)) if line]
        return Content(("\n" if rows > 1 else "   ").join(lines))


class Pages(Widget):
    """A grid of tiles with Back and Next. Posts `Chosen`; `put` sets the tiles and keeps the page where it can."""

    DEFAULT_CSS = """
    Pages { height: 1fr; width: 1fr; layout: vertical; }
    Pages .tiles { height: 1fr; width: 1fr; layout: grid; grid-gutter: 0 1; }
    Pages .tiles Big { width: 1fr; }
    Pages .turn { height: 5; width: 1fr; align-horizontal: center; display: none; }
    Pages .turn Big { width: 1fr; max-width: 30; margin: 0 1; }
    Pages .turn Words { height: 5; width: auto; min-width: 12; content-align: center middle; text-align: center; }
    Pages .empty { height: auto; width: 1fr; color: $quiet; padding: 1 2; }
    """

    class Chosen(Message):
        """A tile was chosen."""

        def __init__(self, pages: Pages, key: Hashable) -> None:
            super().__init__()
            self.pages = pages
            self.key = key

        @property
        def control(self) -> Pages:
            """The list it belongs to, for `@on(Pages.Chosen, "#id")`."""
            return self.pages

    class Left(Message):
        """The way out beside the page buttons was taken."""

    def __init__(
        self,
        *,
        columns: int = 0,
        tile_width: int = 24,
        tile_height: int = 5,
        folds: bool = True,
        empty: Wording = "",
        way_out: bool = False,
        in_bar: bool = False,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`columns` 0 means as many of `tile_width` as fit; `empty` is shown when there are no tiles;
        `way_out`: Back stands beside the page buttons, where on a low screen a bar of its own would take tiles away;
        `in_bar`: there the page buttons stand in the screen's bar, which has room for two more.

        Where a page with every tile matters more than the last letter of one, `folds` is False.
        """
        super().__init__(id=id, classes=classes)
        self.columns = columns
        self.tile_width = tile_width
        self.tile_height = tile_height
        self.folds = folds
        self.empty = empty
        self.tiles: Sequence[Tile] = ()
        self.page = 0
        self._begins = self._turned = self._folds = False
        self._room = Size(0, 0)
        self._shape = (1, 1)
        self._high = tile_height
        self._whole = False
        self.way_out = way_out
        self.in_bar = in_bar
        self._acts: ActBar | None = None

    def compose(self) -> ComposeResult:
        """The grid, the line for an empty list, and the page buttons."""
        yield Words(self.empty, classes="empty")
        yield Container(classes="tiles")
        with Horizontal(classes="turn"):
            if self.way_out:
                yield Big(N_("◀ Back"), classes="-turn-out")
            yield Big(N_("◀ Previous page"), classes="-turn-back")
            yield Words(classes="where")
            yield Big(N_("Next page ▶"), classes="-turn-next")

    def put(self, tiles: Sequence[Tile]) -> None:
        """Show these tiles; the page stays where it can."""
        self.tiles = tiles
        self.paint()

    def replace(self, tile: Tile) -> None:
        """Another text for the tile with this key; the others are left alone."""
        at = next((n for n, known in enumerate(self.tiles) if known.key == tile.key), -1)
        if at < 0:
            return
        self.tiles = [*self.tiles[:at], tile, *self.tiles[at + 1 :]]
        begin = self.page * self.capacity
        bigs = list(self.query(".tile").results(Big)) if self._whole else []
        if begin <= at < begin + self.capacity and at - begin < len(bigs):
            self._dress(bigs[at - begin], tile)

    def turn(self, by: int) -> None:
        """Turn pages; stops at both ends."""
        self.page = max(0, min(self.page + by, self.count - 1))
        self.paint()

    def show_key(self, key: Hashable) -> None:
        """Turn to the page with this tile."""
        for index, tile in enumerate(self.tiles):
            if tile.key == key:
                self.page = index // self.capacity
                self.paint()

    def begin(self, *, turned: bool = False) -> None:
        """The next time tiles are put, a keyboard begins at the first one; `turned`: at the one that is on."""
        self.page, self._begins, self._turned = 0, True, turned

    @property
    def capacity(self) -> int:
        """Tiles on a page."""
        return self._shape[0] * self._shape[1]

    @property
    def count(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-len(self.tiles) // self.capacity))

    def retranslate(self) -> None:
        """Say every label again."""
        self.paint()

    def on_mount(self) -> None:
        """All parts are there: from now on there is something to paint on."""
        self._whole = True
        self.paint()

    def on_resize(self) -> None:
        """Fit the grid to the room."""
        self.paint()

    def on_hide(self) -> None:
        """The bar turns another list's pages, or none."""
        self._tell_bar()

    def _tell_bar(self) -> None:
        if self._acts is not None:
            self._acts.turn_for(self)

    def _fit(self, width: int, height: int) -> None:
        columns = self.columns or max(1, (width + 1) // (self.tile_width + 1))
        self._folds = self.folds and self._compact and self._folded((width + 1) // columns - 1 - FRAME)
        tall = self._tall
        rows = max(1, height // tall)
        if self._foot is not None:
            tall = min(height // rows, tall + 2)  # rows that no further tile fits into let long names be read
        elif self.way_out or rows * columns < len(self.tiles):
            left = height - (3 if self._compact else 5)
            rows, tall = max(1, left // tall), max(3, min(left, tall))  # a tile without its foot looks broken
        self._shape, self._high = (columns, rows), tall
        self.page = max(0, min(self.page, self.count - 1))

    @property
    def is_up(self) -> bool:
        """Whether it shows where it stands."""
        return all(node.display for node in self.ancestors_with_self if isinstance(node, Widget))

    @property
    def _foot(self) -> ActBar | None:
        """The bar that its page buttons stand in now."""
        if self.in_bar and self._acts is None:
            self._acts = next(iter(self.screen.query(ActBar)), None)
        return self._acts if self._acts is not None and self._acts.room else None

    @property
    def _compact(self) -> bool:
        return self.screen.has_class("-compact")

    @property
    def _tall(self) -> int:
        if not self._compact:
            return self.tile_height
        return max(4 if self._folds or self._two_lines else 3, self.tile_height - 2)

    @property
    def _two_lines(self) -> bool:
        return any(tile.under for tile in self.tiles)

    def _folded(self, room: int) -> bool:
        """Whether words need a second row, with the tick that they may get; a cut phrase says another thing."""
        return not self._two_lines and any(
            cell_len(line) + TICK > room for tile in self.tiles for line in say(tile.words).split("\n")
        )

    def paint(self) -> None:
        """Give the tiles of this page their labels; make missing ones, hide those left over."""
        self._room = self.size or self._room  # hidden: as it was; tiles of another question must not show first
        if not self._whole or not self._room:  # not mounted or not laid out yet: either paints when it is
            return
        grid = self.query_one(".tiles", Container)
        self._fit(self._room.width, self._room.height)
        goal: Tile | None = None
        if self._begins and self.tiles:
            self._begins = False
            at = next((n for n, tile in enumerate(self.tiles) if tile.on), 0) if self._turned else 0
            goal, self.page = self.tiles[at], at // self.capacity
        shown = self.tiles[self.page * self.capacity : (self.page + 1) * self.capacity]
        have = list(grid.query(Big))
        missing = [Big("", classes="tile") for _index in range(len(shown) - len(have))]
        for big, tile in zip([*have, *missing], shown, strict=False):
            self._dress(big, tile)
        for big in have[len(shown) :]:
            big.display = False
        if missing:
            grid.mount(*missing)
        if goal is not None:
            self.call_after_refresh(self._focus_on, goal.key)
        elif missing and not have:
            self.call_after_refresh(self._begin)
        grid.styles.grid_size_columns = self._shape[0]
        grid.styles.grid_size_rows = self._shape[1]
        grid.styles.grid_rows = f"{self._high}"
        grid.display = bool(self.tiles)
        self.query_one(".empty", Words).display = not self.tiles
        self._turn_bar()

    def _begin(self) -> None:
        """A keyboard begins at the first tile, not at the page buttons that were there before it."""
        if not self.is_attached or not self.screen.is_current:
            return
        focused = self.screen.focused
        if focused is None or focused in self.query(".turn Big"):
            first = next((big for big in self.query(".tile").results(Big) if big.display and not big.disabled), None)
            if first is not None:
                first.focus()

    def _focus_on(self, key: Hashable) -> None:
        big = next((big for big in self.query(".tile").results(Big) if big.display and big.data == key), None)
        if big is not None and self.screen.is_current:
            big.focus()

    def _dress(self, big: Big, tile: Tile) -> None:
        big.data = tile.key
        big.show(tile.content(self._high - 2))
        big.variant = "default" if tile.look == "quiet" else tile.look
        big.set_class(tile.look == "quiet", "-quiet")
        big.mark(tile.on)
        big.disabled = tile.disabled
        big.styles.height = big.styles.min_height = self._high
        big.display = True

    def _turn_bar(self) -> None:
        self._tell_bar()
        self.query_one(".turn").display = self._foot is None and (self.way_out or self.count > 1)
        if self.way_out:
            for part in (".-turn-back", ".where", ".-turn-next"):
                self.query_one(part).display = self.count > 1
        self.query_one(".where", Words).show(_("Page {page} of {count}").format(page=self.page + 1, count=self.count))
        self.query_one(".-turn-back", Big).disabled = self.page == 0
        self.query_one(".-turn-next", Big).disabled = self.page >= self.count - 1

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        big = event.button
        if big.has_class("-turn-out"):
            self.post_message(self.Left())
        elif big.has_class("-turn-back"):
            self.turn(-1)
        elif big.has_class("-turn-next"):
            self.turn(1)
        elif isinstance(big, Big):
            self.post_message(self.Chosen(self, big.data))  # type: ignore[arg-type]

    def on_key(self, event: events.Key) -> None:
        """Page Up and Page Down turn pages."""
        if event.key in {"pageup", "pagedown"}:
            event.stop()
            self.turn(-1 if event.key == "pageup" else 1)

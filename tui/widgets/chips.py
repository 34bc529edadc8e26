"""Ready phrases to tap: choose one, or several. A chosen phrase carries a tick, not only a colour."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from textual import on
from textual.message import Message

from tui.i18n import say
from tui.widgets.pages import Pages, Tile

__all__ = ["Chips"]


class Chips(Pages):
    """A paged list of which one or several are chosen. Posts `Changed` with the chosen keys in list order."""

    class Changed(Message):
        """The choice changed."""

        def __init__(self, chips: Chips, keys: tuple[Hashable, ...]) -> None:
            super().__init__()
            self.chips = chips
            self.keys = keys

        @property
        def control(self) -> Chips:
            """The chips it belongs to, for `@on(Chips.Changed, "#id")`."""
            return self.chips

    def __init__(
        self,
        *,
        many: bool = False,
        columns: int = 0,
        tile_width: int = 24,
        in_bar: bool = False,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(columns=columns, tile_width=tile_width, in_bar=in_bar, id=id, classes=classes)
        self.many = many
        self._offered: Sequence[Tile] = ()
        self._chosen: tuple[Hashable, ...] = ()

    @property
    def chosen(self) -> tuple[Hashable, ...]:
        """The chosen keys in the order they are offered."""
        return tuple(tile.key for tile in self._offered if tile.key in self._chosen)

    @property
    def one(self) -> Hashable | None:
        """The chosen key where one can be chosen; None while there is none."""
        return self.chosen[0] if self.chosen else None

    def offer(self, tiles: Sequence[Tile], chosen: Sequence[Hashable] = ()) -> None:
        """Show these phrases, with these chosen."""
        self._offered, self._chosen = tiles, tuple(chosen)
        self._tick()

    def retranslate(self) -> None:
        """Say every phrase again, ticks included."""
        self._tick()

    def _tick(self) -> None:
        self.put([self._ticked(tile) if tile.key in self._chosen else tile for tile in self._offered])

    @staticmethod
    def _ticked(tile: Tile) -> Tile:
        return replace(tile, words=lambda: "✓ " + say(tile.words), on=True)

    @on(Pages.Chosen)
    def _toggle(self, event: Pages.Chosen) -> None:
        event.stop()
        if event.key in self._chosen:
            self._chosen = tuple(key for key in self._chosen if key != event.key)
        elif self.many:
            self._chosen = (*self._chosen, event.key)
        else:
            self._chosen = (event.key,)
        self._tick()
        self.post_message(self.Changed(self, self.chosen))

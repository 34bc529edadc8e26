"""The look of the act sheet: its pages, and what stands on each of them.

The first page has a tile for each field and, where there is room, the words; a tile leads to its choices and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from checkpoints.site.people import Confirmed
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.form import Form, Need
from tui.i18n import N_, Wording, _, n_
from tui.screens.act_begin import TEXT, Draft
from tui.screens.act_fields import Fields
from tui.screens.over_point import OverPoint
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.pad import Pad
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words
from tui.words.acts import ACT_MEANINGS
from tui.words.finding_text import act_name, need_name

__all__ = ["MANY", "ActPages", "ActRequest"]

MANY: frozenset[Need] = frozenset({"assists"})
WORDS = 14
"""Rows that ready words and a line to write on need."""
FIELD = 22
"""Cells of a field's tile."""


@dataclass(frozen=True, slots=True)
class ActRequest:
    """Which act, and on which findings.

    With `save`, which records and says whether it was, the sheet stays as it is when that was refused.
    """

    act: ActId
    ids: tuple[str, ...]
    save: Callable[[Form], bool] | None = None
    version: str = ""
    """The version that was chosen, where two are settled."""


class ActPages(OverPoint[ActRequest, Form]):
    """What `ActSheet` shows."""

    fields: Fields | None = None
    draft: Draft
    _page: Need | None = None
    _whose: str | None = None
    _witness: Confirmed | None = None

    def heading(self) -> Wording:
        """The act, and on what."""
        ids = self.request.ids

        def title() -> str:
            called = self.app.book.ledger.findings.called(ids[0])
            on_what = called if len(ids) == 1 else n_("1 finding", "{count} findings", len(ids))
            return f"{act_name(self.request.act)} · {on_what}"

        return title if self._page is None else lambda: need_name(str(self._page))

    def body(self) -> Iterable[Any]:
        """What the act means, its fields, the ready words and a line of one's own; a pad for readings."""
        yield Words(id="act-says")
        yield Pages(tile_width=FIELD, id="act-fields")
        yield Chips(many=True, tile_width=30, id="act-chips")
        yield Field(N_("Type here if nothing fits"), id="act-own")
        yield Pad(id="act-pad")

    def buttons(self) -> Iterable[Big]:
        """Save."""
        yield Big(N_("Save"), "primary", id="act-save")

    @property
    def _text(self) -> Need | None:
        """The field in words that is on this page."""
        if self.fields is None:
            return None
        if self._page is None:
            return self.fields.first if self._words_here else None
        return self._page if self._page in TEXT else None

    def paint(self) -> None:
        """One page of it; it is not there for somebody else who signed in meanwhile."""
        fields = self.fields
        if fields is None:
            return
        if self.app.person not in (None, self._whose):
            self.call_later(self.answer, None)
            return
        main = self._page is None
        says = self.query_one("#act-says", Words)
        says.display = main
        says.show(_(ACT_MEANINGS.get(self.request.act, "")) if self.request.act in ACT_MEANINGS else "")
        tiles = self.query_one("#act-fields", Pages)
        tiles.display = main and bool(self._tiled)
        if tiles.display:
            self._fit_fields(tiles, len(self._tiled))
            tiles.put([self._tile(need) for need in self._tiled])
        self.query_one(Field).display = self._text is not None
        self.query_one(Pad).display = self._page == "value"
        self.query_one("#act-save", Big).say(N_("Save") if main else N_("OK ✓"))
        self._paint_chips(fields)

    def _fit_fields(self, pages: Pages, count: int) -> None:
        """As many rows as the fields need; beside words there is room for one."""
        pages.tile_height = 6 if self.app.compact else 5
        height = (4 if self.app.compact else 5) * -(-count // self._columns)
        pages.styles.height = height if self._words_here else "1fr"

    @property
    def _columns(self) -> int:
        room = self.query_one(".sheet-body").size.width or min(self.size.width - 4, 104)
        return max(1, (room + 1) // (FIELD + 1))

    @property
    def _words_here(self) -> bool:
        """Whether the words stand on the first page; where there is no room they have a page of their own."""
        fields = self.fields
        if fields is None or fields.first is None:
            return False
        rows = -(-len(fields.others) // self._columns)
        room = self.query_one(".sheet-body").size.height or self.size.height - 8
        return rows * (4 if self.app.compact else 5) + WORDS <= room

    @property
    def _tiled(self) -> list[Need]:
        """The fields that have a tile on the first page."""
        assert self.fields is not None
        first = self.fields.first
        return self.fields.others if self._words_here or first is None else [first, *self.fields.others]

    def on_resize(self) -> None:
        """Another width, another place for the words."""
        self.call_after_refresh(self.repaint)

    def _tile(self, need: Need) -> Tile:
        assert self.fields is not None
        fields = self.fields
        shown = fields.shown(need, self.draft, witness=self._witness is not None)
        open_ = need in fields.must and "\n! " in shown
        return Tile(
            need,
            lambda: shown.partition("\n")[0],
            lambda: shown.partition("\n")[2],
            look="warning" if open_ else "default",
        )

    def _paint_chips(self, fields: Fields) -> None:
        chips = self.query_one(Chips)
        page = self._text if self._page is None else self._page
        chips.display = page is not None and page != "value"
        if not chips.display or page is None:
            return
        chips.many = page in TEXT or page in MANY
        chips.tile_height = 6 if self.app.compact else 5
        tiles, chosen = fields.choices(page, self.draft)
        chips.offer(tiles, chosen)

"""Saved views of the board: choose one, keep what is shown now under a name, delete one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.widgets import Button, Input

from checkpoints.ledger.board import sort_named
from store.errors import StoreError
from store.views import SavedView, Views
from tui import i18n
from tui.i18n import N_, Wording, _
from tui.screens.base import Sheet
from tui.screens.board_filter_sheet import Shown
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.pages import Tile
from tui.widgets.words import Words
from tui.words.board import SORT_NAMES, filter_said
from tui.words.start import crop

__all__ = ["ViewsRequest", "ViewsSheet"]


@dataclass(frozen=True, slots=True)
class ViewsRequest:
    """What the board shows now."""

    now: Shown


class ViewsSheet(Sheet[ViewsRequest, Shown]):
    """Answers the view to show, or None for Back."""

    CSS_PATH = "board_views_sheet.tcss"

    def heading(self) -> Wording:
        """Saved views."""
        return N_("Saved views")

    def body(self) -> Iterable[Any]:
        """The views, and the name for what is shown now."""
        yield Words(id="boardviews-says", classes="quiet")
        yield Chips(tile_width=34, id="boardviews-chips")
        yield Field(N_("Name of the view that is shown now"), max_length=30, id="boardviews-name")

    def buttons(self) -> Iterable[Big]:
        """Keep, delete, show."""
        yield Big(N_("Keep this view"), id="boardviews-keep")
        yield Big(N_("Delete"), "error", id="boardviews-delete")
        yield Big(N_("Show"), "primary", id="boardviews-ok")

    def opened(self) -> None:
        """A name is proposed, so that nobody has to type one."""
        self.query_one(Field).value = self._proposal
        self.query_one(Chips).offer([])

    @property
    def _views(self) -> Views:
        return Views(self.app.book.data)

    @property
    def _mine(self) -> list[SavedView]:
        return self._views.of(self.app.person or "-")

    @property
    def _proposal(self) -> str:
        now = self.request.now
        told = filter_said(self.app.book.ledger, now.filter, 0).rpartition("  ")[0]
        return crop(told + " · " + _(SORT_NAMES[now.sort]), 30)

    def paint(self) -> None:
        """The views there are."""
        chips = self.query_one(Chips)
        mine = self._mine
        under = filter_said
        ledger = self.app.book.ledger
        chips.offer(
            [Tile(v.name, lambda v=v: v.name, lambda v=v: crop(_about(under(ledger, v.filter, 0)), 30)) for v in mine],
            [chips.one] if chips.one is not None else [],
        )
        self.query_one("#boardviews-says", Words).show(
            _("Choose a view, or keep what is shown now.")
            if mine
            else _("No view is saved yet. Keep what is shown now.")
        )
        chosen = chips.one is not None
        self.query_one("#boardviews-delete", Big).disabled = not chosen
        self.query_one("#boardviews-ok", Big).disabled = not chosen
        self.query_one("#boardviews-keep", Big).disabled = not self.query_one(Field).value.strip()

    @on(Chips.Changed)
    @on(Input.Changed)
    def _changed(self) -> None:
        self.repaint()

    @on(Button.Pressed, "#boardviews-ok")
    def _show(self) -> None:
        chosen = next((v for v in self._mine if v.name == self.query_one(Chips).one), None)
        if chosen is not None:
            self.answer(Shown(chosen.filter, sort_named(chosen.sort), chosen.reverse))

    @on(Input.Submitted)
    @on(Button.Pressed, "#boardviews-keep")
    def _keep(self) -> None:
        name, now = self.query_one(Field).value.strip(), self.request.now
        if name:
            self._write(SavedView(name, now.filter, now.sort, now.reverse))

    @on(Button.Pressed, "#boardviews-delete")
    def _delete(self) -> None:
        self._write(None)

    def _write(self, view: SavedView | None) -> None:
        person = self.app.person or "-"
        try:
            if view is None:
                self._views.delete(person, str(self.query_one(Chips).one))
            else:
                self._views.save(person, view)
        except StoreError as error:
            no = error
            self.tell(lambda: i18n.fill(_(no.message), no.params), grade="bad")
            return
        self.query_one(Chips).offer([])
        self.repaint()


def _about(told: str) -> str:
    return told.rpartition("  ")[0]

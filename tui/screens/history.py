"""Round history: every round, the newest first, in pages; a tap opens what it was and whether it counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on
from textual.widgets import Button

from checkpoints.ledger.queries import not_counting, verdict
from checkpoints.work.rounds import Round
from tui import when
from tui.i18n import N_, Wording, n_
from tui.screens.base import BaseScreen
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.words.rounds import half, local, names, round_status, title
from tui.words.start import crop
from tui.words.verdict import in_brief

__all__ = ["HistoryScreen"]

ONLY_BAD = N_("Only those that do not count")
TITLE_ROOM = 34
"""Cells of one line of the narrowest tile."""


class HistoryScreen(BaseScreen):
    """All rounds. A tile is worked out only when its page is shown, so that years of rounds cost nothing."""

    CSS_PATH = "history.tcss"
    _only_bad = False
    HELP_LINES = ((N_("A round"), N_("Opens the round with its verdict and every point")),)

    def heading(self) -> Wording:
        """Round history."""
        return N_("Round history")

    def subheading(self) -> str:
        """How many rounds there are."""
        return n_("1 round", "{count} rounds", len(self._ids()))

    def body(self) -> Iterable[Any]:
        """The pages, and the way back."""
        yield Pages(tile_width=44, empty=N_("There is no such round."), in_bar=True, id="history-rounds")
        with ActBar():
            yield Big(N_("◀ Home"), id="history-back")
            yield Big(ONLY_BAD, id="history-filter")

    def paint(self) -> None:
        """The rounds there are."""
        pages = self.query_one(Pages)
        pages.tile_height = 7 if self.app.compact else 6
        known = self.app.book.ledger.rounds.all
        pages.put([Tile(r, lambda r=r: self._words(known[r]), lambda r=r: self._under(known[r])) for r in self._ids()])

    def _ids(self) -> list[str]:
        ledger = self.app.book.ledger
        return not_counting(ledger) if self._only_bad else ledger.rounds.newest_ids()

    @on(Button.Pressed, "#history-filter")
    def _filter(self) -> None:
        self._only_bad = not self._only_bad
        self.query_one("#history-filter", Big).say(N_("All rounds") if self._only_bad else ONLY_BAD)
        self.query_one(Pages).page = 0
        self.repaint()

    def _words(self, round_: Round) -> str:
        ledger = self.app.book.ledger
        found = verdict(ledger, round_)
        clock = when.clock(local(ledger, round_.started_at)) if round_.started_at else ""
        return f"{when.day(found.day)} {half(found.half)} {clock}  {round_status(round_, found)}\n{in_brief(found)}"

    def _under(self, round_: Round) -> str:
        ledger = self.app.book.ledger
        return crop(title(ledger.site, round_), TITLE_ROOM) + "\n" + crop(names(ledger, round_.people), TITLE_ROOM)

    @on(Pages.Chosen)
    def _chosen(self, event: Pages.Chosen) -> None:
        self.app.go("round_detail", str(event.key))

    @on(Button.Pressed, "#history-back")
    def _back(self) -> None:
        self.action_back()

"""The tools of the board: what is shown from lists, saved views, and the ways to other screens."""

from __future__ import annotations

from textual import on, work
from textual.widgets import Button

from checkpoints.ledger.board import Filter, Sort
from checkpoints.work.waiting import waits
from tui.i18n import N_
from tui.screens.base import BaseScreen
from tui.screens.board_filter_sheet import FilterSheet, Shown
from tui.screens.board_views_sheet import ViewsRequest, ViewsSheet
from tui.screens.list_sheet import Listing, ListSheet
from tui.widgets.pages import Tile

__all__ = ["NEAR", "PLACES", "BoardTools"]

PLACES = {
    "home": N_("◀ Home"),
    "duties": N_("Duties"),
    "promises": N_("Promises"),
    "forms": N_("Forms"),
    "accounts": N_("Accounts"),
    "charts": N_("Charts"),
    "trend": N_("Trends"),
    "people": N_("People"),
    "history": N_("Rounds"),
    "presence": N_("Presence"),
}
"""Other screens, by mode."""
NEAR = frozenset({"home", "duties", "promises", "forms"})
"""Those that stand in the bar also where there is no room for all of them."""


class BoardTools(BaseScreen):
    """What is shown, and the tools that change it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = Filter()
        self.sort: Sort = "due"
        self.reverse = False

    def show(self, asked: Filter, sort: str = "", *, reverse: bool | None = None) -> None:
        """Show another filter, from its first row."""
        raise NotImplementedError

    @on(Button.Pressed, "#board-filter")
    def _filter(self) -> None:
        self.action_filter()

    @on(Button.Pressed, "#board-views")
    def _views(self) -> None:
        self.action_views()

    @on(Button.Pressed, "#board-nav Big")
    @on(Button.Pressed, "#board-tools .-glove")
    @on(Button.Pressed, "#board-promises")
    def _elsewhere(self, event: Button.Pressed) -> None:
        name = getattr(event.button, "data", None)
        if name:
            self.app.go(str(name))

    @on(Button.Pressed, "#board-duties")
    def _duties(self) -> None:
        self.app.go("duties", "day")

    @on(Button.Pressed, "#board-waits")
    def _waits(self) -> None:
        for wait in waits(self.app.book.ledger, self.app.person or "-", self.app.now().date())[:1]:
            self.app.go("register", wait.form)

    @property
    def _now(self) -> Shown:
        return Shown(self.asked, self.sort, self.reverse)

    @work
    async def action_filter(self) -> None:
        """What is shown, chosen from lists."""
        chosen: Shown | None = await self.app.ask(FilterSheet, self._now)
        if chosen is not None:
            self.show(chosen.filter, chosen.sort, reverse=chosen.reverse)

    @work
    async def action_views(self) -> None:
        """Saved views: choose, keep, delete."""
        chosen: Shown | None = await self.app.ask(ViewsSheet, ViewsRequest(self._now))
        if chosen is not None:
            self.show(chosen.filter, chosen.sort, reverse=chosen.reverse)

    @on(Button.Pressed, "#board-more")
    @on(Button.Pressed, "#board-rest")
    @work
    async def _more(self) -> None:
        tiles = [Tile(name, wording) for name, wording in PLACES.items()] + [Tile("views", N_("Saved views"))]
        asked = Listing(N_("More"), N_("Where to?"), lambda: tiles, "")
        where = await self.app.ask(ListSheet, asked)
        if where == "views":
            self.action_views()
        elif where:
            self.app.go(str(where))

"""What home lists, and where a tap on it leads: findings, what nobody acknowledged, promises, places not visited."""

from __future__ import annotations

from textual import on, work
from textual.widgets import Button

from checkpoints.work.waiting import waits
from tui.i18n import N_, _
from tui.screens.base import BaseScreen
from tui.screens.list_sheet import Listing, ListSheet
from tui.widgets.pages import Pages, Tile
from tui.words import home as home_words
from tui.words import home_findings as about
from tui.words.rounds import place

__all__ = ["ALL_VISITED", "NOTHING_OPEN", "HomeLists"]

NOTHING_OPEN = N_("No finding is open.")
NOTHING_LATE = N_("Nothing is overdue, and every step of the ladder is acknowledged.")
ALL_VISITED = N_("Every place was visited within the window.")


class HomeLists(BaseScreen):
    """The lists of home; the screen itself is `tui.screens.home`."""

    @property
    def office(self) -> bool:
        """Nobody who sits here stands at a checkpoint: rounds are read, and entered from paper."""
        return self.app.place == "office" or self.app.remote

    @on(Button.Pressed, "#home-findings")
    @work
    async def _findings(self) -> None:
        request = Listing(
            N_("Open findings"),
            N_("Tap one to see it, and what you can do."),
            lambda: about.finding_tiles(
                self.app.book.ledger, self.app.person or "-", self.app.now(), everybodys=self.office
            ),
            NOTHING_OPEN,
        )
        self._show_finding(await self.app.ask(ListSheet, request))

    @on(Pages.Chosen, "#home-mine-list")
    def _finding(self, event: Pages.Chosen) -> None:
        self._show_finding(event.key)

    def _show_finding(self, key: object) -> None:
        if isinstance(key, str) and key in self.app.book.ledger.findings.all:
            self.app.go("finding", key)
        elif isinstance(key, tuple):
            self.app.go("round_detail", key[1])

    @on(Button.Pressed, "#home-alerts")
    @work
    async def _look_into(self) -> None:
        def tiles() -> list[Tile]:
            ledger, me, now = self.app.book.ledger, self.app.person or "-", self.app.now()
            return about.alert_tiles(ledger, about.alerts(ledger, me, now), now) + about.flag_tiles(ledger, me, now)

        request = Listing(
            N_("Never acknowledged, or overdue"),
            N_("Told is not acknowledged: whoever a step is for has to take note of it."),
            tiles,
            NOTHING_LATE,
        )
        self._show_finding(await self.app.ask(ListSheet, request))

    @on(Button.Pressed, "#home-promises")
    def _promises(self) -> None:
        self.app.go("promises")

    @on(Button.Pressed, "#home-forms")
    def _forms(self) -> None:
        self.app.go("forms")

    @on(Button.Pressed, "#home-waits")
    def _waits(self) -> None:
        for wait in waits(self.app.book.ledger, self.app.person or "-", self.app.now().date())[:1]:
            self.app.go("register", wait.form)

    @on(Button.Pressed, "#home-stale")
    @work
    async def _stale(self) -> None:
        ledger = self.app.book.ledger
        request = Listing(
            lambda: home_words.stale_title(ledger, len(home_words.stale_tiles(ledger, self.app.now()))).replace(
                "\n", " "
            ),
            N_("Tap a place to see the round it was last visited on. A sampled round takes these first."),
            lambda: home_words.stale_tiles(ledger, self.app.now()),
            ALL_VISITED,
        )
        self._show_place(await self.app.ask(ListSheet, request))

    @on(Pages.Chosen, "#home-unvisited-list")
    def _place(self, event: Pages.Chosen) -> None:
        self._show_place(event.key)

    def _show_place(self, key: object) -> None:
        visit = self.app.book.ledger.rounds.last_visit(str(key)) if key else None
        if visit is not None:
            self.app.go("round_detail", visit[1])
        elif key is not None:
            self.tell(lambda: _("{place} was never visited.").format(place=place(self.app.book.ledger.site, str(key))))

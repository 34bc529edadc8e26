"""Every screen and every sheet of the app, one after the other, for tests that want to have been everywhere."""

from __future__ import annotations

from textual.widgets import Input

from tests.support.patrol import CORRIDOR, LOBBY
from tests.support.taps import after_the_scan
from tui.widgets.pad import LettersPad

HOW_MANY = 26
"""Places that `Places.all` leads to."""


class Places:
    """Leads from place to place. Begin on the checkpoint screen, at a point with a check to fail."""

    def __init__(self, walker):
        self.walker, self.app = walker, walker.app

    async def settle(self):
        await after_the_scan(self.walker.pilot)
        await self.walker.pilot.pause(0.02)
        await self.walker.pilot.pause()

    async def back(self):
        while type(self.app.screen).__name__ not in ("CheckpointScreen", "HomeScreen", "SignInScreen"):
            self.app.screen.hush(all_of_it=True)
            await self.walker.press("escape")
            await self.settle()

    async def at(self, *keys):
        for key in keys:
            await self.walker.press(key)
            await self.settle()

    async def all(self):
        """Every place, one after the other, by name."""
        walker, app = self.walker, self.app
        yield "rows"
        walker.screen.select(next(row.key for row in walker.screen.listed.rows if row.key.startswith("check:")))
        await self.at("x")
        await walker.until_sheet("FindingSheet")
        for page in ("main", "words", "severity", "fix", "who"):
            app.screen._go(page)
            await self.settle()
            for field in app.screen.query(Input):
                if field.display and page != "main":
                    field.focus()
            await self.settle()
            yield f"finding {page}"
        app.screen._go("main")
        await self.back()
        for key in ("f4", "f7", "f9", "f1", "f10"):
            await self.at(key)
            yield key
            await self.back()
        await walker.go(CORRIDOR)
        for check, act in (("COR-06", "number"), ("COR-10", "text")):
            await walker.tap_row("check:" + check, act)
            await self.settle()
            yield act
            await self.back()
        await walker.go(LOBBY)
        yield "card"
        app.screen.act("damaged")
        await self.settle()
        yield "damaged"
        app.screen._letters = True
        app.screen.repaint()
        app.screen.query_one(LettersPad).focus()
        await self.settle()
        yield "letters"
        await self.back()
        for act in ("finish", "pause", "points"):
            walker.screen.act(act)
            await self.settle()
            yield act
            await self.back()
        for mode in ("home", "history", "start_round"):
            app.go(mode)
            await self.settle()
            yield mode
        app.go("round_detail", walker.patrol.round)
        await self.settle()
        yield "round detail"
        app.go_home()
        await self.at("ctrl+q")
        yield "the question before quitting"
        await self.back()
        app.sign_out()
        await self.settle()
        yield "sign in"
        await self.at("enter")
        yield "pin"

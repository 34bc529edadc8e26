"""What is owed to owners, the next limit first: whose it is, how long there is left, what waits to be taken.

Anybody who signed in may look; names and numbers of owners stand on the promise itself, masked. Opened by home.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button

from checkpoints.work.deputies import may
from tui.i18n import N_, Wording, _
from tui.screens.base import BaseScreen
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.promise_sheet import NewPromise, PromiseSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages
from tui.words import promises as promise_words

__all__ = ["PromisesScreen"]

VIEWS = {
    "mine": N_("Mine"),
    "offered": N_("Offered"),
    "all": N_("All"),
    "late": N_("Late"),
    "unreachable": N_("Unreachable"),
    "passed": N_("Passed on"),
}
LOOK = 20
"""Seconds between two looks at the clock: countdowns run while nobody does anything."""


class PromisesScreen(BaseScreen):
    """The promises of one view, in pages; a tile opens the promise."""

    CSS_PATH = "promises.tcss"
    HELP_LINES = (
        (N_("Asked by an owner"), N_("Records who was asked first and who answers")),
        (N_("Passed on"), N_("Taken over more than once: the supervisor looks")),
    )
    _view = ""
    _whose: str | None = None
    _seen = ""

    def load(self, request: Any) -> None:
        """The view to show, such as `late`."""
        self._view, self._whose = str(request), self.app.person

    def heading(self) -> Wording:
        """Promises to owners."""
        return N_("Promises to owners")

    def subheading(self) -> str:
        """How much of it is due or late."""
        return promise_words.counts_line(self.app.book.ledger, self.app.now())

    def body(self) -> Iterable[Any]:
        """The views, the list, and the way to a new one."""
        with Horizontal(id="promises-views"):
            for view in VIEWS:
                yield Big("", id=f"promises-{view}", data=view)
        yield Pages(tile_width=44, empty=N_("There is no such promise."), in_bar=True, id="promises-list")
        with ActBar():
            yield Big(N_("◀ Back"), id="promises-back")
            yield Big(N_("Who was asked first"), id="promises-first")
            yield Big(N_("Asked by an owner"), "primary", id="promises-new")

    def on_mount(self) -> None:
        """Look at the clock now and then; six views fit beside each other on the narrowest screen."""
        for big in self.query("#promises-views Big").results(Big):
            big.styles.line_pad = 0  # a style sheet takes no 0
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        if self.is_current and f"{self.app.now():%d%H%M}" != self._seen:
            self.repaint()

    @property
    def _by(self) -> str:
        return self.app.person or "-"

    def _begin(self) -> None:
        """Whoever comes anew begins with their own, the supervisor with all."""
        if self._whose != self.app.person or not self._view:
            self._whose = self.app.person
            oversees = may(self.app.book.ledger, self._by, "oversee_promises", self.app.now().date())
            self._view = "all" if oversees else "mine"
            self.query_one(Pages).begin()

    def paint(self) -> None:
        """The promises there are."""
        ledger, now = self.app.book.ledger, self.app.now()
        self._seen = f"{now:%d%H%M}"
        self._begin()
        found = promise_words.views(ledger, self._by, now)
        for view, name in VIEWS.items():
            big = self.query_one(f"#promises-{view}", Big)
            chosen = view == self._view
            big.show(_(name) + "\n" + ("✓ " if chosen else "") + str(len(found[view])))
            big.mark(chosen)
        pages = self.query_one(Pages)
        pages.tile_height = 7 if self.app.compact else 5
        shown = found.get(self._view, found["all"])
        pages.put([promise_words.tile(ledger, promise, self._by, now) for promise in shown])
        self.query_one("#promises-new").disabled = not may(ledger, self._by, "promise", now.date())

    @on(Button.Pressed, "#promises-views Big")
    def _turned(self, event: Button.Pressed) -> None:
        event.stop()
        self._view = str(cast("Big", event.button).data)
        self.query_one(Pages).page = 0
        self.repaint()

    @on(Pages.Chosen, "#promises-list")
    def _chosen(self, event: Pages.Chosen) -> None:
        self.app.go("promise", str(event.key))

    @on(Button.Pressed, "#promises-new")
    @work
    async def _new(self) -> None:
        made = await self.app.ask(PromiseSheet, NewPromise())
        if made is not None:
            self._view = self._view if self._view == "all" else "mine"
            self.repaint()
            self.query_one(Pages).show_key(made)

    @on(Button.Pressed, "#promises-first")
    @work
    async def _first(self) -> None:
        ledger = self.app.book.ledger
        says = N_("What became of it, this month, by whoever was asked first.")
        listing = Listing(
            N_("Who was asked first"),
            says,
            lambda: promise_words.first_asked_tiles(ledger, self.app.now()),
            N_("Nobody was asked this month."),
        )
        await self.app.ask(ListSheet, listing)

    @on(Button.Pressed, "#promises-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()

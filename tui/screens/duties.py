"""The board of duties: what is owed today, this week, this month, and what was missed (rules.md 9).

Nothing is ticked here: a line opens what closes it. The manager can let a duty go with a reason, and take that back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button

from checkpoints.ledger.duties import Standing
from checkpoints.work import waivers
from checkpoints.work.deputies import may
from checkpoints.work.waiting import Wait, waits
from tui import when
from tui.i18n import N_, Wording, _
from tui.screens.duty_doors import DutyDoors
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.widgets.table import Line, Table
from tui.widgets.words import Words
from tui.words import duties as words
from tui.words.reasons import CLAIM, LET_GO
from tui.words.waits import detail, said

__all__ = ["DutiesScreen"]

LOOK = 20
"""Seconds between two looks at the clock: a duty becomes overdue while nobody does anything."""


class DutiesScreen(DutyDoors):
    """`app.go("duties", "missed")` opens it on a view; without one it stays as it was left.

    A table where a mouse points, tiles for a glove.
    """

    CSS_PATH = "duties.tcss"
    AUTO_FOCUS = "#duties-table"
    HELP_LINES = (
        (N_("A line"), N_("Opens what closes it: the record, the round, the findings, or the form to begin it")),
        (N_("Waive"), N_("The manager lets a duty go for this once and says why; it is never shown as done")),
        (N_("done late"), N_("Done after its time. Missed: the period ended without it")),
    )
    _view = "day"
    _seen = ""

    def load(self, request: Any) -> None:
        """The view to show."""
        if request in words.VIEWS:
            self._view = str(request)

    def heading(self) -> Wording:
        """Today's duties."""
        return lambda: _("Duties") + "  " + when.day(self.app.now().date())

    def subheading(self) -> str:
        """For whom somebody stands in."""
        return words.standing_in(self.app.book.ledger, self.app.person or "-", self.app.now().date())

    def body(self) -> Iterable[Any]:
        """The views, the table, the line in full, and the tools."""
        with Horizontal(id="duties-views"):
            yield Big(N_("◀ Back"), classes="duties-back -glove")
            for view in words.VIEWS:
                yield Big("", data=view, classes="duties-view", id=f"duties-{view}")
            yield Big(N_("Waive"), classes="duties-waive -glove")
        yield Table(id="duties-table")
        yield Pages(tile_width=31, id="duties-tiles")
        yield Words(id="duties-empty")
        yield Words(id="duties-detail")
        with ActBar():
            yield Big(N_("◀ Back"), classes="duties-back")
            yield Big("◀", id="duties-prev")
            yield Big("▶", id="duties-next")
            yield Big(N_("Waive"), classes="duties-waive")

    def on_mount(self) -> None:
        """Look at the clock now and then."""
        self.set_interval(LOOK, self._look)

    def on_resize(self) -> None:
        """Another width, other columns."""
        self.call_after_refresh(self.repaint)

    def _look(self) -> None:
        if self.is_current and f"{self.app.now():%d%H%M}" != self._seen:
            self.repaint()

    def _known(self, view: str) -> list[Standing]:
        return words.of_view(self.app.docket, self.app.book.ledger, view, self.app.now())

    def paint(self) -> None:
        """Everything, from the ledger."""
        ledger, now, table = self.app.book.ledger, self.app.now(), self.query_one(Table)
        self._seen = f"{now:%d%H%M}"
        for view in words.VIEWS:
            big = self.query_one(f"#duties-{view}", Big)
            big.show(words.view_title(view, self._known(view), now, on=view == self._view))
            big.mark(view == self._view)
        known = {s.key: s for s in self._known(self._view)}
        shown = words.columns(table.size.width or self.size.width, self._view)
        table.set_columns(shown)

        waiting = self._waiting

        def cells(key: str) -> Line:
            if key in waiting:
                return words.plain_line(said(waiting[key]), shown)
            return words.line(ledger, known[key], now, shown)

        table.put([*waiting, *known], cells)
        some = bool(waiting or known)
        table.display = some and self.app.compact
        tiles = self.query_one(Pages)
        tiles.put([*(Tile(key, said(wait), look="warning") for key, wait in waiting.items()),
                   *(words.tile(ledger, s, now) for s in known.values())])  # fmt: skip
        tiles.display = some and not self.app.compact
        empty = self.query_one("#duties-empty", Words)
        empty.display = not some
        empty.show(_("Nothing was missed.") if self._view == "missed" else _("This site has no such duties."))
        for big in self.query(".duties-waive").results(Big):
            big.display = self._may_waive and big.has_class("-glove") is not self.app.compact
        self._paint_beside()

    @property
    def _waiting(self) -> dict[str, Wait]:
        """What waits for a word, above today's duties."""
        if self._view != "day":
            return {}
        return {wait.form: wait for wait in waits(self.app.book.ledger, self.app.person or "-", self.app.now().date())}

    @property
    def _may_waive(self) -> bool:
        return may(self.app.book.ledger, self.app.person or "-", "waive_duty", self.app.now().date())

    @property
    def _current(self) -> Standing | None:
        at = self.query_one(Table).at
        return next((s for s in self._known(self._view) if s.key == at), None)

    def _paint_beside(self) -> None:
        table, current = self.query_one(Table), self._current
        ledger, now = self.app.book.ledger, self.app.now()
        wait = self._waiting.get(str(table.at))
        told = detail(wait) if wait else ""
        self.query_one("#duties-detail", Words).show(words.detail(ledger, current, now) if current else told)
        self.query_one("#duties-prev", Big).disabled = table.page == 0
        self.query_one("#duties-next", Big).disabled = table.page >= table.pages - 1

    @on(Button.Pressed, ".duties-view")
    def _turned(self, event: Button.Pressed) -> None:
        event.stop()
        self._view = str(cast("Big", event.button).data)
        self.query_one(Table).index = self.query_one(Pages).page = 0
        self.repaint()

    @on(Table.Moved)
    def _moved(self) -> None:
        self._paint_beside()

    @on(Table.Opened)
    def _opened(self, event: Table.Opened) -> None:
        self._open(event.key)

    @on(Pages.Chosen, "#duties-tiles")
    def _tapped(self, event: Pages.Chosen) -> None:
        self._open(str(event.key))

    def _open(self, key: str) -> None:
        standing = next((s for s in self._known(self._view) if s.key == key), None)
        if standing is not None:
            self.open_duty(standing)
        elif key in self._waiting:
            self.app.go("register", key)

    @on(Button.Pressed, "#duties-prev")
    def _previous(self) -> None:
        self.query_one(Table).turn(-1)

    @on(Button.Pressed, "#duties-next")
    def _next(self) -> None:
        self.query_one(Table).turn(1)

    # letting go

    @on(Button.Pressed, ".duties-waive")
    @work
    async def _waive(self) -> None:
        """Which one, and why; of one that was let go, why it is owed again."""
        known = {s.key: s for s in self._known(self._view) if not s.found.enough}
        at = self.query_one(Table).at

        def tiles() -> list[Tile]:
            return [
                Tile(s.key, lambda s=s: words.name(s), lambda s=s: words.waive_under(s), on=s.key == at)
                for s in known.values()
            ]

        asked = Listing(
            N_("Waive"), N_("Which duty? One that is waived can be claimed again."), tiles, N_("All is done.")
        )
        chosen = await self.app.ask(ListSheet, asked)
        if chosen:
            await self._let_go(known[str(chosen)])

    async def _let_go(self, one: Standing) -> None:
        ledger, by = self.app.book.ledger, self.app.person or "-"
        again = one.state == "waived"
        request = Reasons(
            lambda: words.name(one) + " · " + words.period_said(one.period),
            N_("It is owed again.") if again else N_("It is shown as waived, with your name and the reason."),
            CLAIM if again else LET_GO,
            N_("Claim again") if again else N_("Waive"),
        )
        why = await self.app.ask(ReasonSheet, request)
        act = waivers.claim if again else waivers.waive
        if why and self.app.record(lambda now: act(ledger, one.duty.id, one.period, why, by, now)):
            self.tell(N_("Saved."), grade="good")

    @on(Button.Pressed, ".duties-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()

"""The board: what is owed today, what is late, what is new, and every finding behind it (design, "The board").

A chip filters when it is tapped; the field filters while one types; a title of the table sorts. All of it asks
`checkpoints.ledger.board`, through a `Sieve` that remembers the order between two keystrokes. The office begins here;
the rooms next door are `board_tools` (filter, saved views, other screens) and `board_many` (the same act for many).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import msgspec
from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Button, Input

from checkpoints.ledger.board import SORTS, Counts, Filter, Sieve, Sort, row, sort_named
from checkpoints.work.waiting import waits
from tui import when
from tui.i18n import N_, Wording, _
from tui.screens.board_many import BoardMany
from tui.screens.board_tools import NEAR, PLACES
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.field import Field
from tui.widgets.table import Line, Table
from tui.widgets.words import Words
from tui.words import board as words
from tui.words.duties_today import strip
from tui.words.waits import first

__all__ = ["BoardScreen"]

LOOK = 20
"""Seconds between two looks at the clock: countdowns run on while nothing happens."""
BESIDE = 6
"""Cells around what is said of duties and of owners in the line of the day."""
TALL = 5
"""Lines of a row where a glove points."""


class BoardScreen(BoardMany):
    """`app.go("board", Filter(...))` opens it on a filter; without one it stays as it was left."""

    CSS_PATH = "board.tcss"
    AUTO_FOCUS = "#board-table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", show=False),
        Binding("f", "filter", show=False),
        Binding("v", "views", show=False),
        Binding("s", "sort", show=False),
        Binding("r", "reverse", show=False),
        Binding("x", "select", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
    ]
    HELP_LINES = (
        ("/", N_("Filter as you type: number, place, words, person, department, unit")),
        ("F", N_("Choose what is shown from lists; V: saved views")),
        ("S R", N_("Sort by the next column; turn the order round. A tap on a title does the same")),
        (N_("Space, left edge"), N_("Pick a finding for an act on many at once; X shows the acts")),
        ("Enter", N_("Opens the finding")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._sieve = Sieve()
        self._counts: Counts | None = None
        self._minute = (-1, -1)

    def load(self, request: Any) -> None:
        """The filter to show."""
        if isinstance(request, Filter):
            self.show(request)

    def heading(self) -> Wording:
        """Today's board."""
        return lambda: _("Board") + "  " + when.day(self.app.now().date())

    def subheading(self) -> str:
        """What is shown, and how many."""
        return words.filter_said(self.app.book.ledger, self.asked, len(self.query_one(Table).keys))

    def body(self) -> Iterable[Any]:
        """The day, the chips, the table with its detail, and the tools below."""
        with Horizontal(id="board-day"):
            yield Big("", id="board-duties")
            yield Big("", "warning", id="board-waits")
            yield Big("", id="board-promises", data="promises")
        with Horizontal(id="board-chips"):
            for view in words.CHIPS:
                yield Big("", classes="board-chip -first" if view == "open" else "board-chip", data=view)
        with Horizontal(id="board-middle"):
            yield Table(id="board-table")
            with Container(id="board-beside"):
                yield Words(id="board-detail")
        with Horizontal(id="board-tools"):
            yield Field(N_("/ Search: number, place, words, person"), id="board-search")
            yield Big(N_("◀ Home"), classes="-glove", data="home")
            yield Big(N_("Filter"), id="board-filter")
            yield Big(N_("Views"), id="board-views", classes="-mouse")
            yield Big(N_("Select"), id="board-select")
            yield Big("◀", id="board-prev")
            yield Words(id="board-page", classes="-mouse")
            yield Big("▶", id="board-next")
            yield Big(N_("More"), id="board-more", classes="-glove")
        yield from self.acts_on_many()
        with ActBar(id="board-nav"):
            for name, wording in PLACES.items():
                yield Big(wording, data=name, classes="" if name in NEAR else "-rest")
            yield Big(N_("More"), id="board-rest")

    def on_mount(self) -> None:
        """Look at the clock now and then."""
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        now = self.app.now()
        if self.is_current and (now.hour, now.minute) != self._minute:
            self.repaint()

    def on_resize(self) -> None:
        """Another width, other columns."""
        self.call_after_refresh(self.repaint)

    # painting

    def paint(self) -> None:
        """Everything, from the ledger; what did not change is not drawn again."""
        ledger, now = self.app.book.ledger, self.app.now()
        self._minute = (now.hour, now.minute)
        counts = self._counts = self._sieve.counts(ledger, self.app.person or "-", now)
        promises = self.query_one("#board-promises", Big)
        promises.show(words.promises_said(counts))
        promises.variant = "error" if counts.promises_late else "default"
        waited = self.query_one("#board-waits", Big)
        waited.show(first(waits(ledger, self.app.person or "-", now.date())))
        waited.display = bool(waited.text)
        room = self.size.width - cell_len(promises.text) - BESIDE - (cell_len(waited.text) + 4 if waited.text else 0)
        self.query_one("#board-duties", Big).show(strip(self.app.docket, ledger, now, room))
        self._paint_chips(counts)
        self.paint_many()
        self.paint_table()

    def _paint_chips(self, counts: Counts) -> None:
        for big in self.query(".board-chip").results(Big):
            view = str(big.data)
            on = view == self.asked.view and not self.asked.ids
            big.show(words.chip(counts, view, on=on))
            big.mark(on)
            big.disabled = not (on or words.how_many(counts, view))

    def paint_table(self, *, top: bool = False) -> None:
        """The rows that the filter lets pass: all that a keystroke has to paint."""
        ledger, now, table = self.app.book.ledger, self.app.now(), self.query_one(Table)
        found = self._sieve.select(ledger, self.asked, self.sort, now, self.app.person or "-", reverse=self.reverse)
        tall = 1 if self.app.compact else TALL
        shown = words.columns(ledger, table.size.width or self.size.width, tall=tall > 1)
        table.set_columns(shown, tall=tall, sort=(self.sort, self.reverse))

        def cells(finding: str) -> Line:
            return words.line(ledger, row(ledger, finding), now, shown, tall=tall > 1)

        table.put(found, cells, top=top)
        self._paint_page()
        self._paint_beside()
        self.paint_header()

    def paint_header(self) -> None:
        """The second line of the header says what is shown; the rest of it stays as it is while one types."""
        for sub in self.query("Header .sub").results(Words):
            sub.show(self.subheading())

    def _paint_page(self) -> None:
        table = self.query_one(Table)
        self.query_one("#board-page", Words).show(f"{table.page + 1}/{table.pages}")
        self.query_one("#board-prev", Big).disabled = table.page == 0
        self.query_one("#board-next", Big).disabled = table.page >= table.pages - 1

    def _paint_beside(self) -> None:
        """The current finding in words, where there is room beside the table."""
        if not self.query_one("#board-beside").display:
            return
        ledger, at = self.app.book.ledger, self.query_one(Table).at
        told = words.detail(ledger, row(ledger, at), self.app.now()) if at else _("No finding is shown.")
        self.query_one("#board-detail", Words).show(told)

    # what is shown

    def show(self, asked: Filter, sort: str = "", *, reverse: bool | None = None) -> None:
        """Show another filter, from its first row."""
        self.asked = asked
        self.sort = sort_named(sort, self.sort)
        self.reverse = self.reverse if reverse is None else reverse
        if not self.is_mounted:
            return
        field = self.query_one(Field)
        with field.prevent(Input.Changed):
            field.value = asked.text
        if self._counts is not None:
            self._paint_chips(self._counts)
        self.paint_table(top=True)

    def narrow(self, **fields: Any) -> None:
        """Change some fields of the filter."""
        self.show(msgspec.structs.replace(self.asked, **fields))

    @on(Button.Pressed, ".board-chip")
    def _chip(self, event: Button.Pressed) -> None:
        event.stop()
        view = str(getattr(event.button, "data", "open"))
        self.narrow(view="open" if view == self.asked.view else view, ids=(), title="")

    @on(Input.Changed, "#board-search")
    def _typed(self, event: Input.Changed) -> None:
        self.asked = msgspec.structs.replace(self.asked, text=event.value)
        self.paint_table(top=True)

    @on(Input.Submitted, "#board-search")
    def _found(self) -> None:
        self.query_one(Table).focus()

    @on(Table.Sorted)
    def _sorted(self, event: Table.Sorted) -> None:
        if event.column in SORTS:
            self._sort_by(sort_named(event.column))

    def _sort_by(self, sort: Sort) -> None:
        self.reverse = not self.reverse if sort == self.sort else False
        self.sort = sort
        self.paint_table(top=True)

    def action_sort(self) -> None:
        """By the next column."""
        self._sort_by(SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)])

    def action_reverse(self) -> None:
        """The other way round."""
        self._sort_by(self.sort)

    def action_search(self) -> None:
        """To the field."""
        self.query_one(Field).focus()

    @on(Table.Moved)
    def _moved(self) -> None:
        self._paint_page()
        self._paint_beside()

    @on(Table.Opened)
    def _opened(self, event: Table.Opened) -> None:
        self.app.go("finding", event.key)

    @on(Button.Pressed, "#board-prev")
    def _previous(self) -> None:
        self.query_one(Table).turn(-1)

    @on(Button.Pressed, "#board-next")
    def _next(self) -> None:
        self.query_one(Table).turn(1)

    def action_turn(self, by: int) -> None:
        """Page Up, Page Down: from the field too."""
        self.query_one(Table).turn(by)

    def action_back(self) -> None:
        """Escape takes back what narrows the board, one thing at a time; then it leads on."""
        if self.selecting:
            self.end_selecting()
        elif self.asked != Filter():
            chart = self.asked.ids and self.came_from not in ("home", "board")
            self.show(Filter())
            if chart:
                self.go_back()
        else:
            self.app.go("home")

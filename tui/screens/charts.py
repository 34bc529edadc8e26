"""The charts of the review screen: each bar opens the findings behind it (D4.2).

Where there is room all charts stand side by side; on a small screen one at a time. A tap on a bar leads to the board
with those findings, a tap on a place that nobody visited to what is open there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from textual import on
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Button

from checkpoints.ledger.board import Filter
from checkpoints.ledger.figures import Figures, figures
from tui.i18n import N_, Wording, _
from tui.screens.base import BaseScreen
from tui.widgets.act_bar import ActBar
from tui.widgets.bars import Bars
from tui.widgets.big import Big
from tui.widgets.pages import Pages
from tui.widgets.words import Words
from tui.words.charts import CHARTS, SHORT, Line, lines_of, tiles

__all__ = ["ChartsScreen"]

WIDE, TALL = 140, 40


class ChartsScreen(BaseScreen):
    """Six charts over all findings."""

    CSS_PATH = "charts.tcss"
    HELP_LINES = (
        (N_("A bar"), N_("Opens the findings behind it on the board")),
        (N_("▒ in a bar"), N_("The part that is still open, or overdue; of times, what lies beyond the half")),
    )
    _chart = "groups"
    _counted: tuple[tuple[int, datetime], Figures] | None = None
    _lines: dict[str, list[Line]]

    def load(self, request: Any) -> None:
        """Which chart to begin with."""
        if isinstance(request, str) and request in CHARTS:
            self._chart = request

    def heading(self) -> Wording:
        """Charts."""
        return N_("Charts")

    def body(self) -> Iterable[Any]:
        """A title and bars for each chart, and the ways to the others."""
        with Horizontal(id="charts-choose"):
            for name, wording in SHORT.items():
                yield Big(wording, id=f"charts-to-{name}", data=name, classes="choose")
        with Container(id="charts-all"):
            for name, wording in CHARTS.items():
                with Vertical(id=f"chart-{name}", classes="chart"):
                    yield Words(wording, classes="strong")
                    yield Bars(empty=N_("Nothing to show."), id=f"bars-{name}")
        with ActBar():
            yield Big(N_("◀ Back"), id="charts-back")
            yield Big(N_("Readings over time"), id="charts-trend")

    def paint(self) -> None:
        """All charts, or the one that was chosen."""
        now, ledger = self.app.now(), self.app.book.ledger
        whole = self.size.width >= WIDE and self.size.height >= TALL
        self.set_class(whole, "-whole")
        self.query_one("#charts-choose").display = not whole
        known = self._known()
        self._lines = {}
        for name in CHARTS:
            shown = whole or name == self._chart
            self.query_one(f"#chart-{name}").display = shown
            if not shown:
                continue
            self._lines[name] = lines_of(ledger, known, now, name)
            self.query_one(f"#bars-{name}", Bars).put(tiles(self._lines[name]))
        for big in self.query(".choose").results(Big):
            big.mark(big.data == self._chart)

    def _known(self) -> Figures:
        """The figures; counted again when something was recorded, or a minute has passed."""
        now, ledger = self.app.now(), self.app.book.ledger
        stamp = (ledger.count, now.replace(second=0, microsecond=0))
        if self._counted is None or self._counted[0] != stamp:
            self._counted = (stamp, figures(ledger, now))
        return self._counted[1]

    def on_resize(self) -> None:
        """Another width, other bars."""
        self.call_after_refresh(self.repaint)

    @on(Button.Pressed, ".choose")
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        self._chart = str(cast("Big", event.button).data)
        self.repaint()

    @on(Pages.Chosen)
    def _open(self, event: Pages.Chosen) -> None:
        event.stop()
        name = (event.pages.id or "").removeprefix("bars-")
        line = self._lines[name][int(str(event.key))]
        if not line.findings:
            self.tell(N_("No finding is behind this bar."))
            return
        title = f"{_(CHARTS[name])}: {line.label}"
        self.app.go("board", Filter(view="all", ids=line.findings, title=title))

    @on(Button.Pressed, "#charts-trend")
    def _trend(self) -> None:
        self.app.go("trend")

    @on(Button.Pressed, "#charts-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()

"""One reading over time with its range: which place, which check, the curve, and every point with its round (D3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.cells import cell_len
from textual import on, work
from textual.content import Content
from textual.widgets import Button

from checkpoints.ledger.trends import Point, Trend, measured, taken_by, trend
from checkpoints.site.checks import Answer
from tui import when
from tui.i18n import N_, Wording, _, lang
from tui.screens.base import BaseScreen
from tui.screens.list_sheet import Listing, ListSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.curve import AXIS, curve
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words
from tui.words.finding_text import person_name
from tui.words.rounds import local, place
from tui.words.start import crop

__all__ = ["TrendScreen"]

NONE = N_("No reading was taken yet.")
OUTCOMES = {"ok": ("✓", N_("in range")), "fail": ("▲", N_("out of range")), "critical": ("✖", N_("critical"))}


class Points(Pages):
    """The readings in pages: a line each in the office, a tile for a glove."""

    @property
    def _tall(self) -> int:
        return 1 if self._compact else 5


class TrendScreen(BaseScreen):
    """Opened with (checkpoint, check), or with nothing: then the first one that has readings."""

    CSS_PATH = "trend.tcss"
    HELP_LINES = (
        (N_("● ▲ ✖"), N_("In range, out of range, critical; the band is the range, a thick line a critical limit")),
    )
    _which: tuple[str, str] = ("", "")

    def load(self, request: Any) -> None:
        """Which reading."""
        if isinstance(request, tuple):
            self._which = request

    def heading(self) -> Wording:
        """The check."""
        found = self._trend
        return (lambda: found.check.name(lang())) if found else N_("Readings over time")

    def subheading(self) -> str:
        """The place, the range, and how many are outside."""
        found = self._trend
        if found is None:
            return ""
        out = _("{out} of {n} out of range").format(out=found.out, n=len(found.points))
        return f"{place(self.app.book.ledger.site, found.checkpoint)}  {ranged(found.answer)}  {out}"

    @property
    def _trend(self) -> Trend | None:
        ledger = self.app.book.ledger
        if not self._which[0]:
            known = measured(ledger)
            first = next(((p, checks[0].id) for p, checks in known.items()), None)
            if first is None:
                return None
            self._which = first
        return trend(ledger, *self._which)

    def body(self) -> Iterable[Any]:
        """The curve, the points, and the choice of another."""
        yield Words(id="trend-curve")
        yield Points(tile_width=32, empty=NONE, id="trend-points")
        with ActBar():
            yield Big(N_("◀ Back"), id="trend-back")
            yield Big(N_("Place"), id="trend-place")
            yield Big(N_("Reading"), id="trend-check")

    def paint(self) -> None:
        """The curve and its points, the newest first."""
        found = self._trend
        words = self.query_one("#trend-curve", Words)
        if found is None:
            words.show("")
            self.query_one(Pages).put([])
            return
        width, height = self.size.width - 4, max(6, self.size.height // 2 - (4 if self.app.compact else 5))
        words.styles.height = height
        drawn = curve(found.points, found.answer, width, height - 1)
        words.show(Content("\n").join([drawn, self._days(found.points, width)]))
        pages = self.query_one(Points)
        pages.tile_width = 48 if self.app.compact else 32
        pages.put([self._tile(p, found) for p in reversed(found.points)])

    def _days(self, points: Sequence[Point], width: int) -> str:
        """The first and the last day, below the ends of the curve."""
        if not points:
            return ""
        ledger = self.app.book.ledger
        first, last = (when.day(local(ledger, p.at).date()) for p in (points[0], points[-1]))
        return " " * AXIS + first + " " * max(2, width - AXIS - cell_len(first) - cell_len(last)) + last

    def _tile(self, point: Point, of: Trend) -> Tile:
        ledger = self.app.book.ledger
        unit = of.answer.unit.name(lang()) if of.answer.unit else ""

        def words() -> str:
            glyph, word = OUTCOMES.get(point.outcome, ("", ""))
            return f"{glyph} {point.value:g} {unit}".strip() + f"  {_(word)}"

        def under() -> str:
            at = when.day_and_clock(local(ledger, point.at), self.app.now())
            return f"{at}  {person_name(ledger, taken_by(ledger, point, of))}"

        look = "default" if point.outcome == "ok" else "error" if point.outcome == "critical" else "warning"
        return Tile(point.round, words, under, look)

    def on_resize(self) -> None:
        """Another size, another curve."""
        self.call_after_refresh(self.repaint)

    @on(Pages.Chosen, "#trend-points")
    def _round(self, event: Pages.Chosen) -> None:
        event.stop()
        self.app.go("round_detail", str(event.key))

    @on(Button.Pressed, "#trend-place")
    @work
    async def _place(self) -> None:
        ledger = self.app.book.ledger

        def tiles() -> list[Tile]:
            return [
                Tile(p, lambda p=p: crop(place(ledger.site, p), 30), on=p == self._which[0]) for p in measured(ledger)
            ]

        says = N_("Places where something is measured.")
        chosen = await self.app.ask(ListSheet, Listing(N_("Place"), says, tiles, NONE))
        if chosen is not None:
            self._which = (str(chosen), measured(ledger)[str(chosen)][0].id)
            self.repaint()

    @on(Button.Pressed, "#trend-check")
    @work
    async def _check(self) -> None:
        ledger, here = self.app.book.ledger, self._which[0]

        def tiles() -> list[Tile]:
            return [Tile(c.id, c, on=c.id == self._which[1]) for c in measured(ledger).get(here, ())]

        says = N_("What is measured at this place.")
        chosen = await self.app.ask(ListSheet, Listing(N_("Reading"), says, tiles, NONE))
        if chosen is not None:
            self._which = (here, str(chosen))
            self.repaint()

    @on(Button.Pressed, "#trend-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()


def ranged(answer: Answer) -> str:
    """The range and the unit: 0–30 ppm."""
    unit = answer.unit.name(lang()) if answer.unit else ""
    low = "" if answer.ok_min is None else f"{answer.ok_min:g}"
    high = "" if answer.ok_max is None else f"{answer.ok_max:g}"
    if not (low or high):
        return unit
    said = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    return f"{said} {unit}".strip()

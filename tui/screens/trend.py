"""One reading over time with its range: which place, which check, the curve, and every point with its round (D3.6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button

from checkpoints.ledger.trends import Point, Trend, measured, trend
from checkpoints.site.checks import Answer
from tui import when
from tui.i18n import N_, Wording, _, lang
from tui.screens.base import BaseScreen
from tui.screens.list_sheet import Listing, ListSheet
from tui.widgets.big import Big
from tui.widgets.curve import curve
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words
from tui.words.rounds import place
from tui.words.start import crop

__all__ = ["TrendScreen"]

NONE = N_("No reading was taken yet.")
OUTCOMES = {"ok": "✓", "fail": "▲", "critical": "✖"}


class TrendScreen(BaseScreen):
    """Opened with (checkpoint, check), or with nothing: then the first one that has readings."""

    CSS_PATH = "trend.tcss"
    HELP_LINES = ((N_("● ▲ ✖"), N_("In range, out of range, critical; the dotted lines are the range")),)
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
        yield Pages(tile_width=24, empty=NONE, id="trend-points")
        with Horizontal(classes="bar"):
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
        width, height = self.size.width - 4, max(6, self.size.height // 2 - 4)
        words.styles.height = height
        words.show(curve(found.points, found.answer, width, height))
        self.query_one(Pages).put([self._tile(p, found.answer) for p in reversed(found.points)])

    def _tile(self, point: Point, answer: Answer) -> Tile:
        unit = answer.unit.name(lang()) if answer.unit else ""

        def words() -> str:
            return f"{OUTCOMES.get(point.outcome, '')} {point.value:g} {unit}".strip()

        site = self.app.book.ledger.site
        at = when.local(point.at, site.zone_info) if site else point.at
        look = "default" if point.outcome == "ok" else "error" if point.outcome == "critical" else "warning"
        return Tile(point.round, words, lambda: when.day_and_clock(at, self.app.now()), look)

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

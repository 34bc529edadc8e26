"""What the board shows, chosen from lists: nobody has to type, in whatever language their keyboard writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from textual import on
from textual.containers import Horizontal
from textual.widgets import Button

from checkpoints.ledger.board import SORTS, VIEWS, Filter, Sort, select, sort_named
from tui.i18n import N_, Wording, _
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words
from tui.words.board import SORT_NAMES, filter_said, view_name
from tui.words.finding_text import category_name, department_name, person_name
from tui.words.rounds import group, place
from tui.words.start import crop

__all__ = ["FilterSheet", "Shown"]

FACETS = {
    "view": N_("View"),
    "place": N_("Place"),
    "department": N_("Department"),
    "person": N_("Person"),
    "category": N_("Kind"),
    "group": N_("Group"),
    "sort": N_("Sort"),
}
ROOM = 30
"""Cells of a tile's name."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown, and in which order."""

    filter: Filter
    sort: Sort
    reverse: bool


class FilterSheet(Sheet[Shown, Shown]):
    """Answers what to show from now on, or None for Back. One list at a time; each choice says how many it leaves."""

    CSS_PATH = "board_filter_sheet.tcss"
    _facet = "view"
    _draft = Filter()
    _sort: Sort = "due"
    _reverse = False

    def heading(self) -> Wording:
        """What is chosen."""
        return N_("What to show")

    def body(self) -> Iterable[Any]:
        """The lists by name, what is chosen in words, and the list that is up."""
        with Horizontal(id="boardfilter-facets"):
            for facet, wording in FACETS.items():
                yield Big(wording, classes="boardfilter-facet", data=facet)
        yield Words(id="boardfilter-says", classes="quiet")
        yield Chips(tile_width=26, id="boardfilter-chips")

    def buttons(self) -> Iterable[Big]:
        """Everything again, and done."""
        yield Big(N_("Clear"), id="boardfilter-clear")
        yield Big(N_("Show"), "primary", id="boardfilter-ok")

    def opened(self) -> None:
        """As the board stands."""
        asked = self.request
        self._draft, self._sort, self._reverse = asked.filter, asked.sort, asked.reverse
        self._facet = "view"
        self.query_one(Pages).begin(turned=True)

    def paint(self) -> None:
        """The list that is up, with what is chosen on it."""
        for big in self.query(".boardfilter-facet").results(Big):
            big.mark(big.data == self._facet)
        count = len(self._found(self._draft))
        self.query_one("#boardfilter-says", Words).show(filter_said(self.app.book.ledger, self._draft, count))
        self.query_one(Chips).offer(self._tiles(), [self._chosen])

    @property
    def _chosen(self) -> str:
        if self._facet == "sort":
            return self._sort + ("-" if self._reverse else "")
        return getattr(self._draft, self._facet)

    def _found(self, asked: Filter) -> list[str]:
        return select(self.app.book.ledger, asked, "due", False, self.app.now(), self.app.person or "-")

    def _tiles(self) -> Sequence[Tile]:
        if self._facet == "sort":
            forth = [Tile(sort, SORT_NAMES[sort]) for sort in SORTS]
            back = [Tile(sort + "-", lambda s=sort: _(SORT_NAMES[s]) + " ▼") for sort in SORTS]
            return [*forth, *back]
        if self._facet == "view":
            return [Tile(view, lambda v=view: view_name(v)) for view in VIEWS]
        ledger = self.app.book.ledger
        rest = msgspec.structs.replace(self._draft, **{self._facet: ""})
        lines = [ledger.findings.brief(finding) for finding in self._found(rest)]
        return [
            Tile(key, lambda k=key: crop(self._said(k), ROOM), lambda n=count: str(n))
            for key, count in self._counted(lines)
        ]

    def _counted(self, lines: Sequence[Any]) -> list[tuple[str, int]]:
        """The choices of the list that is up, those with most findings first."""
        if self._facet == "group":
            return [
                (letter, len(self._found(msgspec.structs.replace(self._draft, group=letter)))) for letter in "abcde"
            ]
        field = {"place": "checkpoint"}.get(self._facet, self._facet)
        counted = Counter(str(getattr(line, field)) for line in lines)
        chosen = str(getattr(self._draft, self._facet))
        if chosen:
            counted.setdefault(chosen, 0)
        counted.pop("", None)
        return counted.most_common()

    def _said(self, key: str) -> str:
        ledger = self.app.book.ledger
        match self._facet:
            case "place":
                return place(ledger.site, key)
            case "department":
                return department_name(ledger.site, key)
            case "person":
                return person_name(ledger, key)
            case "category":
                return category_name(ledger.site, key)
            case _:
                return f"{key} {group(key)}"

    @on(Button.Pressed, ".boardfilter-facet")
    def _turn(self, event: Button.Pressed) -> None:
        event.stop()
        self._facet = str(getattr(event.button, "data", "view"))
        self.query_one(Pages).page = 0
        self.repaint()

    @on(Chips.Changed)
    def _changed(self, event: Chips.Changed) -> None:
        event.stop()
        key = str(event.keys[0]) if event.keys else ""
        if self._facet == "sort":
            self._sort = sort_named(key.removesuffix("-"))
            self._reverse = key.endswith("-")
        elif self._facet == "view":
            self._draft = msgspec.structs.replace(self._draft, view=key or "open", ids=(), title="")
        else:
            self._draft = msgspec.structs.replace(self._draft, **{self._facet: key})
        self.repaint()

    @on(Button.Pressed, "#boardfilter-clear")
    def _clear(self) -> None:
        self._draft, self._sort, self._reverse = Filter(), "due", False
        self.repaint()

    @on(Button.Pressed, "#boardfilter-ok")
    def _done(self) -> None:
        self.answer(Shown(self._draft, self._sort, self._reverse))

"""All forms of the site that somebody may use here, in the order of the brief, with how much of each is open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on
from textual.containers import Horizontal
from textual.widgets import Button

from tui.i18n import N_, Wording, _, n_
from tui.screens.base import BaseScreen
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages
from tui.words.registers import CADENCES, cadence, form_tile, shown_forms

__all__ = ["FormsScreen"]

KEPT = {"rounds": "history", "findings": "board", "promises": "promises"}
"""The screens of forms that the work itself fills in."""
ALL = "all"


class FormsScreen(BaseScreen):
    """A tile opens the register of a form."""

    CSS_PATH = "forms.tcss"
    HELP_LINES = ((N_("A form"), N_("Its records, and the way to a new one")),)
    _part = ALL

    def heading(self) -> Wording:
        """Records and forms."""
        return N_("Record forms")

    def subheading(self) -> str:
        """How much is open."""
        live = self.app.book.ledger.records.live
        return n_("1 record in hand", "{count} records in hand", len(live)) if live else ""

    def body(self) -> Iterable[Any]:
        """The parts of the brief, the forms, and the way back."""
        with Horizontal(id="forms-parts"):
            for part in (ALL, *CADENCES):
                yield Big("", id=f"forms-{part or 'other'}", data=part)
        yield Pages(tile_width=24, empty=N_("There is no form for you here."), in_bar=True, id="forms-list")
        with ActBar():
            yield Big(N_("◀ Back"), id="forms-back")

    def paint(self) -> None:
        """The forms there are for whoever looks."""
        ledger = self.app.book.ledger
        known = shown_forms(ledger, self.app.person or "-", self.app.place, self.app.now().date())
        parts = {cadence(form) for form in known}
        for big in self.query("#forms-parts Big").results(Big):
            part = str(big.data)
            big.display = part == ALL or part in parts
            big.show(("✓ " if part == self._part else "") + (_("All") if part == ALL else _(CADENCES[part])))
            big.mark(part == self._part)
        pages = self.query_one(Pages)
        pages.tile_height = 6 if self.app.compact else 5
        pages.put([form_tile(ledger, form) for form in known if self._part in (ALL, cadence(form))])

    @on(Button.Pressed, "#forms-parts Big")
    def _turned(self, event: Button.Pressed) -> None:
        event.stop()
        self._part = str(getattr(event.button, "data", ALL))
        self.query_one(Pages).page = 0
        self.repaint()

    @on(Pages.Chosen, "#forms-list")
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        site = self.app.book.ledger.site
        form = site.form_of.get(str(event.key)) if site else None
        if form is not None and form.kept_by:
            self.app.go(KEPT[form.kept_by])
        elif form is not None:
            self.app.go("register", form.id)

    @on(Button.Pressed, "#forms-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()

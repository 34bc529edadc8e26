"""Signing in: tap a name, type a PIN. Nobody without a PIN gets in, in the office neither."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on, work

from checkpoints.site.site import Site
from tui import when
from tui.i18n import N_, Wording, _, lang
from tui.screens.base import BaseScreen
from tui.screens.pin_sheet import PinRequest, PinSheet, no_pin, person_tile
from tui.widgets.pages import Pages
from tui.widgets.words import Words

__all__ = ["SignInScreen"]


class SignInScreen(BaseScreen):
    """Everybody who works here, in pages of big tiles."""

    CSS_PATH = "sign_in.tcss"
    HELP_LINES: ClassVar[tuple[tuple[str, str], ...]] = (
        (N_("Name"), N_("Tap your name, then type your PIN")),
        (N_("no PIN"), N_("The supervisor sets a PIN in the office: roundsman people pin")),
    )

    def heading(self) -> Wording:
        """The site's name."""
        site = self.app.book.ledger.site
        return (lambda: _name(site)) if site else N_("Roundsman")

    def subheading(self) -> str:
        """Today."""
        return when.day(self.app.now())

    def body(self) -> Iterable[Any]:
        """The question and the tiles."""
        yield Words(N_("Who are you? Tap your name."), id="sign-in-ask")
        yield Pages(id="sign-in-people", empty=N_("Nobody is entered yet. In the office: roundsman people add"))

    def paint(self) -> None:
        """Everybody who is active."""
        self.query_one(Pages).put([person_tile(p) for p in self.app.book.ledger.people.active()])

    def action_back(self) -> None:
        """There is nothing behind this screen."""

    @on(Pages.Chosen, "#sign-in-people")
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        person = self.app.book.ledger.people[str(event.key)]
        if person.pin_hash:
            self._ask(person.id)
        else:
            self.tell(lambda: no_pin(person))

    @work
    async def _ask(self, person: str) -> None:
        confirmed = await self.app.ask(PinSheet, PinRequest((person,), N_("Sign in")))
        if confirmed:
            self.app.sign_in(confirmed.person)


def _name(site: Site) -> str:
    return _("Roundsman") + " · " + (site.site.name_zh if lang() == "zh" else site.site.name_en)

"""Signing in: tap a name, type a PIN. Nobody without a PIN gets in, in the office neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual import on, work

from checkpoints.site.site import Site
from tui import when
from tui.i18n import N_, Wording, _, lang
from tui.screens.base import BaseScreen
from tui.screens.pin_sheet import NO_PIN_HERE, PinRequest, PinSheet, no_pin, person_tiles
from tui.widgets.pages import Pages
from tui.widgets.words import Words

__all__ = ["SignInScreen"]

ASK = N_("Who are you? Tap your name.")


class SignInScreen(BaseScreen):
    """Everybody who works here, in pages of big tiles; in the lobby nobody by name.

    On a kiosk it is opened with what comes after the PIN, and Back leads to the kiosk's own screen.
    """

    CSS_PATH = "sign_in.tcss"
    HELP_LINES: ClassVar[tuple[tuple[str, str], ...]] = (
        (N_("Name"), N_("Tap your name, then type your PIN")),
        (N_("no PIN"), N_("The supervisor sets a PIN in the office: roundsman people pin")),
    )

    _then: Callable[[], None] | None = None

    def load(self, request: Any) -> None:
        """What comes after the PIN."""
        self._then = request

    def heading(self) -> Wording:
        """The site's name."""
        site = self.app.book.ledger.site
        return (lambda: _name(site)) if site else N_("Roundsman")

    def subheading(self) -> str:
        """Today."""
        return when.day(self.app.now())

    def body(self) -> Iterable[Any]:
        """The question and the tiles."""
        yield Words(ASK, id="sign-in-ask")
        empty = N_("Nobody is entered yet. In the office: roundsman people add")
        yield Pages(id="sign-in-people", empty=empty, way_out=self.app.place == "kiosk")

    def paint(self) -> None:
        """Everybody who is active."""
        ask = N_("Who are you? Tap the first letter of your name.") if self.app.public else ASK
        self.query_one("#sign-in-ask", Words).say(ask)
        self.query_one(Pages).put(person_tiles(self.app.book.ledger.people.active(), masked=self.app.public))

    @on(Pages.Left)
    def _back(self, event: Pages.Left) -> None:
        event.stop()
        self.action_back()

    def action_back(self) -> None:
        """On a kiosk to its own screen; elsewhere there is nothing behind this one."""
        if self.app.place == "kiosk":
            self.app.go_home()

    @on(Pages.Chosen, "#sign-in-people")
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        person = self.app.book.ledger.people[str(event.key)]
        if person.pin_hash:
            self._ask(person.id)
        else:
            self.tell(NO_PIN_HERE if self.app.public else lambda: no_pin(person))

    @work
    async def _ask(self, person: str) -> None:
        confirmed = await self.app.ask(PinSheet, PinRequest((person,), N_("Sign in")))
        then, self._then = self._then, None
        if confirmed and self.app.sign_in(confirmed.person) and then is not None:
            then()


def _name(site: Site) -> str:
    return _("Roundsman") + " · " + (site.site.name_zh if lang() == "zh" else site.site.name_en)

"""The lobby kiosk while nobody is signed in: what anybody may do here, the time, and the code that shows who is here.

Anybody can walk up to it, so nothing on it names a person, a number or a unit; a name comes after a PIN. The code is
another one every half minute, and that is all that is then painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Container, Horizontal
from textual.widgets import Button

from checkpoints.site import screen_codes
from checkpoints.work import handover, screens
from store import qr, screen
from store.errors import StoreError
from tui import when
from tui.header_state import minute
from tui.i18n import N_, Wording, _, lang, n_
from tui.scan import Scanned
from tui.screens.base import BaseScreen
from tui.widgets.big import Big
from tui.widgets.qr import half_blocks, size
from tui.widgets.words import Words

if TYPE_CHECKING:
    from store.screen import ScreenFile

__all__ = ["KioskScreen"]

LOOK = 1.0
"""Seconds between two looks at the clock; nothing is drawn unless the minute or the code is another one."""


class KioskScreen(BaseScreen):
    """What the kiosk comes back to after a minute without a touch."""

    CSS_PATH = "kiosk.tcss"
    HELP_LINES = (
        (N_("Handover"), N_("Hand a post over, or take it over: first your PIN")),
        (N_("Report a problem"), N_("For everybody: where, what, send. No name is needed")),
        (N_("Sign in"), N_("For people who work here")),
        (N_("Keys"), N_("Sign a key out or in: first your PIN")),
        (N_("The code"), N_("Shows on a round that somebody was here; changes every half minute")),
        (N_("Menu F10"), N_("Maintenance: leave the app with a PIN of the supervisor or manager")),
    )
    _shows: ScreenFile | None = None
    _seen: tuple[object, ...] = ()

    def heading(self) -> Wording:
        """The site's name."""
        return self._site_name

    def _site_name(self) -> str:
        site = self.app.book.ledger.site
        if site is None:
            return _("Roundsman")
        return site.site.name_zh if lang() == "zh" else site.site.name_en

    def subheading(self) -> str:
        """What it is."""
        return _("Touch what you would like to do.")

    def body(self) -> Iterable[Any]:
        """The time, what waits, the acts, and the code."""
        with Horizontal(id="kiosk-parts"):
            with Container(id="kiosk-left"):
                yield Words(id="kiosk-time")
                yield Words(id="kiosk-waits")
                with Container(id="kiosk-acts"):
                    yield Big(N_("Handover"), "primary", id="kiosk-handover")
                    yield Big(N_("Report a problem"), "primary", id="kiosk-report")
                    yield Big(N_("Sign in"), id="kiosk-sign_in")
                    yield Big(N_("Keys"), id="kiosk-keys")
                    yield Big(N_("Incident"), "error", id="kiosk-incident")
                    yield Big(lambda: "English" if lang() == "zh" else "中文", id="kiosk-language")
            with Container(id="kiosk-right"):
                yield Words(id="kiosk-code")
                yield Words(N_("For a round: scan this code.\nIt changes every half minute."), id="kiosk-code-says")

    def on_mount(self) -> None:
        """Look at the clock now and then."""
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        if self.is_current and self._stamp() != self._seen:
            self.repaint()

    def _stamp(self) -> tuple[object, ...]:
        now = self.app.now()
        return now.date(), minute(now), screen_codes.window_of(now) if self._shows else 0

    def on_screen_resume(self) -> None:
        """A code that was put in place meanwhile is shown from now on."""
        try:
            self._shows = screen.load(self.app.book.data)
        except StoreError:  # `roundsman doctor` says it; a visitor could do nothing about it
            self._shows = None
        super().on_screen_resume()

    def on_resize(self) -> None:
        """Where the code does not fit it is not drawn: a part of it is worth nothing."""
        self.call_after_refresh(self.repaint)

    def paint(self) -> None:
        """Only what changed is drawn."""
        now, ledger = self.app.now(), self.app.book.ledger
        self._seen = self._stamp()
        self.query_one("#kiosk-time", Words).show(f"{when.clock(now)}   {when.day(now.date())}")
        waits = len(handover.waiting(ledger))
        self.query_one("#kiosk-waits", Words).show(
            n_("◷ 1 handover waits to be taken", "◷ {count} handovers wait to be taken", waits) if waits else ""
        )
        self.query_one("#kiosk-language", Big).display = not self.app.bare
        self.query_one("#kiosk-report", Big).disabled = not self.app.takes_reports
        self._paint_code()

    def _paint_code(self) -> None:
        digits = self._shows.digits(self.app.now()) if self._shows is not None and not self.app.bare else ""
        drawn = qr.matrix(digits, "Q") if digits else ()
        wide, high = size(drawn) if drawn else (0, 0)
        room = self.query_one("#body").size
        fits = bool(drawn) and high <= room.height and wide + 2 * 22 <= room.width
        right = self.query_one("#kiosk-right")
        right.display = fits
        if fits:
            code = self.query_one("#kiosk-code", Words)
            code.styles.width, code.styles.height = wide, high
            right.styles.width = wide
            code.show(half_blocks(drawn))

    def take_scan(self, scan: Scanned) -> None:
        """The code of a place begins a report of a problem there."""
        place = screens.place_of(self.app.book.ledger, scan.text, self.app.now())
        if place and self.app.takes_reports:
            self.app.go("public_report", place)
        else:
            super().take_scan(scan)

    def action_back(self) -> None:
        """There is nothing behind this screen."""

    @on(Button.Pressed, "#kiosk-acts Big")
    async def _chosen(self, event: Button.Pressed) -> None:
        event.stop()
        act = (event.button.id or "").removeprefix("kiosk-")
        match act:
            case "incident":
                await self.app.run_action("app.incident")
            case "language":
                await self.app.run_action("app.switch_language")
            case "report":
                self.app.go("public_report", "")
            case "handover":
                self.app.go("sign_in", self.app.to_handover)
            case "keys":
                self.app.go("sign_in", self.app.to_keys)
            case _:
                self.app.go("sign_in", self.app.go_home)

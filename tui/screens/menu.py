"""The menu behind F10 and the header's button: all that works on every screen, each button big enough for a glove."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on
from textual.containers import Container
from textual.widgets import Button

from checkpoints.site.people import Right
from checkpoints.work.deputies import may
from checkpoints.work.incidents import running
from tui.i18n import N_, Wording
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.words.duties_today import home_title

__all__ = ["MenuSheet"]


class MenuSheet(Sheet[None, str]):
    """Answers the name of an app action, or None. Language and look switch at once and leave the menu open."""

    CSS_PATH = "menu.tcss"

    def heading(self) -> Wording:
        """Menu."""
        return N_("Menu")

    def body(self) -> Iterable[Any]:
        """One button an act."""
        with Container(id="menu-acts"):
            yield Big(N_("Incident   F9"), "error", id="menu-incident")
            yield Big(N_("Running incident"), "error", id="menu-running_incident")
            yield Big(lambda: "中文 / English   F2", id="menu-switch_language")
            yield Big(N_("Day / Night   F3"), id="menu-switch_theme")
            yield Big(N_("Scan with the camera"), id="menu-camera")
            yield Big("", id="menu-duties")
            yield Big(N_("Findings board"), id="menu-board")
            yield Big(N_("Owner replies"), id="menu-promises")
            yield Big(N_("Record forms"), id="menu-forms")
            yield Big(N_("Labels"), id="menu-labels")
            yield Big(N_("Presence review"), id="menu-presence")
            yield Big(N_("Records & sharing"), id="menu-records")
            yield Big(N_("Help   F1"), id="menu-help")
            yield Big(N_("Sign out"), id="menu-sign_out")
            yield Big(N_("Quit   Ctrl+Q"), id="menu-leave")
            yield Big(N_("Maintenance"), id="menu-maintenance")

    def opened(self) -> None:
        """Nobody needs a mouse: some button has the focus, whatever the terminal says of its own.

        Not the first one: Enter once too often would call an incident, which is never taken back.
        """
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        at = self.focused
        if self.is_current and (at is None or at.has_class("-error") or not (at.display and at.focusable)):
            acts = self.query("#menu-acts Big").results(Big)
            calm = (big for big in acts if big.display and big.focusable and not big.has_class("-error"))
            self.set_focus(next(calm, None))

    def paint(self) -> None:
        """What cannot be done now is greyed out."""
        for act in ("duties", "board", "promises", "forms", "sign_out"):
            self.query_one(f"#menu-{act}", Big).disabled = self.app.person is None
        self.query_one("#menu-switch_language", Big).display = not self.app.bare
        self.query_one("#menu-labels", Big).display = self._may("issue_labels") and self.app.place != "kiosk"
        self.query_one("#menu-presence", Big).display = self._may("accept_short")
        camera = self.app.person is not None and self.app.cameras.source is not None
        self.query_one("#menu-camera", Big).display = camera
        duties = self.query_one("#menu-duties", Big)
        duties.show(home_title(self.app.docket, self.app.book.ledger, self.app.now()))
        self.query_one("#menu-running_incident", Big).disabled = not running(self.app.book.ledger)
        self.query_one("#menu-leave", Big).display = self.app.place != "kiosk"
        self.query_one("#menu-maintenance", Big).display = self.app.place == "kiosk"
        for act in ("duties", "board", "promises", "forms", "records", "sign_out"):
            self.query_one(f"#menu-{act}", Big).display = not self.app.public

    def _may(self, right: Right) -> bool:
        return may(self.app.book.ledger, self.app.person or "-", right, self.app.now().date())

    @on(Button.Pressed, "#menu-acts Big")
    async def _chosen(self, event: Button.Pressed) -> None:
        event.stop()
        act = (event.button.id or "").removeprefix("menu-")
        if act in ("switch_language", "switch_theme"):
            await self.app.run_action("app." + act)
        else:
            self.answer(act)

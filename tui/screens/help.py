"""F1: what can be done on this screen, by key and by button, and whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from textual.containers import VerticalScroll

from tui.i18n import N_, Wording, _, say
from tui.screens.base import Sheet
from tui.widgets.words import Words

__all__ = ["HelpRequest", "HelpSheet"]

EVERYWHERE = (
    ("F1", N_("This help")),
    ("F2", N_("中文 / English; nothing that was typed is lost")),
    ("F3", N_("Day look / night look")),
    ("F10", N_("Menu: language, look, help, sign out, quit")),
    ("↑ ↓ ← → Tab", N_("Go to the next button or field")),
    ("Enter", N_("Press the button")),
    ("Esc", N_("Back; what was filled in stays")),
    ("PgUp PgDn", N_("Turn pages of a list")),
)


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """Which screen it is about, and what that screen adds."""

    title: Wording
    lines: tuple[tuple[str, str], ...]


class HelpSheet(Sheet[HelpRequest, None]):
    """Keys of the screen first, then those that work everywhere."""

    CSS_PATH = "help.tcss"

    def heading(self) -> Wording:
        """Help and the name of the screen."""
        return lambda: _("Help") + " · " + say(self.request.title)

    def body(self) -> Iterable[Any]:
        """One text that scrolls."""
        with VerticalScroll(id="help-room"):
            yield Words(id="help-text")

    def paint(self) -> None:
        """Write the lines out."""
        lines = [f"{say(key):<14}  {_(does)}" for key, does in (*self.request.lines, *EVERYWHERE)]
        lines.append("")
        lines.append(_("A code can be scanned at any moment; the scanner never presses a button."))
        lines.append(_("When something is wrong with the app or the tablet, call the supervisor on duty."))
        self.query_one("#help-text", Words).show("\n".join(lines))

"""F1: what can be done on this screen, by key and by button, and whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from textual import events

from tui.i18n import N_, Wording, _, say
from tui.lines import hang
from tui.screens.base import Sheet
from tui.widgets.reader import Reader

__all__ = ["HelpRequest", "HelpSheet"]

EVERYWHERE = (
    ("F1", N_("This help")),
    ("F2", N_("中文 / English; nothing that was typed is lost")),
    ("F3", N_("Day look / night look")),
    ("F9", N_("Incident: the time is saved at once, then you say what it is")),
    ("F10", N_("Menu: language, look, help and more")),
    ("↑ ↓ ← → Tab", N_("Go to the next button or field")),
    ("Enter", N_("Press the button")),
    ("Esc", N_("Back; what was filled in stays")),
    ("PgUp PgDn", N_("Turn pages of a list")),
)
KEYS = 20
"""Cells of the column with the keys."""
BESIDE = 23
"""Cells that are no text: frame, padding, page buttons."""


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """Which screen it is about, and what that screen adds."""

    title: Wording
    lines: tuple[tuple[str, str], ...]


class HelpSheet(Sheet[HelpRequest, None]):
    """Keys of the screen first, then those that work everywhere."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#sheet-back"

    def heading(self) -> Wording:
        """Help and the name of the screen."""
        return lambda: _("Help") + " · " + say(self.request.title)

    def body(self) -> Iterable[Any]:
        """One text, in pages."""
        yield Reader(id="help-text")

    def opened(self) -> None:
        """From the first line."""
        self._put(top=True)

    def paint(self) -> None:
        """Write the lines out."""
        self._put(top=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fold the lines anew."""
        del event
        self._put(top=False)

    def _put(self, *, top: bool) -> None:
        room = min(110, self.app.size.width) - BESIDE
        lines = [hang(say(key), _(does), KEYS, room) for key, does in (*self.request.lines, *EVERYWHERE)]
        lines += [
            "",
            hang("", _("A code can be scanned at any moment; the scanner never presses a button."), 0, room),
            hang("", _("When something is wrong with the app or the tablet, call the supervisor on duty."), 0, room),
        ]
        self.query_one(Reader).put("\n".join(lines), top=top)

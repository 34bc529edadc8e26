"""A message over the header: what happened, what was kept, what to do next. A tap or the next act takes it away.

It lies over the header and moves nothing, so that a finger already on its way still meets the button it aimed at.
"""

from __future__ import annotations

from typing import Literal

from textual import events
from textual.content import Content

from tui.i18n import Wording, _, say
from tui.widgets.words import Words

__all__ = ["Grade", "Notice"]

Grade = Literal["good", "warn", "bad"]
_GLYPH: dict[Grade, str] = {"good": "✓", "warn": "!", "bad": "✗"}


class Notice(Words):
    """One message at a time; hidden until `tell` is called."""

    DEFAULT_CSS = """
    Notice {
        layer: notice; dock: top; width: 100%; height: auto; min-height: 5; max-height: 9; padding: 0 2; display: none;
        content-align: left middle; text-style: bold; border: heavy $line; background: $background;
        &.-good { color: $success; border: heavy $success; }
        &.-warn { color: $warning; border: heavy $warning; }
        &.-bad { color: $error; border: heavy $error; }
    }
    """

    def tell(self, *wordings: Wording, grade: Grade = "warn", stays: bool = False) -> None:
        """Say what happened, what was kept, and what to do next; `stays` keeps it until it is tapped."""
        self.set_class(stays, "-stays")
        for name in _GLYPH:
            self.set_class(name == grade, "-" + name)

        def text() -> str:
            return _GLYPH[grade] + " " + "\n  ".join(say(wording) for wording in wordings if wording)

        self.say(text)
        self.border_subtitle = Content(_("Tap to close"))  # type: ignore[assignment]
        self.display = True

    def clear(self) -> None:
        """Take it away unless it has to be read first."""
        if self.display and not self.has_class("-stays"):
            self.display = False

    def retranslate(self) -> None:
        """Say it again, with its foot."""
        super().retranslate()
        self.border_subtitle = Content(_("Tap to close"))  # type: ignore[assignment]

    def on_click(self, event: events.Click) -> None:
        """Taken note of."""
        event.stop()
        self.display = False

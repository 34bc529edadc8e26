"""A message over the header: what happened, what was kept, what to do next. A tap or the next act takes it away.

It lies over the header and moves nothing, so that a finger already on its way still meets the button it aimed at.
"""

from __future__ import annotations

from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.strip import Strip

from tui.i18n import Wording, _, say
from tui.widgets.words import Words

__all__ = ["Grade", "Notice"]

Grade = Literal["good", "warn", "bad"]
_GLYPH: dict[Grade, str] = {"good": "✓", "warn": "!", "bad": "✗"}


class Notice(Words):
    """One message at a time; hidden until `tell` is called."""

    DEFAULT_CSS = """
    Notice {
        layer: notice; dock: top; width: 100%; height: auto; min-height: 5; max-height: 9; padding: 0 8 0 2;
        display: none;
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
        self._foot()
        self.display = True

    @property
    def waits(self) -> bool:
        """Whether it is there until somebody has read it."""
        return self.display and self.has_class("-stays")

    def clear(self, *, all_of_it: bool = False) -> None:
        """Take it away unless it has to be read first; `all_of_it`: even then."""
        if all_of_it or not self.waits:
            self.display = False

    def unsay(self, grade: Grade) -> None:
        """Take it away if it is of this grade, read or not."""
        if self.has_class("-" + grade):
            self.display = False

    def retranslate(self) -> None:
        """Say it again, with its foot."""
        super().retranslate()
        self._foot()

    def _foot(self) -> None:
        how = _("Tap or Esc to close") if self.has_class("-stays") else _("Tap to close")
        self.border_subtitle = Content(how)  # type: ignore[assignment]

    def render_line(self, y: int) -> Strip:
        """A line in which no character stands across an edge of something below.

        Textual draws a widget in the pieces that such edges cut it into, and a wide character in two pieces not at
        all: of "not saved" in Chinese the "not" could be missing.
        """
        line, place = super().render_line(y), self.content_region
        cuts = self.screen._compositor.cuts  # noqa: SLF001
        if not 0 <= place.y + y < len(cuts):
            return line
        return _clear_of({cut - place.x for cut in cuts[place.y + y]}, line)

    def on_click(self, event: events.Click) -> None:
        """Taken note of."""
        event.stop()
        self.display = False


def _clear_of(edges: set[int], line: Strip) -> Strip:
    """The line with a space before each wide character that stood across an edge."""
    moved: list[Segment] = []
    at = 0
    for text, style, control in line:
        parts: list[str] = []
        for character in text:
            wide = cell_len(character)
            while wide > 1 and at + 1 in edges:
                parts.append(" ")
                at += 1
            parts.append(character)
            at += wide
        moved.append(Segment("".join(parts), style, control))
    return Strip(moved).adjust_cell_length(line.cell_length)

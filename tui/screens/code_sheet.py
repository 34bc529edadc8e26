"""A text to take along: as a code on the screen that a phone reads, in several where it does not fit into one.

The code takes the whole height of the screen, its buttons stand beside it: on 80 x 24 that is the difference between
five Chinese characters and thirty-three.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from store import qr
from store.qr import Matrix
from tui.i18n import N_, Wording, _, say
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.widgets.notice import Notice
from tui.widgets.qr import half_blocks, size
from tui.widgets.words import Words

__all__ = ["Carry", "CodeSheet", "pages_of"]

SIDE = 24
"""Columns beside the code, for the buttons."""
BYTES = (17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858)
"""Bytes that a code of version 1, 2, ... holds at level L."""


@dataclass(frozen=True, slots=True)
class Carry:
    """What it is, and the text."""

    title: Wording
    text: str


def pages_of(text: str, columns: int, lines: int) -> list[str]:
    """The text in parts of which each fits, as a code with its quiet zone, into so many cells: `1/3 ...`.

    Empty where even the smallest code does not fit.
    """
    side = min(columns, lines * 2) - 2 * qr.QUIET
    version = min((side - 17) // 4, len(BYTES))
    if version < 1:
        return []
    room = BYTES[version - 1]
    if len(text.encode()) <= room:
        return [text]
    parts: list[str] = []
    part = ""
    for char in text:
        if len((part + char).encode()) > room - len("10/10 "):
            parts.append(part)
            part = ""
        part += char
    parts.append(part)
    return [f"{n}/{len(parts)} {part}" for n, part in enumerate(parts, start=1)]


class CodeSheet(Sheet[Carry, None]):
    """Shows one code after the other; nothing to answer."""

    CSS_PATH = "code_sheet.tcss"
    AUTO_FOCUS = "#sheet-back"
    _page = 0
    _drawn: tuple[str, Matrix] = ("", ())

    def heading(self) -> Wording:
        """What it is."""
        return lambda: say(self.request.title)

    def compose(self) -> ComposeResult:
        """The code, and beside it what it is, where one is in it, and the buttons."""
        self._fit_place()
        yield Notice()
        with Horizontal(classes="sheet"):
            yield Words(id="code-drawn")
            with Vertical(id="code-side"):
                yield Words(classes="sheet-title")
                yield Words(id="code-says")
                yield Big(N_("Next page ▶"), "primary", id="code-next")
                yield Big(self.BACK, id="sheet-back")

    def opened(self) -> None:
        """From the first code."""
        self._page = 0

    def paint(self) -> None:
        """The code that is up."""
        parts = pages_of(self.request.text, self.size.width - SIDE, self.size.height)
        code, says = self.query_one("#code-drawn", Words), self.query_one("#code-says", Words)
        code.display = bool(parts) and not self.app.bare
        self.query_one("#code-next").display = len(parts) > 1
        if not code.display:
            says.show(_("This screen is too small for a code."))
            return
        self._page %= len(parts)
        part = parts[self._page]
        if self._drawn[0] != part:
            self._drawn = part, qr.matrix(part, "L")
        code.styles.width, code.styles.height = size(self._drawn[1])
        code.show(half_blocks(self._drawn[1]))
        told = _("Read it with a phone's camera.")
        if len(parts) > 1:
            told += "\n" + _("Code {page} of {count}").format(page=self._page + 1, count=len(parts))
        says.show(told)

    def on_resize(self) -> None:
        """Another size, other codes."""
        self.call_after_refresh(self.repaint)

    @on(Button.Pressed, "#code-next")
    def _next(self, event: Button.Pressed) -> None:
        event.stop()
        self._page += 1
        self.repaint()

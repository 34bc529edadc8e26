"""A long text to be read: a title and the text, in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual.content import Content

from tui.i18n import Wording
from tui.screens.base import Sheet
from tui.widgets.reader import Reader

__all__ = ["ReadSheet", "Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What it is called, and the text in the language of the moment."""

    title: Wording
    text: Callable[[], Content | str]


class ReadSheet(Sheet[Reading, None]):
    """Answers nothing."""

    CSS_PATH = "read_sheet.tcss"
    AUTO_FOCUS = "#sheet-back"
    _top = True

    def heading(self) -> Wording:
        """What is read."""
        return self.request.title

    def body(self) -> Iterable[Any]:
        """The text."""
        yield Reader(id="read-text")

    def opened(self) -> None:
        """From the first line."""
        self._top = True

    def paint(self) -> None:
        """The text as it is now."""
        self.query_one(Reader).put(self.request.text(), top=self._top)
        self._top = False

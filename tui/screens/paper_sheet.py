"""A document to be read, and saved as a file that a printer or a mail takes: 打印 / 存为文件.

Any screen that owns a record asks for it: `await self.app.ask(PaperSheet, Paper(lambda: notice(...)))`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import on
from textual.widgets import Button

from checkpoints.fact import Refused
from checkpoints.reports.document import Document
from store.errors import StoreError
from store.export.filing import file_under, keep
from tui.i18n import N_, Wording, _, fill, lang, tell
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.widgets.reader import Reader
from tui.words.papers import said, written

__all__ = ["Paper", "PaperSheet"]

NARROWEST = 40
BESIDE = 26
"""Columns that the frame and the page buttons take."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How the document is made; asked again whenever it is painted, so that it shows what is known now."""

    document: Callable[[], Document]


class PaperSheet(Sheet[Paper, None]):
    """Answers nothing. Saving leaves it open and says where the file is."""

    CSS_PATH = "paper_sheet.tcss"
    AUTO_FOCUS = "#sheet-back"
    HELP_LINES = (
        (N_("Save as HTML"), N_("A page to print from a browser on A4, with charts and photos")),
        (N_("Save as text"), N_("Plain text for a mail or a simple printer")),
    )
    _top = True

    def heading(self) -> Wording:
        """The document's title."""
        return lambda: said(document.title) if isinstance(document := self._made(), Document) else _("Document")

    def _made(self) -> Document | Refused:
        """The document, or why there is none (any more)."""
        try:
            return self.request.document()
        except Refused as no:
            return no

    def body(self) -> Iterable[Any]:
        """The text."""
        yield Reader(id="paper-text")

    def buttons(self) -> Iterable[Big]:
        """The two ways to save it."""
        yield Big(N_("Save as HTML"), "primary", id="paper-html", data="html")
        yield Big(N_("Save as text"), id="paper-plain", data="text")

    def opened(self) -> None:
        """From the first line."""
        self._top = True

    def paint(self) -> None:
        """The document as it is known now, as wide as there is room."""
        cells, document = max(NARROWEST, min(80, self.size.width - BESIDE)), self._made()
        shown = isinstance(document, Document)
        self.query_one(Reader).put(
            written(self.app.book, document, "text", cells) if shown else tell(document), top=self._top
        )
        for button in ("#paper-html", "#paper-plain"):
            self.query_one(button).display = shown
        self._top = False

    @on(Button.Pressed, "#paper-html, #paper-plain")
    def _save(self, event: Button.Pressed) -> None:
        event.stop()
        button, document = event.button, self._made()
        if not isinstance(document, Document):
            return
        assert isinstance(button, Big)
        book, form = self.app.book, str(button.data)
        path = file_under(book.data, document, lang(), form)
        try:
            keep(path, written(book, document, form))
        except StoreError as error:
            no = error
            self.tell(lambda: fill(_(no.message), no.params), grade="bad", stays=True)
            return
        self.tell(lambda: _saved(path), grade="good", stays=True)


def _saved(path: Path) -> str:
    return _("Saved: {file}").format(file=path)

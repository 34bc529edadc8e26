"""Text on a screen: words that can be said again in the other language, and lines that the ledger fills in."""

from __future__ import annotations

import textual.content
from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from tui.i18n import Wording, say
from tui.lines import breaks

__all__ = ["Spoken", "Words"]

# Textual knows blanks alone: it takes a whole Chinese sentence to the next line because of a blank before it, and
# begins lines with a full stop. It cannot be told otherwise.
textual.content.divide_line = breaks  # pyright: ignore[reportPrivateImportUsage]


class Spoken:
    """What carries words on the screen: a wording that follows the language, or final text."""

    wording: Wording | None = None

    def _put(self, content: Content) -> None:
        """Draw it, unless it stands there already."""
        raise NotImplementedError

    def say(self, wording: Wording) -> None:
        """Put a wording there; it changes with the language by itself."""
        self.wording = wording
        self._put(Content(say(wording)))

    def show(self, text: str | Content) -> None:
        """Put final text there. A plain string is never read as markup."""
        self.wording = None
        self._put(text if isinstance(text, Content) else Content(text))

    def retranslate(self) -> None:
        """Say the wording again in the language spoken now."""
        if self.wording is not None:
            self._put(Content(say(self.wording)))


class Words(Spoken, Static):
    """A text. `say` takes a wording and follows the language; `show` takes final text, set again by `paint`.

    Nothing is drawn when the text stays the same, so that a repaint of a screen costs only what changed.
    """

    def __init__(
        self,
        wording: Wording = "",
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        self._shown = Content(say(wording))
        super().__init__(self._shown, id=id, classes=classes, markup=False)
        self.wording: Wording | None = wording

    @property
    def text(self) -> str:
        """What stands there now, without its colours."""
        return self._shown.plain

    def _put(self, content: Content) -> None:
        old = self._shown
        if content.plain != old.plain or content.spans != old.spans:
            auto = self.styles.is_auto_width or self.styles.is_auto_height
            self._shown = content
            self.update(content, layout=auto and _shape(content) != _shape(old))


def _shape(content: Content) -> list[int]:
    return [cell_len(line) for line in content.plain.split("\n")]

"""A question or a message that stops the way: what happened, what was kept, what to do next, and the choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.widgets import Button

from tui.i18n import N_, Wording, say
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.widgets.words import Words

__all__ = ["MessageSheet", "Question"]


BACK = N_("◀ Back")


@dataclass(frozen=True, slots=True)
class Question:
    """A title, sentences, and what Yes says; without `yes` it is a message that only closes."""

    title: Wording
    says: tuple[Wording, ...]
    yes: Wording = ""
    no: Wording = BACK
    grave: bool = False


class MessageSheet(Sheet[Question, bool]):
    """Answers True for Yes, None for Back."""

    CSS_PATH = "message.tcss"

    def heading(self) -> Wording:
        """The question's title."""
        return self.request.title

    def body(self) -> Iterable[Any]:
        """The sentences."""
        yield Words(id="message-says")

    def buttons(self) -> Iterable[Big]:
        """Yes."""
        yield Big("", "primary", id="message-yes")

    def paint(self) -> None:
        """Put the sentences and the choices there."""
        asked = self.request
        self.query_one("#message-says", Words).show("\n\n".join(say(line) for line in asked.says))
        yes = self.query_one("#message-yes", Big)
        yes.show(say(asked.yes))
        yes.variant = "error" if asked.grave else "primary"
        yes.display = bool(asked.yes)
        self.query_one("#sheet-back", Big).show(say(asked.no))

    @on(Button.Pressed, "#message-yes")
    def _yes(self, event: Button.Pressed) -> None:
        event.stop()
        self.answer(True)

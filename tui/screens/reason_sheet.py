"""Why: choose a ready reason or write one. Every act that needs a reason asks for it here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.widgets import Button, Input

from checkpoints.site.words import Named
from tui.i18n import N_, Wording, lang, say
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.pages import Tile
from tui.widgets.words import Words

__all__ = ["ReasonSheet", "Reasons"]


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is asked: a title, what the act means, the ready reasons, and what the button says."""

    title: Wording
    says: Wording
    phrases: Sequence[Named]
    ok: Wording
    grave: bool = False


class ReasonSheet(Sheet[Reasons, str]):
    """Answers the reason in words, or None for Back. A written reason wins over a chosen one."""

    CSS_PATH = "reason_sheet.tcss"

    def heading(self) -> Wording:
        """The act."""
        return self.request.title

    def body(self) -> Iterable[Any]:
        """What the act means, the ready reasons, and a line of one's own."""
        yield Words(id="reason-says")
        yield Chips(tile_width=22, id="reason-chips")
        yield Field(N_("Another reason: type it here"), id="reason-own")

    def buttons(self) -> Iterable[Big]:
        """The act itself."""
        yield Big("", "primary", id="reason-ok", disabled=True)

    def opened(self) -> None:
        """Nothing is chosen yet."""
        self.query_one(Field).value = ""
        tiles = [Tile(index, phrase) for index, phrase in enumerate(self.request.phrases)]
        self.query_one(Chips).offer(tiles)

    def paint(self) -> None:
        """Say what is asked; the act waits for a reason."""
        says = self.query_one("#reason-says", Words)
        says.show(say(self.request.says))
        says.display = bool(says.text)
        act = self.query_one("#reason-ok", Big)
        act.show(say(self.request.ok))
        act.variant = "error" if self.request.grave else "primary"
        act.disabled = not self._reason

    @property
    def _reason(self) -> str:
        own = self.query_one(Field).value.strip()
        chosen = self.query_one(Chips).one
        if own or not isinstance(chosen, int):
            return own
        return self.request.phrases[chosen].name(lang())

    @on(Chips.Changed)
    @on(Input.Changed)
    def _changed(self) -> None:
        self.repaint()

    @on(Input.Submitted)
    @on(Button.Pressed, "#reason-ok")
    def _done(self) -> None:
        if self._reason:
            self.answer(self._reason)

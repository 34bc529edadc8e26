"""The acts at the foot of a screen; on a low tablet the page buttons of the list above stand among them.

At 24 rows a header, a row of page buttons and a row of acts leave one row of tiles. With the two rows made one there
are two, and a form of twelve fields has two pages instead of four.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.widgets import Button

from tui.i18n import N_, _
from tui.widgets.big import Big

if TYPE_CHECKING:
    from tui.widgets.pages import Pages

__all__ = ["ActBar"]


class ActBar(Horizontal):
    """Put the acts into it, three at most beside page buttons: five of a glove's size fill 80 columns."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes="bar")
        self._pages: Pages | None = None
        self._back = Big(N_("◀ Previous page"), classes="-turn-back")
        self._next = Big(self._next_said, classes="-turn-next")

    @property
    def room(self) -> bool:
        """Whether page buttons stand here: where rows are few and buttons have the size of a glove."""
        return self.screen.has_class("-short") and not self.screen.has_class("-compact")

    def turn_for(self, pages: Pages) -> None:
        """Turn the pages of this list, as long as it is up and has more than one."""
        if pages.is_up and pages.count > 1 and self.room:
            self._pages = pages
        elif self._pages is not None and (self._pages is pages or not self._pages.is_up or not self.room):
            self._pages = None
        self._paint()

    def _paint(self) -> None:
        pages = self._pages
        if pages is not None and not self._back.is_attached:
            self.mount(self._back, self._next, after=0)  # beside the way back: what one is there to do stays at the end
        for big in (self._back, self._next):
            big.display = pages is not None
        if pages is not None:
            self._back.disabled = pages.page == 0
            self._next.disabled = pages.page >= pages.count - 1
            self._next.retranslate()

    def _next_said(self) -> str:
        pages = self._pages
        where = f"\n{pages.page + 1} / {pages.count}" if pages is not None else ""
        return _("Next page ▶") + where

    @on(Button.Pressed, ".-turn-back, .-turn-next")
    def _turn(self, event: Button.Pressed) -> None:
        event.stop()
        if self._pages is not None:
            self._pages.turn(-1 if event.button is self._back else 1)

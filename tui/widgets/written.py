"""What can be written into with the on-screen keyboard: lines and paragraphs, on tablet and kiosk.

There is one keyboard for each screen, made at its first use. A tap on the field opens it; the sign on the field's
border says so. On a kiosk the keys of a real keyboard go through it while it is up, so that they spell pinyin too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.css.query import NoMatches
from textual.widget import Widget

from tui.i18n import _
from tui.widgets.keyboard import Keyboard

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object

__all__ = ["Written"]


class Written(_Base):
    """Mixed into an Input or a TextArea, before it."""

    def write(self, text: str) -> None:
        """Put text where the cursor is."""
        raise NotImplementedError

    def rub(self) -> None:
        """Take away what is before the cursor."""
        raise NotImplementedError

    async def enter(self) -> None:
        """What Enter does here."""
        raise NotImplementedError

    @property
    def by_touch(self) -> bool:
        """Whether the place has an on-screen keyboard; in the office and at a console everybody has a real one."""
        return not getattr(self.app, "compact", True) and not getattr(self.app, "bare", True)

    def say_key(self) -> None:
        """The sign that a tap opens the keyboard."""
        self.border_subtitle = Content(" ⌨ " + _("Keyboard") + " ") if self.by_touch else ""  # type: ignore[assignment]

    def on_mount(self) -> None:
        """Say it."""
        self.set_class(self.by_touch, "-by-touch")
        self.say_key()

    @property
    def keyboard(self) -> Keyboard | None:
        """The keyboard that is up for this field."""
        try:
            board = self.screen.query_one(Keyboard)
        except NoMatches:
            return None
        return board if board.target is self else None

    async def on_click(self) -> None:
        """A tap on the field, wherever: it is its own button, the width of the screen."""
        if self.by_touch and not self.disabled:
            await Keyboard.open(self)

    async def on_key(self, event: events.Key) -> None:
        """A real key while the keyboard is up. A kiosk has no input method: there it may be pinyin.

        Elsewhere whoever types on real keys has their own way to write Chinese, and needs no keyboard on the screen.
        """
        board = self.keyboard
        if board is None:
            return
        if event.is_printable and getattr(self.app, "place", "") != "kiosk":
            board.close()
        elif await board.hear(event):
            event.stop()
            event.prevent_default()

    def on_blur(self) -> None:
        """Something else has the focus."""
        if self.keyboard is not None:
            self.call_after_refresh(self._left)

    def _left(self) -> None:
        """The keyboard goes along to another field, or away; a terminal that lost the focus is no reason."""
        board = self.keyboard if self.is_attached else None
        if board is None or not self.app.app_focus or self.screen.focused is self:
            return
        focused = self.screen.focused
        board.close()
        if isinstance(focused, Written):
            board.aim(focused)

"""A line of free text. No blinking cursor: a blink costs bytes for ever over a slow line."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tui.harmless import one_line
from tui.i18n import Wording, say
from tui.widgets.written import Written

__all__ = ["Field"]


class Field(Written, Input):
    """An Input with a placeholder that follows the language."""

    DEFAULT_CSS = """
    Field { height: 5; border: round $line; padding: 1 1; background: $background; color: $foreground; }
    Field:focus { border: heavy $primary; }
    Field.-by-touch { border-subtitle-color: $on-primary; border-subtitle-background: $primary;
                      border-subtitle-style: bold; border-subtitle-align: right; }
    Field > .input--placeholder { color: $quiet; text-style: italic; }
    """

    def __init__(
        self,
        hint: Wording = "",
        *,
        value: str = "",
        max_length: int = 200,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(
            value, placeholder=say(hint), max_length=max_length, select_on_focus=False, id=id, classes=classes
        )
        self.cursor_blink = False
        self.hint = hint

    def retranslate(self) -> None:
        """Say the hint again; what was typed stays, and so does the cursor."""
        self.placeholder = say(self.hint)
        self.say_key()

    def write(self, text: str) -> None:
        """Put text where the cursor is; as much as there is room for."""
        start, end = sorted(self.selection)
        room = (self.max_length or 0) - len(self.value) + end - start
        self.replace(text[: max(0, room)], start, end)

    def rub(self) -> None:
        """Take the character before the cursor away."""
        self.action_delete_left()

    async def enter(self) -> None:
        """The line is done."""
        await self.action_submit()

    def _on_paste(self, event: events.Paste) -> None:
        """Several lines become one, and as much as there is room for is taken; Textual takes the first or nothing."""
        event.stop()
        event.prevent_default()
        self.write(one_line(event.text))

"""The one button of the face: big enough for a glove, plain about having the focus, the same everywhere.

On tablet and kiosk a button is at least 5 rows by 16 columns (experience rule 2); in the office, where a mouse
points, 3 rows are enough: every screen there carries the class `-compact`.
"""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.strip import Strip
from textual.widgets import Button

from tui.i18n import Wording, say
from tui.widgets.words import Spoken

__all__ = ["Big", "Look"]

Look = Literal["default", "primary", "success", "warning", "error"]


class Big(Spoken, Button, inherit_css=False):
    """A button whose label follows the language. Posts `Button.Pressed`; `data` is the screen's own to use."""

    DEFAULT_CSS = """
    Big {
        width: auto;
        min-width: 16;
        height: 5;
        min-height: 5;
        line-pad: 1;
        text-align: center;
        content-align: center middle;
        text-style: bold;
        color: $foreground;
        background: $panel;
        border: round $line;

        &.-primary { color: $on-primary; background: $primary; border: round $primary; }
        &.-success { color: $success; border: round $success; }
        &.-warning { color: $warning; border: round $warning; }
        &.-error { color: $error; border: round $error; }
        &.-on { color: $on-primary; background: $primary; border: round $primary; }
        &.-quiet { color: $quiet; border: dashed $line; background: $background; text-style: not bold; }
        &.-flat-left { text-align: left; content-align: left middle; }
        &:disabled { color: $quiet; text-style: italic; background: $background; border: dashed $line; }
        &:focus { color: $on-focus; background: $focus; border: heavy $on-focus; text-style: bold; }
        &.-active { background: $foreground; color: $background; }
    }
    """

    def __init__(
        self,
        wording: Wording = "",
        look: Look = "default",
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        disabled: bool = False,
        data: object = None,
    ) -> None:
        super().__init__(Content(say(wording)), look, id=id, classes=classes, disabled=disabled)
        self.wording: Wording | None = wording
        self.data = data

    def watch_flat(self, flat: bool) -> None:
        """Textual's two styles of buttons are not ours: no class for them, which would style every button once more."""

    def mark(self, on: bool) -> None:
        """Show as chosen. The label has to say it too: colour alone tells nothing."""
        self.set_class(on, "-on")

    @property
    def text(self) -> str:
        """What the button says now."""
        return Content.from_text(self.label, markup=False).plain

    def render_line(self, y: int) -> Strip:
        """A line of the label; an empty one where only its padding fits, which Textual fails to wrap a text into."""
        width = self.size.width
        return super().render_line(y) if width > 2 else Strip.blank(width, self.visual_style.rich_style)

    def _put(self, content: Content) -> None:
        old = Content.from_text(self.label, markup=False)
        if content.plain != old.plain or content.spans != old.spans:
            self.label = content
            width = self.styles.width
            if width is not None and width.is_auto and content.cell_length != old.cell_length:
                self.refresh(layout=True)  # as wide as what it says now, also in the other language

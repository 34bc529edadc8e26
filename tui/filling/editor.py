"""The editor of one field: what is said about it, and whatever it is filled in with.

One widget for every type, made once: a form of thirty fields mounts as much as one of three. It keeps nothing; the
screen gives it what stands in the field and hears what becomes of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import TextArea

from tui.filling.offers import Kind
from tui.harmless import one_line
from tui.i18n import Wording, say
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.pad import Pad
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words
from tui.widgets.written import Written

__all__ = ["AmountPad", "Asked", "Editor", "Paragraphs"]

MOST = 20_000
"""Characters that a paste fills a field up to; five times what the longest field keeps."""
SHORT, LONG, ROW, SENTENCE = 24, 36, 30, 39
"""Cells of a choice, of a phrase that would not fit one line with its tick, and of a row."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as it is shown: how it is filled in, what is said about it, what can be chosen."""

    kind: Kind | None
    says: str | Content = ""
    tiles: Sequence[Tile] = ()
    chosen: Sequence[Hashable] = ()
    line: Wording = ""
    """What the line to type on says; empty where there is none."""
    unit: str = ""
    short: bool = False
    """Whether the rows say little each."""
    empty: Wording = ""
    """What stands there while there are no rows."""


class AmountPad(Pad):
    """The number pad with Back, and with what belongs to the number beside it."""

    DEFAULT_CSS = """
    AmountPad { max-width: 100; }
    AmountPad .-act-ok { column-span: 1; }
    """
    ROWS = ("1 2 3 back", "4 5 6 clear", "7 8 9 -", "cancel . 0 ok")
    LONGEST = 15
    beside = ""
    unit = ""

    def shown(self) -> str:
        """What stands beside the field, the number, its unit."""
        return "   ".join(part for part in (self.beside, f"{self.typed}_ {self.unit}".strip()) if part)

    def act(self, name: str) -> None:
        """As the others; the focus stays on the pad, so that Enter is OK and never the last key once more."""
        self.focus()
        super().act(name)


class Paragraphs(Written, TextArea):
    """Text of several paragraphs. No blinking cursor, no colours of a programmer's editor."""

    DEFAULT_CSS = """
    Paragraphs { height: 1fr; min-height: 5; border: round $line; padding: 0 1; background: $background;
                 color: $foreground; scrollbar-size: 1 1; }
    Paragraphs:focus { border: heavy $primary; background: $background; }
    Paragraphs.-by-touch { border-subtitle-color: $on-primary; border-subtitle-background: $primary;
                           border-subtitle-style: bold; border-subtitle-align: right; }
    Paragraphs .text-area--placeholder { color: $quiet; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    def retranslate(self) -> None:
        """The sign on the border; the text stays."""
        self.say_key()

    def write(self, text: str) -> None:
        """Put text where the cursor is, or in place of what is marked."""
        self.insert(text) if self.selection.is_empty else self.replace(text, *self.selection)

    def rub(self) -> None:
        """Take the character before the cursor away."""
        self.action_delete_left()

    async def enter(self) -> None:
        """Another line."""
        self.write("\n")

    async def _on_paste(self, event: events.Paste) -> None:
        """As much as there is room for: a page that was pasted by mistake would hold the screen up for minutes."""
        event.stop()
        event.prevent_default()
        room = max(0, MOST - len(self.text) + len(self.selected_text))
        lines = event.text[:room].splitlines()
        self.write("\n".join(one_line(line) for line in lines))


class Editor(Widget):
    """`open` it on a field, `paint` it when something around the field changed."""

    DEFAULT_CSS = """
    Editor { layout: vertical; height: 1fr; width: 1fr; }
    Editor .says { width: 100%; height: auto; max-height: 4; padding: 0 1; color: $quiet; }
    Editor Chips, Editor Pages { height: 1fr; width: 1fr; }
    Editor Field { width: 100%; }
    Editor #editor-pad-room { width: 100%; height: auto; align-horizontal: center; }
    """

    def compose(self) -> ComposeResult:
        """All ways to fill a field in; one shows."""
        yield Words(classes="says")
        yield Chips(tile_width=SHORT, in_bar=True, id="editor-chips")
        yield Pages(tile_width=ROW, in_bar=True, id="editor-rows")
        yield Field(id="editor-line")
        yield Paragraphs(id="editor-page")
        with Container(id="editor-pad-room"):
            yield AmountPad(id="editor-pad")

    @property
    def line(self) -> Field:
        """One line of text, or what is searched."""
        return self.query_one("#editor-line", Field)

    @property
    def area(self) -> Paragraphs:
        """Text of several paragraphs."""
        return self.query_one(Paragraphs)

    @property
    def pad(self) -> AmountPad:
        """Digits."""
        return self.query_one(AmountPad)

    @property
    def chips(self) -> Chips:
        """What can be chosen."""
        return self.query_one("#editor-chips", Chips)

    @property
    def rows(self) -> Pages:
        """Rows, or photos."""
        return self.query_one("#editor-rows", Pages)

    def text(self, kind: Kind | None) -> str | None:
        """What was typed into a field of this kind; None where nothing is typed."""
        match kind:
            case "words":
                return self.line.value
            case "page":
                return self.area.text
            case "pad":
                return self.pad.typed
            case _:
                return None

    def put_text(self, kind: Kind | None, text: str) -> None:
        """Put a text where it is typed, the cursor behind it; the same text is left alone, and so is the cursor."""
        if kind == "words" and self.line.value != text:
            self.line.value = text
            self.line.cursor_position = len(text)
        elif kind == "page" and self.area.text != text:
            self.area.load_text(text)
            self.area.move_cursor(self.area.document.end)
        elif kind == "pad":
            self.pad.typed = text

    def open(self, asked: Asked, text: str, longest: int) -> None:
        """Another field: what was typed into it so far, and its first page of choices."""
        self.line.max_length = longest
        self.put_text(asked.kind, text)
        if asked.kind in ("choose", "many"):
            self.line.value = ""
        if asked.kind in ("choose", "many"):
            self.chips.begin(turned=asked.kind == "choose")
        else:
            self.chips.page = 0
        self.rows.page = 0
        self.paint(asked)

    def paint(self, asked: Asked) -> None:
        """Show what belongs to this field, and hide the rest."""
        kind = asked.kind
        says = self.query_one(".says", Words)
        says.show(asked.says)
        compact = self.screen.has_class("-compact")
        tight = kind == "pad" and self.screen.has_class("-short") and not compact  # the keys take all the room
        says.display = bool(says.text) and not tight
        self.chips.display = kind in ("choose", "many") or (kind in ("words", "page") and bool(asked.tiles))
        if self.chips.display:
            self.chips.many = kind != "choose"
            self.chips.tile_height = 6 if compact else 5
            self.chips.tile_width = LONG if kind in ("words", "page") and _long(asked.tiles) else SHORT
            self.chips.offer(asked.tiles, asked.chosen)
        if kind == "page":
            self._fit_phrases(len(asked.tiles))
        else:
            self.chips.styles.height = "1fr"
        self.rows.display = kind in ("rows", "photos")
        if self.rows.display:
            self.rows.query_one(".empty", Words).say(asked.empty)
            widest = max((cell_len(say(tile.words)) for tile in asked.tiles), default=0)
            narrow = SHORT if asked.short else ROW
            self.rows.tile_width = narrow if widest <= 2 * (narrow - 4) else SENTENCE
            long = widest > self.rows.tile_width - 4 and any(tile.under for tile in asked.tiles)
            self.rows.tile_height = (6 if compact else 5) + long  # what stands in a row shows below a name of two lines
            self.rows.put(asked.tiles)
        self.line.display = bool(asked.line)
        if self.line.display:
            self.line.hint = asked.line
            self.line.retranslate()
        self.area.display = kind == "page"
        self.query_one("#editor-pad-room").display = kind == "pad"
        self.pad.unit = asked.unit
        self.pad.beside = str(asked.says).replace("\n", "  ") if tight else ""
        if kind == "pad":
            self.pad.paint()

    def _fit_phrases(self, count: int) -> None:
        """Beside paragraphs there is room for one row of ready phrases, and for page buttons where they need them."""
        tall = 4 if self.screen.has_class("-compact") else 5
        columns = max(1, ((self.size.width or 80) + 1) // (self.chips.tile_width + 1))
        self.chips.styles.height = tall if count <= columns else tall + (3 if self.screen.has_class("-compact") else 5)

    def focus_first(self, kind: Kind | None) -> None:
        """The keyboard begins where one types; tiles begin by themselves."""
        if kind == "words":
            self.line.focus()
        elif kind == "page":
            self.area.focus()
        elif kind == "pad":
            self.pad.focus()


def _long(tiles: Sequence[Tile]) -> bool:
    """Whether one of the phrases, ticked, is wider than a line of a tile."""
    return any(cell_len(say(tile.words)) > SHORT - 6 for tile in tiles)

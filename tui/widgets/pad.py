"""On-screen pads: numbers, PINs, and the eight letters under a damaged code. A keyboard types into them too.

The pads keep no text field: what was typed is a reactive string, so a language switch or a repaint cannot lose it,
and a candidate window of an input method has nothing to attach to.
"""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.css.query import NoMatches
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button

from checkpoints.site import codes
from tui.i18n import N_, Wording
from tui.widgets.big import Big, Look
from tui.widgets.words import Words

__all__ = ["LettersPad", "Pad", "PinPad"]

_ACTS: dict[str, tuple[Wording, Look]] = {
    "back": (N_("⌫ Delete"), "default"),
    "clear": (N_("Clear"), "default"),
    "ok": (N_("OK"), "primary"),
    "cancel": (N_("Back"), "default"),
    "cannot": (N_("Cannot tell"), "default"),
}


class Key(Big):
    """A key of a pad. Two quick taps on one key are two digits, so it does not wait after a press."""

    def __init__(self, wording: Wording, look: Look = "default", *, data: str, classes: str = "") -> None:
        super().__init__(wording, look, data=data, classes=classes)
        self.active_effect_duration = 0


class _PadMessage(Message):
    """What pads tell. Not a base of one another: who listens for typing does not want to hear OK as well."""

    def __init__(self, pad: _Typing, text: str) -> None:
        super().__init__()
        self.pad = pad
        self.text = text

    @property
    def control(self) -> _Typing:
        """The pad it belongs to, for `@on(Pad.Done, "#id")`."""
        return self.pad


class _Typing(Widget, can_focus=True):
    """What the pads share: the typed text, the keys, and `Done` / `Cancelled`."""

    ROWS: ClassVar[tuple[str, ...]] = ()
    LONGEST: ClassVar[int] = 12

    typed: reactive[str] = reactive("", repaint=False)
    """What was typed so far."""

    class Typed(_PadMessage):
        """The text changed."""

    class Done(_PadMessage):
        """OK was chosen; the text is complete as far as the person is concerned."""

    class Cancelled(_PadMessage):
        """Back was chosen."""

    def watch_typed(self, text: str) -> None:
        """Show it and tell the screen."""
        self.paint()
        if self.is_mounted:
            self.post_message(self.Typed(self, text))

    def shown(self) -> str:
        """How the typed text is shown."""
        return self.typed + "_"

    def paint(self) -> None:
        """Show what was typed."""
        try:
            self.query_one(".shown", Words).show(self.shown())
        except NoMatches:
            return

    def take(self, char: str) -> None:
        """One character from a key or a button; what does not fit is left out."""
        char = self.accept(char)
        if char and len(self.typed) < self.LONGEST:
            self.typed += char

    def accept(self, char: str) -> str:
        """The character as this pad writes it; empty when it has no place here."""
        return char if char.isascii() and char.isdigit() else ""

    def act(self, name: str) -> None:
        """`back`, `clear`, `ok`, `cancel`, or a character."""
        if name == "back":
            self.typed = self.typed[:-1]
        elif name == "clear":
            self.typed = ""
        elif name == "ok":
            self.post_message(self.Done(self, self.typed))
        elif name == "cancel":
            self.post_message(self.Cancelled(self, self.typed))
        else:
            self.take(name)

    def on_key(self, event: events.Key) -> None:
        """Digits, Backspace, Delete and Enter work wherever the focus is inside the pad."""
        named = {"backspace": "back", "delete": "clear"}.get(event.key)
        if event.key == "enter" and self.has_focus:
            named = "ok"
        char = unicodedata.normalize("NFKC", event.character or "")
        if named:
            event.stop()
            self.act(named)
        elif len(char) == 1 and self.accept(char):
            event.stop()
            self.take(char)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if isinstance(event.button, Key):
            event.stop()
            self.act(str(event.button.data))

    def _keys(self) -> ComposeResult:
        for row in self.ROWS:
            for name in row.split():
                wording, look = _ACTS.get(name, (lambda name=name: name, "default"))
                yield Key(
                    wording,
                    look,
                    data=name,
                    classes=f"-act-{name}" if name in _ACTS else f"-char-{name}" if name.isdigit() else "-char",
                )


class Pad(_Typing):
    """A number pad: digits, one dot, a leading minus. `typed` is text such as "12.5"; `number` is its value."""

    DEFAULT_CSS = """
    Pad { width: 100%; max-width: 76; height: auto; }
    Pad .shown { height: 3; width: 100%; content-align: right middle; text-align: right; text-style: bold;
                 border: round $line; padding: 0 1; color: $foreground; }
    Pad:focus .shown { border: heavy $primary; }
    Pad .keys { layout: grid; grid-size: 4 4; grid-rows: 5; grid-columns: 1fr; height: auto; width: 100%; }
    Pad Key { width: 100%; }
    Pad .-act-ok { column-span: 2; }
    """
    ROWS = ("1 2 3 back", "4 5 6 clear", "7 8 9 -", ". 0 ok")

    def compose(self) -> ComposeResult:
        """The shown number above its keys."""
        yield Words(classes="shown")
        with Container(classes="keys"):
            yield from self._keys()

    @property
    def number(self) -> float | None:
        """The value; None while there is none yet."""
        try:
            return float(self.typed)
        except ValueError:
            return None

    def accept(self, char: str) -> str:
        """Digits; a dot or a comma once; a minus that turns the sign wherever it is typed."""
        if char in ".,。，":
            return "" if "." in self.typed else "."
        if char in "-－":
            self.typed = self.typed[1:] if self.typed.startswith("-") else "-" + self.typed
            return ""
        return super().accept(char)

    def act(self, name: str) -> None:
        """As the others; the minus key turns the sign."""
        if name == "-":
            self.accept("-")
        else:
            super().act(name)

    def on_mount(self) -> None:
        """Show the empty line."""
        self.paint()


class PinPad(_Typing):
    """A PIN pad: dots instead of digits. Taking the PIN off it empties it."""

    DEFAULT_CSS = """
    PinPad { width: 100%; max-width: 64; height: auto; }
    PinPad .shown { height: 3; width: 100%; content-align: center middle; text-align: center; text-style: bold;
                    border: round $line; }
    PinPad:focus .shown { border: heavy $primary; }
    PinPad .keys { layout: grid; grid-size: 4 4; grid-rows: 5; grid-columns: 1fr; height: auto; width: 100%; }
    PinPad Key { width: 100%; }
    PinPad .-act-ok { row-span: 2; height: 100%; }
    PinPad .-char-0 { column-span: 2; }
    """
    ROWS = ("1 2 3 back", "4 5 6 clear", "7 8 9 ok", "cancel 0")
    LONGEST = 8

    def compose(self) -> ComposeResult:
        """The dots above the keys."""
        yield Words(classes="shown")
        with Container(classes="keys"):
            yield from self._keys()

    def on_mount(self) -> None:
        """Show the empty line."""
        self.paint()

    def shown(self) -> str:
        """One star for each digit: no echo of the PIN."""
        return "  ".join("*" * len(self.typed) + "_")

    def taken(self) -> str:
        """The PIN; the pad is empty afterwards."""
        pin, self.typed = self.typed, ""
        return pin


class LettersPad(_Typing):
    """The 32 letters of the typed codes, a third at a time, so that each key fits a glove on a small screen."""

    DEFAULT_CSS = """
    LettersPad { width: 100%; max-width: 110; height: auto; }
    LettersPad .shown { height: 3; width: 100%; content-align: center middle; text-align: center; text-style: bold;
                        border: round $line; }
    LettersPad:focus .shown { border: heavy $primary; }
    LettersPad .keys { layout: grid; grid-size: 5 4; grid-rows: 5; grid-columns: 1fr; height: auto; width: 100%; }
    LettersPad Key { width: 100%; }
    LettersPad .-act-ok { column-span: 1; }
    """
    THIRDS: ClassVar[tuple[str, ...]] = ("0123456789", "ABCDEFGHJKM", "NPQRSTVWXYZ")
    LONGEST = 8

    third: reactive[int] = reactive(0, init=False, repaint=False)
    """Which third of the letters is on the keys."""

    def compose(self) -> ComposeResult:
        """The letters in two fours, the keys of one third, and the bottom row."""
        yield Words(classes="shown")
        with Container(classes="keys"):
            for index in range(13):
                yield Key(lambda: "", data="", classes=f"-letter -l{index}")
            yield Key(*_ACTS["back"], data="back")
            yield Key(*_ACTS["clear"], data="clear")
            for index, name in enumerate(("0 - 9", "A - M", "N - Z")):
                yield Key(lambda name=name: name, data=f"third{index}", classes=f"-third -t{index}")
            yield Key(*_ACTS["cancel"], data="cancel")
            yield Key(*_ACTS["ok"], data="ok", classes="-act-ok")

    def on_mount(self) -> None:
        """Show the first third."""
        self.watch_third()
        self.paint()

    def watch_third(self) -> None:
        """Put the letters of this third on the keys."""
        letters = self.THIRDS[self.third]
        for index, key in enumerate(self.query(".-letter").results(Key)):
            letter = letters[index] if index < len(letters) else ""
            key.data = letter
            key.show(letter)
            key.disabled = not letter
            key.visible = bool(letter)
        for index, key in enumerate(self.query(".-third").results(Key)):
            key.mark(index == self.third)

    def shown(self) -> str:
        """Two groups of four, as printed under the code."""
        text = self.typed.ljust(self.LONGEST, "_")
        return "  ".join(text[:4]) + "   -   " + "  ".join(text[4:])

    def accept(self, char: str) -> str:
        """Forgiving as the printed letters ask for: lower case, full width, O for 0, I and L for 1."""
        upper = codes.normalise(char).upper().translate(str.maketrans("OIL", "011"))
        return upper if len(upper) == 1 and upper in codes.CROCKFORD else ""

    def act(self, name: str) -> None:
        """As the others; `third0` to `third2` turn the keys."""
        if name.startswith("third"):
            self.third = int(name[-1])
        elif name:
            super().act(name)

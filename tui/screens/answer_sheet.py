"""Answers that need more than a tap: a number on a big pad, and words from phrases or typed.

The pad stands alone on its sheet: at 24 rows there is room for nothing else, so the range and the last reading
share the line with the number, and Back is a key of the pad.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.widgets import Button, Input

from checkpoints.site.checks import Check
from checkpoints.site.words import Named
from store.drafts import Kept
from tui.checkpoint.finding_form import put_together
from tui.checkpoint.rows import unit_of
from tui.i18n import N_, Wording, _, lang, say
from tui.screens.over_point import OverPoint
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.pad import Pad
from tui.widgets.pages import Tile

__all__ = ["Asked", "NumberSheet", "ReadingPad", "TextSheet"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the check, what to expect, ready words, the answer so far, and how to save it.

    `save` records and says whether it was; until it was, the sheet stays open with what was entered.
    """

    check: Check
    hint: Wording
    kept: Kept
    save: Callable[[str], bool]
    phrases: Sequence[Named] = ()
    value: str = ""


class ReadingPad(Pad):
    """The number pad with Back, and with the check's range beside what was typed."""

    DEFAULT_CSS = """
    ReadingPad { max-width: 100; }
    ReadingPad .-act-ok { column-span: 1; }
    """
    ROWS = ("1 2 3 back", "4 5 6 clear", "7 8 9 -", "cancel . 0 ok")
    asked: Asked | None = None

    def shown(self) -> str:
        """The hint, the number, its unit; a number out of range says what that brings."""
        if self.asked is None:
            return super().shown()
        answer = self.asked.check.answer
        unit = unit_of(self.asked.check)
        beside = say(self.asked.hint)
        if self.number is not None:
            outcome = answer.outcome(self.number)
            if outcome == "critical":
                beside = "!! " + _("Dangerous: recorded as an emergency")
            elif outcome == "fail":
                beside = "! " + _("Out of range: a finding is recorded")
        return f"{beside}     {self.typed}_ {unit}".strip()

    def act(self, name: str) -> None:
        """As the others; the focus stays on the pad, so that Enter is OK and never the last key once more."""
        self.focus()
        super().act(name)

    def retranslate(self) -> None:
        """Say the hint again."""
        self.paint()


class NumberSheet(OverPoint[Asked, bool]):
    """Answers True once the number is saved."""

    CSS_PATH = "answer_sheet.tcss"

    def heading(self) -> Wording:
        """The check."""
        return self.request.check

    def body(self) -> Iterable[Any]:
        """The pad."""
        yield ReadingPad(id="number-pad")

    def opened(self) -> None:
        """What was half typed, or nothing: the last answer is no start for a new one."""
        pad = self.query_one(ReadingPad)
        pad.asked = self.request
        kept = self.request.kept.get() or {}
        pad.typed = str(kept.get("typed", ""))
        pad.paint()
        pad.focus()

    @on(ReadingPad.Typed)
    def _typed(self, event: ReadingPad.Typed) -> None:
        event.stop()
        if type(event) is ReadingPad.Typed and event.text:
            self.keep(self.request.kept, {"typed": event.text})

    @on(ReadingPad.Cancelled)
    def _cancelled(self, event: ReadingPad.Cancelled) -> None:
        event.stop()
        self.action_back()

    @on(ReadingPad.Done)
    def _done(self, event: ReadingPad.Done) -> None:
        event.stop()
        if self.query_one(ReadingPad).number is None:
            self.tell(N_("Type the number first."))
        elif self.request.save(event.text):
            self.answer(True)


DIGITS = (*"0123456789", "-", "F")


class TextSheet(OverPoint[Asked, bool]):
    """Answers True once the words are saved."""

    CSS_PATH = "answer_sheet.tcss"
    _digits = False

    def heading(self) -> Wording:
        """The check."""
        return self.request.check

    def body(self) -> Iterable[Any]:
        """A line to write on, ready phrases, and digits for those who have no keyboard."""
        yield Field(N_("Type here, or tap phrases"), id="text-field")
        yield Chips(many=True, tile_width=24, id="text-phrases")
        yield Chips(many=True, tile_width=15, id="text-digits")

    def buttons(self) -> Iterable[Big]:
        """Digits or phrases, delete, save."""
        yield Big("", id="text-turn")
        yield Big(N_("⌫ Delete"), id="text-delete")
        yield Big(N_("Save"), "primary", id="text-save")

    def opened(self) -> None:
        """The answer so far, or what was half typed."""
        kept = self.request.kept.get() or {}
        self._digits = not self.request.phrases
        self.query_one("#text-phrases", Chips).page = 0
        field = self.query_one(Field)
        field.value = str(kept.get("typed", self.request.value))
        field.cursor_position = len(field.value)
        field.focus()

    def paint(self) -> None:
        """Phrases carry a tick while they stand in the line."""
        typed = self.query_one(Field).value
        phrases = self.query_one("#text-phrases", Chips)
        digits = self.query_one("#text-digits", Chips)
        phrases.display, digits.display = not self._digits, self._digits
        chosen = [i for i, p in enumerate(self.request.phrases) if p.name(lang()) in typed]
        phrases.offer([Tile(i, p) for i, p in enumerate(self.request.phrases)], chosen)
        digits.offer([Tile(char, lambda char=char: char) for char in DIGITS])
        turn = self.query_one("#text-turn", Big)
        turn.say(N_("Phrases") if self._digits else N_("Digits"))
        turn.display = bool(self.request.phrases)

    @on(Chips.Changed, "#text-phrases")
    def _phrase(self, event: Chips.Changed) -> None:
        event.stop()
        field = self.query_one(Field)
        words = field.value
        for index, phrase in enumerate(self.request.phrases):
            name = phrase.name(lang())
            if index in event.keys and name not in words:
                words = put_together([words, name], lang())
            elif index not in event.keys and name in words:
                words = put_together([w for w in words.replace("；", ";").split(";") if w.strip() != name], lang())
        self._write(words)

    @on(Chips.Changed, "#text-digits")
    def _digit(self, event: Chips.Changed) -> None:
        event.stop()
        self._write(self.query_one(Field).value + "".join(str(key) for key in event.keys))

    @on(Button.Pressed, "#text-delete")
    def _delete(self, event: Button.Pressed) -> None:
        event.stop()
        self._write(self.query_one(Field).value[:-1])

    @on(Button.Pressed, "#text-turn")
    def _turn(self, event: Button.Pressed) -> None:
        event.stop()
        self._digits = not self._digits
        self.repaint()

    def _write(self, words: str) -> None:
        field = self.query_one(Field)
        field.value = words
        field.cursor_position = len(words)
        self.repaint()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.request.value:
            self.keep(self.request.kept, {"typed": event.value})
        self.repaint()

    @on(Input.Submitted)
    @on(Button.Pressed, "#text-save")
    def _done(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        if self.request.save(self.query_one(Field).value):
            self.answer(True)

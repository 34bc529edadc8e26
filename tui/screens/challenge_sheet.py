"""The question of a place, right after the arrival: a number on the big pad, or one of a few answers.

Back leaves it unanswered, which is recorded; Cannot tell asks why. Whoever answers is not told how it was judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.message import Message
from textual.widgets import Button

from checkpoints.site.challenges import Challenge
from store.drafts import Kept
from tui.i18n import N_, Wording, lang
from tui.screens.over_point import OverPoint
from tui.widgets.big import Big
from tui.widgets.pad import Pad
from tui.widgets.pages import Pages, Tile

__all__ = ["CANNOT", "ChoiceQuestion", "NumberQuestion", "Question"]

CANNOT = "cannot"
"""What the sheets answer when the question cannot be answered."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and how to save an answer; `save` says whether it was recorded."""

    asked: Challenge
    kept: Kept
    save: Callable[[str], bool]


class QuestionPad(Pad):
    """The number pad with a way out for those who cannot tell."""

    DEFAULT_CSS = """
    QuestionPad { max-width: 100; }
    QuestionPad .-act-ok { column-span: 1; }
    """
    ROWS = ("1 2 3 back", "4 5 6 clear", "7 8 9 cannot", "cancel . 0 ok")
    unit = ""

    class CannotTell(Message):
        """The key was pressed."""

    def shown(self) -> str:
        """The number and its unit."""
        return f"{self.typed}_ {self.unit}".strip()

    def act(self, name: str) -> None:
        """As the others; the focus stays on the pad, so that Enter is OK and never the last key once more."""
        self.focus()
        if name == "cannot":
            self.post_message(self.CannotTell())
        else:
            super().act(name)


class NumberQuestion(OverPoint[Question, str]):
    """Answers what was saved, CANNOT, or None for Back."""

    CSS_PATH = "challenge_sheet.tcss"

    def heading(self) -> Wording:
        """The question."""
        return self.request.asked

    def body(self) -> Iterable[Any]:
        """The pad."""
        yield QuestionPad(id="question-pad")

    def opened(self) -> None:
        """What was half typed, or nothing."""
        pad = self.query_one(QuestionPad)
        kept = self.request.kept.get() or {}
        pad.typed = str(kept.get("typed", ""))
        pad.focus()

    def paint(self) -> None:
        """The unit in the language of the moment."""
        pad, unit = self.query_one(QuestionPad), self.request.asked.unit
        pad.unit = unit.name(lang()) if unit else ""
        pad.paint()

    @on(QuestionPad.Typed)
    def _typed(self, event: QuestionPad.Typed) -> None:
        event.stop()
        if type(event) is QuestionPad.Typed and event.text:
            self.keep(self.request.kept, {"typed": event.text})

    @on(QuestionPad.Cancelled)
    def _cancelled(self, event: QuestionPad.Cancelled) -> None:
        event.stop()
        self.action_back()

    @on(QuestionPad.CannotTell)
    def _cannot(self, event: QuestionPad.CannotTell) -> None:
        event.stop()
        self.answer(CANNOT)

    @on(QuestionPad.Done)
    def _done(self, event: QuestionPad.Done) -> None:
        event.stop()
        if self.query_one(QuestionPad).number is None:
            self.tell(N_("Type the number first."))
        elif self.request.save(event.text):
            self.answer(event.text)


class ChoiceQuestion(OverPoint[Question, str]):
    """Answers what was saved, CANNOT, or None for Back."""

    CSS_PATH = "challenge_sheet.tcss"
    BACK = N_("◀ No answer")

    def heading(self) -> Wording:
        """The question."""
        return self.request.asked

    def body(self) -> Iterable[Any]:
        """The answers there are."""
        yield Pages(tile_width=24, id="question-choices")

    def buttons(self) -> Iterable[Big]:
        """The way out."""
        yield Big(N_("Cannot tell"), id="question-cannot")

    def paint(self) -> None:
        """The answers in the language of the moment."""
        self.query_one(Pages).put([Tile(option.value, option) for option in self.request.asked.options])

    @on(Pages.Chosen)
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        if self.request.save(str(event.key)):
            self.answer(str(event.key))

    @on(Button.Pressed, "#question-cannot")
    def _cannot(self, event: Button.Pressed) -> None:
        event.stop()
        self.answer(CANNOT)

"""A few questions one after the other: a choice, an amount, or words. A tap on a choice leads on, Back leads back.

Answers are kept by name while the sheet is open, so a language switch or a refusal loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from textual import on
from textual.widgets import Button, Input

from checkpoints.site.words import Named
from tui.checkpoint.finding_form import put_together
from tui.i18n import N_, Wording, lang, say
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.pad import Pad
from tui.widgets.pages import Tile
from tui.widgets.words import Words

__all__ = ["Answers", "Step", "Steps", "StepsSheet"]

Answers = dict[str, Any]
SAVE = N_("Save")


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `one`: a choice, or a line where `own`; `words`: ready words and a line; `amount`: a number."""

    name: str
    asks: Wording
    kind: Literal["one", "words", "amount"] = "one"
    tiles: Callable[[Answers], Sequence[Tile]] = lambda _answers: ()
    phrases: Sequence[Named] = ()
    own: Callable[[Answers], bool] = lambda _answers: False
    asked: Callable[[Answers], bool] = lambda _answers: True
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """The questions of one act. `save` records it and says whether it was; a refusal leaves the sheet as it was."""

    title: Wording
    steps: Sequence[Step]
    save: Callable[[Answers], bool]
    ok: Wording = SAVE


class StepsSheet(Sheet[Steps, bool]):
    """Answers True once it is recorded, None for Back."""

    CSS_PATH = "steps_sheet.tcss"
    _at = 0
    _whose: str | None = None

    def heading(self) -> Wording:
        """The act."""
        return self.request.title

    def body(self) -> Iterable[Any]:
        """The question, and what can answer it."""
        yield Words(id="steps-asks")
        yield Chips(tile_width=24, id="steps-chips")
        yield Pad(id="steps-pad")
        yield Field(N_("Type here if nothing fits"), id="steps-own")

    def buttons(self) -> Iterable[Big]:
        """On to the next question, or the act itself."""
        yield Big("", "primary", id="steps-ok")

    def opened(self) -> None:
        """The first question."""
        self._whose = self.app.person
        self.answers: Answers = {}
        self._go(0)

    @property
    def _step(self) -> Step:
        return self.request.steps[self._at]

    def _next(self, by: int) -> int:
        """The next question that is asked, given the answers so far; past the ends where there is none."""
        at = self._at + by
        while 0 <= at < len(self.request.steps) and not self.request.steps[at].asked(self.answers):
            at += by
        return at

    def _go(self, at: int) -> None:
        self._at = at
        self.hush()
        step = self._step
        self.query_one(Field).value = str(self.answers.get(step.name + ".own", ""))
        if step.kind == "amount":
            self.query_one(Pad).typed = str(self.answers.get(step.name + ".own", ""))
        chips = self.query_one(Chips)
        chips.begin()
        chips.many = step.kind == "words"
        tiles = step.tiles(self.answers) or [Tile(n, words) for n, words in enumerate(step.phrases)]
        chips.offer(tiles, self.answers.get(step.name + ".chosen", ()))
        self.repaint()
        if step.kind == "amount":
            self.query_one(Pad).focus()

    def paint(self) -> None:
        """The question; somebody else who signed in meanwhile does not see what was filled in."""
        if self.app.person not in (None, self._whose):
            self.call_later(self.answer, None)
            return
        step = self._step
        self.query_one("#steps-asks", Words).show(say(step.asks))
        self.query_one(Chips).display = step.kind != "amount"
        self.query_one(Pad).display = step.kind == "amount"
        self.query_one(Field).display = step.kind == "words" or (step.kind == "one" and step.own(self.answers))
        ok = self.query_one("#steps-ok", Big)
        ok.show(say(self.request.ok if self._next(1) >= len(self.request.steps) else N_("Next ▶")))
        ok.disabled = not step.optional and self._value() in ("", None)

    def _value(self) -> Hashable:
        """What answers the question now."""
        step, typed = self._step, self.query_one(Field).value.strip()
        if step.kind == "amount":
            return self.query_one(Pad).number
        chosen = self.query_one(Chips).chosen
        if step.kind == "words":
            ready = [step.phrases[key].name(lang()) for key in chosen if isinstance(key, int)]
            return put_together([*ready, typed], lang())
        if step.own(self.answers) and typed:
            return typed
        return chosen[0] if chosen else None

    def _keep(self) -> None:
        name = self._step.name
        self.answers[name] = self._value()
        self.answers[name + ".chosen"] = self.query_one(Chips).chosen
        amount = self._step.kind == "amount"
        self.answers[name + ".own"] = self.query_one(Pad).typed if amount else self.query_one(Field).value

    @on(Chips.Changed)
    def _chosen(self, event: Chips.Changed) -> None:
        event.stop()
        self._keep()
        if self._step.kind == "one" and event.keys and self._next(1) < len(self.request.steps):
            self._on()
        else:
            self.repaint()

    @on(Input.Changed)
    @on(Pad.Typed)
    def _typed(self) -> None:
        self.repaint()

    @on(Input.Submitted)
    @on(Pad.Done)
    @on(Button.Pressed, "#steps-ok")
    def _on(self) -> None:
        if not self._step.optional and self._value() in ("", None):
            return
        self._keep()
        following = self._next(1)
        if following < len(self.request.steps):
            self._go(following)
        elif self.request.save(self.answers):
            self.answer(True)

    def action_back(self) -> None:
        """To the question before; from the first one out."""
        self._keep()
        before = self._next(-1)
        if before < 0:
            self.answer(None)
        else:
            self._go(before)

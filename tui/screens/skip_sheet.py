"""Leave a point out: a ready reason or words of one's own; never without one (brief D3.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.widgets import Button, Input

from checkpoints.site.site import Phrase
from store.drafts import Kept
from tui.i18n import N_, Wording, _, lang
from tui.screens.over_point import OverPoint
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.pages import Tile
from tui.widgets.words import Words

__all__ = ["SkipRequest", "SkipSheet"]


@dataclass(frozen=True, slots=True)
class SkipRequest:
    """Which place, the reasons that fit it, and how to save: `save(reason, words)` says whether it was recorded."""

    place: Wording
    reasons: Sequence[Phrase]
    kept: Kept
    save: Callable[[str, str], bool]


class SkipSheet(OverPoint[SkipRequest, bool]):
    """Answers True once the point is skipped."""

    CSS_PATH = "skip_sheet.tcss"

    def heading(self) -> Wording:
        """The place."""
        return lambda: _("Skip {place}: why?").format(place=self._place())

    def _place(self) -> str:
        place = self.request.place
        return place() if callable(place) else str(place)

    def body(self) -> Iterable[Any]:
        """What a skip means, the reasons, and a line of one's own."""
        yield Words(N_("Skipping is recorded with your name and the reason."), id="skip-says")
        yield Chips(tile_width=24, id="skip-reasons")
        yield Field(N_("Words of your own (not a must)"), id="skip-own")

    def buttons(self) -> Iterable[Big]:
        """The act."""
        yield Big(N_("Skip this point"), "warning", id="skip-ok")

    def opened(self) -> None:
        """What was half filled in, or nothing."""
        kept = self.request.kept.get() or {}
        self.query_one(Field).value = str(kept.get("own", ""))
        chosen = [kept["reason"]] if isinstance(kept.get("reason"), str) else []
        chips = self.query_one(Chips)
        chips.page = 0
        chips.offer([Tile(phrase.id, phrase) for phrase in self.request.reasons], chosen)

    def paint(self) -> None:
        """The act waits for a reason."""
        self.query_one("#skip-ok", Big).disabled = not (self._reason or self._own)

    @property
    def _own(self) -> str:
        return self.query_one(Field).value.strip()

    @property
    def _reason(self) -> str:
        chosen = self.query_one(Chips).one
        return next((p.name(lang()) for p in self.request.reasons if p.id == chosen), "")

    @on(Chips.Changed)
    @on(Input.Changed)
    def _changed(self) -> None:
        self.keep(self.request.kept, {"reason": self.query_one(Chips).one, "own": self.query_one(Field).value})
        self.repaint()

    @on(Input.Submitted)
    @on(Button.Pressed, "#skip-ok")
    def _done(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        if self.request.save(self._reason or self._own, self._own if self._reason else ""):
            self.answer(True)

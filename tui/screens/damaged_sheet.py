"""A code that cannot be scanned: why, then the 8 letters under it, or a second person's PIN (brief D3.2).

Both are weaker proof than a scan and are recorded as what they are; both order a new label. Where no scanner is at
hand, a picture of the label does as well: it needs no reason and orders nothing, and proves no more than the letters.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on, work
from textual.widgets import Button

from checkpoints.site.people import Confirmed
from checkpoints.site.site import Phrase
from tui.i18n import N_, Wording, _, lang, say
from tui.screens.over_point import OverPoint
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.pad import LettersPad
from tui.widgets.pages import Tile
from tui.widgets.words import Words

__all__ = ["DamagedRequest", "DamagedSheet"]


@dataclass(frozen=True, slots=True)
class DamagedRequest:
    """Which place, why its code may be unreadable, who could be the witness, and the two ways to save."""

    place: Wording
    reasons: Sequence[Phrase]
    witnesses: tuple[str, ...]
    typed: Callable[[str, str], bool]
    """`typed(letters, reason)` says whether presence was recorded."""
    witnessed: Callable[[Confirmed, str], bool]
    picture: Callable[[], Awaitable[bool]] | None = None
    """Reads the newest picture of the watched folder; None where pictures cannot be read."""


class DamagedSheet(OverPoint[DamagedRequest, bool]):
    """Answers True once presence is recorded."""

    CSS_PATH = "damaged_sheet.tcss"
    _letters = False
    _reading = False

    def heading(self) -> Wording:
        """The place, or what to do with the pad."""
        if self._letters:
            return N_("Type the 8 letters that stand under the code")
        return lambda: _("The code cannot be scanned: {place}").format(place=say(self.request.place))

    def body(self) -> Iterable[Any]:
        """Why, and what follows; then the pad."""
        yield Words(N_("Why? Choose one. A new label is ordered by itself."), id="damaged-says")
        yield Chips(tile_width=24, id="damaged-reasons")
        yield LettersPad(id="damaged-pad")

    def buttons(self) -> Iterable[Big]:
        """The two ways."""
        yield Big(N_("Type the 8 letters"), "primary", id="damaged-type")
        yield Big(N_("Second person's PIN"), id="damaged-pin")
        yield Big(N_("Read the newest picture"), id="damaged-picture")

    def opened(self) -> None:
        """No reason yet, and nothing typed."""
        self._letters = self._reading = False
        pad = self.query_one(LettersPad)
        pad.typed, pad.third = "", 0
        self.query_one(Chips).offer([Tile(phrase.id, phrase) for phrase in self.request.reasons])

    def paint(self) -> None:
        """First why, then how."""
        for name in ("#damaged-says", "#damaged-reasons", ".bar"):
            self.query_one(name).display = not self._letters
        self.query_one("#damaged-pad").display = self._letters
        for name in ("#damaged-type", "#damaged-pin"):
            self.query_one(name, Big).disabled = not self._reason
        picture = self.query_one("#damaged-picture", Big)
        picture.display = self.request.picture is not None
        picture.disabled = self._reading
        picture.say(N_("Reading ...") if self._reading else N_("Read the newest picture"))

    @property
    def _reason(self) -> str:
        chosen = self.query_one(Chips).one
        return next((p.name(lang()) for p in self.request.reasons if p.id == chosen), "")

    @on(Chips.Changed)
    def _chosen(self, event: Chips.Changed) -> None:
        event.stop()
        self.repaint()

    @on(Button.Pressed, "#damaged-type")
    def _type(self, event: Button.Pressed) -> None:
        event.stop()
        self._letters = True
        self.repaint()
        self.query_one(LettersPad).focus()

    @on(Button.Pressed, "#damaged-pin")
    @work
    async def _pin(self) -> None:
        who = await self.app.ask(PinSheet, PinRequest(self.request.witnesses, N_("Second person: you are both here")))
        if who is not None and self.request.witnessed(who, self._reason):
            self.answer(True)

    @on(Button.Pressed, "#damaged-picture")
    @work
    async def _picture(self, event: Button.Pressed) -> None:
        event.stop()
        if self.request.picture is None or self._reading:
            return
        self._reading = True
        self.repaint()
        here = await self.request.picture()
        self._reading = False
        self.repaint()
        if here:
            self.answer(True)

    @on(LettersPad.Cancelled)
    def _cancelled(self, event: LettersPad.Cancelled) -> None:
        event.stop()
        self.action_back()

    @on(LettersPad.Done)
    def _done(self, event: LettersPad.Done) -> None:
        event.stop()
        if self.request.typed(event.text, self._reason):
            self.answer(True)

    def action_back(self) -> None:
        """From the letters back to the reasons, else out."""
        if self._letters:
            self._letters = False
            self.repaint()
        else:
            self.answer(None)

"""Beginning in earnest: the default site, its labels, and the first supervisor with a name and a PIN."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on, work
from textual.containers import Container
from textual.widgets import Button

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.site import Site
from checkpoints.work import people
from store import pins, setup
from tui.i18n import N_, Wording, tell
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.widgets.field import Field
from tui.widgets.pad import PinPad
from tui.widgets.words import Words

__all__ = ["FirstPerson", "FirstPersonSheet"]

STEPS = (
    N_("1 of 3: the first supervisor's name in Chinese and in Latin letters"),
    N_("2 of 3: choose a PIN of 4 to 8 digits"),
    N_("3 of 3: type the same PIN again"),
)


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """What the sheet begins with."""

    id: str = "p01"
    zh: str = "客服主任"
    en: str = "Supervisor"
    department: str = "service"


class FirstPersonSheet(Sheet[FirstPerson, str]):
    """Answers the id of the person once the site, the labels and the person are saved."""

    CSS_PATH = "first_person.tcss"
    _step = 0
    _pin = ""
    _busy = False

    def heading(self) -> Wording:
        """The step."""
        return STEPS[self._step]

    def body(self) -> Iterable[Any]:
        """Two fields, then the pad twice."""
        with Container(id="first-names"):
            yield Words(N_("Name in Chinese"))
            yield Field(N_("Name in Chinese"), id="first-zh", max_length=20)
            yield Words(N_("Name in Latin letters"))
            yield Field(N_("Name in Latin letters"), id="first-en", max_length=40)
        yield PinPad(id="first-pin")

    def buttons(self) -> Iterable[Big]:
        """On to the PIN."""
        yield Big(N_("Next ▶"), "primary", id="first-next")

    def opened(self) -> None:
        """Names as suggested."""
        self._step, self._pin, self._busy = 0, "", False
        self.query_one("#first-zh", Field).value = self.request.zh
        self.query_one("#first-en", Field).value = self.request.en

    def paint(self) -> None:
        """The widgets of the step."""
        self.query_one("#first-names").display = self._step == 0
        self.query_one(".bar").display = self._step == 0
        self.query_one("#first-pin").display = self._step > 0

    @on(Field.Submitted)
    @on(Button.Pressed, "#first-next")
    def _named(self, event: Field.Submitted | Button.Pressed) -> None:
        event.stop()
        if not (self.query_one("#first-zh", Field).value.strip() or self.query_one("#first-en", Field).value.strip()):
            self.tell(N_("A person needs a name."))
            return
        self._turn(1)

    def _turn(self, step: int) -> None:
        self._step = step
        pad = self.query_one(PinPad)
        pad.typed = ""
        self.repaint()
        if step:
            pad.focus()

    @on(PinPad.Cancelled)
    def _cancel(self, event: PinPad.Cancelled) -> None:
        event.stop()
        self.action_back()

    def action_back(self) -> None:
        """One step back, else out."""
        if self._busy:
            return
        if self._step:
            self._turn(self._step - 1)
        else:
            self.answer(None)

    @on(PinPad.Done)
    def _done(self, event: PinPad.Done) -> None:
        event.stop()
        pin = self.query_one(PinPad).taken()
        if self._busy:
            return
        if self._step == 1:
            try:
                people.check_pin(pin)
            except Refused as no:
                weak = no
                self.tell(lambda: tell(weak))
                return
            self._pin = pin
            self._turn(2)
        elif pin != self._pin:
            self.tell(N_("The two PINs differ. Nothing was saved; choose the PIN again."))
            self._turn(1)
        else:
            self._busy = True
            self._begin(pin)

    @work(thread=True, exclusive=True)
    def _begin(self, pin: str) -> None:
        from checkpoints.site.catalogue import default_site  # noqa: PLC0415  (validates 46 checkpoints: half a second)

        self.app.call_from_thread(self._save, default_site(), pins.hash_pin(pin))
        self._pin = ""

    def _save(self, site: Site, pin_hash: str) -> None:
        """The person first: whoever loads a site must be somebody."""
        self._busy = False
        app, first = self.app, self.request
        added = people.PersonAdded(
            person=first.id,
            zh=self.query_one("#first-zh", Field).value.strip(),
            en=self.query_one("#first-en", Field).value.strip(),
            role="supervisor",
            department=first.department,
        )

        def begin(_now: Moment) -> Sequence[Fact]:
            pin_set = people.PinSet(person=first.id, pin_hash=pin_hash)
            return [*people.add(app.book.ledger, added, first.id), pin_set]

        if app.record(begin, by=first.id) is None:
            return
        if app.attempt(lambda: setup.load_site(app.book, first.id, site)) is not None:
            self.answer(first.id)

"""A person gives a PIN: to sign in, as the second of a joint round, as a witness. Proof is a `Confirmed`.

Argon2id takes its time on purpose, so it runs in a thread; wrong PINs are recorded, and the wait after several of
them is read from the record: closing the app does not shorten it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from textual import on, work
from textual.timer import Timer

from checkpoints.site.people import Confirmed, Person
from checkpoints.work import people
from checkpoints.work.promises.contacts import masked_name
from store import pins
from store.platform import boot_ms
from tui import when
from tui.i18n import N_, Wording, _, lang
from tui.screens.base import Sheet
from tui.widgets.pad import PinPad
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words
from tui.words.roles import role_name

__all__ = ["NO_PIN_HERE", "PinRequest", "PinSheet", "no_pin", "person_tile", "person_tiles"]

NO_PIN_HERE = N_("No PIN yet. The supervisor sets one in the office.")
NO_PIN = N_("No PIN yet. The supervisor sets one: roundsman people pin {id}")


@dataclass(frozen=True, slots=True)
class PinRequest:
    """Who may give a PIN here; one person is asked at once, of several one is chosen first."""

    people: tuple[str, ...]
    title: Wording


class PinSheet(Sheet[PinRequest, Confirmed]):
    """Answers the proof, or None for Back."""

    CSS_PATH = "pin_sheet.tcss"
    _who: str = ""
    _busy = False
    _wrong = False
    _ticking: Timer | None = None

    def heading(self) -> Wording:
        """What the PIN is for."""
        return self.request.title

    def body(self) -> Iterable[Any]:
        """The people to choose from, then the pad."""
        yield Pages(id="pin-people", empty=N_("There is nobody here who could confirm."))
        yield Words(id="pin-line")
        yield PinPad(id="pin-pad")

    def opened(self) -> None:
        """One person is asked at once."""
        self._busy = self._wrong = False
        self._who = self.request.people[0] if len(self.request.people) == 1 else ""
        pad = self.query_one(PinPad)
        pad.typed = ""
        if self._who:
            pad.focus()

    def paint(self) -> None:
        """Tiles, or the pad with the name and what there is to say."""
        known = self.app.book.ledger.people
        choosing = not self._who
        self.query_one("#pin-people").display = choosing
        self.query_one(".bar").display = choosing
        self.query_one("#pin-pad").display = not choosing
        if choosing:
            asked = [known[p] for p in self.request.people if p in known]
            self.query_one(Pages).put(person_tiles(asked, masked=self.app.public))
        self._line()

    def _line(self) -> None:
        """Name and state; while there is a wait, seconds count down."""
        line = self.query_one("#pin-line", Words)
        line.display = bool(self._who)
        if not self._who:
            return
        left = self._seconds()
        says = _("Type the PIN, then OK.")
        if self._busy:
            says = _("Checking ...")
        elif left:
            says = _("Too many wrong PINs. Try again in {seconds} s.").format(seconds=left)
        elif self._wrong:
            says = "✗ " + _("That PIN is not right. Try again.")
        line.set_class(self._wrong or bool(left), "-bad")
        name = self.app.book.ledger.people.name(self._who, lang())
        line.show((masked_name(name) if self.app.public else name) + "   " + says)
        if left and self._ticking is None:
            self._ticking = self.set_interval(1, self._tick)
        elif not left and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    def _tick(self) -> None:
        if self.is_current:
            self._line()

    def _seconds(self) -> int:
        member = self.app.book.ledger.people.members.get(self._who)
        mark = self.app.mark()
        left = when.whole_seconds(member.wait_left(mark.at, mark.boot, mark.up)) if member else 0
        return max(left, when.whole_seconds(timedelta(milliseconds=self.app.no_pin_before - boot_ms())))

    @on(Pages.Chosen, "#pin-people")
    def _choose(self, event: Pages.Chosen) -> None:
        event.stop()
        person = self.app.book.ledger.people[str(event.key)]
        if not person.pin_hash:
            self.tell(NO_PIN_HERE if self.app.public else lambda: no_pin(person))
            return
        self._who, self._wrong = person.id, False
        self.repaint()
        self.query_one(PinPad).focus()

    @on(PinPad.Cancelled)
    def _cancel(self, event: PinPad.Cancelled) -> None:
        event.stop()
        self.action_back()

    def action_back(self) -> None:
        """From the pad back to the choice, else out."""
        self.query_one(PinPad).typed = ""
        if self._who and len(self.request.people) > 1:
            self._who = ""
            self.repaint()
        else:
            self.answer(None)

    @on(PinPad.Done)
    def _done(self, event: PinPad.Done) -> None:
        event.stop()
        pin = self.query_one(PinPad).taken()
        if pin and not self._busy and not self._seconds():
            self._busy = True
            self._line()
            self._check(self.app.book.ledger.people[self._who], pin)

    @work(thread=True, exclusive=True)
    def _check(self, person: Person, pin: str) -> None:
        confirmed = pins.verify(person, pin)
        self.app.call_from_thread(self._checked, person.id, confirmed)

    def _checked(self, person: str, confirmed: Confirmed | None) -> None:
        self._busy = False
        if person != self._who or not self.is_current:
            return
        if confirmed:
            self.answer(confirmed)
            return
        book = self.app.book
        self._wrong = True
        if self.app.record(lambda now: people.refuse_sign_in(book.ledger, person, now), by=person) is None:
            self.app.no_pin_before = boot_ms() + people.UNRECORDED_WAIT // timedelta(milliseconds=1)
        self._line()


def person_tiles(people: Sequence[Person], *, masked: bool) -> list[Tile]:
    """A tile for each; masked, where nobody has given a PIN in a lobby, it is known by the first letter and the role.

    Those whom that does not tell apart are numbered, in the order of the list.
    """
    if not masked:
        return [person_tile(p) for p in people]

    def name(person: Person) -> str:
        mine = masked_name(person.name(lang()))
        same = [p.id for p in people if p.role == person.role and masked_name(p.name(lang())) == mine]
        return mine if len(same) == 1 else f"{mine} {same.index(person.id) + 1}"

    return [replace(person_tile(p), words=lambda p=p: name(p)) for p in people]


def person_tile(person: Person) -> Tile:
    """Name and role; who has no PIN yet is told so on the tile."""
    mark = "" if person.pin_hash else "  ! " + _("no PIN")
    return Tile(person.id, lambda: person.name(lang()), lambda: role(person) + mark)


def role(person: Person) -> str:
    """The role in words."""
    return role_name(person.role)


def no_pin(person: Person) -> str:
    """How somebody without a PIN gets one."""
    return person.name(lang()) + ": " + _(NO_PIN).format(id=person.id)

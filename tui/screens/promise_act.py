"""One act on a promise: ready words or one's own, and what else the act asks for, each already filled in.

The first page has the words; a tile for each other field leads to its choices and back. What was entered survives a
language switch, a sign-out and a crash, and a refusal leaves the sheet as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from textual import on
from textual.containers import Horizontal
from textual.widgets import Button, Input

from checkpoints.site.words import Named
from checkpoints.work.findings.facts import Channel
from checkpoints.work.promises.case import OWNER_CHANNELS
from store.drafts import Kept
from tui import when
from tui.checkpoint.finding_form import put_together
from tui.i18n import N_, Wording, _, lang, say
from tui.scan import Scanned
from tui.screens.base import Face
from tui.screens.over_point import OverPoint
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.pages import Tile
from tui.widgets.words import Words
from tui.words.finding_text import CHANNELS, person_name
from tui.words.promise_acts import Ask
from tui.words.start import crop

__all__ = ["ActRequest", "Filled", "PromiseActSheet", "channel_tiles"]

Page = Literal["main", "channel", "hours", "person", "body"]
LATER = (2, 4, 8, 24, 48, 72, 168, 336)
"""Hours after the limit that are offered for a new one."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in; what the act does not ask for is empty."""

    words: str
    channel: Channel
    at: datetime
    person: str
    body: str


@dataclass(frozen=True, slots=True)
class ActRequest:
    """An act, what it asks for, and how to save it: `save` records and says whether it was."""

    title: Wording
    ask: Ask
    kept: Kept
    save: Callable[[Filled], bool]
    people: Sequence[str] = ()
    """Who may be chosen."""
    base: datetime | None = None
    """From when a later time is counted: the limit in force, or now."""
    hours: int = 24
    """How much later, to begin with."""


@dataclass(slots=True)
class _Form:
    channel: Channel = "phone"
    hours: int = 24
    person: str = ""
    phrases: list[int] = field(default_factory=list[int])
    typed: str = ""
    body: int = -1
    body_typed: str = ""


class PromiseActSheet(OverPoint[ActRequest, bool]):
    """Answers True once it is recorded."""

    CSS_PATH = "promise_act.tcss"
    form: _Form
    _page: Page = "main"
    _whose: str | None = None

    def heading(self) -> Wording:
        """The act."""
        return self.request.title

    def take_scan(self, scan: Scanned) -> None:
        """No checkpoint lies under this sheet."""
        Face.take_scan(self, scan)

    def body(self) -> Iterable[Any]:
        """What the act means, its fields, the ready words and a line of one's own."""
        yield Words(id="act-says")
        with Horizontal(id="act-fields"):
            for name in ("channel", "hours", "person", "body"):
                yield Big("", id=f"act-{name}", data=name)
        yield Chips(many=True, tile_width=30, id="act-chips")
        yield Field(N_("Type here if nothing fits"), id="act-own")

    def buttons(self) -> Iterable[Big]:
        """Save."""
        yield Big(N_("Save"), "primary", id="act-save")

    def opened(self) -> None:
        """Nothing is chosen yet, or what was half filled in before."""
        self._whose = self.app.person
        self.form = self._blank()
        kept = self.request.kept.get() or {}
        for name, value in kept.items():
            if isinstance(value, type(getattr(self.form, name, None))):
                setattr(self.form, name, value)
        if self.form.person not in self.request.people:
            self.form.person = ""
        self._go("main")

    def _blank(self) -> _Form:
        return _Form(hours=self.request.hours)

    def _keep(self) -> None:
        if self.form == self._blank():
            self.request.kept.drop()
        else:
            self.keep(self.request.kept, asdict(self.form))

    def _go(self, page: Page) -> None:
        if page != self._page:
            self.hush()
        self._page = page
        line = self.query_one(Field)
        line.value = self.form.body_typed if page == "body" else self.form.typed
        line.cursor_position = len(line.value)
        self.query_one(Chips).begin()
        self.repaint()

    # painting

    def paint(self) -> None:
        """One page of it; it is not there for somebody else who signed in meanwhile."""
        if self.app.person not in (None, self._whose):
            self.call_later(self.answer, None)
            return
        main, ask = self._page == "main", self.request.ask
        says = self.query_one("#act-says", Words)
        says.show(say(ask.says) if main else "")
        says.display = main
        asked = {"channel": ask.channel, "hours": ask.later, "person": ask.person, "body": bool(ask.bodies)}
        self.query_one("#act-fields").display = main and any(asked.values())
        for name, shown in asked.items():
            tile = self.query_one(f"#act-{name}", Big)
            tile.display = shown
            if shown:
                tile.show(self._field_words(name))
        self.query_one(Field).display = self._page in ("main", "body")
        self.query_one("#act-save", Big).say(N_("Save") if main else N_("OK ✓"))
        chips = self.query_one(Chips)
        chips.many = main
        chips.tile_height = 6 if self.app.compact else 5  # two lines for a phrase in the office too
        tiles, chosen = self._choices()
        chips.offer(tiles, chosen)

    def _field_words(self, name: str) -> str:
        if name == "channel":
            return _("How") + "\n" + _(CHANNELS[self.form.channel])
        if name == "hours":
            return _("Until when") + "\n" + when.day_and_clock(self._later(self.form.hours), self.app.now())
        if name == "person":
            return _("Goes to") + "\n" + (person_name(self.app.book.ledger, self.form.person) or "! " + _("choose"))
        return _("Handed to") + "\n" + (crop(self._body, 24) or "! " + _("choose"))

    def _choices(self) -> tuple[list[Tile], list[Any]]:
        ledger, form = self.app.book.ledger, self.form
        match self._page:
            case "channel":
                return channel_tiles(), [form.channel]
            case "hours":
                return [Tile(hours, lambda h=hours: self._hours_words(h)) for hours in sorted({*LATER, form.hours})], [
                    form.hours
                ]
            case "person":
                known = self.request.people
                return [Tile(p, lambda p=p: person_name(ledger, p)) for p in known], [form.person]
            case "body":
                return _named(self.request.ask.bodies), [form.body]
            case "main":
                return _named(self.request.ask.phrases), form.phrases

    def _hours_words(self, hours: int) -> str:
        at = when.day_and_clock(self._later(hours), self.app.now())
        return f"{at}\n+ {when.length(timedelta(hours=hours))}"

    def _later(self, hours: int) -> datetime:
        now = self.app.now()
        base = max(now, self.request.base.astimezone(now.tzinfo)) if self.request.base else now
        return (base + timedelta(hours=hours)).replace(second=0, microsecond=0)

    # what was filled in

    @property
    def _words(self) -> str:
        phrases = self.request.ask.phrases
        chosen = [phrases[index].name(lang()) for index in sorted(self.form.phrases) if index < len(phrases)]
        return put_together([*chosen, self.form.typed], lang())

    @property
    def _body(self) -> str:
        bodies, chosen = self.request.ask.bodies, self.form.body
        if self.form.body_typed.strip() or not 0 <= chosen < len(bodies):
            return self.form.body_typed.strip()
        return bodies[chosen].name(lang())

    # acting

    @on(Button.Pressed, "#act-fields Big")
    def _field(self, event: Button.Pressed) -> None:
        event.stop()
        self._go(cast("Page", cast("Big", event.button).data))

    @on(Chips.Changed)
    def _chosen(self, event: Chips.Changed) -> None:
        event.stop()
        page, keys = self._page, event.keys
        if page == "main":
            self.form.phrases = [int(str(key)) for key in keys]
            self._keep()
            self.repaint()
            return
        if keys:
            setattr(self.form, page, keys[0])
            if page == "body":
                self.form.body_typed = ""
        self._keep()
        self._go("main")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._page == "body":
            self.form.body_typed = event.value
        elif self._page == "main":
            self.form.typed = event.value
        self._keep()

    def action_back(self) -> None:
        """From a choice to the words, from there out."""
        if self._page == "main":
            self.answer(None)
        else:
            self._go("main")

    @on(Input.Submitted)
    @on(Button.Pressed, "#act-save")
    def _ok(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        if self._page != "main":
            self._go("main")
        elif self._missing():
            self._go(cast("Page", self._missing()))
        elif self.request.save(
            Filled(self._words, self.form.channel, self._later(self.form.hours), self.form.person, self._body)
        ):
            self.request.kept.drop()
            self.write_draft(self.request.kept)
            self.answer(True)

    def _missing(self) -> str:
        ask = self.request.ask
        if ask.person and not self.form.person:
            return "person"
        return "body" if ask.bodies and not self._body else ""


def channel_tiles() -> list[Tile]:
    """The ways to an owner."""
    return [Tile(channel, CHANNELS[channel]) for channel in OWNER_CHANNELS]


def _named(names: Sequence[Named]) -> list[Tile]:
    return [Tile(index, name) for index, name in enumerate(names)]

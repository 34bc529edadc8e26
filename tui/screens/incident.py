"""The first minutes of an incident: what, where, who was told, what was done; one tap each (D7.1, D7.2).

The incident was stamped before this screen came up. Nothing here has to be typed, and everything is kept by itself at
the tap, with the time of the tap: whoever has to give a PIN first loses no second of it. What takes more than a tap
(details, the result, the meeting, the measures) is filled in on the screens of all records.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on
from textual.content import Content
from textual.widgets import Button

from checkpoints.site.words import Named
from checkpoints.work import screens
from checkpoints.work.incidents import next_link, next_owed
from checkpoints.work.incidents.known import category
from checkpoints.work.incidents.rules import calls_for
from checkpoints.work.records import Record
from tui.i18n import N_, Wording, _, lang
from tui.scan import Scanned
from tui.screens.incident_acts import IncidentActs
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.widgets.reader import Reader
from tui.widgets.words import Words
from tui.words import incidents as words

__all__ = ["IncidentScreen"]

WIDE = 140
"""Columns from which there is room for wider tiles."""
STATE, NUMBERS, READABLE = 3, 2, 5
"""Rows: how it stands, whom to call, and from how many on a text can be read page by page."""
Key = tuple[str, str]
"""What a tile does: an act, and with what."""


class IncidentScreen(IncidentActs):
    """Opened with the id of an incident; Back leads to where one was, which is as it was left."""

    CSS_PATH = "incident.tcss"
    AUTO_FOCUS = "#incident-tiles Big"
    HELP_LINES = (
        (N_("Kind, phrases"), N_("One tap saves it, with the time of the tap")),
        (N_("Reached, no answer"), N_("Who has to be told, down the line until somebody is reached")),
        (N_("Scan a code"), N_("Says where it is")),
    )

    def heading(self) -> Wording:
        """The number."""
        return lambda: _("Incident") + " " + words.called(self.app.book.ledger, self._id)

    def body(self) -> Iterable[Any]:
        """How it stands, the taps, what happened, and whom to tell."""
        yield Words(id="incident-state")
        yield Pages(tile_width=18, folds=False, id="incident-tiles")
        yield Words(id="incident-numbers")
        yield Reader(id="incident-story")
        with ActBar():
            yield Big(N_("◀ Back"), id="incident-back")
            yield Big("", "success", id="incident-told")
            yield Big("", "warning", id="incident-missed")
            yield Big(N_("Everything"), id="incident-all")

    # painting

    def paint(self) -> None:
        """The incident as it is known now."""
        ledger, incident, now = self.app.book.ledger, self._incident, self.app.now()
        if incident is None:
            self.query_one("#incident-state", Words).show(_("That incident is not known here."))
            return
        signed = self.app.person is not None
        lines = words.standing(ledger, incident, now, names=signed)
        owed = next_owed(ledger, incident, now)
        state = self.query_one("#incident-state", Words)
        state.show("\n".join(lines))
        state.set_class(owed is not None and owed.late, "-late")
        self._paint_story(incident, self._paint_tiles(incident))
        self._paint_bar(incident)

    def _paint_story(self, incident: Record, room: int) -> None:
        """Whom to call; below it what happened, or where there is no room to read, the last of it."""
        ledger = self.app.book.ledger
        said = words.numbers(ledger, calls_for(incident))
        story = words.story(ledger, incident) if self.app.person is not None else []
        reader, numbers = self.query_one(Reader), self.query_one("#incident-numbers", Words)
        reader.display = room >= NUMBERS + READABLE
        last = story[:1] if not reader.display else []
        numbers.show("\n".join((said, *last)))
        numbers.set_class(bool(last), "-two")
        reader.put(Content("\n".join(story)))

    def _paint_tiles(self, incident: Record) -> int:
        """The tiles, in as many rows as they need; how many rows are left below them."""
        pages = self.query_one("#incident-tiles", Pages)
        tiles = list(self._tiles(incident)) if incident.open else [self._tile(("all", ""), N_("Everything"))]
        pages.tile_width = 24 if self.size.width >= WIDE else 18
        columns = max(1, (self.size.width + 1) // (pages.tile_width + 1))
        tall = 3 if self.app.compact else 5
        room = self.query_one("#body").size.height - STATE - tall
        height = min(-(-len(tiles) // columns) * tall, room)
        pages.styles.height = height
        pages.put(tiles)
        return room - height

    def on_resize(self) -> None:
        """Another width, another number of rows."""
        self.call_after_refresh(self.repaint)

    def _tiles(self, incident: Record) -> Iterable[Tile]:
        """While nobody said what it is, the kinds; then what is done in the first minutes."""
        kind = category(incident)
        if not kind or self._choosing:
            yield from (self._tile(("kind", o.value), o, on=o.value == kind) for o in self._options("kind", "category"))
        else:
            yield from self._acts(incident)
        yield self._tile(("place", ""), N_("Place …"))
        if not self._choosing:
            yield self._tile(("false", ""), N_("False alarm …"))

    def _acts(self, incident: Record) -> Iterable[Tile]:
        service = calls_for(incident)
        due = service and not incident.of("calls")
        called = words.option(self.app.book.ledger, "calls", "service", service)
        if called is not None:
            yield self._tile(("call", service), lambda: self._called(called), look=due)
        field = self._field("timeline", "what")
        for n, phrase in enumerate(field.ready if field else ()):
            yield self._tile(("phrase", str(n)), phrase)
        yield self._tile(("form", "timeline"), N_("Write a line …"))
        if incident.entry("details") is None:
            yield self._tile(("form", "details"), N_("Details …"), look=True)
        yield self._tile(("choose", ""), N_("Another kind …"))

    def _called(self, service: Named) -> str:
        """A line of a low button holds the name alone."""
        name = service.name(lang())
        return f"☎ {name}" if self.app.compact else _("Called: {whom}").format(whom=name)

    @staticmethod
    def _tile(key: Key, wording: Wording, *, look: object = False, on: bool = False) -> Tile:
        return Tile(key, wording, look="primary" if look else "default", on=on)

    def _options(self, step: str, name: str) -> Iterable[Any]:
        field = self._field(step, name)
        return field.options if field else ()

    def _paint_bar(self, incident: Record) -> None:
        """The two answers of whoever has to be told; one of them once somebody was reached."""
        ledger, between = self.app.book.ledger, " " if self.app.compact else "\n"
        told, missed = (self.query_one(f"#incident-{name}", Big) for name in ("told", "missed"))
        link = next_link(ledger, incident, self.app.now().date())
        waits = incident.open and link is not None
        told.disabled = missed.disabled = not waits
        missed.display = waits
        if waits and link is not None:
            name = words.who(ledger, link, names=self.app.person is not None)
            told.show("✓ " + _("reached") + between + name)
            missed.show("✗ " + _("no answer") + between + name)
        else:
            told.show("✓ " + _("told") + between + (words.told_at(ledger, incident) or "–"))

    # what a tap does

    @on(Pages.Chosen, "#incident-tiles")
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        act, what = event.key  # type: ignore[misc]
        match act:
            case "kind":
                self._choosing = False
                self._save("kind", {"category": what})
            case "call":
                self._save("calls", {"service": what, "by": self.app.person}, timed=True)
            case "phrase":
                phrase: Named = self._field("timeline", "what").ready[int(what)]
                self._save("timeline", {"what": phrase.name(lang()), "who": self.app.person}, timed=True)
            case "choose":
                self._choosing = True
                self.repaint()
            case "place":
                self._choose_place()
            case "false":
                self._false_alarm()
            case "form":
                self._fill_in(str(what))
            case _:
                self._everything()

    @on(Button.Pressed, "#incident-told")
    def _told(self) -> None:
        self._tell("yes")

    @on(Button.Pressed, "#incident-missed")
    def _missed(self) -> None:
        self._tell("no")

    def _tell(self, reached_: str) -> None:
        incident, ledger = self._incident, self.app.book.ledger
        link = next_link(ledger, incident, self.app.now().date()) if incident else None
        if link is not None:
            named = {"to": link.to, "person": link.person, "how": "phone", "reached": reached_}
            self._save("told", named, timed=True)

    def take_scan(self, scan: Scanned) -> None:
        """A code says where it is."""
        place = screens.place_of(self.app.book.ledger, scan.text, self.app.now())
        if place and self._incident is not None and self._incident.open:
            self._save("place", {"place": place})
        else:
            self.tell(N_("That is not a checkpoint code; nothing was changed. Choose the place by hand."))

    @on(Button.Pressed, "#incident-all")
    def _all(self) -> None:
        self._everything()

    @on(Button.Pressed, "#incident-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where one was."""
        if self.app.person is None:
            self.app.go_home()
        else:
            self.go_back()

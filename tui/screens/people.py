"""The people of the site: what each is, who stands in for whom, what each still owes; deputies and leaving.

Nobody leaves while work waits with them: it is given to somebody first, in one decision (rules.md 11.11 and 11.12).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import timedelta
from typing import Any

from textual import on, work
from textual.widgets import Button

from checkpoints.site.people import Person
from checkpoints.work import deputies, leaving, people
from checkpoints.work.deputies import DeputyEnded, DeputyNamed, Stand
from checkpoints.work.leaving import Owed, owed
from checkpoints.work.people import PersonAdded
from tui import when
from tui.i18n import N_, Wording, _, lang, n_
from tui.screens.base import BaseScreen
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.praise_sheet import ask_praise
from tui.screens.steps_sheet import Answers, Step, Steps, StepsSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.words.finding_text import department_name, person_name
from tui.words.rounds import joined
from tui.words.start import crop

__all__ = ["PeopleScreen"]

NOT_HERE = N_("People are not listed in the lobby.")
STARTS = (0, 1, 2, 3, 7, 14)
"""Days from today on which a stand-in may begin."""
LENGTHS = (1, 2, 3, 5, 7, 14, 30)
"""Days for which it lasts."""


class PeopleScreen(BaseScreen):
    """A tile opens what can be done for one person."""

    CSS_PATH = "people.tcss"
    HELP_LINES = ((N_("A person"), N_("Names a deputy, or lets the person leave once nothing waits with them")),)

    def heading(self) -> Wording:
        """People."""
        return N_("People")

    def subheading(self) -> str:
        """How many work here."""
        if self.app.place == "kiosk":
            return ""
        return n_("1 person", "{count} people", len(self.app.book.ledger.people.active()))

    def body(self) -> Iterable[Any]:
        """The list, the way back, and what went well."""
        yield Pages(tile_width=36, tile_height=6, empty=NOT_HERE, in_bar=True, id="people-list")
        with ActBar():
            yield Big(N_("◀ Back"), id="people-back")
            yield Big(N_("Praise"), id="people-praise")

    def paint(self) -> None:
        """Everybody who works here; nobody in the lobby, or for nobody."""
        here = self.app.person and self.app.place != "kiosk"
        known = self.app.book.ledger.people.active() if here else []
        self.query_one("#people-praise", Big).disabled = not self.app.person
        pages = self.query_one(Pages)
        pages.tile_height = 7 if self.app.compact else 6
        pages.put([self._tile(p) for p in known])

    # one person in a tile

    def _tile(self, person: Person) -> Tile:
        return Tile(person.id, lambda: self._words(person), lambda: self._under(person.id))

    def _words(self, person: Person) -> str:
        site = self.app.book.ledger.site
        roles = {r.id: r for r in site.roles} if site else {}
        role = roles[person.role].name(lang()) if person.role in roles else person.role
        name = person_name(self.app.book.ledger, person.id)
        return crop(f"{name} · {role}", 32) + "\n" + department_name(site, person.department)

    def _under(self, person: str) -> str:
        stand, rest = self._stand(person), self._rest(person)
        deputy = ""
        if stand is not None:
            who, day = self._called(stand.deputy), when.day(stand.end)
            deputy = _("deputy {who} until {day}").format(who=who, day=day)
        return crop(" · ".join(part for part in (deputy, rest) if part), 34)

    def _rest(self, person: str) -> str:
        rest = owed(self.app.book.ledger, person)
        return _owed_words(rest) if rest else ""

    def _called(self, person: str) -> str:
        return person_name(self.app.book.ledger, person)

    def _stand(self, person: str) -> Stand | None:
        ledger, today = self.app.book.ledger, self.app.now().date()
        known = ledger.deputies.get(person)
        stands = (s for s in known.stands if s.end >= today and ledger.people[s.deputy].active) if known else ()
        return next(iter(stands), None)

    # acts

    @on(Pages.Chosen, "#people-list")
    @work
    async def _open(self, event: Pages.Chosen) -> None:
        person = str(event.key)
        request = Listing(
            lambda: self._called(person),
            lambda: self._rest(person) or _("Nothing waits with this person."),
            lambda: self._acts(person),
            "",
        )
        match await self.app.ask(ListSheet, request):
            case "deputy":
                await self.app.ask(StepsSheet, self._deputy(person))
            case "back":
                self._end(person)
            case "give":
                await self.app.ask(StepsSheet, self._give(person))
            case "leave":
                await self.app.ask(StepsSheet, self._leave(person))
            case _:
                pass

    def _acts(self, person: str) -> list[Tile]:
        ledger, me = self.app.book.ledger, self.app.person or "-"
        today = self.app.now().date()
        rest, stand = owed(ledger, person), self._stand(person)
        names = person == me or deputies.may(ledger, me, "name_deputy", today)
        leads = N_("For the supervisor or the manager")

        def tile(act: str, words: str, why: str) -> Tile:
            return Tile(act, words, why, disabled=bool(why))

        busy = N_("Give to somebody first what waits") if rest.movable else N_("A round is under way")
        may_leave = deputies.may(ledger, me, "add_people", today)
        may_give = deputies.may(ledger, me, "assign", today)
        return [
            tile("deputy", N_("Name a deputy"), "" if names else leads),
            tile(
                "back",
                N_("Back early: end the deputy"),
                (N_("There is no deputy") if not stand else "") if names else leads,
            ),
            tile(
                "give", N_("Give all to somebody"), ("" if rest.movable else N_("Nothing waits")) if may_give else leads
            ),
            tile("leave", N_("Leaves the site"), (busy if rest else "") if may_leave else leads),
        ]

    def _others(self, person: str) -> list[Tile]:
        ledger = self.app.book.ledger
        others = [p for p in ledger.people.active() if p.id != person]
        others.sort(key=lambda p: (p.department != ledger.people[person].department, p.id))
        return [Tile(p.id, lambda p=p: self._called(p.id)) for p in others]

    def _deputy(self, person: str) -> Steps:
        ledger, today = self.app.book.ledger, self.app.now().date()

        def first(a: Answers) -> int:
            return int(a.get("start") or 0)

        def days(_a: Answers) -> list[Tile]:
            return [Tile(n, lambda n=n: when.day(today + timedelta(days=n))) for n in STARTS]

        def lengths(a: Answers) -> list[Tile]:
            def until(n: int) -> str:
                return _("until {day}").format(day=when.day(today + timedelta(days=first(a) + n - 1)))

            return [Tile(n, lambda n=n: until(n)) for n in LENGTHS]

        def save(a: Answers) -> bool:
            start = today + timedelta(days=first(a))
            end = start + timedelta(days=int(a["length"]) - 1)
            fact = DeputyNamed(person=person, deputy=str(a["deputy"]), start=start, end=end)
            by = self.app.person or "-"
            return self.app.record(lambda now: deputies.name(ledger, fact, by, now)) is not None

        steps = (
            Step("deputy", N_("Who stands in?"), tiles=lambda _a: self._others(person)),
            Step("start", N_("From which day?"), tiles=days),
            Step("length", N_("Until which day, that one included?"), tiles=lengths),
        )
        return Steps(N_("Name a deputy"), steps, save)

    def _end(self, person: str) -> None:
        stand, ledger, by = self._stand(person), self.app.book.ledger, self.app.person or "-"
        if stand is not None:
            fact = DeputyEnded(person=person, deputy=stand.deputy, on=self.app.now().date())
            self.app.record(lambda now: deputies.end(ledger, fact, by, now))

    def _give(self, person: str) -> Steps:
        ledger, by = self.app.book.ledger, self.app.person or "-"

        def save(a: Answers) -> bool:
            to: Hashable = a["to"]
            reason = _("given over by {who}").format(who=self._called(person))
            moved = self.app.record(lambda now: leaving.move_all(ledger, person, str(to), by, now, reason))
            return moved is not None

        steps = (Step("to", lambda: self._rest(person), tiles=lambda _a: self._others(person)),)
        return Steps(N_("Give all to somebody"), steps, save, N_("Give"))

    def _leave(self, person: str) -> Steps:
        ledger, by = self.app.book.ledger, self.app.person or "-"
        p = ledger.people[person]
        gone = PersonAdded(person=p.id, zh=p.zh, en=p.en, role=p.role, department=p.department, active=False)

        def save(_a: Answers) -> bool:
            return self.app.record(lambda now: people.add(ledger, gone, by, now)) is not None

        sure = N_("The name stays in every record; the person signs in no more.")
        steps = (Step("sure", sure, tiles=lambda _a: [Tile("yes", N_("Yes, leaves"))]),)
        return Steps(N_("Leaves the site"), steps, save)

    @on(Button.Pressed, "#people-praise")
    @work
    async def _praise(self) -> None:
        await self.app.ask(StepsSheet, ask_praise(self.app))

    @on(Button.Pressed, "#people-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()


def _owed_words(rest: Owed) -> str:
    """What there is of each; the line of a tile has no room for what there is none of."""
    counted = (
        (N_("findings {n}"), len(rest.findings)),
        (N_("promises {n}"), len(rest.promises) + len(rest.offers)),
        (N_("tasks {n}"), len(rest.tasks)),
        (N_("rounds {n}"), len(rest.rounds)),
        (N_("keys {n}"), len(rest.keys)),
    )
    return joined(_(words).format(n=n) for words, n in counted if n)

"""From a duty to what closes it: the record, the round, the findings; or the form in which it is begun."""

from __future__ import annotations

from textual import work

from checkpoints.ledger.board import Filter
from checkpoints.ledger.duties import Standing
from checkpoints.work.records.deciding import Target
from tui import when
from tui.i18n import N_, lang
from tui.screens.base import BaseScreen
from tui.screens.form_work import FormRequest
from tui.screens.list_sheet import Listing, ListSheet
from tui.widgets.pages import Tile
from tui.words import duties as words
from tui.words.rounds import local, place

__all__ = ["DutyDoors"]

NOTHING = N_("There is nothing to open: nothing of the kind has come up.")


class DutyDoors(BaseScreen):
    """What opens a duty. All ways from the board to other screens stand here."""

    def open_duty(self, standing: Standing) -> None:
        """What is left first, then what closed it; where there is neither, the place where it is begun."""
        found = standing.found
        subjects = found.closed_by if found.enough else found.left
        kinds = {s.partition(":")[0] for s in subjects}
        ids = tuple(s.partition(":")[2] for s in subjects)
        if "finding" in kinds:
            self._findings(standing, ids)
        elif "promise" in kinds:
            self._promises(ids)
        elif "round" in kinds:
            self._round(ids)
        elif "record" in kinds and (found.enough or standing.duty.times == 1):
            self._records(standing, tuple(i for i, s in zip(ids, subjects, strict=True) if s.startswith("record:")))
        elif "place" in kinds and not found.enough:
            self._places(standing, ids)
        else:
            self._begin(standing)

    def _findings(self, standing: Standing, ids: tuple[str, ...]) -> None:
        if len(ids) == 1:
            self.app.go("finding", ids[0])
        else:
            self.app.go("board", Filter(view="all", ids=ids, title=standing.duty.name(lang())))

    def _promises(self, ids: tuple[str, ...]) -> None:
        if len(ids) == 1:
            self.app.go("promise", ids[0])
        else:
            self.app.go("promises", "all")

    def _round(self, ids: tuple[str, ...]) -> None:
        """The one that is walked goes on with whoever walks it; any other is read."""
        known = [self.app.book.ledger.rounds.all[r] for r in ids]
        mine = next((r for r in known if r.open and self.app.person in r.people), None)
        if mine is not None and not self.app.compact:
            self.app.go("checkpoint", mine.id)
        else:
            self.app.go("round_detail", ids[0])

    def _records(self, standing: Standing, ids: tuple[str, ...]) -> None:
        if len(ids) > 1:
            self._choose(standing, ids)
        elif ids:
            self._record(ids[0])

    def _record(self, record: str) -> None:
        self.app.go("record", record)

    @work
    async def _choose(self, standing: Standing, ids: tuple[str, ...]) -> None:
        """One of several."""
        ledger, now = self.app.book.ledger, self.app.now()

        def tile(record: str) -> Tile:
            line = ledger.records.line(record)
            at = line.ended_at or line.opened_at
            told = when.day_and_clock(local(ledger, at), now) if at else ""
            return Tile(record, f"{ledger.records.called(record)} {line.title}", told)

        asked = Listing(lambda: words.name(standing), N_("Which one?"), lambda: [tile(r) for r in ids], "")
        chosen = await self.app.ask(ListSheet, asked)
        if chosen:
            self._record(str(chosen))

    @work
    async def _places(self, standing: Standing, ids: tuple[str, ...]) -> None:
        """Places that nobody has visited: a round that leads there is begun next."""
        site = self.app.book.ledger.site
        asked = Listing(
            lambda: words.name(standing),
            N_("Not visited yet. Choose a round that leads there."),
            lambda: [Tile(place_, lambda p=place_: place(site, p)) for place_ in ids],
            "",
        )
        if await self.app.ask(ListSheet, asked):
            self.app.go("start_round", "paper" if self.app.compact else "")

    def _begin(self, standing: Standing) -> None:
        """Nothing is there yet; where nothing has come up, the register takes the first."""
        if standing.found.idle and standing.duty.form:
            self.app.go("register", standing.duty.form)
        elif standing.found.idle:
            self.tell(NOTHING, grade="good")
        elif standing.duty.evidence == "round":
            self.app.go("home")
        elif standing.duty.form:
            self._new_record(standing)
        else:
            self.app.go("start_round", "paper" if self.app.compact else "")

    def _new_record(self, standing: Standing) -> None:
        """The first step of a record for the duty's period; a form that is kept by the work itself is only read."""
        site = self.app.book.ledger.site
        form = site.form_of.get(standing.duty.form) if site else None
        if form is None or form.kept_by:
            self.app.go("register", standing.duty.form)
            return
        period = standing.period if form.period == standing.duty.per else ""
        firms = [s.partition(":")[2] for s in standing.found.left if s.startswith("contractor:")]
        target = Target(form.id, period=period, about=firms[0] if firms else "")
        self.app.go("form", FormRequest(target, form.steps[0].id))

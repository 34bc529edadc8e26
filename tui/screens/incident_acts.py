"""What a tap on the screen of an incident keeps: at once, with its time; a PIN first where nobody is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import work

from checkpoints.work.incidents import FORM
from checkpoints.work.records import Record, deciding
from checkpoints.work.records.deciding import Target
from tui.i18n import N_
from tui.screens.base import BaseScreen
from tui.screens.form_work import FormRequest
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.widgets.pages import Tile

__all__ = ["IncidentActs"]


class IncidentActs(BaseScreen):
    """The incident that is shown, and what is kept of it."""

    _id = ""
    _choosing = False
    """Whether another kind is being chosen."""

    def load(self, request: Any) -> None:
        """The incident to show."""
        self._id, self._choosing = str(request), False

    @property
    def _incident(self) -> Record | None:
        known = self.app.book.ledger.records.all.get(self._id)
        return known if known is not None and known.opened_at is not None else None

    def _field(self, step: str, name: str) -> Any:
        site = self.app.book.ledger.site
        form = site.form_of.get(FORM) if site else None
        asked = form.step(step) if form else None
        return asked.field(name) if asked else None

    @work(group="incident")
    async def _save(self, step: str, values: Mapping[str, Any], *, timed: bool = False) -> None:
        """Keep one step, with the time of the tap, after a PIN where nobody is signed in."""
        at = self.app.now().isoformat()
        if not await self._somebody():
            return
        by = self.app.person or "-"
        said = {name: value or by if name in ("by", "who") else value for name, value in values.items()}
        self._fill(step, said | ({"at": at} if timed else {}))

    def _fill(self, step: str, values: Mapping[str, Any]) -> None:
        ledger, target, by = self.app.book.ledger, Target(FORM, self._id), self.app.person or "-"
        if self.app.record(lambda now: deciding.fill(ledger, target, step, values, by, now)) is not None:
            self.repaint()

    async def _somebody(self) -> bool:
        """Whether somebody is signed in; asks for a PIN where nobody is. The stamp is kept whatever comes of it."""
        if self.app.person is not None:
            return True
        people = self.app.book.ledger.people.active()
        ours = tuple(p.id for p in people if p.role != "contractor" and p.pin_hash)
        request = PinRequest(ours, N_("The incident is saved. Who are you?"))
        confirmed = await self.app.ask(PinSheet, request)
        if confirmed is None:
            return False
        mine = self._id
        if not self.app.sign_in(confirmed.person):
            return False
        self.app.go("incident", mine)
        return True

    @work(exclusive=True, group="sheet")
    async def _choose_place(self) -> None:
        at_first = self._places()
        says = N_("Scanning its code is quicker.")
        chosen = await self.app.ask(ListSheet, Listing(N_("Where is it?"), says, lambda: at_first, N_("No places.")))
        if isinstance(chosen, str):
            self._save("place", {"place": chosen})

    def _places(self) -> list[Tile]:
        site = self.app.book.ledger.site
        return [Tile(p.id, p, p.id) for p in site.active] if site else []

    @work(exclusive=True, group="sheet")
    async def _false_alarm(self) -> None:
        field = self._field("false_alarm", "reason")
        request = Reasons(
            N_("False alarm"),
            N_("The incident ends here. The stamp and the reason are kept."),
            field.ready if field else (),
            N_("It was a false alarm"),
            grave=True,
        )
        why = await self.app.ask(ReasonSheet, request)
        if why:
            self._save("false_alarm", {"reason": why})

    @work(exclusive=True, group="sheet")
    async def _fill_in(self, step: str) -> None:
        if await self._somebody():
            self.app.go("form", FormRequest(Target(FORM, self._id), step))

    @work(exclusive=True, group="sheet")
    async def _everything(self) -> None:
        if await self._somebody():
            self.app.go("record", self._id)

"""One act on a finding, or on many: the fields that it asks for, filled in as far as they are known.

The first page has a tile for each field and the words; a tile leads to its choices and back. What was entered survives
a language switch, a sign-out and a crash, and a refusal leaves the sheet as it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from textual import on, work
from textual.widgets import Button, Input

from checkpoints.fact import Refused
from checkpoints.work.findings.form import Need
from store.drafts import Drafts, Kept
from tui.i18n import N_, _, tell
from tui.scan import Scanned
from tui.screens.act_begin import ANOTHER, TEXT, TIMES, Draft
from tui.screens.act_fields import Fields
from tui.screens.act_pages import MANY, ActPages, ActRequest
from tui.screens.base import Face
from tui.screens.photo_sheet import PhotoRequest, PhotoSheet
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.screens.time_sheet import TimeRequest, TimeSheet
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.pad import Pad
from tui.widgets.pages import Pages
from tui.words.finding_text import need_name

__all__ = ["ActRequest", "ActSheet"]


class ActSheet(ActPages):
    """Answers what was filled in, once it is recorded where the request can do that; None for Back."""

    CSS_PATH = "act_sheet.tcss"
    _drafts: Drafts | None = None

    def take_scan(self, scan: Scanned) -> None:
        """No checkpoint lies under this sheet."""
        Face.take_scan(self, scan)

    @property
    def _kept(self) -> Kept:
        self._drafts = self._drafts or Drafts(self.app.book.data)
        which = self.request.ids[0] if len(self.request.ids) == 1 else "many"
        return Kept(self._drafts, "act", self._whose or "-", self.request.act, which)

    def opened(self) -> None:
        """Filled in from what is known, or as it was left half filled in."""
        self._whose, self._witness = self.app.person, None
        try:
            self.fields = Fields(self.app, self.request.act, self.request.ids)
        except Refused as refused:
            no = refused
            self.fields = None
            self.tell(lambda: tell(no))
            return
        kept = self._kept.get()
        self.draft = self.fields.begin()
        if kept:
            half = Draft.restored(kept)
            self.draft.values |= half.values
            self.draft.phrases |= half.phrases
        self._go(None)

    def _go(self, page: Need | None) -> None:
        if page != self._page:
            self.hush()
        self._page = page
        text = self._text
        line = self.query_one(Field)
        line.value = str(self.draft.values.get(text, "")) if text else ""
        line.cursor_position = len(line.value)
        if page == "value":
            self.query_one(Pad).typed = str(self.draft.values.get("value", ""))
        self.query_one(Chips).begin(turned=page is not None and page not in TEXT)
        self.repaint()

    # acting

    @on(Pages.Chosen, "#act-fields")
    def _field(self, event: Pages.Chosen) -> None:
        event.stop()
        need, fields = cast("Need", event.key), self.fields
        if fields is None:
            return
        way = fields.way(need)
        if way == "toggle":
            self.draft.values[need] = not self.draft.values.get(need)
            self._keep()
            self.repaint()
        elif way == "photo":
            self._photo()
        elif way == "pin":
            self._confirm()
        else:
            self._go(need)

    @work
    async def _photo(self) -> None:
        picked = await self.app.ask(PhotoSheet, PhotoRequest(self.heading()))
        if picked is not None and picked.photo:
            photos = [*self.draft.values.get("photos", []), picked.photo]
            self.draft.values["photos"] = list(dict.fromkeys(photos))
            self._keep()
            self.repaint()

    @work
    async def _confirm(self) -> None:
        people = tuple(p.id for p in self.app.book.ledger.people.active() if p.pin_hash and p.id != self.app.person)
        who = await self.app.ask(PinSheet, PinRequest(people, N_("A second person confirms with their PIN")))
        if who is not None:
            self._witness = who
            self.repaint()

    @on(Chips.Changed, "#act-chips")
    def _chosen(self, event: Chips.Changed) -> None:
        event.stop()
        text, page = self._text, self._page
        if text is not None:
            self.draft.phrases[text] = [int(str(key)) for key in event.keys]
            self._keep()
            self.repaint()
        elif page in MANY:
            self.draft.values[page] = [str(key) for key in event.keys]
            self._keep()
            self.repaint()
        elif page is not None and event.keys == (ANOTHER,):
            self._ask_time(page)
        elif page is not None:
            self._put(page, event.keys[0] if event.keys else None)

    def _put(self, page: Need, value: object) -> None:
        """A field of one value is filled in, or emptied; back to the first page."""
        if value is None:
            self.draft.values.pop(page, None)
        else:
            self.draft.values[page] = value
        self._keep()
        self._go(None)

    @work
    async def _ask_time(self, page: Need) -> None:
        """A time that no tile offers."""
        asked = TimeRequest(lambda: need_name(page), clock=page in TIMES, past=page == "on")
        at = await self.app.ask(TimeSheet, asked)
        if at is None:
            self.repaint()
        else:
            self._put(page, at.isoformat() if page in TIMES else at.date().isoformat())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        text = self._text
        if text is not None:
            self.draft.values[text] = event.value
            self._keep()

    @on(Pad.Typed)
    def _number(self, event: Pad.Typed) -> None:
        event.stop()
        self.draft.values["value"] = event.text
        self._keep()

    def _keep(self) -> None:
        if self.fields is not None and self.draft == self.fields.begin():
            self._kept.drop()
        else:
            self.keep(self._kept, self.draft.plain())

    def action_back(self) -> None:
        """From a field to the first page, from there out."""
        if self._page is None:
            self.answer(None)
        else:
            self._go(None)

    @on(Input.Submitted)
    @on(Pad.Done)
    @on(Button.Pressed, "#act-save")
    def _ok(self, event: Input.Submitted | Pad.Done | Button.Pressed) -> None:
        event.stop()
        fields = self.fields
        if fields is None:
            return
        if self._page is not None:
            self._go(None)
            return
        missing = fields.missing(self.draft, witness=self._witness is not None)
        if missing is not None:
            self.tell(lambda: _("Still to come: {field}.").format(field=need_name(missing)))
            return
        form = replace(fields.form(self.draft, self.request.version), witness=self._witness)
        if self.request.save is not None and not self.request.save(form):
            return
        self._kept.drop()
        self.write_draft(self._kept)
        self.answer(form)

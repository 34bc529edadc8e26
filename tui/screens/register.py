"""The records of one form: open ones first, the newest first; search, filter, and the way to a new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, cast

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button, Input

from checkpoints.ledger.search import Library
from checkpoints.site.forms import Form
from checkpoints.work import screens as codes
from checkpoints.work.records import Line
from checkpoints.work.records.deciding import Target
from checkpoints.work.records.life import held, may_open
from checkpoints.work.records.making import one_id
from checkpoints.work.records.periods import before, period_of
from tui.i18n import N_, Wording, _, n_, tell
from tui.scan import Scanned
from tui.screens.base import BaseScreen
from tui.screens.form_work import FormRequest
from tui.screens.list_sheet import Listing, ListSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.field import Field
from tui.widgets.pages import Pages, Tile
from tui.words.finding_text import department_name, person_name
from tui.words.records import form_name, period_name, record_name
from tui.words.registers import listed, record_tile

__all__ = ["RegisterScreen"]

View = Literal["open", "all", "mine"]
VIEWS: dict[View, str] = {"all": N_("All"), "open": N_("In hand"), "mine": N_("Mine")}
TILE = 38
"""Cells of a record's tile."""
STAMPED = {"incident": "incident"}
"""Forms whose records are begun before a word is typed (D7.1): the app's act and the screen of their own, by form."""
EARLIER = 7
"""Periods that are offered for what was not written down in time."""


class RegisterScreen(BaseScreen):
    """Opened with a form's id; a tile opens the record."""

    CSS_PATH = "register.tcss"
    HELP_LINES = (
        (N_("Search"), N_("Number, person or any words of a record; what is typed narrows the list at once")),
        (N_("New"), N_("Begins a record, or opens the one of today")),
        (N_("An earlier one"), N_("For what was not written down in time")),
    )
    _form_id = ""
    _view: View = "all"
    _fresh = False
    _found: Sequence[tuple[str, Line]] = ()
    _stamp: tuple[object, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self._libraries: dict[str, Library] = {}

    def load(self, request: Any) -> None:
        """The form."""
        self._fresh = self._fresh or str(request) != self._form_id
        self._form_id = str(request)

    @property
    def _form(self) -> Form | None:
        site = self.app.book.ledger.site
        return site.form_of.get(self._form_id) if site else None

    @property
    def _by(self) -> str:
        return self.app.person or "-"

    def heading(self) -> Wording:
        """The form."""
        return lambda: form_name(self.app.book.ledger, self._form_id) if self._form_id else _("Records")

    def subheading(self) -> str:
        """How many there are."""
        return n_("1 record", "{count} records", len(self._found))

    def body(self) -> Iterable[Any]:
        """What is shown, the list, and the way to a new one."""
        with Horizontal(id="register-views"):
            for view in VIEWS:
                yield Big("", id=f"register-{view}", data=view)
            yield Field(N_("Search: number, person, any words"), id="register-search")
        yield Pages(tile_width=TILE, empty=N_("There is no such record."), id="register-list")
        with ActBar():
            yield Big(N_("◀ Back"), id="register-back")
            yield Big(N_("All forms"), id="register-forms")
            yield Big(N_("An earlier one"), id="register-earlier")
            yield Big(N_("＋ New"), "primary", id="register-new")

    def paint(self) -> None:
        """The records of this view."""
        form, ledger, now = self._form, self.app.book.ledger, self.app.now()
        if self._fresh:
            self._fresh, self._view = False, "all"
            self.query_one("#register-search", Field).value = ""
            self.query_one(Pages).begin()
        pages = self.query_one(Pages)
        pages.tile_height = 6 if self.app.compact else 5
        for view, name in VIEWS.items():
            big = self.query_one(f"#register-{view}", Big)
            big.show(("✓ " if view == self._view else "") + _(name))
            big.mark(view == self._view)
        refused = may_open(ledger, form, self._by, now.date()) if form else None
        self.query_one("#register-new", Big).display = form is not None and not form.kept_by
        self.query_one("#register-new", Big).disabled = refused is not None
        self.query_one("#register-earlier", Big).display = (
            form is not None and form.period != "none" and not form.kept_by and refused is None
        )
        if form is None:
            pages.put([])
            return
        self._find(form)
        room = TILE - 5 if self.app.compact else 2 * (TILE - 6)
        shown = self._shown(form, self._found)
        pages.put([record_tile(ledger, form, r, line, now, room, excerpt) for r, line, excerpt in shown])

    def _find(self, form: Form) -> None:
        """The records of the form, looked up again when something was recorded or somebody else looks."""
        ledger, on_ = self.app.book.ledger, self.app.now().date()
        stamp = (form.id, ledger.count, self._by, self.app.place, on_)
        if stamp != self._stamp:
            self._stamp = stamp
            self._found = listed(ledger, form, self._by, self.app.place, on_)

    def _shown(self, form: Form, found: Sequence[tuple[str, Line]]) -> list[tuple[str, Line, str]]:
        """What the view and the search let pass: full text first, the best hit with its place, then by name."""
        if self._view == "open":
            found = [one for one in found if one[1].open]
        elif self._view == "mine":
            found = [one for one in found if self._mine(*one)]
        wanted = self.query_one(Field).value.strip().casefold()
        if not wanted:
            return [(*one, "") for one in found]
        lines = dict(found)
        library = self._libraries.setdefault(form.id, Library(form))
        hits = [(h.record, lines[h.record], h.excerpt) for h in library.search(self.app.book.ledger, wanted, lines)]
        told = {record for record, _, _ in hits}
        return hits + [(*one, "") for one in found if one[0] not in told and wanted in self._words(*one)]

    def _mine(self, record: str, line: Line) -> bool:
        if line.opened_by == self._by or any(d.by == self._by for d in line.done):
            return True
        return line.open and held(self.app.book.ledger.records.all[record])[0] == self._by

    def _words(self, record: str, line: Line) -> str:
        ledger = self.app.book.ledger
        people = {line.opened_by, *(d.by for d in line.done)}
        if line.open:
            people.add(held(ledger.records.all[record])[0])
        names = " ".join(person_name(ledger, p) for p in people if p)
        return f"{record_name(ledger, record)} {line.title} {line.period} {names}".casefold()

    def signed_out(self) -> None:
        """Whoever signed out leaves nothing on the screen."""
        if self.is_mounted:
            self.query_one(Pages).put([])

    # what a tap does

    @on(Button.Pressed, "#register-views Big")
    def _turned(self, event: Button.Pressed) -> None:
        event.stop()
        self._view = cast("View", cast("Big", event.button).data)
        self.query_one(Pages).page = 0
        self.repaint()

    @on(Input.Changed, "#register-search")
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(Pages).page = 0
        self.repaint()

    @on(Pages.Chosen, "#register-list")
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        self.app.go(STAMPED.get(self._form_id, "record"), str(event.key))

    @on(Button.Pressed, "#register-forms")
    def _forms(self) -> None:
        self.app.go("forms")

    @on(Button.Pressed, "#register-new")
    @work(exclusive=True, group="new")
    async def _new(self) -> None:
        form = self._form
        if form is not None:
            await self._begin(form, "")

    @on(Button.Pressed, "#register-earlier")
    @work(exclusive=True, group="new")
    async def _earlier(self) -> None:
        form = self._form
        if form is None:
            return
        periods = [period_of(form.period, self.app.now().date(), "pm")]
        for _n in range(EARLIER):
            periods.append(before(periods[-1]))
        tiles = [Tile(p, lambda p=p: period_name(p)) for p in periods[1:]]
        listing = Listing(N_("Which period?"), N_("The record says when it was really written."), lambda: tiles, "")
        chosen = await self.app.ask(ListSheet, listing)
        if chosen is not None:
            await self._begin(form, str(chosen))

    async def _begin(self, form: Form, period: str) -> None:
        """The form of a new record, or the record where there can be only one and is one."""
        if form.id in STAMPED:
            await self.app.run_action(f"app.{STAMPED[form.id]}")
            return
        about = await self._about(form) if form.about else ""
        if about is None:
            return
        ledger, now = self.app.book.ledger, self.app.now()
        meant = period or period_of(form.period, now.date(), "am" if now.hour < 12 else "pm")
        if not form.many and form.period != "none":
            known = ledger.records.all.get(one_id(form.id, meant, about))
            if known is not None and known.opened is not None:
                self.app.go("record", known.id)
                return
        self.app.go("form", FormRequest(Target(form.id, period=meant, about=about), form.steps[0].id))

    async def _about(self, form: Form) -> str | None:
        """Whom or what it is about; None for Back."""
        site = self.app.book.ledger.site
        if site is None:
            return None
        if form.about == "contractor":
            tiles = [Tile(c.id, c, lambda c=c: department_name(site, c.department)) for c in site.contractors]
            title, empty = N_("Which contractor?"), N_("The site file names no contractor.")
            chosen = await self.app.ask(ListSheet, Listing(title, "", lambda: tiles, empty))
            return None if chosen is None else str(chosen)
        used = {c.zone for c in site.active}
        zones = [Tile(z.id, z) for z in site.zones if z.id in used]
        zone = await self.app.ask(ListSheet, Listing(N_("In which area?"), "", lambda: zones, ""))
        if zone is None:
            return None
        points = [Tile(c.id, c, c.id) for c in site.active if c.zone == zone]
        point = await self.app.ask(ListSheet, Listing(N_("Which place?"), "", lambda: points, ""))
        return None if point is None else str(point)

    def take_scan(self, scan: Scanned) -> None:
        """A label begins a record about its place, where the form is about places."""
        form, ledger = self._form, self.app.book.ledger
        if form is None or form.about != "place":
            super().take_scan(scan)
            return
        reading = codes.read(ledger, scan.text, self.app.now())
        refused = may_open(ledger, form, self._by, self.app.now().date())
        if not reading.checkpoint:
            self.tell(
                N_("That is not a checkpoint code; nothing was changed. Scan the label on the wall of the point.")
            )
        elif refused is not None:
            no = refused
            self.tell(lambda: tell(no))
        else:
            self.app.go("form", FormRequest(Target(form.id, about=reading.checkpoint), form.steps[0].id))

    @on(Button.Pressed, "#register-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()

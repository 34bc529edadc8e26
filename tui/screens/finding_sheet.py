"""A finding, already filled in from the catalogue: Save is the next tap (brief D3.9, D3.11).

The first page shows every field as a big tile; a tile leads to its choices and back. What is chosen lives in a
`FindingForm`, never in widgets, so nothing is lost by a language switch, a sign-out or a crash. The same sheet adds
words, a photo or a fix to a finding that is recorded already; then the catalogue's fields are not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from textual import on, work
from textual.containers import Container
from textual.widgets import Button, Input

from checkpoints.site.calendar import deadline
from checkpoints.site.site import Site
from checkpoints.work.findings import Draft
from checkpoints.work.findings.repeats import Hint, hints
from store.drafts import Kept
from tui import when
from tui.checkpoint.finding_choices import TITLES, TYPED, Page, choices, picked, short_name
from tui.checkpoint.finding_form import FindingForm
from tui.i18n import N_, Wording, _, lang, say
from tui.screens.over_point import OverPoint
from tui.screens.photo_sheet import PhotoRequest, PhotoSheet
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.words.ladder import hint_line

__all__ = ["FindingRequest", "FindingSheet"]

TILE, WIDE_TILE = 24, 36
"""Cells of a choice; a severity says what it means and needs more."""


@dataclass(frozen=True, slots=True)
class FindingRequest:
    """What the sheet begins with, and how to save it.

    `number` is that of a finding which is recorded already; `save` records and says whether it was.
    """

    place: Wording
    kind: str
    start: Draft
    base: Callable[[], str]
    """The line the words begin with, in the language spoken now; empty for a free finding."""
    kept: Kept
    save: Callable[[Draft], bool]
    number: str = ""
    first: Page = "main"
    people: tuple[str, ...] = ()
    """Who may have put it right, the round's people first."""
    witnesses: tuple[str, ...] = ()
    """Who may stand by when an emergency is put right on the spot."""
    fixable: bool = True
    same: Callable[[str], bool] | None = None
    """Records that an open finding was seen again instead, and says whether it was."""


class FindingSheet(OverPoint[FindingRequest, bool]):
    """Answers True once the finding is saved."""

    CSS_PATH = "finding_sheet.tcss"
    HELP_LINES = (
        (N_("Save"), N_("Records the finding as it stands; everything is filled in already")),
        (N_("Back"), N_("Records nothing; what was typed is offered again")),
    )
    form: FindingForm
    _hint = Hint()
    _page: Page = "main"
    _restored = False
    _seen_main = False

    def heading(self) -> Wording:
        """The place, or what the page asks."""
        if self._page != "main":
            return TITLES[self._page]
        if self.request.number:
            return lambda: _("Finding {number}").format(number=self.request.number)
        return lambda: _("New finding: {place}").format(place=say(self.request.place))

    def body(self) -> Iterable[Any]:
        """The fields, and the choices of one of them."""
        with Container(id="finding-main"):
            yield Big("", id="finding-words", classes="-flat-left", data="words")
            with Container(id="finding-tiles"):
                for name in ("severity", "department", "due", "category", "photo", "fix"):
                    yield Big("", id=f"finding-{name}", data=name)
        with Container(id="finding-pick"):
            yield Chips(tile_width=TILE, id="finding-chips")
            yield Field(N_("Type here if nothing fits"), id="finding-own")

    def buttons(self) -> Iterable[Big]:
        """Take it back, and save."""
        yield Big(N_("Start afresh"), id="finding-afresh")
        yield Big(N_("Not fixed yet"), id="finding-unfix")
        yield Big("", id="finding-same")
        yield Big(N_("Save"), "primary", id="finding-save")

    # what is filled in

    @property
    def site(self) -> Site:
        """The site in force."""
        return cast("Site", self.app.book.ledger.site)

    def opened(self) -> None:
        """The catalogue's values, or what was half filled in before."""
        fresh = self._fresh_form()
        kept = self.request.kept.get()
        self.form = FindingForm.restored(kept, fresh) if kept else fresh
        self._restored = kept is not None and self.form != fresh
        self._seen_main = False
        self._go(self.request.first)
        if self._restored:
            self.tell(N_("What you had filled in before is back."), grade="good")

    def _fresh_form(self) -> FindingForm:
        return FindingForm.of(self.request.start, self.app.person or "")

    def _keep(self) -> None:
        if self.form == self._fresh_form():
            self.request.kept.drop()
        else:
            self.keep(self.request.kept, self.form.plain())

    def _go(self, page: Page) -> None:
        """Turn to a page, with its own typed words in the line; a message about the page before is over."""
        if page != self._page:
            self.hush()
        self._page = page
        self._seen_main = self._seen_main or page == "main"
        field = self.query_one(Field)
        field.value = str(getattr(self.form, TYPED[page])) if page in TYPED else ""
        field.cursor_position = len(field.value)
        self.query_one(Chips).begin()
        self.repaint()
        if page == "main":
            self.query_one("#finding-save").focus()

    # painting

    def paint(self) -> None:
        """One page of it."""
        self._hint = self._look_for_alike()
        main = self._page == "main"
        self.query_one("#finding-main").display = main
        self.query_one("#finding-pick").display = not main
        self.query_one("#finding-afresh").display = main and self._restored
        self.query_one("#finding-unfix").display = self._page == "fix" and self.form.fixed
        same = self._hint.open_ids if main and self.request.same else ()
        self.query_one("#finding-same").display = bool(same)
        if same:
            self.query_one("#finding-same", Big).show(_("Seen again: {number}").format(number=self._called(same[0])))
        save = self.query_one("#finding-save", Big)
        save.say(N_("Save") if main else N_("OK ✓"))
        if main:
            self._paint_fields()
        else:
            self._paint_choices()

    def _paint_fields(self) -> None:
        form, site, request = self.form, self.site, self.request
        known = bool(request.number)
        words = form.own_words(site, lang()) if known else form.words(site, request.base(), lang())
        if known:
            words = "\n".join(part for part in (request.base(), "+ " + words if words else "") if part)
        hint = _("Add words") if known else _("Words: tap to choose or type")
        alike = hint_line(self._hint, self._called)
        self._tile("words", words or "! " + hint, alike or (hint if words and known else ""))
        for name in ("severity", "department", "due", "category"):
            self.query_one(f"#finding-{name}").display = not known and (name != "category" or not request.start.check)
        self.query_one("#finding-fix").display = request.fixable
        severity = site.severity_of[form.severity]
        self._tile("severity", _("Severity"), f"{form.severity} {short_name(severity.name(lang()))}")
        department = site.department_of.get(form.department)
        self._tile(
            "department", _("Department"), short_name(department.name(lang())) if department else form.department
        )
        due = deadline(site.service_calendar, form.severity, self.app.now(), form.due_h).due
        left = when.length(timedelta(hours=form.due_h))
        self._tile("due", _("Put right within {time}").format(time=left), when.day_and_clock(due, self.app.now()))
        category = site.category_of.get(form.category)
        self._tile("category", _("Kind"), category.name(lang()) if category else form.category)
        self._tile("photo", _("Photo"), self._photo_words())
        if form.fixed:
            who = form.fixer_typed.strip() or self.app.book.ledger.people.name(form.fixer, lang())
            self._tile("fix", "✓ " + _("Fixed on the spot"), f"{form.done(site, lang())}  {who}")
        else:
            self._tile("fix", _("Fixed on the spot?"), _("no"))

    def _look_for_alike(self) -> Hint:
        """Whether this fault is on somebody's list already, or came back (rules.md 1 and 6)."""
        start = self.request.start
        if self.request.number:
            return Hint()
        return hints(self.app.book.ledger, start.checkpoint, self.form.category, start.unit, self.app.now())

    def _called(self, finding: str) -> str:
        return self.app.book.ledger.findings.called(finding)

    def _photo_words(self) -> str:
        form = self.form
        if form.photos:
            return "✓ " + _("photos {n}").format(n=len(form.photos))
        if form.no_photo:
            return _("none: {reason}").format(reason=form.no_photo)
        return "! " + _("still to come") if self.request.start.photo_asked else _("none")

    def _tile(self, name: str, words: str, under: str) -> None:
        self.query_one(f"#finding-{name}", Big).show("\n".join(line for line in (words, under) if line))

    def _paint_choices(self) -> None:
        chips = self.query_one(Chips)
        chips.many = self._page in ("words", "fix")
        chips.tile_width = WIDE_TILE if self._page == "severity" else TILE
        tiles, chosen = choices(self._page, self.form, self.request, self.site, self.app)
        chips.offer(tiles, chosen)
        self.query_one(Field).display = self._page in TYPED

    # acting

    @on(Button.Pressed, "#finding-main Big")
    def _field(self, event: Button.Pressed) -> None:
        event.stop()
        name = str(cast("Big", event.button).data)
        if name == "photo":
            self._photo()
        else:
            self._go(cast("Page", name))

    @work
    async def _photo(self) -> None:
        got = await self.app.ask(PhotoSheet, PhotoRequest(self.request.place, self.site.photo_reasons))
        if got is not None:
            if got.photo and got.photo not in self.form.photos:
                self.form.photos.append(got.photo)
            self.form.no_photo = got.no_photo if not self.form.photos else ""
            self._keep()
            self.repaint()

    @on(Chips.Changed)
    def _chosen(self, event: Chips.Changed) -> None:
        event.stop()
        single = picked(self._page, self.form, event.keys, self.request, self.site)
        self._keep()
        if single:
            self._go("main")
        else:
            self.repaint()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._page in TYPED:
            setattr(self.form, TYPED[self._page], self.query_one(Field).value)
            if self._page == "fix":
                self.form.fixed = bool(self.form.done(self.site, lang()))
            self._keep()
            self.query_one("#finding-unfix").display = self._page == "fix" and self.form.fixed

    @on(Button.Pressed, "#finding-afresh")
    def _afresh(self, event: Button.Pressed) -> None:
        event.stop()
        self.form, self._restored = self._fresh_form(), False
        self._keep()
        self._go("main")

    @on(Button.Pressed, "#finding-unfix")
    def _unfix(self, event: Button.Pressed) -> None:
        event.stop()
        self.form.fixed, self.form.fix_phrases, self.form.fix_typed = False, [], ""
        self._keep()
        self._go("main")

    @on(Button.Pressed, "#finding-same")
    def _same(self, event: Button.Pressed) -> None:
        event.stop()
        if self.request.same is not None and self._hint.open_ids and self.request.same(self._hint.open_ids[0]):
            self.answer(False)

    def action_back(self) -> None:
        """From a page to the fields, from the fields out."""
        if self._page == "main" or not self._seen_main:
            self.answer(None)
        else:
            self._go("main")

    @on(Input.Submitted)
    @on(Button.Pressed, "#finding-save")
    def _ok(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        if self._page == "main":
            self._save()
        else:
            self._go("who" if self._page == "fix" and self.form.fixed else "main")

    @work(exclusive=True, group="save")
    async def _save(self) -> None:
        witness = None
        if self.form.fixed and self.form.severity == "S1":
            asked = PinRequest(self.request.witnesses, N_("An emergency: a second person confirms the fix"))
            witness = await self.app.ask(PinSheet, asked)
            if witness is None:
                return
        base = "" if self.request.number else self.request.base()
        if self.request.save(self.form.draft(self.request.start, self.site, base, lang(), witness)):
            self.answer(True)

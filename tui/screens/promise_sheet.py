"""Asked by an owner: the register of first-asked (首问登记), filled in as far as it can be (D2.1, D3.13, D3.16).

One tile a field; a tile leads to its choices and back. Whoever fills it in was asked first and answers the owner,
unless they name somebody else. Nothing needs a keyboard: units and numbers have pads, the rest is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from textual import on
from textual.containers import Container
from textual.widgets import Button, Input

from checkpoints.site.site import Site
from checkpoints.work.promises.facts import PromiseMade
from checkpoints.work.promises.making import make
from store.drafts import Drafts, Kept
from tui.i18n import N_, Wording, _, lang
from tui.scan import Scanned
from tui.screens.base import Face
from tui.screens.over_point import OverPoint
from tui.screens.promise_fields import PADS, TITLES, TYPED, Page, PromiseForm, choices, field_words, pick
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.code_pads import PhonePad, UnitPad
from tui.widgets.field import Field

__all__ = ["NewPromise", "PromiseSheet"]


@dataclass(frozen=True, slots=True)
class NewPromise:
    """What is known already; from a finding its id, household and words."""

    finding: str = ""
    unit: str = ""
    matter: str = ""


class PromiseSheet(OverPoint[NewPromise, str]):
    """Answers the id of the promise once it is recorded."""

    CSS_PATH = "promise_sheet.tcss"
    HELP_LINES = (
        (N_("Save"), N_("Records who was asked first and who answers; the clocks run from now")),
        (N_("Answered at once"), N_("What the owner was told; then only the return visit is owed")),
    )
    form: PromiseForm
    _page: Page = "main"
    _drafts: Drafts | None = None
    _whose = ""

    def heading(self) -> Wording:
        """The register, or what the page asks."""
        if self._page != "main":
            return TITLES[self._page]
        return N_("The owner behind the finding") if self.request.finding else N_("Asked by an owner")

    def take_scan(self, scan: Scanned) -> None:
        """No checkpoint lies under this sheet."""
        Face.take_scan(self, scan)

    def body(self) -> Iterable[Any]:
        """The fields, and the choices of one of them."""
        with Container(id="ask-main"):
            yield Big("", id="ask-matter", classes="-flat-left", data="matter")
            with Container(id="ask-tiles"):
                for name in ("unit", "contact", "phone", "kind", "urgent", "follower", "first", "due", "answered"):
                    yield Big("", id=f"ask-{name}", data=name)
        with Container(id="ask-pick"):
            yield Chips(tile_width=24, id="ask-chips")
            yield Field(N_("Type here if nothing fits"), id="ask-own")
            yield UnitPad(id="ask-unit-pad")
            yield PhonePad(id="ask-phone-pad")

    def buttons(self) -> Iterable[Big]:
        """Start afresh, and save."""
        yield Big(N_("Start afresh"), id="ask-afresh")
        yield Big(N_("Save"), "primary", id="ask-save")

    # what is filled in

    @property
    def site(self) -> Site:
        """The site in force."""
        return cast("Site", self.app.book.ledger.site)

    @property
    def _kept(self) -> Kept:
        self._drafts = self._drafts or Drafts(self.app.book.data)
        return Kept(self._drafts, "promise", self._whose, self.request.finding or "asked")

    def _blank(self) -> PromiseForm:
        request = self.request
        fresh = PromiseForm.of(self.site, self._whose, finding=bool(request.finding))
        return replace(fresh, unit=request.unit, typed=request.matter)

    def opened(self) -> None:
        """As far as it is known, or what was half filled in before."""
        self._whose = self.app.person or ""
        fresh = self._blank()
        kept = self._kept.get()
        self.form = PromiseForm.restored(kept, fresh) if kept else fresh
        self._go("main")
        if self.form != fresh:
            self.tell(N_("What you had filled in before is back."), grade="good")

    def _keep(self) -> None:
        if self.form == self._blank():
            self._kept.drop()
        else:
            self.keep(self._kept, asdict(self.form))

    def _go(self, page: Page) -> None:
        """Turn to a page, with what was typed there before."""
        if page != self._page:
            self.hush()
        self._page = page
        line = self.query_one(Field)
        line.value = str(getattr(self.form, TYPED[page])) if page in TYPED else ""
        line.cursor_position = len(line.value)
        self.query_one(Chips).begin()
        for name in PADS:
            self._pad(name).typed = str(getattr(self.form, name))
        self.repaint()
        if page in PADS:
            self._pad(page).focus()
        elif page == "main":
            self.query_one("#ask-save").focus()

    def _pad(self, name: str) -> UnitPad | PhonePad:
        return self.query_one(f"#ask-{name}-pad", UnitPad if name == "unit" else PhonePad)

    # painting

    def paint(self) -> None:
        """One page of it; somebody else who signed in meanwhile does not see what was typed (rules.md 11.19)."""
        if self.app.person not in (None, self._whose):
            self.call_later(self.answer, None)
            return
        main = self._page == "main"
        self.query_one("#ask-main").display = main
        self.query_one("#ask-pick").display = not main
        self.query_one("#ask-afresh").display = main and self.form != self._blank()
        self.query_one("#ask-save", Big).say(N_("Save") if main else N_("OK ✓"))
        for name in PADS:
            self._pad(name).display = self._page == name
        chips = self.query_one(Chips)
        chips.display = self._page not in PADS
        self.query_one(Field).display = self._page in TYPED
        if main:
            for big in self.query("#ask-main Big").results(Big):
                big.show(field_words(str(big.data), self.form, self.app))
            self.query_one("#ask-urgent", Big).mark(self.form.urgent)
        else:
            chips.many = self._page in ("matter", "answered")
            tiles, chosen = choices(self._page, self.form, self.app)
            chips.offer(tiles, chosen)

    # acting

    @on(Button.Pressed, "#ask-main Big")
    def _field(self, event: Button.Pressed) -> None:
        event.stop()
        name = str(cast("Big", event.button).data)
        if name == "urgent":
            self.form.urgent = not self.form.urgent
            self._keep()
            self.repaint()
        else:
            self._go(cast("Page", name))

    @on(Chips.Changed)
    def _chosen(self, event: Chips.Changed) -> None:
        event.stop()
        done = pick(self._page, self.form, event.keys)
        self._keep()
        if done:
            self._go("main")
        else:
            self.repaint()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._page in TYPED:
            setattr(self.form, TYPED[self._page], event.value)
            self._keep()

    @on(UnitPad.Typed)
    @on(PhonePad.Typed)
    def _padded(self, event: UnitPad.Typed) -> None:
        event.stop()
        if self._page in PADS and event.pad is self._pad(self._page):
            setattr(self.form, self._page, event.text)
            self._keep()

    @on(UnitPad.Done)
    @on(PhonePad.Done)
    def _pad_done(self, event: UnitPad.Done) -> None:
        event.stop()
        self._go("main")

    @on(Button.Pressed, "#ask-afresh")
    def _afresh(self, event: Button.Pressed) -> None:
        event.stop()
        self.form = self._blank()
        self._keep()
        self._go("main")

    def action_back(self) -> None:
        """From a page to the fields, from the fields out."""
        if self._page == "main":
            self.answer(None)
        else:
            self._go("main")

    @on(Input.Submitted)
    @on(Button.Pressed, "#ask-save")
    def _ok(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        if self._page == "main":
            self._save()
        else:
            self._go("main")

    def _save(self) -> None:
        request = self.form.request(self.request.finding, self.app.now(), lang())
        ledger, by = self.app.book.ledger, self.app.person or "-"
        recorded = self.app.record(lambda now: make(ledger, request, by, now))
        if recorded is None:
            return
        self._kept.drop()
        self.write_draft(self._kept)
        made = next(event.body for event in recorded if isinstance(event.body, PromiseMade))
        self.answer(made.promise)
        number = ledger.promises.called(made.promise)
        self.app.call_later(self.app.tell, lambda: _("Promise {number} is saved.").format(number=number), grade="good")

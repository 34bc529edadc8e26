"""One finding: where it stands, what happened, its photos, and everything that can be done with it (D3.9 to D3.16).

Every act has a button. One that cannot be taken now, or not by this person, says why when it is tapped.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from textual import on, work
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Button

from checkpoints.fact import Moment
from checkpoints.work.accounts.seeing import visible
from checkpoints.work.coaching import FORM as COACHING
from checkpoints.work.coaching import from_finding
from checkpoints.work.findings import Finding
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.acts import ACTS, perform, why_not
from checkpoints.work.findings.asking import asking
from checkpoints.work.findings.form import Form
from checkpoints.work.records.deciding import Target
from tui.i18n import N_, Wording, _, tell
from tui.screens.act_sheet import ActRequest, ActSheet
from tui.screens.base import BaseScreen
from tui.screens.form_work import FormRequest
from tui.screens.photo_view import PhotoSheetOf, shown_photos
from tui.screens.promise_sheet import NewPromise, PromiseSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.widgets.reader import Reader
from tui.words import detail
from tui.words.acts import NEXT
from tui.words.finding_text import act_name
from tui.words.timeline import content, lines

__all__ = ["FindingScreen"]

WIDE = 140
"""Columns from which the acts stand beside the facts."""


class FindingScreen(BaseScreen):
    """Opened with a finding's id; Back leads to where it was opened from."""

    CSS_PATH = "finding.tcss"
    HELP_LINES = (
        (N_("Actions"), N_("Everything that can be done; what cannot be done now says why")),
        (N_("Notice"), N_("The rectification notice, to be read out, saved or printed")),
    )
    _id = ""
    _section = "facts"
    _fresh = False

    def load(self, request: Any) -> None:
        """The finding to show."""
        if str(request) != self._id:
            self._section = "facts"
        self._id, self._fresh = str(request), True

    @property
    def _finding(self) -> Finding | None:
        return self.app.book.ledger.findings.all.get(self._id)

    @property
    def _by(self) -> str:
        return self.app.person or "-"

    def heading(self) -> Wording:
        """Number, severity, state."""
        return lambda: detail.headline(self.app.book.ledger, self._id) if self._finding else _("Finding")

    def body(self) -> Iterable[Any]:
        """Facts and history; the acts; a bar of parts."""
        with Horizontal(id="finding-parts"):
            with Vertical(id="finding-read"):
                yield Reader(id="finding-facts")
                yield Reader(id="finding-timeline")
            with Container(id="finding-do"):
                yield Pages(tile_width=22, id="finding-acts")
        with ActBar():
            yield Big(N_("◀ Back"), id="finding-back")
            for name, wording in detail.SECTIONS.items():
                yield Big(wording, id=f"finding-to-{name}", data=name, classes="part")
            yield Big(N_("Settle the versions"), "warning", id="finding-conflict")
            yield Big(N_("Notice"), id="finding-notice")

    def paint(self) -> None:
        """The finding as it is known now."""
        finding, ledger, now = self._finding, self.app.book.ledger, self.app.now()
        wide = self.size.width >= WIDE
        facts, timeline = self.query_one("#finding-facts", Reader), self.query_one("#finding-timeline", Reader)
        if finding is None or finding.raised is None:
            facts.put(_("That finding is not known here."), top=True)
            return
        tall = self.size.height >= 40
        facts.display = wide or self._section == "facts"
        timeline.display = (wide and (tall or self._section == "timeline")) or self._section == "timeline"
        facts.display = facts.display and not (wide and not tall and self._section == "timeline")
        self.query_one("#finding-read").display = wide or self._section != "acts"
        self.query_one("#finding-do").display = wide or self._section == "acts"
        facts.put(detail.facts_of(ledger, finding, now, accounts=self._tells_accounts), top=self._fresh)
        seen = [a.id for a in ledger.accounts.of(self._id) if visible(ledger, a, self._by, self.app.place, now.date())]
        timeline.put(content(lines(ledger, self._id, accounts=seen)), top=self._fresh)
        self._paint_acts(finding)
        for big in self.query(".part").results(Big):
            big.mark(big.data == self._section)
        self.query_one("#finding-to-acts").display = not wide
        self.query_one("#finding-to-facts").display = not (wide and tall)
        self.query_one("#finding-to-timeline").display = not (wide and tall)
        self.query_one("#finding-conflict").display = finding.conflict
        self.query_one("#finding-notice").display = bool(finding.progress.orders) and (wide or not finding.conflict)
        self._fresh = False

    @property
    def _tells_accounts(self) -> bool:
        """Never in the lobby."""
        return self.app.place != "kiosk"

    def on_resize(self) -> None:
        """Another width, other parts."""
        self.call_after_refresh(self.repaint)

    # acts

    def _paint_acts(self, finding: Finding) -> None:
        moment, ledger = Moment(self.app.now(), lambda: ""), self.app.book.ledger
        allowed = [a for a in ACTS if a != "settle" and why_not(ledger, self._id, a, self._by, moment) is None]
        following = [a for a in NEXT.get(finding.state, ()) if a in allowed]
        rest = [a for a in allowed if a not in following]
        closed = [a for a in ACTS if a != "settle" and a not in allowed]
        tiles = [
            Tile(act, lambda a=act: act_name(a), look="primary" if act == following[0] else "default")
            for act in following
        ]
        tiles += [Tile(act, lambda a=act: act_name(a)) for act in rest]
        tiles += self._beside()
        tiles += [Tile(act, lambda a=act: "· " + act_name(a), look="quiet") for act in closed]
        pages = self.query_one("#finding-acts", Pages)
        if self._fresh:
            pages.page = 0
        pages.put(tiles)

    def _beside(self) -> list[Tile]:
        """What is owed to an owner, who answers for it, who is coached: each has a screen of its own."""
        promises = self.app.book.ledger.promises.of_finding.get(self._id)
        owner = N_("The owner's reply") if promises else N_("Promise the owner a reply")
        accounts = [Tile("accounts", N_("Who answers for it"))] if self._tells_accounts else []
        return [Tile("owner", owner), *accounts, *self._coaching()]

    def _coaching(self) -> list[Tile]:
        """A need for training is raised from what was found (D4.5); how often it was, stands on the tile."""
        site = self.app.book.ledger.site
        if site is None or COACHING not in site.form_of:
            return []
        held = len(from_finding(self.app.book.ledger, self._id))
        return [Tile("coaching", lambda: _("Coaching") + (f" ({held})" if held else ""))]

    @work(exclusive=True, group="act")
    async def _owner(self) -> None:
        finding = self._finding
        promises = sorted(self.app.book.ledger.promises.of_finding.get(self._id, ()))
        if promises:
            self.app.go("promise", promises[-1])
        elif finding is not None and finding.raised is not None:
            asked = NewPromise(finding=finding.id, unit=finding.raised.unit, matter=finding.words)
            if await self.app.ask(PromiseSheet, asked):
                self.tell(N_("The promise is saved."), grade="good")

    @on(Pages.Chosen, "#finding-acts")
    def _act(self, event: Pages.Chosen) -> None:
        event.stop()
        if event.key == "owner":
            self._owner()
            return
        if event.key == "accounts":
            self.app.go("accounts", self._id)
            return
        if event.key == "coaching":
            self.app.go("form", FormRequest(Target(COACHING, origin=f"finding:{self._id}"), "session"))
            return
        act = cast("ActId", event.key)
        refused = why_not(self.app.book.ledger, self._id, act, self._by, Moment(self.app.now(), lambda: ""))
        if refused is not None:
            no = refused
            self.tell(lambda: f"{act_name(act)}: {tell(no)}")
            return
        ask = asking(self.app.book.ledger, self._id, self._by, Moment(self.app.now(), lambda: ""))
        if ACTS[act].must(ask) or ACTS[act].can(ask):
            self._fill_in(act)
        else:
            self._record(act, Form())

    @work(exclusive=True, group="act")
    async def _fill_in(self, act: ActId) -> None:
        finding = self._id
        await self.app.ask(ActSheet, ActRequest(act, (finding,), lambda form: self._record(act, form, finding)))

    def _record(self, act: ActId, form: Form, finding: str = "") -> bool:
        about = finding or self._id
        ledger, by = self.app.book.ledger, self._by
        if self.app.record(lambda now: perform(ledger, about, act, form, by, now)) is None:
            return False
        screen = self
        screen.tell(lambda: _("{act}: saved.").format(act=act_name(act)), grade="good")
        return True

    # the bar

    @on(Button.Pressed, ".part")
    def _part(self, event: Button.Pressed) -> None:
        event.stop()
        name = str(cast("Big", event.button).data)
        if name == "photos":
            self._photos()
            return
        self._section = name
        self.repaint()

    @work
    async def _photos(self) -> None:
        finding = self._finding
        if finding is not None:
            await self.app.ask(PhotoSheetOf, shown_photos(self.app, finding))

    @on(Button.Pressed, "#finding-notice")
    @work
    async def _notice(self) -> None:
        from checkpoints.reports.notice import notice  # noqa: PLC0415  (rarely needed, as what shows it)
        from tui.screens.paper_sheet import Paper, PaperSheet  # noqa: PLC0415

        finding = self._id
        await self.app.ask(PaperSheet, Paper(lambda: notice(self.app.book.ledger, finding, self.app.now())))

    @on(Button.Pressed, "#finding-conflict")
    @work
    async def _settle(self) -> None:
        from tui.screens.conflict_sheet import Conflict, ConflictSheet  # noqa: PLC0415  (rarely needed)

        finding = self._id
        await self.app.ask(ConflictSheet, Conflict(finding, lambda form: self._record("settle", form, finding)))

    @on(Button.Pressed, "#finding-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()

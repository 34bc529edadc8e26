"""Home: the two rounds of today, what is mine to do, and what nobody has looked at for a week (brief D3.1, D3.3).

One tap from here does the next thing, whatever it is: start, go on, join, explain, or read why a round does not
count. In the office the same is shown closer together, and rounds can only be entered from paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from textual import on, work
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Button

from checkpoints.site.people import Confirmed
from checkpoints.work import handover, missed, screens
from checkpoints.work.rounds import Round, course
from checkpoints.work.rounds.day import HalfDayState, half_day
from checkpoints.work.rounds.verdict import HalfDay, half_of
from checkpoints.work.waiting import waits
from tui import when
from tui.i18n import N_, Wording, _, lang
from tui.scan import Scanned
from tui.screens.home_lists import ALL_VISITED, NOTHING_OPEN, HomeLists
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.widgets.big import Big
from tui.widgets.pages import Pages
from tui.widgets.words import Words
from tui.words import home as home_words
from tui.words import home_findings as about
from tui.words.duties_today import home_title as duties_title
from tui.words.reasons import MISSED
from tui.words.rounds import half, owed_until, place, title
from tui.words.waits import first

__all__ = ["HomeScreen"]

LOOK = 20
"""Seconds between two looks at the clock while nobody walks: a half-day may have ended."""
ROOMY, TILE = 36, 30
"""Rows from which lists have pages, and cells of a tile."""


class HomeScreen(HomeLists):
    """The first screen after signing in, on tablet and office."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#home-acts Big"
    HELP_LINES = (
        (N_("Morning, Afternoon"), N_("Go on, see the verdict, or say why a round was missed")),
        (N_("Unseen, overdue"), N_("Findings whose step of the ladder nobody has taken note of, and what is late")),
        (N_("Scan a code"), N_("On a round: goes to that point and arrives")),
    )
    _seen: tuple[int, int, int] = (0, 0, 0)
    _alerts = about.Alerts()
    _alerts_of: tuple[object, ...] = ()

    def heading(self) -> Wording:
        """Today."""
        return lambda: _("Today") + " " + when.day(self.app.now().date())

    def subheading(self) -> str:
        """Which site this is."""
        site = self.app.book.ledger.site
        return (site.site.name_zh if lang() == "zh" else site.site.name_en) if site else ""

    def body(self) -> Iterable[Any]:
        """Today's rounds, the acts, and two lists where there is room for them."""
        with Horizontal(id="home-today"):
            yield Big("", id="home-am", data="am")
            yield Big("", id="home-pm", data="pm")
        with Container(id="home-acts"):
            yield Big(N_("Start a round"), "primary", id="home-start")
            yield Big("", "primary", id="home-go")
            yield Big("", id="home-join")
            yield Big("", id="home-alerts")
            yield Big("", id="home-promises")
            yield Big("", id="home-findings")
            yield Big("", id="home-duties")
            yield Big("", "warning", id="home-waits")
            yield Big("", id="home-stale")
            yield Big(N_("Round history"), id="home-history")
            yield Big(N_("Record forms"), id="home-forms")
        with Horizontal(id="home-lists"):
            with Vertical(id="home-mine"):
                yield Words(classes="strong", id="home-mine-title")
                yield Pages(tile_width=30, empty=NOTHING_OPEN, id="home-mine-list")
            with Vertical(id="home-unvisited"):
                yield Words(classes="strong", id="home-unvisited-title")
                yield Pages(tile_width=30, empty=ALL_VISITED, id="home-unvisited-list")

    def on_mount(self) -> None:
        """Look at the clock now and then: noon ends the morning without anybody doing anything."""
        self.set_interval(LOOK, self._look)

    def _look(self) -> None:
        if self.is_current and self._stamp() != self._seen:
            self.repaint()

    def _stamp(self) -> tuple[int, int, int]:
        now = self.app.now()
        return now.day, now.hour, now.minute

    @property
    def _mine(self) -> Round | None:
        return self.app.book.ledger.rounds.open_for(self.app.person) if self.app.person else None

    @property
    def _theirs(self) -> Round | None:
        """A round that others walk with this device, which one could join."""
        rounds = self.app.book.ledger.rounds
        known = (rounds.all[r] for r in sorted(rounds.open))
        return next((r for r in known if r.device == self.app.book.device.id and self.app.person not in r.people), None)

    def _half(self, of_day: HalfDay, now: datetime) -> HalfDayState:
        return half_day(self.app.book.ledger, now.date(), of_day, now)

    def paint(self) -> None:
        """Everything, from the ledger; what did not change is not drawn again."""
        ledger, now, mine = self.app.book.ledger, self.app.now(), self._mine
        self._seen = self._stamp()
        room = max(20, self.size.width // 2 - 6)
        for of_day in ("am", "pm"):
            self._paint_half(of_day, now, room)
        self._paint_acts(mine)
        me, all_ = self.app.person or "-", self.office
        findings = about.finding_tiles(ledger, me, now, everybodys=all_)
        stale = home_words.stale_tiles(ledger, now)
        told = about.findings_title(ledger, me, now, everybodys=all_)
        between = " · " if self.app.compact else "\n"
        self.query_one("#home-findings", Big).show(
            about.findings_title(ledger, me, now, everybodys=all_, between=between)
        )
        self._paint_alerts(now)
        self._paint_duties(now)
        waited = self.query_one("#home-waits", Big)
        waited.show(first(waits(ledger, me, now.date())))
        waited.display = bool(waited.text)
        self.set_class(waited.display, "-waited")
        self.query_one("#home-promises", Big).show(about.promises_title(ledger, me, now))
        self.query_one("#home-mine-title", Words).show("▲ " + told)
        for pages in self.query(Pages):
            pages.tile_height = 7 if self.app.compact else 6
        # Where there is no room to turn pages, the button beside leads to the whole list.
        short = len(findings) if self.size.height >= ROOMY or all_ else self.size.width // TILE
        self.query_one("#home-mine-list", Pages).put(findings[:short])
        told = home_words.stale_title(ledger, len(stale))
        self.query_one("#home-stale", Big).show(told)
        self.query_one("#home-unvisited-title", Words).show("○ " + told.replace("\n", " "))
        self.query_one("#home-unvisited-list", Pages).put(stale)

    def _paint_alerts(self, now: datetime) -> None:
        """What nobody has taken note of; worked out again when something was recorded, or a minute has passed."""
        stamp = (self.app.book.ledger.count, self.app.person, *self._seen)
        if stamp != self._alerts_of:
            self._alerts_of = stamp
            self._alerts = about.alerts(self.app.book.ledger, self.app.person or "-", now)
        big = self.query_one("#home-alerts", Big)
        big.show(about.alerts_title(self._alerts, " · " if self.app.compact else "\n"))
        big.variant = "error" if self._alerts.late else "warning" if self._alerts.unseen else "default"

    def _paint_duties(self, now: datetime) -> None:
        docket, ledger = self.app.docket, self.app.book.ledger
        self.query_one("#home-duties", Big).show(duties_title(docket, ledger, now, " · " if self.app.compact else "\n"))

    def _paint_half(self, of_day: HalfDay, now: datetime, room: int) -> None:
        state = self._half(of_day, now)
        big = self.query_one(f"#home-{of_day}", Big)
        ledger, mine = self.app.book.ledger, self._mine
        may_start = mine is None and not self.office and not self._ahead(of_day, now)
        big.show(home_words.half_card(ledger, of_day, state, mine, room, may_start=may_start))
        big.variant = home_words.HALF_LOOKS[state.state]

    def _ahead(self, of_day: HalfDay, now: datetime) -> bool:
        """Whether that half has not begun: a round started now would be one of the other half."""
        site = self.app.book.ledger.site
        return site is not None and of_day == "pm" and half_of(now, site.patrol_policy.am_ends) == "am"

    def _paint_acts(self, mine: Round | None) -> None:
        theirs = None if mine or self.office else self._theirs
        start, go, join = (self.query_one(f"#home-{name}", Big) for name in ("start", "go", "join"))
        start.say(self._start_words())
        start.display = mine is None
        go.display = mine is not None
        if mine is not None:
            go.show(home_words.go_on(self.app.book.ledger, mine))
        join.display = theirs is not None
        self.set_class(theirs is not None, "-joinable")
        if theirs is not None:
            who = self.app.book.ledger.people.name(theirs.people[0], lang()) if theirs.people else ""
            join.show(_("Join {who}: PIN").format(who=who))
        if self.is_current and (self.focused is None or not self.focused.display):
            (start if mine is None else go).focus()

    def _start_words(self) -> Wording:
        if self.office:
            return N_("Enter from paper")
        ledger = self.app.book.ledger
        offered = handover.waiting(ledger, self.app.person or "-")
        return (lambda: home_words.offered(ledger, offered[0])) if offered else N_("Start a round ▶")

    # what a tap does

    @on(Button.Pressed, "#home-start")
    def _start(self) -> None:
        """A round, or first the post that waits: without an answer to it no round starts."""
        if not self.office and handover.waiting(self.app.book.ledger, self.app.person or "-"):
            self.app.to_handover()
        else:
            self.app.go("start_round", "paper" if self.office else "")

    @on(Button.Pressed, "#home-go")
    def _go_on(self) -> None:
        if self._mine is not None:
            self.app.go("checkpoint", self._mine.id)

    @on(Button.Pressed, "#home-duties")
    def _duties(self) -> None:
        self.app.go("duties")

    @on(Button.Pressed, "#home-history")
    def _history(self) -> None:
        self.app.go("history")

    @on(Button.Pressed, "#home-am")
    @on(Button.Pressed, "#home-pm")
    def _half_tapped(self, event: Button.Pressed) -> None:
        of_day: HalfDay = "am" if event.button.id == "home-am" else "pm"
        state = self._half(of_day, self.app.now())
        if state.state == "missed":
            self._explain(of_day)
        elif state.state == "todo":
            if self._ahead(of_day, self.app.now()):
                hours = owed_until(self.app.book.ledger.site, of_day)
                self.tell(lambda: f"{half(of_day)} {hours}", N_("A round started now is one of the morning."))
            elif self._mine is None and not self.office:
                self._start()
        elif self._mine is not None and self._mine.id == home_words.shown(state).id:
            self.app.go("checkpoint", self._mine.id)
        else:
            self.app.go("round_detail", home_words.shown(state).id)

    @work
    async def _explain(self, of_day: HalfDay) -> None:
        ledger, day, by = self.app.book.ledger, self.app.now().date(), self.app.person or "-"
        request = Reasons(
            lambda: _("{half}: why was the round missed?").format(half=half(of_day)),
            N_("The reason is kept with the day. It does not make up for the round."),
            MISSED,
            N_("Save"),
        )
        why = await self.app.ask(ReasonSheet, request)
        if why and self.app.record(lambda now: missed.explain(ledger, day, of_day, why, by, now)):
            self.tell(N_("Saved: the reason is kept with the day."), grade="good")

    @on(Button.Pressed, "#home-join")
    @work
    async def _join(self) -> None:
        theirs, me = self._theirs, self.app.person
        if theirs is None or me is None:
            return
        who: Confirmed | None = await self.app.ask(PinSheet, PinRequest((me,), N_("Join the round: your PIN")))
        ledger = self.app.book.ledger
        if who is not None and self.app.record(lambda _now: course.join(ledger, theirs.id, who, theirs.people[0])):
            self.app.go("checkpoint", theirs.id)

    def take_scan(self, scan: Scanned) -> None:
        """A code of one's own round leads to its point; anything else is told what to do first."""
        ledger, mine = self.app.book.ledger, self._mine
        reading = screens.read(ledger, scan.text, self.app.now())
        where = place(ledger.site, reading.checkpoint) if reading.checkpoint else ""
        if reading.status == "not_a_code":
            self.tell(
                N_("That is not a checkpoint code; nothing was changed. Scan the label on the wall of the point.")
            )
        elif mine is None:
            self.tell(lambda: where, N_("Start a round first, then scan."))
        elif reading.status == "active" and reading.checkpoint not in mine.points:
            told = _("{place} is not on your round: {round}.")
            self.tell(lambda: told.format(place=where, round=title(ledger.site, mine)))
        else:
            self.app.go("checkpoint", mine.id)
            self.app.screen.post_message(Scanned(scan.text, scan.source, scan.gaps))

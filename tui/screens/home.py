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
from checkpoints.work import labels, missed
from checkpoints.work.rounds import Round, course
from checkpoints.work.rounds.day import HalfDayState, half_day
from checkpoints.work.rounds.verdict import HalfDay, half_of
from tui import when
from tui.i18n import N_, Wording, _, lang
from tui.scan import Scanned
from tui.screens.base import BaseScreen
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.widgets.big import Big
from tui.widgets.pages import Pages
from tui.widgets.words import Words
from tui.words import home as home_words
from tui.words.reasons import MISSED
from tui.words.rounds import half, owed_until, place, title

__all__ = ["HomeScreen"]

LOOK = 20
"""Seconds between two looks at the clock while nobody walks: a half-day may have ended."""
NOTHING_OPEN = N_("No finding is open.")
ALL_VISITED = N_("Every place was visited within the window.")


class HomeScreen(BaseScreen):
    """The first screen after signing in, on tablet and office."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#home-acts Big"
    HELP_LINES = (
        (N_("Morning, Afternoon"), N_("Go on, see the verdict, or say why a round was missed")),
        (N_("Scan a code"), N_("On a round: goes to that point and arrives")),
    )
    _seen: tuple[int, int, int] = (0, 0, 0)

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
            yield Big("", id="home-findings")
            yield Big("", id="home-stale")
            yield Big(N_("Round history"), id="home-history")
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
    def _office(self) -> bool:
        """Nobody who sits here stands at a checkpoint: rounds are read, and entered from paper."""
        return self.app.place == "office" or self.app.remote

    @property
    def _whose(self) -> str:
        """Whose findings are listed: one's own on the tablet, everybody's in the office."""
        return "" if self._office else self.app.person or "-"

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
        findings = home_words.finding_tiles(ledger, self._whose, now)
        stale = home_words.stale_tiles(ledger, now)
        told = home_words.findings_title(ledger, self._whose, now)
        self.query_one("#home-findings", Big).show(told)
        self.query_one("#home-mine-title", Words).show("▲ " + told)
        for pages in self.query(Pages):
            pages.tile_height = 7 if self.app.compact else 6
        self.query_one("#home-mine-list", Pages).put(findings)
        told = home_words.stale_title(ledger, len(stale))
        self.query_one("#home-stale", Big).show(told)
        self.query_one("#home-unvisited-title", Words).show("○ " + told.replace("\n", " "))
        self.query_one("#home-unvisited-list", Pages).put(stale)

    def _paint_half(self, of_day: HalfDay, now: datetime, room: int) -> None:
        state = self._half(of_day, now)
        big = self.query_one(f"#home-{of_day}", Big)
        ledger, mine = self.app.book.ledger, self._mine
        may_start = mine is None and not self._office and not self._ahead(of_day, now)
        big.show(home_words.half_card(ledger, of_day, state, mine, room, may_start=may_start))
        big.variant = home_words.HALF_LOOKS[state.state]

    def _ahead(self, of_day: HalfDay, now: datetime) -> bool:
        """Whether that half has not begun: a round started now would be one of the other half."""
        site = self.app.book.ledger.site
        return site is not None and of_day == "pm" and half_of(now, site.patrol_policy.am_ends) == "am"

    def _paint_acts(self, mine: Round | None) -> None:
        theirs = None if mine or self._office else self._theirs
        start, go, join = (self.query_one(f"#home-{name}", Big) for name in ("start", "go", "join"))
        start.say(N_("Enter from paper") if self._office else N_("Start a round ▶"))
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

    # what a tap does

    @on(Button.Pressed, "#home-start")
    def _start(self) -> None:
        self.app.go("start_round", "paper" if self._office else "")

    @on(Button.Pressed, "#home-go")
    def _go_on(self) -> None:
        if self._mine is not None:
            self.app.go("checkpoint", self._mine.id)

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
            elif self._mine is None and not self._office:
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

    @on(Button.Pressed, "#home-findings")
    @work
    async def _findings(self) -> None:
        request = Listing(
            N_("Open findings"),
            N_("Tap one to see the round it was found on."),
            lambda: home_words.finding_tiles(self.app.book.ledger, self._whose, self.app.now()),
            NOTHING_OPEN,
        )
        self._show_finding(await self.app.ask(ListSheet, request))

    @on(Pages.Chosen, "#home-mine-list")
    def _finding(self, event: Pages.Chosen) -> None:
        self._show_finding(event.key)

    def _show_finding(self, key: object) -> None:
        known = self.app.book.ledger.findings.all.get(str(key))
        if known is not None and known.raised is not None and known.raised.round:
            self.app.go("round_detail", known.raised.round)

    @on(Button.Pressed, "#home-stale")
    @work
    async def _stale(self) -> None:
        ledger = self.app.book.ledger
        request = Listing(
            lambda: home_words.stale_title(ledger, len(home_words.stale_tiles(ledger, self.app.now()))).replace(
                "\n", " "
            ),
            N_("Tap a place to see the round it was last visited on. A sampled round takes these first."),
            lambda: home_words.stale_tiles(ledger, self.app.now()),
            ALL_VISITED,
        )
        self._show_place(await self.app.ask(ListSheet, request))

    @on(Pages.Chosen, "#home-unvisited-list")
    def _place(self, event: Pages.Chosen) -> None:
        self._show_place(event.key)

    def _show_place(self, key: object) -> None:
        visit = self.app.book.ledger.rounds.last_visit(str(key)) if key else None
        if visit is not None:
            self.app.go("round_detail", visit[1])
        elif key is not None:
            self.tell(lambda: _("{place} was never visited.").format(place=place(self.app.book.ledger.site, str(key))))

    def take_scan(self, scan: Scanned) -> None:
        """A code of one's own round leads to its point; anything else is told what to do first."""
        ledger, mine = self.app.book.ledger, self._mine
        reading = labels.read(ledger, scan.text)
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

"""Start a round: what to walk, with whom, and off (brief D3.1, D3.3).

Nothing is recorded before Start is tapped; going back costs nothing, and a language switch keeps every choice. The
second person gives the PIN before the start, so that the joint round is joint from its first second.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from textual import on, work
from textual.widgets import Button

from checkpoints.fact import Refused
from checkpoints.site.people import Confirmed
from checkpoints.work.rounds import course
from checkpoints.work.rounds.course import StartRequest
from checkpoints.work.rounds.draw import prepare
from checkpoints.work.rounds.facts import RoundStarted
from tui.i18n import N_, Wording, _, lang, n_, tell
from tui.screens.base import BaseScreen
from tui.screens.message import MessageSheet, Question
from tui.screens.pin_sheet import PinRequest, PinSheet, no_pin, person_tile
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.pages import Pages, Tile
from tui.widgets.reader import Reader
from tui.widgets.words import Words
from tui.words.round_text import drawn_list, sample
from tui.words.rounds import cluster, clusters_of, half
from tui.words.start import (
    SAMPLE,
    chosen_round,
    cluster_counts,
    for_other_half,
    hour_warnings,
    partners,
    route_tiles,
    walkers,
)

__all__ = ["StartRoundScreen"]

Step = Literal["choose", "draw", "people", "drawn"]
PAPER = (
    N_("A round entered from paper is kept and marked as entered later."),
    N_("It never counts as one of the two rounds of a day."),
)


class StartRoundScreen(BaseScreen):
    """`app.go("start_round", "")` begins afresh; `"paper"` begins a round from paper."""

    CSS_PATH = "start_round.tcss"
    HELP_LINES = (
        (N_("A route"), N_("Those for this hour come first")),
        (N_("Sampled round"), N_("Points are drawn by lot; the draw is kept and can be repeated")),
        (N_("From paper"), N_("Enter a round walked without the tablet; it does not count")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._begin(paper=False)

    def _begin(self, *, paper: bool) -> None:
        self.step: Step = "choose"
        self.route = ""
        self.clusters: tuple[str, ...] = ()
        self.points = 0
        self.paper = paper
        self.second: list[Confirmed] = []
        self.round_id = ""

    def load(self, request: Any) -> None:
        """Begin afresh."""
        self._begin(paper=request == "paper")
        for chips in self.query(Chips):
            chips.offer((), ())

    def heading(self) -> Wording:
        """Where one is on the way to the start."""
        return {
            "choose": N_("Start a round: what?"),
            "draw": N_("Sampled round: from where?"),
            "people": N_("Start a round: with whom?"),
            "drawn": N_("The points that were drawn"),
        }[self.step]

    def subheading(self) -> str:
        """A round from paper says so all the way."""
        return "! " + _("From paper: kept, does not count") if self.paper else ""

    def body(self) -> Iterable[Any]:
        """One list a step, and one bar with the buttons of all steps."""
        yield Words(id="start-says")
        yield Pages(columns=3, tile_height=7, id="start-routes")
        yield Chips(many=True, tile_width=25, id="start-clusters")
        yield Pages(tile_width=25, empty=N_("There is nobody else who could join."), id="start-people")
        yield Reader(id="start-drawn")
        with ActBar():
            yield Big(N_("◀ Back"), id="start-back")
            yield Big(N_("From paper..."), id="start-paper")
            yield Big("-", id="start-less", data=-1)
            yield Words(id="start-size")
            yield Big("+", id="start-more", data=1)
            yield Big(N_("Next ▶"), "primary", id="start-next")
            yield Big(N_("Start ▶"), "primary", id="start-go")
            yield Big(N_("To the first point ▶"), "primary", id="start-walk")

    def paint(self) -> None:
        """The step as far as it got."""
        site = self.app.book.ledger.site
        if site is None:
            return
        self.points = self.points or site.patrol_policy.sample_points
        shown = {
            "choose": {"start-routes", "start-back", "start-paper"},
            "draw": {"start-clusters", "start-back", "start-less", "start-size", "start-more", "start-next"},
            "people": {"start-people", "start-back", "start-go"},
            "drawn": {"start-drawn", "start-walk"},
        }[self.step]
        for widget in self.query("#body > Pages, #start-drawn, .bar > *"):
            widget.display = widget.id in shown
        lines = getattr(self, "_paint_" + self.step)()
        says = self.query_one("#start-says", Words)
        says.show("\n".join(lines))
        says.display = bool(lines)

    def _paint_choose(self) -> list[str]:
        ledger, now = self.app.book.ledger, self.app.now()
        if ledger.site is not None:
            routes = self.query_one("#start-routes", Pages)
            routes.tile_height = 9 if self.app.compact else 7
            routes.put(route_tiles(ledger.site, now))
        paper = self.query_one("#start-paper", Big)
        paper.mark(self.paper)
        paper.say(N_("✓ From paper") if self.paper else N_("From paper..."))
        return [] if self.paper else hour_warnings(ledger, now)

    def _paint_draw(self) -> list[str]:
        ledger, now = self.app.book.ledger, self.app.now()
        site = ledger.site
        if site is None:
            return []
        tiles = [self._cluster_tile(name) for name in clusters_of(site)]
        self.query_one("#start-clusters", Chips).offer(tiles, self.clusters)
        self.query_one("#start-size", Words).show(n_("1 point", "{count} points", self.points))
        pool, owed = cluster_counts(ledger, self.clusters, now)
        self.query_one("#start-more", Big).disabled = self.points >= pool
        self.query_one("#start-less", Big).disabled = self.points <= 1
        where = _("The whole estate") if not self.clusters else _("The chosen parts")
        days = site.patrol_policy.cluster_rotation_days
        told = (
            _("{where}: {pool} points, {owed} not visited in {days} days. Those come first.")
            if owed
            else _("{where}: {pool} points, all visited in {days} days. Those longest unvisited come first.")
        )
        return [told.format(where=where, pool=pool, owed=owed, days=days)]

    def _cluster_tile(self, name: str) -> Tile:
        ledger, now = self.app.book.ledger, self.app.now()

        def under() -> str:
            pool, owed = cluster_counts(ledger, (name,), now)
            return _("{pool} points, {owed} owed").format(pool=pool, owed=owed)

        return Tile(name, lambda: cluster(ledger.site, name, 40) if ledger.site else name, under)

    def _paint_people(self) -> list[str]:
        ledger = self.app.book.ledger
        chosen = {c.person for c in self.second}
        tiles = [person_tile(ledger.people[p]) for p in partners(ledger, self.app.person or "")]
        self.query_one("#start-people", Pages).put(
            [Tile(t.key, lambda t=t: "✓ " + t.words(), t.under, on=True) if t.key in chosen else t for t in tiles]  # type: ignore[operator]
        )
        alone = len(self._people) < self._needed
        go, short = self.query_one("#start-go", Big), alone and not self.paper
        go.say(N_("Start alone ▶") if short else N_("Start ▶"))
        go.variant = "default" if short else "primary"
        what = chosen_round(ledger.site, self.route, self.clusters, self.points)
        return [what, walkers(ledger, self._people, alone=short), *self._warnings()]

    @property
    def _people(self) -> list[str]:
        return [self.app.person or "-", *(c.person for c in self.second)]

    @property
    def _needed(self) -> int:
        site = self.app.book.ledger.site
        return site.patrol_policy.min_participants if site else 1

    def _warnings(self) -> list[str]:
        site, now = self.app.book.ledger.site, self.app.now()
        route = site.route_of.get(self.route) if site else None
        if self.paper or site is None:
            return []
        told = hour_warnings(self.app.book.ledger, now)
        if route is not None and for_other_half(site, route, now):
            told.append("! " + _("Walked now it does not count: it is for {half}.").format(half=half(route.half)))
        return told

    def _paint_drawn(self) -> list[str]:
        ledger = self.app.book.ledger
        round_ = ledger.rounds.all.get(self.round_id)
        if round_ is not None:
            self.query_one("#start-drawn", Reader).put(drawn_list(ledger, round_), sample(ledger, round_))
        return []

    def _to(self, step: Step) -> None:
        self.step = step
        self.repaint()
        self.call_after_refresh(self._begin_step)

    def _begin_step(self) -> None:
        """A keyboard begins at the first choice of the step."""
        first = next((w for w in self.focus_chain if w.has_class("tile") or w.id == "start-walk"), None)
        if first is not None:
            first.focus()

    def action_back(self) -> None:
        """One step back; from the first one, and from a started round, home."""
        back: dict[Step, Step] = {"draw": "choose", "people": "choose" if self.route else "draw"}
        if self.step in back:
            self._to(back[self.step])
        else:
            self.app.go_home()

    @on(Button.Pressed, "#start-back")
    def _back(self) -> None:
        self.action_back()

    @on(Pages.Chosen, "#start-routes")
    def _route_chosen(self, event: Pages.Chosen) -> None:
        self.route = "" if event.key == SAMPLE else str(event.key)
        self._to("draw" if event.key == SAMPLE else "people")

    @on(Button.Pressed, "#start-paper")
    @work
    async def _paper(self) -> None:
        if self.paper:
            self.paper = False
        elif await self.app.ask(MessageSheet, Question(N_("Enter a round from paper?"), PAPER, yes=N_("From paper"))):
            self.paper = True
        self.repaint()

    @on(Chips.Changed, "#start-clusters")
    def _clusters(self, event: Chips.Changed) -> None:
        self.clusters = tuple(str(key) for key in event.keys)
        self.repaint()

    @on(Button.Pressed, "#start-less")
    @on(Button.Pressed, "#start-more")
    def _resize(self, event: Button.Pressed) -> None:
        step = event.button.data if isinstance(event.button, Big) else 0
        self.points = max(1, self.points + int(step))  # type: ignore[call-overload]
        self.repaint()

    @on(Button.Pressed, "#start-next")
    def _next(self) -> None:
        try:
            prepare(self.app.book.ledger, self.clusters, self.points, "", self.app.now())
        except Refused as no:
            self.tell(lambda no=no: tell(no))
        else:
            self._to("people")

    @on(Pages.Chosen, "#start-people")
    @work
    async def _person(self, event: Pages.Chosen) -> None:
        ledger, who = self.app.book.ledger, str(event.key)
        person = ledger.people[who]
        if any(c.person == who for c in self.second):
            self.second = [c for c in self.second if c.person != who]
        elif ledger.rounds.open_for(who) is not None:
            self.tell(lambda: _("{person} is walking another round.").format(person=person.name(lang())))
        elif not person.pin_hash:
            self.tell(lambda: no_pin(person))
        else:
            confirmed = await self.app.ask(PinSheet, PinRequest((who,), N_("Second person: your PIN")))
            if confirmed is not None and self.step == "people":
                self.second.append(confirmed)
        self.repaint()

    @on(Button.Pressed, "#start-go")
    def _start(self) -> None:
        ledger, by = self.app.book.ledger, self.app.person or "-"
        if self.app.remote and not self.paper:
            self.tell(N_("Presence cannot be confirmed over SSH. Use the tablet at the checkpoint."))
            return
        sampled = not self.route
        request = StartRequest(
            route=self.route,
            clusters=self.clusters if sampled else (),
            size=self.points if sampled else 0,
            paper=self.paper,
        )
        events = self.app.record(lambda now: course.start(ledger, request, by, now))
        if events is None or not isinstance(events[0].body, RoundStarted):
            return
        self.round_id = events[0].body.round
        for confirmed in self.second:
            self.app.record(lambda _now, c=confirmed: course.join(ledger, self.round_id, c, by))
        if sampled:
            self._to("drawn")
        else:
            self.app.go("checkpoint", self.round_id)

    @on(Button.Pressed, "#start-walk")
    def _walk(self) -> None:
        self.app.go("checkpoint", self.round_id)

"""One promise: who was asked first, who answers now, the three clocks, and everything that was said (D3.13 to D3.16).

The buttons are what this person may do now; "Why not more?" tells of everything else why it cannot be done. Phone
numbers stay masked until somebody has them shown, and who that was is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from textual import on, work
from textual.widgets import Button

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work.promises import Promise
from checkpoints.work.promises.acts import PROMISE_ACTS, PromiseAct, why_not
from checkpoints.work.promises.case import case_of
from checkpoints.work.promises.contacts import look_up
from checkpoints.work.promises.handing import decline, hand_on, move, take
from checkpoints.work.promises.making import solve_hours
from checkpoints.work.promises.replying import extend, leave_notice, outside, reply, try_to_reach
from checkpoints.work.promises.revisiting import revisit
from store.drafts import Drafts, Kept
from tui.i18n import N_, Wording, _, tell
from tui.screens.base import BaseScreen
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.promise_act import ActRequest, Filled, PromiseActSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big, Look
from tui.widgets.pages import Pages, Tile
from tui.widgets.reader import Reader
from tui.words import promises as promise_words
from tui.words.promise_acts import ASKS, NAMES

__all__ = ["PromiseScreen"]

MORE = "more"
FINDING = "finding"
_FIRST: frozenset[str] = frozenset({"take", "solve", "satisfied"})
"""What is most likely meant."""
_AT_ONCE: frozenset[str] = frozenset({"take", "look_up"})
"""What asks for nothing."""
VISITS = {"satisfied": N_("Return visit: satisfied"), "unsatisfied": N_("Return visit: not satisfied")}


class PromiseScreen(BaseScreen):
    """Opened with a promise's id; Back leads to where it was opened from."""

    CSS_PATH = "promise.tcss"
    HELP_LINES = (
        (N_("Show number"), N_("Shows the owner's phone number for today and records who looked")),
        (N_("Why not more?"), N_("Everything else that can be done, and why not by you or not now")),
    )
    _id = ""
    _fresh = _begins = False
    _drafts: Drafts | None = None

    def load(self, request: Any) -> None:
        """The promise to show."""
        self._fresh = self._begins = True
        self._id = str(request)

    @property
    def _promise(self) -> Promise | None:
        return self.app.book.ledger.promises.all.get(self._id)

    @property
    def _by(self) -> str:
        return self.app.person or "-"

    def _kept(self, act: str) -> Kept:
        self._drafts = self._drafts or Drafts(self.app.book.data)
        return Kept(self._drafts, "promise", self._by, self._id, act)

    def heading(self) -> Wording:
        """The number."""
        known = self.app.book.ledger.promises
        return lambda: _("Promise {number}").format(number=known.called(self._id) if self._id in known.all else "")

    def subheading(self) -> str:
        """Which household, and what runs out next."""
        promise, ledger, now = self._promise, self.app.book.ledger, self.app.now()
        return promise_words.next_of(ledger, promise, now) if promise else ""

    def body(self) -> Iterable[Any]:
        """The text, and the acts."""
        yield Reader(id="promise-text")
        yield Pages(tile_width=18, id="promise-acts")
        with ActBar():
            yield Big(N_("◀ Back"), id="promise-back")
            yield Big(N_("Open the finding"), id="promise-finding")
            yield Big(N_("Why not more?"), id="promise-more")

    def paint(self) -> None:
        """The promise as it is known now, and what this person may do with it."""
        ledger, promise, now = self.app.book.ledger, self._promise, self.app.now()
        reader, acts = self.query_one(Reader), self.query_one(Pages)
        if promise is None or promise.made is None:
            reader.put(_("That promise is not known here."), top=True)
            acts.put([])
            return
        text = promise_words.detail(ledger, promise, self._by, self.app.place, now)
        reader.put(text, promise_words.timeline(ledger, promise, now), top=self._fresh)
        self._fresh = False
        self.query_one("#promise-finding").display = bool(promise.made.finding)
        acts.tile_width = 22 if self.app.compact else 18
        tiles = [Tile(key, name, look=self._look(key)) for key, name in self._allowed()]
        columns = max(1, (self.size.width + 1) // (acts.tile_width + 1))
        rows = max(1, -(-len(tiles) // columns))
        if self._begins:
            self._begins = False
            acts.begin()
        acts.styles.height = rows * (3 if self.app.compact else 5)
        acts.put(tiles)

    def on_resize(self) -> None:
        """Another width, another number of rows for the acts."""
        self.call_after_refresh(self.repaint)

    def _look(self, key: str) -> Look:
        return "primary" if key in _FIRST else "default"

    def _refusals(self) -> dict[PromiseAct, Refused | None]:
        ledger, now = self.app.book.ledger, self.app.now()
        moment = Moment(now, lambda: "")
        return {act: why_not(ledger, self._id, act, self._by, moment, self.app.place) for act in PROMISE_ACTS}

    def _allowed(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for act, refused in self._refusals().items():
            if refused is None:
                found += VISITS.items() if act == "revisit" else [(act, NAMES[act])]
        return found

    # what a tap does

    @on(Pages.Chosen, "#promise-acts")
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        key = str(event.key)
        if key in _AT_ONCE:
            self._record(self._id, key, None)
        else:
            self._fill_in(key)

    @work(exclusive=True, group="act")
    async def _fill_in(self, key: str) -> None:
        promise, site = self._promise, self.app.book.ledger.site
        if promise is None or promise.made is None or site is None:
            return
        opened_again, shown = key == "unsatisfied", self._id
        request = ActRequest(
            title=VISITS.get(key) or NAMES[cast("PromiseAct", key)],
            ask=ASKS[key],
            kept=self._kept(key),
            save=lambda filled: self._record(shown, key, filled),
            people=self._people(promise),
            base=None if opened_again else promise.final_by,
            hours=round(solve_hours(site, promise.made.kind_of)) if opened_again else 24,
        )
        await self.app.ask(PromiseActSheet, request)

    def _people(self, promise: Promise) -> list[str]:
        """Who can take it: our own people but whoever follows it, by name."""
        members = self.app.book.ledger.people.members
        ours = [p for p, m in members.items() if m.person.active and m.person.role != "contractor"]
        return sorted((p for p in ours if p != promise.follower), key=lambda p: members[p].person.en or p)

    def _record(self, promise: str, key: str, filled: Filled | None) -> bool:
        def decide(now: Moment) -> Sequence[Fact]:
            case = case_of(self.app.book.ledger, promise, self._by, now)
            if filled is None:
                return take(case) if key == "take" else look_up(case, self.app.place)
            said = filled
            acts: dict[str, Callable[[], Sequence[Fact]]] = {
                "decline": lambda: decline(case, said.words),
                "reply": lambda: reply(case, said.channel, said.words, final=False),
                "solve": lambda: reply(case, said.channel, said.words, final=True),
                "try": lambda: try_to_reach(case, said.channel, said.words),
                "notice": lambda: leave_notice(case, said.words),
                "extend": lambda: extend(case, said.at, said.channel, said.words),
                "satisfied": lambda: revisit(case, said.channel, said.words, satisfied=True),
                "unsatisfied": lambda: revisit(case, said.channel, said.words, satisfied=False, final_by=said.at),
                "hand_on": lambda: hand_on(case, said.person, said.words),
                "outside": lambda: outside(case, said.body, said.channel, said.words),
                "move": lambda: move(case, said.person, said.words),
            }
            return acts[key]()

        return self.app.record(decide) is not None

    @on(Button.Pressed, "#promise-more")
    @work
    async def _more(self) -> None:
        def tiles() -> list[Tile]:
            return [
                Tile(act, NAMES[act], lambda no=no: tell(no)) for act, no in self._refusals().items() if no is not None
            ]

        says = N_("What else can be done with a promise, and why not by you or not now.")
        await self.app.ask(ListSheet, Listing(N_("Why not more?"), says, tiles, N_("You may do everything.")))

    @on(Button.Pressed, "#promise-finding")
    def _finding(self) -> None:
        promise = self._promise
        if promise is not None and promise.made is not None and promise.made.finding:
            self.app.go("finding", promise.made.finding)

    @on(Button.Pressed, "#promise-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()

"""One round as it was: the verdict, each point with its proof, the stored draw; and what may still be decided.

A decision that is not this person's to take is shown with the reason why not: it is no secret who could.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from textual import on, work
from textual.content import Content
from textual.widgets import Button

from checkpoints.fact import Fact, Refused
from checkpoints.ledger.queries import verdict
from checkpoints.work.deputies import may
from checkpoints.work.plausible import Habits, learn, weigh
from checkpoints.work.rounds import Round, course
from tui import when
from tui.i18n import N_, Wording, _, tell
from tui.screens.base import BaseScreen
from tui.screens.photo_view import PhotoSheetOf, photo_of
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.reader import Reader
from tui.words.plausible import weighed
from tui.words.reasons import ACCEPT, WAIVE
from tui.words.round_text import journey, judgement, sample
from tui.words.rounds import half, local, place, title

__all__ = ["RoundDetailScreen"]


class RoundDetailScreen(BaseScreen):
    """Opened with a round's id; Back leads to where it was opened from."""

    CSS_PATH = "round_detail.tcss"
    _id = ""
    _from = "history"
    _fresh = False
    _habits: Habits | None = None

    def load(self, request: Any) -> None:
        """The round to show."""
        here = str(self.app.current_mode)
        if here != "round_detail":
            self._from = here
        self._fresh = self._id != request
        self._id = str(request)

    @property
    def _round(self) -> Round | None:
        return self.app.book.ledger.rounds.all.get(self._id)

    def heading(self) -> Wording:
        """The route or sample."""
        return lambda: title(self.app.book.ledger.site, self._round) if self._round else _("Round")

    def subheading(self) -> str:
        """Day, half, and the clock at its start."""
        round_, ledger = self._round, self.app.book.ledger
        if round_ is None or round_.started_at is None:
            return ""
        found = verdict(ledger, round_)
        return f"{when.day(found.day)} {half(found.half)} {when.clock(local(ledger, round_.started_at))}"

    def body(self) -> Iterable[Any]:
        """The text, and the decisions."""
        yield Reader(id="detail-text")
        with ActBar():
            yield Big(N_("◀ Back"), id="detail-back")
            yield Big(N_("Pictures of arrivals"), id="detail-pictures")
            yield Big(N_("Accept short round"), id="detail-accept")
            yield Big(N_("Allow fewer people"), id="detail-waive")
            yield Big(N_("Print"), id="detail-print")

    def paint(self) -> None:
        """The round as it is known now."""
        ledger, round_ = self.app.book.ledger, self._round
        if round_ is None or round_.started is None:
            self.query_one(Reader).put(_("That round is not known here."), top=True)
            return
        found = verdict(ledger, round_)
        codes = {r.code for r in found.reasons}
        first = [judgement(ledger, round_, found)]
        for name, code in (("accept", "short"), ("waive", "participants")):
            asked = code in codes and round_.finished_at is not None
            why_not = self._why_not(name) if asked else ""
            button = self.query_one(f"#detail-{name}", Big)
            button.display = asked
            button.disabled = bool(why_not)
            if why_not:
                first.append(Content(f"{button.text}: {why_not}"))
        self.query_one("#detail-pictures").display = self._reviews and bool(self._pictures)
        if self._reviews:
            self._habits = learn(ledger, self._habits)
            plausible = weigh(ledger, round_, self._habits)
            if plausible is not None:
                first.append(weighed(ledger, plausible))
        drawn = sample(ledger, round_)
        if drawn.plain:
            first.append(drawn)
        self.query_one(Reader).put(Content("\n\n").join(first), journey(ledger, round_), top=self._fresh)
        self._fresh = False

    @property
    def _reviews(self) -> bool:
        """Whether the score is for this person: for those who review, not for the walkers among themselves."""
        person = self.app.person
        return person is not None and may(self.app.book.ledger, person, "accept_short", self.app.now().date())

    @property
    def _pictures(self) -> list[tuple[str, str]]:
        """Place and picture of every arrival that kept the one in which its code was read."""
        round_ = self._round
        if round_ is None:
            return []
        return [(c, a.fact.photo) for c in round_.points for a in round_.visit(c).arrivals if a.fact.photo]

    @on(Button.Pressed, "#detail-pictures")
    @work
    async def _look(self, event: Button.Pressed) -> None:
        event.stop()
        site = self.app.book.ledger.site
        photos = [photo_of(self.app, sha, place(site, checkpoint)) for checkpoint, sha in self._pictures]
        await self.app.ask(PhotoSheetOf, photos)

    def _decide(self, name: str, reason: str) -> Callable[[], Sequence[Fact]]:
        ledger, by = self.app.book.ledger, self.app.person or "-"
        act = course.accept_short if name == "accept" else course.waive
        return lambda: act(ledger, self._id, reason, by)

    def _why_not(self, name: str) -> str:
        try:
            self._decide(name, "--")()
        except Refused as no:
            return tell(no)
        return ""

    @on(Button.Pressed, "#detail-accept")
    @work
    async def _accept(self) -> None:
        request = Reasons(
            N_("Accept this short round"),
            N_("It then counts although it took less than the minimum time. Your name and the reason stay with it."),
            ACCEPT,
            N_("Accept"),
        )
        self._record("accept", await self.app.ask(ReasonSheet, request))

    @on(Button.Pressed, "#detail-waive")
    @work
    async def _waive(self) -> None:
        request = Reasons(
            N_("Allow fewer people"),
            N_("The round then counts with the people who walked it. The reason stays with the round."),
            WAIVE,
            N_("Allow"),
        )
        self._record("waive", await self.app.ask(ReasonSheet, request))

    def _record(self, name: str, reason: str | None) -> None:
        if reason:
            decide = self._decide(name, reason)
            self.app.record(lambda _now: decide())

    @on(Button.Pressed, "#detail-print")
    @work
    async def _print(self) -> None:
        """The patrol record as a document."""
        from checkpoints.reports.rounds import round_record  # noqa: PLC0415  (rarely needed, as what shows it)
        from tui.screens.paper_sheet import Paper, PaperSheet  # noqa: PLC0415

        round_, app = self._id, self.app
        if self._round is not None and self._round.started is not None:
            await app.ask(PaperSheet, Paper(lambda: round_record(app.book.ledger, round_, app.now())))

    @on(Button.Pressed, "#detail-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.app.go(self._from)

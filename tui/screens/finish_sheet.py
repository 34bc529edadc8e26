"""The end of a round: whether it counts and why not, before and after it is closed (brief D3.1 to D3.3).

Until the round is closed everything can still be mended from here: a second person joins, a missing point is gone
to, the last minutes are made to count by one more scan. Once closed, the verdict stays until it was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from checkpoints.ledger.queries import verdict
from checkpoints.work.rounds import Round, course
from checkpoints.work.rounds.verdict import Verdict, net_until
from tui.i18n import N_, Wording, _
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.over_point import OverPoint
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.widgets.big import Big
from tui.widgets.pages import Tile
from tui.widgets.reader import Reader
from tui.widgets.words import Words
from tui.words.reasons import GIVE_UP, WAIVE
from tui.words.round_text import judgement, touched
from tui.words.rounds import place
from tui.words.start import partners
from tui.words.verdict import headline

__all__ = ["FinishSheet"]


class FinishSheet(OverPoint[str, str]):
    """Opened with a round's id. Answers None (go back), a checkpoint id to go to, or "over"."""

    CSS_PATH = "finish_sheet.tcss"
    HELP_LINES = (
        (N_("Finish"), N_("Close the round; nothing can be added afterwards")),
        (N_("Second person"), N_("Somebody who walks along confirms with a PIN")),
    )

    def heading(self) -> Wording:
        """Before or after."""
        return N_("Finish the round?") if self._open else N_("The verdict")

    def body(self) -> Iterable[Any]:
        """The text, and what can still be mended."""
        yield Words(id="finish-headline")
        yield Reader(id="finish-text")
        with Horizontal(id="finish-mend"):
            yield Big(N_("Second person: PIN"), id="finish-join")
            yield Big(N_("Allow fewer people"), id="finish-waive")
            yield Big("", id="finish-missing")

    def buttons(self) -> Iterable[Big]:
        """Give up, and finish."""
        yield Big(N_("Give up..."), "error", id="finish-give-up")
        yield Big(N_("Finish ✓"), "primary", id="finish-ok")

    def opened(self) -> None:
        """From the first line."""
        self._put(top=True)

    @property
    def _round(self) -> Round:
        return self.app.book.ledger.rounds.all[self.request]

    @property
    def _open(self) -> bool:
        return self._round.open

    def paint(self) -> None:
        """The judgement as it would fall now, and the buttons that still make sense."""
        ledger, round_ = self.app.book.ledger, self._round
        found = self._put(top=False)
        codes = {r.code for r in found.reasons}
        by = self.app.person or "-"
        may_waive = by in ledger.people and ledger.people[by].may("waive_participants")
        open_points = self._open_points
        self.query_one("#finish-join").display = round_.open and "participants" in codes
        self.query_one("#finish-waive").display = "participants" in codes and may_waive
        missing = self.query_one("#finish-missing", Big)
        missing.display = round_.open and bool(open_points)
        missing.show(_("Points not reached: {n}").format(n=len(open_points)))
        self.query_one("#finish-mend").display = any(big.display for big in self.query("#finish-mend Big"))
        self.query_one("#finish-give-up").display = round_.open
        self.query_one("#finish-ok").display = round_.open
        back = self.query_one("#sheet-back", Big)
        back.say(N_("◀ Go back") if round_.open else N_("Home"))
        back.variant = "default" if round_.open else "primary"

    def _put(self, *, top: bool) -> Verdict:
        ledger, round_ = self.app.book.ledger, self._round
        found = verdict(ledger, round_)
        said = self.query_one("#finish-headline", Words)
        said.show(headline(found, open_=round_.open))
        said.set_class(found.counts, "-counts")
        first = judgement(ledger, round_, found, self._ahead(found), headed=False)
        findings = [
            Content(f"▲ {f.raised.number} {f.raised.words}  {place(ledger.site, f.raised.checkpoint)}")
            for f in touched(ledger, round_)
            if f.raised
        ]
        second = Content("")
        if findings:
            title = _("Findings of this round: {n}").format(n=len(findings))
            second = Content("\n").join([Content.styled(title, "bold underline"), *findings])
        self.query_one(Reader).put(first, second, top=top)
        return found

    def _ahead(self, found: Verdict) -> timedelta:
        """The time since the last arrival, which one more scan would make count."""
        if not self._open:
            return timedelta()
        return net_until(self._round, self.app.mark()) - found.net

    @property
    def _open_points(self) -> list[str]:
        return [c for c in self._round.points if self._round.visit(c).state == "ahead"]

    def action_back(self) -> None:
        """Back to the round; once it is closed, home."""
        self.answer(None if self._open else "over")

    @on(Button.Pressed, "#finish-ok")
    def _finish(self) -> None:
        ledger = self.app.book.ledger
        if self.app.record(lambda _now: course.finish(ledger, self.request, self.app.person or "-")) is not None:
            self._put(top=True)

    @on(Button.Pressed, "#finish-give-up")
    @work
    async def _give_up(self) -> None:
        ledger = self.app.book.ledger
        why = await self.app.ask(
            ReasonSheet,
            Reasons(
                N_("Give the round up?"),
                N_("Everything recorded so far is kept, but the round counts for nothing."),
                GIVE_UP,
                N_("Give up"),
                grave=True,
            ),
        )
        if why and self.app.record(lambda _now: course.abandon(ledger, self.request, why, self.app.person or "-")):
            self._put(top=True)

    @on(Button.Pressed, "#finish-join")
    @work
    async def _join(self) -> None:
        ledger, round_ = self.app.book.ledger, self._round
        others = tuple(p for p in partners(ledger, self.app.person or "") if p not in round_.people)
        who = await self.app.ask(PinSheet, PinRequest(others, N_("Who walks along?")))
        if who is not None:
            by = self.app.person or "-"
            self.app.record(lambda _now: course.join(ledger, self.request, who, by))

    @on(Button.Pressed, "#finish-waive")
    @work
    async def _waive(self) -> None:
        ledger = self.app.book.ledger
        why = await self.app.ask(
            ReasonSheet,
            Reasons(
                N_("Allow fewer people"),
                N_("The round then counts with the people who walked it. The reason stays with the round."),
                WAIVE,
                N_("Allow"),
            ),
        )
        if why:
            self.app.record(lambda _now: course.waive(ledger, self.request, why, self.app.person or "-"))

    @on(Button.Pressed, "#finish-missing")
    @work
    async def _missing(self) -> None:
        site = self.app.book.ledger.site
        chosen = await self.app.ask(
            ListSheet,
            Listing(
                N_("Points not reached"),
                N_("Tap one to go there; skip it there with a reason if it cannot be reached."),
                lambda: [Tile(c, lambda c=c: place(site, c)) for c in self._open_points],
                N_("Every point was reached or skipped."),
            ),
        )
        if chosen is not None:
            self.answer(str(chosen))

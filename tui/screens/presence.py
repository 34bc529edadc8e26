"""Presence review: the rounds of the last days with how plausible each is, the newest first; a tap opens the round.

It is for whoever reviews. The screen says on itself what a score can say and what not.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from textual import on
from textual.widgets import Button

from checkpoints.site.policy import PresencePolicy
from checkpoints.work.deputies import may
from checkpoints.work.plausible import Habits, Plausibility, learn, weigh
from checkpoints.work.rounds import Round
from tui import when
from tui.i18n import N_, Wording, _, n_
from tui.screens.base import BaseScreen
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words
from tui.words.plausible import LIMITS, in_brief, outlook
from tui.words.rounds import local, names, title
from tui.words.start import crop

__all__ = ["PresenceScreen"]

ONLY_LOOK = N_("Only worth a look")
ROOM = 34
"""Cells of one line of the narrowest tile."""


class PresenceScreen(BaseScreen):
    """Rounds of the last days. Each is weighed once, and again only when something about it has changed."""

    CSS_PATH = "presence.tcss"
    _only_look = False
    HELP_LINES = (
        (N_("Score"), N_("100 less what is not as usual on this round; under 70 it is worth a look")),
        (N_("A round"), N_("Opens the round with every reason, its numbers and its visits")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._habits: Habits | None = None
        self._weighed: dict[str, tuple[Plausibility, Round]] = {}
        self._marks: tuple[object, ...] = ()

    def heading(self) -> Wording:
        """Presence review."""
        return N_("Presence review")

    def subheading(self) -> str:
        """How many rounds, and how many of them are worth a look."""
        found = self._weighed.values()
        rounds = n_("1 round", "{count} rounds", len(found))
        return rounds + " · " + _("worth a look: {count}").format(count=sum(p.look for p, _round in found))

    def body(self) -> Iterable[Any]:
        """What a score can say, the pages, and the way back."""
        yield Words(id="presence-limits")
        yield Pages(tile_width=38, empty=N_("There is no such round."), in_bar=True, id="presence-rounds")
        with ActBar():
            yield Big(N_("◀ Back"), id="presence-back")
            yield Big(ONLY_LOOK, id="presence-filter")

    def paint(self) -> None:
        """The rounds, weighed."""
        ledger, pages = self.app.book.ledger, self.query_one(Pages)
        limits = self.query_one("#presence-limits", Words)
        pages.tile_height = 8 if self.app.compact else 6
        if self.app.person is None or not may(ledger, self.app.person, "accept_short", self.app.now().date()):
            self._weighed = {}
            limits.show(_("This is for the supervisor and the manager."))
            pages.put([])
            return
        limits.show(_(LIMITS))
        self._weigh()
        shown = [(r, p) for p, r in self._weighed.values() if p.look or not self._only_look]
        pages.put(
            [
                Tile(
                    round_.id,
                    lambda p=found, r=round_: self._words(p, r),
                    lambda r=round_: self._under(r),
                    look="default" if found.look else "quiet",
                )
                for round_, found in shown
            ]
        )

    def _weigh(self) -> None:
        ledger = self.app.book.ledger
        policy = ledger.site.presence_policy if ledger.site else PresencePolicy()
        since = self.app.now() - timedelta(days=policy.review_days)
        recent = bisect.bisect_left(ledger.rounds.starts, (since.timestamp(), ""))
        rounds = ledger.rounds.newest(len(ledger.rounds.starts) - recent)
        marks = (policy, tuple((r.id, len(r.marks), len(r.refused), r.open) for r in rounds))
        if marks == self._marks:
            return
        self._marks, self._habits = marks, learn(ledger, self._habits)
        found = [(weigh(ledger, r, self._habits), r) for r in rounds]
        self._weighed = {r.id: (p, r) for p, r in found if p is not None}

    @on(Button.Pressed, "#presence-filter")
    def _filter(self) -> None:
        self._only_look = not self._only_look
        self.query_one("#presence-filter", Big).say(N_("All rounds") if self._only_look else ONLY_LOOK)
        self.query_one(Pages).page = 0
        self.repaint()

    def _words(self, found: Plausibility, round_: Round) -> str:
        """The score and when it was, then the reasons."""
        began = local(self.app.book.ledger, round_.started_at) if round_.started_at else None
        now = self.app.now()
        at = f"   {when.short(began, now)}" if began else ""
        if began and began.date() != now.date():
            at += f" {when.clock(began)}"
        return f"{outlook(found, brief=True)}{at}\n{crop(in_brief(found), ROOM)}"

    def _under(self, round_: Round) -> str:
        """Which round, and who."""
        ledger = self.app.book.ledger
        return crop(title(ledger.site, round_), ROOM) + "\n" + crop(names(ledger, round_.people), ROOM)

    @on(Pages.Chosen)
    def _chosen(self, event: Pages.Chosen) -> None:
        self.app.go("round_detail", str(event.key))

    @on(Button.Pressed, "#presence-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()

"""Leaving a point: skip, next, pause, finish, and the lists behind the bar. Part of the checkpoint screen."""

from __future__ import annotations

from textual import work

from checkpoints.work.rounds import checking, presence
from tui.checkpoint.bar import ACTS, acts_of, bar_of
from tui.checkpoint.finding_form import phrases_for
from tui.checkpoint.rows import Point
from tui.i18n import N_, _
from tui.scan import Scanned
from tui.screens.checkpoint_arrival import CheckpointArrival
from tui.screens.finish_sheet import FinishSheet
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.pause_sheet import PauseSheet
from tui.screens.skip_sheet import SkipRequest, SkipSheet
from tui.widgets.pages import Tile
from tui.words.rounds import place

__all__ = ["CheckpointMoves", "OfPoint"]

_STATES = {
    "ahead": (" ", N_("ahead")),
    "here": ("▶", N_("here")),
    "done": ("✓", N_("done")),
    "skipped": ("-", N_("skipped")),
}


class OfPoint(ListSheet):
    """A list over a checkpoint: a scan is recorded below it and closes nothing."""

    def take_scan(self, scan: Scanned) -> None:
        """As on every sheet over a checkpoint."""
        screen = self.app.screen_of("checkpoint")
        if isinstance(screen, CheckpointArrival):
            screen.scan_under(self, scan)


class CheckpointMoves(CheckpointArrival):
    """What the checkpoint screen does between points."""

    def select(self, key: str) -> None:
        """Select a row."""
        raise NotImplementedError

    def act(self, name: str) -> None:
        """Do what a button of the bar says."""
        raise NotImplementedError

    # leaving

    @work
    async def skip(self) -> None:
        """Leave the point out, with a reason."""
        point = self.point()
        if point is None:
            return
        here, kept = self.checkpoint, self.kept("skip")

        def save(why: str, words: str) -> bool:
            done = self.app.record(lambda _now: presence.skip(self.ledger, self.round, here, why, self.by, words))
            if done is not None:
                self.saved(kept)
            return done is not None

        kind = point.site.checkpoint_of[here].kind
        asked = SkipRequest(lambda: place(point.site, here), phrases_for(point.site.skip_reasons, kind, ""), kept, save)
        if await self.over(SkipSheet, asked) and self.checkpoint == here:
            self.go_on()

    def next(self) -> None:
        """End the visit and go on; what is missing is said and selected."""
        point = self.point()
        if point is None:
            return
        if point.visit.state == "here":
            missing = self._missing(point)
            left = self.app.record(lambda _now: checking.leave(self.ledger, self.round, self.checkpoint, self.by))
            if left is None:
                if missing:
                    self.select(missing)
                return
        self.go_on()

    def _missing(self, point: Point) -> str:
        """The row of the first thing that keeps the visit from ending."""
        args = (self.ledger, point.round, self.checkpoint)
        for finding in checking.unseen(*args):
            return "finding:" + finding.id
        for check in (*checking.unanswered(*args), *checking.photos_owed(*args)):
            return "check:" + check.id
        for finding in (self.ledger.findings.all[f] for f in point.visit.touched if f in self.ledger.findings.all):
            if finding.photo_owed and finding.raised and finding.raised.round == self.round:
                return "check:" + finding.raised.check if finding.raised.check else "finding:" + finding.id
        return ""

    def go_on(self) -> None:
        """To the next point that is neither done nor skipped; to the finish when there is none."""
        round_ = self.ledger.rounds.all.get(self.round)
        following = round_.next_point(self.checkpoint) if round_ else None
        if following is None:
            self.finish()
        else:
            self.show_point(following)

    @work
    async def finish(self) -> None:
        """The finish sheet."""
        got = await self.over(FinishSheet, self.round)
        if got == "over":
            self.app.go_home()
        elif got:
            self.show_point(got)

    @work
    async def pause(self) -> None:
        """The pause sheet; a code that was scanned during the pause counts."""
        scan = await self.over(PauseSheet, self.round)
        if isinstance(scan, Scanned):
            self.take_scan(scan)

    @work
    async def points(self) -> None:
        """All points of the round; a tap shows one."""
        chosen = await self.over(
            OfPoint,
            Listing(N_("Points of this round"), N_("Tap a point to look at it."), self._point_tiles, N_("No points.")),
        )
        if isinstance(chosen, str):
            self.show_point(chosen)

    def _point_tiles(self) -> list[Tile]:
        round_ = self.ledger.rounds.all.get(self.round)
        tiles: list[Tile] = []
        for checkpoint in round_.points if round_ else ():
            glyph, word = _STATES[round_.visit(checkpoint).state] if round_ else (" ", "")
            words, under = place(self.ledger.site, checkpoint), f"{glyph} {_(word)}"
            tiles.append(
                Tile(checkpoint, lambda words=words: words, lambda under=under: under, on=checkpoint == self.checkpoint)
            )
        return tiles

    @work
    async def more(self) -> None:
        """What found no place in the bar."""
        chosen = await self.over(
            OfPoint, Listing(N_("More"), "", self._more_tiles, N_("Everything is in the bar already."))
        )
        if isinstance(chosen, str):
            self.act(chosen)

    def _more_tiles(self) -> list[Tile]:
        point = self.point()
        if point is None:
            return []
        shown = bar_of(point, self.listed, self.places)
        acts = acts_of(point, self.listed)
        return [
            Tile(name, lambda name=name: acts[name].words, disabled=acts[name].disabled)
            for name in ACTS
            if name in acts and name not in shown
        ]

    @property
    def places(self) -> int:
        """How many buttons the bar holds."""
        return self.size.width // (20 if self.app.compact else 16)

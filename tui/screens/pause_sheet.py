"""A pause of the round: one tap on the reason pauses, one big button goes on.

A scan while paused goes back to whoever opened the sheet: arriving at a point resumes the round by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on
from textual.widgets import Button

from checkpoints.site.words import Named
from checkpoints.work import screens
from checkpoints.work.rounds import Round, course
from tui import when
from tui.i18n import N_, Wording, _, lang
from tui.scan import Scanned
from tui.screens.over_point import OverPoint
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words
from tui.words.reasons import reason
from tui.words.rounds import local

__all__ = ["PauseSheet"]

OTHER = N_("Another reason")


class PauseSheet(OverPoint[str, Scanned]):
    """Opened with a round's id. Answers None when the round goes on, or the scan that came while it was paused."""

    CSS_PATH = "pause_sheet.tcss"
    _was_paused = False

    def heading(self) -> Wording:
        """Before or during the pause."""
        return N_("The round is paused") if self._paused else N_("Pause the round: why?")

    def body(self) -> Iterable[Any]:
        """The reasons; while paused, how it stands and one big button."""
        yield Words(id="pause-says")
        yield Pages(tile_width=24, id="pause-reasons")
        yield Big(N_("Go on ▶"), "primary", id="pause-on")

    def opened(self) -> None:
        """Nothing was seen paused yet."""
        self._was_paused = self._paused
        self.query_one(Pages).page = 0

    @property
    def _round(self) -> Round | None:
        return self.app.book.ledger.rounds.all.get(self.request)

    @property
    def _paused(self) -> bool:
        return self._round is not None and self._round.paused is not None

    def paint(self) -> None:
        """As the round stands; it closes by itself when the round goes on from elsewhere."""
        site, round_ = self.app.book.ledger.site, self._round
        if self._was_paused and not self._paused:
            self._was_paused = False
            self.call_later(self._leave)
            return
        self._was_paused = self._paused
        self.query_one("#pause-says", Words).show(self._says(round_))
        self.query_one("#pause-reasons").display = not self._paused
        go_on = self.query_one("#pause-on")
        if self._paused and not go_on.display:
            go_on.display = True
            go_on.focus()
        go_on.display = self._paused
        phrases = site.pause_reasons if site else ()
        self.query_one(Pages).put([*(Tile(p, p) for p in phrases), Tile(OTHER, OTHER)])

    def _says(self, round_: Round | None) -> str:
        limit = round_.started.rules.pause_minutes if round_ and round_.started else 0
        rule = _("A gap of more than {n} min is left out of the round's time.").format(n=limit)
        if round_ is None or round_.paused is None:
            return rule
        since = local(self.app.book.ledger, round_.marks[-1].at)
        why = reason(self.app.book.ledger.site, round_.paused.reason)
        return "\n".join(
            (
                "‖ " + _("Paused since {clock}: {reason}").format(clock=when.clock(since), reason=why),
                rule,
                _("Scanning the next point goes on as well."),
            )
        )

    def _leave(self) -> None:
        if self.is_current:
            self.answer(None)

    def take_scan(self, scan: Scanned) -> None:
        """Arriving somewhere ends the pause; a code that leads nowhere is told and ends nothing."""
        if screens.read(self.app.book.ledger, scan.text, self.app.now()).status == "active":
            self.answer(scan)
        else:
            super().take_scan(scan)

    @on(Pages.Chosen)
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        why = event.key.name(lang()) if isinstance(event.key, Named) else _(OTHER)
        ledger = self.app.book.ledger
        self.app.record(lambda _now: course.pause(ledger, self.request, why, self.app.person or "-"))

    @on(Button.Pressed, "#pause-on")
    def _go_on(self) -> None:
        ledger = self.app.book.ledger
        if self.app.record(lambda _now: course.resume(ledger, self.request, self.app.person or "-")) is not None:
            self._leave()

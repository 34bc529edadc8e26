"""The heart: one checkpoint of a round, from the scan to the next point (brief D3.2 to D3.9).

One screen for all points and all rounds, made once. It keeps only where it stands (round, checkpoint; the list keeps
the selected row); everything shown is read from the ledger by `paint`, and rows that say the same as before are not
touched. Coming and going is in `checkpoint_moves`, answers in `checkpoint_acts`, findings and photos beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Button

from tui import moving
from tui.checkpoint.bar import ACTS, bar_of
from tui.checkpoint.rows import Point, rows_of
from tui.checkpoint.text import card, locked, notes, standing
from tui.i18n import N_, Wording, _
from tui.scan import Scanned
from tui.screens.checkpoint_acts import CheckpointActs
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.check_list import CheckList
from tui.widgets.check_row import CheckRow
from tui.widgets.words import Words
from tui.words.rounds import place

__all__ = ["CheckpointScreen", "Visiting"]

_KEYS = {"f4": "photo", "f5": "rest", "f6": "finding", "f7": "skip", "f8": "next", "f9": "more"}


@dataclass(frozen=True, slots=True)
class Visiting:
    """What to bring up: a round, and a point of it; without one, where the people are."""

    round: str
    checkpoint: str = ""


class CheckpointScreen(CheckpointActs):
    """`app.go("checkpoint", round_id)` or `app.go("checkpoint", Visiting(round_id, "CP-09"))`."""

    CSS_PATH = "checkpoint.tcss"
    AUTO_FOCUS = ""
    HELP_LINES = (
        (N_("Scan"), N_("Confirms that you are here, or takes you to the point that was scanned")),
        (N_("Space"), N_("Pass, and on to the next check")),
        ("X", N_("Fail: the finding is filled in already")),
        ("-", N_("Not applicable")),
        ("↑ ↓  PgUp PgDn", N_("Choose a check, turn the page")),
        ("F4", N_("Photo for the chosen check")),
        ("F5", N_("Pass the rest: no numbers, photos or emergencies among them")),
        ("F6", N_("Record another finding")),
        ("F7", N_("Skip this point, with a reason")),
        ("F8", N_("Next point")),
        ("F9", N_("Everything else: points, pause, finish")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        # No digit and no other letter: a scanner too slow for the tap would fire them.
        Binding("space", "pass_row", show=False),
        Binding("x", "fail_row", show=False),
        Binding("minus", "na_row", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        *(Binding(key, f"act('{act}')", show=False) for key, act in _KEYS.items()),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.listed = CheckList(id="rows")

    # where it stands

    def load(self, request: str | Visiting) -> None:
        """Come to a point: the one asked for, else where the people of the round are."""
        asked = request if isinstance(request, Visiting) else Visiting(request)
        round_ = self.ledger.rounds.all.get(asked.round)
        target = asked.checkpoint or (round_.current if round_ else None)
        if target is None and round_ is not None and round_.points:
            target = round_.points[-1]
        if (asked.round, target) != (self.round, self.checkpoint):
            self.round = asked.round
            self._stand_at(target or "")

    def _stand_at(self, checkpoint: str) -> None:
        self.checkpoint = checkpoint
        point = self.point()
        self.listed.start(rows_of(point) if point is not None else [])

    def show_point(self, checkpoint: str) -> None:
        """Show a point now, with its first open row selected."""
        self._stand_at(checkpoint)
        self.repaint()
        self.focus_row()
        self.ask_here()

    def point(self) -> Point | None:
        """The point as the ledger has it; None while there is no such round or place."""
        site, round_ = self.ledger.site, self.ledger.rounds.all.get(self.round)
        if site is None or round_ is None or self.checkpoint not in site.checkpoint_of:
            return None
        held = {check: len(kept.photos) for check, kept in self.held_at(self.checkpoint).items()}
        return Point(
            self.ledger,
            site,
            round_,
            self.checkpoint,
            self.app.now(),
            held,
            self.listed.taps,
            self.listed.letters,
            camera=self.app.cameras.source is not None,
        )

    # painting

    def heading(self) -> Wording:
        """The place."""
        return lambda: place(self.ledger.site, self.checkpoint) if self.checkpoint else _("Checkpoint")

    def subheading(self) -> str | Content:
        """Presence, how far the round is, and which round it is."""
        point = self.point()
        return standing(point) if point is not None else ""

    def body(self) -> Iterable[Any]:
        """What to bring, the card before the arrival, the rows after it, and the bar."""
        yield Words(id="notes")
        with Container(id="card"):
            yield Words(id="card-says")
            with Horizontal(id="card-acts"):
                yield Big(N_("It stands on the sheet"), "primary", id="card-paper", data="paper")
                yield Big(N_("Scan with the camera"), "primary", id="card-camera", data="camera")
                yield Big(N_("The code cannot be scanned"), id="card-damaged", data="damaged")
                yield Big(N_("Skip this point"), id="card-skip", data="skip")
        yield Words(id="locked")
        yield self.listed
        with ActBar(id="acts"):
            for name in ACTS:
                yield Big("", "primary" if name == "next" else "default", id=f"act-{name}", data=name)

    def paint(self) -> None:
        """The point as it stands."""
        point = self.point()
        arrived = point is not None and bool(point.visit.arrivals)
        mind = notes(point) if point is not None else _("No round is under way here. Escape leads home.")
        self._fit(mind)
        self.query_one("#card").display = self.query_one("#locked").display = point is not None and not arrived
        self.query_one("#acts").display = point is not None
        self.listed.display = arrived
        said = self.query_one("#notes", Words)
        said.show(mind)
        said.display = bool(mind) and (arrived or point is None)
        if point is None:
            return
        rows = rows_of(point)
        if arrived:
            self.listed.put(rows)
        else:
            self.listed.rows = rows
            over = not point.round.open
            self.query_one("#card-says", Words).show(card(point, remote=self.app.remote))
            paper = self.query_one("#card-paper", Big)
            paper.display, paper.disabled = point.on_paper, over
            self.query_one("#card-damaged", Big).display = not point.on_paper
            self.query_one("#card-camera", Big).display = point.camera and not point.on_paper
            self.query_one("#card-camera", Big).disabled = over
            self.query_one("#card-damaged", Big).disabled = self.app.remote or over
            self.query_one("#card-skip", Big).disabled = over or point.visit.state != "ahead"
            self.query_one("#locked", Words).show(locked(point, rows))
        self._paint_bar(point)

    def _fit(self, mind: str) -> None:
        width, height = self.size
        unit = 3 if self.app.compact else 5  # the header and the bar
        lines = len(Content(mind).wrap(max(10, width - 2))) if mind else 0
        self.listed.fit(width, height - 2 * unit - lines, compact=self.app.compact)

    def _paint_bar(self, point: Point) -> None:
        shown = bar_of(point, self.listed, self.places)
        for name in ACTS:
            big = self.query_one(f"#act-{name}", Big)
            big.display = name in shown
            if name in shown:
                big.show(shown[name].words)
                big.disabled = shown[name].disabled
        # Before the arrival the way on is to scan, not to pass by.
        self.query_one("#act-next", Big).variant = "default" if point.visit.state == "ahead" else "primary"

    # moving

    def select(self, key: str) -> None:
        """Make a row the one that keys act on, and bring its page up."""
        self._read_rows()
        self.listed.select(key)
        self.focus_row()

    def _read_rows(self) -> None:
        point = self.point()
        if point is not None:
            self.listed.rows = rows_of(point)

    def advance(self, *, afresh: bool = False) -> None:
        """On to the next row that wants an answer, or afresh to the first; to the way on when none does."""
        self._read_rows()
        self.listed.advance(afresh=afresh)
        self.focus_row()

    def focus_row(self) -> None:
        """Give the focus to the selected row; to the way on when all is answered; to nothing before the arrival."""
        if not self.is_mounted:
            return
        target = (self.listed.button or self.query_one("#act-next")) if self.listed.display else None
        self.set_focus(target, scroll_visible=False)

    def action_turn(self, by: int) -> None:
        """Turn the page and select its first row."""
        self.listed.turn(by)
        self.focus_row()

    def action_move(self, way: moving.Way) -> None:
        """Up and down go from row to row, pages and all; everywhere else as on every screen."""
        inside = self.focused is not None and any(isinstance(a, CheckRow) for a in self.focused.ancestors)
        step = {"up": -1, "down": 1}.get(way, 0)
        if inside and step and self.listed.step(step):
            self.focus_row()
        else:
            super().action_move(way)

    # events

    def on_resize(self, event: events.Resize) -> None:
        """Fit the rows to the room."""
        del event
        self.repaint()
        self.listed.select(self.listed.at)

    def on_screen_resume(self) -> None:
        """Keys act on the selected row again."""
        if self.focused is None:
            self.focus_row()
        self.ask_here()

    @on(CheckList.Moved)
    def _moved(self, event: CheckList.Moved) -> None:
        event.stop()
        point = self.point()
        if point is not None:
            self._paint_bar(point)
        if isinstance(self.focused, Big) and self.listed.button is not None:
            row = next((a for a in self.focused.ancestors if isinstance(a, CheckRow)), None)
            if row is None or row.row is None or row.row.key != self.listed.at:
                self.focus_row()

    @on(CheckRow.Tapped)
    def _tapped(self, event: CheckRow.Tapped) -> None:
        event.stop()
        self.listed.at = event.key
        self.act_on(event.key, event.act)

    @on(Button.Pressed, "#acts Big")
    @on(Button.Pressed, "#card Big")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(event.button, Big):
            self.action_act(str(event.button.data))

    def take_scan(self, scan: Scanned) -> None:
        """Arrive where the code says."""
        where = self.arrive(scan)
        if where:
            self.show_point(where)

"""One record: its steps and what they say, what can be done with it now, and what it came from and led to.

What can be done stands in big buttons; a step that waits, or is for others, says why when it is tapped. Nothing here
is edited: a step is sealed, corrected by a new fact, or the record withdrawn, each with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on
from textual.widgets import Button

from checkpoints.site.forms import Form
from checkpoints.work.records import Record
from checkpoints.work.records.life import standing
from tui.i18n import N_, Wording, _, lang, n_
from tui.screens.record_acts import RecordActs, RecordRequest
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.widgets.reader import Reader
from tui.words import record_text
from tui.words.records import form_name, line_state, record_name
from tui.words.subjects import shown_on

__all__ = ["RecordRequest", "RecordScreen"]


class RecordScreen(RecordActs):
    """Opened with a record's id; Back leads to where it was opened from."""

    CSS_PATH = "record.tcss"
    HELP_LINES = (
        (N_("Correct"), N_("Puts right what was sealed; what it said before stays, with the reason")),
        (N_("Withdraw"), N_("For what was begun by mistake: it stays and counts for nothing")),
        (N_("Print"), N_("The record as a document, to be read and saved as a file")),
    )

    def heading(self) -> Wording:
        """The form and the number or period."""
        return self._heading

    def _heading(self) -> str:
        record, ledger = self._record, self.app.book.ledger
        if record is None or self._hidden:
            return _("Record")
        return f"{form_name(ledger, record.form)} · {record_name(ledger, self.record_id)}"

    def subheading(self) -> str:
        """Where it stands."""
        return (
            line_state(self.app.book.ledger.records.line(self.record_id)) if self._record and not self._hidden else ""
        )

    def body(self) -> Iterable[Any]:
        """The text, what can be done, and the bar."""
        yield Reader(id="record-text")
        yield Pages(tile_width=22, id="record-acts")
        with ActBar():
            yield Big(N_("◀ Back"), id="record-back")
            yield Big(N_("Correct"), id="record-correct")
            yield Big(N_("Withdraw"), id="record-withdraw")
            yield Big(N_("Photos"), id="record-photos")
            yield Big(N_("Print"), id="record-print")
            yield Big(N_("Onto a phone"), id="record-carry")
            yield Big(N_("What it came from"), id="record-origin")
            yield Big("", id="record-led")

    def paint(self) -> None:
        """The record as it is known now, and what this person may do with it."""
        reader, acts = self.query_one(Reader), self.query_one(Pages)
        form, record, ledger = self._form, self._record, self.app.book.ledger
        if form is None or record is None or self._hidden:
            reader.put(_("That record is not known here, or not shown here."), top=True)
            acts.display = False
            self._paint_bar(None)
            return
        cells = max(30, self.size.width - (13 if self.app.compact else 20))
        who = record_text.Reader(self._by, self.app.place, self.app.now(), cells)
        reader.put(record_text.record_text(ledger, form, record, who), top=self._fresh)
        self._paint_acts(form, record)
        self._paint_bar(record)
        self._fresh = False
        if self._told:
            told, self._told = self._told, ""
            self.tell(told, grade="good")
        if self._carry:
            self._carry = False
            if self.app.place == "kiosk" and self._carries:  # signed in the lobby, and on the way out
                self.carry()

    def _paint_acts(self, form: Form, record: Record) -> None:
        acts = self.query_one(Pages)
        tiles = self._act_tiles(form, record)
        acts.display = bool(tiles)
        acts.tile_width = 24 if self.app.compact else 22
        tall = 3 if self.app.compact else 5
        columns = max(1, (self.size.width + 1) // (acts.tile_width + 1))
        rows = -(-len(tiles) // columns)
        most = 2 if self.size.height >= 28 else 1
        acts.styles.height = tall * (rows if rows <= most else most + 1)
        if self._begins:
            self._begins = False
            acts.begin()
        acts.put(tiles)

    def _act_tiles(self, form: Form, record: Record) -> list[Tile]:
        """What can be done now, then what cannot and says why."""
        if record.withdrawn is not None or form.kept_by:
            return []
        refusals = [
            (stage, self._why_not(record, stage.step)) for stage in standing(self.app.book.ledger, form, record)
        ]
        can = sorted((stage.step for stage, no in refusals if no is None), key=lambda step: not step.needed)
        tiles = [Tile(s.id, s, look="primary" if s.needed and s is can[0] else "default") for s in can]
        for stage, no in refusals:
            if no is not None and stage.standing in ("open", "waiting") and record.ended_at is None:
                tiles.append(Tile(stage.step.id, lambda s=stage.step: "· " + s.name(lang()), look="quiet"))
        return tiles

    def _paint_bar(self, record: Record | None) -> None:
        origin = record.opened.origin if record is not None and record.opened else ""
        led = self.app.book.ledger.records.from_("record:" + self.record_id) if record is not None else []
        shown = {
            "correct": record is not None and bool(self._correctable()),
            "withdraw": record is not None and self._withdrawable(),
            "photos": bool(self._photos()),
            "print": record is not None and not self._hidden,
            "carry": record is not None and self._carries,
            "origin": record is not None and shown_on(self.app.book.ledger, origin) is not None,
            "led": bool(led),
        }
        for name, is_shown in shown.items():
            self.query_one(f"#record-{name}", Big).display = is_shown
        self.query_one("#record-led", Big).show(n_("1 that followed", "{count} that followed", len(led)))

    def signed_out(self) -> None:
        """Whoever signed out leaves nothing on the screen."""
        if self.is_mounted:
            self.query_one(Reader).put("", top=True)
            self.query_one(Pages).put([])

    def on_resize(self) -> None:
        """Another width, other lines."""
        self.call_after_refresh(self.repaint)

    # back

    @on(Button.Pressed, "#record-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To the record that one came through, or to where this screen was opened from."""
        if self._trail:
            *trail, record = self._trail
            self.load(record)
            self._trail = tuple(trail)
            self.repaint()
        else:
            self.go_back()

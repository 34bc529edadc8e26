"""The seal of the form screen: the first thing that is missing, the reason of a correction, and the one decision.

Refused by a rule or by the disk, everything stays as it was filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on, work
from textual.widgets import Button

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.ledger.events import Event
from checkpoints.site.forms import Field
from checkpoints.work.records.deciding import correct, fill, foreseen
from checkpoints.work.records.facts import RecordOpened, StepFilled
from checkpoints.work.records.troubles import Path, Trouble, first_trouble
from tui.filling.half import Half
from tui.filling.offers import kind_of
from tui.i18n import N_, tell
from tui.screens.form_fields import FormFields
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.screens.record import RecordRequest
from tui.words.reasons import CORRECTED

__all__ = ["FormSeal"]

KEPT = N_("Everything that was filled in is kept.")


class FormSeal(FormFields):
    """Sealing what was filled in."""

    _refused_at: tuple[object, object] = (None, None)
    """The field that a rule named, and the row of it."""

    @on(Button.Pressed, "#form-seal")
    @work(exclusive=True, group="seal")
    async def _seal(self, event: Button.Pressed) -> None:
        event.stop()
        self.take_typed()
        self.repaint()
        while (trouble := self._trouble()) is not None:
            column = self.half.column(trouble.path)
            if column is None or column.type != "signature" or trouble.refused.code != "record.missing":
                self._lead(trouble)
                return
            if self._objects() or not await self.signed(column):
                return
        reason = await self._reason() if self.correcting else ""
        if reason is not None:
            self._record(reason)

    def _trouble(self) -> Trouble | None:
        """The first thing that keeps it from being sealed."""
        entered = self.half.entered() | {name: proof.person for name, proof in self.half.proofs.items()}
        fields = [f for f in self.half.fields if not self.correcting or f.type != "signature"]
        return first_trouble(self.app.book.ledger, fields, entered, self.app.now())

    def _objects(self) -> bool:
        """Whether the form's own rule would refuse it, said before anybody gives a PIN for it."""
        no = foreseen(replace(self.ask, by=self.by, now=self.moment), self.half.entered()) if self.ask else None
        if no is None:
            return False
        refused = no
        self._lead_to(refused.params.get("field"), refused.params.get("row"))
        self.tell(lambda: tell(refused), KEPT)
        return True

    def _lead(self, trouble: Trouble) -> None:
        """Say it, and go there."""
        no, column = trouble.refused, self.half.column(trouble.path)
        if column is not None and kind_of(column) not in ("mark", "sign"):
            self.go(trouble.path)
        else:
            self.go(trouble.path[:2] if len(trouble.path) > 2 else ())
        where = self.row_heading() if len(trouble.path) > 1 else ""
        self.tell(lambda: "  ".join(part for part in (where, tell(no)) if part), KEPT)

    async def _reason(self) -> str | None:
        return await self.app.ask(
            ReasonSheet,
            Reasons(
                N_("Why is it corrected?"),
                N_("What it said before stays in the record, with this reason."),
                CORRECTED,
                N_("Correct ✓"),
            ),
        )

    def _record(self, reason: str) -> None:
        request, half, ledger = self.request, self.half, self.app.book.ledger
        if request is None or self.ask is None:
            return
        kept, by, record = self._kept, self.by, self.ask.record

        def decide(now: Moment) -> Sequence[Fact]:
            try:
                if request.entry:
                    return correct(ledger, record, request.entry, half.entered(), reason, by, now)
                return fill(ledger, request.target, request.step, half.entered(), by, now, half.proofs)
            except Refused as no:
                self._refused_at = no.params.get("field"), no.params.get("row")
                raise

        self._refused_at = None, None
        made = self.app.record(decide)
        if made is None:
            self._lead_to(*self._refused_at)
            return
        if kept is not None:
            kept.drop()
            self.write_draft(kept)
        self.half, self.request, self.ask, self._kept, self.path = Half(()), None, None, None, ()
        self._show(made, record)

    def _lead_to(self, field: object, row: object) -> None:
        """A rule of the form named one of the fields, or a row of it: it comes up, below what the rule says."""
        if isinstance(field, Field) and self.half.field((field.id,)) is not None and kind_of(field) != "mark":
            rows = [r.get("row") for r in self.half.rows(field)] if row else []
            path: Path = (field.id, rows.index(row)) if row in rows else (field.id,)
            self.path = path if self.stands(path) else ()
            self._settle()
            self._open()
            self.repaint()

    def _show(self, made: Sequence[Event], record: str) -> None:
        """The record, as it stands now; Back from there leads to where the form was opened from."""
        bodies = [event.body for event in made]
        opened = next((b.record for b in bodies if isinstance(b, RecordOpened | StepFilled)), record)
        came_from = self.came_from
        self.app.go("record", RecordRequest(opened, N_("Sealed."), again=came_from == "record"))
        if came_from != "record":
            self.app.screen_of("record").came_from = came_from

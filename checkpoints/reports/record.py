"""Any record of any form as a document, laid out from the form itself: header, steps, tables, corrections, signatures.

What a step says stands under its name with who sealed it and when; steps that are done often, or by each of several
people, stand as a table. A correction is shown as one: what was sealed, what it says now, who changed it and why. What
is still owed is named at the end, so that a half-finished record does not look finished on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from checkpoints.reports.document import (
    Block,
    Document,
    Heading,
    Joined,
    Pairs,
    Paragraph,
    Photos,
    Points,
    Said,
    Signature,
    Signatures,
    Table,
    Text,
)
from checkpoints.reports.document import Column as Head
from checkpoints.reports.names import local, person, signed, site_name
from checkpoints.reports.printing import private_part
from checkpoints.reports.values import about, period, photos_in, row_name, rows_in, value
from checkpoints.site.forms import Column, Field, Form, Step
from checkpoints.work.records.life import Stage, standing
from checkpoints.work.records.state import Correction, Entry, Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Sheet"]

SHORT = 60
"""Characters up to which a text has half the width of the page."""
WIDE = ("text", "paragraphs", "several", "people")
"""Types of fields that ask for room in a table."""
MOST_COLUMNS = 7
_AT_ONCE = timedelta(minutes=1)


class Sheet:
    """One record on its way to paper; special reports take single parts of it.

    `private`: with what is kept from others. Who may ask for that is for `printing` to say.
    """

    def __init__(self, ledger: Ledger, form: Form, record: Record, *, private: bool = False) -> None:
        self.ledger = ledger
        self.form = form
        self.record = record
        self.private = private
        self.without: frozenset[str] = frozenset()
        """Fields (`step.field`) that a special report tells in a better way."""

    def document(self, now: datetime) -> Document:
        """The whole."""
        return self.bound(now, (*self.head(), *self.steps(), *self.foot()))

    def bound(self, now: datetime, blocks: Sequence[Block], *, title: Text = None) -> Document:
        """Blocks under the heading of this record."""
        known = self.record
        called = self.ledger.records.called(known.id)
        subject = tuple(part for part in (period(known.period), about(self.ledger, known.about)) if part)
        return Document(
            name=self.form.id,
            key="-".join(part for part in (known.period or called, known.about) if part) or known.id,
            title=title or self.form,
            site=site_name(self.ledger),
            number=called,
            about=Joined(subject, "dot") if subject else known.title,
            made_at=local(self.ledger, now),
            private=self.private and private_part(self.form),
            blocks=tuple(blocks),
        )

    # head and foot

    def head(self) -> Iterator[Block]:
        """Who began it, when, and how far it has come."""
        known = self.record
        if known.withdrawn is not None:
            at, by, why = known.withdrawn
            who = {"who": person(self.ledger, by), "at": local(self.ledger, at), "reason": why}
            yield Paragraph(Said("Withdrawn by {who}, {at}: {reason}. It counts for nothing.", **who), "strong")
        first = known.entries[0].at if known.entries else None
        if known.opened_at is None or (first is not None and first - known.opened_at < _AT_ONCE and not known.ended_at):
            return  # said under the step
        rows: list[tuple[Text, Text]] = [
            (Said("Begun by"), person(self.ledger, known.opened_by) or Said("the program")),
            (Said("Begun at"), local(self.ledger, known.opened_at)),
        ]
        if known.ended_at is not None:
            rows.append((Said("Finished at"), local(self.ledger, known.ended_at)))
        yield Pairs(tuple(rows), 2)

    def steps(self, leave_out: Sequence[str] = ()) -> Iterator[Block]:
        """What was filled in, step by step."""
        for step in self.form.steps:
            if step.id not in leave_out:
                yield from self.step(step.id)

    def step(self, name: str) -> Iterator[Block]:
        """One step; nothing where it was not done."""
        for stage in self._stages():
            if stage.step.id == name and (stage.entries or stage.left):
                yield from self._stage(stage)

    def foot(self) -> Iterator[Block]:
        """What is still owed, and where those sign who have not yet."""
        owed = [s.step for s in self._stages() if s.step.needed and s.standing in ("open", "waiting")]
        if owed and self.record.open:
            yield Paragraph(Said("Still to be done:"), "strong")
            yield Points(tuple(owed))
        lost = self._lost()
        if lost:
            what = Joined(lost)
            yield Paragraph(
                Said("Not on this paper, for the form does not ask for it any more: {what}", what=what), "small"
            )
        if private_part(self.form) and not self.private:
            yield Paragraph(Said("Without what is kept from others."), "small")
        if all(field.type != "signature" for _, field in self.form.fields()):
            last = self.record.entries[0] if self.record.entries else None
            who = person(self.ledger, last.by) or None if last else None
            at = local(self.ledger, last.at) if last else None
            yield Signatures((Signature(Said("Filled in by"), who, at), Signature(Said("Reviewed by"))))

    def _lost(self) -> tuple[str, ...]:
        """Steps and fields that the form had when they were filled in. What was private among them is not known."""
        found: list[str] = []
        for entry in self.record.entries:
            step = self.form.step(entry.step)
            if step is None:
                found.append(entry.step)
            else:
                found += [f"{step.id}.{name}" for name in entry.values if step.field(name) is None]
        return tuple(dict.fromkeys(found))

    def _stages(self) -> list[Stage]:
        return standing(self.ledger, self.form, self.record)

    # a step

    def _stage(self, stage: Stage) -> Iterator[Block]:
        step = stage.step
        if step.stamp and not step.each:
            yield Pairs(tuple((step, signed(self.ledger, e.by, e.at)) for e in stage.entries))
            return
        yield Heading(step)
        if step.each:
            yield self._each(stage)
        elif len(stage.entries) > 1 and self._tabular(step):
            yield self._often(stage)
        else:
            for entry in stage.entries:
                yield from self.entry(step, entry)
        if step.each or (len(stage.entries) > 1 and self._tabular(step)):
            for entry in stage.entries:
                yield from self._corrections(step, entry)

    def _each(self, stage: Stage) -> Table:
        rows = [(person(self.ledger, e.by), local(self.ledger, e.at)) for e in stage.entries]
        rows += [(person(self.ledger, who), Said("not yet")) for who in stage.left]
        return Table((Head(Said("Who")), Head(Said("At"))), tuple(rows))

    def _tabular(self, step: Step) -> bool:
        """Whether the times that a step was done make the rows of one table."""
        fields = self._seen(step.fields)
        return len(fields) < MOST_COLUMNS and all(f.type not in ("lines", "table", "paragraphs") for f in fields)

    def _often(self, stage: Stage) -> Table:
        fields = [f for f in self._seen(stage.step.fields) if any(f.id in e.values for e in stage.entries)]
        rows = tuple(
            (*(value(self.ledger, f, e.get(f.id)) for f in fields), signed(self.ledger, e.by, e.at))
            for e in stage.entries
        )
        heads = tuple(Head(f, 3 if f.type in WIDE else 2) for f in fields)
        return Table((*heads, Head(Said("Recorded"), 2)), rows)

    def entry(self, step: Step, entry: Entry) -> Iterator[Block]:
        """One entry of a step: its fields in their order, then its photos, corrections and signatures."""
        values = entry.values
        pairs: list[tuple[Text, Text]] = []
        columns = 0
        photos: list[Block] = []
        signatures: list[Signature] = []
        for field in self._seen(step.fields):
            if f"{step.id}.{field.id}" in self.without:
                continue
            kept = values.get(field.id)
            if field.type == "signature":
                if kept is not None or field.required:
                    signatures.append(self._signature(field, entry, kept))
                continue
            if kept in (None, "", []):
                continue
            asks = 2 if _short(field) else 1
            rows = rows_in(entry, field.id)
            if pairs and (asks != columns or rows):
                yield Pairs(tuple(pairs), columns)  # pyright: ignore[reportArgumentType]
                pairs = []
            columns = asks
            if rows and field.type in ("lines", "table"):
                yield Heading(field, 2)
                yield self.table(field, rows)
            else:
                pairs.append((field, value(self.ledger, field, kept)))
                shas = photos_in(field, kept)
                photos += [Photos(shas, field)] if shas else []
        if pairs:
            yield Pairs(tuple(pairs), columns)  # pyright: ignore[reportArgumentType]
        yield from photos
        who, at = person(self.ledger, entry.by), local(self.ledger, entry.at)
        yield Paragraph(Said("Sealed by {who}, {at}", who=who, at=at), "small")
        yield from self._corrections(step, entry)
        if signatures:
            yield Signatures(tuple(signatures))

    def _signature(self, field: Field, entry: Entry, kept: Any) -> Signature:
        """One that was given with a PIN has its time; a name that was only chosen still has to sign."""
        confirmed = kept is not None and field.id in entry.signed
        who = person(self.ledger, str(kept)) if kept is not None else None
        return Signature(field, who, local(self.ledger, entry.at) if confirmed else None)

    def table(self, of: Field, rows: Sequence[Mapping[str, Any]]) -> Table:
        """Lines or a table, with a first column that says which row it is where rows have a name."""
        columns = [c for c in self._seen(of.columns) if any(row.get(c.id) not in (None, "", []) for row in rows)]
        named = any(row.get("row") for row in rows)
        first = Head("", 9) if named else Head(Said("Nr"), 3)
        heads = [Head(c, 12 if c.type in WIDE else 6, "right" if c.type == "money" else "left") for c in columns]
        body = tuple(
            (row_name(self.ledger, of, row, n), *(value(self.ledger, c, row.get(c.id)) for c in columns))
            for n, row in enumerate(rows, 1)
        )
        return Table((first, *heads), body)

    def _corrections(self, step: Step, entry: Entry) -> Iterator[Block]:
        rows: list[tuple[Text, ...]] = []
        before = dict(entry.first)
        for correction in entry.corrections:
            rows += self._corrected(step, before, correction)
            before |= correction.values
        if rows:
            heads = (Head(Said("Field"), 3), Head(Said("As it was sealed"), 4), Head(Said("Corrected to"), 4))
            more = (Head(Said("Reason"), 3), Head(Said("Corrected by"), 3))
            yield Table((*heads, *more), tuple(rows), caption=Said("Corrections"))

    def _corrected(self, step: Step, before: dict[str, Any], correction: Correction) -> Iterator[tuple[Text, ...]]:
        by = signed(self.ledger, correction.by, correction.at)
        for field in self._seen(step.fields):
            if field.id in correction.values:
                was, now = before.get(field.id), correction.values[field.id]
                yield field, self._told(field, was), self._told(field, now), correction.reason, by

    def _told(self, field: Field, kept: Any) -> Text:
        """A value in one cell; a list row by row."""
        if field.type not in ("lines", "table") or not isinstance(kept, list):
            return value(self.ledger, field, kept)
        table = self.table(field, kept)  # pyright: ignore[reportUnknownArgumentType]
        return Joined(tuple(Joined(row, "dot") for row in table.rows), "line")

    def _seen(self, columns: Sequence[Any]) -> list[Any]:
        """The fields that may stand on this paper."""
        return [column for column in columns if self.private or not column.private]


def _short(field: Column) -> bool:
    return field.type not in WIDE or (field.type == "text" and field.longest <= SHORT)

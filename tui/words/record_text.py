"""One record as it is read: what it is, its steps in order, what each says now, and what it said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.content import Content

from checkpoints.site.forms import Column, Field, Form
from checkpoints.work.records import Entry, Record
from checkpoints.work.records.life import Stage, audience, sees_private, standing
from checkpoints.work.records.state import Correction
from checkpoints.work.records.troubles import rows_of
from checkpoints.work.records.values import EMPTY
from tui.i18n import _, lang
from tui.lines import fold, pad
from tui.words.detail import timed
from tui.words.fields import row_name, said, said_row
from tui.words.finding_text import person_name
from tui.words.records import about_name, period_name, standing_name
from tui.words.rounds import joined
from tui.words.subjects import subject_name

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Reader", "record_text"]

NAMES = 22
"""Cells that the names of fields take at most."""
GAP = "  "


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it, where and when, on how many cells."""

    by: str
    place: str
    now: datetime
    cells: int


def record_text(ledger: Ledger, form: Form, record: Record, reader: Reader) -> Content:
    """The whole record."""
    out = [*_head(ledger, record, reader)]
    for stage in standing(ledger, form, record):
        out += [Content(""), *_stage(ledger, form, record, stage, reader)]
    known = {step.id for step in form.steps}
    for entry in record.entries:  # steps that the site's form does not have any more
        if entry.step not in known:
            out += [Content(""), Content.styled(entry.step, "bold"), *_raw(entry)]
    return Content("\n").join(out)


def _head(ledger: Ledger, record: Record, reader: Reader) -> Iterator[Content]:
    if record.title:
        yield from (Content.styled(line, "bold") for line in fold(record.title, reader.cells))
    parts = [period_name(record.period), about_name(ledger, record.about)]
    begun = f"{timed(ledger, record.opened_at, reader.now)} {person_name(ledger, record.opened_by)}".strip()
    parts.append(_("begun {when}").format(when=begun))
    yield Content(GAP.join(part for part in parts if part))
    if record.opened is not None and record.opened.origin:
        yield Content(_("From: {subject}").format(subject=subject_name(ledger, record.opened.origin)))
    if record.withdrawn is not None:
        at, by, why = record.withdrawn
        told = f"{timed(ledger, at, reader.now)} {person_name(ledger, by)}: {why}"
        yield Content.styled("✗ " + _("withdrawn") + "  " + told, "$error bold")


def _stage(ledger: Ledger, form: Form, record: Record, stage: Stage, reader: Reader) -> Iterator[Content]:
    step = stage.step
    head = f"{standing_name(stage.standing, needed=step.needed)}  {step.name(lang())}"
    yield Content.styled(head, "$quiet" if stage.standing == "not_asked" else "bold")
    if step.each:
        yield from _each(ledger, record, stage, reader)
    if stage.standing == "waiting":
        before = joined(s.name(lang()) for b in step.after if not record.of(b) and (s := form.step(b)) is not None)
        if before:
            yield Content.styled("   " + _("after: {steps}").format(steps=before), "$quiet")
    twice = len(stage.entries) > 1 and not step.many and not step.each
    if twice:
        said_ = _("! Filled in on two devices unseen by each other. Both are kept; the first one holds.")
        yield Content.styled("   " + said_, "$warning bold")
    for entry in stage.entries:
        if not step.each or step.fields:
            yield from _entry(ledger, form, entry, step.fields, reader)


def _each(ledger: Ledger, record: Record, stage: Stage, reader: Reader) -> Iterator[Content]:
    """Who has, and who has not."""
    whole = audience(ledger, record, stage.step)
    done = [e for e in stage.entries if e.by in whole] or list(stage.entries)
    people = list(dict.fromkeys(e.by for e in done))
    yield Content("   " + _("done by {n} of {all}").format(n=len(people), all=max(len(whole), len(people))))
    if done and stage.step.stamp:
        told = joined(f"{person_name(ledger, e.by)} {timed(ledger, e.at, reader.now)}" for e in done)
        yield from _hang("   ✓ ", told, reader.cells)
    if stage.left:
        yield from _hang("   ○ ", joined(person_name(ledger, p) for p in stage.left), reader.cells)


def _entry(ledger: Ledger, form: Form, entry: Entry, fields: Sequence[Field], reader: Reader) -> Iterator[Content]:
    told = f"{timed(ledger, entry.at, reader.now)}  {person_name(ledger, entry.by)}"
    yield Content.styled(f"   {told}", "$quiet")
    if not sees_private(ledger, form, entry, reader.by, reader.place, reader.now.date()):
        fields = [f for f in fields if not f.private]
    values = entry.values
    shown = [f for f in fields if values.get(f.id) not in EMPTY]
    width = min(NAMES, max((cell_len(f.name(lang())) for f in shown), default=0)) + 2
    for field in shown:
        yield from _field(ledger, field, values, entry, width, reader)
    hidden = {f.id for f in fields}
    for correction in entry.corrections:
        yield from _correction(ledger, [f for f in fields if f.id in hidden], entry, correction, reader)


def _field(
    ledger: Ledger, field: Field, values: Mapping[str, Any], entry: Entry, width: int, reader: Reader
) -> Iterator[Content]:
    name, value = field.name(lang()), values[field.id]
    if field.type in ("lines", "table"):
        yield Content.styled(f"   {name}", "$quiet")
        yield from _grid(ledger, field, rows_of(value), reader)
        return
    text = said(ledger, field, value, reader.now)
    if field.type == "signature" and field.id in entry.signed:
        text = f"✓ {text} " + _("(with PIN)")
    yield from _hang("   " + pad(name, width), text, reader.cells)


def _hang(head: str, text: str, cells: int) -> Iterator[Content]:
    """A name in quiet, and the text beside it, folded under its own beginning."""
    indent = cell_len(head)
    lines = [line for part in (text.split("\n") or [""]) for line in fold(part, max(16, cells - indent))]
    for n, line in enumerate(lines):
        yield Content.assemble((head, "$quiet"), line) if n == 0 else Content(" " * indent + line)


def _grid(ledger: Ledger, of: Field, rows: Sequence[dict[str, Any]], reader: Reader) -> Iterator[Content]:
    """Rows in columns where they fit; else a block for each row."""
    columns = [c for c in of.columns if any(row.get(c.id) not in EMPTY for row in rows)]
    table = [[c.name(lang()) for c in columns]]
    table += [[said(ledger, c, row.get(c.id), reader.now).replace("\n", " ") for c in columns] for row in rows]
    names = ["", *(row_name(ledger, of, row, n) for n, row in enumerate(rows))]
    whole = [[name, *cells] for name, cells in zip(names, table, strict=True)]
    widths = [max(cell_len(line[n]) for line in whole) for n in range(len(columns) + 1)]
    if 3 + sum(widths) + len(GAP) * len(columns) <= reader.cells:
        for n, line in enumerate(whole):
            text = "   " + GAP.join(pad(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
            yield Content.styled(text, "$quiet") if n == 0 else Content(text)
        return
    for line in whole[1:]:
        yield from _hang("   ", line[0], reader.cells)
        for column, cell in zip(columns, line[1:], strict=True):
            if cell:
                yield from _hang(f"     {column.name(lang())}  ", cell, reader.cells)


def _correction(
    ledger: Ledger, fields: Sequence[Field], entry: Entry, correction: Correction, reader: Reader
) -> Iterator[Content]:
    """What was put right: was, now, because."""
    at = entry.corrections.index(correction)
    before = dict(entry.first)
    for earlier in entry.corrections[:at]:
        before |= earlier.values
    when_by = f"{timed(ledger, correction.at, reader.now)} {person_name(ledger, correction.by)}"
    head = "   ✎ " + _("corrected {when}: ").format(when=when_by)
    yield from (Content.styled(line, "$warning") for line in _plain(head, correction.reason, reader.cells))
    for field in fields:
        if field.id in correction.values:
            was, now = (
                _short(ledger, field, v, reader.now) for v in (before.get(field.id), correction.values[field.id])
            )
            told = _("was {was}, now {now}").format(was=was, now=now)
            yield from _hang(f"     {field.name(lang())}  ", told, reader.cells)


def _plain(head: str, text: str, cells: int) -> list[str]:
    indent = "     "
    first, *more = fold(head + text, max(16, cells))
    return [first, *(indent + line for line in more)]


def _short(ledger: Ledger, field: Column, value: Any, now: datetime) -> str:
    """A value in one line; of rows what stands in them, so that one sees what changed."""
    if isinstance(field, Field) and field.type in ("lines", "table"):
        return " / ".join(said_row(ledger, field, row, now) for row in rows_of(value)) or "–"
    return said(ledger, field, value, now).replace("\n", " ") or "–"


def _raw(entry: Entry) -> Iterator[Content]:
    for name, value in entry.values.items():
        yield Content(f"   {name}  {value}")

"""The incident report 突发事件报告 with one timeline of all that was said and done (D7; forms.md 15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checkpoints.reports.document import Block, Document, Heading, Joined, Pairs, Said, Table, Text
from checkpoints.reports.document import Column as Head
from checkpoints.reports.names import local, person
from checkpoints.reports.record import Sheet
from checkpoints.reports.values import value
from checkpoints.site.forms import Step
from checkpoints.work.incidents.clocks import Report, clock
from checkpoints.work.records.state import Entry, Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["incident"]

REPORT_WORDS: dict[Report, Said] = {
    "told": Said("The manager was told"),
    "result": Said("Result in writing"),
    "summary": Said("Summary report"),
}
ON_THE_LINE = ("told", "calls", "timeline", "owners")
"""Steps that stand in the timeline and nowhere else."""


def incident(sheet: Sheet, now: datetime) -> Document:
    """What happened and how fast it was reported, the timeline, then results, causes and measures."""
    blocks = (
        *sheet.head(),
        Heading(Said("Reports and their limits")),
        *_clocks(sheet.ledger, sheet.record, now),
        Heading(Said("Timeline")),
        _timeline(sheet),
        *sheet.steps(ON_THE_LINE),
        *sheet.foot(),
    )
    return sheet.bound(now, blocks)


def _clocks(ledger: Ledger, record: Record, now: datetime) -> Iterator[Block]:
    """What had to be reported by when, from the one key that opened the incident, and when it was (D7.1, D7.3)."""
    rows: list[tuple[Text, ...]] = []
    for owed in clock(ledger, record, now):
        late = Said("late") if owed.late else Said("entered later") if owed.entered_later else Said("in time")
        done = local(ledger, owed.done_at) if owed.done_at is not None else None
        rows.append((REPORT_WORDS[owed.step], local(ledger, owed.by), done, late if done or owed.late else ""))
    heads = (Head(Said("What was owed"), 5), Head(Said("Owed by"), 4), Head(Said("Made at"), 4), Head("", 3))
    yield Pairs(((Said("Opened at"), local(ledger, record.opened_at)),))
    yield Table(heads, tuple(rows))


def _moment(kept: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(kept)) if kept else None
    except ValueError:
        return None


def _timeline(sheet: Sheet) -> Table:
    """Everything with a time, in the order in which it happened; what was entered later stands where it belongs."""
    told: list[tuple[datetime, Text, Text, Text]] = []
    record = sheet.record
    if record.opened_at is not None:
        told.append((record.opened_at, Said("Opened"), "", person(sheet.ledger, record.opened_by)))
    for name in ON_THE_LINE:
        step = sheet.form.step(name)
        for entry in record.of(name) if step else ():
            assert step is not None
            at = _moment(entry.get("at")) or entry.at
            told.append((at, step, _words(sheet, step, entry), _who(sheet.ledger, entry)))
    told.sort(key=lambda one: one[0])
    rows = tuple((local(sheet.ledger, at), what, words, who) for at, what, words, who in told)
    heads = (Head(Said("At"), 4), Head(Said("Event"), 4), Head(Said("In words"), 9), Head(Said("Who"), 3))
    return Table(heads, rows)


def _words(sheet: Sheet, step: Step, entry: Entry) -> Text:
    """What an entry says besides its time and its person."""
    values = entry.values
    parts = (
        value(sheet.ledger, field, values[field.id])
        for field in step.fields
        if field.id in values and field.id not in ("at", "who", "by") and (sheet.private or not field.private)
    )
    return Joined(tuple(parts), "dot")


def _who(ledger: Ledger, entry: Entry) -> Text:
    return person(ledger, str(entry.get("who") or entry.get("by") or entry.by))

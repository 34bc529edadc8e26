"""What the supervisor hands in every day: the digest to the manager and the work log (D2.8, D2.9, D4.2, D4.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checkpoints.reports.document import Block, Chart, Document, Heading, Said, Series, Table, Text
from checkpoints.reports.document import Column as Head
from checkpoints.reports.findings import listed
from checkpoints.reports.names import local, signed
from checkpoints.reports.record import Sheet
from checkpoints.reports.values import row_name, rows_in
from checkpoints.work.records.state import Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["digest", "work_log"]


def digest(sheet: Sheet, now: datetime) -> Document:
    """The digest with its counts as a chart, and who holds each request that is still open (D2.1)."""
    return sheet.bound(now, (*sheet.head(), *_counts(sheet), *sheet.steps(), *_requests(sheet.ledger), *sheet.foot()))


def _counts(sheet: Sheet) -> Iterator[Block]:
    step, entry = sheet.form.step("sent"), sheet.record.entry("sent")
    field = step.field("counts") if step else None
    rows = rows_in(entry, "counts")
    if field is None or not rows:
        return
    series = tuple(
        Series(column, tuple(_number(row.get(column.id)) for row in rows))
        for column in field.columns
        if column.type == "number"
    )
    labels = tuple(row_name(sheet.ledger, field, row, n) for n, row in enumerate(rows, 1))
    yield Chart("bar", field, labels, series)


def _number(kept: Any) -> float | None:
    return float(kept) if isinstance(kept, int | float) else None


def _requests(ledger: Ledger) -> Iterator[Block]:
    """Requests without a result: who holds them, and since when."""
    rows: list[tuple[Text, ...]] = []
    for record in ledger.records.open_of("oa_request"):
        at = record.last("at")
        leader = at.get("leader") if at else record.value("submitted", "leader", "")
        since = _moment(ledger, at.get("since") if at else record.value("submitted", "at"))
        chase = record.last("chase")
        rows.append((record.title, str(leader), since, signed(ledger, chase.by, chase.at) if chase else ""))
    if rows:
        yield Heading(Said("Requests under way"))
        heads = (Head(Said("Request"), 6), Head(Said("With whom"), 4), Head(Said("Since"), 4))
        yield Table((*heads, Head(Said("Last chased"), 5)), tuple(rows))


def _moment(ledger: Ledger, kept: object) -> Text:
    try:
        return local(ledger, datetime.fromisoformat(str(kept)))
    except ValueError:
        return ""


def work_log(sheet: Sheet, now: datetime) -> Document:
    """The log with its three parts, and the findings and post checks that it speaks of as they stand now (D4.4)."""
    ledger, record = sheet.ledger, sheet.record
    blocks: list[Block] = [*sheet.head(), *sheet.steps()]
    ids = [f for f in _named(record, "findings", "finding") if f in ledger.findings.all]
    if ids:
        blocks += [Heading(Said("The findings as they stand now")), listed(ledger, ids, local(ledger, now) or now)]
    checks = _named(record, "checks", "check")
    rows = tuple(row for check in checks if check in ledger.records.all for row in _check(ledger, check))
    if rows:
        heads = (Head(Said("Check"), 3), Head(Said("Item"), 6), Head(Said("Verdict"), 3), Head(Said("Note"), 5))
        blocks += [Heading(Said("The post checks")), Table(heads, rows)]
    return sheet.bound(now, (*blocks, *sheet.foot()))


def _named(record: Record, field: str, column: str) -> list[str]:
    return [str(row[column]) for row in rows_in(record.entry("log"), field) if row.get(column)]


def _check(ledger: Ledger, check: str) -> Iterator[tuple[Text, ...]]:
    """What was looked at in one post check, item by item."""
    known = ledger.records.all[check]
    form = ledger.site.form_of.get(known.form) if ledger.site else None
    entry = known.entry("check")
    step = form.step("check") if form else None
    for name in ("items", "own"):
        field = step.field(name) if step else None
        for n, row in enumerate(rows_in(entry, name), 1):
            if field is None:
                continue
            results = next((c for c in field.columns if c.id == "result"), None)
            options = results.options if results else ()
            result: Text = next((o for o in options if o.value == row.get("result")), str(row.get("result", "")))
            yield ledger.records.called(check), row_name(ledger, field, row, n), result, str(row.get("note", ""))

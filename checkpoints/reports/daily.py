"""What a day leaves on paper beyond its forms: the evening's figures, digest, work log (D2.8, D4.2, D4.4, D5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from checkpoints.reports.document import Block, Chart, Document, Heading, Money, Said, Series, Table, Text
from checkpoints.reports.document import Column as Head
from checkpoints.reports.findings import listed
from checkpoints.reports.names import local, signed
from checkpoints.reports.record import Sheet
from checkpoints.reports.values import row_name, rows_in
from checkpoints.work.evening_figures import FIVE, Figures, figures_of, month_to_date
from checkpoints.work.records.periods import first_day
from checkpoints.work.records.state import Record
from checkpoints.work.requests import open_requests

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["digest", "evening", "work_log"]


# evening


def evening(sheet: Sheet, now: datetime) -> Document:
    """The minutes, with the five figures beside those of yesterday and of the month to date (D5.1)."""
    table = _five(sheet)
    if table is None:
        return sheet.document(now)
    sheet.without = frozenset(f"meeting.{name}{of}" for name in FIVE for of in ("", "_from"))
    blocks = (*sheet.head(), Heading(Said("The five figures")), table, *sheet.steps(), *sheet.foot())
    return sheet.bound(now, blocks)


def _five(sheet: Sheet) -> Table | None:
    step, entry = sheet.form.step("meeting"), sheet.record.entry("meeting")
    if step is None or entry is None:
        return None
    day = first_day(sheet.record.period)
    today = figures_of(sheet.ledger, day)
    before, month = figures_of(sheet.ledger, day - timedelta(days=1)), month_to_date(sheet.ledger, day)
    rows = tuple(
        (
            step.field(name) or name,
            *(_figure(of, name) for of in (today, before, month)),
            str(entry.get(name + "_from", "")),
        )
        for name in FIVE
    )
    heads = (
        Head(Said("Figure"), 5),
        Head(Said("Today"), 4, "right"),
        Head(Said("Yesterday"), 4, "right"),
        Head(Said("Month to date"), 4, "right"),
        Head(Said("Source"), 5),
    )
    return Table(heads, rows)


def _figure(of: Figures | None, name: str) -> Text:
    """One figure; a dash where there was no meeting, which is not zero."""
    if of is None:
        return "–"
    amount = of.get(name)
    return Money(amount) if isinstance(amount, Decimal) else amount


# digest


def digest(sheet: Sheet, now: datetime) -> Document:
    """The digest with its counts as a chart, and who holds each request that is still open (D2.1)."""
    blocks = (
        *sheet.head(),
        *sheet.step("sent"),
        *_counts(sheet),
        *_requests(sheet.ledger),
        *sheet.steps(("sent",)),
        *sheet.foot(),
    )
    return sheet.bound(now, blocks)


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
    """Requests without a result: who holds them, since when, and who asked after them last."""
    rows: list[tuple[Text, ...]] = []
    for request in open_requests(ledger):
        chase = ledger.records.all[request.id].last("chase")
        asked = signed(ledger, chase.by, chase.at) if chase else ""
        rows.append((request.title, request.leader, local(ledger, request.since) or "", asked))
    if rows:
        yield Heading(Said("Requests under way"))
        heads = (Head(Said("Request"), 6), Head(Said("With whom"), 4), Head(Said("Since"), 4))
        yield Table((*heads, Head(Said("Last chased"), 5)), tuple(rows))


# work log


def work_log(sheet: Sheet, now: datetime) -> Document:
    """The log with its three parts, and the findings and post checks that it speaks of as they stand now (D4.4)."""
    ledger, record = sheet.ledger, sheet.record
    sheet.without = frozenset({"log.findings", "log.checks"})
    blocks: list[Block] = [*sheet.head(), *sheet.steps()]
    ids = [f for f in _named(record, "findings", "finding") if f in ledger.findings.all]
    if ids:
        blocks += [Heading(Said("The findings as they stand now")), listed(ledger, ids, local(ledger, now) or now)]
    checks = _named(record, "checks", "check")
    rows = tuple(row for check in checks if check in ledger.records.all for row in _check(ledger, check))
    if rows:
        heads = (Head(Said("Number"), 3), Head(Said("Item"), 6), Head(Said("Verdict"), 3), Head(Said("Note"), 5))
        blocks += [Heading(Said("The post checks")), Table(heads, rows)]
    return sheet.bound(now, (*blocks, *sheet.foot()))


def _named(record: Record, field: str, column: str) -> list[str]:
    return [str(row[column]) for row in rows_in(record.entry("log"), field) if row.get(column)]


def _check(ledger: Ledger, check: str) -> Iterator[tuple[Text, ...]]:
    """What was looked at in one post check, item by item; its number stands in the first row."""
    known = ledger.records.all[check]
    form = ledger.site.form_of.get(known.form) if ledger.site else None
    entry, step = known.entry("check"), form.step("check") if form else None
    called: Text = ledger.records.called(check)
    for name in ("items", "own"):
        field = step.field(name) if step else None
        for n, row in enumerate(rows_in(entry, name), 1):
            if field is None:
                continue
            results = next((c for c in field.columns if c.id == "result"), None)
            options = results.options if results else ()
            result: Text = next((o for o in options if o.value == row.get("result")), str(row.get("result", "")))
            yield called, row_name(ledger, field, row, n), result, str(row.get("note", ""))
            called = ""

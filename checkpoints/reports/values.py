"""What was filled in, as a text of a document: one value of each type of field, the rows of a table, a period.

Values come from the ledger as `checkpoints.work.records.values` keeps them. One that does not fit its field any more,
because the site's form was changed since, is written as it stands: paper is for what was said then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, cast

from checkpoints.reports.document import Joined, Money, Month, Said, Text
from checkpoints.reports.names import department, local, person, place
from checkpoints.reports.words import HALF_WORDS
from checkpoints.site.forms import Column, Field
from checkpoints.site.words import Named
from checkpoints.work.records.periods import first_day, kind_of, last_day
from checkpoints.work.records.rows import of_site, subject_of
from checkpoints.work.records.state import Entry

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["about", "finding", "period", "photos_in", "record_name", "row_name", "rows_in", "value"]

PHOTO_SUFFIX = 64
"""Characters of a photo's hash; a suffix may follow it."""


def value(ledger: Ledger, column: Column, kept: Any) -> Text:
    """One value; '' where nothing was filled in."""
    if kept in (None, "", []):
        return ""
    match column.type:
        case "mark":
            return Said("yes")
        case "number" | "money":
            return _counted(column, kept)
        case "choice":
            return _option(column, kept)
        case "several" | "people" | "photos":
            return _several(ledger, column, kept)
        case "day" | "moment":
            return _time(ledger, kept)
        case "lines" | "table":
            return Said("{n} lines", n=len(kept)) if len(kept) != 1 else Said("1 line")
        case _:
            return _named(ledger, column, str(kept))


def _counted(column: Column, kept: Any) -> Text:
    if column.type == "money":
        try:
            return Money(Decimal(str(kept)))
        except InvalidOperation:
            return str(kept)
    number: Text = kept if isinstance(kept, int | float) else str(kept)
    return Joined((number, column.unit), "space") if column.unit else number


def _option(column: Column, kept: Any) -> Text:
    return next((option for option in column.options if option.value == kept), str(kept))


def _several(ledger: Ledger, column: Column, kept: Any) -> Text:
    items = [str(one) for one in cast("list[object]", kept)] if isinstance(kept, list) else [str(kept)]
    match column.type:
        case "photos":
            return Said("{n} attached", n=len(items))
        case "people":
            return Joined(tuple(person(ledger, one) for one in items))
        case _:
            return Joined(tuple(_option(column, one) for one in items))


def _time(ledger: Ledger, kept: Any) -> Text:
    try:
        if len(str(kept)) == len("2026-11-23"):
            return date.fromisoformat(str(kept))
        return local(ledger, datetime.fromisoformat(str(kept)))
    except ValueError:
        return str(kept)


def _named(ledger: Ledger, column: Column, kept: str) -> Text:
    match column.type:
        case "person" | "signature":
            return person(ledger, kept)
        case "place":
            return place(ledger, kept)
        case "finding":
            return finding(ledger, kept)
        case "record":
            return record_name(ledger, kept)
        case _:
            return next((one for one in column.ready if kept in (one.zh, one.en)), kept)


def finding(ledger: Ledger, known_as: str) -> Text:
    """A finding by its number and words."""
    if known_as not in ledger.findings.all:
        return known_as
    return Joined((ledger.findings.called(known_as), ledger.findings.brief(known_as).words), "space")


def record_name(ledger: Ledger, record: str) -> Text:
    """A record by its number, or what it is for, and its title."""
    if record not in ledger.records.all:
        return record
    line = ledger.records.line(record)
    called = ledger.records.called(record) or Joined((period(line.period), about(ledger, line.about)), "space")
    return Joined((called, line.title), "space")


def about(ledger: Ledger, known_as: str) -> Text:
    """The contractor or place that a record is about."""
    if not known_as:
        return ""
    firm = ledger.site.contractor_of.get(known_as) if ledger.site else None
    return firm or place(ledger, known_as)


def period(kept: str) -> Text:
    """A period as people say it; '' for none, the text itself where it is not understood."""
    try:
        kind = kind_of(kept)
    except ValueError:
        return kept
    match kind:
        case "day":
            return first_day(kept)
        case "half_day":
            return Joined((first_day(kept), HALF_WORDS[kept[-2:]]), "space")
        case "week":
            year, week = int(kept[:4]), int(kept[6:8])
            days = {"first": first_day(kept), "last": last_day(kept)}
            return Said("Week {week} of {year}, {first} to {last}", week=week, year=year, **days)
        case "month":
            return Month(first_day(kept))
        case _:
            return ""


def row_name(ledger: Ledger, of: Field, row: Mapping[str, Any], n: int) -> Text:
    """Which row of a table it is; a line is called by its place, from 1: what it is about stands in it."""
    name = str(row.get("row", "")) if of.type == "table" else ""
    fixed = next((one for one in of.rows if one.value == name), None)
    if fixed is not None or not name:
        return fixed or n
    kind, key = subject_of(name)
    match kind:
        case "person":
            return person(ledger, key)
        case "record":
            return record_name(ledger, key)
        case "department":
            return department(ledger.site, key)
        case "place":
            return place(ledger, key)
        case "finding":
            return finding(ledger, key)
        case "check":
            return _check(ledger, key)
        case "item" | "stock":
            return of_site(ledger.site, kind, key) or key
        case "promise":
            return ledger.promises.called(key) if key in ledger.promises.all else key
        case _:
            return _planned(key)


def _planned(key: str) -> Text:
    """Words; those of an evening's plan begin with its day, which is said as days are."""
    day, _, what = key.partition(" ")
    try:
        return Joined((date.fromisoformat(day[:10]), what), "space") if what else key
    except ValueError:
        return key


def _check(ledger: Ledger, key: str) -> Text:
    """A check of the site by its words."""
    kinds = ledger.site.kinds if ledger.site else ()
    return next((Named(zh=c.zh, en=c.en) for kind in kinds for c in kind.checks if c.id == key), key)


def rows_in(entry: Entry | None, field: str) -> Sequence[Mapping[str, Any]]:
    """The rows of a list or table that an entry holds."""
    kept: object = entry.get(field) if entry else None
    rows = cast("list[object]", kept) if isinstance(kept, list) else []
    return [cast("Mapping[str, Any]", row) for row in rows if isinstance(row, Mapping)]


def photos_in(column: Column, kept: Any) -> tuple[str, ...]:
    """The hashes of the photos in a field."""
    if column.type != "photos" or not isinstance(kept, list):
        return ()
    return tuple(str(one)[:PHOTO_SUFFIX] for one in cast("list[object]", kept))

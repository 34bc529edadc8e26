"""What was filled in, as people read it: one line for a value of each type, in the language of the moment.

Raw entries are said as well as kept values: a screen shows a number while it is being typed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from checkpoints.fact import Refused
from checkpoints.site.forms import Column, Field
from checkpoints.work.records.troubles import filled, rows_of
from checkpoints.work.records.values import money_of
from tui import when
from tui.i18n import _, lang, n_
from tui.words.finding_text import person_name
from tui.words.rounds import joined, place

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["bounds", "items_of", "record_called", "row_name", "said", "said_row"]


def items_of(value: object) -> list[str]:
    """The texts in what was entered for several, people or photos."""
    return [str(v) for v in cast("list[object]", value)] if isinstance(value, list | tuple) else []


def said(ledger: Ledger, column: Column, value: Any, now: datetime) -> str:
    """A value in one line; '' where nothing was filled in."""
    if value in (None, "", [], False):
        return ""
    match column.type:
        case "mark":
            return _("yes")
        case "number":
            return _number(column, value)
        case "money":
            return _money(value)
        case "choice":
            return _option(column, value)
        case "several":
            return joined(_option(column, v) for v in items_of(value))
        case "person" | "signature":
            return person_name(ledger, str(value))
        case "people":
            return joined(person_name(ledger, p) for p in items_of(value))
        case "day" | "moment":
            return _time(ledger, value, now)
        case "photos":
            return _("{n} attached").format(n=len(items_of(value)))
        case "lines" | "table":
            return _rows(column, value)
        case _:
            return _named(ledger, column, str(value))


def _number(column: Column, value: Any) -> str:
    text = f"{value:g}" if isinstance(value, int | float) and abs(value) < 1e6 else str(value)
    return f"{text} {column.unit.name(lang())}" if column.unit else text


def _money(value: Any) -> str:
    try:
        return _("{amount} yuan").format(amount=f"{money_of(value):,.2f}")
    except Refused:
        return str(value)


def _option(column: Column, value: Any) -> str:
    return next((o.name(lang()) for o in column.options if o.value == value), str(value))


def _time(ledger: Ledger, value: Any, now: datetime) -> str:
    try:
        if len(str(value)) == len("2026-11-23"):
            on = date.fromisoformat(str(value))
            return when.day(on) if on.year == now.year else f"{on.year}  {when.day(on)}"
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return when.day_and_clock(when.local(at, ledger.site.zone_info) if ledger.site and at.tzinfo else at, now)


def _rows(column: Column, value: Any) -> str:
    rows = rows_of(value)
    count = sum(filled(column, row) for row in rows) if isinstance(column, Field) else len(rows)
    return n_("1 line", "{count} lines", count) if count else ""


def _named(ledger: Ledger, column: Column, value: str) -> str:
    """A place, a finding or a record; a text is said as it stands."""
    match column.type:
        case "place":
            return place(ledger.site, value)
        case "finding":
            known = value in ledger.findings.all
            return f"{ledger.findings.called(value)}  {ledger.findings.brief(value).words}" if known else value
        case "record":
            return record_called(ledger, value)
        case _:
            return value


def record_called(ledger: Ledger, record: str) -> str:
    """How a record is called in a list: its number, or what it is for, and its title."""
    from tui.words.records import record_name  # noqa: PLC0415  (that module says values through this one)

    line = ledger.records.line(record)
    return "  ".join(part for part in (record_name(ledger, record), line.title) if part)


def bounds(column: Column) -> str:
    """Between what a number has to lie; '' where nothing limits it but that it is not below nothing."""
    low, high = column.least, column.most
    if high is None and not low:
        return ""
    if high is None:
        return _("Not below {low}.").format(low=f"{low:g}")
    if low is None:
        return _("Not above {high}.").format(high=f"{high:g}")
    return _("Between {low} and {high}.").format(low=f"{low:g}", high=f"{high:g}")


def row_name(ledger: Ledger, field: Field, row: dict[str, Any], n: int) -> str:
    """Which row of a table it is; a line is called by its place, from 1."""
    name = str(row.get("row", ""))
    fixed = next((r for r in field.rows if r.value == name), None)
    if fixed is not None:
        return fixed.name(lang())
    if not name:
        return str(n + 1)
    if name in ledger.people:
        return person_name(ledger, name)
    if name in ledger.findings.all:
        return ledger.findings.called(name)
    if name in ledger.records.all:
        return record_called(ledger, name)
    if ledger.site and name in ledger.site.department_of:
        return ledger.site.department_of[name].name(lang())
    return name


def said_row(ledger: Ledger, field: Field, row: dict[str, Any], now: datetime) -> str:
    """What stands in a row, cell after cell."""
    cells = [said(ledger, column, row.get(column.id), now) for column in field.columns]
    return " · ".join(cell for cell in cells if cell)

"""What was filled in, as people read it on a screen: one line for a value of each type, in the language of the moment.

Values are said as in documents (`checkpoints.reports.values`); raw entries as well, while they are being typed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from checkpoints.reports.document import Text
from checkpoints.reports.values import row_name as name_of_row
from checkpoints.reports.values import value
from checkpoints.site.forms import Column, Field
from checkpoints.work.records.troubles import asked
from checkpoints.work.records.values import EMPTY
from tui import when
from tui.i18n import _, lang
from tui.words.papers import said as paper

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["bounds", "items_of", "near", "row_name", "said", "said_row"]


def items_of(value: object) -> list[str]:
    """The texts in what was entered for several, people or photos."""
    return [str(v) for v in cast("list[object]", value)] if isinstance(value, list | tuple) else []


PLENTY = 999
"""A bound that only keeps slips of the finger out; nobody needs to be told of it."""


def said(ledger: Ledger, column: Column, kept: Any, now: datetime) -> str:
    """A value in one line as documents say it, but for days and times, which are seen from now; '' for nothing."""
    return "" if kept in EMPTY else near(value(ledger, column, kept), now)


def near(text: Text, now: datetime) -> str:
    """A text of a document on a screen: this year's days without their year, today's times without their day."""
    if isinstance(text, datetime):
        return when.day_and_clock(text, now) if text.year == now.year else paper(text)
    if isinstance(text, date) and text.year == now.year:
        return when.day(text)
    return paper(text)


def bounds(column: Column) -> str:
    """Between what a number has to lie; '' where nothing limits it but that it is not below nothing."""
    low, high = column.least, column.most
    if not low and (high is None or high >= PLENTY):
        return ""
    if high is None:
        return _("Not below {low}.").format(low=f"{low:g}")
    if low is None:
        return _("Not above {high}.").format(high=f"{high:g}")
    return _("Between {low} and {high}.").format(low=f"{low:g}", high=f"{high:g}")


def row_name(ledger: Ledger, of: Field, row: dict[str, Any], n: int) -> str:
    """Which row it is; a line without a name is called by its place, from 1."""
    return paper(name_of_row(ledger, of, row, n + 1))


def said_row(ledger: Ledger, field: Field, row: dict[str, Any], now: datetime) -> str:
    """What stands in a row, cell after cell, as far as it is asked for: nobody does what is dropped.

    Where there are several figures, each says which it is.
    """
    cells = [(column, said(ledger, column, row.get(column.id), now)) for column in asked(field.columns, row)]
    several = sum(column.type in ("number", "money") for column in field.columns) > 1
    named = (
        f"{c.name(lang())} {text}" if several and c.type in ("number", "money") else text for c, text in cells if text
    )
    return " · ".join(named)

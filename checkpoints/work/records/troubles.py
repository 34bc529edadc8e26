"""What keeps a step from being sealed, and where: the first field, line or cell that is empty or does not hold.

The decision refuses as well; this says in which line, so that a screen can lead there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from checkpoints.fact import Refused
from checkpoints.site.forms import Column, Field
from checkpoints.work.records.values import EMPTY, clean, holds

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Path", "Trouble", "asked", "clean_so_far", "filled", "first_trouble", "rows_of"]

Path = tuple[str | int, ...]
"""`("plan",)` a field, `("plan", 2)` one of its rows, counted from 0, `("plan", 2, "person")` a cell of it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and where."""

    path: Path
    refused: Refused


def asked(fields: Sequence[Column], entered: Mapping[str, Any]) -> list[Column]:
    """The fields that are asked for; what stands in one that is not asked for decides nothing.

    What hangs on a choice that has to be made is asked for once it was made; an empty mark is a no.
    """
    known: dict[str, Any] = {}
    found: list[Column] = []
    open_: set[str] = set()
    for field in fields:
        if holds(field.when, known) and (field.when is None or field.when.field not in open_):
            found.append(field)
            value = entered.get(field.id)
            if value not in EMPTY:
                known[field.id] = value
            elif field.type == "choice" and field.required:
                open_.add(field.id)
    return found


def rows_of(value: object) -> list[dict[str, Any]]:
    """The rows in what was entered for lines or a table; anything else holds none."""
    if not isinstance(value, list | tuple):
        return []
    rows = cast("Sequence[object]", value)
    return [dict(cast("Mapping[str, Any]", row)) for row in rows if isinstance(row, Mapping)]


def filled(field: Field, row: Mapping[str, Any]) -> bool:
    """Whether a row counts: an empty line is no line, a row of a table that never changes is always there."""
    return bool(field.rows) or any(row.get(c.id) not in EMPTY for c in field.columns)


def first_trouble(
    ledger: Ledger, fields: Sequence[Column], entered: Mapping[str, Any], now: datetime
) -> Trouble | None:
    """The first thing in the order of the fields that would be refused; None when all of it can be kept."""
    for field in asked(fields, entered):
        found = _of_field(ledger, field, entered.get(field.id), now)
        if found is not None:
            return found
    return None


def clean_so_far(ledger: Ledger, fields: Sequence[Column], entered: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What was entered, as it would be kept; what does not hold yet is left out, in rows cell by cell."""
    kept: dict[str, Any] = {}
    for field in asked(fields, entered):
        raw = entered.get(field.id)
        if isinstance(field, Field) and field.type in ("lines", "table"):
            rows = [row for row in rows_of(raw) if filled(field, row)]
            value: Any = [_row_so_far(ledger, field, row, now) for row in rows]
        else:
            try:
                value = clean(ledger, field, raw, now)
            except Refused:
                continue
        if value not in EMPTY:
            kept[field.id] = value
    return kept


def _row_so_far(ledger: Ledger, field: Field, row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    named = {"row": str(row["row"])} if row.get("row") else {}
    return named | clean_so_far(ledger, field.columns, row, now)


def _of_field(ledger: Ledger, field: Column, raw: object, now: datetime) -> Trouble | None:
    if field.worked_out:
        return None
    if isinstance(field, Field) and field.type in ("lines", "table"):
        for n, row in enumerate(rows_of(raw)):
            inner = first_trouble(ledger, field.columns, row, now) if filled(field, row) else None
            if inner is not None:
                return Trouble((field.id, n, *inner.path), inner.refused)
    try:
        value = clean(ledger, field, raw, now)
    except Refused as no:
        return Trouble((field.id,), Refused(no.code, no.message, **{"field": field, **no.params}))
    if value in EMPTY and field.required:
        return Trouble((field.id,), Refused("record.missing", "Still to come: {field}.", field=field))
    return None

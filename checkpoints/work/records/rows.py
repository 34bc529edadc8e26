"""Which row of a table is which: a drafted row names its subject as `kind:id`, so that the face can say its name.

Rows that the form fixes are named by their value alone, without a colon.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

__all__ = ["RowKind", "by_row", "row", "subject_of"]

RowKind = Literal["item", "person", "record", "department", "place", "finding", "promise", "check", "line", "text"]
"""`line` is a line of another record, as `<record>/<entry>/<n>`; `text` says itself what it is."""


def row(kind: RowKind, key: str) -> str:
    """The name of a row about something."""
    return f"{kind}:{key}"


def subject_of(name: str) -> tuple[RowKind | Literal[""], str]:
    """What a row is about; ("", value) for one that the form fixes."""
    kind, colon, key = name.partition(":")
    return next(((k, key) for k in get_args(RowKind) if colon and k == kind), ("", name))


def by_row(rows: Iterable[Mapping[str, Any]] | None) -> dict[str, Mapping[str, Any]]:
    """The rows of a table by name."""
    return {str(r.get("row", "")): r for r in rows or ()}

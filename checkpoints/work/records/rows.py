"""Which row of a table is which: a drafted row names its subject as `kind:id`, so that the face can say its name.

Rows that the form fixes are named by their value alone, without a colon.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

from checkpoints.site.site import Site
from checkpoints.site.words import Named

__all__ = ["RowKind", "by_row", "of_site", "row", "subject_of"]

RowKind = Literal[
    "item", "stock", "person", "record", "department", "place", "finding", "promise", "check", "line", "text"
]
"""`item` is one of an assessment scheme, `stock` something counted at a post, as `<post>.<item>`, `line` a line of
another record, as `<record>/<entry>/<n>`; `text` says itself what it is."""


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


def of_site(site: Site | None, kind: str, key: str) -> Named | None:
    """The name of a row that only the site knows: an item of a scheme, something counted at a post."""
    if site is None:
        return None
    if kind == "item":
        return next((i for scheme in site.schemes for i in scheme.items if i.value == key), None)
    if kind == "stock":
        post, _, item = key.partition(".")
        return site.post_of[post].item(item) if post in site.post_of else None
    return None

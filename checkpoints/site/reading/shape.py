"""Does a site file have the right shape? pydantic decides; this turns its findings into problems with lines.

Loaded only when a site is read: importing pydantic costs more than the rest of the ground together.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from checkpoints.site.reading.marked import Fields, Items, Value
from checkpoints.site.reading.problems import Mark, Problem
from checkpoints.site.site import Site

__all__ = ["mark_of", "read"]

Path = tuple[str | int, ...]

_CODES = {
    "string_type": "text",
    "int_type": "whole",
    "int_from_float": "whole",
    "float_type": "number",
    "finite_number": "number",
    "bool_type": "yes_no",
    "dataclass_type": "fields",
    "dict_type": "fields",
    "tuple_type": "list",
}
_LIMITS = {
    "greater_than": ("more_than", "least", "gt"),
    "greater_than_equal": ("at_least", "least", "ge"),
    "less_than_equal": ("at_most", "most", "le"),
    "string_too_short": ("longer", "least", "min_length"),
    "string_too_long": ("shorter", "most", "max_length"),
    "too_short": ("more_items", "least", "min_length"),
    "too_long": ("fewer_items", "most", "max_length"),
}


def read(tree: Fields) -> tuple[Site | None, list[Problem]]:
    """The site, or what keeps the tree from being one."""
    try:
        return TypeAdapter(Site).validate_json(json.dumps(tree), strict=True), []
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True)
        return None, [_problem(tree, dict(one)) for one in found]


def mark_of(tree: Value, path: Path) -> Mark:
    """Where a path stands; the nearest group above it when it does not stand there at all."""
    mark = tree.mark if isinstance(tree, Fields | Items) else Mark("", 1)
    for step in path:
        if isinstance(tree, Fields) and isinstance(step, str):
            if step not in tree:
                break
            mark, tree = tree.marks[step], tree[step]
        elif isinstance(tree, Items) and isinstance(step, int):
            mark, tree = tree.marks[step], tree[step]
    return mark


def _value_at(tree: Value, path: Path) -> Value:
    for step in path:
        if isinstance(tree, Fields) and isinstance(step, str):
            tree = tree.get(step)
        elif isinstance(tree, Items) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
    return tree


def shown(value: Value) -> str:
    """A value as it stands in the file, for the words 'found ...'."""
    if isinstance(value, Fields):
        return "{" + ", ".join(value) + "}"
    if isinstance(value, Items):
        return "[" + ", ".join(shown(item) for item in value[:5]) + "]"
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)


def _problem(tree: Fields, error: Mapping[str, Any]) -> Problem:
    path: Path = tuple(step for step in error["loc"] if step != "[key]")
    kind = str(error["type"])
    context: Mapping[str, Any] = error.get("ctx") or {}
    mark = mark_of(tree, path)
    found = shown(_value_at(tree, path))
    field, code, params = mark.field, _CODES.get(kind, "other"), dict[str, str]()
    if kind in {"missing", "missing_argument"}:
        code, params, found = "required", {"name": str(path[-1])}, ""
        field = f"{mark.field}.{path[-1]}" if mark.field else str(path[-1])
    elif kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        code, params, found = "known", {"names": _names(path[:-1])}, str(path[-1])
    elif kind == "literal_error":
        code, params = (
            "one_of",
            {"names": ", ".join(a or b for a, b in re.findall(r"'([^']*)'|(\d+)", context["expected"]))},
        )
    elif kind in _LIMITS:
        code, name, bound = _LIMITS[kind]
        params = {name: f"{context[bound]:g}"}
    elif code == "other":
        params = {"why": str(error["msg"])}
    return Problem(mark.file, mark.line, field, code, found, params)


def _names(path: Sequence[str | int]) -> str:
    """The fields that are known at a path of the site."""
    here: Any = Site
    for step in path:
        here = _bare(here)
        if dataclasses.is_dataclass(here):
            here = get_type_hints(here).get(str(step))
        else:
            arguments = get_args(here)
            here = arguments[-1 if get_origin(here) is dict else 0] if arguments else None
    here = _bare(here)
    return ", ".join(f.name for f in dataclasses.fields(here)) if dataclasses.is_dataclass(here) else "-"


def _bare(hint: Any) -> Any:
    """A type without Annotated and without `| None`."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in {Union, types.UnionType}:
        return _bare(next(a for a in get_args(hint) if a is not type(None)))
    return hint

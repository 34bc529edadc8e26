"""Several files become one site: lists are joined, groups united, and a site may stand on the packaged one.

`extends: default` takes the packaged checks, people lists, phrases and limits; entries with the same id are
overridden field by field, new ones are added. Places are another matter: a file that names its own zones,
checkpoints or routes has none of the demo estate's.
"""

from __future__ import annotations

from checkpoints.site.reading.marked import Fields, Items, Value
from checkpoints.site.reading.problems import Mark, Problem

__all__ = ["extend", "unite"]

PLACES = ("zones", "checkpoints", "routes")


def unite(parts: list[Fields], problems: list[Problem]) -> Fields:
    """Join the top levels of several files; what two files both set is a problem."""
    whole = Fields(parts[0].mark if parts else Mark("", 1))
    for part in parts:
        for name, value in part.items():
            mark = part.marks[name]
            there = whole.get(name)
            if name not in whole:
                whole.put(name, _copy(value), mark)
            elif isinstance(there, Items) and isinstance(value, Items):
                for item, at in zip(value, value.marks, strict=True):
                    there.add(item, at)
            elif isinstance(there, Fields) and isinstance(value, Fields):
                _unite_fields(there, value, problems)
            else:
                problems.append(_twice(mark, whole.marks[name], name))
    return whole


def _unite_fields(there: Fields, value: Fields, problems: list[Problem]) -> None:
    for name, inner in value.items():
        if name in there:
            problems.append(_twice(value.marks[name], there.marks[name], name))
        else:
            there.put(name, inner, value.marks[name])


def _twice(mark: Mark, first: Mark, name: str) -> Problem:
    return Problem(mark.file, mark.line, mark.field, "one_file", name, {"file": first.file, "line": str(first.line)})


def _copy(value: Value) -> Value:
    """One level deep: the united top level must not grow into the part it came from."""
    if isinstance(value, Items):
        items = Items(value.mark)
        for item, at in zip(value, value.marks, strict=True):
            items.add(item, at)
        return items
    if isinstance(value, Fields):
        fields = Fields(value.mark)
        for name, inner in value.items():
            fields.put(name, inner, value.marks[name])
        return fields
    return value


def extend(base: Fields, own: Fields) -> Fields:
    """Put a site's own fields over the packaged site's."""
    whole = Fields(own.mark)
    places = any(name in own for name in PLACES)
    for name, value in base.items():
        if name == "site" and name in own:
            continue
        if name in PLACES and places:
            continue
        whole.put(name, value, base.marks[name])
    for name, value in own.items():
        whole.put(name, _over(whole.get(name), value), own.marks[name])
    return whole


def _key(value: Value) -> str | None:
    """The id of an entry."""
    key = value.get("id") if isinstance(value, Fields) else None
    return key if isinstance(key, str) else None


def _over(base: Value, own: Value) -> Value:
    """`own` over `base`: groups by field, lists of entries by id, everything else replaced."""
    if isinstance(base, Fields) and isinstance(own, Fields):
        fields = Fields(own.mark)
        for part in (base, own):
            for name, value in part.items():
                fields.put(name, _over(base.get(name), value) if part is own else value, part.marks[name])
        return fields
    if isinstance(base, Items) and isinstance(own, Items) and base and all(_key(item) for item in base):
        items = Items(own.mark)
        ours = {_key(item): (item, mark) for item, mark in zip(own, own.marks, strict=True)}
        known = {_key(item) for item in base}
        for item, mark in zip(base, base.marks, strict=True):
            mine, at = ours.get(_key(item), (None, mark))
            items.add(item if mine is None else _over(item, mine), at)
        for item, mark in zip(own, own.marks, strict=True):
            if _key(item) not in known:
                items.add(item, mark)
        return items
    return own

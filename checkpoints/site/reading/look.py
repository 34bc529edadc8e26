"""Looking at the tree of a site file: what the checks of agreement share.

It works on the tree and not on the finished site, so that these problems are named together with those of
shape, and looks past whatever has the wrong shape: that is named already.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from checkpoints.site.reading.marked import Fields, Items, Value
from checkpoints.site.reading.problems import Mark, Problem

__all__ = ["BOUNDS", "PHRASES", "Look", "falling", "number", "rows", "some", "words"]

BOUNDS = ("crit_min", "ok_min", "ok_max", "crit_max")
"""In the order in which they may rise."""
PHRASES = ("phrases", "fix_phrases", "skip_reasons", "label_reasons", "photo_reasons", "pause_reasons")
WITH_ID = (
    *("departments", "roles", "severities", "frequencies", "response_limits", "finding_categories", "seasons"),
    "emergency",
    *PHRASES,
    *("forms", "duties", "contractors", "schemes", "posts"),
    *("zones", "kinds", "checkpoints", "routes"),
)
LISTED = 12
NAMES: dict[str, tuple[str, str]] = {
    "departments": ("部门", "department"),
    "finding_categories": ("问题类别", "category"),
    "severities": ("级别", "severity"),
    "seasons": ("季节", "season"),
    "sources": ("来源", "source"),
    "zones": ("区域", "zone"),
    "kinds": ("巡检点类型", "kind"),
    "checkpoints": ("巡检点", "checkpoint"),
    "checks": ("检查项", "check"),
    "content_groups": ("内容组", "content group"),
    "forms": ("表单", "form"),
    "schemes": ("评分方案", "scheme"),
}


def rows(value: Value) -> Iterator[Fields]:
    """The groups in a list."""
    if isinstance(value, Items):
        yield from (item for item in value if isinstance(item, Fields))


def words(value: Value) -> Iterator[tuple[str, Mark]]:
    """The texts in a list, with their places."""
    if isinstance(value, Items):
        for item, mark in zip(value, value.marks, strict=True):
            if isinstance(item, str):
                yield item, mark


def number(value: Value) -> float | None:
    """A number as such, and nothing that only looks like one."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def falling(row: Fields, *names: str) -> list[tuple[str, str]]:
    """The pairs of neighbours among the given bounds that do not rise."""
    given = [(name, value) for name in names if (value := number(row.get(name))) is not None]
    return [(low, high) for (low, below), (high, above) in itertools.pairwise(given) if below > above]


def some(ids: Iterable[str]) -> str:
    """The first few ids of many."""
    names = list(ids)
    return (", ".join(names[:LISTED]) + (f" … ({len(names)})" if len(names) > LISTED else "")) or "-"


class Look:
    """One tree, its ids, and the problems seen so far."""

    def __init__(self, tree: Fields) -> None:
        self.tree = tree
        self.problems: list[Problem] = []
        self.ids: dict[str, dict[str, Fields | None]] = {
            name: {str(row["id"]): row for row in rows(tree.get(name)) if isinstance(row.get("id"), str)}
            for name in WITH_ID
        }
        self.ids["checks"] = {
            str(check["id"]): check
            for kind in rows(tree.get("kinds"))
            for check in rows(kind.get("checks"))
            if "id" in check
        }
        for name in ("sources", "content_groups"):
            group = tree.get(name)
            self.ids[name] = dict.fromkeys(group) if isinstance(group, Fields) else {}

    def wrong(self, mark: Mark, code: str, found: str = "", **params: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(mark.file, mark.line, mark.field, code, found, params))

    def known(self, name: str, found: str, mark: Mark) -> bool:
        """An id that something refers to must exist; where the whole section is missing, that is said already."""
        section = "kinds" if name == "checks" else name
        if found in self.ids[name] or (section not in self.tree and name not in {"seasons", "forms"}):
            return found in self.ids[name]
        zh, en = NAMES[name]
        self.wrong(mark, "known_id", found, what_zh=zh, what_en=en, names=some(self.ids[name]))
        return False

    def refers(self, row: Fields, field: str, name: str) -> None:
        """A field that holds an id."""
        value = row.get(field)
        if isinstance(value, str) and (value or field != "season"):
            self.known(name, value, row.marks[field])

    def refers_all(self, row: Fields, field: str, name: str) -> None:
        """A field that holds a list of ids."""
        for value, mark in words(row.get(field)):
            self.known(name, value, mark)

    def unique(self, groups: Iterable[Fields], field: str) -> None:
        """A field whose value no two groups share."""
        first: dict[Value, Mark] = {}
        for row in groups:
            value = row.get(field)
            if not isinstance(value, str | int):
                continue
            mark = row.marks[field]
            if value in first:
                self.wrong(mark, "unique", str(value), file=first[value].file, line=str(first[value].line))
            first.setdefault(value, mark)

    def once_each(self, row: Fields, field: str) -> None:
        """A list that names nothing twice."""
        first: dict[str, Mark] = {}
        for value, mark in words(row.get(field)):
            if value in first:
                self.wrong(mark, "unique", value, file=first[value].file, line=str(first[value].line))
            first.setdefault(value, mark)

    def ordered(self, row: Fields, *names: str) -> None:
        """Those of the named bounds that are given must rise in this order."""
        for low, high in falling(row, *names):
            # Of two on one line the deeper field is meant: the one that was given here.
            mark = max(row.marks[high], row.marks[low], key=lambda m: (m.line, m.field.count(".")))
            found = f"{low} {number(row[low]):g} > {high} {number(row[high]):g}"
            self.wrong(mark, "bounds", found, low=low, high=high)

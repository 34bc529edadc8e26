"""The 76 rows of the brief: read from `rows.yaml`, with the duties that cover them and the tests that carry a number.

A test carries a number in its name (`..._D2_5`, `test_D3_14_...`) or by `@pytest.mark.requirement("D3.2")`. Tests are
read and not run, so asking costs nothing. `python -m tests.requirements.registry` writes docs/requirements.md anew.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from checkpoints.site.catalogue import default_site

HERE = Path(__file__).parent
TESTS = HERE.parent
PAGE = TESTS.parent / "docs" / "requirements.md"
NUMBERED = re.compile(r"_([DWM]\d)(?:_(\d+[abc]?))?(?=_|$)")
PARTS = {"D": "Every day 每日", "W": "Every week 每周", "M": "Every month 每月"}


@dataclass(frozen=True)
class Row:
    """One row: what it is, the screen on which it is worked on, the rule that holds it, and one test that proves it."""

    row: str
    zh: str
    en: str
    screen: str
    rule: str
    test: str = ""

    @property
    def duties(self) -> list[str]:
        return [duty.id for duty in default_site().duties if self.row in duty.covers]


@cache
def rows() -> tuple[Row, ...]:
    return tuple(Row(**row) for row in yaml.safe_load((HERE / "rows.yaml").read_text("utf-8"))["rows"])


@cache
def proving() -> dict[str, tuple[str, ...]]:
    """Every number that a test carries, with those tests as `file::name`."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, numbers in _numbered(ast.parse(path.read_text("utf-8"))):
            for number in numbers:
                found.setdefault(number, []).append(f"{path.relative_to(TESTS.parent).as_posix()}::{name}")
    return {number: tuple(dict.fromkeys(tests)) for number, tests in found.items()}


def _numbered(module: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            named = [f"{a}.{b}" if b else a for a, b in NUMBERED.findall(node.name)]
            yield node.name, [*named, *(n for mark in node.decorator_list for n in _marked(mark))]


def _marked(mark: ast.expr) -> list[str]:
    if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "requirement":
        return [str(given.value) for given in mark.args if isinstance(given, ast.Constant)]
    return []


def page() -> str:
    """docs/requirements.md."""
    lines = [
        "# The rows of the brief 需求对照",
        "",
        "Every numbered row of the brief with the screen on which it is worked on, the rule that holds it (in",
        "`checkpoints/work`), the duties that show it (`catalogue/duties.yaml`; see [duties.md](duties.md)) and a test",
        "that exercises it through the ledger. More tests carry the same number; a row without one fails the run.",
        "This page is written by `python -m tests.requirements.registry` and compared by a test.",
        "",
        "The brief breaks off at 「6、案例库建立 整理项目」. What it asks of the case library beyond its name is not",
        "known; M6 is built from what the trade does, and stands in site data to be changed.",
    ]
    head = ["| Row | 内容 | What | Screen | Rule | Duty | Test |", "|---|---|---|---|---|---|---|"]
    for part, title in PARTS.items():
        lines += ["", f"## {title}", "", *head]
        lines += [_line(row) for row in rows() if row.row.startswith(part)]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    file, _, name = row.test.partition("::")
    said = NUMBERED.sub("", "_" + name.removeprefix("test_")).replace("_", " ").strip()
    test = f"[{said}](../{file})"
    duties = ", ".join(f"`{duty}`" for duty in row.duties)
    return f"| {row.row} | {row.zh} | {row.en} | {row.screen} | `{row.rule}` | {duties} | {test} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")

"""YAML that remembers where everything stood.

Built on the parser's events and not on its loader: nothing is guessed (12:00 stays a text, `no` is not false),
nothing is executed, nothing recurses, duplicate fields are seen, and each value knows its file and line.
Only `true`, `false`, `null` and decimal numbers are other than text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from checkpoints.site.reading.problems import Mark, Problem

__all__ = ["Fields", "Items", "Value", "parse"]

DEEPEST = 20
_NUMBER = re.compile(r"[-+]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})([eE][-+]?\d{1,3})?")
_WHOLE = re.compile(r"[-+]?\d{1,15}")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What has no business in a text for people: control characters and those that turn the writing direction."""


class Fields(dict[str, "Value"]):
    """A group of fields; `marks` says where each stands, `mark` where the group begins."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: dict[str, Mark] = {}

    def put(self, name: str, value: Value, mark: Mark) -> None:
        """Set a field with its place."""
        self[name] = value
        self.marks[name] = mark


class Items(list["Value"]):
    """A list; `marks` says where each item begins."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: list[Mark] = []

    def add(self, value: Value, mark: Mark) -> None:
        """Append an item with its place."""
        self.append(value)
        self.marks.append(mark)


Value = Fields | Items | str | int | float | bool | None


@dataclass(slots=True)
class _Open:
    """A group or list that is being read; `key` waits for its value."""

    value: Fields | Items
    mark: Mark
    key: str | None = None
    key_line: int = 0


class _Stop(Exception):  # noqa: N818
    """The rest of the file cannot be read."""


def scalar(text: str, plain: bool) -> Value:
    """The value of a scalar; quoted ones are always text."""
    if not plain:
        return text
    if text in {"", "~", "null"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


class _Reading:
    """One file on its way from events to fields."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.open: list[_Open] = []
        self.top: Value = None
        self.documents = 0

    def wrong(self, code: str, line: int, field: str = "", found: str = "", **params: str) -> None:
        self.problems.append(Problem(self.file, line, field, code, found, params))

    def here(self, line: int) -> Mark:
        """The place of the value that begins now."""
        if not self.open:
            return Mark(self.file, line)
        inside = self.open[-1]
        above = inside.mark.field
        if isinstance(inside.value, Items):
            return Mark(self.file, line, f"{above}[{len(inside.value)}]")
        field = f"{above}.{inside.key or ''}" if above else (inside.key or "")
        return Mark(self.file, inside.key_line, field)

    def wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].value, Fields) and self.open[-1].key is None

    def key(self, name: str, line: int) -> None:
        inside = self.open[-1]
        fields = inside.value
        inside.key, inside.key_line = name, line
        if isinstance(fields, Fields) and name in fields:
            self.wrong("once", line, self.here(line).field, found=name, first=str(fields.marks[name].line))

    def place(self, value: Value, mark: Mark) -> None:
        if not self.open:
            self.top = value
            return
        inside = self.open[-1]
        if isinstance(inside.value, Items):
            inside.value.add(value, mark)
        elif inside.key is not None:
            inside.value.put(inside.key, value, mark)
            inside.key = None

    def begin(self, kind: type[Fields | Items], line: int) -> None:
        if self.wants_key():
            self.wrong("yaml", line, self.open[-1].mark.field)
            raise _Stop
        if len(self.open) >= DEEPEST:
            self.wrong("shallower", line, most=str(DEEPEST))
            raise _Stop
        mark = self.here(line)
        self.open.append(_Open(kind(mark), mark))

    def end(self) -> None:
        done = self.open.pop()
        self.place(done.value, done.mark)

    def event(self, event: Any, yaml: Any) -> None:
        line = int(event.start_mark.line) + 1
        if isinstance(event, yaml.ScalarEvent):
            if self.wants_key():
                self.key(event.value, line)
                return
            mark = self.here(line)
            if event.tag is not None:
                self.wrong("no_tag", line, mark.field, str(event.tag))
            elif (bad := _CONTROL.search(event.value)) is not None:
                self.wrong("printable", line, mark.field, f"U+{ord(bad[0]):04X}")
            self.place(scalar(event.value, event.style in {None, ""}), mark)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if event.tag is not None:
                self.wrong("no_tag", line, self.here(line).field, str(event.tag))
            self.begin(Fields if isinstance(event, yaml.MappingStartEvent) else Items, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.end()
        elif isinstance(event, yaml.AliasEvent):
            self.wrong("no_alias", line, self.here(line).field, "*" + event.anchor)
            raise _Stop
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.wrong("one_document", line)
                raise _Stop


def _syntax(lines: list[str], error: Any) -> tuple[str, int]:
    """The code and line of a syntax error. An unclosed quote or bracket is named where it was opened."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    if context is not None and (mark is None or mark.line + 1 >= len(lines)):
        mark = context
    line = min(mark.line + 1 if mark is not None else 1, max(len(lines), 1))
    for near in (line, line - 1):
        text = lines[near - 1] if 0 < near <= len(lines) else ""
        if "\t" in text[: len(text) - len(text.lstrip())]:
            return "no_tab", near
        if re.match(r"\s*(- )?[\w-]+：", text):
            return "plain_colon", near
    return "yaml", line


def parse(file: str, text: str, problems: list[Problem]) -> Fields | None:
    """Read one file. What is wrong goes into `problems`; None when there is nothing left to look at."""
    import yaml  # noqa: PLC0415  (only needed when a site is read, never at a normal start)

    lines = text.split("\n")
    bad = _CONTROL.search(text)
    if bad is not None:
        line = text.count("\n", 0, bad.start()) + 1
        problems.append(Problem(file, line, "", "printable", f"U+{ord(bad[0]):04X}"))
        return None
    if not text.strip():
        problems.append(Problem(file, 1, "", "not_empty"))
        return None
    reading = _Reading(file, problems)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster, and not everywhere
    try:
        parsed = yaml.parse(text, Loader=loader)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        for event in cast("Iterable[Any]", parsed):
            reading.event(event, yaml)
    except _Stop:
        return None
    except yaml.YAMLError as error:
        code, line = _syntax(lines, error)
        problems.append(Problem(file, line, "", code, lines[line - 1].strip()))
        return None
    if reading.top is None:
        problems.append(Problem(file, 1, "", "not_empty"))
        return None
    if not isinstance(reading.top, Fields):
        problems.append(Problem(file, 1, "", "fields", lines[0].strip()))
        return None
    return reading.top

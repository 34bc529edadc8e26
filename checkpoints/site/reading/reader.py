"""From site files to a site, or to everything that is wrong with them. Nothing is half loaded.

The one place of this floor that touches the disk, and only to read: the packaged catalogue, or the file or
folder that a person named. The texts may as well be handed in (`read_texts`).
"""

from __future__ import annotations

import functools
import stat
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from checkpoints.site.reading.look import Look
from checkpoints.site.reading.marked import Fields, Items, Value, parse
from checkpoints.site.reading.problems import Problem, SiteProblems
from checkpoints.site.site import Site

__all__ = ["default_site", "read_site", "read_texts"]

MOST_BYTES = 2_000_000
"""Of one file; the packaged site is 160 kB in all."""
MOST_FILES = 300
SUFFIXES = {".yaml", ".yml"}
PACKAGED = "checkpoints.site.catalogue"


@functools.cache
def default_site() -> Site:
    """The packaged site (46 checkpoints, 234 checks)."""
    return read_texts(dict(_packaged(resources.files(PACKAGED))))


def read_site(path: Path) -> Site:
    """Read a site from one file or from a folder of .yaml files.

    Raises:
        SiteProblems: with every problem that could be seen; nothing is loaded then.
    """
    problems: list[Problem] = []
    texts: dict[str, bytes] = {}
    for name, file in _files(path, problems):
        text = _bytes(name, file, problems)
        if text is not None:
            texts[name] = text
    return read_texts(texts, problems)


def read_texts(texts: Mapping[str, bytes], problems: list[Problem] | None = None) -> Site:
    """Read a site from the bytes of its files, by name; `problems` are those seen on the way here.

    Raises:
        SiteProblems: with every problem that could be seen.
    """
    problems = list(problems or ())
    blocked = bool(problems)
    parts: list[Fields] = []
    for name, raw in texts.items():
        text = _decode(name, raw, problems)
        part = None if text is None else parse(name, text, problems)
        if part is None:
            blocked = True
        else:
            parts.append(part)
    if blocked:
        # With a file missing, everything that refers to it would look wrong too.
        raise SiteProblems(problems)
    tree = _whole(parts, problems)
    _tidy(tree)
    return _judge(tree, problems)


def _judge(tree: Fields, problems: list[Problem]) -> Site:
    from checkpoints.site.reading import answers, follow_up, forms, references, shape  # noqa: PLC0415  (pydantic is not loaded at a normal start)

    site, misshapen = shape.read(tree)
    problems = [*problems, *misshapen]
    seen = {(p.file, p.line, p.field) for p in misshapen}
    look = Look(tree)
    references.check(look)
    answers.check(look)
    follow_up.check(look)
    forms.check(look)
    problems += [p for p in look.problems if (p.file, p.line, p.field) not in seen]
    if site is None or problems:
        raise SiteProblems(problems)
    return site


@functools.cache
def _packaged_parts() -> list[Fields]:
    """The files of the packaged site, parsed once: half a megabyte takes a second where there is no libyaml."""
    parts = [parse(name, raw.decode(), []) for name, raw in _packaged(resources.files(PACKAGED))]
    return [part for part in parts if part is not None]


def _whole(parts: list[Fields], problems: list[Problem]) -> Fields:
    from checkpoints.site.reading import merge  # noqa: PLC0415  (as above)

    tree = merge.unite(parts, problems)
    base = tree.pop("extends", None)
    if base == "default":
        return merge.extend(merge.unite(_packaged_parts(), problems), tree)
    if "extends" in tree.marks:
        mark = tree.marks["extends"]
        problems.append(Problem(mark.file, mark.line, mark.field, "extends", str(base)))
    return tree


def _tidy(value: Value) -> None:
    """Spell out the one shorthand: `unit: ppm` is the same in both languages, `unit: ""` is a pure number."""
    if isinstance(value, Fields):
        unit = value.get("unit")
        if isinstance(unit, str):
            mark = value.marks["unit"]
            named = Fields(mark)
            named.put("zh", unit, mark)
            named.put("en", unit, mark)
            value["unit"] = named if unit else None
        for inner in value.values():
            _tidy(inner)
    elif isinstance(value, Items):
        for inner in value:
            _tidy(inner)


def _packaged(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _packaged(entry, f"{above}{entry.name}/")
        elif Path(entry.name).suffix in SUFFIXES:
            yield above + entry.name, entry.read_bytes()


def _files(path: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """The files to read, with the names to call them by."""
    if not path.is_dir():
        yield path.name or str(path), path
        return
    found = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and not p.name.startswith("."))
    if not found:
        problems.append(Problem(str(path), 1, "", "yaml_files"))
    if len(found) > MOST_FILES:
        problems.append(Problem(str(path), 1, "", "smaller", str(len(found)), {"most": f"{MOST_FILES} × .yaml"}))
        return
    for file in found:
        yield file.relative_to(path).as_posix(), file


def _bytes(name: str, file: Path, problems: list[Problem]) -> bytes | None:
    try:
        # A pipe or a device would keep us reading for ever.
        if not stat.S_ISREG(file.stat().st_mode):
            problems.append(Problem(name, 1, "", "readable", "", {"why": "not a file"}))
            return None
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as error:
        problems.append(Problem(name, 1, "", "readable", "", {"why": error.strerror or type(error).__name__}))
        return None
    return raw


def _decode(name: str, raw: bytes, problems: list[Problem]) -> str | None:
    if len(raw) > MOST_BYTES:
        problems.append(Problem(name, 1, "", "smaller", "", {"most": f"{MOST_BYTES // 1_000_000} MB"}))
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.append(Problem(name, 1, "", "utf8", "UTF-16"))
        return None
    if b"\x00" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\x00")) + 1
        problems.append(Problem(name, line, "", "printable", "U+0000"))
        return None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        problems.append(Problem(name, raw.count(b"\n", 0, error.start) + 1, "", "utf8", f"0x{raw[error.start]:02X}"))
        return None

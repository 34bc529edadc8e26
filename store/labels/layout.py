"""What stands where on a sheet of labels, in millimetres from the top left of an A4 page. Pure: nothing is drawn here.

A code is 40 mm wide indoors, 60 mm outdoors, with four modules of white around it that nothing else enters: below
them come the names, the place, the letters for typing, and the issue. Labels fill the page row by row, and the cut
lines run between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from store.qr import QUIET, Level, Matrix

__all__ = [
    "EVERY_SHEET",
    "HAIR",
    "INDOOR",
    "MM_PER_POINT",
    "OUTDOOR",
    "PAGE",
    "Box",
    "Format",
    "Label",
    "Page",
    "Stroke",
    "Text",
    "lay_out",
]

PAGE = (210.0, 297.0)
MM_PER_POINT = 25.4 / 72
CUT = "…"
UNSCALED = "打印不缩放 Print at 100 %"
"""A printer's "fit to page" would shrink the codes, and with them the distance from which they are read."""
EVERY_SHEET = UNSCALED + CUT + "第版No. ·-/0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Every sign that a sheet may hold whatever the places are called."""
HAIR = 0.05
"""About a dot of a printer of 600 an inch; three hundredths of a module."""
_LEAST = 0.6
"""A line that is too long is set smaller, down to this share of its size; what is still too long is cut."""
_AIR = 1.2
"""Height of a line to the size of its letters."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed of one checkpoint."""

    checkpoint: str
    zh: str
    en: str
    zone_zh: str
    zone_en: str
    issue: int
    issued: date
    letters: str
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of sheet. `sizes` in points: Chinese name, English name, place, letters, issue."""

    level: Level
    code: float
    columns: int
    rows: int
    cell: tuple[float, float]
    sizes: tuple[float, float, float, float, float]
    padding: float

    @property
    def margins(self) -> tuple[float, float]:
        """Left and top."""
        return (PAGE[0] - self.columns * self.cell[0]) / 2, (PAGE[1] - self.rows * self.cell[1]) / 2

    @property
    def on_page(self) -> int:
        """Labels on a page."""
        return self.columns * self.rows


INDOOR = Format("Q", 40.0, 3, 4, (63.0, 69.0), (11, 7.5, 6, 10.5, 6), 4.0)
OUTDOOR = Format("H", 60.0, 2, 2, (95.0, 110.0), (20, 14, 11, 20, 10), 6.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A dark rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; `y` is its base line. `align`: which point of it `x` is."""

    x: float
    y: float
    size: float
    text: str
    align: Literal["left", "middle", "right"] = "middle"
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A cut line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn on one page; `labels` are those it carries."""

    labels: Sequence[Label]
    boxes: Sequence[Box]
    texts: Sequence[Text]
    strokes: Sequence[Stroke]


Width = Callable[[str, float], float]
"""Millimetres that a text takes at a size in points."""


def lay_out(labels: Sequence[Label], form: Format, width: Width, site: str = "") -> Iterator[Page]:
    """The pages, one by one, in the order of the labels; `site` stands in the foot of each."""
    count = -(-len(labels) // form.on_page)
    for number, part in enumerate(_parts(labels, form.on_page), 1):
        boxes: list[Box] = []
        texts: list[Text] = []
        for nth, label in enumerate(part):
            x = form.margins[0] + nth % form.columns * form.cell[0]
            y = form.margins[1] + nth // form.columns * form.cell[1]
            boxes += _code(label.matrix, x + (form.cell[0] - form.code) / 2, y + _quiet(label.matrix, form), form)
            texts += _lines(label, x, y, form, width)
        rows = -(-len(part) // form.columns)
        foot = " · ".join(part for part in (site, UNSCALED, f"{number}/{count}") if part)
        texts.append(Text(PAGE[0] / 2, PAGE[1] - 5, 6, foot, grey=True))
        yield Page(part, boxes, texts, _cuts(form, rows))


def _parts(labels: Sequence[Label], size: int) -> Iterator[Sequence[Label]]:
    return (labels[at : at + size] for at in range(0, len(labels), size))


def _quiet(matrix: Matrix, form: Format) -> float:
    return form.code / len(matrix) * QUIET


def _code(matrix: Matrix, x: float, y: float, form: Format) -> Iterator[Box]:
    """Dark modules as one box for each run of a row.

    A row reaches a hair into the next: what draws it rounds to whole dots, and a white line between two rows is enough
    for some readers to find nothing.
    """
    side = form.code / len(matrix)
    for row, modules in enumerate(matrix):
        start = 0
        tall = side + (HAIR if row + 1 < len(matrix) else 0)
        for column in range(len(modules) + 1):
            if column < len(modules) and modules[column]:
                continue
            if column > start:
                yield Box(x + start * side, y + row * side, (column - start) * side, tall)
            start = column + 1


def _lines(label: Label, x: float, y: float, form: Format, width: Width) -> Iterator[Text]:
    room = form.cell[0] - 2 * form.padding
    middle = x + form.cell[0] / 2
    base = y + form.code + 2 * _quiet(label.matrix, form)
    zh, en, place, letters, issue = form.sizes
    where = f"{label.checkpoint} · {label.zone_zh} {label.zone_en}"
    for text, size in ((label.zh, zh), (label.en, en), (where, place)):
        base += size * MM_PER_POINT * _AIR
        fitted, smaller = _fitted(text, size, room, width)
        yield Text(middle, base, smaller, fitted)
    base += letters * MM_PER_POINT * _AIR
    yield Text(x + form.padding, base, letters, f"{label.letters[:4]}-{label.letters[4:]}", "left")
    issued = f"第{label.issue}版 No. {label.issue} · {label.issued:%Y-%m-%d}"
    yield Text(x + form.cell[0] - form.padding, base, issue, issued, "right")


def _fitted(text: str, size: float, room: float, width: Width) -> tuple[str, float]:
    """The text as it fits: smaller, and if that is not enough, cut."""
    takes = width(text, size)
    if takes <= room:
        return text, size
    smaller = max(size * room / takes * 0.995, size * _LEAST)
    while len(text) > 1 and width(text, smaller) > room:
        text = text.removesuffix(CUT)[:-1].rstrip() + CUT
    return text, smaller


def _cuts(form: Format, rows: int) -> list[Stroke]:
    left, top = form.margins
    wide, high = form.columns * form.cell[0], rows * form.cell[1]
    across = [
        Stroke(left - 4, top + n * form.cell[1], left + wide + 4, top + n * form.cell[1]) for n in range(rows + 1)
    ]
    down = [
        Stroke(left + n * form.cell[0], top - 4, left + n * form.cell[0], top + high + 4)
        for n in range(form.columns + 1)
    ]
    return across + down

"""A curve in text: readings over time as dots on the band of the range, and what lies outside as another mark.

Our own and not textual-plotext: a band behind the dots and a mark for each outcome are all there is to draw, every
colour stays one of the theme's, and the start of the program carries nothing more for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter

from textual.content import Content

from checkpoints.ledger.trends import Point
from checkpoints.site.checks import Answer

__all__ = ["curve"]

IN, OUT, FAR, EDGE, LIMIT = "●", "▲", "✖", "┄", "━"
BAND = "on $panel"
AXIS = 8
"""Cells for the numbers at the left."""


def curve(points: Sequence[Point], answer: Answer, width: int, height: int) -> Content:
    """The readings, oldest at the left, in so many cells and lines.

    Of several readings in one column the worst is drawn: one that was out of range must not hide behind a good one.
    """
    columns, rows = max(10, width - AXIS), max(3, height)
    if not points:
        return Content("")
    low, high = _span(points, answer)
    row_of = _scale(low, high, rows)
    labels = {0: high, rows - 1: low}
    cells: list[list[tuple[str, str]]] = [[(" ", "")] * columns for _ in range(rows)]
    for at in _band(answer, low, high, row_of):
        cells[at] = [(" ", BAND)] * columns
    for bounds, line in (
        ((answer.ok_min, answer.ok_max), (EDGE, f"$success {BAND}")),
        ((answer.crit_min, answer.crit_max), (LIMIT, "$error")),
    ):
        for bound in bounds:
            if bound is not None and low <= bound <= high:
                labels[row_of(bound)] = bound
                cells[row_of(bound)] = [line] * columns
    first, last = (at.timestamp() for at in (min(p.at for p in points), max(p.at for p in points)))
    for point in sorted(points, key=_badness):
        share = (point.at.timestamp() - first) / (last - first) if last > first else 0.5
        mark = {"ok": (IN, "$foreground"), "critical": (FAR, "$error bold")}.get(point.outcome, (OUT, "$warning bold"))
        row, column = cells[row_of(point.value)], round(share * (columns - 1))
        ground = f" {BAND}" if BAND in row[column][1] else ""
        row[column] = (mark[0], mark[1] + ground)
    lines = [
        Content.assemble((f"{_number(labels[n]) if n in labels else '':>{AXIS - 2}} ┤", "$quiet"), *_runs(row))
        for n, row in enumerate(cells)
    ]
    return Content("\n").join(lines)


def _badness(point: Point) -> int:
    return {"ok": 0, "fail": 1, "critical": 2}.get(point.outcome, 0)


def _runs(row: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one colour as one piece: a wide curve has thousands of cells."""
    return [("".join(mark for mark, _ in run), style) for style, run in groupby(row, itemgetter(1))]


def _band(answer: Answer, low: float, high: float, row_of: Callable[[float], int]) -> range:
    """The lines within the range; an open end reaches to the edge."""
    if answer.ok_min is None and answer.ok_max is None:
        return range(0)
    top = high if answer.ok_max is None else min(high, answer.ok_max)
    return range(row_of(top), row_of(low if answer.ok_min is None else max(low, answer.ok_min)) + 1)


def _span(points: Sequence[Point], answer: Answer) -> tuple[float, float]:
    """What is drawn: the readings and the range, and a critical limit that lies no further off than that is wide."""
    known = [p.value for p in points] + [b for b in (answer.ok_min, answer.ok_max) if b is not None]
    low, high = min(known), max(known)
    wide = high - low
    limits = [b for b in (answer.crit_min, answer.crit_max) if b is not None and low - wide <= b <= high + wide]
    low, high = min([low, *limits]), max([high, *limits])
    return (low, high) if high > low else (low - 1, high + 1)


def _scale(low: float, high: float, rows: int) -> Callable[[float], int]:
    def row(value: float) -> int:
        return round((high - value) / (high - low) * (rows - 1))

    return row


def _number(value: float) -> str:
    return f"{value:g}"[: AXIS - 2]

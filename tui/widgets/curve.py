"""A curve in text: readings over time as dots, the range as two lines, and what lies outside as another mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from checkpoints.ledger.trends import Point
from checkpoints.site.checks import Answer

__all__ = ["curve"]

IN, OUT, FAR, EDGE = "●", "▲", "✖", "┄"
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
    cells: list[list[tuple[str, str]]] = [[(" ", "")] * columns for _ in range(rows)]
    labels = {0: high, rows - 1: low}
    for bound in (answer.ok_min, answer.ok_max):
        if bound is not None and low <= bound <= high:
            at = row_of(bound)
            labels[at] = bound
            cells[at] = [(EDGE, "$success")] * columns
    first, last = (at.timestamp() for at in (min(p.at for p in points), max(p.at for p in points)))
    for point in sorted(points, key=_badness):
        share = (point.at.timestamp() - first) / (last - first) if last > first else 0.5
        mark = {"ok": (IN, "$foreground"), "critical": (FAR, "$error bold")}.get(point.outcome, (OUT, "$warning bold"))
        cells[row_of(point.value)][round(share * (columns - 1))] = mark
    lines = [
        Content.assemble((f"{_number(labels[n]) if n in labels else '':>{AXIS - 2}} ┤", "$quiet"), *row)
        for n, row in enumerate(cells)
    ]
    return Content("\n").join(lines)


def _badness(point: Point) -> int:
    return {"ok": 0, "fail": 1, "critical": 2}.get(point.outcome, 0)


def _span(points: Sequence[Point], answer: Answer) -> tuple[float, float]:
    known = [p.value for p in points] + [b for b in (answer.ok_min, answer.ok_max) if b is not None]
    low, high = min(known), max(known)
    return (low, high) if high > low else (low - 1, high + 1)


def _scale(low: float, high: float, rows: int) -> Callable[[float], int]:
    def row(value: float) -> int:
        return round((high - value) / (high - low) * (rows - 1))

    return row


def _number(value: float) -> str:
    return f"{value:g}"[: AXIS - 2]

"""A chart in characters: a bar for each name, parts of a bar told apart by their shade, a line over time as a curve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checkpoints.reports.document import Chart, Series
from store.export.cells import cut, padded, width, wrapped

__all__ = ["bars", "number"]

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_SHADES = "█▒░▓"
_LONGEST = 28
"""Cells of a name before it is cut."""
_WIDEST = 40


def number(value: float | None) -> str:
    """A number as short as it can be said; a dash where nothing is known."""
    return "–" if value is None else f"{value:,.1f}".removesuffix(".0")


def bars(chart: Chart, labels: Sequence[str], names: Sequence[str], cells: int) -> Iterator[str]:
    """The lines of a chart; `labels` and `names` are its texts as they are spoken."""
    if chart.kind == "line":
        yield from _curves(chart.series, labels, names, cells)
        return
    if chart.kind == "stacked" or len(names) > 1:
        yield from wrapped("  ".join(f"{_SHADES[n % len(_SHADES)]} {name}" for n, name in enumerate(names)), cells)
    room = min(_LONGEST, max(map(width, labels), default=0), cells // 2)
    said = [[number(s.values[row]) for s in chart.series] for row in range(len(labels))]
    longest = max((width(" + ".join(row)) for row in said), default=0)
    space = max(4, min(_WIDEST, cells - room - longest - 3))
    for row, label in enumerate(labels):
        values = [s.values[row] for s in chart.series]
        head = padded(cut(label, room), room)
        if chart.kind == "stacked":
            bar = _parts(values, _most(chart), space)
            yield f"{head} {bar} {' + '.join(said[row])}".rstrip()
        else:
            for n, value in enumerate(values):
                mark = head if n == 0 else " " * room
                yield f"{mark} {_bar(value, _most(chart), space, _SHADES[n % len(_SHADES)])} {number(value)}"


def _most(chart: Chart) -> float:
    """What the longest bar stands for."""
    by_row = zip(*(s.values for s in chart.series), strict=True)
    most = max((sum(v or 0 for v in row) if chart.kind == "stacked" else max(v or 0 for v in row)) for row in by_row)
    return max(most, chart.limit or 0) or 1


def _bar(value: float | None, most: float, space: int, shade: str) -> str:
    eighths = round(max(0.0, value or 0) / most * space * 8)
    whole, rest = divmod(eighths, 8)
    tail = _EIGHTHS[rest] if rest and shade == "█" else ""
    return shade * whole + tail


def _parts(values: Sequence[float | None], most: float, space: int) -> str:
    return "".join(_SHADES[n % len(_SHADES)] * round((v or 0) / most * space) for n, v in enumerate(values))


def _curves(series: Sequence[Series], labels: Sequence[str], names: Sequence[str], cells: int) -> Iterator[str]:
    """One row of heights for each series, from its least to its most, with the first and the last label under it."""
    room = min(_LONGEST, max(map(width, names), default=0))
    for of, name in zip(series, names, strict=True):
        known = [v for v in of.values if v is not None]
        if not known:
            continue
        least, most = min(known), max(known)
        step = (most - least) or 1
        curve = "".join(" " if v is None else _HEIGHTS[round((v - least) / step * 7)] for v in of.values)
        told = f"{number(least)} … {number(most)}" if least != most else number(most)
        yield f"{padded(cut(name, room), room)} {cut(curve, cells - room - width(told) - 2)} {told}"
    if len(labels) > 1:
        half = (cells - room - 4) // 2
        yield " " * (room + 1) + f"{cut(labels[0], half)} → {cut(labels[-1], half)}"

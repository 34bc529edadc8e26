"""A chart as a picture inside the page: SVG, made element by element so that no text of it can be read as markup.

Black on white and told apart by shade and label, never by colour alone, so that it survives a copier.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from checkpoints.reports.document import Chart
from store.export.bars import number
from store.export.cells import cut, width, wrapped

__all__ = ["svg"]

_WIDE = 680
_ROW = 20
_PART = 13
"""Height of one of several bars of a row."""
_TOP = 8
_EM = 6.2
"""Pixels of a cell at the size of the labels."""
_SHADES = ("#1f3a5f", "#8fa9c4", "#d9e2ec", "#ffffff")
_LINES = ("", "6 3", "2 2", "8 3 2 3")
_LINE = 13
_LONGEST = 34
"""Cells of a line of a name; what does not fit into two lines is cut."""
_TALL = 130
_TICKS = 12


@dataclass(slots=True)
class _Drawing:
    """A growing picture; `y` is where the next row begins."""

    root: ET.Element
    y: float = _TOP

    def rect(self, x: float, y: float, wide: float, high: float, shade: str) -> None:
        size = {"x": _px(x), "y": _px(y), "width": _px(wide), "height": _px(high)}
        ET.SubElement(self.root, "rect", {**size, "fill": shade, "stroke": "#1f3a5f", "stroke-width": "0.8"})

    def line(self, x1: float, y1: float, x2: float, y2: float, dash: str = "") -> None:
        ends = {"x1": _px(x1), "y1": _px(y1), "x2": _px(x2), "y2": _px(y2)}
        dashes = {"stroke-dasharray": dash} if dash else {}
        ET.SubElement(self.root, "line", {**ends, "stroke": "#444", "stroke-width": "0.8", **dashes})

    def text(self, x: float, y: float, words: str, anchor: str = "start") -> None:
        ET.SubElement(self.root, "text", {"x": _px(x), "y": _px(y), "text-anchor": anchor}).text = words


def svg(chart: Chart, title: str, labels: Sequence[str], names: Sequence[str]) -> str:
    """The picture of a chart; its texts are given as they are spoken, and clean."""
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "class": "chart"})
    ET.SubElement(root, "title").text = title
    drawing = _Drawing(root)
    if len(names) > 1 or chart.kind == "stacked":
        _legend(drawing, chart, names)
    if chart.kind == "line":
        _curves(drawing, chart, labels)
    else:
        _rows(drawing, chart, labels)
    root.set("viewBox", f"0 0 {_WIDE} {_px(drawing.y + _TOP)}")
    root.set("width", str(_WIDE))
    root.set("height", _px(drawing.y + _TOP))
    return ET.tostring(root, encoding="unicode")


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _legend(drawing: _Drawing, chart: Chart, names: Sequence[str]) -> None:
    x = 0.0
    for n, name in enumerate(cut(name, _LONGEST) for name in names):
        if chart.kind == "line":
            _polyline(drawing, [(x, drawing.y + 7), (x + 22, drawing.y + 7)], n)
        else:
            drawing.rect(x + 5, drawing.y + 1, 12, 12, _SHADES[n % len(_SHADES)])
        drawing.text(x + 27, drawing.y + 11, name)
        x += 27 + (width(name) + 3) * _EM
    drawing.y += _ROW + 2


def _rows(drawing: _Drawing, chart: Chart, labels: Sequence[str]) -> None:
    """A row for each name: one bar, several under each other, or one made of parts."""
    shown = [_two_lines(label) for label in labels]
    left = max((width(line) for lines in shown for line in lines), default=0) * _EM + 10
    values = [[s.values[row] for s in chart.series] for row in range(len(labels))]
    stacked = chart.kind == "stacked"
    most = max((sum(v or 0 for v in row) if stacked else max(v or 0 for v in row)) for row in values)
    scale = (_WIDE - left - 70) / (max(most, chart.limit or 0) or 1)
    top = drawing.y
    for lines, row in zip(shown, values, strict=True):
        bars = _ROW if stacked or len(row) == 1 else _PART * len(row) + 5
        high = max(bars, len(lines) * _LINE + 4)
        for n, line in enumerate(lines):
            drawing.text(left - 8, drawing.y + bars / 2 + 4 + n * _LINE, line, "end")
        x, y = left, drawing.y + 3
        for n, value in enumerate(row):
            wide, shade = max(0.0, value or 0) * scale, _SHADES[n % len(_SHADES)]
            if stacked:
                if wide:
                    drawing.rect(x, y, wide, _ROW - 6, shade)
                x += wide
            else:
                if wide:
                    drawing.rect(left, y, wide, _PART - 2, shade)
                drawing.text(left + wide + 6, y + 10, number(value))
                y += _PART
        if stacked:
            drawing.text(x + 6, drawing.y + 14, " + ".join(number(v) for v in row))
        drawing.y += high
    drawing.line(left, top, left, drawing.y)
    if chart.limit is not None:
        x = left + chart.limit * scale
        drawing.line(x, top, x, drawing.y, "4 3")
        drawing.text(x, drawing.y + 11, number(chart.limit), "middle")
        drawing.y += 12


def _two_lines(label: str) -> list[str]:
    first, *rest = wrapped(label, _LONGEST)
    return [first, cut(" ".join(rest), _LONGEST)] if rest else [first]


def _curves(drawing: _Drawing, chart: Chart, labels: Sequence[str]) -> None:
    """Time from left to right, from nought or the least value up to the most."""
    known = [v for s in chart.series for v in s.values if v is not None]
    low = min(0.0, *known)
    high = low + _round_up(max([*known, chart.limit or 0]) - low)
    levels = (low, (low + high) / 2, high)
    left, right = max(width(number(level)) for level in levels) * _EM + 10, _WIDE - 20
    bottom = drawing.y + 6 + _TALL
    step = (right - left) / max(1, len(labels) - 1)

    def at(value: float) -> float:
        return bottom - (value - low) / ((high - low) or 1) * _TALL

    for level in levels:
        drawing.line(left, at(level), right, at(level), "" if level == low else "1 4")
        drawing.text(left - 6, at(level) + 4, number(level), "end")
    if chart.limit is not None:
        drawing.line(left, at(chart.limit), right, at(chart.limit), "4 3")
        drawing.text(right, at(chart.limit) - 3, number(chart.limit), "end")
    for n, of in enumerate(chart.series):
        run: list[tuple[float, float]] = []
        for place, value in enumerate((*of.values, None)):
            if value is not None:
                run.append((left + place * step, at(value)))
            elif run:
                _polyline(drawing, run, n)
                run = []
    every = -(-len(labels) // _TICKS)
    for place in range(0, len(labels), every):
        anchor = "start" if place == 0 else "end" if place == len(labels) - 1 else "middle"
        drawing.text(left + place * step, bottom + 15, cut(labels[place], 12), anchor)
    drawing.y = bottom + 20


def _round_up(span: float) -> float:
    """The next length whose half is a number that people read at a glance; of small counts it is a whole one."""
    unit = 10.0 ** max(0, math.floor(math.log10(span))) if span > 0 else 1.0
    steps = (2, 4, 6, 8) if unit == 1 else (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
    return next((unit * step for step in steps if unit * step >= span), unit * 10)


def _polyline(drawing: _Drawing, points: Sequence[tuple[float, float]], n: int) -> None:
    """A line through the points, each of them marked: one day alone is seen too."""
    shade, dash = ("#1f3a5f", "#5b7a99", "#000000", "#8a8a8a")[n % 4], _LINES[n % len(_LINES)]
    look = {"fill": "none", "stroke": shade, "stroke-width": "1.6", **({"stroke-dasharray": dash} if dash else {})}
    path = " ".join(f"{_px(x)},{_px(y)}" for x, y in points)
    ET.SubElement(drawing.root, "polyline", {"points": path, **look})
    for x, y in points:
        ET.SubElement(drawing.root, "circle", {"cx": _px(x), "cy": _px(y), "r": "2.2", "fill": shade})

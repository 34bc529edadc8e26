"""Moving the focus with arrow keys: to the nearest widget in that direction, as the eye sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from textual.geometry import Region
from textual.widget import Widget

__all__ = ["Way", "toward"]

Way = Literal["up", "down", "left", "right"]


def toward(widgets: Sequence[Widget], here: Widget | None, way: Way) -> Widget | None:
    """The widget to focus next; the first one when nothing has the focus, None at the edge."""
    if here is None:
        return widgets[0] if widgets else None
    scored = [
        (score, index)
        for index, widget in enumerate(widgets)
        if widget is not here and (score := _distance(here.region, widget.region, way)) is not None
    ]
    return widgets[min(scored)[1]] if scored else None


def _distance(a: Region, b: Region, way: Way) -> int | None:
    """How far `b` lies from `a` in a direction; None when it does not lie there. Columns are half as wide as rows."""
    if not b.area:
        return None
    if way in ("left", "right"):
        ahead = b.x - a.right if way == "right" else a.x - b.right
        aside = max(0, b.y - a.bottom + 1, a.y - b.bottom + 1) * 2
    else:
        ahead = b.y - a.bottom if way == "down" else a.y - b.bottom
        aside = max(0, b.x - a.right + 1, a.x - b.right + 1)
        ahead *= 2
    return None if ahead < 0 else ahead + aside * 3 + abs(b.x - a.x) // 8

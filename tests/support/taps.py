"""Taps and keys that a busy machine does not lose."""

from __future__ import annotations

import time

from textual.errors import NoWidget
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

from tui.scan import AFTER

__all__ = ["after_the_scan", "tap"]


async def tap(pilot: Pilot, target: Widget | str) -> None:
    """Tap on a widget once it lies on top, and where it lay a moment ago: what is still being laid out moves away."""
    deadline, before = time.monotonic() + 30, None
    while (place := _place(pilot, target)) is None or place != before:
        assert time.monotonic() < deadline, f"never to be tapped: {target!r}"
        before = place
        await pilot.pause(0.01)
    await pilot.click(target)


async def after_the_scan(pilot: Pilot) -> None:
    """Wait until a key counts as pressed by a hand again: what comes right behind a scan belongs to the code."""
    while time.monotonic() - pilot.app.wedge._ended <= AFTER:
        await pilot.pause(0.01)


def _place(pilot: Pilot, target: Widget | str) -> Region | None:
    """Where it lies, if a finger would hit it."""
    screen = pilot.app.screen
    found = next(iter(screen.query(target)), None) if isinstance(target, str) else target
    if found is None or not found.region.area:
        return None
    try:
        hit, _ = screen.get_widget_at(*found.region.offset)
    except NoWidget:
        return None
    return found.region if found in hit.ancestors_with_self else None

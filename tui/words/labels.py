"""The words for labels: how it stands with the label of a place, and how far a sheet is."""

from __future__ import annotations

from datetime import datetime

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.places import Checkpoint
from checkpoints.work.labels import Register
from checkpoints.work.printing import standing
from tui import when
from tui.i18n import N_, _, lang
from tui.widgets.pages import Tile
from tui.words.reasons import reason
from tui.words.start import crop

__all__ = ["WIDTH", "bar", "issued", "state", "tile"]

WIDTH = 35
"""Cells of a tile's line."""
STEPS = 20
_GONE = N_("✗ no label")
_NEVER = N_("○ never printed")
_AGAIN = N_("! to be reprinted: {why}")
_DONE = N_("✓ printed {day}")
_DONE_OUTDOOR = N_("✓ printed {day}, outdoor")


def state(ledger: Ledger, register: Register | None, now: datetime) -> str:
    """How it stands with a label, with a sign and a word."""
    current = register.current if register else None
    if register is None or current is None:
        why = reason(ledger.site, max(register.retired.items())[1]) if register and register.retired else ""
        return _(_GONE) + (f" · {_('retired: {why}').format(why=why)}" if why else "")
    match standing(register):
        case "reprint":
            why = register.reprint.reason if register.reprint else ""
            told = _(_AGAIN).format(why=reason(ledger.site, why))
        case "printed":
            printed = register.printed[current.issue]
            day = when.short(printed.at.astimezone(now.tzinfo), now)
            told = _(_DONE_OUTDOOR if printed.outdoor else _DONE).format(day=day)
            return f"{told} · " + _("issue {number}").format(number=current.issue)
        case _:
            told = _(_NEVER)
    return f"{told} · {issued(current.issue, current.issued_at, now)}"


def issued(number: int, at: datetime, now: datetime) -> str:
    """Which issue it is, and from when."""
    return _("issue {number}, {day}").format(number=number, day=when.short(at.astimezone(now.tzinfo), now))


def tile(ledger: Ledger, place: Checkpoint, now: datetime) -> Tile:
    """A place and how it stands with its label."""
    register = ledger.labels.registers.get(place.id)
    owed = standing(register) in ("none", "reprint")
    return Tile(
        place.id,
        lambda: crop(f"{place.id} {place.name(lang())}", WIDTH),
        lambda: crop(state(ledger, register, now), WIDTH),
        look="warning" if owed else "default",
    )


def bar(done: int, total: int) -> str:
    """How far a sheet is."""
    full = STEPS * done // max(1, total)
    return "▰" * full + "▱" * (STEPS - full) + f"  {done} / {total}"

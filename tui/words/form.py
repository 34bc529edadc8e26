"""What the form screen says: the tile of a field, the tiles of rows, the names of what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Refused
from checkpoints.site.forms import Column, Field
from checkpoints.work.records.values import EMPTY
from tui import when
from tui.filling.half import Half, Signed
from tui.i18n import N_, _, lang
from tui.widgets.big import Look
from tui.words.fields import row_name, said, said_row
from tui.words.finding_text import person_name
from tui.words.start import crop

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["NOTHING", "OPEN", "cell_state", "field_look", "row_words", "signed_words"]

NOTHING = N_("There is nothing to fill in: sealing it says that it was done, by you and now.")
OPEN = N_("still to come")
ROOM = 40
"""Cells of a value on a tile: two lines of the narrowest."""


def cell_state(
    ledger: Ledger, column: Column, value: Any, now: datetime, *, drafted: bool = False, wrong: Refused | None = None
) -> str:
    """What stands in a field, or that nothing does: a glyph and a word where it is not simply a value."""
    told = said(ledger, column, value, now).replace("\n", " ")
    place = ledger.site.checkpoint_of.get(value) if column.type == "place" and ledger.site and value else None
    told = place.name(lang()) if place else told  # its number would take the line that its name needs
    if any(sign >= "\u4e00" for sign in told):  # Chinese breaks anywhere; at a blank it would leave a lone word
        told = told.replace(" ", "\u00a0")
    text = crop(told, ROOM - 8 if drafted or wrong else ROOM)
    if wrong is not None:
        return "✗ " + _("not right: {text}").format(text=text)
    if not text and column.type == "mark":
        return "□ " + _("no")
    if not text:
        return "! " + _(OPEN) if column.required else "– " + _("may stay empty")
    if column.type == "mark":
        return "✓ " + text
    return "✎ " + _("drafted: {text}").format(text=text) if drafted else text


def signed_words(ledger: Ledger, known: Signed | None, holds: bool, now: datetime, *, required: bool) -> str:
    """Whose signature it is and of when; one that the words have changed under is to be given again."""
    if known is None:
        return "! " + _(OPEN) if required else "– " + _("may stay empty")
    if not holds:
        return "! " + _("changed since: sign again")
    who = person_name(ledger, known.proof.person)
    return "✓ " + _("signed by {person} {clock}").format(person=who, clock=when.day_and_clock(known.at, now))


def field_look(half: Half, column: Column, values: Mapping[str, Any], wrong: Refused | None) -> Look:
    """A field that keeps the form from being sealed stands out; the tile says it in words too."""
    if wrong is not None:
        return "error"
    return "warning" if half.missing([column], values) else "default"


def row_words(ledger: Ledger, of: Field, row: Mapping[str, Any], n: int, now: datetime) -> tuple[str, str]:
    """The two lines of a row's tile: which row, and what stands in it."""
    whole = dict(row)
    name, text = row_name(ledger, of, whole, n), said_row(ledger, of, whole, now)
    if not text and all(row.get(c.id) in EMPTY for c in of.columns):
        text = "! " + _(OPEN) if any(c.required for c in of.columns) else "– " + _("may stay empty")
    return (name if of.type == "table" else f"{name}  " + of.name(lang())), text

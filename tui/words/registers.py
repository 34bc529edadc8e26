"""Lists of forms and records in words: which a person may see at a place, how many are open, who has what in hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from checkpoints.site.forms import Form
from checkpoints.work.records import Line
from checkpoints.work.records.life import held, may_open, visible
from tui import when
from tui.i18n import N_, _, lang
from tui.widgets.pages import Tile
from tui.words.detail import timed
from tui.words.finding_text import person_name
from tui.words.records import line_state, record_name
from tui.words.start import crop

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["CADENCES", "cadence", "form_tile", "listed", "record_tile", "shown_forms"]

CADENCES = {"D": N_("Daily"), "W": N_("Weekly"), "M": N_("Monthly"), "": N_("Others")}
"""Parts of the brief, by the letter of its requirements."""


def cadence(form: Form) -> str:
    """To which part of the brief a form belongs; '' for one that a site made itself."""
    return next((c[0] for c in form.covers if c[0] in CADENCES), "")


def shown_forms(ledger: Ledger, by: str, place: str, on: date) -> list[Form]:
    """The forms whose records somebody may read here, or of which they may begin one; in the order of the brief."""
    forms = ledger.site.forms if ledger.site else ()
    found = [
        f
        for f in forms
        if not (f.private and place == "kiosk")
        and (visible(ledger, f, None, by, place, on) or may_open(ledger, f, by, on) is None)
    ]
    order = list(CADENCES)
    return sorted(found, key=lambda f: (order.index(cadence(f)), _numbers(f)))


def _numbers(form: Form) -> list[int]:
    return [int(part) if part.isdecimal() else 99 for part in (form.covers[0][1:] if form.covers else "99").split(".")]


def form_tile(ledger: Ledger, form: Form) -> Tile:
    """A form with the part of the brief, and how many of its records are open."""
    open_ = len(ledger.records.live & ledger.records.of_form.get(form.id, set()))

    def under() -> str:
        told = _("{n} in hand").format(n=open_) if open_ else ""
        return "  ".join(part for part in (_(CADENCES[cadence(form)]), ("◐ " + told) if told else "") if part)

    return Tile(form.id, form, under)


def listed(ledger: Ledger, form: Form, by: str, place: str, on: date) -> list[tuple[str, Line]]:
    """The records of a form that somebody may read here: open ones first, then the newest."""
    records = ledger.records
    known = [(r, line) for r, line in records.lines(form.id)]
    if not visible(ledger, form, None, by, place, on):
        known = [(r, b) for r, b in known if visible(ledger, form, records.all[r], by, place, on)]
    known.reverse()
    return sorted(known, key=lambda one: not one[1].open)


def record_tile(
    ledger: Ledger, form: Form, record: str, line: Line, now: datetime, room: int, excerpt: str = ""
) -> Tile:
    """A record: its name and title in so many cells, where it stands, who has it in hand and by when.

    `excerpt` is where the words that were looked for stand in it; it takes the second line.
    """

    def words() -> str:
        name = record_name(ledger, record)
        return crop("  ".join(part for part in (name, line.title) if part), room)

    def under() -> str:
        told = [line_state(line), *(_in_hand(ledger, record, now) if line.open else ())]
        last = line.done[-1] if line.done else None
        if last is not None and len(told) == 1:
            step = form.step(last.step)
            told.append(f"{step.name(lang()) if step else last.step} {timed(ledger, last.at, now)}")
            told.append(person_name(ledger, last.by))
        return "  ".join(told)

    if excerpt:
        return Tile(record, words, lambda: crop(excerpt, room))
    due = held(ledger.records.all[record])[1] if line.open else ""
    return Tile(record, words, under, look="error" if _late(due, now) else "default")


def _in_hand(ledger: Ledger, record: str, now: datetime) -> Iterator[str]:
    person, due = held(ledger.records.all[record])
    if person:
        yield person_name(ledger, person)
    try:
        day = when.day(date.fromisoformat(due)) if due else ""
    except ValueError:
        day = due
    if day:
        yield ("! " + _("overdue, {day}") if _late(due, now) else _("by {day}")).format(day=day)


def _late(due: str, now: datetime) -> bool:
    return bool(due) and due < now.date().isoformat()

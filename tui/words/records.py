"""What records and their steps are called on every screen: the period or number, the state as a glyph and a word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checkpoints.reports import values
from checkpoints.site.forms import Form, Step
from checkpoints.work.records import Line
from checkpoints.work.records.life import Standing
from tui import when
from tui.i18n import N_, _, lang
from tui.words.duties import period_said
from tui.words.papers import said

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["GLYPHS", "about_name", "form_name", "line_state", "period_name", "record_name", "standing_name"]

GLYPHS: dict[Standing, str] = {"done": "✓", "open": "▶", "waiting": "…", "not_asked": "–"}
_STANDINGS: dict[Standing, str] = {
    "done": N_("done"),
    "open": N_("to be done"),
    "waiting": N_("waits"),
    "not_asked": N_("not needed"),
}


def form_name(ledger: Ledger, form: str) -> str:
    """A form by its name; its id where the site does not know it any more."""
    known = ledger.site.form_of.get(form) if ledger.site else None
    return known.name(lang()) if known else form


def period_name(kept: str) -> str:
    """A period as people say it on a screen, a week by its days; '' for none."""
    if "W" in kept:
        return period_said(kept)
    text = values.period(kept)
    return when.day(text) if isinstance(text, date) else said(text)


def about_name(ledger: Ledger, about: str) -> str:
    """The contractor or place that a record is about; '' for nothing."""
    return said(values.about(ledger, about))


def record_name(ledger: Ledger, record: str) -> str:
    """What a record is called: its number, or what it is for and about."""
    line = ledger.records.line(record)
    number = ledger.records.called(record)
    parts = [number, "" if number else period_name(line.period), about_name(ledger, line.about)]
    return " ".join(part for part in parts if part) or record


def standing_name(standing: Standing, *, needed: bool = True) -> str:
    """Where a step stands: glyph and word; of one that nobody has to do only that it can be done."""
    word = _STANDINGS[standing] if needed or standing != "open" else N_("can be done")
    return f"{GLYPHS[standing]} {_(word)}"


def line_state(line: Line) -> str:
    """Where a record stands: glyph and word."""
    if line.withdrawn:
        return "✗ " + _("withdrawn")
    return ("◐ " + _("in hand")) if line.open else ("✓ " + _("finished"))


def step_name(form: Form | None, step: str) -> str:
    """A step by its name; its id where the form does not know it any more."""
    known: Step | None = form.step(step) if form else None
    return known.name(lang()) if known else step

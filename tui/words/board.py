"""What the board says: its views, its chips, the columns there is room for, and a finding as one line of the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from checkpoints.ledger.board import Counts, Filter, Row, Sort
from checkpoints.work.findings.brief import Brief
from tui import when
from tui.i18n import N_, _, lang, n_
from tui.widgets.table import Column, Line
from tui.words import timeline
from tui.words.finding_text import (
    category_name,
    department_name,
    flags,
    person_name,
    severity_name,
    state_name,
)
from tui.words.rounds import group, local, place

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "CHIPS",
    "SORT_NAMES",
    "VIEW_NAMES",
    "chip",
    "columns",
    "detail",
    "filter_said",
    "how_many",
    "line",
    "promises_said",
    "view_name",
]

VIEW_NAMES: dict[str, str] = {
    "open": N_("Live"),
    "new": N_("New today"),
    "unaccepted": N_("Not signed for"),
    "overdue": N_("Overdue"),
    "to_verify": N_("To re-check"),
    "to_assign": N_("To assign"),
    "conflict": N_("Two versions"),
    "key": N_("Key and hard"),
    "extension": N_("More time asked"),
    "blocked": N_("Waiting, look again"),
    "escalated": N_("Reported upwards"),
    "mine": N_("Mine"),
    "month_end": N_("Month end, no photo"),
    "closed": N_("Ended"),
    "all": N_("All"),
}
CHIP_NAMES: dict[str, str] = {
    "open": N_("Live"),
    "new": N_("New"),
    "unaccepted": N_("Unsigned"),
    "overdue": N_("Overdue"),
    "to_verify": N_("Re-check"),
    "to_assign": N_("Assign"),
    "conflict": N_("Versions"),
}
CHIPS = ("open", "new", "unaccepted", "overdue", "to_verify", "to_assign", "conflict")
"""Views with a chip of their own, in order."""
_FIELDS = {"open": "live"}
"""The field of `Counts` behind a chip, where it is called otherwise."""
SORT_NAMES: dict[Sort, str] = {
    "due": N_("Deadline"),
    "number": N_("Number"),
    "found": N_("Found"),
    "severity": N_("Level"),
    "place": N_("Place"),
    "department": N_("Department"),
    "person": N_("Person"),
    "state": N_("State"),
}
LAST = 6
"""Entries of the timeline that stand beside the table; all of it is on the finding's own screen."""
WIDE, NORMAL = 104, 84
"""Cells of a table from which on all columns, or all but the department, have room."""


def view_name(view: str) -> str:
    """A view by name."""
    return _(VIEW_NAMES.get(view, VIEW_NAMES["open"]))


def how_many(counts: Counts, view: str) -> int:
    """The number on a chip."""
    return getattr(counts, _FIELDS.get(view, view))


def chip(counts: Counts, view: str, *, on: bool) -> str:
    """A chip: the view and how many it shows; chosen, it says so."""
    return ("✓ " if on else "") + f"{_(CHIP_NAMES[view])} {how_many(counts, view)}"


def promises_said(counts: Counts) -> str:
    """What is owed to owners."""
    told = _("Owners: {soon} due in 2 h · {late} overdue")
    return ("! " if counts.promises_late else "") + told.format(soon=counts.promises_soon, late=counts.promises_late)


def filter_said(ledger: Ledger, asked: Filter, count: int) -> str:
    """What is shown, in one line: the view, what narrows it, and how many there are."""
    site = ledger.site
    parts = [asked.title or (_("chosen findings") if asked.ids else view_name(asked.view))]
    if asked.place:
        parts.append(place(site, asked.place))
    if asked.department:
        parts.append(department_name(site, asked.department))
    if asked.person:
        parts.append(person_name(ledger, asked.person))
    if asked.category:
        parts.append(category_name(site, asked.category))
    if asked.group:
        parts.append(group(asked.group))
    if asked.text.strip():
        parts.append(f"“{asked.text.strip()}”")
    return " · ".join(parts) + "  " + n_("1 finding", "{count} findings", count)


def columns(ledger: Ledger, room: int, *, tall: bool) -> list[Column]:
    """The columns there is room for; where rows are tall, the rest stands below in the row."""
    zh, known = lang() == "zh", ledger.findings
    twins = any(known.given[tag] > known.raised_by.get(tag, 0) for tag in known.given)
    number = Column("number", N_("Number"), 14 if twins else 9)
    due = Column("due", N_("Deadline"), 14 if zh else 17)
    what = Column("what", N_("What"))
    if tall:
        return [number, Column("severity", N_("Level")), due, Column("state", N_("State"), 13 if zh else 19)]
    if room < NORMAL:
        return [number, Column("place", N_("Place"), 12), what, due, Column("state", N_("State"), 11 if zh else 13)]
    place_, level = Column("place", N_("Place"), 18), Column("severity", N_("Level"), 7 if zh else 5)
    who, state = Column("person", N_("Person"), 8), Column("state", N_("State"), 11 if zh else 15)
    if room < WIDE:
        return [number, place_, what, level, who, due, state]
    return [number, place_, what, level, Column("department", N_("Department"), 6 if zh else 12), who, due, state]


def line(ledger: Ledger, row: Row, now: datetime, shown_columns: Sequence[Column], *, tall: bool) -> Line:
    """A finding in the cells of these columns; late ones carry a sign, not only a colour."""
    known, site = row.line, ledger.site
    texts = {
        "number": row.called,
        "place": place(site, known.checkpoint) + (f" {known.unit}" if known.unit else ""),
        "what": _marked(known),
        "severity": severity_name(site, known.severity) if lang() == "zh" or tall else known.severity,
        "department": department_name(site, known.department),
        "person": person_name(ledger, known.person) or "-",
        "due": _due(ledger, known, now),
        "state": state_name(known.state),
    }
    below = (texts["place"], texts["what"], texts["department"] + " · " + texts["person"])
    return Line([texts[column.key] for column in shown_columns], below, bad=known.late(now) or known.conflict)


def _marked(known: Brief) -> str:
    """The words, after what has to be seen first."""
    marks = ["⇄ " + _("Two versions")] if known.conflict else []
    if known.key or known.hard:
        marks.append(flags(known.key, known.hard))
    if known.attempt > 1:
        marks.append("↻" + str(known.attempt))
    return "  ".join([*marks, known.words])


def _due(ledger: Ledger, known: Brief, now: datetime) -> str:
    """The countdown of what is open, how long something has waited for a look, when it ended."""
    if known.open:
        if known.due is None:
            return ""
        return ("! " if known.late(now) else "") + when.countdown(local(ledger, known.due), now)
    if known.live and known.done_at is not None:
        return _("waits {time}").format(time=when.length(now - known.done_at))
    return when.short(local(ledger, known.ended_at), now) if known.ended_at else ""


def detail(ledger: Ledger, row: Row, now: datetime) -> Content:
    """A finding beside the table: what it is, who has to do what by when, and where it stands."""
    known, site = row.line, ledger.site
    head = Content.styled(
        f"{row.called}  {severity_name(site, known.severity)}  {flags(known.key, known.hard)}", "bold"
    )
    rows = [
        (_("State"), state_name(known.state) + (f"  ↻{known.attempt}" if known.attempt > 1 else "")),
        (_("Place"), place(site, known.checkpoint) + (f" {known.unit}" if known.unit else "")),
        (_("What"), known.words),
        (_("Kind"), category_name(site, known.category)),
        (_("Department"), department_name(site, known.department)),
        (_("Person"), person_name(ledger, known.person) or "-"),
        (_("Found"), _moment(ledger, known.found_at, now, known.found_by)),
        (_("Deadline"), _moment(ledger, known.due, now) + "  " + _due(ledger, known, now)),
        (_("First promised"), _moment(ledger, known.promised, now) if known.promised != known.due else ""),
        (_("Signed for"), _moment(ledger, known.accepted_at, now)),
        (_("Waiting until"), when.day(known.blocked_until) if known.blocked_until else ""),
        (_("Put right"), _moment(ledger, known.done_at, now, known.fixer)),
        (_("Ended"), _moment(ledger, known.ended_at, now)),
    ]
    told = [Content(f"{name}: {text}") for name, text in rows if text.strip()]
    last = timeline.lines(ledger, row.id)[-LAST:]
    return Content("\n").join([head, *told, Content(""), timeline.content(last)])


def _moment(ledger: Ledger, at: datetime | None, now: datetime, by: str = "") -> str:
    if at is None:
        return ""
    return when.day_and_clock(local(ledger, at), now) + (f"  {person_name(ledger, by)}" if by else "")

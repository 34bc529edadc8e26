"""Filling a step in as a busy person does: what the ledger drafts, then what is on one's mind, then the ready words.

Whatever the form asks for and the story has no words for is answered from the form itself: its first option, its first
ready words, the least number. So a site that changes a form still gets a story, and a required field is never left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.forms import Column, Field
from checkpoints.site.people import Confirmed
from checkpoints.work.records import deciding
from checkpoints.work.records.asking import Ask
from checkpoints.work.records.deciding import Target
from checkpoints.work.records.facts import Values
from checkpoints.work.records.values import holds
from store.demo.pen import Pen

__all__ = ["PLAIN", "do", "look"]

PLAIN = "按计划完成，情况正常。"
"""Said where nothing in particular is to be said."""


def look(
    pen: Pen,
    form: str,
    step: str,
    by: str,
    *,
    about: str = "",
    record: str = "",
    given: Mapping[str, Any] | None = None,
) -> Values:
    """What the ledger would draft now; nothing where the form is not there."""
    if form not in pen.site.form_of:
        return {}
    now = Moment(pen.now, lambda: "look", pen.book.device.id, pen.book.device.tag)
    target = Target(form, record, about=about)
    return deciding.draft(deciding.ask_for(pen.ledger, target, step, by, now, given))


def do(
    pen: Pen,
    form: str,
    step: str,
    by: str,
    own: Mapping[str, Any] | None = None,
    *,
    record: str = "",
    about: str = "",
    origin: str = "",
) -> str:
    """Fill a step in and seal it; the record's id, or '' where the form is not there or does not let it happen now."""
    if not by or form not in pen.site.form_of:
        return ""
    target = Target(form, record, about=about, origin=origin)

    def decide(now: Moment) -> Sequence[Fact]:
        ask = deciding.ask_for(pen.ledger, target, step, by, now, own)
        values = _whole(pen, ask, dict(own or {}))
        signatures = {f.id: _signer(values, f, by) for f in ask.step.fields if f.type == "signature"}
        return deciding.fill(pen.ledger, target, step, values, by, now, signatures)

    pen.wait(15, 50)
    try:
        events = pen.record(by, decide)
    except Refused:
        return ""
    return events[0].subject.partition(":")[2] if events else ""


def _signer(values: Mapping[str, Any], field: Field, by: str) -> Confirmed:
    return Confirmed(str(values.get(field.id) or by))


def _whole(pen: Pen, ask: Ask, own: dict[str, Any]) -> dict[str, Any]:
    """Draft, own words over it, and the rest from the form."""
    values: dict[str, Any] = {**deciding.draft(ask), **own}
    offered = deciding.offer(ask)
    for field in ask.step.fields:
        if field.type == "signature" or field.worked_out or not holds(field.when, values):
            continue
        if field.type in ("lines", "table"):
            rows = _rows(pen, ask, field, values.get(field.id), offered)
            if rows:
                values[field.id] = rows
        elif field.required and values.get(field.id) in (None, "", []):
            values[field.id] = _plain(pen, ask, field, offered.get(field.id))
    return values


def _rows(pen: Pen, ask: Ask, field: Field, given: Any, offered: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    rows = [dict(r) for r in given or ()]
    if field.rows:
        known = {str(r.get("row")): r for r in rows}
        rows = [{"row": fixed.value, **known.get(fixed.value, {})} for fixed in field.rows]
    while len(rows) < max(field.least_lines, 1 if field.required else 0):
        rows.append({})
    for row in rows:
        for column in field.columns:
            asked = column.required and not column.worked_out and holds(column.when, row)
            if asked and row.get(column.id) in (None, "", []):
                row[column.id] = _plain(pen, ask, column, offered.get(f"{field.id}.{column.id}"))
    return rows


def _plain(pen: Pen, ask: Ask, field: Column, offered: Sequence[str] | None) -> Any:
    """An answer that fits the field."""
    match field.type:
        case "choice" | "several":
            first = next((o.value for o in field.options if offered is None or o.value in offered), "")
            return first if field.type == "choice" else [first]
        case "number" | "money":
            return str(int(field.least or 0))
        case "mark":
            return True
        case "person" | "people":
            fit = [p.id for p in pen.ledger.people.active() if not field.roles or p.role in field.roles]
            person = next((p for p in fit if p != ask.by), fit[0] if fit else ask.by)
            return person if field.type == "person" else [person]
        case "day":
            ahead = timedelta() if field.past else timedelta(days=2)
            return (ask.today + ahead).isoformat()
        case "moment":
            ahead = timedelta() if field.past else timedelta(hours=4)
            return _minute(ask.at + ahead).isoformat()
        case "place":
            return pen.site.active[0].id
        case "photos":
            return [pen.picture]
        case _:
            return field.ready[0].name("zh") if field.ready else PLAIN


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)

"""A handover in few words, for a phone to take along: what is open, who has it and by when, and what was not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checkpoints.site.forms import Form
from checkpoints.work.handing_over import item_rows
from checkpoints.work.records import Record
from checkpoints.work.records.rows import by_row, subject_of
from tui import when
from tui.i18n import _, lang

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["carried"]

MARKS = {"taken": "✓", "disputed": "✗"}


def carried(ledger: Ledger, form: Form, record: Record) -> str:
    """The handover as lines of text, in the language spoken now. It names our own people and no owner's number."""
    return "\n".join(line for line in _lines(ledger, form, record) if line)


def _lines(ledger: Ledger, form: Form, record: Record) -> Iterator[str]:
    def said(name: str) -> Any:
        return record.value("given", name, "")

    given, zone = record.entry("given"), ledger.site.zone_info if ledger.site else None
    at = given.at.astimezone(zone) if given else record.opened_at
    yield f"{form.name(lang())} {ledger.records.called(record.id)} {when.stamp(at) if at else ''}"
    who = [ledger.people.name(str(said(name)), lang()) for name in ("from", "to")]
    yield f"{_option(form, 'post', said('post'))} {_option(form, 'shift', said('shift'))} {who[0]}→{who[1]}"
    yield _standing(record)
    yield str(said("events"))
    yield from _missing(ledger, said("counted") or ())
    answers = by_row(record.value("taken", "items"))
    for n, (name, item) in enumerate(item_rows(said("items")).items()):
        state = answers.get(name, {}).get("state", "")
        due = datetime.fromisoformat(item["due"]).astimezone(zone)
        person = ledger.people.name(str(item["person"]), lang())
        yield f"{n + 1}{MARKS.get(state, '.')}{item['what']} {person} {due:%m-%d %H:%M}"
    for name in ("equipment", "orders"):
        yield str(said(name))


def _standing(record: Record) -> str:
    agreed = record.value("taken", "agreed")
    if agreed is None:
        return _("not taken yet")
    return _("taken, all clear") if agreed == "yes" else _("taken, disputed")


def _option(form: Form, name: str, value: object) -> str:
    step = form.step("given")
    field = step.field(name) if step else None
    chosen = next((o for o in field.options if o.value == value), None) if field else None
    return chosen.name(lang()) if chosen else str(value)


def _missing(ledger: Ledger, counted: Any) -> Iterator[str]:
    """What was not there as it should be; one line where all was."""
    stock = {f"{p.id}.{s.id}": s for p in (ledger.site.posts if ledger.site else ()) for s in p.stock}
    short = [row for row in counted if row.get("count") != row.get("due") or row.get("note")]
    for row in short:
        key = subject_of(str(row.get("row", "")))[1]
        name = stock[key].name(lang()) if key in stock else key
        yield f"{name} {row.get('count')}/{row.get('due')} {row.get('note', '')}".strip()
    if counted and not short:
        yield _("all counted and there")

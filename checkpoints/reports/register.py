"""The register of a form whose records belong to no period: what was begun in a month, and what is still open."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.reports.document import Column, Document, Said, Table, Text
from checkpoints.reports.names import local, person, site_name
from checkpoints.reports.values import about
from checkpoints.reports.values import period as period_text
from checkpoints.site.forms import Form
from checkpoints.work.records.periods import begins, ends

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["register"]


def register(ledger: Ledger, form: Form, month: str, now: datetime) -> Document:
    """One line a record: number, what it is about, when it was begun and by whom, how far it has come.

    Raises Refused `report.private`: the titles of private records stand in no list.
    """
    if form.private:
        raise Refused("report.private", "This record is private. It is printed only when that is asked for by name.")
    zone = ledger.site.zone_info if ledger.site else now.tzinfo
    since, until = begins(month, zone), ends(month, zone)
    rows: list[tuple[Text, ...]] = []
    for record, line in ledger.records.lines(form.id):
        if line.opened_at is None or line.opened_at >= until or (line.opened_at < since and not line.open):
            continue
        last = form.step(line.done[-1].step) if line.done else None
        rows.append(
            (
                ledger.records.called(record),
                line.title or about(ledger, line.about),
                local(ledger, line.opened_at),
                person(ledger, line.opened_by),
                last or "",
                Said("not finished") if line.open else Said("finished"),
            )
        )
    columns = (
        Column(Said("Number"), 5),
        Column(Said("About"), 12),
        Column(Said("Begun at"), 6),
        Column(Said("Begun by"), 4),
        Column(Said("Last step"), 4),
        Column(Said("State"), 4),
    )
    return Document(
        name=form.id,
        key=month,
        title=form,
        site=site_name(ledger),
        about=period_text(month),
        made_at=local(ledger, now),
        blocks=(Table(columns, tuple(rows), empty=Said("None")),),
    )

"""Who may have which record on paper: what is private only when it is asked for by name, by whoever may read it (W1.3).

A screen shows a private record to the few who may read it; paper is carried away. So it takes two things: the word that
the private part is wanted, and a person who proved who they are.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.site.forms import Form
from checkpoints.work.records.life import visible
from checkpoints.work.records.state import Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["private_part", "why_not_printed"]


def private_part(form: Form) -> bool:
    """Whether a form has anything that paper leaves out unless it is asked for by name."""
    columns = [column for _, field in form.fields() for column in (field, *field.columns)]
    return form.private or any(column.private for column in columns)


def why_not_printed(
    ledger: Ledger, form: Form, record: Record | None, by: str, place: str, on: date, *, named: bool
) -> Refused | None:
    """Why somebody cannot print a record at a place; None when they can.

    `named`: the private part was asked for by name. `by` is whoever is signed in or gave their PIN; '' is the office
    that owns the folder, which may have everything that is not private.
    """
    if form.private and not named:
        return Refused("report.private", "This record is private. It is printed only when that is asked for by name.")
    if not by and named and private_part(form):
        return Refused("report.not_yours", "Only those who may read a record can print it.")
    if by and not visible(ledger, form, record, by, place, on):
        return Refused("report.not_yours", "Only those who may read a record can print it.")
    return None

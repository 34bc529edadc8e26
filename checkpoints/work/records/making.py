"""The facts of a record, made by rules and not by a person at a form: a task that follows from a meeting, for one."""

from __future__ import annotations

from collections.abc import Sequence

from checkpoints.fact import Moment
from checkpoints.work.records.facts import RecordFact, RecordOpened, StepFilled, Values
from checkpoints.work.records.state import Records

__all__ = ["made", "next_number", "one_id"]


def one_id(form: str, period: str, about: str = "") -> str:
    """The id of the one record of a form for a period: the same on every device, so that two become one record."""
    return ".".join(part for part in (form, period, about) if part)


def next_number(records: Records, now: Moment, ahead: int = 0) -> str:
    """The next number of the device that asks, such as K7Q-R0042; `ahead` were made in this decision before it."""
    base = now.device.partition("-")[0]
    tags = [now.tag + base[:more].upper() for more in range(len(base) + 1)]
    tag = next((t for t in tags if records.tags.get(t, set()) <= {base}), now.tag)
    return f"{tag}-R{records.opened_by.get(tag, 0) + 1 + ahead:04d}"


def made(
    records: Records, form: str, step: str, values: Values, now: Moment, *, origin: str, title: str, ahead: int
) -> Sequence[RecordFact]:
    """A new record with its first step filled in. `values` must be as `values.clean` makes them."""
    record = now.new_id()
    return [
        RecordOpened(record=record, form=form, number=next_number(records, now, ahead), origin=origin),
        StepFilled(record=record, step=step, values=values, title=title),
    ]

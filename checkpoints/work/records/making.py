"""The facts of a record, made by rules and not by a person at a form: a task that follows from a meeting, for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Moment
from checkpoints.work.records.facts import RecordFact, RecordOpened, StepFilled, Values
from checkpoints.work.records.state import Records

if TYPE_CHECKING:
    from checkpoints.work.records.asking import Ask

__all__ = ["made", "next_number", "one_id", "tasks_of"]


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


def tasks_of(ask: Ask, lines: Sequence[Mapping[str, Any]] | None, source: str) -> list[RecordFact]:
    """A task for each line with what, person and due (D2.3); `source` as the form `task` has it.

    The record that is being filled in may take the next number itself; the tasks take those after it.
    """
    took = int(ask.state is None and (ask.form.many or ask.form.period == "none"))
    facts: list[RecordFact] = []
    for ahead, line in enumerate(lines or ()):
        values = {"what": line["what"], "person": line["person"], "due": line["due"], "source": source}
        facts += made(
            ask.ledger.records,
            "task",
            "given",
            values,
            ask.now,
            origin="record:" + ask.record,
            title=str(line["what"])[:80],
            ahead=ahead + took,
        )
    return facts

"""Tasks 任务 (D2.3, D2.4): one thing to do, exactly one person, a day by which.

The form holds the words; here is what follows from the steps: who has it now, by when, who may finish it, and whether
somebody looked at it today. What is handed down from above is looked at every day until it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.work.deputies import may
from checkpoints.work.records.asking import Ask, Rule
from checkpoints.work.records.facts import Values

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["ABOVE", "RULES", "Task", "not_looked_at", "of_meeting", "open_tasks", "overdue", "task_of", "unpinned"]

ABOVE = "above"
"""The source of what a superior handed down 上级交办."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task as it stands, changes included."""

    id: str
    what: str
    person: str
    due: date | None
    source: str
    moves: int
    """How often person or day were changed; the record keeps each."""
    done: bool
    """Finished, or dropped with a reason."""
    looked: date | None
    """The local day on which somebody last looked at it."""

    def late(self, today: date) -> bool:
        """Whether it is open past its day."""
        return not self.done and self.due is not None and today > self.due


def task_of(ledger: Ledger, record: Record) -> Task:
    """A record of the form `task` as a task."""
    person, due = record.value("given", "person", ""), record.value("given", "due")
    moves = record.of("moved")
    for move in moves:
        person, due = move.get("person", person), move.get("due", due)
    looked = record.last("looked")
    zone = ledger.site.zone_info if ledger.site else None
    return Task(
        id=record.id,
        what=str(record.value("given", "what", "")),
        person=str(person),
        due=date.fromisoformat(due) if due else None,
        source=str(record.value("given", "source", "")),
        moves=len(moves),
        done=record.ended_at is not None,
        looked=looked.at.astimezone(zone).date() if looked else None,
    )


def open_tasks(ledger: Ledger, person: str = "") -> list[Task]:
    """What is to be done, of somebody or of all: the soonest day first."""
    known = [task_of(ledger, record) for record in ledger.records.open_of("task") if record.entry("given")]
    found = [task for task in known if not person or task.person == person]
    return sorted(found, key=lambda task: (task.due or date.max, task.id))


def overdue(ledger: Ledger, today: date) -> list[Task]:
    """What is open past its day, the longest first."""
    return [task for task in open_tasks(ledger) if task.late(today)]


def of_meeting(ledger: Ledger, record: str) -> list[Task]:
    """The tasks that a meeting gave, in the order in which they stand there."""
    known = [r for r in ledger.records.from_("record:" + record) if r.form == "task" and r.withdrawn is None]
    return [task_of(ledger, r) for r in sorted(known, key=lambda r: (r.opened.number if r.opened else "", r.id))]


def unpinned(ledger: Ledger) -> list[str]:
    """Ids of tasks that were begun and have nobody yet (D2.3)."""
    return [record.id for record in ledger.records.open_of("task") if record.entry("given") is None]


def not_looked_at(ledger: Ledger, day: date) -> list[Task]:
    """What was handed down from above, is open, and nobody looked at on a local day (D2.4)."""
    return [task for task in open_tasks(ledger) if task.source == ABOVE and task.looked != day]


# the form


def _draft(ask: Ask) -> Values:
    if ask.step.id == "given":
        return {"due": ask.today.isoformat()}
    if ask.step.id == "moved" and ask.state is not None:
        task = task_of(ask.ledger, ask.state)
        return {"person": task.person, "due": task.due.isoformat() if task.due else ""}
    return {}


def _check(ask: Ask) -> None:
    """Raises Refused: `task.past`, `task.same`, `task.not_yours`."""
    corrected = ask.state is not None and not ask.step.many and bool(ask.state.of(ask.step.id))
    due = ask.values.get("due")
    if due is not None and not corrected and date.fromisoformat(due) < ask.today:
        what = ask.values.get("what") or (task_of(ask.ledger, ask.state).what if ask.state else "")
        raise Refused("task.past", "{what}: it would be due before it is given.", what=what)
    if ask.state is None:
        return
    task = task_of(ask.ledger, ask.state)
    if ask.step.id == "moved":
        _moves(ask, task)
    if ask.step.id == "done" and ask.by != task.person and not may(ask.ledger, ask.by, "assign", ask.today):
        person = ask.ledger.people.called(task.person)
        raise Refused("task.not_yours", "Only {person} or the supervisor can finish it.", person=person)


def _moves(ask: Ask, task: Task) -> None:
    """Another person, or another day: to change neither is to say nothing."""
    person, due = ask.values.get("person", task.person), ask.values.get("due")
    if person == task.person and (due is None or (task.due is not None and due == task.due.isoformat())):
        raise Refused("task.same", "Name another person or another day.")


RULES = {"task": Rule(draft=_draft, check=_check)}

"""The morning meeting 晨会 (D1): roll and appearance, yesterday's plan line by line, tasks, what was stressed.

Sealing it makes the tasks. So what it decided about the plan and whom it gave work is not corrected in the record any
more: a task is moved or dropped where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from checkpoints.fact import Fact, Refused
from checkpoints.work.meetings.chain import PlanLine, no_evening, open_lines
from checkpoints.work.meetings.roll import absent, check_day, check_roll, drafted, present, sealed
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.making import tasks_of
from checkpoints.work.records.periods import first_day
from checkpoints.work.records.rows import subject_of

__all__ = ["RULE"]


def _draft(ask: Ask) -> Values:
    day = first_day(ask.period)
    lines = open_lines(ask.ledger, day)
    values: Values = {
        "at": ask.at.isoformat(),
        "chair": ask.by,
        "recorder": ask.by,
        "roll": drafted(ask.ledger),
        # Whom the evening had in mind, and today: what is still to be said is the decision.
        "plan": [{"row": line.row, "due": day.isoformat(), **_in_mind(ask, line)} for line in lines],
    }
    if no_evening(ask.ledger, ask.period):
        values["no_evening"] = ask.say("昨日无晚会记录", "No evening record yesterday")
    return values


def _in_mind(ask: Ask, line: PlanLine) -> Values:
    """Whom the evening named, unless they have left since."""
    here = line.person in ask.ledger.people and ask.ledger.people[line.person].active
    return {"person": line.person} if here else {}


def _beside(ask: Ask) -> dict[str, Beside]:
    rows = ask.values.get("roll") or drafted(ask.ledger)
    lines = open_lines(ask.ledger, first_day(ask.period))
    beside = {
        "roll": Beside(
            "Due {due}, present {present}, absent {absent}",
            {"due": len(rows), "present": len(present(rows)), "absent": len(absent(rows))},
        ),
        "plan": Beside("Lines to decide: {count}", {"count": len(lines)}),
    }
    if no_evening(ask.ledger, ask.period):
        yesterday = first_day(ask.period) - timedelta(days=1)
        beside["no_evening"] = Beside("There is no record of the evening meeting of {day}.", {"day": yesterday})
    return beside


def _check(ask: Ask) -> None:
    """D1.1: one result for each person. D1.2: no line undecided, and it is said where there was no evening.

    Raises Refused: `meeting.day`, what `check_roll` raises, `meeting.made`, `morning.no_evening`,
        `morning.evening_there`, `morning.undecided`, `morning.not_planned`, `morning.twice`, `morning.no_work`,
        `task.past`.
    """
    check_day(ask)
    check_roll(ask)
    before = sealed(ask)
    if before:
        if all(_work(e.values) != _work(ask.values) for e in before):
            raise Refused("meeting.made", "Its tasks are made. Change a task where it stands, not in this record.")
        return
    _check_evening(ask)
    _check_plan(ask)
    given = _given(ask)
    if not given:
        raise Refused("morning.no_work", "Nothing is given to anybody. Add a task, or assign a line of the plan.")
    for task in given:
        if date.fromisoformat(task["due"]) < first_day(ask.period):
            raise Refused("task.past", "{what}: it would be due before it is given.", what=task["what"])


def _work(values: Mapping[str, Any]) -> tuple[object, object]:
    return values.get("plan", []), values.get("tasks", [])


def _check_evening(ask: Ask) -> None:
    missing, said = no_evening(ask.ledger, ask.period), ask.values.get("no_evening")
    if missing and not said:
        raise Refused("morning.no_evening", "There is no record of yesterday's evening meeting. Say why.")
    if said and not missing:
        raise Refused("morning.evening_there", "Yesterday's evening meeting is on record. Leave out why it is not.")


def _check_plan(ask: Ask) -> None:
    rows: list[Values] = ask.values.get("plan", [])
    names = [str(r.get("row", "")) for r in rows]
    undecided = {line.row: line for line in open_lines(ask.ledger, first_day(ask.period))}
    for line in undecided.values():
        if line.row not in names:
            raise Refused("morning.undecided", "Not decided yet: {what}", what=line.what)
    for name in names:
        if name not in undecided:
            what = subject_of(name)[1]
            raise Refused("morning.not_planned", "That line is not open: {what}. Put it under the tasks.", what=what)
        if names.count(name) > 1:
            raise Refused("morning.twice", "This line stands there twice: {what}", what=undecided[name].what)


def _given(ask: Ask) -> list[Values]:
    """What becomes a task: the lines of the plan that were assigned, and the tasks of the day."""
    words = {line.row: line.what for line in open_lines(ask.ledger, first_day(ask.period))}
    rows: list[Values] = ask.values.get("plan", [])
    assigned = [{**r, "what": words[r["row"]]} for r in rows if r.get("decision") == "assigned"]
    tasks: list[Values] = ask.values.get("tasks", [])
    return [*assigned, *tasks]


def _after(ask: Ask) -> Sequence[Fact]:
    """The tasks, each with its origin in this meeting (D2.3)."""
    return tasks_of(ask, _given(ask), "meeting")


RULE = Rule(draft=_draft, beside=_beside, check=_check, after=_after)

"""Key clients and community events (M4, M5): talks that are reported twice, and events that wait for their approval."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Refused
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import RecordFact, Values
from checkpoints.work.records.making import tasks_of
from checkpoints.work.records.state import Record
from checkpoints.work.weekly import held_within

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["RULES", "approved", "plan_of", "receptions"]


def receptions(ledger: Ledger, period: str) -> int:
    """How many key clients were talked to in a month (M4.1)."""
    return sum(r.entry("talk") is not None for r in ledger.records.during("client_talk", period))


def _talk_draft(ask: Ask) -> Values:
    if ask.step.id == "talk":
        return {"at": ask.at.isoformat(), "people": [ask.by]}
    return {"at": ask.at.isoformat()} if ask.step.field("at") else {}


def _talk_check(ask: Ask) -> None:
    """Raises Refused `record.outside`, `record.before` when something is said to come before what it reports."""
    if ask.step.id == "talk":
        held_within(ask)
    else:
        _not_before(ask, ask.earlier("talk", "at"))


def _not_before(ask: Ask, first: Any) -> None:
    at = ask.values.get("at")
    if isinstance(at, str) and isinstance(first, str) and datetime.fromisoformat(at) < datetime.fromisoformat(first):
        raise Refused("record.before", "That lies before what it is about.")


def _talk_after(ask: Ask) -> list[RecordFact]:
    """What was promised to look into becomes tasks (M4.3)."""
    return tasks_of(ask, ask.values.get("tasks"), "client") if ask.step.id == "talk" else []


# community events


def plan_of(record: Record | None) -> dict[str, Any]:
    """The plan of an event as it stands: the newest one."""
    entry = record.last("plan") if record else None
    return entry.values if entry else {}


def approved(record: Record) -> bool:
    """Whether the plan that stands was approved (M5.3): a plan changed afterwards needs another approval."""
    plan, approval = record.last("plan"), record.last("approval")
    if plan is None or approval is None or approval.get("outcome") != "approved":
        return False
    return record.entries.index(approval) > record.entries.index(plan)


def _event_draft(ask: Ask) -> Values:
    if ask.step.id == "plan":
        return plan_of(ask.state)
    if ask.step.field("at"):
        return {"at": ask.at.isoformat()}
    if ask.step.id == "closed":
        return {"turnout": str(plan_of(ask.state).get("expected", ""))}
    return {}


def _event_beside(ask: Ask) -> dict[str, Beside]:
    if ask.step.id != "closed":
        return {}
    plan = plan_of(ask.state)
    return {
        "cost": Beside("Budget {budget}", {"budget": plan.get("budget", "")}),
        "turnout": Beside("Expected {expected}", {"expected": plan.get("expected", "")}),
    }


def _event_check(ask: Ask) -> None:
    """No implementation before approval (M5.3).

    Raises Refused: `event.not_submitted`, `event.not_approved`, `event.begun` once it runs, `event.early` before its
        day.
    """
    state = ask.state
    if state is None:
        return
    if ask.step.id in ("plan", "to_manager", "approval") and state.entry("started"):
        raise Refused("event.begun", "The event has begun; its plan stays as it is.")
    if ask.step.id == "approval" and _after(state, "plan", "to_manager"):
        raise Refused("event.not_submitted", "The plan was changed. It is submitted to the project manager first.")
    if ask.step.id == "started":
        if not approved(state):
            raise Refused("event.not_approved", "The plan as it stands is not approved. It cannot begin before.")
        if date.fromisoformat(str(plan_of(state)["on"])) > ask.today:
            raise Refused("event.early", "The day of the event has not come.")


def _after(record: Record, one: str, other: str) -> bool:
    """Whether the newest entry of one step came after the newest of another, or that one is missing."""
    first, second = record.last(one), record.last(other)
    if first is None or second is None:
        return first is not None
    return record.entries.index(first) > record.entries.index(second)


RULES: dict[str, Rule] = {
    "client_talk": Rule(draft=_talk_draft, check=_talk_check, after=_talk_after),
    "community_event": Rule(draft=_event_draft, beside=_event_beside, check=_event_check),
}

"""Meetings told in a line: a morning with its draft decided, an evening with its figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from checkpoints.ledger.events import Event
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from tests.support.desk_work import fill
from tests.support.ground import Desk

FIVE = {"fees": "12800.50", "complaints": "2", "move_ins": "0", "fit_outs": "1", "visitors": "35"}


def drafted(
    desk: Desk, form: str, step: str = "meeting", by: str = "zhao", *, values: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """What the program fills in by itself; `values` were filled in before it."""
    return dict(deciding.draft(deciding.ask_for(desk.ledger, Target(form, **more), step, by, desk.now(), values)))


def beside(desk: Desk, form: str, step: str = "meeting", by: str = "zhao", **more: Any) -> dict[str, str]:
    """What stands beside the fields, in words."""
    ask = deciding.ask_for(desk.ledger, Target(form, **more), step, by, desk.now())
    return {name: said.message.format(**said.params) for name, said in deciding.beside(ask).items()}


def morning_values(desk: Desk, decide: str = "carried", **more: Any) -> dict[str, Any]:
    """A morning with everybody there and in order, every line of the plan decided alike, and one task."""
    values = drafted(desk, "morning_meeting")
    for row in values["roll"]:
        row["appearance"] = "ok"
    today = desk.wall.date().isoformat()
    for row in values["plan"]:
        row |= {"decision": decide, "reason": "不再需要"}
    values["tasks"] = [{"what": "复查二栋大堂地面", "person": "wang", "due": today}]
    values["points"] = [{"point": "工装、工牌整齐"}]
    return values | more


def morning(desk: Desk, decide: str = "carried", **more: Any) -> list[Event]:
    """Hold it."""
    return fill(desk, "morning_meeting", "meeting", morning_values(desk, decide, **more))


def evening_values(desk: Desk, *plan: str, **more: Any) -> dict[str, Any]:
    """An evening with all figures, every department done, and a plan."""
    values = drafted(desk, "evening_meeting") | FIVE | {"analysis": "地库照明报修集中，明日专项检查。"}
    for row in values["departments"]:
        row["state"] = "done"
    values["plan"] = [{"what": what, "person": "li"} for what in plan or ("检查地库照明",)]
    return values | more


def evening(desk: Desk, *plan: str, **more: Any) -> list[Event]:
    """Hold it."""
    return fill(desk, "evening_meeting", "meeting", evening_values(desk, *plan, **more))


def next_day(desk: Desk, days: int = 1, hour: int = 8) -> None:
    """Go on at an hour of a later day."""
    desk.until((desk.wall + timedelta(days=days)).replace(hour=hour, minute=0, second=0))

"""A day at the desk: morning meeting, post checks, sums, work log, digest, evening meeting (D1, D2, D4 to D6).

Not every day is a good one: sometimes the second post check is left out, the digest goes late, the evening meeting does
not take place. What was left out stays missed; nobody fills it in afterwards.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from store.demo.calendar import HalfDayPlan
from store.demo.desk import month, trouble, week
from store.demo.desk.filling import do, look
from store.demo.desk.sayings import (
    ABOVE,
    ABSENT,
    ANALYSES,
    FAULTS,
    LEADERS,
    NOT_DONE,
    PLANS,
    POINTS,
    REQUESTS,
    TASKS,
    UNITS,
    WORK,
)
from store.demo.owed import lead, manager
from store.demo.pen import Pen

__all__ = ["evening", "morning", "noon"]

TWICE = 2
FIRST = timedelta(minutes=1)
NOON, CLOSING, LAST = time(11, 52), time(16, 55), time(18, 5)
LEFT_OUT = {"second check": 0.06, "evening": 0.04, "late digest": 0.08, "finance": 0.03}
"""Share of days on which something of the fixed workflow is left out."""


def _left_out(pen: Pen, what: str, day: date) -> bool:
    return pen.fate.lot("left out", what, day) < LEFT_OUT[what]


def _team(pen: Pen) -> list[str]:
    """The assistants, whom work is given to."""
    return [p.id for p in pen.ledger.people.active() if p.role == "assistant"] or [lead(pen)]


def _due(pen: Pen, days: int) -> str:
    return (pen.now.date() + timedelta(days=days)).isoformat()


def morning(pen: Pen, plan: HalfDayPlan) -> None:
    """Before the first round: the meeting, what came from above, and what became of requests."""
    by = lead(pen)
    if not by or not pen.site.forms:
        return
    pen.begin(plan.opens + FIRST, f"morning {plan.day}")
    _meeting(pen, by)
    _requests(pen, by, plan.day)
    _tasks(pen, by, plan.day)
    _checks(pen, by)
    week.morning(pen, by, plan.day)


def _meeting(pen: Pen, by: str) -> None:
    team = _team(pen)
    drafted = look(pen, "morning_meeting", "meeting", by)
    roll = [dict(r) for r in drafted.get("roll", ())]
    for row in roll:
        if row.get("row") != f"person:{by}" and pen.rng.random() < 0.06:
            row |= {"present": "absent", "reason": ABSENT}
    decided: list[dict[str, Any]] = []
    for line in drafted.get("plan", ()):
        lot = pen.rng.random()
        if lot < 0.84:
            decided.append(line | {"decision": "assigned", "person": pen.rng.choice(team), "due": _due(pen, 1)})
        elif lot < 0.94:
            decided.append(line | {"decision": "carried"})
        else:
            decided.append(line | {"decision": "dropped", "reason": "已由工程部处理，不再安排"})
    away = {str(row["row"]) for row in roll if row.get("present") == "absent"}
    here = [p for p in team if f"person:{p}" not in away] or [by]
    tasks = [{"what": pen.rng.choice(TASKS), "person": pen.rng.choice(team), "due": _due(pen, 2)}]
    own = {"roll": roll, "plan": decided, "tasks": tasks, "recorder": pen.rng.choice(here)}
    do(pen, "morning_meeting", "meeting", by, own | {"points": [{"point": pen.rng.choice(POINTS)}]})


def _checks(pen: Pen, by: str) -> None:
    """What is missing in the records, and who was not followed up: each line cleared or explained (D2.5, D2.7)."""
    for form, why in (("records_check", "已通知责任人今日补齐"), ("follow_up_check", "等待配件，已约定时间")):
        drafted = look(pen, form, "check", by)
        step = pen.site.form_of[form].step("check") if form in pen.site.form_of else None
        own: dict[str, Any] = {}
        for field in step.fields if step else ():
            state = next((c for c in field.columns if c.id == "state"), None)
            if state is not None:
                said = {"state": state.options[-1].value, "why": why}
                own[field.id] = [dict(r) | said for r in drafted.get(field.id, ())]
        do(pen, form, "check", by, own)


def _requests(pen: Pen, by: str, day: date) -> None:
    """At whom each request is, a call where it is urgent, and an answer after some days (D2.1, D2.2)."""
    for record in pen.ledger.records.open_of("oa_request"):
        began = record.opened_at or pen.now
        age = (pen.now - began).days
        leader = LEADERS[min(len(LEADERS) - 1, age // 2)]
        do(pen, "oa_request", "at", by, {"leader": leader}, record=record.id)
        if record.value("submitted", "urgency") == "urgent":
            answer = {"chased": "yes", "how": "phone", "whom": leader, "answer": "今日审批"}
            do(pen, "oa_request", "chase", by, answer, record=record.id)
        if age >= 5:
            do(pen, "oa_request", "result", by, {"outcome": "approved", "words": "同意"}, record=record.id)
    if pen.fate.lot("request", day) < 0.22:
        title, amount = pen.rng.choice(REQUESTS)
        urgency = "urgent" if pen.rng.random() < 0.3 else "normal"
        own = {"title": title, "amount": amount, "urgency": urgency, "leader": LEADERS[0]}
        do(pen, "oa_request", "submitted", by, own)


def _tasks(pen: Pen, by: str, day: date) -> None:
    """Tasks are looked at, and most are done by their day; sometimes one comes from above (D2.3, D2.4)."""
    for record in pen.ledger.records.open_of("task"):
        person = str(record.value("given", "person", by))
        due = str(record.value("given", "due", ""))
        if due <= pen.now.date().isoformat() and pen.rng.random() < 0.8:
            do(pen, "task", "done", person if person in pen.ledger.people else by, record=record.id)
        elif record.value("given", "source") == "above":
            do(pen, "task", "looked", by, {"progress": "正在办理"}, record=record.id)
    if pen.fate.lot("above", day) < 0.15:
        own = {"what": pen.rng.choice(ABOVE), "source": "above", "from_whom": "项目经理", "due": _due(pen, 3)}
        do(pen, "task", "given", by, own | {"person": pen.rng.choice(_team(pen))})


def noon(pen: Pen, plan: HalfDayPlan) -> None:
    """After the morning's round: the first look at the posts (D4.1), and trouble on some days."""
    by = lead(pen)
    if not by or not pen.site.forms:
        return
    _go_to(pen, plan.day, NOON, f"noon {plan.day}")
    _post_check(pen, by)
    trouble.perhaps(pen, plan.day)


def _go_to(pen: Pen, day: date, at: time, about: str) -> None:
    """Sit down at a time of the day, or as soon as what went before is over."""
    start = datetime.combine(day, at, pen.latest.tzinfo)
    pen.begin(max(pen.now, start), about)


def _post_check(pen: Pen, by: str) -> None:
    person = pen.rng.choice([p for p in _team(pen) if p != by] or [by])
    fault = pen.rng.random() < 0.15
    own: dict[str, Any] = {"person": person}
    if fault:
        own |= {
            "result": "fault",
            "problem": pen.rng.choice(FAULTS),
            "follows": "corrected",
            "corrected": "当场提醒并改正",
        }
        own["own"] = [{"row": r.value, "result": "fault" if n == 0 else "ok"} for n, r in enumerate(_own_rows(pen))]
    do(pen, "post_check", "check", by, own)


def _own_rows(pen: Pen) -> Any:
    step = pen.site.form_of["post_check"].step("check")
    field = step.field("own") if step else None
    return field.rows if field else ()


def evening(pen: Pen, plan: HalfDayPlan) -> None:
    """After the afternoon's round: sums, the second look at the posts, the log, the digest, the meeting."""
    by = lead(pen)
    if not by or not pen.site.forms:
        return
    _go_to(pen, plan.day, CLOSING, f"evening {plan.day}")
    if pen.now >= pen.latest:
        return
    if not _left_out(pen, "second check", plan.day):
        _post_check(pen, by)
    if not _left_out(pen, "finance", plan.day):
        _finance(pen, by, plan.day)
    _hand_over(pen)
    week.evening(pen, by, plan.day)
    month.evening(pen, by, plan.day)
    checked = len(pen.ledger.records.during("post_check", plan.day.isoformat()))
    do(pen, "work_log", "log", by, {} if checked >= TWICE else {"few": "下午参加公司会议，未能完成第二次检查"})
    late = _left_out(pen, "late digest", plan.day)
    if not late:
        _digest(pen, by)
    if not _left_out(pen, "evening", plan.day):
        _evening_meeting(pen, by, plan.day)


def _hand_over(pen: Pen) -> None:
    """The desk goes off duty: counted, signed by both, each item taken (D2.6)."""
    giver = next((p.id for p in pen.ledger.people.active() if p.role == "desk"), "")
    to = next((p for p in reversed(_team(pen)) if p != giver), "")
    post = next(iter(pen.site.posts), None)
    if not giver or not to or post is None:
        return
    drafted = look(pen, "handover", "given", giver, given={"post": post.id})
    items = [dict(line) | {"person": line.get("person") or to} for line in drafted.get("items", ())]
    counted = [dict(row) | {"count": row["due"]} for row in drafted.get("counted", ())]
    own = {"post": post.id, "shift": "day", "to": to, "events": "正常", "items": items, "counted": counted}
    own |= {"cash": "500", "from": giver}
    record = do(pen, "handover", "given", giver, own)
    if record:
        rows = [dict(r) | {"state": "taken"} for r in look(pen, "handover", "taken", to, record=record)["items"]]
        do(pen, "handover", "taken", to, {"items": rows, "clean": "yes", "agreed": "yes", "to": to}, record=record)


def _digest(pen: Pen, by: str) -> None:
    """Sent to the manager, who reads it the same evening (D2.8, D2.9)."""
    if do(pen, "digest", "sent", by):
        pen.wait(300, 1200)
        do(pen, "digest", "acknowledged", manager(pen), {"answer": "已阅"})


def _takings(pen: Pen, day: date) -> int:
    """What came in on a day, in yuan: more at the begin and the end of a month."""
    busy = 2.2 if day.day <= 5 or day.day >= 25 else 1.0
    return int(6000 * busy * (0.6 + pen.fate.lot("fees", day)))


def _finance(pen: Pen, by: str, day: date) -> None:
    takings = _takings(pen, day)
    wechat, cash = takings * 7 // 10, takings - takings * 7 // 10
    short = pen.fate.lot("short", day) < 0.05
    methods: list[dict[str, Any]] = []
    step = pen.site.form_of["finance_daily"].step("sums") if "finance_daily" in pen.site.form_of else None
    field = step.field("methods") if step else None
    for method in field.rows if field else ():
        amount = {"wechat": wechat, "cash": cash}.get(method.value, 0)
        row: dict[str, Any] = {"row": method.value, "system": str(amount), "receipts": str(amount)}
        if short and method.value == "cash" and amount > 50:
            row |= {"receipts": str(amount - 50), "why": "找零差错，次日补回"}
        methods.append(row)
    cashier = next((p.id for p in pen.ledger.people.active() if p.role == "desk"), "收费员")
    sums = {"methods": methods, "receivable": "320000", "banked": str(cash), "cashier": cashier}
    record = do(pen, "finance_daily", "sums", by, sums)
    team = _team(pen)
    owing = [
        {"assistant": team[n % len(team)], "unit": unit, "months": str(2 + n), "amount": str(620 * (2 + n))}
        for n, unit in enumerate(UNITS)
        if pen.fate.lot("paid", unit, day.isocalendar()[1]) > 0.3
    ]
    do(pen, "finance_daily", "chasing", by, {"arrears": owing}, record=record)
    do(pen, "finance_daily", "verified", by, {"signature": by}, record=record)


def _evening_meeting(pen: Pen, by: str, day: date) -> None:
    team = _team(pen)
    figures = {
        "fees": str(_takings(pen, day)),
        "complaints": str(int(pen.fate.lot("complaints", day) * 3)),
        "move_ins": str(int(pen.fate.lot("move ins", day) * 2)),
        "fit_outs": str(int(pen.fate.lot("fit outs", day) * 2)),
        "visitors": str(int(pen.fate.lot("visitors", day) * 30)),
    }
    departments: list[dict[str, Any]] = []
    for n, department in enumerate(pen.site.departments):
        row: dict[str, Any] = {"row": f"department:{department.id}", "state": "done", "work": WORK[n % len(WORK)]}
        if pen.rng.random() < 0.08:
            row |= {"state": "part", "why": NOT_DONE}
        departments.append(row)
    plan = [{"what": what, "person": pen.rng.choice(team)} for what in pen.rng.sample(PLANS, 3)]
    said = {"analysis": pen.rng.choice(ANALYSES), "departments": departments, "plan": plan}
    do(pen, "evening_meeting", "meeting", by, figures | said)

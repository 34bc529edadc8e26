"""A month at the desk: training, a key client, an event; on its last days contractors, meeting, summary (M1 to M5)."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from checkpoints.work.training import owed_make_up
from store.demo.desk.filling import do, look
from store.demo.desk.sayings import CLIENTS, EVENT, REVIEWS, TOPICS
from store.demo.owed import manager
from store.demo.pen import Pen

__all__ = ["evening"]

PLANNED, APPROVED, HELD = 8, 11, 20
TRAINED, MADE_UP, CLIENT = 12, 16, 15
CONTENTS = ("law", "knowledge", "service", "standards")


def evening(pen: Pen, by: str, day: date) -> None:
    """What the day of the month brings."""
    last = calendar.monthrange(day.year, day.month)[1]
    acts = {
        PLANNED: _plan,
        APPROVED: _approve,
        HELD: _hold,
        TRAINED: _train,
        MADE_UP: _make_up,
        CLIENT: _client,
        last - 1: _contractors,
        last: _close,
    }
    if day.day in acts:
        acts[day.day](pen, by, day)
    if day.day < PLANNED:
        _read_summary(pen, day)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


# community event


def _plan(pen: Pen, by: str, day: date) -> None:
    on = day.replace(day=HELD).isoformat()
    record = do(pen, "community_event", "plan", by, EVENT | {"on": on})
    if record:
        pen.wait(600, 1500)
        do(pen, "community_event", "to_manager", by, record=record)


def _approve(pen: Pen, by: str, day: date) -> None:  # noqa: ARG001  (as every day of the month)
    for record in pen.ledger.records.open_of("community_event"):
        own = {"outcome": "approved", "by": "社区文化部李经理", "department": "公司社区文化部"}
        do(pen, "community_event", "approval", by, own, record=record.id)


def _hold(pen: Pen, by: str, day: date) -> None:  # noqa: ARG001
    for record in pen.ledger.records.open_of("community_event"):
        if do(pen, "community_event", "started", by, record=record.id):
            pen.wait(1200, 2400)
            own = {"turnout": "73", "cost": "3120", "review": "邻里参与踊跃，现场有序，下次增加儿童活动。"}
            do(pen, "community_event", "closed", by, own, record=record.id)


# training, key client


def _train(pen: Pen, by: str, day: date) -> None:
    drafted = look(pen, "training", "held", by)
    roll = [dict(r) for r in drafted.get("roll", ())]
    for row in roll[1:]:
        if pen.rng.random() < 0.15:
            until = (day + timedelta(days=MADE_UP - TRAINED)).isoformat()
            row |= {"present": "absent", "reason": "当班", "make_up_on": until}
        else:
            row["score"] = str(78 + int(pen.rng.random() * 20))
    own = {
        "kind": "all_hands",
        "topic": TOPICS[day.month % len(TOPICS)],
        "contents": [CONTENTS[day.month % len(CONTENTS)], CONTENTS[(day.month + 1) % len(CONTENTS)]],
        "minutes": "60",
        "average": "88",
        "effect": "到课认真，抽问合格。",
        "roll": roll,
    }
    do(pen, "training", "held", by, own)


def _make_up(pen: Pen, by: str, day: date) -> None:
    owing = owed_make_up(pen.ledger, _month(day))
    first = next((r.id for r in pen.ledger.records.during("training", _month(day))), "")
    if owing and first:
        roll = [{"row": f"person:{person}", "present": "here", "score": "85"} for person in owing]
        own = {"kind": "make_up", "of": first, "topic": TOPICS[day.month % len(TOPICS)], "roll": roll}
        marks = {"contents": [CONTENTS[day.month % len(CONTENTS)]], "minutes": "40", "average": "85"}
        do(pen, "training", "held", by, own | marks)


def _client(pen: Pen, by: str, day: date) -> None:
    whom, kind, place = CLIENTS[day.month % len(CLIENTS)]
    said = {"needs": "增加地面停车位", "suggestions": "公示装修押金退还进度", "opinions": "对保洁总体满意"}
    record = do(pen, "client_talk", "talk", by, {"whom": whom, "kind": kind, "place": place, "people": [by]} | said)
    if record:
        pen.wait(300, 900)
        do(pen, "client_talk", "to_manager", by, record=record)
        do(pen, "client_talk", "to_department", by, record=record)


# the end of the month


def _contractors(pen: Pen, by: str, day: date) -> None:  # noqa: ARG001
    """Two score each contractor, the firm answers, the manager reviews (M2)."""
    scorers = [by, *(p.id for p in pen.ledger.people.active() if p.role == "assistant")][:2]
    for contractor in pen.site.contractors:
        for scorer in scorers:
            drafted = look(pen, "assessment", "score", scorer, about=contractor.id)
            lines: list[dict[str, Any]] = [dict(line) for line in drafted.get("lines", ())][:8]
            own = {"due": "12", "present": "11", "lines": lines, "signature": scorer}
            do(pen, "assessment", "score", scorer, own, about=contractor.id)
        do(pen, "assessment", "statement", by, {"answer": "confirmed", "person": "驻场主管"}, about=contractor.id)
        do(pen, "assessment", "submitted", by, about=contractor.id)
        boss = manager(pen)
        do(pen, "assessment", "review", boss, {"outcome": "agreed", "signature": boss}, about=contractor.id)


def _close(pen: Pen, by: str, day: date) -> None:
    """The meeting with its seven blocks, the summary up and down (M1)."""
    team = [p.id for p in pen.ledger.people.active() if p.role == "assistant"] or [by]
    due = (day + timedelta(days=15)).isoformat()
    own = {
        "receivable": "320000",
        "arrears": "58600",
        "on_behalf": "12400",
        "receptions": "1",
        "complaints_said": "以噪声和卫生为主，均在时限内答复。",
        "fit_outs_said": "在装户均已办证，违规两起已整改。",
        "finance_review": REVIEWS[0],
        "quality_review": REVIEWS[1],
        "daily_review": REVIEWS[2],
        "recorder": team[0],
        "tasks": [{"what": "前期欠费专项催缴", "person": team[0], "due": due}],
    }
    drafted = look(pen, "monthly_meeting", "meeting", by)
    rest = {name: "0" for name in ("received", "complaints", "fit_outs") if name not in drafted}
    do(pen, "monthly_meeting", "meeting", by, own | rest)
    pen.wait(900, 1800)
    record = do(pen, "monthly_summary", "summary", by, _rates(pen, by) | {"signature": by})
    if record:
        do(pen, "monthly_summary", "sent_up", by, {"to": "公司品质部"})
        do(pen, "monthly_summary", "issued", by)
        _read_summary(pen, day)


def _rates(pen: Pen, by: str) -> dict[str, Any]:
    """A rate of nothing, such as in a month without a repair, is said to be a hundred."""
    drafted = look(pen, "monthly_summary", "summary", by)
    empty = {n: "100" for n in ("patrol_rate", "hour_rate", "in_time_rate") if n not in drafted}
    texts = {n: "无" for n in ("data", "review", "contractors", "people_work", "plan") if not drafted.get(n)}
    return empty | texts


def _read_summary(pen: Pen, day: date) -> None:
    for line in (day, day.replace(day=1) - timedelta(days=1)):
        for record in pen.ledger.records.during("monthly_summary", _month(line)):
            read = {e.by for e in record.of("read")}
            for person in record.value("issued", "people", []):
                if person not in read and pen.fate.lot("reads summary", person, day) < 0.5:
                    do(pen, "monthly_summary", "read", person, record=record.id)

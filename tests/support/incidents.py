"""An incident told step by step, as its screens fill it in; `whole` says everything that closing it asks for."""

from __future__ import annotations

from checkpoints.work import incidents
from checkpoints.work.incidents.clocks import clock
from tests.support.desk_work import fill

__all__ = ["ALL", "LINE", "close", "details", "opened", "state", "step", "told", "told_of", "whole"]

DETAILS = {"grade": "g3", "what": "3栋2单元电梯困人", "finder": "业主王女士", "reporter": "wang"}
RESULT = {
    "measures": "维保到场放人",
    "outcome": "一名业主安全救出",
    "losses": "无人员伤亡和财产损失",
    "cause": "门机故障",
    "to": ["manager"],
}
MEETING = {"held": "yes", "people": ["zhao", "chen"], "cause": "门机皮带老化未更换"}
LINE = {"what": "更换全部门机皮带", "person": "qian", "due": "2026-11-30"}


def opened(desk, by="wang"):
    desk.record(by, incidents.stamp(desk.ledger, desk.now()))
    return incidents.running(desk.ledger)[-1].id


def state(desk, record):
    return desk.ledger.records.all[record]


def step(desk, record, name, by="zhao", **values):
    timed = {"at": desk.now().at.isoformat()} if "at" in _fields(desk, name) else {}
    return fill(desk, "incident", name, timed | values, by, record=record)


def _fields(desk, name):
    return {f.id for f in desk.ledger.site.form_of["incident"].step(name).fields}


def told(desk, record, to="manager", reached="yes", **more):
    return step(desk, record, "told", "wang", to=to, how="phone", reached=reached, **more)


def details(desk, record, **more):
    now = desk.now().at.isoformat()
    return step(desk, record, "details", **DETAILS | {"occurred": now, "found": now} | more)


def told_of(desk, record):
    return next(o for o in clock(desk.ledger, state(desk, record), desk.now().at) if o.step == "told")


ALL = ("kind", "place", "told", "timeline", "calls", "details", "result", "meeting", "measures", "summary")


def whole(desk, record, *, but=(), **more):
    """Everything but some steps; `more` changes what a step says."""
    for name in ALL:
        if name in but:
            continue
        values = {
            "kind": {"category": "lift"},
            "place": {"place": "CP-05"},
            "told": {"to": "manager", "how": "phone", "reached": "yes"},
            "timeline": {"what": "维保已到场", "who": "wang"},
            "calls": {"service": "lift"},
            "result": RESULT,
            "meeting": MEETING | {"at": desk.now().at.isoformat()},
            "measures": {"any": "yes", "lines": [LINE], "mechanism": "same"},
            "summary": {"summary": "经过与总结", "to": ["company"]},
        }.get(name, {}) | more.get(name, {})
        (details if name == "details" else step)(desk, record, *(() if name == "details" else (name,)), **values)


def close(desk, record, by="zhao"):
    return step(desk, record, "closed", by, words="处置完毕, 同意关闭")

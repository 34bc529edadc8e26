"""A handover at the main gate, from wang to zheng: given, and taken."""

from __future__ import annotations

from tests.support.desk_work import COUNTED, fill, sealed
from tests.support.ground import at
from tests.support.meetings import drafted

__all__ = ["GIVEN", "STANDS", "given", "take", "taking"]

ITEMS = [
    {"what": "3-1-1502 漏水待回复", "person": "li", "next": "联系工程部", "due": at(20).isoformat()},
    {"what": "快递柜报修", "person": "zheng", "next": "等待上门", "due": at(12, day=1).isoformat()},
]
GIVEN = {
    "post": "main_gate",
    "shift": "day",
    "to": "zheng",
    "events": "正常",
    "items": ITEMS,
    "promises": "无",
    "counted": COUNTED,
    "cash_post": "no",
    "equipment": "无",
    "orders": "无",
}
STANDS = {"decision": "stands", "words": "交接有效"}


def given(desk, signed="wang", **more):
    return sealed(fill(desk, "handover", "given", GIVEN | more, "wang", signed={"from": signed}))


def taking(desk, record, state="taken", **more):
    items = [
        {**row, "state": state, "why": "数量不符"} for row in drafted(desk, "handover", "taken", record=record)["items"]
    ]
    return {"arrived": desk.wall.isoformat(), "clean": "yes", "items": items, "agreed": "yes"} | more


def take(desk, record, signed="zheng", **values):
    return fill(desk, "handover", "taken", taking(desk, record) | values, signed, record=record, signed={"to": signed})

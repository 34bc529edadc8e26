"""Handover at a post (D2.6): both sign, the receiver takes each item, a dispute is for the supervisor."""

from __future__ import annotations

from datetime import date

import pytest

from checkpoints.work import handover
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import at, refusal
from tests.support.meetings import beside, drafted
from tests.support.promised import Owner

MONDAY = date(2026, 11, 23)
ITEMS = [
    {"what": "3-1-1502 漏水待回复", "person": "li", "next": "联系工程部", "due": at(20).isoformat()},
    {"what": "快递柜报修", "person": "zheng", "next": "等待上门", "due": at(12, day=1).isoformat()},
]
GIVEN = {
    "post": "大堂前台",
    "shift": "day",
    "to": "zheng",
    "events": "正常",
    "items": ITEMS,
    "promises": "无",
    "keys": "数量相符",
    "tools": "数量相符，完好",
    "cash_post": "no",
    "equipment": "无",
    "orders": "无",
}


@pytest.fixture
def desk():
    return office(at(17))


def given(desk, signed="wang", **more):
    return sealed(fill(desk, "handover", "given", GIVEN | more, "wang", signed={"from": signed}))


def taking(desk, record, state="taken", **more):
    items = [
        {**row, "state": state, "why": "数量不符"} for row in drafted(desk, "handover", "taken", record=record)["items"]
    ]
    return {"arrived": desk.wall.isoformat(), "clean": "yes", "items": items, "agreed": "yes"} | more


def take(desk, record, signed="zheng", **values):
    return fill(desk, "handover", "taken", taking(desk, record) | values, signed, record=record, signed={"to": signed})


@pytest.mark.parametrize(
    "gone", ["post", "to", "events", "promises", "keys", "tools", "cash_post", "equipment", "orders"]
)
def test_what_is_handed_over_is_said_D2_6(desk, gone):
    assert refusal(given, desk, **{gone: ""}) == "record.missing"


def test_a_post_that_takes_money_counts_it_D2_6(desk):
    assert refusal(given, desk, cash_post="yes") == "record.missing"
    given(desk, cash_post="yes", cash="备用金 500 元，收据 20 张")


def test_both_sign_and_nobody_hands_over_to_themselves_D2_6(desk):
    assert refusal(fill, desk, "handover", "given", GIVEN, "wang") == "record.missing"
    assert refusal(given, desk, signed="zheng") == "handover.self"
    record = given(desk)
    assert [r.id for r in handover.waiting(desk.ledger, "zheng")] == [record]
    assert handover.waiting(desk.ledger, "li") == []
    assert refusal(take, desk, record, "li") == "handover.receiver"
    take(desk, record)
    assert handover.waiting(desk.ledger) == []
    assert [r.id for r in handover.accepted(desk.ledger, MONDAY)] == [record]
    assert record not in desk.ledger.records.live


def test_open_items_are_taken_one_by_one_D2_6(desk):
    record = given(desk)
    assert beside(desk, "handover", "taken", record=record)["items"] == "2 items from wang"
    rows = taking(desk, record)["items"]
    assert [r["row"] for r in rows] == ["text:1. 3-1-1502 漏水待回复", "text:2. 快递柜报修"]
    assert refusal(take, desk, record, items=rows[:1]) == "handover.items"


def test_a_dispute_is_no_clear_handover_and_the_supervisor_rules_D2_6(desk):
    record = given(desk)
    bad = taking(desk, record, "disputed")["items"]
    assert refusal(take, desk, record, items=bad) == "handover.not_clear"
    assert refusal(take, desk, record, clean="no") == "handover.not_clear"
    assert refusal(take, desk, record, items=bad, agreed="no") == "record.missing"
    take(desk, record, items=bad, agreed="no", objection="备用钥匙少一把")
    assert handover.accepted(desk.ledger, MONDAY) == []
    assert [r.id for r in handover.disputed(desk.ledger)] == [record]
    rule = {"words": "钥匙由王明日配齐，交接有效"}
    assert refusal(fill, desk, "handover", "ruled", rule, "zheng", record=record) == "record.not_yours"
    fill(desk, "handover", "ruled", rule, "zhao", record=record)
    assert handover.disputed(desk.ledger) == []
    assert [r.id for r in handover.accepted(desk.ledger, MONDAY)] == [record]


def test_a_clear_handover_needs_no_ruling_D2_6(desk):
    record = given(desk, items=[])
    take(desk, record)
    assert refusal(fill, desk, "handover", "ruled", {"words": "有效"}, "zhao", record=record) == "record.not_asked"


def test_tasks_and_promises_of_the_giver_are_drafted_D2_6(desk):
    fill(desk, "task", "given", {"what": "更换灯管", "person": "wang", "due": "2026-11-24", "source": "own"})
    Owner(desk, kind_of="complaint", follower="wang", matter="楼道异味未处理")
    draft = drafted(desk, "handover", "given", "wang")
    assert [(i["what"], i["person"], i["due"]) for i in draft["items"]] == [
        ("更换灯管", "wang", at(18, day=1).isoformat())
    ]
    assert draft["promises"].startswith("T1-P0001 3-1-1502 楼道异味未处理")
    assert drafted(desk, "handover", "given", "zheng")["promises"] == "无"

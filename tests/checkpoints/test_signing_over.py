"""What both sides of a handover sign (D2.6): counted, each item with its owner, taken or disputed one by one."""

from __future__ import annotations

from datetime import date

import pytest

from checkpoints.work import handover, tasks
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from tests.support.cases import Case
from tests.support.desk_work import COUNTED, fill, office
from tests.support.ground import at, refusal
from tests.support.handed_over import GIVEN, given, take, taking
from tests.support.meetings import beside, drafted
from tests.support.promised import Owner

MONDAY = date(2026, 11, 23)
NAMED = {"person": "zheng", "next": "跟进", "due": at(20).isoformat()}


@pytest.fixture
def desk():
    return office(at(17))


@pytest.mark.parametrize("gone", ["post", "to", "events", "promises", "cash_post", "equipment", "orders"])
def test_what_is_handed_over_is_said_D2_6(desk, gone):
    assert refusal(given, desk, **{gone: ""}) == "record.missing"


def test_a_post_that_takes_money_counts_it_D2_6(desk):
    assert refusal(given, desk, cash_post="yes") == "record.missing"
    given(desk, cash_post="yes", cash="500")


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


def test_tasks_and_promises_of_the_giver_are_drafted_D2_6(desk):
    fill(desk, "task", "given", {"what": "更换灯管", "person": "wang", "due": "2026-11-24", "source": "own"})
    Owner(desk, kind_of="complaint", follower="wang", matter="楼道异味未处理")
    draft = drafted(desk, "handover", "given", "wang")
    promise, task = draft["items"]
    assert (task["what"], task["person"], task["due"]) == ("更换灯管", "wang", at(18, day=1).isoformat())
    assert promise["what"].startswith("T1-P0001 3-1-1502 楼道异味未处理")
    assert draft["promises"].startswith("T1-P0001 3-1-1502 楼道异味未处理")
    assert drafted(desk, "handover", "given", "zheng")["promises"] == "无"


def test_serious_findings_incidents_and_keys_that_are_out_are_drafted(desk):
    place = desk.ledger.site.active[0].id
    Case(desk, checkpoint=place, severity="S2", category="power", words="配电箱门锁损坏")
    Case(desk, checkpoint=place, severity="S4", category="cleaning", words="地面有烟头若干")
    desk.record("zhao", deciding.open_record(desk.ledger, Target("incident"), "zhao", desk.now()))
    loan = {"key": "会所钥匙", "count": 1, "to": "qian", "at": at(16).isoformat(), "why": "维修"}
    fill(desk, "key_loan", "out", loan | {"back_by": at(18).isoformat()}, "zheng", signed={"signature": "zheng"})
    draft = drafted(desk, "handover", "given", "wang")
    said = [i["what"] for i in draft["items"]]
    assert len(said) == 3
    assert said[0].startswith("突发事件")
    assert said[1] == "会所钥匙 1 把在 qian 处"
    assert "配电箱门锁损坏" in said[2]
    assert "配电箱门锁损坏" in draft["equipment"]
    assert [i["person"] for i in draft["items"]] == ["", "wang", ""]


def test_there_is_no_finish_while_an_open_item_lacks_an_owner(desk):
    nobody = [{"what": "电梯停运", "person": "", "next": "催维保", "due": at(20).isoformat()}]
    assert refusal(given, desk, items=nobody) == "record.missing"


def test_everything_of_the_post_is_counted_and_what_is_missing_is_explained(desk):
    assert refusal(given, desk, counted=COUNTED[:2]) == "handover.counted"
    short = [COUNTED[0] | {"count": 1}, *COUNTED[1:]]
    assert refusal(given, desk, counted=short) == "handover.count"
    record = given(desk, counted=[short[0] | {"note": "一把送修"}, *COUNTED[1:]])
    counted = desk.ledger.records.all[record].value("given", "counted")
    assert [(r["due"], r["count"]) for r in counted] == [(2, 1), (2, 2), (3, 3)]


def test_what_an_owner_was_promised_goes_over_with_the_item_D3_16(desk):
    owner = Owner(desk, kind_of="complaint", follower="wang", matter="楼道异味未处理")
    line = drafted(desk, "handover", "given", "wang")["items"][0] | {"person": "zheng"}
    record = given(desk, items=[line])
    promise = desk.ledger.promises.all[owner.id]
    assert promise.follower == "wang"
    take(desk, record)
    assert promise.follower == "zheng"
    assert promise.made.first_asked == "wang"


def test_what_is_disputed_stays_with_the_giver(desk):
    owner = Owner(desk, kind_of="complaint", follower="wang", matter="楼道异味未处理")
    line = drafted(desk, "handover", "given", "wang")["items"][0] | {"person": "zheng"}
    record = given(desk, items=[line])
    bad = taking(desk, record, "disputed")["items"]
    take(desk, record, items=bad, agreed="no", objection="没有业主电话")
    assert desk.ledger.promises.all[owner.id].follower == "wang"


def test_a_task_goes_over_with_the_item(desk):
    fill(desk, "task", "given", {"what": "更换灯管", "person": "wang", "due": "2026-11-24", "source": "own"})
    line = drafted(desk, "handover", "given", "wang")["items"][0] | {"person": "zheng"}
    take(desk, given(desk, items=[line]))
    assert [t.person for t in tasks.open_tasks(desk.ledger)] == ["zheng"]


def test_whoever_is_signed_in_signs_and_nobody_takes_a_post_for_somebody_else(desk):
    assert refusal(given, desk, to="li", signed="zheng") == "handover.giver"
    record = given(desk)
    values = taking(desk, record)
    again = fill, desk, "handover", "taken", values, "wang"
    assert refusal(*again, record=record, signed={"to": "zheng"}) == "handover.receiver"  # on the giver's device
    ask = deciding.ask_for(desk.ledger, Target("handover", record), "taken", "wang", desk.now())
    assert deciding.barred(ask).code == "handover.receiver"  # and is told so before a word is typed
    assert deciding.offer(ask) == {"to": ["wang"]}
    ask = deciding.ask_for(desk.ledger, Target("handover"), "given", "wang", desk.now(), {"post": "lobby"})
    assert deciding.offer(ask) == {"from": ["wang"], "cash_post": ["yes"]}


def test_what_the_rule_refuses_is_said_before_anybody_gives_a_pin_for_it(desk):
    record = given(desk)
    ask = deciding.ask_for(desk.ledger, Target("handover", record), "taken", "zheng", desk.now())
    assert deciding.foreseen(ask, taking(desk, record)) is None
    assert deciding.foreseen(ask, taking(desk, record, "disputed")).code == "handover.not_clear"
    ask = deciding.ask_for(desk.ledger, Target("handover"), "given", "li", desk.now())
    no = deciding.foreseen(ask, GIVEN | {"post": "control_room"})
    assert (no.code, no.params["field"].id) == ("handover.counted", "counted")
    ask = deciding.ask_for(desk.ledger, Target("handover"), "given", "wang", desk.now())
    assert deciding.foreseen(ask, GIVEN).code == "handover.offered"


def test_money_is_counted_where_money_is_taken_whatever_is_chosen(desk):
    lobby = drafted(desk, "handover", "given", "wang", values={"post": "lobby"})
    counted = [row | {"count": row["due"]} for row in lobby["counted"]]
    assert refusal(given, desk, post="lobby", counted=counted, cash_post="no") == "handover.cash"
    given(desk, post="lobby", counted=counted, cash_post="yes", cash="0")


def test_nobody_counts_by_looking_at_a_draft(desk):
    draft = drafted(desk, "handover", "given", "wang", values={"post": "main_gate"})
    assert [(r["due"], r.get("count")) for r in draft["counted"]] == [(2, None), (2, None), (3, None)]
    assert refusal(given, desk, counted=draft["counted"]) == "record.missing"


@pytest.mark.parametrize(
    ("count", "refused"), [("-1", "answer.range"), (10**12, "answer.number"), ("三", "answer.number")]
)
def test_a_count_that_cannot_be_is_refused(desk, count, refused):
    assert refusal(given, desk, counted=[COUNTED[0] | {"count": count, "note": "少"}, *COUNTED[1:]]) == refused


def test_none_there_is_a_count_and_so_are_full_width_digits(desk):
    counted = [COUNTED[0] | {"count": "0", "note": "去向不明，已报主任"}, COUNTED[1], COUNTED[2] | {"count": "３"}]
    record = given(desk, counted=counted)
    assert [r["count"] for r in desk.ledger.records.all[record].value("given", "counted")] == [0, 2, 3]


def test_what_is_open_is_not_left_out_and_what_is_most_pressing_is_never_cut_off(desk):
    owner = Owner(desk, kind_of="complaint", follower="wang", matter="楼道异味未处理")
    assert refusal(given, desk, items=[]) == "handover.left_out"
    place = desk.ledger.site.active[0].id
    for n in range(45):
        Case(desk, checkpoint=place, severity="S2", category="power", words=f"配电箱门锁损坏 {n}")
    rows = [line["row"] for line in drafted(desk, "handover", "given", "wang")["items"]]
    assert len(rows) == 40
    assert rows[0] == f"promise:{owner.id}"


def test_what_both_have_signed_is_not_taken_back_by_one_of_them(desk):
    record = given(desk)
    take(desk, record)
    assert refusal(deciding.withdraw, desk.ledger, record, "后悔了", "wang", desk.now()) == "record.shared"
    desk.record("zhao", deciding.withdraw(desk.ledger, record, "记错了岗位", "zhao", desk.now()))


@pytest.mark.parametrize(
    ("step", "change"), [("given", {"to": "li"}), ("given", {"items": []}), ("taken", {"agreed": "no"})]
)
def test_what_was_signed_by_both_is_not_corrected(desk, step, change):
    record = given(desk)
    take(desk, record)
    entry = desk.ledger.records.all[record].entry(step)
    more = {"objection": "钥匙不符"} if step == "taken" else {}
    correct = deciding.correct, desk.ledger, record, entry.id, change | more, "写错了", entry.by, desk.now()
    assert refusal(*correct) == "handover.signed"
    told = {"events": "夜间巡查一次"} if step == "given" else {"arrived": at(16).isoformat()}
    deciding.correct(desk.ledger, record, entry.id, told, "漏写", entry.by, desk.now())


def test_items_go_over_by_what_they_are_and_not_by_where_they_stand(desk):
    owner = Owner(desk, kind_of="complaint", follower="wang", matter="楼道异味未处理")
    line = drafted(desk, "handover", "given", "wang")["items"][0] | {"person": "zheng"}
    record = given(desk, items=[{"what": "快递柜报修"} | NAMED, line])
    rows = taking(desk, record)["items"]
    mixed = [rows[1], rows[0] | {"state": "disputed"}]
    take(desk, record, items=mixed, agreed="no", objection="快递柜已修好")
    assert desk.ledger.promises.all[owner.id].follower == "zheng"

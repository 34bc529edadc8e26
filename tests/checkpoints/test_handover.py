"""Who has a post (D2.6): the outgoing until relieved, a dispute for the supervisor, duty before a round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checkpoints.work import handover, people, sites
from checkpoints.work.people import PersonAdded
from checkpoints.work.records import deciding
from checkpoints.work.rounds import course
from checkpoints.work.rounds.course import StartRequest
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import Desk, at, refusal
from tests.support.handed_over import GIVEN, STANDS, given, take, taking

MONDAY = date(2026, 11, 23)
NAMED = {"person": "zheng", "next": "跟进", "due": at(20).isoformat()}


@pytest.fixture
def desk():
    return office(at(17))


def test_a_dispute_is_no_clear_handover_and_the_supervisor_rules_D2_6(desk):
    record = given(desk)
    bad = taking(desk, record, "disputed")["items"]
    assert refusal(take, desk, record, items=bad) == "handover.not_clear"
    assert refusal(take, desk, record, clean="no") == "handover.not_clear"
    assert refusal(take, desk, record, items=bad, agreed="no") == "record.missing"
    take(desk, record, items=bad, agreed="no", objection="备用钥匙少一把")
    assert handover.accepted(desk.ledger, MONDAY) == []
    assert [r.id for r in handover.disputed(desk.ledger)] == [record]
    rule = {"decision": "stands", "words": "钥匙由王明日配齐，交接有效"}
    assert refusal(fill, desk, "handover", "ruled", rule, "zheng", record=record) == "record.not_yours"
    fill(desk, "handover", "ruled", rule, "zhao", record=record)
    assert handover.disputed(desk.ledger) == []
    assert [r.id for r in handover.accepted(desk.ledger, MONDAY)] == [record]


def test_a_clear_handover_needs_no_ruling_D2_6(desk):
    record = given(desk, items=[])
    take(desk, record)
    assert refusal(fill, desk, "handover", "ruled", STANDS, "zhao", record=record) == "record.not_asked"


def test_the_outgoing_keeps_the_post_until_relieved_rules_11_20(desk):
    record = given(desk)
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "wang"
    bad = taking(desk, record, "disputed")["items"]
    take(desk, record, items=bad, agreed="no", objection="备用钥匙少一把")
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "wang"
    fill(desk, "handover", "ruled", STANDS, "zhao", record=record)
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "zheng"
    assert handover.on_duty(desk.ledger, "zheng", desk.wall)


def test_whoever_is_offered_a_post_answers_before_a_round_starts(desk):
    given(desk, to="li")
    request = StartRequest(route=desk.ledger.site.routes[0].id)
    assert refusal(course.start, desk.ledger, request, "li", desk.now()) == "handover.first"
    course.start(desk.ledger, request, "wang", desk.now())
    (record,) = handover.waiting(desk.ledger, "li")
    take(desk, record.id, "li")
    course.start(desk.ledger, request, "li", desk.now())


def test_a_site_can_ask_for_duty_before_every_round(desk):
    policy = replace(desk.ledger.site.patrol_policy, duty_first="today")
    desk.record("-", sites.load(desk.ledger, replace(desk.ledger.site, patrol_policy=policy)))
    request = StartRequest(route=desk.ledger.site.routes[0].id)
    assert refusal(course.start, desk.ledger, request, "li", desk.now()) == "handover.none"
    take(desk, given(desk, to="li"), "li")
    course.start(desk.ledger, request, "li", desk.now())


def test_a_post_is_offered_to_one_at_a_time(desk):
    record = given(desk)
    assert refusal(given, desk, to="li") == "handover.offered"
    desk.record("wang", deciding.withdraw(desk.ledger, record, "接班人换了", "wang", desk.now()))
    given(desk, to="li")
    desk.until(at(18, day=1))  # nobody came, and that is a day ago
    given(desk)


def test_two_devices_offered_one_post_and_whoever_signs_second_learns_of_the_first(desk):
    other = Desk("t2", desk.wall)
    other.hear(desk.events)
    mine = given(desk)
    theirs = sealed(fill(other, "handover", "given", GIVEN | {"to": "li"}, "wang", signed={"from": "wang"}))
    desk.hear(other.events)
    assert {r.id for r in handover.waiting(desk.ledger)} == {mine, theirs}
    desk.wait(5)
    take(desk, mine)
    assert refusal(take, desk, theirs, "li") == "handover.over"
    take(desk, theirs, "li", agreed="no", objection="郑已接班")
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "zheng"
    fill(desk, "handover", "ruled", STANDS | {"decision": "again"}, "zhao", record=theirs)
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "zheng"
    assert [r.id for r in handover.accepted(desk.ledger, MONDAY)] == [mine]
    assert desk.ledger.records.live == set()


def test_the_supervisor_may_rule_that_it_is_handed_over_again(desk):
    record = given(desk)
    take(desk, record, clean="no", agreed="no", objection="岗位未清洁")
    fill(desk, "handover", "ruled", {"decision": "again", "words": "清洁后重新交接"}, "zhao", record=record)
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "wang"
    assert handover.accepted(desk.ledger, MONDAY) == []
    desk.wait(5)
    take(desk, given(desk))
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "zheng"


def test_offering_a_post_that_somebody_else_has_takes_it_from_nobody(desk):
    take(desk, given(desk))
    fill(desk, "handover", "given", GIVEN | {"to": "qian"}, "li", signed={"from": "li"})
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "zheng"


def test_what_has_not_come_in_yet_stops_nobody_from_taking_the_post(desk):
    unknown = [{"row": f"{kind}:elsewhere", "what": f"别处的{kind}"} | NAMED for kind in ("promise", "record")]
    record = given(desk, items=unknown)
    take(desk, record)
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "zheng"


def test_a_handover_signed_while_the_clock_was_a_day_ahead_counts(desk):
    desk.until(at(17, day=1))
    take(desk, given(desk))
    assert handover.holder(desk.ledger, "main_gate", at(18)) == "zheng"


def test_a_clock_set_back_between_two_handovers_gives_the_post_to_whoever_took_it_last(desk):
    take(desk, given(desk))
    desk.set_clock(hours=-1)
    desk.wait(5)
    second = sealed(fill(desk, "handover", "given", GIVEN | {"to": "li"}, "zheng", signed={"from": "zheng"}))
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "zheng"
    take(desk, second, "li")
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "li"


def test_a_receiver_who_is_gone_leaves_the_post_with_the_giver_who_offers_it_again(desk):
    record = given(desk)
    known = desk.ledger.people["zheng"]
    gone = PersonAdded(
        person="zheng", zh=known.zh, en=known.en, role=known.role, department=known.department, active=False
    )
    desk.record("zhao", people.add(desk.ledger, gone, "zhao"))
    assert refusal(take, desk, record) == "record.not_yours"
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "wang"
    desk.record("wang", deciding.withdraw(desk.ledger, record, "接班人已离职", "wang", desk.now()))
    take(desk, given(desk, to="li", items=[line | {"person": "li"} for line in GIVEN["items"]]), "li")
    assert handover.holder(desk.ledger, "main_gate", desk.wall) == "li"

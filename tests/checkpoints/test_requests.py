"""Requests in the OA (D2.1, D2.2): which leader holds each, looked up today, chased in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checkpoints.fact import Refused
from checkpoints.work import requests
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import at, refusal
from tests.support.meetings import beside, drafted, next_day

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def desk():
    return office()


def submitted(desk, urgency="normal", **more):
    values = {
        "title": "关于更换地库照明的请示",
        "kind": "request",
        "at": desk.wall.isoformat(),
        "urgency": urgency,
        "leader": "工程总监",
    }
    return sealed(fill(desk, "oa_request", "submitted", values | more))


def step(desk, request, step, **values):
    return fill(desk, "oa_request", step, values, record=request)


def chase(desk, request, **more):
    values = {"chased": "yes", "at": desk.wall.isoformat(), "how": "phone", "whom": "工程总监", "answer": "今日审批"}
    return step(desk, request, "chase", **(values | more))


def of(desk, request):
    return requests.request_of(desk.ledger, desk.ledger.records.all[request])


@pytest.mark.parametrize("gone", ["title", "kind", "at", "urgency", "leader"])
def test_a_request_has_title_type_time_urgency_and_who_holds_it_D2_1(desk, gone):
    with pytest.raises(Refused) as no:
        submitted(desk, **{gone: ""})
    assert (no.value.code, no.value.params["field"].id) == ("record.missing", gone)


def test_each_open_request_is_looked_up_every_day_D2_1(desk):
    request = submitted(desk)
    assert requests.unchecked(desk.ledger, MONDAY) == []
    next_day(desk)
    assert [r.id for r in requests.unchecked(desk.ledger, TUESDAY)] == [request]
    draft = drafted(desk, "oa_request", "at", record=request)
    assert draft == {"leader": "工程总监", "since": at(8).isoformat()}
    assert beside(desk, "oa_request", "at", record=request)["leader"] == "With 工程总监 since 2026-11-23"
    step(desk, request, "at", **draft, note="无变化")
    assert requests.unchecked(desk.ledger, TUESDAY) == []


def test_who_holds_it_now_and_since_when_D2_1(desk):
    request = submitted(desk)
    desk.until(at(15))
    step(desk, request, "at", leader="总经理", since=at(14).isoformat())
    now = of(desk, request)
    assert (now.leader, now.since) == ("总经理", at(14))
    assert refusal(step, desk, request, "at", leader="总经理", since=at(7).isoformat()) == "request.before"


@pytest.mark.parametrize(("urgency", "hours"), [("normal", 24), ("urgent", 4)])
def test_it_is_to_be_chased_after_the_site_s_hours_D2_2(desk, urgency, hours):
    request = submitted(desk, urgency)
    desk.until(at(8) + timedelta(hours=hours))
    assert requests.late(desk.ledger, desk.wall) == []
    desk.wait(seconds=1)
    assert [r.id for r in requests.late(desk.ledger, desk.wall)] == [request]
    assert [r.id for r in requests.to_chase(desk.ledger, desk.wall)] == ([request] if urgency == "urgent" else [])


def test_another_leader_has_the_hours_anew_D2_2(desk):
    request = submitted(desk, "urgent")
    desk.until(at(14))
    step(desk, request, "at", leader="总经理", since=at(13).isoformat())
    assert of(desk, request).chase_by == at(17)


def test_a_chase_says_how_whom_and_the_answer_D2_2(desk):
    request = submitted(desk, "urgent")
    desk.until(at(13))
    for gone in ("at", "how", "whom", "answer"):
        assert refusal(chase, desk, request, **{gone: ""}) == "record.missing"
    chase(desk, request)
    assert requests.to_chase(desk.ledger, desk.wall) == []
    assert of(desk, request).chases == 1
    assert of(desk, request).chase_by == at(17)
    assert beside(desk, "oa_request", "chase", record=request)["chased"] == "Chased 1 times; 4 h are the limit"


def test_the_next_chase_is_when_it_was_agreed_D2_2(desk):
    request = submitted(desk, "urgent")
    desk.until(at(13))
    assert refusal(chase, desk, request, again=at(13).isoformat()) == "request.again"
    chase(desk, request, again=at(9, day=1).isoformat())
    assert of(desk, request).chase_by == at(9, day=1)


def test_not_needed_has_a_reason_and_quietens_for_the_same_hours_D2_2(desk):
    request = submitted(desk, "urgent")
    desk.until(at(13))
    assert refusal(step, desk, request, "chase", chased="no") == "record.missing"
    step(desk, request, "chase", chased="no", why="领导已知悉并在办")
    assert requests.to_chase(desk.ledger, desk.wall) == []
    assert of(desk, request).chases == 0
    desk.until(at(17, 1))
    assert [r.id for r in requests.to_chase(desk.ledger, desk.wall)] == [request]


def test_an_answered_request_is_neither_looked_up_nor_chased_D2_1_D2_2(desk):
    request = submitted(desk, "urgent")
    desk.until(at(13))
    assert refusal(step, desk, request, "result", outcome="approved", at=at(7).isoformat()) == "request.before"
    step(desk, request, "result", outcome="approved", at=at(12).isoformat())
    next_day(desk)
    assert requests.open_requests(desk.ledger) == []
    assert requests.unchecked(desk.ledger, TUESDAY) == []
    assert not of(desk, request).late(desk.wall)

"""The month: seven blocks, a summary up and down, training for all, key clients, events (M1, M3 to M5)."""

from __future__ import annotations

import pytest

from checkpoints.fact import Refused
from checkpoints.work import relations, training
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import at

MONTH = "2026-11"
BLOCKS = {
    "receivable": "250000",
    "received": "198000.50",
    "arrears": "36000",
    "on_behalf": "0",
    "complaints": 4,
    "complaints_said": "以噪音为主",
    "receptions": 0,
    "fit_outs": 6,
    "fit_outs_said": "均已办证",
    "patrols": 50,
    "patrols_said": "正常",
}
REVIEWS = {"finance_review": "完成较好", "quality_review": "需加强保洁", "daily_review": "正常"}
EVENT = {
    "theme": "重阳敬老",
    "on": "2026-11-23",
    "place": "会所",
    "whom": "老年业主",
    "expected": 60,
    "budget": "3000",
    "staff": "客服负责",
    "safety": "医护到场",
    "rain": "移至室内",
}


@pytest.fixture
def desk():
    return office(at(17))


def refused(desk, form, step, values, by="zhao", **where):
    with pytest.raises(Refused) as no:
        fill(desk, form, step, values, by, **where)
    return no.value.code


def drafted(desk, form, step, by="zhao", **where):
    return deciding.draft(deciding.ask_for(desk.ledger, Target(form, **where), step, by, desk.now()))


def meeting(desk, **more):
    own = {"recorder": "li", "at": at(15).isoformat()} | BLOCKS | REVIEWS
    tasks = [{"what": "完成年度收费冲刺", "person": "li", "due": "2026-12-20"}]
    return drafted(desk, "monthly_meeting", "meeting") | own | {"tasks": tasks} | more


@pytest.mark.parametrize(
    "block", ["receivable", "arrears", "on_behalf", "complaints", "receptions", "fit_outs", "patrols"]
)
def test_the_meeting_has_all_seven_blocks_and_zero_is_typed_M1_1(desk, block):
    assert refused(desk, "monthly_meeting", "meeting", meeting(desk, **{block: ""})) == "record.missing"


@pytest.mark.parametrize("review", ["finance_review", "quality_review", "daily_review"])
def test_the_supervisor_reviews_finance_quality_and_daily_business_M1_2(desk, review):
    assert refused(desk, "monthly_meeting", "meeting", meeting(desk, **{review: " "})) == "record.missing"


def test_the_focus_of_next_month_becomes_tasks_M1_3(desk):
    fill(desk, "monthly_meeting", "meeting", meeting(desk))
    assert [t.title for t in desk.ledger.records.open_of("task")] == ["完成年度收费冲刺"]


def test_the_summary_is_drafted_from_the_meeting_and_sealed_M1_4(desk):
    fill(desk, "monthly_meeting", "meeting", meeting(desk))
    draft = drafted(desk, "monthly_summary", "summary")
    assert "250000.00" in draft["data"]
    assert "需加强保洁" in draft["review"]
    assert "完成年度收费冲刺" in draft["plan"]
    assert refused(desk, "monthly_summary", "summary", draft | RATES) == "record.missing"
    fill(desk, "monthly_summary", "summary", draft | RATES, signed={"signature": "zhao"})


RATES = {"patrol_rate": "98", "hour_rate": "100", "in_time_rate": "91.5"}


def test_the_summary_goes_up_and_down_and_is_read_M1_5(desk):
    fill(desk, "monthly_meeting", "meeting", meeting(desk))
    values = drafted(desk, "monthly_summary", "summary") | RATES
    record = sealed(fill(desk, "monthly_summary", "summary", values, signed={"signature": "zhao"}))
    fill(desk, "monthly_summary", "sent_up", {"to": "公司品质部", "at": at(16).isoformat()})
    assert record in desk.ledger.records.live
    fill(desk, "monthly_summary", "issued", {"people": ["wang", "li"]})
    assert record not in desk.ledger.records.live
    fill(desk, "monthly_summary", "read", {}, "wang")
    assert [e.by for e in desk.ledger.records.all[record].of("read")] == ["wang"]
    assert refused(desk, "monthly_summary", "read", {}, "zheng") == "record.not_each"


# training


def lesson(desk, **more):
    own = {"kind": "all_hands", "topic": "消防法规", "contents": ["law"], "minutes": 60, "place": "会议室"}
    marks = {"method": "written", "average": 88, "effect": "掌握较好", "at": at(14).isoformat()}
    return drafted(desk, "training", "held") | own | marks | more


def absent(values, person, until="2026-11-28"):
    rows = [dict(r) for r in values["roll"]]
    for row in rows:
        if row["row"] == f"person:{person}":
            row |= {"present": "absent", "reason": "病假", "make_up_on": until}
    return values | {"roll": rows}


def test_training_is_for_all_of_the_staff_and_the_absent_make_it_up_M3_1(desk):
    first = sealed(fill(desk, "training", "held", absent(lesson(desk), "wang")))
    assert training.attendance(desk.ledger, MONTH).owing == ("wang",)
    assert not training.attendance(desk.ledger, MONTH).complete
    make_up = lesson(desk, kind="make_up", of=first, roll=[{"row": "person:wang", "present": "here"}])
    fill(desk, "training", "held", make_up)
    assert training.attendance(desk.ledger, MONTH).complete
    assert training.attendance(desk.ledger, MONTH).made_up == ("wang",)


def test_nobody_of_the_staff_is_left_off_the_roll_M3_1(desk):
    values = lesson(desk)
    values["roll"] = values["roll"][1:]
    assert refused(desk, "training", "held", values) == "training.roll"


def test_the_absent_have_a_reason_and_a_day_to_make_it_up_M3_1(desk):
    assert refused(desk, "training", "held", absent(lesson(desk), "wang", "")) == "record.missing"
    assert refused(desk, "training", "held", absent(lesson(desk), "wang", "2026-11-01")) == "training.make_up"


def test_four_contents_are_covered_over_the_year_M3_2(desk):
    fill(desk, "training", "held", lesson(desk, contents=["law", "service"]))
    assert training.coverage(desk.ledger, 2026) == {"law": 1, "knowledge": 0, "service": 1, "standards": 0}
    ask = deciding.ask_for(desk.ledger, Target("training"), "held", "zhao", desk.now())
    left = deciding.beside(ask)["contents"].params["contents"]
    assert [c.value for c in left] == ["knowledge", "standards"]
    assert refused(desk, "training", "held", lesson(desk, contents=[])) == "record.missing"


def test_a_trainer_a_score_and_what_it_brought_are_named_M3_3(desk):
    for field in ("trainer", "average", "effect"):
        assert refused(desk, "training", "held", lesson(desk) | {field: ""}) == "record.missing"


# key clients


CLIENT = {
    "whom": "业委会赵主任",
    "kind": "committee",
    "way": "visit",
    "at": at(10).isoformat(),
    "place": "业委会办公室",
    "people": ["zhao"],
    "needs": "停车",
    "suggestions": "增设车位",
    "opinions": "无",
}


@pytest.mark.requirement("M4.1", "M4.2", "M4.3")
def test_one_key_client_a_month_with_kind_needs_suggestions_opinions_M4(desk):
    for field in ("kind", "needs", "suggestions", "opinions"):
        assert refused(desk, "client_talk", "talk", CLIENT | {field: ""}) == "record.missing"
    assert refused(desk, "client_talk", "talk", CLIENT | {"kind": "friend"}) == "answer.choice"
    follow = [{"what": "测算车位", "person": "li", "due": "2026-12-01"}]
    fill(desk, "client_talk", "talk", CLIENT | {"tasks": follow})
    assert relations.receptions(desk.ledger, MONTH) == 1
    assert [t.value("given", "source") for t in desk.ledger.records.open_of("task")] == ["client"]


def test_a_client_talk_is_reported_to_the_manager_and_the_functional_department_M4_4(desk):
    record = sealed(fill(desk, "client_talk", "talk", CLIENT))
    fill(desk, "client_talk", "to_manager", {"at": at(11).isoformat()}, record=record)
    assert record in desk.ledger.records.live
    early = {"to": "客户关系部", "at": at(9).isoformat()}
    assert refused(desk, "client_talk", "to_department", early, record=record) == "record.before"
    fill(desk, "client_talk", "to_department", early | {"at": at(12).isoformat()}, record=record)
    assert record not in desk.ledger.records.live


# community events


APPROVED = {"department": "社区文化部", "outcome": "approved", "by": "张经理", "at": at(12).isoformat()}


def submitted(desk):
    record = sealed(fill(desk, "community_event", "plan", EVENT))
    fill(desk, "community_event", "to_manager", {"at": at(10).isoformat()}, record=record)
    return record


def test_an_event_has_a_plan_with_safety_and_rain_M5_1(desk):
    for field in ("theme", "on", "place", "budget", "staff", "safety", "rain"):
        assert refused(desk, "community_event", "plan", EVENT | {field: ""}) == "record.missing"


def test_a_plan_is_submitted_to_the_manager_before_it_is_approved_M5_2(desk):
    record = sealed(fill(desk, "community_event", "plan", EVENT))
    assert refused(desk, "community_event", "approval", APPROVED, record=record) == "record.waits"


def test_no_implementation_before_approval_M5_3(desk):
    record = submitted(desk)
    assert refused(desk, "community_event", "started", {}, record=record) == "record.not_asked"
    fill(desk, "community_event", "approval", APPROVED | {"outcome": "refused"}, record=record)
    assert refused(desk, "community_event", "started", {}, record=record) == "record.not_asked"
    fill(desk, "community_event", "approval", APPROVED, record=record)
    fill(desk, "community_event", "started", {}, record=record)


def test_a_plan_that_was_changed_after_its_approval_needs_another_one_M5_3(desk):
    record = submitted(desk)
    fill(desk, "community_event", "approval", APPROVED, record=record)
    fill(desk, "community_event", "plan", EVENT | {"budget": "9000"}, record=record)
    assert refused(desk, "community_event", "started", {}, record=record) == "event.not_approved"
    assert refused(desk, "community_event", "approval", APPROVED, record=record) == "event.not_submitted"
    fill(desk, "community_event", "to_manager", {"at": at(13).isoformat()}, record=record)
    fill(desk, "community_event", "approval", APPROVED, record=record)
    fill(desk, "community_event", "started", {}, record=record)
    assert refused(desk, "community_event", "plan", EVENT, record=record) == "event.begun"


def test_an_event_does_not_begin_before_its_day_M5_3(desk):
    record = sealed(fill(desk, "community_event", "plan", EVENT | {"on": "2026-11-29"}))
    fill(desk, "community_event", "to_manager", {"at": at(10).isoformat()}, record=record)
    fill(desk, "community_event", "approval", APPROVED, record=record)
    assert refused(desk, "community_event", "started", {}, record=record) == "event.early"


def test_an_event_ends_with_what_it_cost_and_who_came_M5_4(desk):
    record = submitted(desk)
    fill(desk, "community_event", "approval", APPROVED, record=record)
    fill(desk, "community_event", "started", {}, record=record)
    close = {"turnout": 72, "cost": "2860.40", "review": "反响很好"}
    for field in close:
        assert refused(desk, "community_event", "closed", close | {field: ""}, record=record) == "record.missing"
    fill(desk, "community_event", "closed", close, record=record)
    assert record not in desk.ledger.records.live

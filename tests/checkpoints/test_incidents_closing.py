"""Incidents: written up, met about, closed only when all is there, or called a false alarm (D7.2, D7.4)."""

from __future__ import annotations

import pytest

from checkpoints.work import incidents
from checkpoints.work.incidents.clocks import clock
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target, ask_for
from tests.support.desk_work import office
from tests.support.ground import at, refusal
from tests.support.incidents import ALL, LINE, close, details, opened, state, step, told, whole


@pytest.fixture
def desk():
    return office(at(14))


# handling


def test_D7_2_the_timeline_says_when_who_and_what_and_tells_the_story(desk):
    record = opened(desk)
    step(desk, record, "kind", category="flood")
    details(desk, record)
    desk.wait(9)
    step(desk, record, "timeline", "wang", what="已关阀止水", who="wang")
    step(desk, record, "timeline", "wang", what="已到现场", who="维保老李", at=at(14, 3).isoformat())
    values = deciding.draft(ask_for(desk.ledger, Target("incident", record), "result", "zhao", desk.now()))
    assert values["measures"] == "14:03 维保老李 已到现场\n14:09 wang 已关阀止水"
    assert refusal(step, desk, record, "timeline", "wang", what="") == "record.missing"


def test_D7_2_an_incident_is_not_found_before_it_happened(desk):
    record = opened(desk)
    assert refusal(details, desk, record, found=at(13).isoformat()) == "incident.order"


@pytest.mark.parametrize(("households", "code"), [(None, True), (2, True), (3, False)])
def test_rules_10_a_group_complaint_is_one_of_three_households_or_more(desk, households, code):
    record = opened(desk)
    step(desk, record, "kind", category="complaint")
    if code:
        assert refusal(details, desk, record, households=households) == "incident.households"
    else:
        details(desk, record, households=households)


# closing


def test_rules_10_an_incident_is_closed_when_everything_is_there(desk):
    record = opened(desk)
    whole(desk, record)
    close(desk, record)
    assert not state(desk, record).open


@pytest.mark.parametrize("missing", [name for name in ALL if name not in ("calls", "details", "kind")])
def test_rules_10_it_is_not_closed_while_a_report_the_meeting_or_a_measure_is_missing(desk, missing):
    record = opened(desk)
    behind = {"result": ("meeting", "measures", "summary"), "meeting": ("measures",)}
    whole(desk, record, but=(missing, *behind.get(missing, ())))
    assert refusal(close, desk, record) == "record.waits"


def test_rules_10_only_the_supervisor_or_the_manager_closes_it(desk):
    record = opened(desk)
    whole(desk, record)
    assert refusal(close, desk, record, "wang") == "record.not_yours"
    close(desk, record, "chen")


def test_rules_10_tries_alone_do_not_close_it(desk):
    record = opened(desk)
    whole(desk, record, told={"reached": "no"})
    assert refusal(close, desk, record) == "incident.not_told"
    told(desk, record, to="company")
    close(desk, record)


def test_rules_10_an_alarm_call_or_a_reason_for_none_is_recorded_where_one_is_due(desk):
    record = opened(desk)
    whole(desk, record, but=("calls",))
    assert refusal(close, desk, record) == "incident.not_called"
    assert refusal(step, desk, record, "calls", service="none") == "record.missing"
    step(desk, record, "calls", service="none", why="门机自动复位, 人已走出")
    close(desk, record)


def test_D7_4_a_meeting_or_a_reason_and_measures_or_a_reason(desk):
    record = opened(desk)
    no_meeting = {"held": "no"}
    whole(desk, record, but=("meeting", "measures", "summary"))
    assert refusal(step, desk, record, "meeting", **no_meeting, cause="误操作") == "record.missing"
    step(desk, record, "meeting", **no_meeting, why="当日交接会已分析", cause="误操作")
    assert refusal(step, desk, record, "measures", any="yes", lines=[], mechanism="same") == "record.few"
    assert refusal(step, desk, record, "measures", any="no", mechanism="same") == "record.missing"
    assert refusal(step, desk, record, "measures", any="no", why="设备已更换", mechanism="changed") == "record.missing"
    step(desk, record, "measures", any="no", why="设备已更换", mechanism="changed", changed="增加每周门机检查")
    step(desk, record, "summary", summary="总结", to=["company"])
    close(desk, record)


def test_D7_4_each_measure_becomes_a_task_of_its_person(desk):
    record = opened(desk)
    other = {"what": "张贴乘梯须知", "person": "wang", "due": "2026-11-25"}
    whole(desk, record, measures={"lines": [LINE, other]})
    tasks = desk.ledger.records.from_(f"record:{record}")
    assert {(t.value("given", "person"), t.value("given", "due")) for t in tasks} == {
        ("qian", "2026-11-30"),
        ("wang", "2026-11-25"),
    }
    assert {t.value("given", "source") for t in tasks} == {"incident"}
    assert len({desk.ledger.records.called(t.id) for t in tasks}) == 2
    assert all(t.open for t in tasks)


def test_D7_4_a_measure_is_not_due_in_the_past(desk):
    record = opened(desk)
    late = {"lines": [LINE | {"due": "2026-11-22"}]}
    assert refusal(whole, desk, record, measures=late) == "incident.due"


def test_D7_4_it_is_offered_to_the_case_library_or_a_reason_stands_why_not(desk):
    record = opened(desk)
    whole(desk, record)
    assert refusal(step, desk, record, "offer", offered="no") == "record.missing"
    step(desk, record, "offer", offered="yes")
    cases = [r for r in desk.ledger.records.from_(f"record:{record}") if r.form == "case"]
    assert len(cases) == ("case" in desk.ledger.site.form_of)


# a false alarm


def test_a_false_alarm_ends_with_a_reason_and_owes_nothing(desk):
    record = opened(desk, "-")
    assert refusal(step, desk, record, "false_alarm", "zheng", reason="") == "record.missing"
    step(desk, record, "false_alarm", "zheng", reason="误触按键")
    assert incidents.running(desk.ledger) == []
    assert clock(desk.ledger, state(desk, record), at(20)) == ()


def test_somebody_else_s_incident_is_not_called_a_false_alarm_by_anybody(desk):
    record = opened(desk)
    assert refusal(step, desk, record, "false_alarm", "li", reason="误触按键") == "incident.not_yours"
    step(desk, record, "false_alarm", "zhao", reason="现场核实无异常")


def test_an_incident_is_never_withdrawn_so_that_no_clock_can_be_got_rid_of(desk):
    record = opened(desk)
    for by in ("wang", "chen"):
        assert refusal(deciding.withdraw, desk.ledger, record, "按错了键", by, desk.now()) == "record.stays"


def test_what_has_a_result_was_no_false_alarm(desk):
    record = opened(desk)
    whole(desk, record, but=("meeting", "measures", "summary"))
    assert refusal(step, desk, record, "false_alarm", reason="误触按键") == "incident.real"

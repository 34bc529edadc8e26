"""Incidents: stamped first, told in time and down the line, written up, closed only when all is there (D7)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.catalogue import default_site
from checkpoints.work import deputies, incidents
from checkpoints.work.incidents.clocks import clock, next_owed
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target, ask_for
from checkpoints.work.records.facts import StepFilled
from checkpoints.work.sites import SiteLoaded
from tests.support.desk_work import fill, office
from tests.support.ground import Desk, at, refusal

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


@pytest.fixture
def desk():
    return office(at(14))


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


# the stamp


def test_D7_1_the_time_is_stamped_before_anything_is_asked(desk):
    record = opened(desk)
    assert (state(desk, record).opened_at, state(desk, record).entries) == (at(14), [])
    desk.wait(5)
    details(desk, record)
    assert state(desk, record).opened_at == at(14)


def test_D7_1_anybody_may_stamp_and_nobody_who_is_signed_in_is_guessed(desk):
    for by in ("-", "wu", "qian", "chen"):
        assert state(desk, opened(desk, by)).opened_by == by
    asked = ask_for(desk.ledger, Target("incident", opened(desk, "-")), "details", "zheng", desk.now())
    assert not {"finder", "reporter"} & deciding.draft(asked).keys()


def test_D7_1_even_a_site_without_the_form_can_stamp_an_incident():
    bare = Desk("t1", at(14))
    bare.record("-", incidents.stamp(bare.ledger, bare.now()))
    (stamped,) = incidents.running(bare.ledger)
    assert bare.ledger.records.called(stamped.id) == "T1-R0001"
    assert clock(bare.ledger, stamped, at(14))[0].by == at(14, 10)


def test_D7_1_a_finger_that_taps_twice_means_one_incident(desk):
    record = opened(desk, "-")
    desk.wait(2)
    assert incidents.begun_just_now(desk.ledger, "-", desk.now().at).id == record
    assert incidents.begun_just_now(desk.ledger, "wang", desk.now().at) is None
    desk.wait(seconds=1)
    assert incidents.begun_just_now(desk.ledger, "-", desk.now().at) is None


def test_D7_1_once_something_was_entered_another_tap_is_another_incident(desk):
    step(desk, opened(desk), "kind", "wang", category="fire")
    assert incidents.begun_just_now(desk.ledger, "wang", desk.now().at) is None


def test_D7_1_details_are_drafted_from_the_stamp_and_what_was_tapped(desk):
    record = opened(desk)
    step(desk, record, "kind", "wang", category="fire")
    step(desk, record, "kind", "wang", category="lift")
    step(desk, record, "place", "wang", place="CP-45")
    desk.wait(7)
    values = deciding.draft(ask_for(desk.ledger, Target("incident", record), "details", "wang", desk.now()))
    assert (values["occurred"], values["reporter"]) == (at(14).isoformat(), "wang")
    assert values["what"] == "客服中心前台 电梯困人"
    assert incidents.category(state(desk, record)) == "lift"


# the clock to the manager


@pytest.mark.parametrize(("minutes", "seconds", "late"), [(0, 0, False), (10, 0, False), (10, 1, True)])
def test_D7_1_the_manager_is_told_within_ten_minutes_of_the_stamp(desk, minutes, seconds, late):
    record = opened(desk)
    desk.wait(minutes, seconds=seconds)
    assert told_of(desk, record).late is late
    told(desk, record)
    owed = told_of(desk, record)
    assert (owed.by, owed.late, owed.done_at) == (at(14, 10), late, desk.now().at)


def test_D7_1_the_limit_is_the_site_s():
    site = default_site()
    limits = [replace(r, value=20) if r.id == "incident_verbal" else r for r in site.response_limits]
    desk = Desk("t1", at(14))
    desk.record("-", [SiteLoaded(site=replace(site, response_limits=tuple(limits)))])
    desk.record("-", incidents.stamp(desk.ledger, desk.now()))
    assert clock(desk.ledger, incidents.running(desk.ledger)[0], at(14))[0].by == at(14, 20)


def test_D7_1_told_in_time_but_entered_later_is_in_time_and_says_so(desk):
    record = opened(desk)
    desk.wait(30)
    told(desk, record, at=at(14, 8).isoformat())
    owed = told_of(desk, record)
    assert (owed.late, owed.entered_later) == (False, True)


def test_D7_1_a_try_that_did_not_come_through_or_telling_somebody_else_is_no_report(desk):
    record = opened(desk)
    told(desk, record, reached="no")
    told(desk, record, to="other", person="保安队长")
    assert told_of(desk, record).done_at is None


@pytest.mark.parametrize("at_", ["soon", "2026-11-23T14:03:00", "", 7, None])
def test_what_another_program_wrote_as_a_time_breaks_no_clock(desk, at_):
    record = opened(desk)
    values = {"to": "manager", "reached": "yes", "at": at_}
    desk.record("-", [StepFilled(record=record, step="told", values=values)])
    desk.record("-", [StepFilled(record=record, step="result", values={"at": at_})])
    assert next_owed(desk.ledger, state(desk, record), at(14)).step == "told"
    assert incidents.most_urgent(desk.ledger, at(14)).id == record


# the line


def test_rules_10_while_the_manager_is_not_reached_the_next_in_line_is(desk):
    away = deputies.DeputyNamed(person="chen", deputy="zhao", start=at(0).date(), end=at(0).date())
    desk.record("chen", deputies.name(desk.ledger, away, "chen", desk.now()))
    record = opened(desk)

    def upcoming():
        link = incidents.next_link(desk.ledger, state(desk, record), at(14).date())
        return link and (link.to, link.person)

    assert upcoming() == ("manager", "chen")
    told(desk, record, person="chen", reached="no")
    assert upcoming() == ("deputy", "zhao")
    told(desk, record, to="deputy", person="zhao", reached="no")
    assert upcoming() == ("company", "")
    told(desk, record, to="company", reached="no")
    assert upcoming() == ("manager", "chen")  # round again
    told(desk, record, to="company")
    assert upcoming() is None
    line = incidents.chain(desk.ledger, state(desk, record), at(14).date())
    assert [(link.to, link.missed, link.reached) for link in line] == [
        ("manager", 1, False),
        ("deputy", 1, False),
        ("company", 1, True),
    ]
    assert line[-1].phone == "000-0009"
    assert told_of(desk, record).done_at is not None


def test_rules_10_a_report_to_a_name_that_was_typed_ends_the_search_too(desk):
    record = opened(desk)
    told(desk, record, to="company", person="公司夜班老刘")
    assert incidents.next_link(desk.ledger, state(desk, record), at(14).date()) is None


def test_rules_10_the_next_in_line_is_drafted_for_the_report(desk):
    record = opened(desk)
    values = deciding.draft(ask_for(desk.ledger, Target("incident", record), "told", "wang", desk.now()))
    assert (values["to"], values["person"]) == ("manager", "chen")
    told(desk, record, person="chen", reached="no")
    values = deciding.draft(ask_for(desk.ledger, Target("incident", record), "told", "wang", desk.now()))
    assert values["to"] == "company"
    assert "person" not in values


# the other clocks


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (1, True)])
def test_D7_3_the_result_is_written_within_twelve_hours_of_the_stamp(desk, seconds, late):
    record = opened(desk)
    told(desk, record)
    desk.wait(12 * 60, seconds=seconds)
    owed = next_owed(desk.ledger, state(desk, record), desk.now().at)
    assert (owed.step, owed.by, owed.late) == ("result", at(2, day=1), late)


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (1, True)])
def test_D7_3_the_summary_follows_within_24_hours_of_the_result(desk, seconds, late):
    record = opened(desk)
    desk.wait(60)
    whole(desk, record, but=("summary",))
    desk.wait(24 * 60, seconds=seconds)
    owed = next_owed(desk.ledger, state(desk, record), desk.now().at)
    assert (owed.step, owed.by, owed.late) == ("summary", at(15, day=1), late)


def test_D7_the_nearest_limit_comes_first_and_nothing_is_owed_at_the_end(desk):
    record = opened(desk)
    assert next_owed(desk.ledger, state(desk, record), at(14)).step == "told"
    whole(desk, record)
    assert next_owed(desk.ledger, state(desk, record), at(14)) is None
    close(desk, record)
    assert incidents.running(desk.ledger) == []


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


@pytest.mark.parametrize("seed", range(5))
def test_D7_in_any_order_of_delivery_the_clocks_say_the_same(desk, seed):
    record = opened(desk, "-")
    desk.wait(4)
    told(desk, record, reached="no")
    desk.wait(4)
    told(desk, record)
    whole(desk, record, but=("told", "summary"))
    events = desk.ledger.events()
    random.Random(seed).shuffle(events)
    other = Ledger()
    for event in events:
        other.apply([event])
    now = at(14) + timedelta(days=3)
    assert clock(other, other.records.all[record], now) == clock(desk.ledger, state(desk, record), now)

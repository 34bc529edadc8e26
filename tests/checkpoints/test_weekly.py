"""The week: an exchange, two different people talked to, the meeting with its six figures, documents read (W1, W2)."""

from __future__ import annotations

import pytest

from checkpoints.fact import Refused
from checkpoints.work import sums, weekly
from checkpoints.work.records import deciding, life
from checkpoints.work.records.deciding import Target
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import at

WEEK = "2026-W48"
TALK = {"person": "wang", "at": at(10).isoformat(), "thoughts": "稳定", "work": "认真", "has_suggestion": "none"}
SIX = {"fees": "1280.50", "complaints": 0, "reports": 3, "fit_outs": 2, "move_ins": 1, "visitors": 0}


@pytest.fixture
def desk():
    return office(at(17))


def refused(desk, form, step, values, by="zhao", **where):
    with pytest.raises(Refused) as no:
        fill(desk, form, step, values, by, **where)
    return no.value.code


def minutes(desk, **more):
    drafted = deciding.draft(deciding.ask_for(desk.ledger, Target("weekly_meeting"), "meeting", "zhao", desk.now()))
    said = {"speaker": "li", "said": "按计划进行"}
    sections = [{"row": name, **said} for name in ("fees", "service", "training", "patrols", "key_work")]
    own = {"place": "会议室", "recorder": "li", "sections": sections, "problems": "无", "at": at(16).isoformat()}
    tasks = [{"what": "清理地下室", "person": "wang", "due": "2026-12-02"}]
    return drafted | SIX | own | {"tasks": tasks} | more


def test_an_exchange_is_among_at_least_two_in_its_week_W1_1(desk):
    values = {"at": at(9).isoformat(), "people": ["zhao"], "topics": "本周重点"}
    assert refused(desk, "exchange", "held", values) == "exchange.alone"
    late = values | {"people": ["zhao", "chen"], "at": at(9, day=-8).isoformat()}
    assert refused(desk, "exchange", "held", late) == "record.outside"
    fill(desk, "exchange", "held", values | {"people": ["zhao", "chen"]})
    assert len(desk.ledger.records.during("exchange", WEEK)) == 1


def test_two_different_people_are_talked_to_in_a_week_W1_2(desk):
    fill(desk, "staff_talk", "talk", TALK)
    fill(desk, "staff_talk", "talk", TALK)
    assert weekly.talked_to(desk.ledger, WEEK) == ["wang"]
    fill(desk, "staff_talk", "talk", TALK | {"person": "li"})
    assert weekly.talked_to(desk.ledger, WEEK) == ["wang", "li"]


def test_a_talk_is_with_front_line_staff_and_not_with_oneself_W1_2(desk):
    assert refused(desk, "staff_talk", "talk", TALK | {"person": "chen"}) == "answer.person"
    assert refused(desk, "staff_talk", "talk", TALK, by="wang") == "record.not_yours"


def test_whoever_was_not_talked_to_for_longest_comes_first_W1_2(desk):
    fill(desk, "staff_talk", "talk", TALK)
    turn = [t.person for t in weekly.rotation(desk.ledger)]
    assert turn[-1] == "wang"
    assert {"li", "qian", "zheng"} <= set(turn[:-1])


def test_talks_are_private_W1_3(desk):
    record = desk.ledger.records.all[sealed(fill(desk, "staff_talk", "talk", TALK))]
    form = life.form_of(desk.ledger, "staff_talk")
    seen = {
        by: life.visible(desk.ledger, form, record, by, "office", at(9).date()) for by in ("zhao", "chen", "wang", "li")
    }
    assert seen == {"zhao": True, "chen": True, "wang": False, "li": False}
    assert not life.visible(desk.ledger, form, record, "zhao", "kiosk", at(9).date())


def test_what_was_learned_is_required_W1_3(desk):
    for field in ("thoughts", "work", "has_suggestion"):
        assert refused(desk, "staff_talk", "talk", TALK | {field: ""}) == "record.missing"


def test_a_suggestion_waits_for_its_answer_W1_4(desk):
    made = TALK | {"has_suggestion": "yes_one", "suggestion": "增加夜间照明"}
    record = sealed(fill(desk, "staff_talk", "talk", made))
    assert [r.id for r in weekly.suggestions(desk.ledger)] == [record]
    answer = {"outcome": "adopted", "why": "下月安装", "told_at": at(16).isoformat()}
    fill(desk, "staff_talk", "answer", answer, record=record)
    assert weekly.suggestions(desk.ledger) == []
    assert record not in desk.ledger.records.live


def test_a_talk_without_a_suggestion_needs_no_answer_W1_4(desk):
    record = sealed(fill(desk, "staff_talk", "talk", TALK))
    assert record not in desk.ledger.records.live
    answer = {"outcome": "adopted", "why": "下月安装", "told_at": at(16).isoformat()}
    assert refused(desk, "staff_talk", "answer", answer, record=record) == "record.not_asked"


def test_staff_who_came_and_went_are_counted_W1_4(desk):
    moves = sums.moves_in(desk.ledger, WEEK, at(17))
    assert set(moves.joined) >= {"wang", "li", "zhao"}
    assert moves.left == ()
    assert moves.staff == len(desk.ledger.people.active())


def test_the_week_is_reviewed_from_what_the_ledger_knows_W2_1(desk):
    ask = deciding.ask_for(desk.ledger, Target("weekly_meeting"), "meeting", "zhao", desk.now())
    assert "联合巡区应做" in deciding.draft(ask)["review"]
    english = deciding.ask_for(desk.ledger, Target("weekly_meeting"), "meeting", "zhao", desk.now(), lang="en")
    assert "Joint rounds" in deciding.draft(english)["review"]


@pytest.mark.parametrize("figure", ["fees", "complaints", "reports", "fit_outs", "move_ins", "visitors"])
def test_all_six_figures_are_given_and_none_is_blank_W2_2(desk, figure):
    assert refused(desk, "weekly_meeting", "meeting", minutes(desk, **{figure: ""})) == "record.missing"


def test_five_reports_each_with_its_speaker_W2_3(desk):
    values = minutes(desk)
    values["sections"] = values["sections"][:4]
    assert refused(desk, "weekly_meeting", "meeting", values) == "record.missing"


def test_the_tasks_of_next_week_have_one_person_each_and_a_day_W2_5(desk):
    assert refused(desk, "weekly_meeting", "meeting", minutes(desk, tasks=[])) == "record.few"
    fill(desk, "weekly_meeting", "meeting", minutes(desk), signed={"signature": "zhao"})
    tasks = desk.ledger.records.open_of("task")
    assert [(t.value("given", "person"), t.value("given", "due")) for t in tasks] == [("wang", "2026-12-02")]
    assert tasks[0].opened.origin == "record:weekly_meeting.2026-W48"


def test_minutes_are_signed_and_submitted_W2_6(desk):
    assert refused(desk, "weekly_meeting", "meeting", minutes(desk)) == "record.missing"
    record = sealed(fill(desk, "weekly_meeting", "meeting", minutes(desk), signed={"signature": "zhao"}))
    assert record in desk.ledger.records.live
    papers = {"to": "项目经理", "papers": ["minutes", "summary", "plan"], "at": at(16, 30).isoformat()}
    fill(desk, "weekly_meeting", "submitted", papers)
    assert record not in desk.ledger.records.live


def test_two_devices_that_never_met_make_one_record_of_one_week(desk):
    other = office(at(17), "t2")
    fill(desk, "weekly_meeting", "meeting", minutes(desk), signed={"signature": "zhao"})
    fill(other, "weekly_meeting", "meeting", minutes(other, problems="电梯"), signed={"signature": "zhao"})
    other.hear(desk.events)
    desk.hear(other.events)
    assert desk.ledger.records == other.ledger.records
    (record,) = desk.ledger.records.during("weekly_meeting", WEEK)
    assert [e.get("problems") for e in record.of("meeting")] == ["无", "电梯"]


def test_a_document_is_acknowledged_by_each_the_absent_later_W2_4(desk):
    values = {"kind": "order", "number": "物字12号", "name": "冬季防火", "words": "检查消防", "people": ["wang", "li"]}
    record = sealed(fill(desk, "document", "passed_on", values))
    fill(desk, "document", "read", {}, "wang", record=record)
    assert refused(desk, "document", "read", {}, "wang", record=record) == "record.not_each"
    assert record in desk.ledger.records.live
    fill(desk, "document", "read", {}, "li", record=record)
    assert record not in desk.ledger.records.live

"""Morning and evening meeting (D1, D5): roll, figures, departments, summary, tasks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkpoints.fact import Refused
from checkpoints.work.evening_figures import Figures, figures_of, month_to_date, of_period
from checkpoints.work.records import deciding
from tests.support.desk_work import fill, office
from tests.support.ground import MONDAY, at, refusal
from tests.support.meetings import (
    beside,
    drafted,
    evening,
    evening_values,
    morning,
    morning_values,
    next_day,
)
from tests.support.promised import Owner

TODAY = MONDAY.date()


@pytest.fixture
def desk():
    return office()


def hold(desk, form, values):
    return fill(desk, form, "meeting", values)


def no(desk, form, values):
    return refusal(hold, desk, form, values)


def tasks_of(desk):
    return [record for _, record in sorted(desk.ledger.records.all.items()) if record.form == "task"]


# the morning


def test_the_roll_of_the_morning_is_everybody_of_the_service_who_works_here_D1(desk):
    rows = [r["row"] for r in drafted(desk, "morning_meeting")["roll"]]
    assert rows == ["person:li", "person:wang", "person:zhao", "person:zheng"]


def test_a_meeting_has_a_time_a_chair_and_a_recorder_D1(desk):
    for gone in ("at", "chair", "recorder", "roll"):
        with pytest.raises(Refused) as said:
            hold(desk, "morning_meeting", {k: v for k, v in morning_values(desk).items() if k != gone})
        assert (said.value.code, said.value.params["field"].id) == ("record.missing", gone)


def test_there_is_one_morning_meeting_a_day_D1(desk):
    morning(desk)
    assert no(desk, "morning_meeting", morning_values(desk)) == "record.done"


def test_the_time_of_a_meeting_is_on_its_day_D1(desk):
    values = morning_values(desk, at=at(8, day=-1).isoformat())
    assert no(desk, "morning_meeting", values) == "meeting.day"


def test_whoever_is_absent_has_a_reason_and_no_appearance_D1(desk):
    values = morning_values(desk)
    values["roll"][0] = {"row": "person:li", "present": "absent", "appearance": "ok"}
    assert no(desk, "morning_meeting", values) == "record.missing"
    values["roll"][0]["reason"] = "轮休"
    sealed = hold(desk, "morning_meeting", values)[1].body.values
    assert sealed["roll"][0] == {"row": "person:li", "present": "absent", "reason": "轮休"}


def test_each_person_present_has_one_result_of_appearance_D1_1(desk):
    values = morning_values(desk)
    del values["roll"][2]["appearance"]
    assert no(desk, "morning_meeting", values) == "record.missing"
    values = morning_values(desk)
    del values["roll"][2]
    assert no(desk, "morning_meeting", values) == "roll.missing"
    values = morning_values(desk)
    values["roll"].append(values["roll"][0])
    assert no(desk, "morning_meeting", values) == "roll.twice"
    values = morning_values(desk)
    values["roll"].append({"row": "person:nobody", "present": "here", "appearance": "ok"})
    assert no(desk, "morning_meeting", values) == "roll.unknown"


def test_a_fault_of_appearance_says_which_item_and_what_was_done_D1_1(desk):
    values = morning_values(desk)
    values["roll"][1] |= {"appearance": "fault"}
    assert no(desk, "morning_meeting", values) == "record.missing"
    values["roll"][1] |= {"items": ["badge", "hair"]}
    assert no(desk, "morning_meeting", values) == "record.missing"
    values["roll"][1] |= {"handled": "corrected"}
    hold(desk, "morning_meeting", values)


def test_nobody_chairs_from_home_D1(desk):
    values = morning_values(desk)
    values["roll"][2] = {"row": "person:zhao", "present": "absent", "reason": "请假"}
    assert no(desk, "morning_meeting", values) == "roll.not_there"
    values = morning_values(desk, chair="chen", recorder="chen")
    values["roll"] = [{"row": r["row"], "present": "absent", "reason": "请假"} for r in values["roll"]]
    assert no(desk, "morning_meeting", values) == "roll.nobody"


def test_at_least_one_point_is_stressed_D1_3(desk):
    assert no(desk, "morning_meeting", morning_values(desk, points=[])) == "record.few"


def test_a_morning_gives_work_to_somebody_D1_2(desk):
    assert no(desk, "morning_meeting", morning_values(desk, tasks=[])) == "morning.no_work"
    late = [{"what": "昨天的事", "person": "wang", "due": "2026-11-22"}]
    assert no(desk, "morning_meeting", morning_values(desk, tasks=late)) == "task.past"


def test_sealing_the_morning_makes_its_tasks_D1_2_D2_3(desk):
    evening(desk, "检查地库照明", "更换门禁电池")
    next_day(desk)
    values = morning_values(desk, "assigned")
    values["plan"][1] = {"row": values["plan"][1]["row"], "decision": "dropped", "reason": "已经完成"}
    events = hold(desk, "morning_meeting", values)
    tasks = tasks_of(desk)
    given = [(t.value("given", "what"), t.value("given", "person"), t.value("given", "due")) for t in tasks]
    assert given == [("检查地库照明", "li", "2026-11-24"), ("复查二栋大堂地面", "wang", "2026-11-24")]
    assert {t.value("given", "source") for t in tasks} == {"meeting"}
    assert {t.opened.origin for t in tasks} == {events[0].subject}
    assert [desk.ledger.records.called(t.id) for t in tasks] == ["T1-R0001", "T1-R0002"]


def test_what_a_sealed_morning_gave_out_is_not_rewritten_D1_2(desk):
    morning(desk)
    record = desk.ledger.records.during("morning_meeting", TODAY.isoformat())[0]
    entry = record.entries[0]

    def correct(**values):
        return deciding.correct(desk.ledger, record.id, entry.id, values, "写错了", "zhao", desk.now())

    assert refusal(correct, tasks=[{**entry.get("tasks")[0], "person": "li"}]) == "meeting.made"
    desk.record("zhao", correct(orders="明日停水，做好解释"))


def test_a_roll_is_corrected_by_those_who_were_there_then(desk):
    morning(desk)
    record = desk.ledger.records.during("morning_meeting", TODAY.isoformat())[0]
    from checkpoints.work import people

    new = people.PersonAdded(person="xu", zh="徐", en="Xu", role="assistant", department="service")
    desk.record("zhao", people.add(desk.ledger, new, "zhao", desk.now()))
    roll = record.value("meeting", "roll")
    change = {"roll": [*roll[:-1], {"row": roll[-1]["row"], "present": "absent", "reason": "请假"}]}
    correct = deciding.correct(desk.ledger, record.id, record.entries[0].id, change, "点错了", "zhao", desk.now())
    desk.record("zhao", correct)
    assert (
        refusal(
            deciding.correct,
            desk.ledger,
            record.id,
            record.entries[0].id,
            {"roll": roll[:1]},
            "点错了",
            "zhao",
            desk.now(),
        )
        == "roll.missing"
    )


# the evening


def test_the_five_figures_are_typed_zero_too_and_blank_is_refused_D5_1(desk):
    for name in ("fees", "complaints", "move_ins", "fit_outs", "visitors"):
        with pytest.raises(Refused) as said:
            hold(desk, "evening_meeting", evening_values(desk, **{name: ""}))
        assert (said.value.code, said.value.params["field"].id) == ("record.missing", name)
    zero = dict.fromkeys(("fees", "complaints", "move_ins", "fit_outs", "visitors"), "0")
    hold(desk, "evening_meeting", evening_values(desk, **zero))
    assert figures_of(desk.ledger, TODAY) == Figures(days=1)


@pytest.mark.parametrize(("name", "value"), [("fees", "-1"), ("complaints", "1.5"), ("visitors", "-3"), ("fees", "x")])
def test_a_figure_is_no_less_than_nothing_and_people_are_whole_D5_1(desk, name, value):
    assert no(desk, "evening_meeting", evening_values(desk, **{name: value})).startswith("answer.")


def test_each_figure_has_its_source_D5_1(desk):
    assert no(desk, "evening_meeting", evening_values(desk, visitors_from="")) == "record.missing"
    evening(desk, visitors_from="本项目无案场")
    next_day(desk, hour=18)
    assert drafted(desk, "evening_meeting")["visitors_from"] == "本项目无案场"


def test_a_figure_stands_beside_yesterday_s_and_the_month_to_date_D5_1(desk):
    assert beside(desk, "evening_meeting")["fees"] == "Yesterday: not on record. Month so far: 0.00"
    evening(desk)
    next_day(desk, hour=18)
    evening(desk, fees="200", visitors="5")
    next_day(desk, hour=18)
    said = beside(desk, "evening_meeting")
    assert said["fees"] == "Yesterday: 200.00. Month so far: 13,000.50"
    assert said["visitors"] == "Yesterday: 5. Month so far: 40"


def test_the_month_to_date_begins_anew_with_the_month_D5_1(desk):
    desk.until(at(18, day=7))  # 30 November
    evening(desk)
    next_day(desk, hour=18)
    assert beside(desk, "evening_meeting")["visitors"] == "Yesterday: 35. Month so far: 0"


def test_figures_are_added_up_by_day_week_and_month_W2_2(desk):
    for _ in range(8):
        evening(desk)
        next_day(desk, hour=18)
    assert of_period(desk.ledger, "2026-W48") == Figures(Decimal("89603.50"), 14, 0, 7, 245, 7)
    assert month_to_date(desk.ledger, at(0, day=3).date()).days == 4
    assert of_period(desk.ledger, "2026-11").days == 8
    assert figures_of(desk.ledger, at(0, day=30).date()) is None


def test_a_correction_of_a_figure_counts_D5_1(desk):
    evening(desk)
    record = desk.ledger.records.during("evening_meeting", TODAY.isoformat())[0]
    entry = record.entries[0].id
    desk.record(
        "zhao", deciding.correct(desk.ledger, record.id, entry, {"complaints": "3"}, "漏登一件", "zhao", desk.now())
    )
    assert figures_of(desk.ledger, TODAY).complaints == 3
    assert record.entries[0].first["complaints"] == 2


def test_each_department_has_a_line_and_says_why_not_D5_2(desk):
    values = evening_values(desk)
    assert {r["row"] for r in values["departments"]} >= {"department:cleaning", "department:engineering"}
    values["departments"][0] = {"row": "department:cleaning", "state": "part"}
    assert no(desk, "evening_meeting", values) == "record.missing"
    values["departments"][0]["why"] = "人手不足"
    hold(desk, "evening_meeting", values)
    next_day(desk, hour=18)
    values = evening_values(desk)
    del values["departments"][3]
    assert no(desk, "evening_meeting", values) == "evening.department"


def test_the_evening_analyses_and_plans_D5_3_D5_4(desk):
    assert no(desk, "evening_meeting", evening_values(desk, summary="")) == "record.missing"
    assert no(desk, "evening_meeting", evening_values(desk, analysis="")) == "record.missing"
    assert no(desk, "evening_meeting", evening_values(desk, plan=[])) == "record.few"
    assert no(desk, "evening_meeting", evening_values(desk, plan=[{"what": "无人负责"}])) == "record.missing"


def test_a_line_of_a_sealed_plan_stays_D5_4(desk):
    evening(desk, "甲事", "乙事")
    record = desk.ledger.records.during("evening_meeting", TODAY.isoformat())[0]
    plan = record.value("meeting", "plan")

    def correct(lines):
        return deciding.correct(
            desk.ledger, record.id, record.entries[0].id, {"plan": lines}, "补充", "zhao", desk.now()
        )

    assert refusal(correct, plan[:1]) == "meeting.planned"
    assert refusal(correct, [{**plan[0], "what": "另一件事"}, plan[1]]) == "meeting.planned"
    desk.record("zhao", correct([*plan, {"what": "丙事", "person": "wang"}]))


def test_what_the_app_knows_of_a_figure_stands_beside_its_source_D5_1(desk):
    assert "fees_from" not in beside(desk, "evening_meeting")
    methods = [{"row": m, "system": "0", "receipts": "0"} for m in ("pos", "wechat", "alipay", "transfer")]
    cash = {"row": "cash", "system": "1,280.5", "receipts": "1280.50"}
    sums = {"methods": [cash, *methods], "receivable": "0", "banked": "0", "cashier": "zheng"}
    fill(desk, "finance_daily", "sums", sums, "zheng")
    Owner(desk, kind_of="complaint")
    Owner(desk, kind_of="enquiry")
    said = beside(desk, "evening_meeting")
    assert said["fees_from"] == "Finance daily of today: 1,280.50"
    assert said["complaints_from"] == "Registered here today: 1"

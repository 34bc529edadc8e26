"""Duties: every state, when it is due, when it was missed, who lets it go, and whose it is while somebody is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from checkpoints.ledger.duties import Docket, due_at, holders, standing
from checkpoints.site.catalogue import SiteProblems, default_site, read_texts
from checkpoints.site.duties import Duty
from checkpoints.site.forms import Field, Form, Step, When
from checkpoints.work import deputies, sites, waivers
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.records import deciding, periods
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import CHINA, MONDAY, Desk, at, refusal

TODAY = "2026-11-23"
TASK = {"what": "更换西门岗亭灯管", "person": "wang", "due": "2026-11-24", "source": "own"}


NOTE = Form(
    id="note",
    zh="便条",
    en="Note",
    period="day",
    many=False,
    steps=(Step(id="said", zh="说明", en="Said", fields=(Field(id="what", zh="内容", en="What", type="text"),)),),
)
"""A form without any rule of the program's own."""


def duty(**changes) -> Duty:
    """Two tasks a day by five in the afternoon, unless a test says otherwise."""
    told = {"id": "two", "zh": "两项", "en": "Two", "covers": ("D2.3",), "per": "day", "times": 2, "by": "17:00"}
    return Duty(**{**told, "evidence": "records", "form": "task", "step": "given", **changes})


def desk_with(*duties: Duty, now: datetime | None = None) -> Desk:
    """An office whose site has these duties and no others."""
    desk = office(now or at(8))
    desk.record(
        "-", sites.load(desk.ledger, replace(default_site(), duties=duties, forms=(*default_site().forms, NOTE)))
    )
    return desk


def state(desk: Desk, one: Duty | None = None, period: str = TODAY) -> str:
    found = standing(desk.ledger, one or duty(), period, desk.wall)
    assert found is not None
    return found.state


def give(desk: Desk, **more) -> str:
    return sealed(fill(desk, "task", "given", TASK | more))


def test_a_duty_goes_from_to_do_over_begun_to_done():
    desk = desk_with(duty())
    assert state(desk) == "todo"
    give(desk)
    assert state(desk) == "part"
    desk.wait(30)
    last = give(desk)
    found = standing(desk.ledger, duty(), TODAY, desk.wall)
    assert (found.state, found.found.have, found.found.need) == ("done", 2, 2)
    assert found.since == at(8, 30)
    assert found.found.closed_by[-1] == f"record:{last}"


@pytest.mark.parametrize(("minute", "expected"), [(0, "done"), (1, "late")])
def test_what_comes_at_its_time_is_in_time_and_a_minute_later_it_is_late(minute, expected):
    desk = desk_with(duty())
    desk.until(at(17, minute))
    give(desk)
    give(desk)
    assert state(desk) == expected


def test_past_its_time_it_is_overdue_and_is_missed_only_when_the_day_is_over():
    desk = desk_with(duty())
    desk.until(at(23, 59, 59))
    found = standing(desk.ledger, duty(), TODAY, desk.wall)
    assert (found.state, found.overdue(desk.wall)) == ("todo", True)
    desk.wait(seconds=1)
    assert state(desk) == "missed"


def test_a_withdrawn_record_is_no_evidence():
    desk = desk_with(duty(times=1))
    task = give(desk)
    assert state(desk, duty(times=1)) == "done"
    desk.record("zhao", deciding.withdraw(desk.ledger, task, "录错了部门", "zhao", desk.now()))
    assert state(desk, duty(times=1)) == "todo"


def test_different_people_count_and_the_same_one_twice_does_not_W1_2():
    two = duty(distinct="given.person")
    desk = desk_with(two)
    give(desk)
    give(desk)
    assert state(desk, two) == "part"
    give(desk, person="li")
    assert state(desk, two) == "done"


def test_records_that_do_not_say_what_is_asked_for_do_not_count():
    above = duty(times=1, where=When(field="given.source", values=("above",)))
    desk = desk_with(above)
    give(desk)
    assert state(desk, above) == "todo"
    give(desk, source="above")
    assert state(desk, above) == "done"


# let go and claimed again


def test_the_manager_lets_it_go_with_a_reason_and_it_is_not_missed():
    desk = desk_with(duty())
    by_zhao = ("two", TODAY, "公司统一安排停办", "zhao", desk.now())
    assert refusal(waivers.waive, desk.ledger, *by_zhao) == "duty.not_allowed"
    desk.record("chen", waivers.waive(desk.ledger, "two", TODAY, "公司统一安排停办", "chen", desk.now()))
    found = standing(desk.ledger, duty(), TODAY, at(9, day=1))
    assert (found.state, found.waived_by, found.reason) == ("waived", "chen", "公司统一安排停办")
    assert not found.overdue(at(18))


def test_what_was_done_all_the_same_stays_done():
    desk = desk_with(duty(times=1))
    desk.record("chen", waivers.waive(desk.ledger, "two", TODAY, "节假日不安排", "chen", desk.now()))
    give(desk)
    found = standing(desk.ledger, duty(times=1), TODAY, desk.wall)
    assert (found.state, found.waived_by) == ("done", "chen")


def test_claimed_again_it_is_owed_and_may_be_missed():
    desk = desk_with(duty())
    desk.record("chen", waivers.waive(desk.ledger, "two", TODAY, "节假日不安排", "chen", desk.now()))
    desk.record("chen", waivers.claim(desk.ledger, "two", TODAY, "免除有误", "chen", desk.now()))
    assert state(desk) == "todo"
    assert standing(desk.ledger, duty(), TODAY, at(0, day=1)).state == "missed"


# weeks, months, years, and days of grace


@pytest.mark.parametrize(
    ("per", "on", "period", "due"),
    [
        ("week", date(2026, 11, 23), "2026-W48", "2026-11-29T17:00"),
        ("week", date(2027, 1, 3), "2026-W53", "2027-01-03T17:00"),
        ("week", date(2027, 1, 4), "2027-W01", "2027-01-10T17:00"),
        ("month", date(2026, 12, 31), "2026-12", "2026-12-31T17:00"),
        ("month", date(2028, 2, 3), "2028-02", "2028-02-29T17:00"),
    ],
)
def test_a_week_ends_on_sunday_and_a_month_on_its_last_day(per, on, period, due):
    assert periods.period_of(per, on) == period
    assert due_at(default_site(), duty(per=per), period) == datetime.fromisoformat(due + "+08:00")


def test_the_last_week_of_a_year_with_53_is_missed_when_monday_begins():
    weekly = duty(per="week")
    desk = desk_with(weekly, now=datetime(2026, 12, 28, 8, tzinfo=CHINA))
    assert state(desk, weekly, "2026-W53") == "todo"
    desk.until(datetime(2027, 1, 3, 23, 59, tzinfo=CHINA))
    assert state(desk, weekly, "2026-W53") == "todo"
    desk.until(datetime(2027, 1, 4, tzinfo=CHINA))
    assert state(desk, weekly, "2026-W53") == "missed"


def test_midnight_is_the_end_of_the_day():
    assert due_at(default_site(), duty(by="24:00"), TODAY) == at(0, day=1)


def test_days_of_grace_keep_it_on_the_board_and_in_time():
    monthly = duty(per="month", times=1, grace=5, by="24:00")
    desk = desk_with(monthly, now=datetime(2026, 11, 1, 8, tzinfo=CHINA))
    desk.until(datetime(2026, 12, 5, 20, tzinfo=CHINA))
    shown = [(s.period, s.state) for s in Docket().of(desk.ledger, "month", desk.wall)]
    assert shown == [("2026-11", "todo"), ("2026-12", "todo")]
    assert Docket().missed(desk.ledger, desk.wall) == []
    desk.until(datetime(2026, 12, 6, tzinfo=CHINA))
    assert [s.period for s in Docket().missed(desk.ledger, desk.wall)] == ["2026-11"]


def test_a_period_of_another_kind_is_none_of_the_duty_s():
    with pytest.raises(ValueError, match="not a period"):
        standing(desk_with(duty()).ledger, duty(), "2026-W48", at(9))


# what was missed


def test_the_missed_are_those_of_seven_days_the_newest_first():
    desk = desk_with(duty())
    desk.until(at(9, day=9))
    missed = Docket().missed(desk.ledger, desk.wall)
    assert [s.period for s in missed] == [
        f"2026-{day}" for day in ("12-01", "11-30", *(f"11-{n}" for n in range(29, 24, -1)))
    ]


def test_nothing_was_missed_before_the_site_had_the_duty():
    desk = office(at(8))
    desk.until(at(8, day=3))
    desk.record("-", sites.load(desk.ledger, replace(default_site(), duties=(duty(),))))
    desk.until(at(8, day=5))
    assert [s.period for s in Docket().missed(desk.ledger, desk.wall)] == ["2026-11-27", "2026-11-26"]


def test_a_record_from_another_device_makes_a_missed_day_right():
    one = duty(times=1, form="note", step="", by="24:00")
    desk = desk_with(one)
    other = Desk("t2", at(9))
    other.hear(desk.events)
    fill(other, "note", "said", {"what": "都在"})
    desk.until(at(9, day=1))
    docket = Docket()
    assert [s.period for s in docket.missed(desk.ledger, desk.wall)] == [TODAY]
    desk.hear(other.events)
    assert docket.missed(desk.ledger, desk.wall) == []


def test_a_record_filled_in_afterwards_for_a_day_that_is_over_is_late_and_not_missed():
    one = duty(times=1, form="note", step="", by="24:00")
    desk = desk_with(one)
    desk.until(at(9, day=1))
    fill(desk, "note", "said", {"what": "补记"}, period=TODAY)
    assert state(desk, one) == "late"


# whose they are


def test_whoever_stands_in_has_the_duties_from_the_first_minute_rules_11_11():
    desk = desk_with(duty())
    monday, tuesday = MONDAY.date(), date(2026, 11, 24)
    assert [(h.person, h.stands_for) for h in holders(desk.ledger, "supervisor", monday)] == [("zhao", "")]
    named = DeputyNamed(person="zhao", deputy="li", start=monday, end=monday)
    desk.record("zhao", deputies.name(desk.ledger, named, "zhao", desk.now()))
    assert [(h.person, h.stands_for) for h in holders(desk.ledger, "supervisor", monday)] == [("li", "zhao")]
    assert [(h.person, h.stands_for) for h in holders(desk.ledger, "supervisor", tuesday)] == [("zhao", "")]


# the docket


def test_the_docket_is_worked_out_again_when_something_was_recorded_or_a_minute_has_passed():
    desk = desk_with(duty(times=1))
    docket = Docket()
    first = docket.of(desk.ledger, "day", desk.wall)
    assert docket.of(desk.ledger, "day", desk.wall) is first
    give(desk)
    assert docket.of(desk.ledger, "day", desk.wall)[0].state == "done"
    assert docket.of(desk.ledger, "day", at(8, 1)) is not first


def test_without_a_site_nothing_is_owed():
    assert Docket().of(Desk().ledger, "day", at(9)) == []
    assert Docket().missed(Desk().ledger, at(9)) == []


# what a site's own file may say


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("evidence: records, form: task, by: '25:00'", "time"),
        ("evidence: records", "duty_form"),
        ("evidence: records, form: task, step: nothing", "step_of_form"),
        ("evidence: records, form: task, distinct: given.nobody", "step_field"),
        ("evidence: records, form: task, where: {field: given.source, values: [nowhere]}", "value_of"),
    ],
)
def test_a_duty_that_could_never_be_closed_is_named_when_the_site_is_read(row, code):
    text = f"extends: default\nduties:\n  - {{id: own, zh: 某, en: Own, covers: [D1.1], per: day, {row}}}\n"
    with pytest.raises(SiteProblems) as wrong:
        read_texts({"site.yaml": text.encode()})
    assert [problem.code for problem in wrong.value.problems] == [code]


def test_a_site_changes_one_duty_and_keeps_the_others():
    text = (
        "extends: default\nduties:\n  - {id: morning_meeting, zh: 晨会, en: Morning meeting, covers: [D1.1], per: day,"
        ' by: "08:30", evidence: records, form: morning_meeting}\n'
    )
    site = read_texts({"site.yaml": text.encode()})
    assert site.duty_of["morning_meeting"].by == "08:30"
    assert site.duty_of.keys() == default_site().duty_of.keys()

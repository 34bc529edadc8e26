"""Evidence by name: what closes a duty and what leaves it open, one story for each rule."""

from __future__ import annotations

import pytest

from checkpoints.ledger.duties import standing
from checkpoints.ledger.evidence import RULES, Found
from checkpoints.site.catalogue import default_site
from checkpoints.site.duties import Duty, Evidence
from checkpoints.site.forms import When
from checkpoints.work.people import PersonAdded
from checkpoints.work.promises import handing, replying
from checkpoints.work.records.facts import RecordOpened, StepFilled
from tests.support.cases import Case
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import Desk, Walk, at
from tests.support.promised import Owner, site_with_limits

TODAY = "2026-11-23"
WEEK, MONTH = "2026-W48", "2026-11"


def found(desk: Desk, evidence: Evidence, period: str = TODAY, **more) -> Found:
    per = "half_day" if "." in period else {len(WEEK): "week", len(MONTH): "month"}.get(len(period), "day")
    duty = Duty(id="x", zh="某", en="X", covers=("D1.1",), per=per, evidence=evidence, **more)
    told = standing(desk.ledger, duty, period, desk.wall)
    assert told is not None
    return told.found


def count(desk: Desk, evidence: Evidence, period: str = TODAY, **more) -> tuple[int, int]:
    of = found(desk, evidence, period, **more)
    return of.have, of.need


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open(site_with_limits())


def opened(desk: Desk, form: str, by="zhao", *, period="", about="", steps=(), ends=False, **values) -> str:
    """A record with steps of these names, sealed without asking its form's own rule."""
    record = desk.new_id()
    desk.record(by, [RecordOpened(record=record, form=form, period=period, about=about)])
    for nth, step in enumerate(steps, 1):
        last = ends and nth == len(steps)
        desk.record(by, [StepFilled(record=record, step=step, values=dict(values), ends=last)])
    return record


def test_every_evidence_that_site_data_can_name_has_a_rule():
    assert set(RULES) == set(Evidence.__args__)
    assert {duty.evidence for duty in default_site().duties} <= set(RULES)


# rounds


@pytest.mark.requirement("D3.1", "D3.2")
def test_a_round_of_an_hour_closes_its_half_day_and_says_which_round(desk):
    morning, afternoon = f"{TODAY}.am", f"{TODAY}.pm"
    walk = Walk(desk, "R-AM")
    assert found(desk, "round", morning).begun
    walk.hour().finish()
    assert found(desk, "round", morning).closed_by == (f"round:{walk.id}",)
    assert count(desk, "round", afternoon) == (0, 1)


def test_a_short_round_leaves_it_open_and_the_morning_is_missed_at_noon(desk):
    walk = Walk(desk, "R-AM").scan("CP-01").scan("CP-02", after=20)
    walk.finish()
    duty = Duty(id="x", zh="某", en="X", covers=("D3.1",), per="half_day", evidence="round")
    assert standing(desk.ledger, duty, f"{TODAY}.am", desk.wall).state == "part"
    assert standing(desk.ledger, duty, f"{TODAY}.am", at(12)).state == "missed"
    assert standing(desk.ledger, duty, f"{TODAY}.pm", at(12)).state == "todo"


@pytest.mark.requirement("D3.4")
def test_the_checks_of_a_group_are_those_of_the_points_that_were_reached(desk):
    assert count(desk, "groups", groups=("a",)) == (0, 1)
    walk = Walk(desk).scan("CP-01")
    assert count(desk, "groups", groups=("a",)) == (0, 3)
    walk.answer_all("CP-01")
    assert found(desk, "groups", groups=("a",)).enough
    assert found(desk, "groups", groups=("d",)).idle  # nothing of the group is asked there
    assert found(desk, "readings", groups=("a",)).idle
    walk.scan("CP-06", after=5)
    assert count(desk, "readings", groups=("a",)) == (0, 1)


@pytest.mark.requirement("D3.3")
def test_a_cluster_that_nobody_visited_is_left(desk):
    Walk(desk).scan("CP-01")
    assert count(desk, "coverage", WEEK) == (1, 2)
    assert found(desk, "coverage", WEEK).left == ("place:CP-06",)


@pytest.mark.requirement("D3.7")
def test_a_vacant_unit_is_visited_on_a_round_or_by_a_record_of_its_own():
    desk = office(at(9))
    units = [c.id for c in desk.ledger.site.active if c.kind == "vacant_unit"]
    assert count(desk, "units", WEEK) == (0, len(units))
    opened(desk, "vacant_unit", about=units[0], steps=("key_out", "visit"))
    assert found(desk, "units", WEEK).left == tuple(f"place:{unit}" for unit in units[1:])


# findings


@pytest.mark.requirement("D3.9")
def test_what_a_round_found_is_arranged_or_left(desk):
    walk = Walk(desk).scan("CP-01")
    walk.answer("CP-01", "LOB-1", "fail", photos=("e" * 64,))
    assert count(desk, "on_the_spot") == (0, 1)
    (left,) = found(desk, "on_the_spot").left
    Case(desk, finding=left.partition(":")[2]).act("assign", "zhao", department="cleaning", person="zhou")
    assert count(desk, "on_the_spot") == (1, 1)


@pytest.mark.requirement("D3.10")
def test_an_emergency_that_the_manager_was_not_told_of_is_left(desk):
    case = Case(desk, severity="S1")
    assert found(desk, "key_told").left == (f"finding:{case.id}",)
    case.act("report", "zhao", step="S1")
    assert count(desk, "key_told") == (1, 1)


@pytest.mark.requirement("D3.11", "D4.3")
def test_a_finding_without_a_notice_is_left(desk):
    case = Case(desk)
    assert count(desk, "noticed") == (0, 1)
    case.act("assign", "zhao")
    assert count(desk, "noticed") == (1, 1)


@pytest.mark.requirement("D3.12")
def test_what_was_put_right_yesterday_is_looked_at_today(desk):
    case = Case(desk).to("rectified")
    assert found(desk, "verified").idle
    desk.until(at(9, day=1))
    assert count(desk, "verified", "2026-11-24") == (0, 1)
    case.act("pass", "li")
    assert count(desk, "verified", "2026-11-24") == (1, 1)


@pytest.mark.requirement("D3.15")
def test_a_serious_finding_without_a_decision_is_left(desk):
    case = Case(desk, severity="S2").to("rectified")
    assert found(desk, "accounted").left == (f"finding:{case.id}",)


def test_what_waits_is_owed_today_and_was_never_missed_for_a_day(desk):
    Case(desk)
    duty = Duty(id="x", zh="某", en="X", covers=("D3.11",), per="day", evidence="noticed")
    assert standing(desk.ledger, duty, TODAY, at(9, day=1)) is None


# promises


@pytest.mark.requirement("D3.13", "D3.16")
def test_what_was_handed_on_and_not_taken_is_left(desk):
    owner = Owner(desk)
    assert found(desk, "owners").enough
    owner.does("wang", handing.hand_on, "li", "off duty")
    assert found(desk, "owners").left == (f"promise:{owner.id}",)
    assert found(desk, "first_asked").enough
    desk.until(at(10, day=1))
    assert found(desk, "first_asked", "2026-11-24").left == (f"promise:{owner.id}",)


@pytest.mark.requirement("D3.14")
def test_a_limit_of_the_day_is_kept_kept_late_or_missed(desk):
    owner = Owner(desk, kind_of="complaint", urgent=True)
    assert count(desk, "replied") == (0, 1)
    desk.until(at(12))
    owner.does("wang", replying.reply, "phone", "on our way", final=False)
    told = found(desk, "replied")
    assert (told.enough, told.late) == (True, True)  # two hours were promised


# records


def test_open_records_are_looked_at_every_day_and_what_came_today_was(desk):
    desk = office(at(9))
    task = {"what": "整理档案", "person": "wang", "due": "2026-11-30", "source": "above", "from_whom": "总部"}
    record = sealed(fill(desk, "task", "given", task))
    rule = {"form": "task", "step": "looked", "where": When(field="given.source", values=("above",))}
    assert found(desk, "looked_at", **rule).idle
    desk.until(at(9, day=1))
    assert found(desk, "looked_at", "2026-11-24", **rule).left == (f"record:{record}",)
    fill(desk, "task", "looked", {"progress": "正在办理"}, "wang", record=record)
    assert count(desk, "looked_at", "2026-11-24", **rule) == (1, 1)
    desk.until(at(9, day=3))
    assert not found(desk, "looked_at", "2026-11-25", **rule).enough  # a day without a look stays one


@pytest.mark.requirement("D2.2")
def test_an_urgent_request_past_its_hours_is_left_until_somebody_chased(desk):
    desk = office(at(9))
    request = {"title": "更换水泵", "kind": "money", "at": at(9).isoformat(), "urgency": "urgent", "leader": "王总"}
    record = sealed(fill(desk, "oa_request", "submitted", request))
    rule = {"form": "oa_request", "step": "chase"}
    assert found(desk, "chased", **rule).idle
    desk.until(at(23))
    assert found(desk, "chased", **rule).left == (f"record:{record}",)
    fill(desk, "oa_request", "chase", {"chased": "no", "why": "领导已知悉并在办"}, record=record)
    assert count(desk, "chased", **rule) == (1, 1)


@pytest.mark.requirement("D7.4")
def test_an_open_incident_is_owed_until_it_is_closed(desk):
    desk = office(at(9))
    assert found(desk, "settled", form="incident").idle
    record = opened(desk, "incident")
    assert found(desk, "settled", form="incident").left == (f"record:{record}",)
    desk.record("zhao", [StepFilled(record=record, step="closed", ends=True)])
    assert count(desk, "settled", form="incident") == (1, 1)


@pytest.mark.requirement("M2.1")
def test_each_contractor_is_assessed_every_month(desk):
    desk = office(at(9))
    firms = [c.id for c in desk.ledger.site.contractors]
    opened(desk, "assessment", period=MONTH, about=firms[0], steps=("score", "review"), ends=True)
    opened(desk, "assessment", period=MONTH, about=firms[1], steps=("score",))
    told = found(desk, "contractors", MONTH, form="assessment")
    assert (told.have, told.need, told.begun) == (1, len(firms), True)
    assert told.left[1:] == tuple(f"contractor:{firm}" for firm in firms[2:])


@pytest.mark.requirement("M3.1")
def test_training_is_enough_when_all_came_or_made_up(desk):
    desk = office(at(9))
    assert count(desk, "all_staff", MONTH, form="training") == (0, 1)
    staff = [p.id for p in desk.ledger.people.active() if p.department == "service"]
    roll = [{"row": f"person:{p}", "present": "here" if p != "li" else "absent"} for p in staff]
    first = opened(desk, "training", period=MONTH, steps=("held",), ends=True, kind="all_hands", roll=roll)
    told = found(desk, "all_staff", MONTH, form="training")
    assert told.left == ("person:li",)
    again = [{"row": "person:li", "present": "here"}]
    opened(desk, "training", period=MONTH, steps=("held",), ends=True, kind="make_up", of=first, roll=again)
    assert found(desk, "all_staff", MONTH, form="training").enough


@pytest.mark.requirement("D2.3")
def test_a_task_of_somebody_who_left_has_nobody(desk):
    desk = office(at(9))
    task = {"what": "整理档案", "person": "wang", "due": "2026-11-30", "source": "own"}
    record = sealed(fill(desk, "task", "given", task))
    assert count(desk, "tasks_pinned", form="task") == (1, 1)
    gone = PersonAdded(person="wang", zh="wang", en="wang", role="assistant", department="service", active=False)
    desk.record("zhao", [gone])  # on another device, which did not know of the task
    assert found(desk, "tasks_pinned", form="task").left == (f"record:{record}",)


def test_cases_wait_for_their_approval(desk):
    desk = office(at(9))
    record = opened(desk, "case", steps=("written",))
    assert found(desk, "cases", MONTH, form="case").left == (f"record:{record}",)


def test_a_form_that_the_site_has_no_more_closes_nothing(desk):
    desk = office(at(9))
    assert count(desk, "records", form="nothing") == (0, 1)


def test_a_record_of_a_day_counts_for_the_week_of_its_day():
    desk = office(at(9))
    opened(desk, "work_log", period=TODAY, steps=("log",), ends=True)
    assert count(desk, "records", WEEK, form="work_log") == (1, 1)
    assert count(desk, "records", "2026-W47", form="work_log") == (0, 1)


def test_whatever_is_asked_of_a_site_without_anything_is_answered():
    desk = office(at(9))
    for evidence in RULES:
        for period in (f"{TODAY}.am",) if evidence == "round" else (TODAY, WEEK, MONTH):
            found(desk, evidence, period, form="incident", step="", groups=("a",))

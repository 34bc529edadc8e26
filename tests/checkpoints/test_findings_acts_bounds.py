"""rules.md 1 to 3, 11: where a rule on findings ends: what is just still allowed, and just no more."""

from __future__ import annotations

import pytest

from checkpoints.work.people import PersonAdded
from tests.support.cases import Case
from tests.support.ground import Desk, Walk, at


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def test_rules_1_a_colleague_of_the_person_named_is_not_responsible(desk):
    han = PersonAdded(person="han", zh="han", en="han", role="engineer", department="engineering")
    desk.record("zhao", [han])
    case = Case(desk).to("assigned")
    assert case.why_not("accept", "han") == "finding.not_yours"
    assert case.act("accept", "qian").why_not("rectify", "han") == "finding.not_yours"


def test_rules_2_the_first_notice_of_a_serious_finding_may_name_a_later_time_another_may_not(desk):
    case = Case(desk, severity="S2", due_h=24).act("assign", "zhao", due=at(9, day=2))
    assert case.line.due == at(9, day=2)
    assert case.refused("assign", "zhao", due=at(10, day=2)) == "assign.later"
    assert case.act("assign", "zhao", due=at(9, day=2), person="sun").line.person == "sun"


def test_rules_2_what_can_wait_may_be_moved_by_the_supervisor(desk):
    case = Case(desk).to("assigned").act("assign", "zhao", due=at(9, day=5))
    assert case.line.due == at(9, day=5)


def test_rules_1_the_manager_may_say_that_it_is_no_emergency(desk):
    case = Case(desk, severity="S1", due_h=2).act("correct", "chen", severity="S3")
    assert (case.line.severity, case.line.due) == ("S3", at(9, day=3))
    assert case.act("correct", "zhao", severity="S4", words="").line.severity == "S4"


def test_rules_1_the_kind_alone_may_be_corrected_and_moves_no_deadline(desk):
    case = Case(desk).act("correct", "zhao", words="", category="cleaning")
    assert (case.line.category, case.line.severity, case.line.due) == ("cleaning", "S3", at(9, day=3))
    assert case.refused("correct", "zhao", words="", category="cleaning") == "correct.nothing"


def test_rules_11_01_nothing_goes_on_under_a_later_number_that_is_over_or_an_older_one_that_is_void(desk):
    void = Case(desk).act("void", "chen")
    case = Case(desk)
    closed = Case(desk).to("closed")
    assert case.refused("merge", "zhao", other=void.id) == "merge.ended"
    assert case.refused("merge", "zhao", other=closed.id) == "merge.ended"
    later = Case(desk).act("void", "zhao", void_kind="duplicate", other=closed.id)
    assert later.state == "void"


def test_rules_1_whoever_writes_down_what_somebody_else_did_may_verify_it(desk):
    case = Case(desk).act("fix", "wang", fixer="Old Zhang")
    assert case.act("pass", "wang").state == "verified"


def test_rules_1_who_reports_the_work_did_it_unless_somebody_else_is_named(desk):
    assert Case(desk).to("accepted").act("rectify", "sun").line.fixer == "sun"
    assert Case(desk).act("fix", "li").line.fixer == "li"


def test_D3_12_somebody_elses_visit_or_one_from_later_shows_nothing(desk):
    case = Case(desk, checkpoint="CP-01").to("rectified").wait(minutes=5)
    walk = Walk(desk, by="wang", second=None)
    desk.scan(walk.id, "CP-01")
    assert case.refused("pass", "li", photos=()) == "verify.evidence"
    desk.set_clock(minutes=-2)
    assert case.refused("pass", "wang", photos=()) == "verify.evidence"


@pytest.mark.parametrize(("check", "value"), [("PMP-2", "pass"), ("PMP-3", "all fine"), ("PMP-4", "f" * 64)])
def test_D3_12_what_is_not_measured_has_no_reading_that_could_show_it(desk, check, value):
    case = Case(desk, check=check).to("rectified")
    assert case.refused("pass", "li", photos=(), value=value) == "verify.no_reading"


def test_D3_12_a_choice_that_is_good_again_shows_it(desk):
    case = Case(desk, check="PMP-6").to("rectified")
    assert case.refused("pass", "li", photos=(), value="bad") == "verify.range"
    assert case.act("pass", "li", photos=(), value="good").state == "verified"


def test_D3_10_another_mark_may_be_added_to_the_first(desk):
    case = Case(desk).act("flag", "wang", key=True).act("flag", "zhao", key=True, hard=True)
    assert (case.line.key, case.line.hard) == (True, True)
    other = Case(desk).act("flag", "wang", key=False, hard=True).act("flag", "zhao", key=True, hard=True)
    assert (other.line.key, other.line.hard) == (True, True)


def test_rules_2_a_request_that_was_written_unseen_is_not_granted_over_the_limit(desk):
    case = Case(desk).to("accepted").act("ask_extension", "qian").act("grant_extension", "zhao")
    other = Desk("t2", at(9, 1))
    other.hear(desk.events)
    case.act("ask_extension", "qian").act("grant_extension", "zhao")
    other.wait(5)
    case.on(other).act("ask_extension", "sun")
    desk.hear(other.events)
    assert case.line.extensions == 2
    assert case.why_not("grant_extension", "chen") == "extension.most"
    assert case.act("refuse_extension", "chen").line.asked_until is None


def test_rules_3_a_step_for_a_head_is_for_the_one_named_and_for_the_one_of_the_department(desk):
    case = Case(desk).act("assign", "zhao", due=at(17), head="zhou").wait(9)
    assert [p for p in ("sun", "zhou") if not case.why_not("acknowledge", p)] == ["sun", "zhou"]


def test_rules_3_a_chase_says_when_to_ask_again_and_that_lies_ahead(desk):
    case = Case(desk).to("assigned")
    assert case.refused("chase", "zhao", next_at=at(9)) == "chase.next"
    assert case.act("chase", "zhao", next_at=at(10)).finding.chases[0][2].next_at == at(10)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"plan": "replace the pump"}, ("engineering", "qian", "replace the pump", at(17), ("cleaning",))),
        ({"due": at(12)}, ("engineering", "qian", "seal the joint", at(12), ("cleaning",))),
        ({"person": "sun"}, ("engineering", "sun", "seal the joint", at(17), ("cleaning",))),
        ({"department": "cleaning", "person": "zhou"}, ("cleaning", "zhou", "seal the joint", at(17), ())),
        ({"department": "service", "assists": ()}, ("service", "qian", "seal the joint", at(17), ("cleaning",))),
    ],
)
def test_D3_12_what_a_combination_does_not_name_is_as_in_the_chosen_version(desk, form, expected):
    case = Case(desk)
    other = Desk("t2", at(9, 1))
    other.hear(desk.events)
    case.act("assign", "zhao", due=at(17), assists=("cleaning",))
    case.on(other).act("void", "chen")
    desk.hear(other.events)
    (version,) = [t.id for t in case.finding.tips if t.actor == "zhao"]
    case.act("settle", "zhao", version=version, **form)
    order = case.finding.progress.order.fact
    assert (order.department, order.person, order.plan, order.due, order.assists) == expected


def test_D3_12_a_combination_may_correct_the_kind_alone(desk):
    case = Case(desk)
    other = Desk("t2", at(9, 1))
    other.hear(desk.events)
    case.act("assign", "zhao")
    case.on(other).act("void", "chen")
    desk.hear(other.events)
    (version,) = [t.id for t in case.finding.tips if t.actor == "zhao"]
    assert case.act("settle", "zhao", version=version, category="cleaning").line.category == "cleaning"
    assert (case.state, case.timeline[-2:]) == ("assigned", ["settled", "corrected"])

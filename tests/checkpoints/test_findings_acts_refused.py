"""rules.md 1, 2, 3, 7, 11: every reason for which an act on a finding is refused, with its code."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoints.site.people import Confirmed
from checkpoints.work.people import PersonAdded
from checkpoints.work.promises.facts import PromiseMade
from tests.support.cases import AFTER, DRAFT, Case, stand_in
from tests.support.ground import Desk, at, refusal


@pytest.fixture(scope="module")
def shared() -> Desk:
    """A desk whose clock nobody moves: it is nine o'clock."""
    return Desk(now=at(9)).open()


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


TODAY = at(9).date()
YESTERDAY = TODAY - timedelta(days=1)
LONG = "x" * 501
REFUSED = [
    # assign and propose: plan, person and finish time, all three (D3.11)
    ("found", "assign", "zhao", {"department": ""}, "form.missing"),
    ("found", "assign", "zhao", {"person": ""}, "form.missing"),
    ("found", "assign", "zhao", {"plan": ""}, "form.missing"),
    ("found", "assign", "zhao", {"due": None}, "form.missing"),
    ("found", "assign", "zhao", {"department": "nobody"}, "finding.department"),
    ("found", "assign", "zhao", {"plan": "fix"}, "words.short"),
    ("found", "assign", "zhao", {"plan": "  a  b "}, "words.short"),
    ("found", "assign", "zhao", {"plan": LONG}, "words.long"),
    ("found", "assign", "zhao", {"due": at(9)}, "assign.due"),
    ("found", "assign", "zhao", {"due": at(8)}, "assign.due"),
    ("found", "assign", "zhao", {"person": "Old Zhang"}, "assign.person"),
    ("found", "assign", "zhao", {"department": "contractor", "person": "\u200b"}, "assign.person"),
    ("found", "assign", "zhao", {"department": "contractor", "person": "z" * 41}, "words.long"),
    ("found", "assign", "zhao", {"head": "nobody"}, "assign.head"),
    ("found", "assign", "zhao", {"assists": ("greening",)}, "assign.assists"),
    ("found", "assign", "zhao", {"assists": ("engineering",)}, "assign.assists"),
    ("found", "assign", "wang", {}, "finding.not_allowed"),
    ("found", "propose", "wang", {"plan": ""}, "form.missing"),
    ("found", "propose", "wang", {"due": at(8)}, "assign.due"),
    ("found", "propose", "wang", {"person": "nobody"}, "assign.person"),
    ("assigned", "propose", "wang", {}, "finding.state"),
    # the department's answer
    ("assigned", "accept", "zhou", {}, "finding.not_yours"),
    ("assigned", "accept", "wu", {}, "finding.not_yours"),
    ("assigned", "refuse", "zhou", {}, "finding.not_yours"),
    ("assigned", "refuse", "qian", {"reason": ""}, "form.missing"),
    ("assigned", "refuse", "qian", {"reason": "no"}, "words.short"),
    ("assigned", "refuse", "qian", {"department": "nobody"}, "finding.department"),
    ("assigned", "refuse", "qian", {"department": "engineering"}, "refuse.same"),
    ("accepted", "begin", "wang", {}, "finding.not_yours"),
    # waiting (11.4)
    ("accepted", "block", "qian", {"reason": ""}, "form.missing"),
    ("accepted", "block", "qian", {"measure": ""}, "form.missing"),
    ("accepted", "block", "qian", {"review_on": None}, "form.missing"),
    ("accepted", "block", "qian", {"reason": "no"}, "words.short"),
    ("accepted", "block", "qian", {"measure": "no"}, "words.short"),
    ("accepted", "block", "qian", {"review_on": TODAY}, "block.date"),
    ("accepted", "block", "qian", {"review_on": YESTERDAY}, "block.date"),
    ("accepted", "block", "li", {}, "finding.not_yours"),
    ("accepted", "ask_extension", "qian", {"reason": ""}, "form.missing"),
    ("accepted", "ask_extension", "qian", {"due": None}, "form.missing"),
    ("accepted", "ask_extension", "qian", {"reason": "no"}, "words.short"),
    ("accepted", "ask_extension", "qian", {"due": at(9, day=3)}, "extension.date"),
    ("accepted", "ask_extension", "wang", {}, "finding.not_yours"),
    # putting it right
    ("found", "make_safe", "wang", {}, "safe.severity"),
    ("found", "fix", "wang", {"result": ""}, "form.missing"),
    ("found", "fix", "wang", {"result": "x"}, "words.short"),
    ("found", "fix", "wu", {}, "finding.not_allowed"),
    ("accepted", "rectify", "qian", {"result": ""}, "form.missing"),
    ("accepted", "rectify", "qian", {"result": "x"}, "words.short"),
    ("accepted", "rectify", "li", {}, "finding.not_yours"),
    ("accepted", "rectify", "qian", {"value": 12}, "verify.no_reading"),
    ("assigned", "rectify", "zhao", {}, "finding.state"),
    # looking
    ("rectified", "pass", "qian", {}, "verify.own"),
    ("rectified", "pass", "sun", {}, "verify.department"),
    ("rectified", "fail", "qian", {}, "verify.own"),
    ("rectified", "pass", "li", {"photos": ()}, "verify.evidence"),
    ("rectified", "pass", "li", {"value": 5}, "verify.no_reading"),
    ("rectified", "pass", "wu", {}, "finding.not_allowed"),
    ("rectified", "fail", "li", {"reason": ""}, "form.missing"),
    ("rectified", "fail", "li", {"reason": "no"}, "words.short"),
    ("verified", "close", "li", {}, "finding.not_allowed"),
    ("closed", "reopen", "zhao", {"reason": ""}, "form.missing"),
    ("closed", "reopen", "zhao", {"reason": "no"}, "words.short"),
    ("closed", "reopen", "wang", {}, "finding.not_allowed"),
    # not a finding after all, or the same one
    ("found", "void", "zhao", {"void_kind": ""}, "form.missing"),
    ("found", "void", "zhao", {"reason": ""}, "form.missing"),
    ("found", "void", "zhao", {"reason": "no"}, "words.short"),
    ("found", "void", "zhao", {"void_kind": "duplicate"}, "form.missing"),
    ("found", "void", "zhao", {"void_kind": "duplicate", "other": "none"}, "finding.unknown"),
    ("found", "merge", "zhao", {"other": ""}, "form.missing"),
    ("found", "merge", "zhao", {"other": "none"}, "finding.unknown"),
    # the record
    ("found", "correct", "zhao", {"reason": ""}, "form.missing"),
    ("found", "correct", "zhao", {"reason": "no"}, "words.short"),
    ("found", "correct", "zhao", {"words": ""}, "correct.nothing"),
    ("found", "correct", "zhao", {"words": DRAFT.words, "severity": "S3"}, "correct.nothing"),
    ("found", "correct", "zhao", {"words": "wet"}, "words.short"),
    ("found", "correct", "zhao", {"severity": "S9"}, "finding.severity"),
    ("found", "correct", "zhao", {"category": "nothing"}, "finding.category"),
    ("found", "flag", "zhao", {"reason": ""}, "form.missing"),
    ("found", "flag", "zhao", {"reason": "no"}, "words.short"),
    ("found", "flag", "zhao", {"key": False}, "flag.nothing"),
    ("found", "flag", "qian", {}, "finding.not_allowed"),
    # telling
    ("found", "refer", "li", {"referral": ""}, "form.missing"),
    ("found", "refer", "li", {"to": ""}, "form.missing"),
    ("found", "refer", "li", {"paper": ""}, "form.missing"),
    ("found", "refer", "li", {"on": None}, "form.missing"),
    ("found", "refer", "li", {"on": TODAY + timedelta(days=1)}, "refer.date"),
    ("found", "refer", "li", {"to": "x" * 41}, "words.long"),
    ("found", "report", "li", {}, "report.none"),
    ("found", "report", "qian", {}, "finding.not_allowed"),
    ("found", "acknowledge", "zhao", {}, "acknowledge.not_yours"),
    ("found", "chase", "zhao", {"to": ""}, "form.missing"),
    ("found", "chase", "zhao", {"words": ""}, "form.missing"),
    ("found", "chase", "zhao", {"next_at": at(8)}, "chase.next"),
    ("found", "chase", "wang", {}, "finding.not_allowed"),
    ("found", "cause", "li", {"words": "bad seal"}, "words.short"),
    ("found", "cause", "qian", {}, "finding.not_allowed"),
    ("found", "note", "li", {"words": " "}, "note.empty"),
    ("found", "note", "wu", {}, "finding.not_allowed"),
]


@pytest.mark.parametrize(("state", "act", "by", "form", "code"), REFUSED)
def test_rules_1_an_act_is_refused_with_its_reason_and_writes_nothing(shared, state, act, by, form, code):
    case = Case(shared).to(state)
    written = len(shared.events)
    assert case.refused(act, by, **form) == code
    assert len(shared.events) == written


SERIOUS = [
    ("S2", "found", "propose", "wang", {}, "propose.serious"),
    ("S1", "found", "propose", "wang", {}, "propose.serious"),
    ("S1", "found", "fix", "wang", {"witness": None}, "form.missing"),
    ("S1", "found", "fix", "wang", {"witness": Confirmed("wang")}, "fix.alone"),
    ("S2", "found", "make_safe", "wang", {}, "safe.severity"),
    ("S1", "found", "make_safe", "wang", {"measure": ""}, "form.missing"),
    ("S1", "found", "make_safe", "wang", {"measure": "no"}, "words.short"),
    ("S1", "found", "make_safe", "wu", {}, "finding.not_allowed"),
    ("S2", "accepted", "rectify", "qian", {"photos": ()}, "form.missing"),
    ("S1", "accepted", "rectify", "qian", {"photos": ()}, "form.missing"),
    ("S2", "assigned", "assign", "zhao", {"due": at(9, day=9)}, "assign.later"),
    ("S1", "found", "correct", "zhao", {"severity": "S3"}, "correct.emergency"),
    ("S2", "verified", "close", "zhao", {}, "close.account"),
    ("S2", "found", "report", "li", {"step": ""}, "form.missing"),
    ("S2", "found", "report", "li", {"to": ""}, "form.missing"),
    ("S2", "found", "report", "li", {"channel": ""}, "form.missing"),
    ("S2", "found", "report", "li", {"step": "overdue48"}, "report.step"),
    ("S2", "found", "acknowledge", "zhou", {}, "acknowledge.not_yours"),
    ("S2", "found", "acknowledge", "chen", {"step": ""}, "form.missing"),
    ("S2", "found", "acknowledge", "chen", {"step": "overdue48"}, "acknowledge.step"),
]


@pytest.mark.parametrize(("severity", "state", "act", "by", "form", "code"), SERIOUS)
def test_rules_2_what_is_serious_is_refused_where_the_rest_would_pass(shared, severity, state, act, by, form, code):
    case = Case(shared, severity=severity, due_h=24).to(state)
    assert case.refused(act, by, **form) == code


def test_rules_2_nobody_grants_their_own_request_not_even_as_a_deputy(desk):
    case = Case(desk).to("accepted").act("ask_extension", "zhao")
    assert case.refused("grant_extension", "zhao") == "extension.own"
    stand_in(desk, "chen", "zhao")
    assert case.refused("refuse_extension", "zhao", reason="no need") == "extension.own"
    assert case.act("grant_extension", "chen").line.extensions == 1


def test_rules_2_the_manager_may_move_the_time_of_a_serious_notice_and_nobody_else(desk):
    case = Case(desk, severity="S2", due_h=24).to("assigned")
    assert case.refused("assign", "zhao", due=at(12, day=1)) == "assign.later"
    assert case.act("assign", "chen", due=at(12, day=1)).line.due == at(12, day=1)
    late = case.wait(48)
    assert late.act("assign", "zhao", due=at(12, day=3)).line.due == at(12, day=3)


def test_rules_2_what_is_safe_is_not_made_safe_again(desk):
    case = Case(desk, severity="S1", due_h=2).act("make_safe", "wang")
    assert case.refused("make_safe", "li") == "safe.already"


def test_rules_2_a_refused_request_needs_a_reason_and_a_granted_date_lies_ahead(desk):
    case = Case(desk).to("accepted").act("ask_extension", "qian", due=at(9, day=4))
    assert case.refused("refuse_extension", "zhao", reason="") == "form.missing"
    assert case.refused("refuse_extension", "zhao", reason="no") == "words.short"
    assert case.refused("grant_extension", "zhao", due=at(9, day=1)) == "extension.date"
    assert case.wait(24 * 5).refused("grant_extension", "zhao") == "extension.date"


def test_rules_1_a_name_in_words_is_known_again_whoever_spells_it(desk):
    case = Case(desk).to("accepted").act("rectify", "sun", fixer="LI")
    assert case.refused("pass", "li") == "verify.own"
    assert case.act("pass", "wang").state == "verified"


def test_rules_11_13_the_supervisor_does_not_verify_the_own_department_nor_the_own_fix(desk):
    own = Case(desk).act("assign", "zhao", department="service", person="zheng").act("rectify", "zheng")
    assert own.refused("pass", "zhao") == "verify.department"
    assert own.act("pass", "chen").state == "verified"
    fixed = Case(desk).act("fix", "zhao")
    assert fixed.refused("pass", "zhao") == "verify.own"
    stand_in(desk, "sun", "li")
    theirs = Case(desk).to("rectified")
    assert theirs.refused("pass", "li") == "verify.department"


def test_rules_1_a_reading_shows_it_only_when_it_is_back_in_its_range(desk):
    case = Case(desk, check="PMP-1", value=45.0).to("rectified")
    assert case.refused("pass", "li", photos=AFTER, value=31) == "verify.range"
    assert case.refused("pass", "li", photos=(), value="many") == "answer.number"
    assert case.refused("pass", "li", photos=(), value="unreadable") == "verify.range"
    assert case.refused("fail", "li", value="many") == "answer.number"
    assert case.act("pass", "li", photos=(), value="２９").finding.progress.attempts[-1].check.value == 29


def test_D3_14_nothing_is_closed_before_the_owner_has_the_final_answer(desk):
    case = Case(desk).to("verified")
    promise = PromiseMade(
        promise="p1",
        number="T1-P0001",
        matter="leak",
        unit="3-1-1502",
        contact="Ms Gu",
        kind_of="owner_finding",
        finding=case.id,
        first_asked="wang",
        follower="wang",
        first_reply_by=at(12),
        final_by=at(20),
    )
    desk.record("wang", [promise])
    assert case.refused("close", "chen") == "close.owner"


def test_rules_11_25_what_a_superior_found_is_voided_by_the_manager_alone(desk):
    case = Case(desk, origin="superior")
    assert case.refused("void", "zhao") == "void.superior"
    assert case.act("void", "chen").state == "void"


def test_D3_10_only_the_manager_takes_a_mark_away(desk):
    case = Case(desk).act("flag", "wang", key=True, hard=True)
    assert case.refused("flag", "zhao", key=True, hard=False) == "flag.manager"
    assert case.refused("flag", "zhao", key=False, hard=True) == "flag.manager"
    assert not case.act("flag", "chen", key=False, hard=False).line.key


def test_rules_1_nothing_is_merged_into_itself_or_into_what_is_over(desk):
    case = Case(desk)
    over = Case(desk).act("void", "chen")
    assert case.refused("merge", "zhao", other=case.id) == "merge.self"
    assert case.refused("merge", "zhao", other=over.id) == "merge.ended"
    for other, code in ((case, "merge.self"), (over, "merge.ended"), (Case(desk), "void.first")):
        assert case.refused("void", "zhao", void_kind="duplicate", other=other.id) == code


def test_rules_3_a_step_is_acknowledged_once_and_by_whom_it_is_for(desk):
    case = Case(desk, severity="S2", due_h=24)
    assert refusal(case.act, "acknowledge", "wang") == "acknowledge.not_yours"
    case.act("acknowledge", "chen")
    assert case.refused("acknowledge", "chen") == "acknowledge.already"


def test_rules_3_what_is_for_a_head_is_for_the_head_of_that_department(desk):
    case = Case(desk).act("assign", "zhao", due=at(17)).wait(9)
    assert {p for p in ("sun", "zhou", "qian") if not case.why_not("acknowledge", p)} == {"sun"}
    assert case.refused("acknowledge", "sun", step="overdue") == "acknowledge.step"
    stand_in(desk, "sun", "li")
    case.act("acknowledge", "li", step="overdue_head")
    assert case.refused("acknowledge", "sun", step="overdue_head") == "acknowledge.already"


def test_rules_11_12_who_has_left_acts_no_more(desk):
    case = Case(desk).to("assigned")
    gone = PersonAdded(person="qian", zh="qian", en="qian", role="engineer", department="engineering", active=False)
    desk.record("zhao", [gone])
    assert case.refused("accept", "qian") == "finding.not_allowed"
    assert Case(desk).refused("assign", "zhao", person="qian") == "assign.person"
    assert Case(desk).refused("assign", "zhao", person="sun", head="qian") == "assign.head"

"""rules.md 1, 2, 11: findings told as stories, from the notice to closed, with what stays visible of each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoints.site.people import Confirmed
from checkpoints.work.findings import see_again
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.many import perform_many
from tests.support.cases import AFTER, Case, stand_in
from tests.support.ground import Desk, Walk, at


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


# the notice


def test_D3_11_a_notice_has_a_number_a_head_a_plan_a_person_and_a_time(desk):
    case = Case(desk).act("assign", "zhao", assists=("cleaning", "cleaning"), due=at(17))
    sent = case.finding.progress.orders[0].fact
    assert sent.notice == f"{case.line.number}/1"
    assert (sent.department, sent.head, sent.person) == ("engineering", "sun", "qian")
    assert (sent.plan, sent.due, sent.assists) == ("seal the joint", at(17), ("cleaning",))
    assert (case.line.due, case.line.promised) == (at(17), at(17))


def test_D3_11_without_a_head_the_person_answers_alone_and_another_head_may_be_named(desk):
    alone = Case(desk).act("assign", "zhao", department="service", person="zheng")
    assert alone.line.head == ""
    assert Case(desk).act("assign", "zhao", head="zhou").line.head == "zhou"


def test_D3_11_a_firm_is_named_in_words_and_its_people_answer_for_it(desk):
    case = Case(desk).act("assign", "zhao", department="contractor", person=" Master  Wu ")
    assert case.line.person == "Master Wu"
    assert case.why_not("accept", "qian") == "finding.not_yours"
    case.act("accept", "wu").act("rectify", "wu", fixer="Master Wu")
    assert (case.state, case.line.fixer) == ("rectified", "Master Wu")


def test_rules_1_an_assistant_proposes_and_the_supervisor_assigns(desk):
    case = Case(desk).act("propose", "wang")
    assert (case.state, case.line.proposed) == ("found", True)
    case.act("assign", "zhao")
    assert not case.line.proposed


def test_rules_11_02_who_refuses_says_whose_it_is_and_the_supervisor_rules_while_the_clock_runs(desk):
    case = Case(desk).act("assign", "zhao", department="cleaning", person="li", due=at(17)).wait(1)
    case.act("refuse", "zhou", reason="a pipe, not a floor", department="engineering")
    assert (case.state, case.line.refused_at, case.line.due) == ("found", at(10), at(17))
    case.act("assign", "zhao", due=at(17), assists=("cleaning",))
    assert [o.fact.notice[-2:] for o in case.finding.progress.orders] == ["/1", "/2"]
    assert (case.line.department, case.line.refused_at) == ("engineering", None)


def test_rules_1_who_is_responsible_may_report_the_work_without_signing_first(desk):
    case = Case(desk).to("assigned").act("rectify", "qian")
    assert case.timeline == ["raised", "assigned", "accepted", "rectified"]
    assert (case.line.accepted_at, case.finding.conflict) == (at(9), False)


# deadlines


def test_rules_2_more_time_twice_at_most_and_the_first_promised_date_stays_visible(desk):
    case = Case(desk).act("assign", "zhao", due=at(17)).act("accept", "qian")
    for day in (1, 2):
        case.act("ask_extension", "qian", due=at(17, day=day)).act("grant_extension", "zhao")
    assert case.refused("ask_extension", "qian") == "extension.most"
    assert (case.line.due, case.line.promised, case.line.extensions) == (at(17, day=2), at(17), 2)
    assert [d.due for d in case.finding.progress.deadlines[-3:]] == [at(17), at(17, day=1), at(17, day=2)]


def test_rules_2_a_refused_request_moves_nothing_and_does_not_count(desk):
    case = Case(desk).act("assign", "zhao", due=at(17)).act("accept", "qian")
    for _ in range(3):
        case.act("ask_extension", "qian").act("refuse_extension", "zhao")
    assert (case.line.due, case.line.extensions, case.line.asked_until) == (at(17), 0, None)


def test_rules_2_another_date_than_the_one_asked_for_may_be_granted(desk):
    case = Case(desk).act("assign", "zhao", due=at(17))
    case.act("ask_extension", "sun", due=at(17, day=5)).act("grant_extension", "zhao", due=at(17, day=1))
    assert case.line.due == at(17, day=1)


def test_rules_2_another_notice_ends_a_request_that_waits(desk):
    case = Case(desk).to("accepted").act("ask_extension", "qian").act("assign", "zhao", person="sun")
    assert case.why_not("grant_extension", "chen") == "extension.none"


def test_rules_2_made_safe_stops_the_emergency_clock_and_starts_that_of_the_repair(desk):
    case = Case(desk, severity="S1", due_h=2)
    assert case.line.due == at(11)
    case.wait(1).act("make_safe", "wang")
    assert (case.line.due, case.line.safe_at, case.state) == (at(10, day=1), at(10), "found")
    case.wait(20)
    assert not case.line.late(desk.wall)
    case.wait(5)
    assert case.line.late(desk.wall)


def test_rules_2_opened_again_an_emergency_has_to_be_made_safe_again(desk):
    case = Case(desk, severity="S1", due_h=2).act("make_safe", "wang").to("assigned")
    for act, by in (("rectify", "qian"), ("pass", "li")):
        case.act(act, by)
    case.account().act("close", "chen").act("reopen", "zhao")
    assert (case.line.safe_at, case.why_not("make_safe", "wang")) == (None, "")


def test_rules_2_another_severity_counts_from_when_it_was_found(desk):
    case = Case(desk).wait(3)
    case.act("correct", "zhao", severity="S2", words="")
    assert (case.line.severity, case.line.due) == ("S2", at(9, day=1))
    assert case.act("correct", "zhao", severity="S4", words="").line.due == at(9, day=7)


def test_rules_2_a_graver_severity_never_gives_more_time(desk):
    case = Case(desk).act("assign", "zhao", due=at(12))
    assert case.act("correct", "zhao", severity="S2", words="").line.due == at(12)


# blocked


def test_rules_11_04_what_waits_for_parts_cannot_be_finished_and_its_clock_runs(desk):
    case = Case(desk).act("assign", "zhao", due=at(17)).act("accept", "qian").act("block", "qian")
    assert (case.state, case.line.blocked_until) == ("in_work", at(9, day=3).date())
    assert case.refused("rectify", "qian") == "finding.blocked"
    assert case.wait(9).line.late(desk.wall)
    case.act("unblock", "qian").act("rectify", "qian")
    assert (case.state, case.line.blocked_until) == ("rectified", None)


# attempts


def test_rules_11_14_three_attempts_are_each_visible_and_time_is_judged_by_the_last(desk):
    case = Case(desk).act("assign", "zhao", due=at(12)).act("accept", "qian")
    for attempt in (1, 2):
        case.wait(1).act("rectify", "qian").act("fail", "li", reason=f"drips, look {attempt}")
        assert (case.state, case.line.attempt, case.line.due) == ("in_work", attempt + 1, at(12))
    case.wait(3).act("rectify", "qian").act("pass", "li")
    attempts = case.finding.progress.attempts
    assert [a.at for a in attempts] == [at(10), at(11), at(14)]
    assert [a.check.words if a.check else "" for a in attempts] == ["drips, look 1", "drips, look 2", ""]
    assert case.line.finished_late


def test_rules_1_a_failed_look_leaves_the_lateness_of_the_original_deadline(desk):
    case = Case(desk).act("assign", "zhao", due=at(12)).wait(2).act("rectify", "qian")
    case.wait(5)
    assert not case.line.late(desk.wall)
    case.act("fail", "li")
    assert case.line.late(desk.wall)
    assert case.finding.overdue(desk.wall) == timedelta(hours=4)


def test_rules_1_a_failed_look_at_what_was_mended_before_anybody_signed_leaves_the_notice(desk):
    case = Case(desk).to("assigned").act("fix", "wang").act("fail", "li")
    assert (case.state, case.line.person, case.line.attempt) == ("assigned", "qian", 2)


def test_rules_1_opened_again_it_keeps_its_number_and_counts_an_attempt(desk):
    case = Case(desk).to("closed")
    number = case.line.number
    case.wait(48).act("reopen", "zhao")
    assert (case.state, case.line.number, case.line.attempt, case.line.ended_at) == ("reopened", number, 2, None)
    assert case.act("assign", "zhao").finding.progress.orders[-1].fact.notice == f"{number}/2"


# what shows it


def test_D3_12_a_visit_to_the_place_shows_it_too(desk):
    case = Case(desk, checkpoint="CP-01").to("rectified").wait(minutes=5)
    walk = Walk(desk, by="wang")
    assert case.refused("pass", "wang", photos=()) == "verify.evidence"
    desk.scan(walk.id, "CP-01")
    assert case.act("pass", "wang", photos=()).finding.progress.attempts[-1].check.round == walk.id


def test_D3_12_a_visit_before_the_repair_shows_nothing(desk):
    walk = Walk(desk, by="wang")
    desk.scan(walk.id, "CP-01")
    case = Case(desk, checkpoint="CP-01").wait(minutes=5).to("rectified")
    assert case.refused("pass", "wang", photos=()) == "verify.evidence"


def test_D3_12_on_a_round_nobody_verifies_for_the_department_that_they_lead(desk):
    case = Case(desk).to("rectified")
    seen = see_again(desk.ledger, case.id, still=True, round_id="r1", by="sun")
    assert [f.kind() for f in seen] == ["finding.seen"]


@pytest.mark.parametrize("kind", ["authority", "warranty"])
def test_rules_11_08_what_staff_may_only_report_is_verified_by_the_paper(desk, kind):
    case = Case(desk).act("refer", "li", referral=kind).to("rectified")
    assert case.act("pass", "li", photos=()).state == "verified"


def test_rules_11_07_a_notice_at_a_closed_door_shows_no_repair(desk):
    case = Case(desk).act("refer", "li", referral="owner").to("rectified")
    assert case.refused("pass", "li", photos=()) == "verify.evidence"


def test_rules_1_an_emergency_is_put_right_on_the_spot_by_two(desk):
    case = Case(desk, severity="S1").act("fix", "wang", fixer="Old Zhang", photos=AFTER, witness=Confirmed("li"))
    assert (case.state, case.finding.fixed.witness, case.line.fixer) == ("fixed_on_spot", "li", "Old Zhang")


# merging


def test_rules_11_01_of_two_sightings_the_first_goes_on_whichever_is_asked(desk):
    first, second, third = Case(desk), Case(desk), Case(desk)
    second.act("merge", "zhao", other=first.id)
    first.act("merge", "zhao", other=third.id)
    assert [c.state for c in (first, second, third)] == ["found", "merged", "merged"]
    assert [t.number for _, _, t in first.finding.took_in] == [second.line.number, third.line.number]
    assert second.finding.progress.ended.into == first.id


def test_rules_11_01_two_desks_cannot_merge_each_finding_into_the_other(desk):
    first, second = Case(desk), Case(desk)
    other = Desk("t2", at(9))
    other.hear(desk.events)
    first.act("merge", "zhao", other=second.id)
    second.on(other).act("merge", "chen", other=first.id)
    desk.hear(other.events)
    assert (first.state, second.state, second.finding.conflict) == ("found", "merged", False)


def test_rules_11_01_a_second_sighting_joins_a_first_that_is_closed_already(desk):
    first = Case(desk)
    second = Case(desk)
    first.to("closed")
    assert first.refused("merge", "zhao", other=second.id) == "finding.state"
    assert second.act("merge", "zhao", other=first.id).state == "merged"


def test_rules_1_a_duplicate_names_the_other(desk):
    first = Case(desk)
    second = Case(desk).act("void", "zhao", void_kind="duplicate", other=first.id)
    assert second.finding.progress.ended.other == first.id


# telling


def test_rules_3_sent_is_not_acknowledged(desk):
    case = Case(desk, severity="S2", due_h=24).act("report", "li", words="pump room is wet")
    assert (case.line.told, case.line.acknowledged) == (("S2",), ())
    case.wait(1).act("acknowledge", "chen")
    assert (case.line.acknowledged, case.finding.acknowledged["S2"]) == (("S2",), (at(10), "chen"))


def test_rules_6_the_third_of_a_month_is_closed_by_the_manager_once_its_cause_is_written(desk):
    for _ in range(2):
        Case(desk).to("closed").wait(24)
    case = Case(desk).to("verified").account()
    assert case.refused("close", "zhao") == "close.key"
    assert case.refused("close", "chen") == "close.cause"
    assert case.act("cause", "qian").act("close", "chen").state == "closed"


# deputies


STAND_INS: list[tuple[str, str, str, str, ActId]] = [
    ("zhao", "wang", "found", "S3", "assign"),
    ("chen", "zhao", "verified", "S1", "close"),
    ("chen", "zhao", "asked", "S2", "grant_extension"),
    ("qian", "li", "assigned", "S3", "accept"),
    ("sun", "li", "assigned", "S3", "rectify"),
    ("zhao", "li", "closed", "S3", "reopen"),
]


@pytest.mark.parametrize(("away", "deputy", "state", "severity", "act"), STAND_INS)
def test_rules_11_11_a_deputy_may_on_the_days_named_and_signs_with_the_own_name(
    desk, away, deputy, state, severity, act
):
    case = Case(desk, severity=severity).account()
    if state == "asked":
        case.to("accepted").act("ask_extension", "qian")
    else:
        case.to(state)
    assert case.why_not(act, deputy) != ""
    stand_in(desk, away, deputy)
    assert case.events(act, deputy)[0].actor == deputy
    other = Case(desk, severity=severity)
    desk.wait(24 * 60)
    assert other.why_not("assign", "wang") == "finding.not_allowed"


# many at once


def test_D4_2_many_at_once_does_what_can_be_done_and_says_of_the_rest_why_not(desk):
    cases = [Case(desk).to(state) for state in ("found", "found", "closed", "reopened")]
    ids = [c.id for c in (*cases, cases[0])]
    form = cases[0].form("assign", due=at(17))
    facts, refused = perform_many(desk.ledger, ids, "assign", form, "zhao", desk.now())
    assert {finding: why.code for finding, why in refused.items()} == {cases[2].id: "finding.state"}
    desk.record("zhao", facts)
    assert [c.state for c in cases] == ["assigned", "assigned", "closed", "assigned"]
    assert len({c.finding.progress.orders[-1].fact.notice for c in cases if c.state == "assigned"}) == 3

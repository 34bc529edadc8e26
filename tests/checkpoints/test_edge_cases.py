"""The 25 edge cases that a veteran asks about (rules.md 11), one short story each.

Where another file tests a case in depth, the story here is short all the same: this file is the list.
"""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from checkpoints.ledger.board import Filter, select
from checkpoints.ledger.ledger import Ledger
from checkpoints.site.calendar import deadline
from checkpoints.site.catalogue import default_site
from checkpoints.work import labels, leaving, people, praise, sites
from checkpoints.work.accounts.facts import AccountProposed
from checkpoints.work.accounts.seeing import visible
from checkpoints.work.findings.ladder import steps
from checkpoints.work.praise import PraiseNoted
from checkpoints.work.promises import contacts, handing, replying
from checkpoints.work.promises.owing import owed_by, owner_answered
from checkpoints.work.rounds.answers import outcome_of, value_of
from checkpoints.work.rounds.checking import checks_here
from checkpoints.work.rounds.day import half_day
from checkpoints.work.watch import watch
from tests.support.cases import AFTER, Case, stand_in
from tests.support.ground import MONDAY, Desk, Walk, at, refusal
from tests.support.promised import Owner, site_with_limits
from tests.support.small_site import PPM, SIX, place, small_site


@pytest.fixture
def desk():
    return Desk().open(site_with_limits())


def keys(case):
    return [step.key for step in steps(case.desk.ledger, case.id, case.desk.wall)]


def test_rules_11_01_two_sightings_of_one_fault_become_one_finding_and_both_are_kept(desk):
    first = Case(desk, "wang")
    desk.wait(3)
    second = Case(desk, "li", words="the pump room is wet")
    first.act("merge", "zhao", other=second.id)
    assert (first.state, second.state) == ("found", "merged")
    assert first.line.seen == 1
    assert second.finding.found_by == "li"
    assert second.timeline == ["raised", "merged"]


def test_rules_11_02_whose_it_is_the_supervisor_rules_in_four_hours_and_the_clock_runs_meanwhile(desk):
    case = Case(desk).act("assign", "zhao")
    due = case.line.due
    case.act("refuse", "sun", department="cleaning")
    assert keys(case.wait(4)) == ["refused"]
    assert case.line.due == due
    case.act("assign", "zhao", department="cleaning", person="zhou", assists=("engineering",))
    order = case.finding.progress.order
    assert order is not None
    assert (case.line.department, order.fact.assists) == ("cleaning", ("engineering",))
    assert keys(case) == []


def test_rules_11_03_a_fault_of_the_developer_has_a_letter_and_the_owner_is_still_answered(desk):
    case = Case(desk)
    owner = Owner(desk, kind_of="complaint", finding=case.id)
    case.act("refer", "zhao")
    assert case.line.warranty
    assert case.finding.referrals[0][2].paper == "letter 12"
    assert not owner_answered(desk.ledger, case.id)
    owner.does("wang", replying.reply, "phone", "the developer comes on Friday and seals it", final=True)
    assert owner_answered(desk.ledger, case.id)


def test_rules_11_04_what_waits_for_parts_has_a_measure_and_a_day_to_look_again_and_is_not_closable(desk):
    case = Case(desk).to("accepted").act("block", "qian")
    assert case.state == "in_work"
    assert case.line.blocked_until == date(2026, 11, 26)
    assert case.refused("block", "qian", measure="") == "form.missing"
    assert case.why_not("close", "chen") == "finding.state"
    assert case.refused("rectify", "qian") == "finding.blocked"


def test_rules_11_05_a_dead_meter_is_a_finding_and_not_applicable_three_times_running_is_flagged(desk):
    for day in range(3):
        desk.until(at(9, day=day))
        walk = Walk(desk).scan("CP-06")
        walk.answer("CP-06", "PMP-1", "unreadable", lang="en")
        walk.answer("CP-06", "PMP-2", "na")
        walk.finish()
    (found,) = desk.ledger.findings.at("CP-06")
    assert found.raised is not None
    assert (found.raised.check, found.raised.value) == ("PMP-1", "unreadable")
    assert [(f.kind, f.check) for f in watch(desk.ledger, desk.wall)] == [("not_applicable", "PMP-2")]


def test_rules_11_06_a_locked_room_is_skipped_with_a_reason_and_twice_in_a_week_the_manager_is_told(desk):
    for day in (0, 3):
        desk.until(at(9, day=day))
        walk = Walk(desk)
        assert refusal(walk.skip, "CP-06", "") == "reason.short"
        walk.skip("CP-06", "locked, no engineer")
        walk.finish()
    (flag,) = watch(desk.ledger, desk.wall)
    assert (flag.kind, flag.checkpoint, flag.who) == ("skipped", "CP-06", "manager")


def test_rules_11_07_a_closed_door_is_recorded_tried_again_and_reported_and_nobody_forces_it(desk):
    case = Case(desk)
    case.act("refer", "zhao", referral="owner", to="3-1-1502", paper="notice left at the door")
    case.wait(24).act("refer", "zhao", referral="authority", to="housing bureau", paper="receipt 7")
    assert [fact.kind_of for _, _, fact in case.finding.referrals] == ["owner", "authority"]
    assert case.line.live


def test_rules_11_08_what_staff_may_only_report_is_verified_as_reported(desk):
    case = Case(desk).to("accepted")
    case.act("rectify", "qian", result="dissuaded at 10:00, notice handed over", photos=AFTER)
    assert case.refused("pass", "li", photos=()) == "verify.evidence"
    case.act("refer", "zhao", referral="authority", to="city management", paper="receipt 7")
    case.act("pass", "li", photos=(), words="reported, pending authority")
    assert case.state == "verified"


def test_rules_11_09_out_of_season_a_check_is_not_asked_and_fails_nobody(desk):
    walk = Walk(desk).scan("CP-06")  # in November
    assert "PMP-7" not in [check.id for check in checks_here(desk.ledger, walk.round, "CP-06")]
    summer = Desk("t2", at(9, day=-150)).open()
    walk = Walk(summer).scan("CP-06")
    assert "PMP-7" in [check.id for check in checks_here(summer.ledger, walk.round, "CP-06")]


def test_rules_11_10_an_extra_patrol_does_not_replace_the_two_of_the_day(desk):
    def states():
        return tuple(half_day(desk.ledger, MONDAY.date(), half, desk.wall).state for half in ("am", "pm"))

    Walk(desk, "R-PUMP").scan("CP-06").scan("CP-07", after=20).finish()  # after the storm
    assert states() == ("not_counting", "todo")
    Walk(desk, "R-AM").hour().finish()
    assert states() == ("done", "todo")
    Walk(desk).hour().finish()  # one more, as long as the others
    assert states() == ("done", "todo")


def test_rules_11_11_on_holidays_the_deputy_has_all_duties_for_the_days_named(desk):
    case = Case(desk)
    assert case.why_not("assign", "li") == "finding.not_allowed"
    stand_in(desk, "zhao", "li", days=2)
    case.act("assign", "li")
    assert desk.ledger.history("finding:" + case.id)[-1].actor == "li"
    other = Case(desk).wait(48)
    assert other.why_not("assign", "li") == "finding.not_allowed"


def test_rules_11_12_who_leaves_hands_over_first_and_the_history_keeps_the_name(desk):
    case = Case(desk).to("accepted")
    gone = people.PersonAdded(
        person="qian", zh="qian", en="qian", role="engineer", department="engineering", active=False
    )
    assert refusal(people.add, desk.ledger, gone, "zhao", desk.now()) == "person.owes"
    desk.record("zhao", leaving.move_all(desk.ledger, "qian", "sun", "zhao", desk.now(), "leaves"))
    desk.record("zhao", people.add(desk.ledger, gone, "zhao", desk.now()))
    assert case.line.person == "sun"
    assert [order.fact.person for order in case.finding.progress.orders] == ["qian", "sun"]
    assert desk.ledger.people.name("qian", "en") == "qian"


def test_rules_11_13_the_supervisor_verifies_neither_the_own_department_nor_the_own_fix(desk):
    own = Case(desk, department="service")
    own.act("fix", "zhao", result="put straight")
    assert own.why_not("pass", "zhao") == "verify.own"
    case = Case(desk, department="service").act("fix", "wang")
    assert case.why_not("pass", "zhao") == "verify.department"
    assert case.why_not("pass", "li") == ""


def test_rules_11_14_three_bad_attempts_are_each_visible_and_time_is_judged_by_the_last(desk):
    case = Case(desk).to("accepted")
    for _ in range(2):
        case.wait(2).act("rectify", "qian").act("fail", "li")
    case.wait(100).act("rectify", "qian").act("pass", "li")
    attempts = case.finding.progress.attempts
    assert [a.check.passed for a in attempts if a.check] == [False, False, True]
    assert case.line.attempt == 3
    assert case.line.finished_late


def test_rules_11_15_a_clock_that_jumps_back_is_flagged_and_the_order_stays(desk):
    walk = Walk(desk).scan(SIX[0]).scan(SIX[1], after=9)
    desk.set_clock(hours=-2)
    walk.scan(SIX[2], after=9)
    assert "clock" in walk.warned
    written = [event.hlc for event in desk.events]
    assert written == sorted(written)
    assert all(event.at.utcoffset() == timedelta(hours=8) for event in desk.events)


def test_rules_11_16_closed_on_the_last_day_of_the_month_without_a_photo_is_listed_for_the_manager(desk):
    desk.until(at(15, day=7))  # the last of November
    bare, shown = Case(desk), Case(desk, checkpoint="CP-05")
    bare.act("fix", "wang")
    shown.act("fix", "wang", photos=AFTER)
    Walk(desk).scan("CP-05").scan("CP-06", after=2)
    for case in (bare, shown):
        case.act("pass", "li", photos=()).account().act("close", "chen")
    assert list(select(desk.ledger, Filter(view="month_end"), "due", False, desk.wall, "chen")) == [bare.id]


def test_rules_11_17_a_retired_place_is_kept_and_its_code_is_refused(desk):
    code = desk.code("CP-01")
    places = (place(1, retired=True), *small_site().checkpoints[1:])
    desk.record("zhao", sites.load(desk.ledger, small_site(places=places)))
    assert labels.read(desk.ledger, code).status == "retired"
    reused = (dataclasses.replace(place(9), number=1), *small_site().checkpoints[1:])
    assert refusal(sites.load, desk.ledger, small_site(places=reused)).startswith("site.")


def test_rules_11_18_after_a_crash_every_answer_is_there_and_the_gap_is_a_pause(desk):
    walk = Walk(desk).scan(SIX[0])
    desk.wait(5)
    walk.answer(SIX[0], "LOB-1", "pass")
    desk.reboot(minutes=30)
    again = Ledger()
    again.apply(desk.events)  # the next start
    desk.ledger = again
    assert walk.round.visit(SIX[0]).answers["LOB-1"].fact.value == "pass"
    walk.scan(SIX[1])
    assert (walk.verdict.net, walk.verdict.paused) == (timedelta(minutes=5), timedelta(minutes=30))


def test_rules_11_19_phones_and_accountability_are_hidden_on_the_kiosk_and_who_looked_is_kept(desk):
    owner = Owner(desk, kind_of="complaint")
    today = desk.wall.date()
    shown = [contacts.shown_phone(desk.ledger, owner.promise, "wang", where, today) for where in ("kiosk", "tablet")]
    assert shown == ["138****5678"] * 2
    assert refusal(contacts.look_up, owner.case("wang"), "kiosk") == "promise.kiosk"
    owner.does("wang", contacts.look_up, "tablet")
    assert [by for _, by in owner.promise.looked_up] == ["wang"]
    case = Case(desk)
    desk.record("zhao", [proposed(case.id)])
    (account,) = desk.ledger.accounts.of(case.id)
    seen = [visible(desk.ledger, account, "zhao", where, today) for where in ("kiosk", "office")]
    assert seen == [False, True]


def proposed(finding):
    return AccountProposed(
        account="a1", finding=finding, party="person", who="qian", fault="duty", measure="reminder", words="left wet"
    )


def test_rules_11_20_what_the_receiver_declines_stays_with_the_giver_till_the_supervisor_decides(desk):
    owner = Owner(desk, kind_of="complaint").does("wang", handing.hand_on, "li", "end of shift")
    owner.does("li", handing.decline, "knows nothing of it")
    assert owner.promise.follower == "wang"
    assert [p.id for p in owed_by(desk.ledger, "wang")] == [owner.id]
    assert refusal(handing.move, owner.case("wang"), "li", "please") == "promise.supervisor"
    owner.does("zhao", handing.move, "li", "decided")
    assert owner.promise.follower == "li"


def test_rules_11_21_zero_is_a_value_and_blank_is_none(desk):
    walk = Walk(desk).scan("CP-06")
    walk.answer("CP-06", "PMP-1", 0)
    assert [r.value for r in desk.ledger.rounds.readings["CP-06", "PMP-1"]] == [0.0]
    assert outcome_of(dataclasses.replace(PPM, ok_min=1), value_of(PPM, "0")) == "fail"
    assert refusal(walk.answer, "CP-06", "PMP-1", "") == "answer.number"


def test_rules_11_22_praise_found_on_a_patrol_is_recorded_and_is_no_finding(desk):
    noted = PraiseNoted(praise="", whom="gate guard", words="carried her shopping home", checkpoint="CP-01")
    desk.record("wang", praise.note(desk.ledger, noted, "wang", desk.now()))
    (known,) = desk.ledger.praise.values()
    assert known.noted is not None
    assert (known.noted.whom, known.by) == ("gate guard", "wang")
    assert desk.ledger.findings.all == {}


def test_rules_11_23_however_often_a_household_complains_its_clock_is_everybodys(desk):
    dues = set()
    for matter in ("the tap drips", "the lamp is out", "the lift is slow"):
        owner = Owner(desk, kind_of="complaint", matter=matter)
        dues.add((owner.clock.first.due, owner.clock.final.due))
    other = Owner(desk, kind_of="complaint", unit="9-9-0101")
    assert dues == {(other.clock.first.due, other.clock.final.due)}


def test_rules_11_24_a_deadline_out_of_hours_moves_to_the_next_working_morning_and_the_original_is_kept():
    site = dataclasses.replace(small_site(), service_calendar=default_site().service_calendar)
    desk = Desk(now=at(14, day=5)).open(site)  # a Saturday
    late, serious = Case(desk, due_h=8), Case(desk, severity="S2", due_h=8)
    assert late.line.due == at(10, day=7)
    assert late.line.counted == at(22, day=5)
    assert serious.line.due == at(22, day=5)
    assert serious.line.counted is None
    assert deadline(site.service_calendar, "S3", at(9), 4).counted is None


def test_rules_11_25_what_a_superior_found_is_not_voided_by_the_supervisor(desk):
    case = Case(desk, origin="superior")
    assert case.why_not("void", "zhao") == "void.superior"
    assert case.why_not("void", "chen") == ""

"""Rules 4, D3.13, D3.14: an owner is answered by a named person within a time limit; nothing else stops the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoints.work.findings.facts import FindingMerged, FindingTookIn
from checkpoints.work.promises import acts, owing, replying, revisiting
from tests.support.ground import Desk, at, refusal
from tests.support.promised import Owner, closed, found, site_with_limits


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open(site_with_limits())


# answering it


def test_rules_4_only_a_reply_to_the_owner_stops_the_clock(desk):
    owner = Owner(desk)
    assert refusal(owner.does, "wang", replying.reply, "radio", "told engineering", final=True) == "promise.channel"
    assert refusal(owner.does, "li", replying.reply, "phone", "coming at three", final=False) == "promise.not_yours"
    assert refusal(owner.does, "wang", replying.reply, "phone", " ok ", final=True) == "words.short"
    assert owner.clock.first.runs
    desk.wait(30)
    owner.does("wang", replying.reply, "phone", "somebody comes at three", final=False)
    assert owner.clock.first.done_at == at(9, 30)
    assert owner.clock.final.runs
    desk.wait(30)
    owner.does("zhao", replying.reply, "face", "a new seal is in", final=True)
    assert (owner.clock.final.done_at, owner.clock.status) == (at(10), "answered")
    assert refusal(owner.does, "wang", replying.reply, "phone", "one more thing", final=True) == "promise.answered"


def test_rules_4_what_was_answered_late_stays_late(desk):
    owner = Owner(desk, urgent=True)
    assert not owner.clock_at(at(11)).late
    assert owner.clock_at(at(11, 1)).late
    desk.until(at(12))
    owner.does("wang", replying.reply, "phone", "a new seal is in", final=True)
    assert (owner.clock.first.late, owner.clock.final.late) == (True, False)


def test_rules_4_a_later_time_is_agreed_before_the_limit_and_with_the_owners_consent(desk):
    owner = Owner(desk, final_by=at(12))
    assert refusal(owner.does, "wang", replying.extend, at(12), "phone", "she agrees") == "promise.earlier"
    assert refusal(owner.does, "wang", replying.extend, at(15), "phone", "") == "words.short"
    owner.does("wang", replying.extend, at(15), "phone", "Ms Wang: three is fine")
    assert owner.clock.first.done_at == at(9)
    assert (owner.clock.final.due, owner.clock.status) == (at(15), "open")
    assert refusal(owner.does, "wang", replying.extend, at(14), "phone", "she agrees") == "promise.earlier"
    assert not owner.clock_at(at(14)).final.late
    assert owner.clock_at(at(16)).final.late


def test_rules_4_consent_after_the_limit_is_recorded_and_the_promise_stays_late(desk):
    owner = Owner(desk, final_by=at(12))
    desk.until(at(13))
    assert refusal(owner.does, "wang", replying.extend, at(13), "phone", "she agrees") == "promise.past"
    owner.does("wang", replying.extend, at(15), "phone", "Ms Wang: three is fine")
    assert (owner.clock.final.due, owner.clock.final.late) == (at(15), True)
    owner.does("wang", replying.reply, "phone", "a new seal is in", final=True)
    assert owner.clock.final.late


def test_rules_4_three_tries_at_different_times_or_ways_then_a_notice_and_the_clock_says_unreachable(desk):
    owner = Owner(desk, final_by=at(14))
    owner.does("wang", replying.try_to_reach, "phone")
    desk.wait(59)
    assert refusal(owner.does, "wang", replying.try_to_reach, "phone") == "promise.same_try"
    owner.does("wang", replying.try_to_reach, "visit", "nobody opens")
    assert refusal(owner.does, "wang", replying.leave_notice, "please call the desk") == "promise.tries"
    desk.wait(60)
    owner.does("wang", replying.try_to_reach, "visit")
    owner.does("wang", replying.leave_notice, "please call the desk")
    assert refusal(owner.does, "wang", replying.leave_notice, "please call the desk") == "promise.notice"
    later = owner.clock_at(at(20))
    assert (later.status, later.final.runs, later.final.late) == ("unreachable", True, False)
    desk.until(at(20))
    owner.does("wang", replying.reply, "phone", "she called back", final=False)
    assert (owner.clock.status, owner.clock.final.late) == ("open", False)
    assert owner.clock.final.due == at(14) + (at(20) - at(10, 59))  # what the owner was away is not counted
    assert owner.clock_at(at(23, 2)).final.late
    assert refusal(owner.does, "wang", replying.leave_notice, "please call the desk") == "promise.tries"


def test_rules_4_the_first_reply_too_may_wait_for_an_owner_who_is_away(desk):
    owner = Owner(desk, urgent=True)
    for channel in ("phone", "visit", "phone"):
        owner.does("wang", replying.try_to_reach, channel)
    owner.does("wang", replying.leave_notice, "please call the desk")
    assert not owner.clock_at(at(20)).late
    desk.until(at(20))
    owner.does("wang", replying.reply, "phone", "she called back", final=False)
    assert (owner.clock.first.due, owner.clock.first.late) == (at(22), False)


def test_rules_4_a_notice_after_the_limit_comes_too_late(desk):
    owner = Owner(desk, urgent=True)
    desk.until(at(12))
    for channel in ("phone", "visit", "phone"):
        owner.does("wang", replying.try_to_reach, channel)
    owner.does("wang", replying.leave_notice, "please call the desk")
    assert (owner.clock.status, owner.clock.first.late) == ("unreachable", True)
    desk.wait(600)
    owner.does("wang", replying.reply, "phone", "she called back", final=True)
    assert (owner.clock.first.late, owner.clock.first.due) == (True, at(11))


def test_rules_4_a_late_first_reply_stays_late_when_the_owner_cannot_be_reached_later(desk):
    owner = Owner(desk, urgent=True, final_by=at(12))
    desk.until(at(11, 30))
    owner.does("wang", replying.reply, "phone", "somebody comes at three", final=False)
    desk.until(at(13))
    for channel in ("phone", "visit", "phone"):
        owner.does("wang", replying.try_to_reach, channel)
    owner.does("wang", replying.leave_notice, "please call the desk")
    desk.wait(600)
    owner.does("wang", replying.reply, "phone", "a new seal is in", final=True)
    assert [owner.clock.first.due, owner.clock.final.due] == [at(11), at(12)]
    assert owner.clock.first.late
    assert owner.clock.final.late


def test_rules_4_one_try_that_two_devices_recorded_is_one_try(desk):
    owner = Owner(desk)
    other = Desk("t2", at(9))
    other.hear(desk.events)
    for device in (desk, other):
        Owner(device, promise=owner.id).does("wang", replying.try_to_reach, "phone")
    desk.hear(other.events)
    desk.wait(60)
    owner.does("wang", replying.try_to_reach, "phone")
    assert len(owner.promise.tries) == 3
    assert refusal(owner.does, "wang", replying.leave_notice, "please call the desk") == "promise.tries"


def test_rules_4_outside_our_remit_needs_the_supervisor_and_is_followed_on(desk):
    owner = Owner(desk, final_by=at(12))
    told = ("the developer", "phone", "the developer mends it by Friday")
    assert refusal(owner.does, "wang", replying.outside, *told) == "promise.supervisor"
    assert refusal(owner.does, "zhao", replying.outside, " ", "phone", "they mend it") == "promise.body"
    owner.does("zhao", replying.outside, *told)
    later = owner.clock_at(at(15))
    assert (later.status, later.first.done_at) == ("outside", at(9))
    assert (later.final.runs, later.final.late) == (True, False)
    assert owner.promise.follower == "wang"
    assert refusal(owner.does, "zhao", replying.outside, *told) == "promise.outside"
    desk.until(at(20))
    owner.does("wang", replying.reply, "phone", "the developer has mended it", final=True)
    assert (owner.clock.status, owner.clock.final.late) == ("answered", False)


# the return visit


def test_rules_4_the_return_visit_is_due_a_day_after_the_final_answer(desk):
    owner = Owner(desk)
    assert refusal(owner.does, "wang", revisiting.revisit, "phone", "", satisfied=True) == "promise.not_answered"
    owner.does("wang", replying.reply, "phone", "a new seal is in", final=True)
    assert owner.clock.visit.due == at(9, day=1)
    assert owner.clock_at(at(10, day=1)).visit.late
    assert refusal(owner.does, "qian", revisiting.revisit, "phone", "", satisfied=True) == "promise.not_yours"
    desk.wait(60)
    owner.does("zheng", revisiting.revisit, "phone", "", satisfied=True)
    assert (owner.clock.status, owner.clock.next, owner.clock.late) == ("satisfied", None, False)
    assert owner.id not in desk.ledger.promises.live
    assert refusal(owner.does, "wang", revisiting.revisit, "phone", "", satisfied=True) == "promise.visited"


def test_rules_4_an_owner_who_is_not_satisfied_opens_the_promise_and_its_closed_finding_again(desk):
    finding = found(desk)
    owner = Owner(desk, finding=finding)
    owner.does("wang", replying.reply, "phone", "a new seal is in", final=True)
    closed(desk, finding)
    assert refusal(owner.does, "wang", revisiting.revisit, "face", "no", satisfied=False) == "words.short"
    desk.wait(60)
    owner.does("wang", revisiting.revisit, "face", "it drips again", satisfied=False)
    again = desk.ledger.findings.all[finding]
    assert (again.state, again.conflict, owner.clock.status) == ("reopened", False, "open")
    assert owner.clock.final.due == at(10, day=3)
    assert not owing.owner_answered(desk.ledger, finding)
    owner.does("wang", replying.reply, "phone", "the whole tap is new", final=True)
    assert (owner.clock.status, owner.clock.visit.runs) == ("answered", True)


def test_rules_4_an_answer_that_was_late_stays_late_when_it_is_opened_again(desk):
    owner = Owner(desk, final_by=at(10))
    desk.until(at(11))
    owner.does("wang", replying.reply, "phone", "a new seal is in", final=True)
    again = ("phone", "it drips again")
    assert refusal(owner.does, "wang", revisiting.revisit, *again, satisfied=False, final_by=at(11)) == "promise.past"
    owner.does("wang", revisiting.revisit, *again, satisfied=False, final_by=at(15))
    assert (owner.clock.final.due, owner.clock.final.late) == (at(15), True)


def test_rules_1_no_finding_is_answered_for_while_one_of_its_owners_waits(desk):
    finding, merged = found(desk), found(desk, "a wet ceiling")
    assert owing.owner_answered(desk.ledger, finding)
    owner = Owner(desk, finding=merged)
    desk.record("zhao", [FindingMerged(finding=merged, into=finding)])
    desk.record("zhao", [FindingTookIn(finding=finding, other=merged, number="T1-0002")])
    assert not owing.owner_answered(desk.ledger, finding)
    owner.does("wang", replying.reply, "phone", "the roof is sealed", final=True)
    assert owing.owner_answered(desk.ledger, finding)


def test_rules_11_01_the_owner_of_a_merged_finding_opens_the_one_that_went_on(desk):
    finding, merged = found(desk), found(desk, "a wet ceiling")
    owner = Owner(desk, finding=merged)
    owner.does("wang", replying.reply, "phone", "the roof is sealed", final=True)
    desk.record("zhao", [FindingMerged(finding=merged, into=finding)])
    closed(desk, finding)
    owner.does("wang", revisiting.revisit, "phone", "it drips again", satisfied=False)
    assert desk.ledger.findings.all[finding].state == "reopened"


# edge cases


def test_rules_11_03_what_the_developer_mends_in_warranty_is_still_answered_to_the_owner(desk):
    finding = found(desk)
    owner = Owner(desk, finding=finding)
    owner.does("zhao", replying.outside, "the developer", "letter", "the developer mends it by Friday")
    assert not owing.owner_answered(desk.ledger, finding)
    assert owing.owed_by(desk.ledger, "wang") == [owner.promise]
    owner.does("wang", replying.reply, "phone", "the developer has mended it", final=True)
    assert owing.owner_answered(desk.ledger, finding)


def test_rules_11_07_an_owner_who_opens_to_nobody_gets_a_notice_and_is_not_counted_as_answered(desk):
    finding = found(desk)
    owner = Owner(desk, finding=finding)
    for channel in ("visit", "phone", "visit"):
        owner.does("wang", replying.try_to_reach, channel, "nobody opens")
    owner.does("wang", replying.leave_notice, "please call the desk")
    assert owner.clock.status == "unreachable"
    assert not owing.owner_answered(desk.ledger, finding)


def test_rules_11_23_however_often_a_household_complains_its_clock_is_everybodys(desk):
    first = Owner(desk, unit="1-1-101").clock
    for _time in range(12):
        last = Owner(desk, unit="9-9-909").clock
    assert last == first
    assert len(desk.ledger.promises.of_unit["9-9-909"]) == 12


def test_rules_4_the_limits_are_the_sites_own_numbers(desk):
    desk = Desk(now=at(9)).open(site_with_limits(first_reply_h=8, first_reply_urgent_h=1, return_visit_h=4))
    owner = Owner(desk)
    assert owner.clock.first.due == at(17)
    assert Owner(desk, urgent=True).clock.first.due == at(10)
    owner.does("wang", replying.reply, "phone", "a new seal is in", final=True)
    assert owner.clock.visit.due == owner.clock.final.done_at + timedelta(hours=4)


def test_D3_14_a_screen_is_told_why_somebody_cannot_do_something(desk):
    owner = Owner(desk)

    def allowed(by: str, place="tablet") -> set[str]:
        return {a for a in acts.PROMISE_ACTS if acts.why_not(desk.ledger, owner.id, a, by, desk.now(), place) is None}

    assert allowed("wang") == {"reply", "solve", "try", "extend", "hand_on", "look_up"}
    assert allowed("zhao") == {"reply", "solve", "try", "extend", "outside", "move", "look_up"}
    assert allowed("zheng") == {"look_up"}
    assert allowed("zheng", "kiosk") == set()
    assert allowed("nobody") == set()

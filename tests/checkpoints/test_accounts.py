"""Accountability: which findings need a decision, who may take it, who sees it, and what an appeal can change."""

from __future__ import annotations

import pytest

from checkpoints.work.accounts import deciding, owing
from checkpoints.work.accounts.facts import AccountProposed, AccountRuled
from checkpoints.work.accounts.seeing import visible
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.findings import raising
from checkpoints.work.findings.facts import (
    FindingAccepted,
    FindingAssigned,
    FindingClosed,
    FindingRectified,
    FindingVerified,
    FindingVoided,
)
from checkpoints.work.findings.raising import Draft, Fix
from tests.support.ground import Desk, at, refusal

TODAY = at(9).date()
WORDS = "left the pump room unlocked"


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def found(desk: Desk, severity="S3", *, by="wang", due_h=8.0, department="engineering", **more) -> str:
    draft = Draft(
        checkpoint="CP-06",
        words="pump room open",
        severity=severity,
        department=department,
        category="other",
        due_h=due_h,
        **more,
    )
    facts = raising.raise_finding(desk.ledger, draft, by, desk.now())
    return desk.record(by, facts)[0].body.finding


def assigned(desk: Desk, finding: str, person="qian", head="sun", department="engineering") -> None:
    due = desk.ledger.findings.all[finding].due
    assert due is not None
    notice = FindingAssigned(
        finding=finding, notice="n", department=department, head=head, plan="lock it", person=person, due=due
    )
    desk.record("zhao", [notice])
    desk.record(head, [FindingAccepted(finding=finding)])


def mended(desk: Desk, finding: str, fixer="qian") -> None:
    desk.record(fixer, [FindingRectified(finding=finding, result="locked", fixer=fixer)])
    desk.record("li", [FindingVerified(finding=finding, passed=True)])


def fact(finding: str, **changes) -> AccountProposed:
    fields = {"party": "person", "who": "qian", "fault": "duty", "measure": "reminder", "words": WORDS}
    return AccountProposed(account="", finding=finding, **(fields | changes))


def proposed(desk: Desk, finding: str, by="zhao", **changes) -> str:
    facts = deciding.propose(desk.ledger, fact(finding, **changes), by, desk.now())
    return desk.record(by, facts)[0].body.account


def approved(desk: Desk, finding: str, by="chen", **changes) -> str:
    account = proposed(desk, finding, **changes)
    desk.record(by, deciding.approve(desk.ledger, account, by, desk.now()))
    return account


@pytest.mark.requirement("D3.15")
def test_rules_7_serious_and_overdue_findings_need_a_decision_and_ordinary_ones_do_not(desk):
    needs = {s: deciding.needed(desk.ledger, found(desk, s), at(10)) for s in ("S1", "S2", "S3", "S4")}
    assert needs == {"S1": True, "S2": True, "S3": False, "S4": False}
    late = found(desk, due_h=1)
    assert not deciding.needed(desk.ledger, late, at(10))
    assert deciding.needed(desk.ledger, late, at(10, 1))
    assert not deciding.needed(desk.ledger, "unheard-of", at(10))


def test_rules_7_what_was_finished_late_needs_a_decision_afterwards_too(desk):
    late, timely = found(desk, due_h=2), found(desk, due_h=8)
    for finding in (late, timely):
        assigned(desk, finding)
    desk.until(at(12))
    for finding in (late, timely):
        mended(desk, finding)
    assert deciding.needed(desk.ledger, late, at(13))
    assert not deciding.needed(desk.ledger, timely, at(23))
    assert owing.undecided(desk.ledger, at(13)) == [late]


def test_rules_7_the_third_of_its_kind_in_a_month_needs_a_decision(desk):
    third = ""
    for _ in range(3):
        third = found(desk, "S4", fix=Fix(done="locked it", fixer="qian"))
        desk.record("li", [FindingVerified(finding=third, passed=True)])
        desk.record("zhao", [FindingClosed(finding=third)])
        desk.wait(30)
    assert deciding.needed(desk.ledger, third, desk.wall)
    assert not deciding.needed(desk.ledger, next(iter(desk.ledger.findings.all)), desk.wall)


def test_rules_7_a_void_finding_needs_no_decision_and_takes_none(desk):
    finding = found(desk, "S1")
    desk.record("zhao", [FindingVoided(finding=finding, why="no_fault", reason="it was a drill")])
    assert not deciding.needed(desk.ledger, finding, at(10))
    assert refusal(proposed, desk, finding) == "account.void"
    assert refusal(deciding.waive, desk.ledger, finding, "no fault", "zhao", desk.now()) == "account.void"


@pytest.mark.requirement("D3.15")
def test_rules_7_a_record_decides_once_it_is_approved_and_none_because_at_once(desk):
    one, other = found(desk, "S1"), found(desk, "S2")
    account = proposed(desk, one)
    assert not deciding.decided(desk.ledger, one)
    assert refusal(deciding.waive, desk.ledger, one, "storm tore it", "zhao", desk.now()) == "account.waits"
    desk.record("chen", deciding.refuse(desk.ledger, account, "was not on duty", "chen", desk.now()))
    assert not deciding.decided(desk.ledger, one)
    approved(desk, one)
    assert deciding.decided(desk.ledger, one)
    desk.record("zhao", deciding.waive(desk.ledger, other, "storm tore it", "zhao", desk.now()))
    assert deciding.decided(desk.ledger, other)
    assert refusal(deciding.waive, desk.ledger, other, "once more", "zhao", desk.now()) == "account.decided"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"who": "nobody"}, "account.who"),
        ({"party": "department", "who": "circus"}, "account.who"),
        ({"party": "contractor", "who": " "}, "account.who"),
        ({"measure": "points"}, "account.amount"),
        ({"measure": "money", "amount": -5}, "account.amount"),
        ({"measure": "money", "amount": float("nan")}, "account.amount"),
        ({"words": "no"}, "words.short"),
    ],
)
def test_rules_7_a_record_names_a_party_what_it_costs_and_what_happened(desk, changes, code):
    assert refusal(proposed, desk, found(desk, "S2"), **changes) == code


def test_rules_7_only_leads_and_heads_propose_and_a_head_for_the_own_department(desk):
    finding = found(desk, "S2")
    for nobody in ("wang", "qian", "wu", "zheng", "unheard-of"):
        assert refusal(proposed, desk, finding, by=nobody) == "account.not_allowed"
    assert refusal(proposed, desk, finding, by="zhou") == "account.not_yours"
    proposed(desk, finding, by="sun")
    assert refusal(proposed, desk, finding) == "account.twice"
    proposed(desk, finding, party="department", who="engineering")
    assert refusal(deciding.waive, desk.ledger, finding, "for no reason", "sun", desk.now()) == "account.not_allowed"


def test_rules_7_points_and_money_are_the_managers(desk):
    finding = found(desk, "S2")
    for who, measure in (("qian", "points"), ("sun", "money")):
        account = proposed(desk, finding, who=who, measure=measure, amount=3)
        assert refusal(deciding.approve, desk.ledger, account, "zhao", desk.now()) == "account.money"
        desk.record("chen", deciding.approve(desk.ledger, account, "chen", desk.now()))
        assert desk.ledger.accounts.all[account].state == "approved"
        assert refusal(deciding.approve, desk.ledger, account, "chen", desk.now()) == "account.state"
    mild = proposed(desk, finding, who="wang", measure="training")
    assert refusal(deciding.approve, desk.ledger, mild, "sun", desk.now()) == "account.not_allowed"
    desk.record("zhao", deciding.approve(desk.ledger, mild, "zhao", desk.now()))


def test_rules_7_nobody_decides_about_themself(desk):
    finding = found(desk, "S2")
    for who in ("zhao", "chen"):
        account = proposed(desk, finding, who=who)
        assert refusal(deciding.approve, desk.ledger, account, who, desk.now()) == "account.own"
        assert refusal(deciding.refuse, desk.ledger, account, "not my fault", who, desk.now()) == "account.own"
    other = found(desk, "S2")
    assigned(desk, other, person="zhao")
    assert refusal(deciding.waive, desk.ledger, other, "no fault of mine", "zhao", desk.now()) == "account.own"


def test_rules_7_found_and_mended_by_the_same_people_in_time_is_a_credit(desk):
    own = found(desk, "S2", fix=Fix(done="locked it", fixer="wang"), department="service")
    assert refusal(proposed, desk, own, who="wang", measure="points", amount=1) == "account.credit"
    assert refusal(proposed, desk, own, who="li", measure="money", amount=1) == "account.credit"
    costs = {"measure": "points", "amount": 1}
    assert refusal(proposed, desk, own, party="department", who="service", **costs) == "account.credit"
    proposed(desk, own, who="wang", measure="training")  # what costs nothing stays possible
    proposed(desk, own, party="contractor", who="Lift Co", measure="money", amount=200)  # they neither saw nor mended
    second = found(desk, "S2", fix=Fix(done="locked it", fixer="wang"), department="service")
    desk.record("zhao", deciding.waive(desk.ledger, second, "seen and mended", "zhao", desk.now(), credit=True))
    assert deciding.decided(desk.ledger, second)


def test_rules_7_what_others_mended_or_what_came_late_is_no_credit(desk):
    others, late = found(desk, "S2"), found(desk, due_h=1, by="qian")
    for finding in (others, late):
        assigned(desk, finding)
    desk.until(at(11))
    for finding in (others, late):
        mended(desk, finding)
        no = refusal(deciding.waive, desk.ledger, finding, "well done", "zhao", desk.now(), credit=True)
        assert no == "account.no_credit"
        proposed(desk, finding, measure="points", amount=2)


def test_D3_15_the_person_says_it_in_their_own_words_or_a_lead_writes_it_down(desk):
    account = proposed(desk, found(desk, "S2"))
    for other in ("wang", "sun", "wu"):
        assert refusal(deciding.state, desk.ledger, account, "not me", other, desk.now()) == "account.not_yours"
    desk.record("qian", deciding.state(desk.ledger, account, "the lock was broken", "qian", desk.now()))
    desk.record("zhao", deciding.state(desk.ledger, account, "he says he rang twice", "zhao", desk.now()))
    said = desk.ledger.accounts.all[account].statements
    assert [(by, f.words) for _, by, f in said] == [("qian", "the lock was broken"), ("zhao", "he says he rang twice")]
    desk.record("chen", deciding.refuse(desk.ledger, account, "the lock was broken", "chen", desk.now()))
    assert refusal(deciding.state, desk.ledger, account, "thank you", "qian", desk.now()) == "account.state"


def test_D3_15_only_the_party_appeals_and_only_while_the_record_stands(desk):
    account = proposed(desk, found(desk, "S2"), measure="money", amount=200)
    assert refusal(deciding.appeal, desk.ledger, account, "not fair", "qian", desk.now()) == "account.state"
    desk.record("chen", deciding.approve(desk.ledger, account, "chen", desk.now()))
    for other in ("wang", "zhao", "sun"):
        assert refusal(deciding.appeal, desk.ledger, account, "not fair", other, desk.now()) == "account.not_yours"
    desk.record("qian", deciding.appeal(desk.ledger, account, "the lock was broken", "qian", desk.now()))
    assert refusal(deciding.appeal, desk.ledger, account, "not fair", "qian", desk.now()) == "account.state"
    assert deciding.decided(desk.ledger, desk.ledger.accounts.all[account].finding)


def test_D3_15_a_department_is_spoken_for_by_its_head_and_a_firm_by_its_own_people_or_a_lead(desk):
    finding = found(desk, "S2")
    ours = approved(desk, finding, party="department", who="engineering")
    firm = approved(desk, finding, party="contractor", who="wu")
    assert refusal(deciding.appeal, desk.ledger, ours, "not fair", "zhou", desk.now()) == "account.not_yours"
    desk.record("sun", deciding.appeal(desk.ledger, ours, "we had no key", "sun", desk.now()))
    desk.record("wu", deciding.state(desk.ledger, firm, "we were never called", "wu", desk.now()))
    desk.record("zhao", deciding.appeal(desk.ledger, firm, "says so by phone", "zhao", desk.now()))


@pytest.mark.parametrize(
    ("outcome", "measure", "amount", "stands"),
    [
        ("upheld", "", 0, ("upheld", "points", 5)),
        ("eased", "points", 2, ("eased", "points", 2)),
        ("eased", "training", 9, ("eased", "training", 0)),
        ("lifted", "", 0, ("lifted", "", 0)),
    ],
)
def test_D3_15_the_manager_rules_on_an_appeal(desk, outcome, measure, amount, stands):
    account = approved(desk, found(desk, "S2"), measure="points", amount=5)
    ruling = AccountRuled(account=account, outcome=outcome, words="heard both", measure=measure, amount=amount)
    assert refusal(deciding.rule, desk.ledger, ruling, "chen", desk.now()) == "account.state"
    desk.record("qian", deciding.appeal(desk.ledger, account, "the lock was broken", "qian", desk.now()))
    assert refusal(deciding.rule, desk.ledger, ruling, "zhao", desk.now()) == "account.money"
    desk.record("chen", deciding.rule(desk.ledger, ruling, "chen", desk.now()))
    known = desk.ledger.accounts.all[account]
    assert (known.state, known.measure, known.amount) == stands
    assert known.settles
    assert not desk.ledger.accounts.waiting


@pytest.mark.parametrize(("measure", "amount"), [("", 0), ("points", 5), ("points", 6), ("money", 1)])
def test_D3_15_easing_is_to_something_milder(desk, measure, amount):
    account = approved(desk, found(desk, "S2"), measure="points", amount=5)
    desk.record("qian", deciding.appeal(desk.ledger, account, "the lock was broken", "qian", desk.now()))
    ruling = AccountRuled(account=account, outcome="eased", words="heard both", measure=measure, amount=amount)
    assert refusal(deciding.rule, desk.ledger, ruling, "chen", desk.now()) == "account.eased"


def test_rules_11_19_accountability_is_never_on_the_kiosk(desk):
    account = desk.ledger.accounts.all[approved(desk, found(desk, "S2"))]
    everybody = list(desk.ledger.people.members)
    assert not any(visible(desk.ledger, account, p, "kiosk", TODAY) for p in everybody)
    for place in ("tablet", "office"):
        see = {p for p in everybody if visible(desk.ledger, account, p, place, TODAY)}
        assert see == {"zhao", "chen", "sun", "qian"}


def test_rules_7_a_record_about_a_firm_is_seen_by_the_head_of_the_finding_and_none_because_too(desk):
    finding = found(desk, "S2")
    firm = desk.ledger.accounts.all[approved(desk, finding, party="contractor", who="Lift Co")]
    other = found(desk, "S2", department="cleaning")
    desk.record("zhao", deciding.waive(desk.ledger, other, "storm tore it", "zhao", desk.now()))
    (waived,) = desk.ledger.accounts.of(other)
    everybody = list(desk.ledger.people.members)
    see = [[p for p in everybody if visible(desk.ledger, a, p, "office", TODAY)] for a in (firm, waived)]
    assert [sorted(who) for who in see] == [["chen", "sun", "zhao"], ["chen", "zhao", "zhou"]]


def test_rules_11_11_the_managers_deputy_approves_money_but_never_about_themself(desk):
    away = DeputyNamed(person="chen", deputy="zhao", start=TODAY, end=TODAY)
    desk.record("chen", [away])
    finding = found(desk, "S2")
    about_qian = proposed(desk, finding, measure="money", amount=50)
    about_zhao = proposed(desk, finding, who="zhao", measure="money", amount=50)
    desk.record("zhao", deciding.approve(desk.ledger, about_qian, "zhao", desk.now()))
    assert refusal(deciding.approve, desk.ledger, about_zhao, "zhao", desk.now()) == "account.own"


def test_rules_7_two_devices_decide_apart_and_the_first_in_the_order_holds(desk):
    account = proposed(desk, found(desk, "S2"))
    other = Desk("t2", at(9, 1))
    other.hear(desk.events)
    other.record("zhao", deciding.refuse(other.ledger, account, "was not on duty", "zhao", other.now()))
    desk.wait(5)
    desk.record("chen", deciding.approve(desk.ledger, account, "chen", desk.now()))
    mine = list(desk.events)
    desk.hear(other.events)
    other.hear(mine)
    assert desk.ledger == other.ledger
    assert desk.ledger.accounts.all[account].state == "refused"

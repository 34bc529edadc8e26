"""Versions of a finding that do not know of each other: what holds meanwhile, and what a settlement makes of them."""

from __future__ import annotations

import pytest

from checkpoints.fact import Fact
from checkpoints.ledger.ledger import Ledger
from checkpoints.work import findings
from checkpoints.work.findings import Draft, Finding
from checkpoints.work.findings.facts import (
    FindingAssigned,
    FindingFixed,
    FindingSettled,
    FindingVerified,
    FindingVoided,
)
from tests.support.ground import Desk, at

DRAFT = Draft(
    checkpoint="CP-01", words="water on the floor", severity="S3", department="cleaning", category="cleaning", due_h=8
)


@pytest.fixture
def desks() -> list[Desk]:
    """Two devices that know of one open finding and go their own ways from there."""
    one, two = Desk("t1").open(), Desk("t2", at(9, 1))
    one.record("wang", findings.raise_finding(one.ledger, DRAFT, "wang", one.now()))
    two.hear(one.events)
    return [one, two]


def only(ledger: Ledger) -> Finding:
    (found,) = ledger.findings.all.values()
    return found


def meet(*desks: Desk) -> Finding:
    """All hear all; what they know is the same, whatever came first."""
    events = [e for desk in desks for e in desk.events]
    for desk in desks:
        desk.hear(events)
    for order in (events, events[::-1]):
        ledger = Ledger()
        for event in order:
            ledger.apply([event])
        assert only(ledger) == only(desks[0].ledger)
    return only(desks[0].ledger)


def say(desk: Desk, by: str, *facts: Fact) -> str:
    desk.wait(1)
    return desk.record(by, facts)[-1].id


def void(desk: Desk) -> str:
    return say(desk, "zhao", FindingVoided(finding=only(desk.ledger).id, why="no_fault", reason="dew, not a leak"))


def fixed(desk: Desk) -> str:
    return say(desk, "li", FindingFixed(finding=only(desk.ledger).id, done="mopped", fixer="li"))


def settle(desk: Desk, chosen: str) -> str:
    found = only(desk.ledger)
    return say(desk, "zhao", FindingSettled(finding=found.id, chosen=chosen, after=tuple(t.id for t in found.tips)))


def test_D3_12_what_was_settled_otherwise_on_two_devices_is_settled_by_a_third_word(desks):
    one, two = desks
    wet, dry = fixed(one), void(two)
    meet(one, two)
    first, second = settle(one, wet), settle(two, dry)
    found = meet(one, two)
    assert found.conflict
    assert found.state == "void", "the later word holds meanwhile"
    assert {tip.id: found.progress_of(tip.id).state for tip in found.tips} == {first: "fixed_on_spot", second: "void"}

    settle(one, first)
    found = meet(one, two)
    assert (found.conflict, found.state) == (False, "fixed_on_spot")


def test_D3_12_work_on_the_version_that_was_not_chosen_is_a_conflict_again_and_can_still_be_chosen(desks):
    one, two = desks
    wet, dry = fixed(one), void(two)
    meet(one, two)
    settle(one, dry)
    assert only(one.ledger).state == "void"
    late = say(two, "wang", FindingVerified(finding=only(two.ledger).id, passed=True, after=(wet,)))
    found = meet(one, two)
    assert found.conflict
    settle(one, late)
    found = meet(one, two)
    assert (found.conflict, found.state) == (False, "verified")


def test_D3_12_whichever_of_three_is_chosen_it_holds_and_the_others_do_not(desks):
    one, two = desks
    three = Desk("t3", at(9, 2))
    three.hear(one.events)
    order = FindingAssigned(
        finding=only(three.ledger).id,
        notice="T1-0001/1",
        department="cleaning",
        head="",
        plan="mop it",
        person="li",
        due=at(17),
    )
    made = [fixed(one), void(two), say(three, "zhao", order)]
    meet(one, two, three)
    for chosen, state in zip(made, ("fixed_on_spot", "void", "assigned"), strict=True):
        settle(one, chosen)
        found = meet(one, two, three)
        assert (found.conflict, found.state) == (False, state)


def test_rules_1_a_notice_that_waits_for_its_signature_waits_still_when_the_look_on_the_spot_fails(desks):
    one, _ = desks
    found = only(one.ledger)
    order = FindingAssigned(
        finding=found.id, notice="T1-0001/1", department="cleaning", head="", plan="mop it", person="li", due=at(17)
    )
    say(one, "zhao", order)
    fixed(one)
    say(one, "wang", FindingVerified(finding=found.id, passed=False, words="wet again"))
    found = only(one.ledger)
    assert (found.state, found.person, found.progress.number_of_attempt) == ("assigned", "li", 2)


def test_D3_12_two_who_are_both_said_to_have_done_it_is_a_conflict_so_that_neither_verifies_own_work(desks):
    one, two = desks
    for desk, by in ((one, "li"), (two, "wang")):
        say(desk, by, FindingFixed(finding=only(desk.ledger).id, done="mopped", fixer=by))
    found = meet(one, two)
    assert found.conflict
    settle(one, found.tips[0].id)
    assert meet(one, two).conflict is False


def test_D3_12_a_look_by_whoever_did_it_moves_nothing_though_another_device_took_somebody_else_for_the_one(desks):
    one, two = desks
    finding = only(one.ledger).id
    say(one, "li", FindingFixed(finding=finding, done="mopped", fixer="wang"))
    two.wait(30)
    say(two, "li", FindingFixed(finding=finding, done="mopped", fixer="zhao"))
    say(two, "wang", FindingVerified(finding=finding, passed=True))
    assert only(two.ledger).state == "verified"
    found = meet(one, two)
    assert (found.state, found.progress.fixer, found.conflict) == ("fixed_on_spot", "wang", True)

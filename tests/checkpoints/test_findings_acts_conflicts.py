"""D3.12: one finding changed on two desks that knew nothing of each other, told with the acts that people take.

What versions are is tested in `test_findings_versions`; here: what people do until nothing contradicts itself.
"""

from __future__ import annotations

import pytest

from tests.support.cases import Case
from tests.support.ground import Desk, at


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def apart(case: Case, name: str = "t2") -> Case:
    """The same finding on a desk that has heard all until now; its clock is a minute ahead."""
    other = Desk(name, case.desk.wall)
    other.hear(case.desk.events)
    other.wait(1)
    return case.on(other)


def meet(*cases: Case) -> None:
    """All desks hear of all; what they know of the finding is the same."""
    for case in cases:
        for other in cases:
            if other is not case:
                case.desk.hear(other.desk.events)
    assert all(case.finding == cases[0].finding for case in cases)
    for case in cases:
        case.wait(minutes=5)


def tip(case: Case, kind: str, by: str) -> str:
    """The version that ends with this change."""
    (found,) = [t.id for t in case.finding.tips if (t.body.kind(), t.actor) == ("finding." + kind, by)]
    return found


def assigned_twice(desk: Desk) -> tuple[Case, Case]:
    """Two notices to two people."""
    one = Case(desk)
    two = apart(one)
    one.act("assign", "zhao", due=at(17))
    two.act("assign", "chen", person="sun", due=at(20))
    meet(one, two)
    return one, two


def test_D3_12_two_changes_unseen_by_each_other_are_a_conflict_on_both_desks_until_one_is_chosen(desk):
    one, two = assigned_twice(desk)
    assert one.finding.conflict
    assert two.line.conflict
    assert one.line.person == "sun"  # the later one holds meanwhile
    one.act("settle", "zhao", version=tip(one, "assigned", "zhao"), reason="sun is on leave")
    meet(one, two)
    assert (one.finding.conflict, two.line.person, two.line.due) == (False, "qian", at(17))
    assert two.timeline == ["raised", "assigned", "assigned", "settled"]
    assert two.finding.changes[-1].body.words == "sun is on leave"


def test_D3_12_each_version_can_be_seen_for_itself(desk):
    one, _ = assigned_twice(desk)
    seen = [one.finding.progress_of(t.id).orders for t in one.finding.tips]
    assert sorted(o.fact.person for orders in seen for o in orders) == ["qian", "sun"]


def test_D3_12_a_third_change_that_comes_late_is_a_conflict_again(desk):
    one = Case(desk)
    two, three = apart(one), apart(one, "t3")
    one.act("assign", "zhao", due=at(17))
    two.act("assign", "chen", person="sun", due=at(20))
    three.act("assign", "zhao", department="cleaning", person="li", due=at(21))
    meet(one, two)
    one.act("settle", "zhao", version=tip(one, "assigned", "zhao"))
    assert not one.finding.conflict
    meet(one, two, three)
    assert all(case.finding.conflict for case in (one, two, three))
    two.act("settle", "chen", version=tip(two, "settled", "zhao"))
    meet(one, two, three)
    assert [(c.finding.conflict, c.line.person) for c in (one, two, three)] == [(False, "qian")] * 3
    assert one.timeline.count("assigned") == 3


def test_D3_12_what_comes_to_the_same_is_no_conflict_and_work_goes_on_from_both(desk):
    one = Case(desk).to("assigned")
    two = apart(one)
    one.act("accept", "qian")
    two.act("accept", "sun")
    meet(one, two)
    assert not one.finding.conflict
    assert one.why_not("settle", "zhao") == "settle.none"
    two.act("begin", "qian")
    meet(one, two)
    assert (one.state, one.finding.conflict, len(one.finding.tips)) == ("in_work", False, 1)


def test_D3_12_signing_and_finishing_in_one_go_stands_on_both_of_two_equal_notices(desk):
    one = Case(desk)
    two = apart(one)
    for case, by in ((one, "zhao"), (two, "chen")):
        case.act("assign", by, due=at(17))
    meet(one, two)
    two.act("rectify", "qian")
    meet(one, two)
    assert (one.state, one.finding.conflict, len(one.finding.tips)) == ("rectified", False, 1)


@pytest.mark.parametrize("early", [True, False])
def test_D3_12_a_note_in_between_makes_no_false_conflict(desk, early):
    one = Case(desk).to("assigned")
    two = apart(one)
    two.act("note", "li", words="the tap runs too")
    if early:
        meet(one, two)
    one.act("accept", "qian").act("flag", "zhao").act("cause", "sun").act("begin", "qian")
    meet(one, two)
    two.act("note", "li", words="still running").act("rectify", "qian")
    meet(one, two)
    one.act("pass", "li")
    meet(one, two)
    assert (one.state, one.finding.conflict, two.line.conflict) == ("verified", False, False)


def test_D3_12_what_came_too_late_moves_nothing_but_stays_and_can_be_chosen(desk):
    one = Case(desk).to("assigned")
    two = apart(one)
    one.act("void", "chen")
    two.wait(1).act("rectify", "qian")
    meet(one, two)
    assert (one.state, one.finding.conflict) == ("void", True)
    assert one.timeline == ["raised", "assigned", "voided", "accepted", "rectified"]
    one.act("settle", "zhao", version=tip(one, "rectified", "qian"))
    assert (one.state, one.finding.conflict) == ("rectified", False)
    meet(one, two)
    assert two.act("pass", "li").state == "verified"


def test_D3_12_while_a_conflict_waits_work_goes_on_but_nothing_is_closed(desk):
    one, two = assigned_twice(desk)
    for act, by in (("accept", "sun"), ("rectify", "sun"), ("pass", "li")):
        one.act(act, by)
    assert (one.state, one.finding.conflict) == ("verified", True)
    assert one.refused("close", "chen") == "close.conflict"
    one.act("settle", "zhao", version=tip(one, "verified", "li"))
    meet(one, two)
    assert two.act("close", "chen").state == "closed"


def test_D3_12_two_versions_are_combined_by_one_decision(desk):
    one, two = assigned_twice(desk)
    zhao = tip(one, "assigned", "zhao")
    written = one.events("settle", "zhao", version=zhao, person="sun", words="both pumps are wet", severity="S2")
    assert [e.body.kind() for e in written] == ["finding.settled", "finding.corrected", "finding.assigned"]
    meet(one, two)
    order = two.finding.progress.order
    assert (order.fact.person, order.fact.due, order.fact.plan) == ("sun", at(17), "seal the joint")
    assert order.fact.notice == f"{two.line.number}/3"
    assert (two.line.severity, two.line.words, two.finding.conflict) == ("S2", "both pumps are wet", False)


def test_D3_12_an_extension_and_another_notice_contradict_each_other(desk):
    one = Case(desk).act("assign", "zhao", due=at(17)).act("accept", "qian").act("ask_extension", "qian")
    two = apart(one)
    one.act("grant_extension", "zhao")
    two.act("assign", "chen", person="sun", due=at(12))
    meet(one, two)
    assert one.finding.conflict
    one.act("settle", "zhao", version=tip(one, "extension_answered", "zhao"))
    assert (one.line.person, one.line.extensions, one.line.due) == ("qian", 1, at(17, day=1))


def test_rules_11_01_merged_on_one_desk_and_assigned_on_the_other_is_a_conflict(desk):
    first = Case(desk)
    one = Case(desk)
    two = apart(one)
    one.act("merge", "zhao", other=first.id)
    two.act("assign", "chen")
    meet(one, two)
    assert (one.state, one.finding.conflict) == ("merged", True)
    assert one.act("settle", "zhao", version=tip(one, "assigned", "chen")).state == "assigned"


REFUSED = [
    ("zhao", {"version": ""}, "form.missing"),
    ("zhao", {"version": "nothing"}, "settle.version"),
    ("li", {}, "finding.not_allowed"),
    ("zhao", {"words": "wet"}, "words.short"),
    ("zhao", {"severity": "S9"}, "finding.severity"),
    ("zhao", {"words": "water under the pump"}, "correct.nothing"),
    ("zhao", {"person": "nobody"}, "assign.person"),
    ("zhao", {"person": "qian", "due": at(9)}, "assign.due"),
]


@pytest.mark.parametrize(("by", "form", "code"), REFUSED)
def test_D3_12_a_settlement_is_refused_with_its_reason(desk, by, form, code):
    one, _ = assigned_twice(desk)
    assert one.refused("settle", by, **{"version": tip(one, "assigned", "zhao"), **form}) == code
    assert one.finding.conflict


def test_D3_12_what_is_over_in_the_chosen_version_is_neither_corrected_nor_assigned(desk):
    one = Case(desk)
    two = apart(one)
    one.act("void", "chen")
    two.act("correct", "zhao", words="two pumps leak")
    meet(one, two)
    over, found = tip(one, "voided", "chen"), tip(one, "corrected", "zhao")
    assert one.refused("settle", "zhao", version=over, words="something else") == "finding.state"
    assert one.refused("settle", "zhao", version=over, person="qian") == "finding.state"
    assert one.refused("settle", "zhao", version=found, person="qian") == "form.missing"

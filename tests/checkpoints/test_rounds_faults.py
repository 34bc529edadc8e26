"""D3.9, D3.12: a failed answer brings its finding in one step; one fault is one finding, put right or seen again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.people import Confirmed
from checkpoints.work import findings
from checkpoints.work.findings import FindingNoted, FindingRaised, Fix
from checkpoints.work.rounds import checking
from tests.support.ground import Desk, Walk, at, refusal
from tests.support.small_site import SIX
from tests.support.visits import fix, next_visit, only, see

PUMPS = "CP-06"
LOBBY = "CP-01"
PHOTO = "a" * 64


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


@pytest.fixture
def walk(desk) -> Walk:
    """On a round, at the pump room and at the first lobby."""
    return Walk(desk).scan(LOBBY).scan(PUMPS, after=5)


def test_D3_9_a_failed_answer_brings_its_finding_in_the_same_step(walk):
    events = walk.answer(LOBBY, "LOB-2", "fail")
    assert [e.body.kind() for e in events] == ["round.answered", "finding.raised", "round.finding"]
    raised = only(walk, LOBBY).raised
    assert raised is not None
    assert (raised.severity, raised.department, raised.category) == ("S2", "cleaning", "cleaning")
    assert raised.due == walk.desk.wall + timedelta(hours=24)
    assert (raised.check, raised.value, raised.round) == ("LOB-2", "fail", walk.id)
    assert raised.words == "不合格\uff1a检查 LOB-2"
    assert walk.round.visit(LOBBY).touched == {only(walk, LOBBY).id: "raised"}


def test_D3_9_the_sheet_as_filled_in_wins_over_the_catalogue(walk):
    desk = walk.desk
    check = desk.ledger.site.check_at(LOBBY, "LOB-1")
    draft = findings.draft_for(desk.ledger, LOBBY, check, words="broken glass", round_id=walk.id)
    filled = replace(draft, severity="S2", department="service", due_h=6.0, photos=(PHOTO,), words="broken glass door")
    walk.answer(LOBBY, "LOB-1", "fail", draft=filled)
    raised = only(walk, LOBBY).raised
    assert raised is not None
    assert (raised.severity, raised.department, raised.words) == ("S2", "service", "broken glass door")
    assert (raised.due, raised.photos, raised.photo_owed) == (desk.wall + timedelta(hours=6), (PHOTO,), False)


def test_D3_9_a_bad_sheet_records_neither_answer_nor_finding(walk):
    check = walk.desk.ledger.site.check_at(LOBBY, "LOB-1")
    draft = findings.draft_for(walk.desk.ledger, LOBBY, check, words="bad")
    assert refusal(walk.answer, LOBBY, "LOB-1", "fail", draft=draft) == "words.short"
    assert walk.round.visit(LOBBY).answers == {}


def test_rules_6_the_same_fault_seen_again_while_open_is_a_sighting_and_no_second_finding(walk):
    walk.answer(LOBBY, "LOB-2", "fail")
    found = only(walk, LOBBY)
    again = next_visit(walk, LOBBY)
    events = again.answer(LOBBY, "LOB-2", "fail")
    assert [e.body.kind() for e in events] == ["round.answered", "finding.seen", "round.finding"]
    assert only(again, LOBBY).id == found.id
    assert [s.still for _, _, s in only(again, LOBBY).sightings] == [True]
    assert again.round.visit(LOBBY).touched == {found.id: "still"}


def test_rules_6_failing_twice_in_one_visit_is_one_fault(walk):
    walk.answer(LOBBY, "LOB-2", "fail")
    walk.answer(LOBBY, "LOB-2", "pass")
    events = walk.answer(LOBBY, "LOB-2", "fail")
    assert [e.body.kind() for e in events] == ["round.answered"]
    assert only(walk, LOBBY).sightings == []


def test_rules_6_what_the_sheet_adds_to_an_open_fault_is_kept(walk):
    walk.answer(LOBBY, "LOB-2", "fail")
    again = next_visit(walk, LOBBY)
    found = only(again, LOBBY)
    check = again.desk.ledger.site.check_at(LOBBY, "LOB-2")
    draft = findings.draft_for(again.desk.ledger, LOBBY, check, words="now much worse", round_id=again.id)
    again.answer(LOBBY, "LOB-2", "fail", draft=replace(draft, photos=(PHOTO,)))
    assert only(again, LOBBY).id == found.id
    assert only(again, LOBBY).photos == (PHOTO,)
    assert [n.words for _, _, n in only(again, LOBBY).notes] == ["now much worse"]
    assert again.round.visit(LOBBY).touched == {found.id: "still"}


def test_rules_6_an_open_fault_put_right_by_way_of_the_sheet_is_fixed(walk):
    walk.answer(LOBBY, "LOB-2", "fail")
    again = next_visit(walk, LOBBY)
    found = only(again, LOBBY)
    check = again.desk.ledger.site.check_at(LOBBY, "LOB-2")
    draft = findings.draft_for(again.desk.ledger, LOBBY, check, words="swept at once", round_id=again.id)
    again.answer(LOBBY, "LOB-2", "fail", draft=replace(draft, fix=Fix(done="swept", fixer="li")))
    assert found.state == "fixed_on_spot"
    assert again.round.visit(LOBBY).touched == {found.id: "fixed"}


def test_rules_2_a_reading_that_became_critical_is_not_hidden_in_the_ordinary_fault(walk):
    walk.answer(PUMPS, "PMP-1", 35)
    walk.answer(PUMPS, "PMP-1", 140)
    walk.answer(PUMPS, "PMP-1", 150)
    assert [f.raised.severity for f in walk.desk.ledger.findings.at(PUMPS) if f.raised] == ["S2", "S1"]


def test_rules_11_5_a_dead_meter_is_a_finding_and_no_reading(walk):
    walk.answer(PUMPS, "PMP-1", "unreadable", lang="en")
    raised = only(walk, PUMPS).raised
    assert raised is not None
    assert (raised.words, raised.severity, raised.value) == ("Check PMP-1: meter cannot be read", "S2", "unreadable")
    assert walk.round.visit(PUMPS).answers["PMP-1"].fact.outcome == "fail"
    assert walk.desk.ledger.rounds.readings == {}


def test_rules_11_5_a_reading_out_of_range_is_not_hidden_in_the_dead_meter(walk):
    walk.answer(PUMPS, "PMP-1", "unreadable")
    again = next_visit(walk, PUMPS)
    again.answer(PUMPS, "PMP-1", "unreadable")
    assert len(only(again, PUMPS).sightings) == 1
    again.answer(PUMPS, "PMP-1", 35)
    assert [f.raised.value for f in again.desk.ledger.findings.at(PUMPS) if f.raised] == ["unreadable", 35.0]


def test_rules_11_5_a_corrected_reading_of_a_dead_meter_leaves_the_series(walk):
    walk.answer(PUMPS, "PMP-1", 4)
    walk.answer(PUMPS, "PMP-1", "unreadable")
    assert walk.desk.ledger.rounds.readings == {}
    backwards = Ledger()
    for event in reversed(walk.desk.events):
        backwards.apply([event])
    assert backwards == walk.desk.ledger


def test_rules_6_after_it_is_gone_the_fault_is_a_new_finding(walk):
    walk.answer(LOBBY, "LOB-2", "fail")
    first = only(walk, LOBBY)
    again = next_visit(walk, LOBBY)
    see(again, first, still=False)
    again.answer(LOBBY, "LOB-2", "fail")
    assert only(again, LOBBY).id != first.id


def test_D3_12_an_open_finding_of_the_place_is_looked_at_before_leaving(walk):
    walk.answer(LOBBY, "LOB-2", "fail")
    found = only(walk, LOBBY)
    again = next_visit(walk, LOBBY)
    again.answer(LOBBY, "LOB-1", "pass")
    again.answer(LOBBY, "LOB-3", "clear")
    again.answer(LOBBY, "LOB-2", "pass")
    assert checking.unseen(again.desk.ledger, again.round, LOBBY) == [found]
    assert refusal(again.leave, LOBBY) == "point.unseen"
    see(again, found, still=False)
    again.leave(LOBBY)
    assert (found.state, found.open) == ("gone", False)


def test_D3_12_a_finding_of_another_place_is_seen_only_there(walk):
    walk.answer(LOBBY, "LOB-2", "fail")
    found = only(walk, LOBBY)
    walk.finish()
    elsewhere = Walk(walk.desk).scan("CP-02")
    assert refusal(see, elsewhere, found, still=True) == "point.not_reached"
    elsewhere.answer_all("CP-02")
    elsewhere.leave("CP-02")


def test_D3_9_a_photo_that_is_asked_for_is_there_or_excused_before_leaving(walk):
    walk.answer(LOBBY, "LOB-1", "fail")
    walk.answer_all(LOBBY)
    found = only(walk, LOBBY)
    assert found.photo_owed
    assert refusal(walk.leave, LOBBY) == "point.photo_owed"
    excuse = FindingNoted(finding="", no_photo="camera broken")
    walk.desk.record("wang", findings.note(walk.desk.ledger, found.id, excuse))
    walk.leave(LOBBY)


def test_D3_9_a_finding_is_put_right_on_the_spot_with_who_and_what(walk):
    walk.answer(LOBBY, "LOB-2", "fail")
    found = only(walk, LOBBY)
    walk.desk.wait(3)
    fix(walk, found, photos=(PHOTO,))
    assert (found.state, found.fixed_at) == ("fixed_on_spot", walk.desk.wall)
    assert found.fixed is not None
    assert (found.fixed.done, found.fixed.fixer, found.fixed.photos) == ("swept clean", "the cleaner", (PHOTO,))
    assert walk.round.visit(LOBBY).touched[found.id] == "fixed"
    assert walk.desk.ledger.findings.at(LOBBY) == []


def test_D3_9_an_emergency_put_right_on_the_spot_needs_a_second_person(walk):
    walk.answer(PUMPS, "PMP-2", "fail")
    found = only(walk, PUMPS)
    assert refusal(fix, walk, found) == "fix.alone"
    assert refusal(fix, walk, found, witness=Confirmed("wang")) == "fix.alone"
    fix(walk, found, witness=Confirmed("li"))
    assert found.fixed is not None
    assert found.fixed.witness == "li"


def test_D3_9_a_free_finding_belongs_to_the_point_where_the_people_are(walk):
    desk = walk.desk
    draft = findings.draft_for(desk.ledger, LOBBY, None, words="a dog in the lobby", round_id=walk.id)
    desk.record("wang", checking.raise_here(desk.ledger, draft, "wang", desk.now()))
    raised = only(walk, LOBBY).raised
    assert raised is not None
    assert (raised.check, raised.severity, raised.department, raised.category) == ("", "S3", "service", "other")
    elsewhere = replace(draft, checkpoint=SIX[3])
    assert refusal(checking.raise_here, desk.ledger, elsewhere, "wang", desk.now()) == "point.not_reached"


def test_D3_9_a_finding_raised_and_put_right_in_one_step(walk):
    desk = walk.desk
    draft = findings.draft_for(desk.ledger, LOBBY, None, words="paper on the floor", round_id=walk.id)
    filled = replace(draft, fix=Fix(done="picked up", fixer="wang"))
    desk.record("wang", checking.raise_here(desk.ledger, filled, "wang", desk.now()))
    (found,) = desk.ledger.findings.all.values()
    assert found.state == "fixed_on_spot"
    assert walk.round.visit(LOBBY).touched == {found.id: "fixed"}


def test_D3_9_the_finding_is_recorded_by_the_same_person_at_the_same_moment(walk):
    events = walk.answer(LOBBY, "LOB-2", "fail")
    assert {(e.actor, e.at) for e in events} == {("wang", walk.desk.wall)}
    assert isinstance(events[1].body, FindingRaised)
    assert (only(walk, LOBBY).found_by, only(walk, LOBBY).found_at) == ("wang", walk.desk.wall)

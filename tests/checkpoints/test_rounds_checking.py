"""D3.4 to D3.9: answering at a point; a failed answer brings its finding in one step; nothing is left half done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.checks import Check
from checkpoints.site.people import Confirmed
from checkpoints.work import findings
from checkpoints.work.findings import Finding, FindingNoted, FindingRaised, Fix
from checkpoints.work.rounds import checking
from tests.support.ground import Desk, Walk, at, refusal
from tests.support.small_site import SIX, small_site

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


def only(walk: Walk, checkpoint: str) -> Finding:
    (found,) = walk.desk.ledger.findings.at(checkpoint)
    return found


def asked(walk: Walk, checkpoint: str) -> list[str]:
    return [c.id for c in checking.checks_here(walk.desk.ledger, walk.round, checkpoint)]


def next_visit(walk: Walk, checkpoint: str) -> Walk:
    """The round ends; somebody comes back to the place in the afternoon."""
    walk.finish()
    walk.desk.until(at(14))
    return Walk(walk.desk).scan(checkpoint)


def see(walk: Walk, found: Finding, *, still: bool) -> None:
    walk.desk.record("wang", checking.see(walk.desk.ledger, walk.id, found.id, "wang", still=still))


def fix(walk: Walk, found: Finding, by: str = "wang", **more) -> None:
    done = Fix(done="swept clean", fixer="the cleaner", **more)
    walk.desk.record(by, checking.fix_here(walk.desk.ledger, walk.id, found.id, done, by))


def test_D3_4_a_point_is_answered_only_after_arriving(desk):
    walk = Walk(desk)
    assert refusal(walk.answer, LOBBY, "LOB-1", "pass") == "point.not_reached"
    assert refusal(walk.leave, LOBBY) == "point.not_reached"
    assert refusal(checking.pass_rest, desk.ledger, walk.id, LOBBY, "wang") == "point.not_reached"


def test_D3_4_only_the_checks_of_the_place_are_answered(walk):
    assert refusal(walk.answer, LOBBY, "PMP-1", 3) == "answer.check"
    assert refusal(walk.answer, LOBBY, "NONE", "pass") == "answer.check"


def test_rules_11_9_out_of_season_a_check_is_not_asked():
    def asked_on(day: date) -> list[str]:
        return [c.id for c in small_site().checks_at(PUMPS, day)]

    assert "PMP-7" not in asked_on(date(2026, 11, 23))
    assert "PMP-7" in asked_on(date(2026, 4, 15))
    assert "PMP-7" in asked_on(date(2026, 10, 15))
    assert "PMP-7" not in asked_on(date(2026, 10, 16))


def test_D3_6_a_place_has_its_own_range_and_leaves_out_what_it_has_not(desk):
    walk = Walk(desk, "R-PUMP").scan("CP-07")
    assert "PMP-8" not in asked(walk, "CP-07")
    walk.answer("CP-07", "PMP-1", 25)
    assert only(walk, "CP-07").raised is not None
    walk.scan(PUMPS, after=2)
    walk.answer(PUMPS, "PMP-1", 25)
    assert desk.ledger.findings.at(PUMPS) == []


def test_D3_4_a_good_answer_brings_no_finding(walk):
    (event,) = walk.answer(LOBBY, "LOB-1", "pass")
    assert (event.body.outcome, event.body.with_rest) == ("ok", False)
    assert walk.desk.ledger.findings.open() == []


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


def test_D3_6_a_reading_out_of_range_brings_its_finding_with_the_reading(walk):
    walk.answer(PUMPS, "PMP-1", "35", lang="en")
    raised = only(walk, PUMPS).raised
    assert raised is not None
    assert (raised.severity, raised.department, raised.value) == ("S2", "engineering", 35.0)
    assert raised.due == walk.desk.wall + timedelta(hours=12)
    assert raised.words == "Check PMP-1: 35 ppm, normal 0–30 ppm"


@pytest.mark.parametrize(("check", "own_hours", "hours"), [("PMP-1", 12, 2), ("PMP-2", 1, 1)])
def test_D3_6_a_critical_reading_is_an_emergency_with_the_shorter_deadline(walk, check, own_hours, hours):
    site = walk.desk.ledger.site
    assert site is not None
    known: Check | None = site.check_at(PUMPS, check)
    assert known is not None
    assert known.on_fail is not None
    assert known.on_fail.deadline_h == own_hours
    draft = findings.draft_for(walk.desk.ledger, PUMPS, known, 101.0, "critical", words="far too much")
    assert (draft.severity, draft.due_h) == ("S1", hours)


def test_D3_6_a_critical_answer_raises_an_S1_in_one_step(walk):
    walk.answer(PUMPS, "PMP-1", 140)
    raised = only(walk, PUMPS).raised
    assert raised is not None
    assert (raised.severity, raised.due) == ("S1", walk.desk.wall + timedelta(hours=2))


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


def test_D3_4_a_correction_keeps_the_old_answer_and_names_it(walk):
    (first,) = walk.answer(LOBBY, "LOB-1", "pass")
    (second,) = walk.answer(LOBBY, "LOB-1", "na")
    visit = walk.round.visit(LOBBY)
    assert second.body.corrects == first.id
    assert visit.answers["LOB-1"].fact.value == "na"
    assert [a.event for a in visit.corrected] == [first.id]


def test_D3_6_a_corrected_reading_leaves_the_series_of_the_place(walk):
    walk.answer(PUMPS, "PMP-1", 4000)
    walk.answer(PUMPS, "PMP-1", 4)
    rounds = walk.desk.ledger.rounds
    assert [r.value for r in rounds.readings[PUMPS, "PMP-1"]] == [4.0]
    again = next_visit(walk, PUMPS)
    again.answer(PUMPS, "PMP-1", 6)
    assert [r.value for r in rounds.readings[PUMPS, "PMP-1"]] == [4.0, 6.0]
    last = rounds.last_reading(PUMPS, "PMP-1", before_round=again.id)
    assert last is not None
    assert (last.value, last.round) == (4.0, walk.id)


def test_rules_8_answers_are_not_carried_over_to_the_next_round(walk):
    walk.answer_all(LOBBY)
    walk.leave(LOBBY)
    again = next_visit(walk, LOBBY)
    assert again.round.visit(LOBBY).answers == {}
    assert len(checking.unanswered(again.desk.ledger, again.round, LOBBY)) == 3


def test_rules_8_pass_the_rest_leaves_out_numbers_photos_and_emergencies(walk):
    desk = walk.desk
    events = desk.record("wang", checking.pass_rest(desk.ledger, walk.id, PUMPS, "wang"))
    assert [(e.body.check, e.body.value, e.body.with_rest) for e in events] == [("PMP-8", "pass", True)]
    assert walk.round.visit(PUMPS).with_rest == 1
    desk.record("wang", checking.pass_rest(desk.ledger, walk.id, LOBBY, "wang"))
    answers = walk.round.visit(LOBBY).answers
    assert {c: a.fact.value for c, a in answers.items()} == {"LOB-1": "pass", "LOB-2": "pass", "LOB-3": "clear"}
    assert refusal(checking.pass_rest, desk.ledger, walk.id, LOBBY, "wang") == "point.nothing_to_pass"


def test_rules_8_pass_the_rest_touches_no_answer_that_was_given(walk):
    desk = walk.desk
    walk.answer(LOBBY, "LOB-1", "na")
    desk.record("wang", checking.pass_rest(desk.ledger, walk.id, LOBBY, "wang"))
    assert walk.round.visit(LOBBY).answers["LOB-1"].fact.value == "na"
    assert walk.round.visit(LOBBY).corrected == []


def test_rules_8_pass_the_rest_leaves_out_a_check_whose_fault_stands_open(walk):
    walk.answer(LOBBY, "LOB-2", "fail")
    again = next_visit(walk, LOBBY)
    desk = again.desk
    assert [c.id for c in checking.rest(desk.ledger, again.round, LOBBY)] == ["LOB-1", "LOB-3"]
    desk.record("wang", checking.pass_rest(desk.ledger, again.id, LOBBY, "wang"))
    assert [c.id for c in checking.unanswered(desk.ledger, again.round, LOBBY)] == ["LOB-2"]


def test_D3_4_a_point_is_left_when_everything_is_answered(walk):
    assert refusal(walk.leave, LOBBY) == "point.unanswered"
    walk.answer_all(LOBBY)
    walk.leave(LOBBY)
    assert walk.round.visit(LOBBY).state == "done"


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


def test_D3_4_a_check_that_always_wants_a_photo_owes_it_also_when_it_passes(walk):
    walk.answer_all(PUMPS)
    walk.answer(PUMPS, "PMP-5", "pass")
    owed = checking.photos_owed(walk.desk.ledger, walk.round, PUMPS)
    assert [c.id for c in owed] == ["PMP-5"]
    assert refusal(walk.leave, PUMPS) == "point.photo_owed"
    walk.answer(PUMPS, "PMP-5", "pass", no_photo="too dark")
    walk.leave(PUMPS)


def test_D3_4_what_does_not_apply_owes_no_photo(walk):
    walk.answer_all(PUMPS)
    walk.answer(PUMPS, "PMP-5", "na")
    walk.leave(PUMPS)


def test_D3_4_a_photo_answer_is_kept_as_a_photo(walk):
    (event,) = walk.answer(PUMPS, "PMP-4", PHOTO)
    assert event.body.photos == (PHOTO,)


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


def test_D3_4_answering_on_a_paused_round_makes_it_go_on(walk):
    walk.pause()
    events = walk.answer(LOBBY, "LOB-1", "pass")
    assert [e.body.kind() for e in events] == ["round.resumed", "round.answered"]


def test_D3_4_checks_without_an_answer_are_flagged_on_the_verdict(walk):
    from checkpoints.ledger.queries import expected_checks, verdict

    walk.answer_all(LOBBY)
    walk.leave(LOBBY)
    found = verdict(walk.desk.ledger, walk.round)
    (open_ends,) = [r for r in found.warnings if r.code == "unanswered"]
    assert open_ends.params == {"count": 7, "points": (PUMPS,)}
    assert expected_checks(walk.desk.ledger, walk.round)[LOBBY] == 3


def test_D3_9_the_finding_is_recorded_by_the_same_person_at_the_same_moment(walk):
    events = walk.answer(LOBBY, "LOB-2", "fail")
    assert {(e.actor, e.at) for e in events} == {("wang", walk.desk.wall)}
    assert isinstance(events[1].body, FindingRaised)
    assert (only(walk, LOBBY).found_by, only(walk, LOBBY).found_at) == ("wang", walk.desk.wall)

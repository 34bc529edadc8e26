"""D3.4 to D3.8: answering at a point, correcting, passing the rest, and leaving when nothing is left half done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checkpoints.site.checks import Check
from checkpoints.work import findings
from checkpoints.work.rounds import checking
from tests.support.ground import Desk, Walk, at, refusal
from tests.support.small_site import small_site
from tests.support.visits import next_visit, only

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


def asked(walk: Walk, checkpoint: str) -> list[str]:
    return [c.id for c in checking.checks_here(walk.desk.ledger, walk.round, checkpoint)]


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

"""D3.1 and D3.2: who must be there, and who may let a round count all the same."""

from __future__ import annotations

import pytest

from checkpoints.site.people import Confirmed
from checkpoints.work import people
from checkpoints.work.rounds import course
from tests.support.ground import Desk, Walk, at, refusal
from tests.support.small_site import SIX


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def short(desk: Desk, **more) -> Walk:
    return Walk(desk, **more).scan(SIX[0]).points(*SIX[1:], every=5).finish()


def accept(desk: Desk, walk: Walk, by: str, reason: str = "alarm in tower 3") -> None:
    desk.record(by, course.accept_short(desk.ledger, walk.id, reason, by))


def test_D3_1_one_person_makes_no_joint_round(desk):
    walk = Walk(desk, second=None).hour().finish()
    assert walk.codes == ["participants"]


def test_D3_1_two_people_make_a_joint_round(desk):
    walk = Walk(desk).hour().finish()
    assert walk.round.people == ["wang", "li"]
    assert walk.verdict.counts


def test_D3_1_nobody_takes_part_twice(desk):
    walk = Walk(desk, second=None)
    assert refusal(course.join, desk.ledger, walk.id, Confirmed("wang"), "wang") == "round.joined_already"


def test_D3_1_nobody_walks_two_rounds_at_once(desk):
    first = Walk(desk)
    assert refusal(course.start, desk.ledger, course.StartRequest(route="R-AM"), "li", desk.now()) == "round.already"
    second = Walk(desk, by="zhao", second=None)
    assert refusal(course.join, desk.ledger, second.id, Confirmed("li"), "zhao") == "round.elsewhere"
    first.finish()
    desk.record("li", course.join(desk.ledger, second.id, Confirmed("li"), "zhao"))
    assert second.round.people == ["zhao", "li"]


def test_D3_1_only_the_people_on_a_round_record_on_it(desk):
    walk = Walk(desk)
    assert refusal(course.pause, desk.ledger, walk.id, "tea break", "zhao") == "round.not_yours"
    assert refusal(course.finish, desk.ledger, "no-such-round", "wang") == "round.unknown"


def test_D3_1_somebody_who_left_the_team_starts_and_joins_nothing(desk):
    gone = people.PersonAdded(person="li", zh="li", en="li", role="assistant", department="service", active=False)
    desk.record("zhao", people.add(desk.ledger, gone, "zhao"))
    request = course.StartRequest(route="R-AM")
    assert refusal(course.start, desk.ledger, request, "li", desk.now()) == "round.not_allowed"
    assert refusal(course.start, desk.ledger, request, "nobody", desk.now()) == "round.not_allowed"
    walk = Walk(desk, second=None)
    assert refusal(course.join, desk.ledger, walk.id, Confirmed("li"), "wang") == "round.not_allowed"


def test_D3_1_the_manager_waives_the_second_person_with_a_reason(desk):
    walk = Walk(desk, second=None).hour().finish()
    for by in ("wang", "zhao", "nobody"):
        assert refusal(course.waive, desk.ledger, walk.id, "half the team is ill", by) == "round.waive_not_allowed"
    assert refusal(course.waive, desk.ledger, walk.id, " ", "chen") == "reason.short"
    assert refusal(course.waive, desk.ledger, "no-such-round", "half the team is ill", "chen") == "round.unknown"
    desk.record("chen", course.waive(desk.ledger, walk.id, "half the team is ill", "chen"))
    assert walk.verdict.counts
    assert walk.verdict.people == 1


def test_D3_2_the_supervisor_accepts_a_short_round_with_a_reason(desk):
    walk = short(desk)
    assert walk.codes == ["short"]
    assert refusal(course.accept_short, desk.ledger, walk.id, "", "zhao") == "reason.short"
    accept(desk, walk, "zhao")
    assert walk.verdict.counts
    assert "accepted_short" in walk.warned
    assert walk.round.accepted_by == "zhao"


def test_D3_2_the_manager_may_accept_it_too(desk):
    walk = short(desk)
    accept(desk, walk, "chen")
    assert walk.verdict.counts


@pytest.mark.parametrize("by", ["wang", "li", "nobody"])
def test_D3_2_an_assistant_accepts_no_short_round(desk, by):
    walk = short(desk)
    assert refusal(course.accept_short, desk.ledger, walk.id, "it was hot", by) == "round.accept_not_allowed"


def test_D3_2_whoever_walked_the_round_does_not_accept_it(desk):
    walk = short(desk, second="zhao")
    assert refusal(course.accept_short, desk.ledger, walk.id, "it was hot", "zhao") == "round.accept_own"
    accept(desk, walk, "chen")
    assert walk.verdict.counts


def test_D3_2_acceptance_lifts_nothing_but_the_time(desk):
    walk = Walk(desk, second=None).scan(SIX[0]).points(*SIX[1:5], every=5).finish()
    accept(desk, walk, "zhao")
    assert walk.codes == ["participants", "points_missing"]


def test_D3_2_only_a_finished_short_round_is_accepted(desk):
    walk = Walk(desk).scan(SIX[0])
    assert refusal(course.accept_short, desk.ledger, walk.id, "no time", "zhao") == "round.not_short"
    assert refusal(course.accept_short, desk.ledger, "no-such-round", "no time", "zhao") == "round.unknown"
    desk.record("wang", course.abandon(desk.ledger, walk.id, "storm", "wang"))
    assert refusal(course.accept_short, desk.ledger, walk.id, "no time", "zhao") == "round.not_short"
    full = Walk(desk).hour().finish()
    assert refusal(course.accept_short, desk.ledger, full.id, "no time", "zhao") == "round.not_short"
    again = short(desk)
    accept(desk, again, "zhao")
    assert refusal(course.accept_short, desk.ledger, again.id, "twice", "chen") == "round.not_short"


def test_D3_1_a_round_given_up_counts_for_nothing_and_takes_no_more(desk):
    walk = Walk(desk).hour()
    assert refusal(course.abandon, desk.ledger, walk.id, "x", "wang") == "reason.short"
    desk.record("wang", course.abandon(desk.ledger, walk.id, "fire alarm", "wang"))
    assert walk.codes == ["abandoned"]
    assert not walk.round.open
    assert refusal(course.finish, desk.ledger, walk.id, "wang") == "round.over"


def test_D3_1_a_finished_round_takes_no_more(desk):
    walk = Walk(desk).hour().finish()
    assert refusal(course.finish, desk.ledger, walk.id, "wang") == "round.over"
    assert desk.ledger.rounds.open_for("wang") is None


def test_D3_1_a_round_entered_from_paper_is_kept_and_never_counts(desk):
    from checkpoints.work.rounds import presence

    walk = Walk(desk, paper=True)
    for checkpoint in SIX:
        desk.record("wang", presence.arrive_on_paper(desk.ledger, walk.id, checkpoint, "wang"))
        desk.wait(8)
        walk.answer_all(checkpoint)
        desk.wait(6)
    walk.finish()
    assert walk.codes == ["paper"]
    assert walk.verdict.visited == 6


def test_D3_3_a_route_without_a_place_in_use_is_not_begun(desk):
    for route in ("R-OLD", "R-NONE"):
        request = course.StartRequest(route=route)
        assert refusal(course.start, desk.ledger, request, "wang", desk.now()) == "round.route"


def test_D3_3_retired_places_are_left_out_of_a_round(desk):
    assert Walk(desk, "R-PUMP").round.points == ("CP-06", "CP-07")


def test_D3_3_the_mode_is_recorded(desk):
    walk = Walk(desk, "R-ANY")
    assert walk.round.started is not None
    assert walk.round.started.mode == "full"
    walk.finish()
    cluster = Walk(desk, "R-AM").round.started
    assert cluster is not None
    assert (cluster.mode, cluster.route, cluster.half) == ("route", "R-AM", "am")


def test_D3_1_without_a_site_nothing_begins():
    empty = Desk()
    assert refusal(course.start, empty.ledger, course.StartRequest(route="R"), "wang", empty.now()) == "site.none"

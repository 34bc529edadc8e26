"""How plausible a round is: what is unlike the site's own habits is told with its numbers; nobody is accused."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoints.site import screen_codes
from checkpoints.site.policy import PresencePolicy, SignCosts
from checkpoints.work import labels, screens, sites
from checkpoints.work.plausible import Plausibility, learn, proof_of, weigh
from checkpoints.work.rounds import presence
from checkpoints.work.rounds.trail import trails
from tests.support.ground import KEY, Desk, Walk, at
from tests.support.small_site import SIX, small_site
from tests.support.tales import CHEATS
from tests.support.walkers import HONEST, World

WAYS = (190, 240, 160, 300, 210)
STAYS = (560, 590, 570, 580, 575, 500)


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(8)).open()


def walked(desk: Desk, ways=WAYS, stays=STAYS, *, jitter: float = 6, by="wang", second="li", points=SIX) -> Walk:
    """One round with these seconds on the way and at the places, each a little longer or shorter."""
    rng = random.Random(len(desk.events))
    walk = Walk(desk, by=by, second=second)
    for number, place in enumerate(points):
        if number:
            desk.wait(seconds=ways[number - 1] + rng.uniform(-jitter, jitter))
        desk.scan(walk.id, place, by)
        desk.wait(seconds=max(1, stays[number] + rng.uniform(-jitter, jitter)))
        walk.answer(place, "PMP-2" if place == "CP-06" else "LOB-1", "pass")
    return walk


def weighed(walk: Walk) -> Plausibility:
    ledger = walk.desk.ledger
    found = weigh(ledger, walk.round, learn(ledger))
    assert found is not None
    return found


def codes(walk: Walk) -> list[str]:
    return [sign.code for sign in weighed(walk).signs]


def used_to(desk: Desk, rounds: int = 6) -> Desk:
    """The site has seen so many ordinary rounds."""
    for day in range(rounds):
        desk.until(at(8, 7, 13 * day % 60, day=day))
        walked(desk).finish()
    desk.until(at(8, day=rounds))
    return desk


def test_an_ordinary_round_has_all_points_and_no_sign(desk):
    walk = walked(used_to(desk)).finish()
    assert weighed(walk) == Plausibility(100, (), look=False)


def test_a_way_is_from_the_last_thing_done_to_the_next_scan_and_pauses_are_no_work(desk):
    walk = Walk(desk).scan("CP-01")
    desk.wait(seconds=100)
    walk.answer("CP-01", "LOB-1", "pass")
    desk.wait(seconds=20)
    walk.pause()
    desk.wait(seconds=300)
    walk.scan("CP-02")
    ((first, then),) = trails(walk.round)
    assert (first.stay, then.came_from, then.walk, then.between) == (100, "CP-01", 320, 420)


def test_ways_in_less_than_forty_percent_of_the_usual_time_are_told_with_their_numbers(desk):
    walk = walked(used_to(desk), ways=(50, 80, 150, 100, 70)).finish()
    found = weighed(walk)
    (sign,) = [s for s in found.signs if s.code == "fast"]
    assert sign.remark.params == {"share": 40, "count": 4, "of": 5}
    example = next(e for e in sign.examples if e.checkpoint == "CP-02")
    assert (example.came_from, example.rounds) == ("CP-01", 6)
    assert 44 <= example.seconds <= 56
    assert 184 <= example.usual <= 196
    assert found.look
    assert not sign.hard


def test_from_scan_to_scan_in_less_time_than_the_way_alone_is_worth_a_look_by_itself(desk):
    stays = (560, 590, 570, 5, 575, 500)
    walk = walked(used_to(desk), ways=(190, 240, 160, 10, 210), stays=stays, jitter=1).finish()
    found = weighed(walk)
    (sign,) = [s for s in found.signs if s.code == "impossible"]
    assert (sign.points, sign.hard, found.look) == (("CP-05",), True, True)


def test_nothing_is_learned_from_too_few_rounds_or_from_rounds_that_do_not_count(desk):
    walk = walked(used_to(desk, 4), ways=(9, 9, 9, 9, 9)).finish()
    assert not {"fast", "impossible"} & set(codes(walk))
    used_to(desk)
    short = walked(desk, stays=(60,) * 6).finish()
    assert not short.verdict.counts
    assert not learn(desk.ledger).told[short.id][1].ways


def test_a_judgement_does_not_change_with_what_came_later(desk):
    odd = walked(used_to(desk), ways=(50, 80, 150, 100, 70)).finish()
    before = weighed(odd)
    for day in range(7, 15):
        desk.until(at(8, day=day))
        assert walked(desk, ways=(100, 130, 150, 200, 170)).finish().verdict.counts
    assert weighed(odd) == before


def test_habits_are_given_back_while_nothing_changed(desk):
    habits = learn(used_to(desk).ledger)
    assert learn(desk.ledger, habits) is habits
    walked(desk)
    assert learn(desk.ledger, habits) is not habits


def test_short_stays_are_told_where_they_are_many(desk):
    walk = walked(used_to(desk), ways=(600, 590, 580, 597, 595), stays=(20, 30, 15, 500, 500, 25)).finish()
    (sign,) = [s for s in weighed(walk).signs if s.code == "short_stays"]
    assert sign.points == ("CP-01", "CP-02", "CP-03", "CP-06")


# before anything is usual


def test_on_a_new_site_places_that_were_scanned_in_passing_are_held_against_their_planned_minutes(desk):
    walk = walked(desk, ways=(190, 240, 10, 15, 210), stays=(560, 590, 570, 40, 50, 500), jitter=1).finish()
    found = weighed(walk)
    (sign,) = [s for s in found.signs if s.code == "passing"]
    assert (sign.points, sign.remark.params, found.look) == (
        ("CP-04", "CP-05"),
        {"share": 33, "count": 2, "of": 5},
        True,
    )
    assert [(e.came_from, e.planned, e.usual) for e in sign.examples] == [("CP-03", 240, 0), ("CP-04", 240, 0)]
    assert not sign.hard


def test_where_the_plan_is_too_generous_for_everybody_it_says_little(desk):
    walk = walked(desk, ways=(30,) * 5, stays=(40,) * 6, jitter=5)
    assert "passing" not in codes(walk)


def test_what_is_usual_takes_the_place_of_the_plan(desk):
    quick = {"ways": (590, 25, 20, 590, 590), "stays": (595, 595, 28, 31, 595, 500), "jitter": 1}
    for day in range(6):
        desk.until(at(8, 7, 13 * day % 60, day=day))
        walk = walked(desk, **quick).finish()
        assert ("passing" in codes(walk)) == (day < 5)


def test_a_place_that_was_just_reached_and_one_scanned_again_at_the_end_are_no_short_visits(desk):
    walk = walked(desk, points=SIX[:5])
    for place in ("CP-01", "CP-06"):
        desk.wait(seconds=20)
        desk.scan(walk.id, place)
    assert not codes(walk)


def test_the_next_place_within_seconds_again_and_again_is_told_before_any_way_is_known(desk):
    walk = walked(desk, ways=(5, 240, 6, 4, 210), stays=(700,) * 6, jitter=1).finish()
    (sign,) = [s for s in weighed(walk).signs if s.code == "at_once"]
    assert (sign.points, sign.remark.params["of"]) == (("CP-02", "CP-04", "CP-05"), 5)
    ordinary = walked(used_to(Desk(now=at(8)).open()), ways=(190, 240, 160, 300, 210)).finish()
    assert codes(ordinary) == []


def test_even_times_between_scans_and_the_same_second_are_signs(desk):
    points = (*SIX, "CP-01", "CP-02")
    walk = Walk(desk)
    for place in points:
        desk.scan(walk.id, place)
        desk.wait(seconds=120)
        walk.answer(place, "PMP-2" if place == "CP-06" else "LOB-1", "pass")
        desk.wait(seconds=180)
    assert {"regular", "same_second"} <= set(codes(walk))


def test_a_retired_label_costs_and_a_strangers_code_does_not(desk):
    walk = walked(used_to(desk))
    desk.record("zhao", labels.issue(desk.ledger, "CP-01", KEY))
    desk.scan(walk.id, "CP-01")
    (sign,) = weighed(walk.finish()).signs
    assert (sign.code, sign.points, sign.cost) == ("retired", ("CP-01",), SignCosts().retired)


def test_pasted_digits_and_typed_letters_are_weaker_than_a_scan(desk):
    walk = Walk(desk)
    reading = labels.read(desk.ledger, desk.code("CP-01"))
    desk.record("wang", presence.arrive(desk.ledger, walk.id, reading, "wang", desk.now(), method="pasted"))
    typed = labels.read_typed(desk.ledger, desk.letters("CP-02"))
    desk.record("wang", presence.arrive_typed(desk.ledger, walk.id, typed, "torn", "wang", desk.now()))
    desk.scan(walk.id, "CP-03")
    desk.record("zhao", screens.issue(desk.ledger, "CP-04", KEY, desk.now(), 1))
    shown = screen_codes.digits(screens.secret_of(desk.ledger, "CP-04", KEY), desk.wall)
    code = screens.read(desk.ledger, shown, desk.wall)
    desk.record("wang", presence.arrive(desk.ledger, walk.id, code, "wang", desk.now()))
    assert [proof_of(walk.round.visit(c)) for c in SIX[:5]] == ["typed", "typed", "scan", "screen", "none"]
    assert "pasted" in codes(walk)
    desk.scan(walk.id, "CP-01")
    assert proof_of(walk.round.visit("CP-01")) == "scan"
    assert "pasted" not in codes(walk)


def test_a_picture_file_proves_as_little_as_the_letters(desk):
    walk = Walk(desk)
    for number, place in enumerate(SIX[:3]):
        reading = labels.read(desk.ledger, desk.code(place))
        taken, photo = desk.wall, str(number) * 64
        desk.record("wang", presence.arrive_by_picture(desk.ledger, walk.id, reading, photo, taken, "wang", desk.now()))
    assert {proof_of(walk.round.visit(c)) for c in SIX[:3]} == {"typed"}
    assert "weak_proof" in codes(walk)


def two_desks(desk: Desk) -> Desk:
    other = Desk("t2", desk.wall)
    other.ledger = desk.ledger
    return other


def test_two_tablets_that_go_side_by_side_are_seen_on_both_rounds(desk):
    used_to(desk)
    other = two_desks(desk)
    mine, theirs = Walk(desk), Walk(other, by="zhao", second="chen")
    for place, stay in zip(SIX, STAYS, strict=True):
        desk.scan(mine.id, place)
        other.until(desk.wall + timedelta(seconds=20))
        other.scan(theirs.id, place, "zhao")
        desk.wait(seconds=stay)
    for walk in (mine, theirs):
        (sign,) = [s for s in weighed(walk).signs if s.code == "side_by_side"]
        assert (sign.remark.params["count"], sign.hard) == (6, True)


def test_meeting_another_round_once_or_twice_is_no_sign(desk):
    used_to(desk)
    other = two_desks(desk)
    mine, theirs = walked(desk), Walk(other, by="zhao", second="chen")
    met = [mine.round.visit(place).arrivals[0].at for place in SIX[:2]]
    for place, when in zip(SIX[:2], met, strict=True):
        other.until(when)
        other.scan(theirs.id, place, "zhao")
    assert "side_by_side" not in codes(mine)


def test_one_person_at_two_places_on_two_devices_is_a_sign(desk):
    used_to(desk)
    other = two_desks(desk)
    walk = Walk(desk).scan("CP-01")
    other.until(desk.wall + timedelta(seconds=5))
    other.scan(walk.id, "CP-02", "wang")
    (sign,) = weighed(walk).signs
    assert (sign.code, sign.hard, sign.examples[0].seconds) == ("two_places", True, 5)


def test_two_people_of_one_joint_round_with_two_tablets_are_no_sign(desk):
    used_to(desk)
    other = two_desks(desk)
    walk = Walk(desk).scan("CP-01")
    other.until(desk.wall + timedelta(seconds=5))
    other.scan(walk.id, "CP-02", "li")
    assert codes(walk) == []


def test_a_clock_that_was_moved_is_a_sign(desk):
    walk = Walk(used_to(desk)).scan("CP-01")
    desk.set_clock(minutes=30)
    walk.scan("CP-02", after=5)
    assert "clock" in codes(walk)


def test_a_round_from_paper_is_not_weighed(desk):
    walk = Walk(desk, paper=True)
    assert weigh(desk.ledger, walk.round, learn(desk.ledger)) is None


def test_the_site_sets_the_numbers_and_may_switch_a_sign_off(desk):
    lenient = PresencePolicy(costs=SignCosts(retired=0), look_below=5)
    desk.record("zhao", sites.load(desk.ledger, replace(small_site(), presence_policy=lenient)))
    walk = walked(used_to(desk), ways=(25, 40, 60, 60, 30))
    desk.record("zhao", labels.issue(desk.ledger, "CP-01", KEY))
    desk.scan(walk.id, "CP-01")
    found = weighed(walk.finish())
    assert "retired" not in [s.code for s in found.signs]
    assert not found.look


@pytest.mark.parametrize(("seeds", "days", "run_in"), [((201, 202), 12, 14), ((203, 204, 205), 8, 0)])
def test_of_simulated_days_nearly_all_dishonest_and_hardly_any_honest_rounds_are_flagged(seeds, days, run_in):
    """A small part of `roundsman bench presence`, warm and cold, on seeds that the numbers were not tuned on."""
    flagged: dict[str, list[bool]] = {}
    for seed in seeds:
        world = World(seed, days=days, cheating=0.4, run_in=run_in)
        told = world.live()
        habits = learn(world.ledger)
        for one in told:
            found = weigh(world.ledger, world.ledger.rounds.all[one.round], habits)
            assert found is not None
            flagged.setdefault(one.kind, []).append(found.look)
    honest = flagged.pop(HONEST)
    cheats = [look for looks in flagged.values() for look in looks]
    assert set(flagged) <= set(CHEATS)
    assert len(honest) > 25
    assert len(cheats) > 15
    assert sum(cheats) >= 0.95 * len(cheats)
    assert sum(honest) <= 0.05 * len(honest)

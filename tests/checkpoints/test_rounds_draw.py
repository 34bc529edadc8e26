"""D3.3: the sampled draw is fair, can be drawn again by anybody, and leaves no place unvisited beyond the window."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoints.ledger.ledger import Ledger
from checkpoints.work import sites
from checkpoints.work.rounds import course, presence
from checkpoints.work.rounds.draw import NEVER, drawn, overdue_points, prepare
from checkpoints.work.rounds.facts import Draw, PointReached
from tests.support.ground import PROPERTY, Desk, Walk, at, refusal
from tests.support.small_site import place, small_site


def sample_site(pool: int, **policy):
    return small_site(places=tuple(place(n) for n in range(1, pool + 1)), **policy)


def smallest(pool: int, rounds: int) -> int:
    """The smallest size of a sample that `prepare` allows."""
    return math.ceil(pool / max(rounds - 1, 1))


draws = st.integers(1, 60).flatmap(
    lambda n: st.builds(
        Draw,
        seed=st.text("0123456789abcdef-", min_size=1, max_size=36),
        pool=st.just(tuple(f"CP-{i:02d}" for i in range(n))),
        unvisited_min=st.lists(st.integers(-1, 20_000), min_size=n, max_size=n).map(tuple),
        size=st.integers(1, 70),
        window_h=st.just(168),
        rounds_in_window=st.integers(1, 20),
    )
)


@PROPERTY
@given(draw=draws)
def test_D3_3_a_draw_is_a_part_of_its_pool_of_the_size_that_was_asked(draw):
    sample = drawn(draw)
    assert len(sample) == len(set(sample)) == min(draw.size, len(draw.pool))
    assert list(sample) == [c for c in draw.pool if c in sample]


@PROPERTY
@given(draw=draws)
def test_D3_3_anybody_draws_the_same_from_the_stored_draw_alone(draw):
    stored = msgspec.json.decode(msgspec.json.encode(draw), type=Draw)
    assert stored == draw
    assert drawn(stored) == drawn(draw)


@PROPERTY
@given(draw=draws)
def test_D3_3_the_places_unvisited_longest_come_first(draw):
    sample = set(drawn(draw))
    ages = dict(zip(draw.pool, (math.inf if m == NEVER else m for m in draw.unvisited_min), strict=True))
    longest = sorted(ages.values(), reverse=True)[: math.ceil(len(sample) / 2)]
    assert sorted((ages[c] for c in sample), reverse=True)[: len(longest)] == longest


def test_D3_3_the_draw_does_not_change_with_the_version_of_the_program():
    """A published draw must come out the same for ever; if this fails, the rule was changed, not the test."""
    pool = tuple(f"CP-{n:02d}" for n in range(1, 13))
    draw = Draw(
        seed="0198f2c0-0000-7000-8000-000000000001",
        pool=pool,
        unvisited_min=(600, 30, -1, 4000, 600, 600, 10, 90, 2000, -1, 60, 61),
        size=6,
        window_h=168,
        rounds_in_window=14,
    )
    assert drawn(draw) == ("CP-01", "CP-03", "CP-04", "CP-05", "CP-06", "CP-10")


def test_D3_3_half_of_the_sample_is_by_lot_so_that_nobody_knows_the_next_round():
    pool = tuple(f"CP-{n:02d}" for n in range(1, 31))
    seen = {
        drawn(Draw(seed=str(n), pool=pool, unvisited_min=tuple(range(30)), size=8, window_h=168, rounds_in_window=14))
        for n in range(50)
    }
    assert len(seen) > 40
    assert set.intersection(*(set(s) for s in seen)) == {"CP-27", "CP-28", "CP-29", "CP-30"}


def test_D3_3_a_sample_is_begun_with_its_draw_stored():
    desk = Desk(now=at(9)).open(sample_site(20))
    request = course.StartRequest(size=5)
    (event,) = desk.record("wang", course.start(desk.ledger, request, "wang", desk.now()))
    started = event.body
    assert (started.mode, started.route, started.half) == ("sampled", "", "any")
    assert started.draw.unvisited_min == (NEVER,) * 20
    assert drawn(started.draw) == started.points
    assert len(started.points) == 5


def test_D3_3_without_a_size_the_sites_own_is_taken():
    desk = Desk(now=at(9)).open(sample_site(20, sample_points=7))
    (fact,) = course.start(desk.ledger, course.StartRequest(), "wang", desk.now())
    assert len(fact.points) == 7


def test_D3_3_a_sample_of_clusters_takes_places_of_these_only():
    desk = Desk(now=at(9)).open()
    (fact,) = course.start(desk.ledger, course.StartRequest(clusters=("west",), size=9), "wang", desk.now())
    assert fact.points == ("CP-06", "CP-07")
    assert fact.clusters == ("west",)


def test_D3_3_a_retired_place_is_never_drawn():
    desk = Desk(now=at(9)).open()
    (fact,) = course.start(desk.ledger, course.StartRequest(size=50), "wang", desk.now())
    assert fact.points == tuple(f"CP-0{n}" for n in range(1, 8))


def test_D3_3_nothing_is_drawn_from_nothing():
    desk = Desk(now=at(9)).open()
    assert refusal(prepare, desk.ledger, ("north",), 5, "seed", desk.wall) == "draw.empty"
    assert refusal(prepare, Ledger(), (), 5, "seed", desk.wall) == "draw.empty"


@pytest.mark.parametrize(("pool", "size", "enough"), [(46, 3, False), (46, 4, True), (13, 1, True), (14, 1, False)])
def test_D3_3_a_sample_too_small_for_the_window_is_refused(pool, size, enough):
    desk = Desk(now=at(9)).open(sample_site(pool))
    if enough:
        assert prepare(desk.ledger, (), size, "seed", desk.wall).size == size
    else:
        assert refusal(prepare, desk.ledger, (), size, "seed", desk.wall) == "draw.too_small"
    assert refusal(prepare, desk.ledger, (), -1, "seed", desk.wall) == "draw.too_small"


def walk_in_order(desk: Desk, chance: random.Random, size: int) -> tuple[str, ...]:
    """A sampled round as planned: every point reached, some minutes after the one before."""
    seed = f"{chance.random()}"
    points = drawn(prepare(desk.ledger, (), size, seed, desk.wall))
    for checkpoint in points:
        desk.wait(chance.uniform(0.2, 90 / len(points)))
        desk.record("wang", [PointReached(round=seed, checkpoint=checkpoint, method="scan")])
    return points


@settings(PROPERTY, max_examples=60)
@given(
    pool=st.integers(1, 40),
    per_day=st.sampled_from([1, 2, 2, 2, 3]),
    days=st.integers(2, 10),
    more=st.integers(0, 6),
    seed=st.integers(0, 2**32),
)
def test_D3_3_no_place_stays_unvisited_beyond_the_window_when_rounds_are_done_as_planned(
    pool, per_day, days, more, seed
):
    chance = random.Random(seed)
    site = sample_site(pool, patrols_per_day=per_day, cluster_rotation_days=days)
    desk = Desk(now=at(7))
    desk.record("-", sites.load(desk.ledger, site))
    size = min(smallest(pool, per_day * days) + more, pool)
    window = timedelta(days=days)
    last: dict[str, datetime] = {}
    begins = [at(7 + 12 * n / per_day // 1) for n in range(per_day)]
    for day in range(32):
        for begin in begins:
            desk.until(begin + timedelta(days=day, minutes=chance.uniform(0, 100)))
            before = len(desk.events)
            walk_in_order(desk, chance, size)
            for event in desk.events[before:]:
                since = last.get(event.body.checkpoint, at(7))
                assert event.at - since <= window, event.body.checkpoint
                last[event.body.checkpoint] = event.at
    assert len(last) == pool
    assert overdue_points(desk.ledger, desk.wall) == []


def test_D3_3_overdue_places_are_told_never_visited_first_then_the_oldest():
    desk = Desk(now=at(9)).open()
    walk = Walk(desk).scan("CP-01").scan("CP-02", after=60)
    walk.finish()
    desk.wait(7 * 24 * 60 - 60)
    never = [(f"CP-0{n}", NEVER) for n in (3, 4, 5, 6, 7)]
    assert overdue_points(desk.ledger, desk.wall) == never
    desk.wait(1)
    assert overdue_points(desk.ledger, desk.wall) == [*never, ("CP-01", 168)]
    desk.wait(60)
    assert overdue_points(desk.ledger, desk.wall) == [*never, ("CP-01", 169), ("CP-02", 168)]


def test_D3_3_a_visit_dated_in_the_future_does_not_hide_a_place():
    desk = Desk(now=at(9)).open()
    walk = Walk(desk).scan("CP-01")
    desk.set_clock(days=400)
    walk.scan("CP-01")
    desk.set_clock(days=-400)
    assert desk.ledger.rounds.last_visit("CP-01", desk.wall) == (at(9), walk.id)
    desk.wait(60 * 24 * 8)
    draw = prepare(desk.ledger, (), 5, "seed", desk.wall)
    assert draw.unvisited_min[0] == 8 * 24 * 60
    assert draw.unvisited_h[:2] == (8 * 24, NEVER)
    assert ("CP-01", 192) in overdue_points(desk.ledger, desk.wall)


def test_D3_3_a_place_entered_from_paper_was_not_visited_now():
    desk = Desk(now=at(9)).open()
    walk = Walk(desk, paper=True)
    desk.record("wang", presence.arrive_on_paper(desk.ledger, walk.id, "CP-01", "wang"))
    assert desk.ledger.rounds.last_visit("CP-01") is None
    assert ("CP-01", NEVER) in overdue_points(desk.ledger, desk.wall)


def test_D3_3_a_skip_is_no_visit():
    desk = Desk(now=at(9)).open()
    walk = Walk(desk)
    walk.skip("CP-01")
    assert desk.ledger.rounds.last_visit("CP-01") is None


def test_D3_3_without_a_site_nothing_is_overdue():
    assert overdue_points(Ledger(), at(9)) == []

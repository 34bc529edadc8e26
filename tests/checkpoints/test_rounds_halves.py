"""D3.1: one round in the morning and one in the afternoon; a round over noon counts for one of them, never for both."""

from __future__ import annotations

from datetime import date

import pytest

from checkpoints.work.rounds import course, presence
from checkpoints.work.rounds.day import half_day
from tests.support.ground import Desk, Walk, at
from tests.support.small_site import SIX, small_site

MONDAY = date(2026, 11, 23)


def desk_at(*when, **policy) -> Desk:
    return Desk(now=at(*when)).open(small_site(**policy))


def states(desk: Desk, when=None) -> tuple[str, str]:
    now = when or desk.wall
    return (
        half_day(desk.ledger, MONDAY, "am", now).state,
        half_day(desk.ledger, MONDAY, "pm", now).state,
    )


@pytest.mark.parametrize(
    ("start", "half"),
    [((11, 29), "am"), ((11, 30), "am"), ((11, 31), "pm"), ((11, 59), "pm"), ((12, 0), "pm")],
)
def test_D3_1_a_round_across_noon_counts_where_most_of_it_lies(start, half):
    walk = Walk(desk_at(*start)).hour().finish()
    assert (walk.verdict.day, walk.verdict.half) == (MONDAY, half)
    assert walk.verdict.counts


def test_D3_1_pauses_weigh_nothing_when_the_half_is_found():
    desk = desk_at(11, 0)
    walk = Walk(desk).scan(SIX[0]).points(*SIX[1:3], every=10)
    desk.until(at(13))
    walk.scan(SIX[3]).points(*SIX[4:], every=9)
    assert walk.verdict.half == "am"


def test_D3_1_a_round_across_noon_is_never_both():
    desk = desk_at(11, 20)
    Walk(desk).hour().finish()
    assert states(desk) == ("done", "todo")
    assert states(desk, at(18)) == ("done", "missed")


def test_D3_1_a_morning_route_walked_in_the_afternoon_does_not_count():
    desk = desk_at(11, 45)
    walk = Walk(desk, "R-AM").hour().finish()
    assert walk.codes == ["wrong_half"]
    assert "morning" in walk.verdict.reasons[0].message
    assert states(desk) == ("missed", "not_counting")


def test_D3_1_an_afternoon_route_walked_in_the_morning_does_not_count():
    walk = Walk(desk_at(9), "R-PM").hour().finish()
    assert walk.codes == ["wrong_half"]
    assert "afternoon route" in walk.verdict.reasons[0].message


@pytest.mark.parametrize(("start", "codes"), [((17, 59, 59), []), ((18, 0, 0), ["late"]), ((22, 0, 0), ["late"])])
def test_D3_1_a_round_begun_after_the_afternoon_is_over_came_too_late(start, codes):
    walk = Walk(desk_at(*start), "R-PM").hour().finish()
    assert walk.codes == codes


def test_D3_1_a_round_tapped_open_in_time_and_walked_at_night_came_too_late():
    desk = desk_at(17, 55)
    walk = Walk(desk)
    desk.until(at(20))
    walk.hour().finish()
    assert walk.codes == ["late"]


def test_D3_1_a_round_across_midnight_is_one_round_of_one_day():
    desk = desk_at(23, 20)
    walk = Walk(desk).hour().finish()
    assert (walk.verdict.day, walk.verdict.half) == (MONDAY, "pm")
    assert walk.codes == ["late"]
    assert desk.ledger.rounds.of_day(MONDAY) == desk.ledger.rounds.of_day(date(2026, 11, 24)) == [walk.round]


def test_D3_1_a_round_mostly_after_midnight_belongs_to_the_new_day():
    desk = desk_at(23, 40)
    walk = Walk(desk).hour().finish()
    assert (walk.verdict.day, walk.verdict.half) == (date(2026, 11, 24), "am")


def test_D3_1_noon_and_evening_are_the_sites_own():
    desk = desk_at(12, 10, am_ends="13:30", pm_ends="17:00")
    assert Walk(desk).hour().finish().verdict.half == "am"
    desk.until(at(17))
    assert Walk(desk).hour().finish().codes == ["late"]


def test_D3_1_the_half_days_through_a_day():
    desk = desk_at(8)
    assert states(desk) == ("todo", "todo")
    desk.until(at(9))
    walk = Walk(desk, "R-AM")
    assert states(desk) == ("walking", "todo")
    walk.hour()
    assert states(desk) == ("walking", "todo")
    walk.finish()
    assert states(desk) == ("done", "todo")
    assert states(desk, at(12)) == ("done", "todo")
    desk.until(at(14))
    walk = Walk(desk, "R-PM").scan(SIX[0])
    assert states(desk) == ("done", "walking")
    walk.points(*SIX[1:], every=5).finish()
    assert states(desk) == ("done", "not_counting")
    again = Walk(desk, "R-PM").hour().finish()
    assert states(desk) == ("done", "done")
    assert half_day(desk.ledger, MONDAY, "pm", desk.wall).rounds == (again.round, walk.round)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (at(11, 59, 59), ("todo", "todo")),
        (at(12), ("missed", "todo")),
        (at(17, 59, 59), ("missed", "todo")),
        (at(18), ("missed", "missed")),
        (at(0, 0, day=1), ("missed", "missed")),
        (at(23, 0, day=-1), ("todo", "todo")),
    ],
)
def test_D3_1_a_half_day_without_a_round_is_missed_at_its_end(when, expected):
    assert states(desk_at(7), when) == expected


def test_D3_1_a_round_given_up_leaves_the_half_day_owed_and_then_missed():
    desk = desk_at(9)
    walk = Walk(desk).scan(SIX[0])
    desk.record("wang", course.abandon(desk.ledger, walk.id, "fire alarm", "wang"))
    assert states(desk) == ("todo", "todo")
    assert states(desk, at(12)) == ("missed", "todo")
    assert half_day(desk.ledger, MONDAY, "am", at(12)).rounds == (walk.round,)


def test_D3_1_a_round_accepted_short_makes_the_half_day_done():
    desk = desk_at(9)
    walk = Walk(desk).scan(SIX[0]).points(*SIX[1:], every=5).finish()
    assert states(desk) == ("not_counting", "todo")
    desk.wait(60 * 26)
    desk.record("zhao", course.accept_short(desk.ledger, walk.id, "lift stuck", "zhao"))
    assert states(desk) == ("done", "missed")


def test_D3_1_a_round_that_nobody_went_on_with_is_not_walked_for_ever():
    desk = desk_at(9)
    Walk(desk).scan(SIX[0])
    assert states(desk, at(17)) == ("walking", "todo")
    assert states(desk, at(8, day=1)) == ("not_counting", "missed")


def test_D3_1_a_round_entered_from_paper_fills_no_half_day():
    desk = desk_at(9)
    walk = Walk(desk, paper=True)
    assert states(desk) == ("todo", "todo")
    desk.record("wang", presence.arrive_on_paper(desk.ledger, walk.id, SIX[0], "wang"))
    walk.finish()
    state = half_day(desk.ledger, MONDAY, "am", at(12))
    assert (state.state, state.rounds) == ("missed", (walk.round,))

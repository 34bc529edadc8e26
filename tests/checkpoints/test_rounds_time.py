"""D3.2: at least an hour, measured from the first scan to the last; pauses are left out; no hand sets the clock."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from checkpoints.site import codes
from checkpoints.work import labels
from checkpoints.work.rounds import course, presence
from checkpoints.work.rounds.elapsed import length
from checkpoints.work.rounds.state import Mark
from checkpoints.work.rounds.verdict import net_until
from tests.support.ground import Desk, Walk, at, refusal
from tests.support.small_site import SIX

HOUR = timedelta(hours=1)


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def stretch(walk: Walk, *minutes: float) -> Walk:
    """Scan the next point after each of these times; the first point was scanned already."""
    for checkpoint, after in zip(SIX[1:], minutes, strict=False):
        walk.scan(checkpoint, after=after)
    return walk


def test_D3_2_a_round_of_60_minutes_counts(desk):
    walk = Walk(desk).hour().finish()
    assert walk.verdict.net == HOUR
    assert walk.verdict.counts
    assert walk.warned == []


def test_D3_2_a_round_of_59_59_does_not_count(desk):
    walk = Walk(desk).scan(SIX[0])
    stretch(walk, 10, 10, 10, 10, 9)
    walk.answer(SIX[5], "PMP-1", 12)
    desk.wait(10)
    walk.answer(SIX[5], "PMP-2", "pass")
    walk.scan(SIX[5], after=59 / 60).finish()
    assert walk.verdict.net == timedelta(minutes=59, seconds=59)
    assert walk.codes == ["short"]
    assert walk.verdict.reasons[0].params["short"] == timedelta(seconds=1)


def test_D3_2_time_before_the_first_scan_and_after_the_last_is_not_counted(desk):
    walk = Walk(desk)
    desk.wait(9)
    walk.scan(SIX[0])
    stretch(walk, 5, 5, 5, 5, 5)
    desk.wait(9)
    walk.answer_all(SIX[5])
    desk.wait(9)
    walk.finish()
    assert walk.verdict.net == timedelta(minutes=25)


@pytest.mark.parametrize(
    ("minutes", "seconds", "stays"),
    [(9, 59, True), (10, 0, True), (10, 0.001, False), (10, 1, False), (30, 0, False)],
)
def test_D3_2_a_gap_of_more_than_ten_minutes_is_left_out_whole(desk, minutes, seconds, stays):
    walk = Walk(desk).scan(SIX[0])
    gap = timedelta(minutes=minutes, seconds=seconds)
    desk.wait(minutes, seconds=seconds)
    walk.scan(SIX[1])
    assert walk.verdict.net == (gap if stays else timedelta())
    assert walk.verdict.paused == (timedelta() if stays else gap)


@pytest.mark.parametrize(("minutes", "left_out"), [(10, 0), (10.02, 10.02), (45, 45)])
def test_D3_2_a_declared_pause_is_left_out_when_longer_than_ten_minutes(desk, minutes, left_out):
    walk = Walk(desk).scan(SIX[0])
    desk.wait(4)
    walk.pause()
    desk.wait(minutes)
    walk.resume()
    walk.scan(SIX[1], after=3)
    assert walk.verdict.paused == timedelta(minutes=left_out)
    assert walk.verdict.net == timedelta(minutes=7 + minutes - left_out)


def test_D3_2_somebody_who_joins_during_a_pause_does_not_cut_it_into_short_ones(desk):
    walk = Walk(desk, second=None).scan(SIX[0])
    walk.pause()
    desk.wait(8)
    desk.record("li", course.join(desk.ledger, walk.id, course.Confirmed("li"), "wang"))
    desk.wait(8)
    walk.resume()
    walk.scan(SIX[1], after=5)
    assert walk.verdict.paused == timedelta(minutes=16)
    assert walk.verdict.net == timedelta(minutes=5)


def test_D3_2_worthless_codes_shown_now_and_then_do_not_keep_the_clock_going(desk):
    walk = Walk(desk).scan(SIX[0])
    for _ in range(6):
        desk.wait(9)
        foreign = labels.read(desk.ledger, codes.make("elsewhere", 1, 1, codes.Key(1, b"other")))
        desk.record("wang", presence.arrive(desk.ledger, walk.id, foreign, "wang", desk.now()))
    walk.scan(SIX[1], after=9)
    assert walk.verdict.net == timedelta()
    assert "refused_scans" in walk.warned


def test_D3_2_acting_on_a_paused_round_makes_it_go_on(desk):
    walk = Walk(desk).scan(SIX[0])
    walk.pause()
    assert refusal(course.pause, desk.ledger, walk.id, "again", "wang") == "round.paused_already"
    walk.scan(SIX[1], after=3)
    assert walk.round.paused is None
    assert walk.verdict.net == timedelta(minutes=3)


def test_D3_2_going_on_when_nothing_is_paused_writes_nothing(desk):
    walk = Walk(desk).scan(SIX[0])
    assert course.resume(desk.ledger, walk.id, "wang") == []


def test_D3_2_a_crash_gap_counts_as_a_pause(desk):
    walk = Walk(desk).scan(SIX[0])
    desk.wait(5)
    walk.answer(SIX[0], "LOB-1", "pass")
    desk.reboot(minutes=14)
    walk.scan(SIX[1])
    assert walk.verdict.net == timedelta(minutes=5)
    assert walk.verdict.paused == timedelta(minutes=14)
    assert "clock" not in walk.warned


def test_D3_2_a_short_crash_is_not_held_against_the_people(desk):
    walk = Walk(desk).scan(SIX[0])
    desk.reboot(minutes=4)
    walk.scan(SIX[1])
    assert walk.verdict.net == timedelta(minutes=4)


def test_D3_2_a_clock_set_forward_makes_no_hour(desk):
    walk = Walk(desk).scan(SIX[0])
    stretch(walk, 2, 2)
    desk.set_clock(minutes=60)
    walk.scan(SIX[3], after=2).scan(SIX[4], after=2).scan(SIX[5], after=2).finish()
    assert walk.verdict.net == timedelta(minutes=10)
    assert walk.codes == ["short"]
    assert "clock" in walk.warned


def test_D3_2_a_clock_set_back_in_the_middle_takes_nothing_away(desk):
    walk = Walk(desk).scan(SIX[0])
    stretch(walk, 9, 9)
    desk.set_clock(hours=-2)
    walk.scan(SIX[3], after=9).scan(SIX[4], after=9)
    assert walk.verdict.net == timedelta(minutes=36)
    assert "clock" in walk.warned


def test_D3_2_across_two_runs_of_the_machine_a_clock_set_back_gives_nothing_and_takes_nothing(desk):
    walk = Walk(desk).scan(SIX[0])
    stretch(walk, 9)
    desk.reboot(minutes=-90)
    walk.scan(SIX[2]).scan(SIX[3], after=9)
    assert walk.verdict.net == timedelta(minutes=18)
    assert "clock" in walk.warned


def test_D3_2_across_two_runs_a_clock_set_forward_by_more_than_a_pause_gives_nothing(desk):
    walk = Walk(desk).scan(SIX[0])
    desk.reboot(minutes=60)
    walk.scan(SIX[1])
    assert walk.verdict.net == timedelta()


def test_D3_2_small_drift_between_the_clocks_is_not_called_a_jump(desk):
    walk = Walk(desk).scan(SIX[0])
    desk.set_clock(seconds=90)
    walk.scan(SIX[1], after=5)
    assert walk.warned == ["dwell"]
    assert walk.verdict.net == timedelta(minutes=5)


def test_D3_2_two_devices_with_unlike_clocks_add_up_to_no_more_than_the_time_there_was(desk):
    other = Desk("t2", at(9, 8))
    other.hear(desk.events)
    walk = Walk(desk, by="wang").scan(SIX[0])
    for n in range(1, 6):
        other.hear(desk.events)
        other.wait(1)
        other.record("li", presence.skip(other.ledger, walk.id, SIX[n], "locked", "li"))
        desk.hear(other.events)
        desk.wait(1)
        walk.scan(SIX[n])
    assert walk.verdict.net == timedelta(minutes=5)


def test_D3_2_the_length_across_a_change_of_summer_time_is_the_true_one():
    berlin = ZoneInfo("Europe/Berlin")
    a = Mark(datetime(2026, 3, 29, 1, 58, tzinfo=berlin), "t1", "", 0)
    b = Mark(datetime(2026, 3, 29, 3, 2, tzinfo=berlin), "t1", "", 0)
    assert length(a, b) == (timedelta(minutes=4), False)


def test_D3_2_wall_times_with_different_offsets_are_compared_as_moments():
    a = Mark(datetime(2026, 3, 29, 9, 0, tzinfo=timezone(timedelta(hours=8))), "t1", "", 0)
    b = Mark(datetime(2026, 3, 29, 1, 7, tzinfo=timezone(timedelta())), "t2", "", 0)
    assert length(a, b)[0] == timedelta(minutes=7)


def test_D3_2_the_clock_in_the_header_runs_from_the_first_scan_and_stands_in_a_long_rest(desk):
    walk = Walk(desk)
    desk.wait(5)
    assert net_until(walk.round, desk.mark()) == timedelta()
    walk.scan(SIX[0])
    desk.wait(7)
    assert net_until(walk.round, desk.mark()) == timedelta(minutes=7)
    walk.answer(SIX[0], "LOB-1", "pass")
    desk.wait(10)
    assert net_until(walk.round, desk.mark()) == timedelta(minutes=17)
    desk.wait(1)
    assert net_until(walk.round, desk.mark()) == timedelta(minutes=7)


def test_D3_2_a_round_without_a_scan_has_no_time(desk):
    walk = Walk(desk)
    desk.wait(90)
    walk.finish()
    assert walk.verdict.net == timedelta()
    assert walk.codes == ["short", "points_missing"]


def test_D3_2_the_numbers_of_the_start_judge_the_round_whatever_the_site_says_later(desk):
    from checkpoints.work import sites
    from tests.support.small_site import small_site

    walk = Walk(desk).hour().finish()
    desk.record("chen", sites.load(desk.ledger, small_site(min_minutes=90, min_participants=3)))
    assert walk.verdict.counts
    assert Walk(desk).scan(SIX[0]).finish().codes == ["short", "participants", "points_missing"]

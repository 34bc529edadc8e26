"""Whose clock is wrong, in words; and hands that were moved, as the entries tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from checkpoints.ledger.events import Event
from checkpoints.work.people import SignedOut
from store.clock import stamp
from store.clocks import Hands, of_clocks, of_jumps, time_of
from store.device import tag_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ME = "aaaaaaaaaa-aaaa"
HOUR = timedelta(hours=1)


def codes(problems):
    for problem in problems:
        assert problem.message.format(**problem.params)
    return [problem.code for problem in problems]


def others(**ahead):
    return {name: NOW + hours * HOUR for name, hours in ahead.items()}


def test_clocks_that_agree_are_not_spoken_of():
    assert of_clocks(ME, NOW, {ME: NOW, "b-b": NOW - HOUR, "c-c": NOW + timedelta(minutes=9)}) == []


def test_another_device_ahead_is_named_by_its_tag():
    (problem,) = of_clocks(ME, NOW, others(b=3) | {"c": NOW})
    assert problem.code == "clock.ahead"
    assert (problem.params["tag"], problem.params["by"]) == (tag_of("b"), 3 * HOUR)


def stamps(times):
    return {device: stamp(round(at.timestamp() * 1000), 0) for device, at in times.items()}


def test_hybrid_times_are_as_good_as_wall_times():
    (problem,) = of_clocks(ME, NOW, {}, stamps(others(b=3, c=0)) | {"d": "no stamp"})
    assert (problem.code, problem.params["by"]) == ("clock.ahead", 3 * HOUR)
    assert codes(of_clocks(ME, NOW, {}, stamps(others(b=3, c=3, d=0, e=0, f=0)))) == ["clock.ahead", "clock.ahead"]
    assert codes(of_clocks(ME, NOW, {}, stamps({ME: NOW + HOUR}))) == ["clock.went_back"]


def test_when_most_of_the_others_are_ahead_it_is_this_one_that_is_behind():
    (problem,) = of_clocks(ME, NOW, others(b=3, c=2.9, d=2) | {"e": NOW})
    assert (problem.code, problem.params["by"], problem.params["count"]) == ("clock.behind", 3 * HOUR, 3)


def test_two_that_are_ahead_against_two_that_agree_are_the_wrong_ones():
    assert codes(of_clocks(ME, NOW, others(b=3, c=2, d=0, e=0))) == ["clock.ahead", "clock.ahead"]


def test_a_silent_device_says_nothing_about_its_clock():
    assert of_clocks(ME, NOW, others(b=-200)) == []


def test_a_clock_that_went_back_is_seen_from_the_own_entries_of_any_incarnation_and_the_last_sync():
    assert codes(of_clocks(ME, NOW, {"aaaaaaaaaa-bbbb": NOW + HOUR})) == ["clock.went_back"]
    assert codes(of_clocks(ME, NOW, {}, synced_at=NOW + HOUR)) == ["clock.went_back"]
    assert of_clocks(ME, NOW, {ME: NOW + timedelta(minutes=9)}) == []


def test_a_clock_that_lost_its_time_says_so_and_nothing_else():
    assert codes(of_clocks(ME, datetime(2000, 1, 1, tzinfo=UTC), others(b=0, c=0))) == ["clock.unset"]


@pytest.mark.parametrize("stamp", ["", "zzz", "ffffffffffff.0000"])
def test_what_is_no_time_is_none(stamp):
    assert time_of(stamp) is None


class Tablet:
    """Writes entries as a device whose hands somebody moves."""

    def __init__(self, name="b", at=NOW):
        self.name, self.at, self.up, self.seq, self.boot = name, at, 60_000, 0, "run1"

    def later(self, minutes=1, hands=timedelta()):
        self.at += timedelta(minutes=minutes) + hands
        self.up += minutes * 60_000

    def write(self, subject="person:p1", seen=None):
        self.seq += 1
        ms = round(self.at.timestamp() * 1000)
        return Event(
            id=f"{self.name}{self.seq}", device=self.name, seq=self.seq, hlc=stamp(ms, 0), at=self.at, actor="-",
            subject=subject, seen=seen, boot=self.boot, up=self.up, body=SignedOut(person="p1", why="idle"),
        )  # fmt: skip


def walk(tablet, *steps):
    hands = Hands()
    hands.take(tablet.write())
    for step in steps:
        tablet.later(**step)
        hands.take(tablet.write())
    return hands


def test_hands_that_were_set_back_are_seen_within_one_run_of_the_machine():
    hands = walk(Tablet(), {}, {"hands": -HOUR}, {})
    (problem,) = of_jumps(hands)
    assert (problem.code, problem.params["by"], problem.params["event"]) == ("clock.moved", HOUR, "b3")
    assert "back" in problem.message


def test_hands_that_were_set_forward_too():
    (problem,) = of_jumps(walk(Tablet(), {"hands": 5 * HOUR}))
    assert "forward" in problem.message
    assert problem.params["by"] == 5 * HOUR


def test_what_a_time_service_corrects_is_no_jump_nor_is_a_night_off():
    tablet = Tablet()
    hands = walk(tablet, {"hands": timedelta(seconds=-90)}, {"minutes": 600})
    tablet.boot, tablet.up, tablet.at = "run2", 5_000, tablet.at - HOUR
    hands.take(tablet.write())
    assert of_jumps(hands) == []


def test_a_system_that_does_not_tell_its_runs_gives_no_false_alarm():
    tablet = Tablet()
    tablet.boot = ""
    assert of_jumps(walk(tablet, {"hands": -HOUR})) == []


def test_who_answers_before_the_question_was_asked_is_behind():
    ahead, behind = Tablet("b"), Tablet("c", NOW - 3 * HOUR)
    hands = Hands()
    asked = ahead.write()
    hands.take_all([asked, behind.write(seen=asked.id)])
    (problem,) = of_jumps(hands)
    assert (problem.code, problem.params["by"], problem.params["tag"]) == ("clock.lags", 3 * HOUR, tag_of("c"))


def test_the_newest_time_of_each_device_is_kept():
    tablet = Tablet()
    assert walk(tablet, {}, {}).newest == {"b": tablet.at}

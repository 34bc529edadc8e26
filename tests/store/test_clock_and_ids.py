"""Clocks that are set by hand, and ids that nobody hands out (rules.md 11.15)."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store import platform
from store.clock import Clock, HybridClock, SetClock, stamp
from store.ids import CROCKFORD, Mint, crockford

NOW = datetime(2025, 11, 24, 9, 0, tzinfo=UTC)
MS = round(NOW.timestamp() * 1000)


@given(st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=60))
def test_stamps_rise_however_the_wall_clock_is_set(jumps):
    clock, given_out = HybridClock(), []
    for jump in jumps:
        given_out.append(clock.tick(NOW + timedelta(seconds=jump)))
    assert given_out == sorted(set(given_out))


def test_a_stamp_is_the_wall_time_while_the_wall_clock_runs_on():
    clock = HybridClock()
    assert clock.tick(NOW) == f"{MS:012x}.0000"
    assert clock.tick(NOW) == f"{MS:012x}.0001"
    assert clock.tick(NOW + timedelta(milliseconds=1)) == f"{MS + 1:012x}.0000"


def test_a_full_counter_borrows_from_the_next_millisecond():
    clock = HybridClock()
    clock.merge(stamp(MS, 0xFFFF), NOW, own=True)
    assert clock.tick(NOW) == stamp(MS + 1, 0)
    assert clock.tick(NOW) == stamp(MS + 1, 1)


def test_another_devices_stamp_within_ten_minutes_is_taken_over():
    clock = HybridClock()
    near = stamp(MS + 10 * 60_000, 7)
    assert clock.merge(near, NOW, own=False)
    assert clock.tick(NOW) > near


def test_another_device_far_ahead_drags_nobody_along():
    clock = HybridClock()
    assert not clock.merge(stamp(MS + 10 * 60_000 + 1, 0), NOW, own=False)
    assert clock.tick(NOW) == stamp(MS, 0)


def test_the_own_device_goes_on_where_its_journal_ends_however_far_ahead():
    clock = HybridClock()
    far = stamp(MS + 3 * 86_400_000, 2)
    assert clock.merge(far, NOW, own=True)
    assert clock.tick(NOW) == stamp(MS + 3 * 86_400_000, 3)


def test_a_stamp_that_is_none_is_left_alone():
    clock = HybridClock()
    assert not clock.merge("ffffffffffffffff", NOW, own=True)
    assert clock.last == stamp(0, 0)


def test_ids_are_uuids_of_version_7_with_the_time_in_front():
    made = uuid.UUID(Mint()(MS))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == MS


@given(st.lists(st.integers(-5, 5), max_size=200))
def test_ids_rise_within_a_process_even_when_the_clock_goes_back(steps):
    mint, ms, made = Mint(), MS, []
    for step in steps:
        ms += step
        made.append(mint(ms))
    assert made == sorted(set(made))
    assert all(uuid.UUID(i).version == 7 for i in made)


def test_the_counter_of_ids_runs_over_into_time():
    mint = Mint(lambda n: b"\xff" * n)
    first = mint(MS)
    mint._count = (1 << 74) - 1
    assert first < mint(MS) < mint(MS)


def test_threads_get_different_ids():
    mint, made = Mint(), []
    threads = [threading.Thread(target=lambda: made.extend(mint(MS) for _ in range(500))) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(set(made)) == 2000


def test_a_set_clock_stands_and_moves_and_repeats_itself():
    one, two = SetClock(NOW, seed=3), SetClock(NOW, seed=3)
    assert one.now() == NOW
    assert [one.new_id(), one.new_id()] == [two.new_id(), two.new_id()]
    assert one.boot() == ("set", 3_600_000)
    assert one.advance(minutes=2) == NOW + timedelta(minutes=2)
    assert one.boot() == ("set", 3_720_000)


def test_the_machines_clock_counts_since_its_start_and_the_start_has_a_mark():
    clock = Clock()
    (run, up), (again, later) = clock.boot(), clock.boot()
    assert run == again == platform.boot_id()
    assert 0 < up <= later
    assert clock.now().tzinfo is UTC


def test_crockford_leaves_out_letters_that_look_like_digits():
    assert not set("ILOU") & set(CROCKFORD)
    assert crockford(b"\xff\x00", 3) == "ZW0"

"""The power goes again and again while two programs write: all that was told as saved is there, nothing by half."""

from __future__ import annotations

import collections
import random
from functools import partial

import pytest

from tests.support.devices import (
    DeviceProcess,
    acknowledged,
    dots_in,
    end_all,
    furnished,
    ids_in,
    let_run,
    told_in,
    wait_until,
)

pytestmark = pytest.mark.e2e

ROUNDS = 60


def kill_writers(folder, rounds, options, moments=(0, 0.005, 0.1)):
    """Two writers, one of them killed in each round; options are those of the device program.

    `moments` are how many seconds may pass between a line that was told and the kill.
    """
    seed = random.randrange(10**6)
    rng, base = random.Random(seed), folder.parent
    files = [base / "told-a", base / "told-b"]

    def writer(which):
        return DeviceProcess(folder, files[which], rng.getrandbits(32), *options)

    writers = [writer(0), writer(1)]
    try:
        for _ in range(rounds):
            victim = rng.randrange(2)
            if rng.random() < 0.8:  # else while it opens the folder, or wherever it is by then
                wait_until(partial(writers[victim].says_more_than, files[victim].stat().st_size), "a record")
            let_run(rng.choice(moments) * rng.random(), writers)
            writers[victim].kill()
            writers[victim] = writer(victim)
        for one in writers:
            wait_until(one.spoke, "the last start")
    finally:
        end_all(writers)
    told, final = acknowledged(*files), ids_in(folder)
    refused = collections.Counter(words[1] for words in told_in(*files) if words[0] == "!")
    print(
        f"seed {seed}: {rounds + 2} kills, {len(told)} acknowledged, {len(told - final)} lost, refused {dict(refused)}"
    )
    assert told - final == set()
    assert len(told) > 5 * rounds
    dots = sorted(dot[:2] for dot in dots_in(folder))
    assert len(set(dots)) == len(dots)
    assert [seq for _, seq in dots] == list(range(1, len(dots) + 1))
    return refused, told_in(*files)


def test_sixty_kills_of_two_writers_on_one_folder_lose_nothing_that_was_told_as_saved(tmp_path, long_seconds):
    rounds = ROUNDS * 10 if long_seconds else ROUNDS
    # Bursts with rests between: a kill right after a line was told then falls into the writing of the next ones.
    refused, _ = kill_writers(furnished(tmp_path / "data"), rounds, ("--burst", 60, "--pause", 0.1))
    assert not refused


def test_kills_while_past_years_are_sealed_lose_nothing_that_was_told_as_saved(tmp_path, long_seconds):
    rounds, options = ROUNDS * 5 if long_seconds else ROUNDS // 3, ("--burst", 6, "--pause", 0.01, "--seal", 0.5)
    refused, told = kill_writers(furnished(tmp_path / "data"), rounds, options, (0.1, 0.5))
    assert sum(words[0] == "=" and words[1] != "0" for words in told) > 3
    assert set(refused) <= {"store.busy"}  # both seal at once

"""The power goes again and again while two programs write: all that was told as saved is there, nothing by half."""

from __future__ import annotations

import collections
import random

import pytest

from tests.support.devices import (
    DeviceProcess,
    acknowledged,
    dots_in,
    furnished,
    ids_in,
    let_run,
    told_in,
    wait_until,
)

pytestmark = pytest.mark.e2e

ROUNDS = 60


def test_sixty_kills_of_two_writers_on_one_folder_lose_nothing_that_was_told_as_saved(tmp_path, long_seconds):
    seed = random.randrange(10**6)
    rounds = ROUNDS * 10 if long_seconds else ROUNDS
    rng, folder = random.Random(seed), furnished(tmp_path / "data")
    files = [tmp_path / "told-a", tmp_path / "told-b"]

    def writer(which):
        # Bursts with rests between: a kill right after a line was told then falls into the writing of the next ones.
        return DeviceProcess(folder, files[which], rng.getrandbits(32), "--burst", 60, "--pause", 0.1)

    writers = [writer(0), writer(1)]
    for _ in range(rounds):
        victim = rng.randrange(2)
        if rng.random() < 0.8:  # else while it opens the folder, or wherever it is by then
            size = files[victim].stat().st_size
            wait_until(lambda v=victim, s=size: files[v].stat().st_size > s, "a record")
        let_run(rng.choice((0, 0.005, 0.1)) * rng.random(), writers)
        writers[victim].kill()
        writers[victim] = writer(victim)
    for one in writers:
        wait_until(one.spoke, "the last start")
        one.kill()
    told, final = acknowledged(*files), ids_in(folder)
    refused = collections.Counter(words[1] for words in told_in(*files) if words[0] == "!")
    print(
        f"seed {seed}: {rounds + 2} kills, {len(told)} acknowledged, {len(told - final)} lost, refused {dict(refused)}"
    )
    assert told - final == set()
    assert len(told) > 5 * rounds
    assert not refused
    dots = sorted(dot[:2] for dot in dots_in(folder))
    assert len(set(dots)) == len(dots)
    assert [seq for _, seq in dots] == list(range(1, len(dots) + 1))

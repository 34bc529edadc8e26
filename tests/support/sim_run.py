"""Many stories one after the other: what went wrong with which seed, and how often everything happened."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

from tests.support.sim_world import World

__all__ = ["CHUNKS", "chunk", "run"]

CHUNKS = 16
"""Into so many tests the stories are dealt, in four files, so that two processes share them evenly."""


def chunk(number: int) -> range:
    """The seeds of one test: of 1,000 stories, or of as many as ROUNDSMAN_SEEDS says."""
    seeds = int(os.environ.get("ROUNDSMAN_SEEDS", "1000"))
    return range(seeds * number // CHUNKS, seeds * (number + 1) // CHUNKS)


def run(seeds: Iterable[int]) -> Counter[str]:
    """Tell the stories; returns how often each thing happened. Raises AssertionError at the first that goes wrong."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        world = World(seed)
        try:
            world.run()
        except Exception as error:
            told = "\n".join(world.story[-40:])
            msg = f"seed {seed}: {error!r}\n{told}\n\nAll of it: python -m tests.sim {seed}"
            raise AssertionError(msg) from error
        counts += world.counts
        counts["stories"] += 1
    return counts

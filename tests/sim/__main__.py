"""Tell a story again: python -m tests.sim SEED, or FIRST-LAST for many of them without the words."""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter

import tests.support.mutations  # noqa: F401  (before the store, in case one is asked for)
from tests.support.sim_world import World


def main(wanted: str) -> int:
    first, _, last = wanted.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    counts: Counter[str] = Counter()
    wrong: list[int] = []
    began = time.monotonic()
    for seed in seeds:
        world = World(seed)
        try:
            world.run()
        except Exception as error:
            wrong.append(seed)
            print(f"seed {seed}: {error!r}", flush=True)
            if len(seeds) == 1:
                traceback.print_exc()
        counts += world.counts
        if len(seeds) == 1:
            print("\n".join(world.story))
    for what, often in sorted(counts.items()):
        print(f"{often:8} {what}")
    took = time.monotonic() - began
    print(f"{len(seeds)} stories, {took:.1f} s, {1000 * took / len(seeds):.0f} ms each; wrong: {wrong or 'none'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

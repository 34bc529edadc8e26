"""`roundsman bench presence`: how many dishonest and how many honest rounds are flagged, on simulated walkers.

    --seeds 101-120   which worlds; the numbers of the policy were tuned on 1 to 10, so others are a fair test
    --days 30         days after two weeks in which the supervisor walks along
    --cold            without those two weeks

Each world lives through the ordinary decisions and the fold (tests/support/walkers.py); nothing is measured in time.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from checkpoints.work.plausible import learn, weigh
from tests.support.tales import CAREFUL, CHEATS
from tests.support.walkers import HONEST, World


def main() -> None:
    """Live, weigh, print the table."""
    asked = argparse.ArgumentParser(prog="roundsman bench presence", description="Flagged rounds of simulated walkers.")
    asked.add_argument("--seeds", default="101-120")
    asked.add_argument("--days", type=int, default=30)
    asked.add_argument("--cold", action="store_true")
    args = asked.parse_args()
    flagged: dict[str, list[bool]] = {kind: [] for kind in (HONEST, *CHEATS, *CAREFUL)}
    for seed in _seeds(args.seeds):
        for kind, look in _world(seed, args.days, cold=args.cold):
            flagged[kind].append(look)
    print("| walker | rounds | flagged | share |\n|---|---|---|---|")
    for kind, looks in flagged.items():
        _row(kind, looks)
    _row("**all dishonest**", [look for kind in CHEATS for look in flagged[kind]])


def _seeds(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _world(seed: int, days: int, *, cold: bool) -> Iterator[tuple[str, bool]]:
    world = World(seed, days=days, run_in=0 if cold else 14)
    told = world.live()
    if not cold:
        told += world.carefully(8)
    habits = learn(world.ledger)
    for one in told:
        found = weigh(world.ledger, world.ledger.rounds.all[one.round], habits)
        if found is not None:
            yield one.kind, found.look


def _row(kind: str, looks: list[bool]) -> None:
    share = f"{100 * sum(looks) / len(looks):.1f} %" if looks else "-"
    print(f"| {kind} | {len(looks)} | {sum(looks)} | {share} |")


if __name__ == "__main__":
    main()

"""`roundsman bench forgery`: a million random codes and a hundred thousand near misses; how many are taken.

Both ways of checking are tried: by the register alone, as a tablet does, and with the signing key, as the office does.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.catalogue import default_site
from checkpoints.site.codes import Key
from checkpoints.work import labels
from tests.support.forgeries import near_misses, random_codes
from tests.support.ground import KEY, Desk

__all__ = ["main"]

TAKEN = {"active", "retired"}


def _tried(ledger: Ledger, codes: Iterator[str], key: Key | None) -> dict[str, object]:
    begin = time.perf_counter()
    said = Counter(labels.read(ledger, code, key).status for code in codes)
    taken = sum(said[status] for status in TAKEN)
    count = sum(said.values())
    micro = (time.perf_counter() - begin) / count * 1e6
    return {"tried": count, "taken": taken, "said": dict(said.most_common()), "microseconds_each": round(micro, 1)}


def main(arguments: Sequence[str]) -> int:
    """Print what came of it as JSON; 1 if anything was taken."""
    parser = argparse.ArgumentParser(prog="roundsman bench forgery", description=__doc__)
    parser.add_argument("--random", type=int, default=1_000_000)
    parser.add_argument("--near", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20261128)
    asked = parser.parse_args(arguments)
    desk = Desk().open(default_site())
    assert desk.ledger.site is not None
    genuine = [desk.code(place.id) for place in desk.ledger.site.active]
    results: dict[str, dict[str, object]] = {}
    for name, key in (("tablet", None), ("office", KEY)):
        chance = Random(asked.seed)
        results[f"{name}_random"] = _tried(desk.ledger, random_codes(genuine, asked.random, chance), key)
        results[f"{name}_near"] = _tried(desk.ledger, near_misses(genuine, asked.near, chance), key)
    print(json.dumps({"seed": asked.seed, "labels": len(genuine)} | results, indent=2))
    return int(any(result["taken"] for result in results.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Six devices on one share, two programs on one of them, all killed at random, while the share is forked, put back to
yesterday, cut, flipped, write-protected and taken away. In the end nothing that was told as saved is missing anywhere.

Half a minute in every run; ten minutes with `tests/run --long`. The seed is printed; what processes do in between is
not repeatable, which is what the simulation is for.
"""

from __future__ import annotations

import random
import time

import pytest

from tests.support.fleet import Fleet
from tests.support.share_faults import ShareFaults

pytestmark = pytest.mark.e2e

SHORT = 30.0
QUIETER = ("flip", "truncate", "zeros", "rubbish")


@pytest.fixture
def fleet(tmp_path):
    fleets = []

    def make(crews, *options):
        fleets.append(Fleet(tmp_path, crews, random.randrange(10**6), *options))
        return fleets[-1]

    yield make
    for one in fleets:
        one.kill_all()


def torment(fleet, aside, seconds, **kinds):
    """Faults and kills at random until the time is over."""
    faults = ShareFaults(fleet.file, aside, fleet.rng, fleet.run)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        fleet.run(fleet.rng.uniform(0.05, 0.5))
        if fleet.rng.random() < 0.4:
            fleet.kill_one()
        else:
            fleet.faults[faults.happen(**kinds)] += 1


def test_six_devices_on_a_share_that_fails_in_every_way_lose_nothing(fleet, tmp_path, long_seconds):
    pace = ("--pause", 0.5) if long_seconds else ("--pause", 0.2)
    six = fleet((2, 1, 1, 1, 1, 1), *pace, "--burst", 3, "--audits", 0.02, "--seal", 0.02)
    torment(six, tmp_path / "aside", long_seconds or SHORT)
    told, exchanges = six.end()
    assert told > 500
    assert exchanges > 100
    assert six.kills > 20


def test_devices_that_write_at_once_where_locks_exclude_nobody_lose_nothing(fleet, tmp_path, long_seconds):
    four = fleet((1, 1, 1, 1), "--no-locks", "--pause", 0.03, "--often", 0.9, "--audits", 0.02)
    torment(four, tmp_path / "aside", (long_seconds or 80) / 10, kinds=QUIETER)
    told, exchanges = four.end()
    assert told > 200
    assert exchanges > 50


def test_devices_with_a_segment_each_lose_nothing(fleet, tmp_path, long_seconds):
    three = fleet((1, 2, 1), "--segments", "--no-locks", "--pause", 0.05, "--audits", 0.02)
    torment(three, tmp_path / "aside", (long_seconds or 60) / 10, kinds=QUIETER)
    told, exchanges = three.end()
    assert told > 100
    assert exchanges > 30

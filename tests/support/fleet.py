"""Many devices as processes on one share, killed and restarted at random, and what they were promised in the end."""

from __future__ import annotations

import collections
import random

from tests.support.devices import (
    DeviceProcess,
    acknowledged,
    copied,
    dots_in,
    end_all,
    furnished,
    let_run,
    told_in,
    wait_until,
)
from tests.support.sharing import Sharer, check_nothing_lost, settle

__all__ = ["Fleet"]

SKEWS = (0, 0, 0, 86_400, -86_400, 5_400)
"""Seconds that a device's clock may be off after a restart."""


class Fleet:
    """`crews` says how many processes work on each device's folder; `options` are those of the device program."""

    def __init__(self, base, crews, seed, *options):
        self.seed = seed
        self.rng = random.Random(seed)
        self.options = options
        (base / "share").mkdir()
        self.file = base / "share" / "small.patrol"
        first = furnished(base / "first")
        self.folders = [copied(first, base / f"device-{n}") for n in range(len(crews))]
        self._begin_share()
        self.seats = [
            (folder, base / f"told-{n}-{m}") for n, folder in enumerate(self.folders) for m in range(crews[n])
        ]
        self.processes = [self._start(seat) for seat in self.seats]
        self.kills = 0
        self.faults = collections.Counter()
        try:
            wait_until(lambda: all(process.spoke() for process in self.processes), "all devices to begin", 60)
        except BaseException:
            self.kill_all()
            raise

    def _begin_share(self):
        one = Sharer(self.folders[0], self.file, segments="--segments" in self.options)
        one.sync()
        one.close()

    def _start(self, seat, skew=0):
        folder, told = seat
        return DeviceProcess(
            folder, told, self.rng.getrandbits(32), "--share", self.file, "--skew", skew, *self.options
        )

    @property
    def files(self):
        return [told for _, told in self.seats]

    def run(self, seconds):
        """Let them work; any that ends by itself ends the test with its traceback."""
        let_run(seconds, self.processes)

    def kill_one(self):
        """One process dies wherever it is, and is started again, its clock set anew."""
        which = self.rng.randrange(len(self.seats))
        self.processes[which].kill()
        self.kills += 1
        self.processes[which] = self._start(self.seats[which], self.rng.choice(SKEWS))

    def kill_all(self):
        processes, self.processes = self.processes, []
        self.kills += len(processes)
        end_all(processes)

    def codes(self):
        """How often the store refused, by code."""
        return collections.Counter(words[1] for words in told_in(*self.files) if words[0] == "!")

    def _check_names(self):
        """Nobody was copied, so nobody took another name, and no number was given out twice."""
        dots = [(device, seq) for device, seq, _ in dots_in(self.folders[0])]
        assert len(set(dots)) == len(dots)
        assert len({device for device, _ in dots}) <= len(self.folders) + 1

    def end(self):
        """All processes die; then every device exchanges and reads everything again, and the sets are compared.

        Prints the counts; returns how many events were acknowledged.
        """
        self.kill_all()
        told, words = acknowledged(*self.files), told_in(*self.files)
        exchanges = sum(word[0] == "~" for word in words)
        segments = "--segments" in self.options
        sharers = [Sharer(folder, self.file, segments=segments, wait=5.0) for folder in self.folders]
        try:
            rounds = settle(sharers)
            whole = check_nothing_lost(sharers, told)
            self._check_names()
        except BaseException:
            print(f"seed {self.seed}, faults {dict(self.faults)}, refused {dict(self.codes())}")
            raise
        finally:
            for one in sharers:
                one.close()
        print(
            f"seed {self.seed}: {len(self.folders)} devices, {len(self.seats)} processes, {self.kills} kills,"
            f" {self.faults.total()} faults {dict(self.faults)}, {exchanges} exchanges, refused {dict(self.codes())};"
            f" {len(told)} acknowledged, {len(told - whole)} lost, {len(whole)} in every folder and on the share"
            f" (quiet after the audit in {rounds} rounds)"
        )
        return len(told), exchanges

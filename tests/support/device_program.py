"""A device as a process of its own: it records, tells each event once it is saved, and exchanges in between.

    python device_program.py FOLDER SEED [--share FILE] [--pause SECONDS] [--skew SECONDS] ...

Every line it tells is one write to standard output, so what was told before a kill stands whole in the file that the
test gave it: `+ id ...` after a record returned, `! code` after the store refused, `~ pulled written shared` after an
exchange, `= n` after n events were sealed, `? id moment` when it first sees what another process recorded.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from checkpoints.work.people import PersonAdded
from store.archive.compacting import compact
from store.clock import Clock
from store.disk import Disk
from store.errors import StoreError
from store.logbook import Logbook


class WrongClock(Clock):
    """A wall clock that stands off by so many seconds; the machine's own run on."""

    def __init__(self, skew):
        super().__init__()
        self._skew = timedelta(seconds=skew)

    def now(self):
        return super().now() + self._skew


class LocklessDisk(Disk):
    """A share whose locks exclude nobody, and which lets time pass between a look and a write."""

    def __init__(self, rng):
        self._rng = rng

    def lock(self, fd):
        return True

    def unlock(self, fd):
        pass

    def write(self, fd, part, offset):
        time.sleep(self._rng.uniform(0, 0.01))
        return super().write(fd, part, offset)


def tell(line):
    os.write(1, line.encode() + b"\n")


def fact(rng):
    name = f"p{rng.getrandbits(64):016x}"
    return PersonAdded(person=name, zh="王" * rng.randrange(1, 9), en=name, role="assistant", department="service")


class Program:
    def __init__(self, args):
        self.args = args
        self.rng = random.Random(args.seed)
        self.clock = WrongClock(args.skew)
        self.book = Logbook.open(args.folder, clock=self.clock)
        self.seen = {event.id for event in self.book.events()} if args.watch else set()
        self.exchange = self._exchange() if args.share else None
        self.rest = threading.Event()

    def _exchange(self):
        from store.sync.exchange import Exchange
        from store.sync.share import Share

        far = {"far": LocklessDisk(self.rng)} if self.args.no_locks else {}
        share = Share(path=str(self.args.share), segments=self.args.segments)
        return Exchange(self.args.folder, share, clock=self.clock, wait=1.0, **far)

    def run(self):
        tell("begin")
        recorded = 0
        while recorded < self.args.count:
            for _ in range(self.rng.randrange(1, self.args.burst + 1)):
                recorded += self.guarded(self.record)
            self.guarded(self.book.follow)
            if self.rng.random() < self.args.seal:
                self.guarded(self.seal)
            if self.args.watch:
                self.look()
            if self.exchange and self.rng.random() < self.args.often:
                self.guarded(self.share)
            self.rest.wait(self.rng.uniform(0, 2 * self.args.pause))

    def guarded(self, act):
        try:
            return act()
        except StoreError as error:
            tell(f"! {error.code}")
            return 0

    def record(self):
        facts = [fact(self.rng) for _ in range(self.rng.randrange(1, 4))]
        events = self.book.record("boss", lambda _: facts)
        tell(" ".join(["+", *(event.id for event in events), f"@{time.monotonic_ns()}"]))
        self.seen.update(event.id for event in events)
        return len(events)

    def seal(self):
        """Move events to the archive, and now and then leave a snapshot as a program does that ends."""
        if self.rng.random() < 0.5:
            self.book.close()
            self.book = Logbook.open(self.args.folder, clock=self.clock)
        # A year on, all that was recorded until now is to be sealed.
        done = compact(self.args.folder, now=self.clock.now() + timedelta(days=366), wait=1.0)
        tell(f"= {done.archived}")
        return 0

    def look(self):
        for event in self.book.events():
            if event.id not in self.seen:
                self.seen.add(event.id)
                tell(f"? {event.id} {time.monotonic_ns()}")

    def share(self):
        audit = self.rng.random() < self.args.audits
        report = self.exchange.audit() if audit else self.exchange.sync()
        tell(f"~ {report.pulled} {report.written} {report.shared}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("--share", type=Path)
    parser.add_argument("--segments", action="store_true", help="a segment of its own instead of the one file")
    parser.add_argument("--no-locks", action="store_true", help="the share's locks exclude nobody")
    parser.add_argument("--often", type=float, default=0.5, help="how likely an exchange is after a burst")
    parser.add_argument("--audits", type=float, default=0.0, help="how likely it is that an exchange is an audit")
    parser.add_argument("--seal", type=float, default=0.0, help="how likely it is that events are sealed")
    parser.add_argument("--burst", type=int, default=4, help="records in a row, at most")
    parser.add_argument("--pause", type=float, default=0.05, help="seconds between bursts, on average")
    parser.add_argument("--skew", type=float, default=0.0, help="seconds that the wall clock is off")
    parser.add_argument("--count", type=float, default=float("inf"), help="events after which it ends by itself")
    parser.add_argument("--watch", action="store_true", help="tell what other processes on the folder recorded")
    Program(parser.parse_args()).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())

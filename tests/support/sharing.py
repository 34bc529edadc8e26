"""Devices in this process that exchange through a share of real files, and the question that every fault ends with."""

from __future__ import annotations

import random
import re
from contextlib import suppress

from checkpoints.work.people import PersonAdded
from store.clock import Clock
from store.disk import DISK
from store.errors import StoreError
from store.logbook import Logbook
from store.sync.exchange import Exchange
from store.sync.share import Share
from tests.support.devices import ids_in, shared_ids

ROUNDS = 12
"""Rounds in which everybody exchanges before they are called restless."""


def person(name):
    return PersonAdded(person=name, zh="王敏", en=name, role="assistant", department="service")


class Sharer:
    """One device: a logbook and an exchange on one folder. `told` are the ids that `record` returned."""

    def __init__(self, folder, file, *, clock=None, disk=DISK, far=DISK, segments=False, wait=1.0):
        self.folder = folder
        self.file = file
        self.clock = clock or Clock()
        self.disk = disk
        self.far = far
        self.share = Share(path=str(file), segments=segments)
        self.wait = wait
        self.told = set()
        self._n = 0
        self._begin()

    def _begin(self):
        self.book = Logbook.open(self.folder, clock=self.clock, disk=self.disk)
        self.exchange = Exchange(
            self.folder, self.share, clock=self.clock, disk=self.disk, far=self.far, wait=self.wait
        )

    def restart(self):
        """The program ends and begins again."""
        self.close()
        self._begin()

    def record(self, count=1):
        """Record so many events one after the other; returns their ids."""
        ids = []
        for _ in range(count):
            self._n += 1
            name = f"{self.folder.name}-{self.book.device.id}-{self._n}"
            ids += [event.id for event in self.book.record("boss", lambda _, name=name: [person(name)])]
        self.told |= set(ids)
        return ids

    def sync(self):
        report = self.exchange.sync()
        self.book.follow()
        return report

    def audit(self):
        report = self.exchange.audit()
        self.book.follow()
        return report

    def tried(self, act):
        """What the store said, or '' when it went well."""
        try:
            act()
        except StoreError as error:
            str(error)  # the message and its parameters fit together
            return error.code
        return ""

    def close(self):
        with suppress(StoreError):
            self.exchange.close()
        self.book.close()


def until_quiet(sharers):
    """Everybody exchanges until nobody has anything to take or give; returns how many rounds it took."""
    for round_ in range(ROUNDS):
        reports = [one.sync() for one in sharers]
        if not any(r.pulled or r.written for r in reports):
            return round_ + 1
    msg = f"still restless after {ROUNDS} rounds: {reports}"
    raise AssertionError(msg)


def settle(sharers):
    """The end of all faults: exchange, read everything again once, exchange."""
    until_quiet(sharers)
    for one in sharers:
        one.audit()
    return until_quiet(sharers)


def files_of(file):
    """The shared file and the segments beside it; what stands in a conflict copy only is not shared yet."""
    segment = re.compile(re.escape(file.stem) + r"\.\w{10}-\w{4}" + re.escape(file.suffix))
    return [one for one in sorted(file.parent.iterdir()) if one == file or segment.fullmatch(one.name)]


def check_nothing_lost(sharers, more=(), where=None):
    """Acknowledged minus final is empty, and every folder and the share hold the same set. Returns that set."""
    told = set().union(more, *(one.told for one in sharers))
    sets = {one.folder.name: ids_in(one.folder) for one in sharers}
    sets["share"] = shared_ids(*files_of(sharers[0].file))
    whole = set().union(*sets.values())
    for name, held in sets.items():
        assert told - held == set(), (where, name)
        assert whole - held == set(), (where, name)
    return whole


def lines_of(file):
    return file.read_bytes().splitlines(keepends=True)


def scattered(total, wanted, seed):
    """All numbers below `total`, or so many of them, evenly scattered with a seed, the first and the last included."""
    if total <= wanted:
        return list(range(total))
    rng = random.Random(seed)
    return sorted({0, total - 1, *rng.sample(range(total), wanted)})

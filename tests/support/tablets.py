"""Devices of one site that share a file, in this process: each a folder with a logbook and an exchange on it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest

from checkpoints.work.people import PersonAdded
from store.clock import SetClock
from store.disk import DISK
from store.errors import StoreError
from store.journal.scan import scan
from store.logbook import Logbook
from store.setup import load_site
from store.sync import standing
from store.sync.exchange import Exchange
from store.sync.share import Share
from store.sync.shared_file import events_of
from tests.support.faulty_disk import FaultyDisk
from tests.support.small_site import small_site

__all__ = ["MeteredDisk", "Tablet", "Tablets", "ids_in", "says"]

START = datetime(2025, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def ids_in(*paths):
    """Ids of all events that can be read in files of the share."""
    return {dot.id for path in paths for parsed in scan(path) for dot, _, _ in events_of(parsed)}


@contextmanager
def says(code):
    """The store refuses with this code."""
    with pytest.raises(StoreError) as caught:
        yield
    assert caught.value.code == code


class MeteredDisk(FaultyDisk):
    """Counts the bytes that are read."""

    bytes_read = 0

    def read(self, fd, count, offset):
        part = super().read(fd, count, offset)
        self.bytes_read += len(part)
        return part


class Tablet:
    """One device. `write` records, `sync` exchanges; `ids` is what it knows, `promised` what it showed as saved."""

    def __init__(self, folder, share, clock, far=DISK, joining=False, disk=DISK):
        self.folder = folder
        self.share = share
        self.clock = clock
        self.far = far
        self.disk = disk
        self.joining = joining
        folder.mkdir(exist_ok=True)
        self.book = Logbook.open(folder, clock=clock, disk=disk)
        self.promised = set()
        self.exchange = self.connect()

    def connect(self):
        joins = self.joining and self.book.ledger.site is None
        return Exchange(
            self.folder, self.share, clock=self.clock, disk=self.disk, far=self.far, wait=0.05, joining=joins
        )

    def restart(self):
        """The program ends and starts again."""
        self.close()
        self.book = Logbook.open(self.folder, clock=self.clock, disk=self.disk)
        self.exchange = self.connect()
        return self

    def write(self, count=1):
        """Record facts, each an event of its own; returns their ids."""
        made = []
        for _ in range(count):
            self.clock.advance(seconds=1)
            name = f"p{len(self.promised)}-{self.book.device.id}"
            fact = PersonAdded(person=name, zh="甲", en="A", role="assistant", department="d1")
            made += [event.id for event in self.book.record("-", lambda _now, fact=fact: [fact])]
            self.promised.add(made[-1])
        return made

    def sync(self, **options):
        report = self.exchange.sync(**options)
        self.book.follow()
        return report

    def audit(self, **options):
        report = self.exchange.audit(**options)
        self.book.follow()
        return report

    @property
    def ids(self):
        self.book.follow()
        return {event.id for event in self.book.events()}

    @property
    def standing(self):
        return standing.read(self.folder)

    def close(self):
        self.exchange.close()
        self.book.close()


class Tablets:
    """Makes devices in a folder and closes them. The first one has the site, the others join."""

    def __init__(self, root):
        self.root = root
        self.clock = SetClock(START, seed=1)
        self.folder = root / "share"
        self.folder.mkdir()
        self.path = self.folder / "site.journal"
        self.all = []

    def make(self, name, *, segments=False, **options):
        """A new device."""
        share = Share(str(self.path), segments)
        made = Tablet(self.root / name, share, self.clock, joining=bool(self.all), **options)
        if not self.all:
            load_site(made.book, "-", small_site())
            made.promised = made.ids
        self.all.append(made)
        return made

    def settle(self, rounds=3):
        """Everybody exchanges a few times."""
        for _ in range(rounds):
            for tablet in self.all:
                tablet.sync()

    @property
    def promised(self):
        return set().union(*(tablet.promised for tablet in self.all))

    def files(self):
        return sorted(self.folder.glob("site*.journal"))

    def check(self):
        """Nothing that anybody promised is missing anywhere, and all ledgers are equal."""
        for tablet in self.all:
            assert self.promised <= tablet.ids
            assert tablet.book.ledger == self.all[0].book.ledger
        assert self.promised <= ids_in(*self.files())

    def close(self):
        for tablet in self.all:
            tablet.close()

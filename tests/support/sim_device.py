"""A tablet of the simulation: a machine in memory, a clock that is set by hand, and the processes on its folder."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

from checkpoints.fact import Fact
from checkpoints.ledger.events import Event, encode_event
from checkpoints.site.site import Site
from checkpoints.work.people import PersonAdded
from checkpoints.work.sites import SiteLoaded
from store.clock import SetClock
from store.journal import lines
from store.journal.storage import decode
from store.logbook import Logbook
from store.sync.exchange import Exchange
from tests.support.memory_disk import MemoryDisk, MemoryFiles, refuse
from tests.support.small_site import LOBBY, place, small_site

__all__ = [
    "DATA",
    "FOUNDING_ID",
    "JOURNAL",
    "START",
    "Broken",
    "Process",
    "Tablet",
    "held",
    "no_room",
    "raises",
    "read_only",
    "vanished",
]

DATA = Path("/data")
JOURNAL = DATA / "events.journal"
START = datetime(2025, 12, 31, 14, 0, tzinfo=timezone(timedelta(hours=8)))
"""The stories run into a new year, so that there is a past one to seal."""
_WHOLE = small_site(places=(place(1),))
SITE: Site = replace(
    _WHOLE,
    kinds=(LOBBY,),
    seasons=(),
    zones=_WHOLE.zones[:1],
    departments=_WHOLE.departments[:1],
    finding_categories=_WHOLE.finding_categories[:1],
    content_groups={"a": _WHOLE.content_groups["a"]},
)
"""Small even for a small site: bytes that rot are to hit other events too."""
FOUNDING_ID = "019aab00-0000-7000-8000-000000000001"
FOUNDING = encode_event(
    Event(
        id=FOUNDING_ID,
        device="office0000-aaaa",
        seq=1,
        hlc="019aab000000.0000",
        at=START - timedelta(days=3),
        actor="-",
        subject="site:" + SITE.site.id,
        body=SiteLoaded(site=SITE),
    )
)
"""The one event that all tablets begin with: what joining the site gave them."""


def held(content: bytes) -> dict[str, bytes]:
    """The events that can be read in the bytes of a journal or a shared file, by id."""
    return {
        key: raw
        for ops in lines.parse(content + b"\n").commits
        for table, key, raw in ops
        if table == "events" and key is not None and raw is not None
    }


class Broken(AssertionError):  # noqa: N818  (what happened, in a word)
    """The store broke its word."""


class Process:
    """One running program on a tablet's folder: a logbook, and the way to the share."""

    def __init__(self, tablet: Tablet, share: MemoryFiles, chance: Random):
        self.tablet = tablet
        self.disk = MemoryDisk(tablet.files, chance)
        self.far = MemoryDisk(share, chance)
        self.book: Logbook | None = None
        self.exchange: Exchange | None = None
        self.fell = False
        """The power of the whole tablet went, and not only this process."""

    def open(self) -> Logbook:
        """The logbook, opened when it is not. Raises StoreError."""
        if self.book is None:
            self.book = Logbook.open(DATA, clock=self.tablet.clock, disk=self.disk)
        return self.book

    def record(self, chance: Random) -> dict[str, bytes]:
        """Record one to three facts; returns what may be shown as saved. Raises StoreError."""
        book = self.open()
        facts: list[Fact] = [
            PersonAdded(
                person=f"p{chance.randrange(4)}",
                zh="人" * chance.randrange(1, 4),
                en="x" * chance.choice((1, 3, 40, 300)),
                role="assistant",
                department="cleaning",
            )
            for _ in range(chance.choice((1, 1, 1, 2, 3)))
        ]
        return {event.id: encode_event(event) for event in book.record("p0", lambda _: facts)}

    def die(self, power: bool = False) -> None:
        """End here, in the middle of whatever it does."""
        self.fell = self.fell or power
        self.disk.die()
        self.far.die()


class Tablet:
    """A device: its machine, its clock and its processes. `mine` is what was acknowledged here and must stay here."""

    def __init__(self, name: str, mark: str, chance: Random):
        self.name = name
        self.files = MemoryFiles(mark)
        self.clock = SetClock(START + timedelta(seconds=chance.randrange(600)), seed=chance.getrandbits(32), run=name)
        self.processes: list[Process] = []
        self.mine: set[str] = set()
        self.backups: list[dict[str, bytes]] = []

    def found(self) -> None:
        """Set the folder up as joining does."""
        book = Logbook.open(DATA, clock=self.clock, disk=MemoryDisk(self.files))
        book.db.table("events").insert(decode(FOUNDING))
        book.close()

    def records(self) -> list[str]:
        """Its journal and the segments of its archive."""
        return [path for path in self.files.files if path.endswith(".journal")]

    def journal(self) -> dict[str, bytes]:
        """The events that its journal and its archive hold."""
        found: dict[str, bytes] = {}
        for path in self.records():
            found |= held(self.files.take(path))
        return found

    def lose_power(self, chance: Random) -> bool:
        """Every process ends and every unforced byte is at the mercy of chance."""
        for process in self.processes:
            process.die()
        self.clock.run += "'"
        self.clock.up_from = self.clock.at
        return self.files.lose_power(chance)


def no_room(kind: str) -> None:
    """Weather of a full disk."""
    if kind in ("write", "create"):
        raise refuse(errno.ENOSPC)


def read_only(kind: str) -> None:
    """Weather of a folder that may only be read."""
    if kind in ("write", "create", "open", "cut", "rename", "remove", "make_folder"):
        raise refuse(errno.EROFS)


def vanished(_kind: str) -> None:
    """Weather of a share that is not there."""
    raise refuse(errno.ENOENT)


def raises(code: int) -> Callable[[str], None]:
    """What makes one call fail."""

    def act(_kind: str) -> None:
        raise refuse(code)

    return act

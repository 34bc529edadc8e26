"""My side of an exchange: the records of this data folder, read on and added to like by any other process.

Nobody folds anything here. What comes in is written as ordinary lines, a few hundred events at a time, so that a
person's tap never waits long for the lock; the app sees them like the lines of any other process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from checkpoints.ledger.events import Order
from store import device as devices
from store.archive import JOURNAL, raw_events, segments
from store.device import Device
from store.disk import Disk
from store.errors import StoreError, from_os
from store.journal.file import JournalFile
from store.journal.lines import Op, commit_line
from store.journal.reader import Position
from store.journal.scan import scan
from store.sync.balance import Balance, Dot, dot_of

__all__ = ["Anew", "OwnRecords"]

TAKEN_AT_ONCE = 200
"""Events that come in under one hold of the lock."""
BEFORE_THE_FIRST = 1000
"""The same for a folder that has no site yet: nobody taps there."""
BREATH = 0.002
"""Seconds between two such holds: longer than whoever waits sleeps between two tries."""
DEVICE = "device.json"
_SITE = "site:"


class Anew(Exception):  # noqa: N818  (a turn of events, not a fault)
    """The records were read from their start in the middle of an exchange, which has to begin again."""


class _Tape(JournalFile):
    """The journal as an exchange reads it.

    It does not force what others wrote and are forcing themselves: an exchange promises nothing about this disk, and
    a number that a power cut gives out twice is found out and led back to a new incarnation.
    """

    def _make_sure(self) -> None:
        """Nothing."""


class OwnRecords:
    """The journal and the archive of a folder, as a sink of their own."""

    def __init__(self, data: Path, balance: Balance, disk: Disk, wait: float) -> None:
        self.data = data
        self.balance = balance
        self.site = ""
        self.first: Order | None = None
        """Where in the fold the site that this folder belongs to was loaded."""
        self.anew = False
        """The records were read from their start: whatever was known of the share is void."""
        self.device: Device | None = None
        self.reborn = False
        self.settled = True
        """Somebody may be working on the folder; False while it joins."""
        self._disk = disk
        self._wait = wait
        self._file: JournalFile | None = None
        self._path = data / JOURNAL
        self._device_path = data / DEVICE
        self._device_seen = (0, 0)

    # Reading

    def open(self, after: Position | None) -> None:
        """Begin to read, after a place of an earlier run if that still holds. Raises StoreError."""
        file = _Tape(self._path, self, self._disk)
        file.open(self._wait, after)
        self._file = file

    @property
    def position(self) -> Position | None:
        """Up to where the journal was read."""
        return self._file.position if self._file is not None else None

    def follow(self) -> None:
        """Read on. With `anew` set everything was read from its start, archive included. Raises StoreError."""
        if self._file is None:
            self.open(None)
        elif self._file.broken:
            self._file.reopen(self._wait)
        else:
            self._file.follow()
        if self.anew:
            self._read_archive()
        self._know_myself()

    def reread(self) -> None:
        """Read everything from its start. Raises StoreError."""
        self.close()
        self.forget()
        self.follow()

    def stream(self) -> Iterator[tuple[Dot, bytes]]:
        """Every event of the folder, from the disk, in bounded memory. Raises StoreError."""
        try:
            for key, raw in raw_events(self.data, self._disk):
                yield dot_of(key, raw), raw
        except OSError as error:
            raise from_os(error, self.data) from error

    def close(self) -> None:
        """Close the journal."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def forget(self) -> None:
        """The journal is read from its start."""
        self.balance.forget_here()
        self.site, self.first, self.anew = "", None, True

    def take(self, commits: list[list[Op]]) -> None:
        """Lines of the journal."""
        for ops in commits:
            for table, key, raw in ops:
                if table == "events" and key is not None and raw is not None:
                    self._arrive(dot_of(key, raw), raw, not self.anew)

    def _arrive(self, dot: Dot, raw: bytes, keep: bool) -> None:
        if self.balance.arrive(dot, raw, keep) and dot.subject.startswith(_SITE):
            order = (dot.hlc, dot.device, dot.seq, dot.id)
            if self.first is None or order < self.first:
                self.site, self.first = dot.subject[len(_SITE) :], order

    def _read_archive(self) -> None:
        try:
            for segment in segments(self.data, self._disk):
                for parsed in scan(segment.path, self._disk):
                    self.take(parsed.commits)
        except OSError as error:
            raise from_os(error, self.data) from error

    def _know_myself(self) -> None:
        """Read device.json when it changed; a folder without one, or that woke up elsewhere, is settled first."""
        try:
            found = self._disk.stat(self._device_path)
            seen = (found.st_ino, found.st_mtime_ns)
            if seen == self._device_seen and self.device is not None:
                return
        except FileNotFoundError:
            seen = (0, 0)
        except OSError as error:
            raise from_os(error, self._device_path) from error
        try:
            self.device = devices.load(self._device_path, self._disk)
            if self.device is None or self.device.home != self._disk.home_mark(self.data):
                with self._alone():
                    found = devices.load(self._device_path, self._disk)
                    make, settle = devices.make, devices.at_home
                    self.device = (
                        make(self._device_path, self._disk)
                        if found is None
                        else settle(self._device_path, found, self._disk)
                    )
                seen = (0, 0)
        except OSError as error:
            raise from_os(error, self._device_path) from error
        self._device_seen = seen

    # Writing

    def take_in(self, events: Sequence[tuple[Dot, bytes]], stop: Callable[[], bool], keep: bool) -> int:
        """Write events that came from the share; how many were new. With `keep` the share lacks them still.

        Raises StoreError as the disk does, with what was written before in place; Anew.
        """
        taken = 0
        at_once = TAKEN_AT_ONCE if self.settled else BEFORE_THE_FIRST
        for start in range(0, len(events), at_once):
            if start:
                time.sleep(BREATH)
            taken += self._take_some(events[start : start + at_once], keep)
            if stop():
                break
        return taken

    def _take_some(self, events: Sequence[tuple[Dot, bytes]], keep: bool) -> int:
        with self._alone():
            fresh = {(dot.device, dot.seq, dot.id): (dot, raw) for dot, raw in events if not self.balance.is_here(dot)}
            if not fresh:
                return 0
            if any(dot.device == self._me for dot, _ in fresh.values()):
                self._be_reborn()
            line = commit_line([("events", dot.id, raw) for dot, raw in fresh.values()])
            self._journal.append(line, lambda: self._arrived(list(fresh.values()), keep))
        return len(fresh)

    def _arrived(self, events: list[tuple[Dot, bytes]], keep: bool) -> None:
        for dot, raw in events:
            self._arrive(dot, raw, keep)

    def found_out(self, number: int) -> bool:
        """Somebody knows of events of this device up to a number; if they were not written here, be reborn."""
        if number <= self.balance.here.highest(self._me):
            return False
        with self._alone():
            if number <= self.balance.here.highest(self._me):
                return False
            self._be_reborn()
        return True

    @property
    def me(self) -> Device:
        """The device of this folder."""
        assert self.device is not None
        return self.device

    @property
    def _me(self) -> str:
        return self.device.id if self.device is not None else ""

    @property
    def _journal(self) -> JournalFile:
        assert self._file is not None
        return self._file

    def _alone(self) -> _Alone:
        return _Alone(self, self._journal, self._wait)

    def _be_reborn(self) -> None:
        """Another folder writes under our id: go on under a new one, before its events are taken in here."""
        try:
            device = devices.load(self._device_path, self._disk) or self.me
            if device.id == self._me:
                device = device.reborn(self._disk.home_mark(self.data))
                devices.save(self._device_path, device, self._disk)
                self.reborn = True
        except OSError as error:
            raise from_os(error, self._device_path) from error
        self.device = device
        self._device_seen = (0, 0)


class _Alone:
    """The journal held, with everything that others wrote taken in. Raises Anew when it was read from its start."""

    def __init__(self, own: OwnRecords, file: JournalFile, wait: float) -> None:
        self._own = own
        self._hold = file.exclusive(wait)
        self._before = own.anew

    def __enter__(self) -> None:
        try:
            self._hold.__enter__()
        except StoreError as error:
            if error.code == "store.replaced":
                raise Anew from error
            raise
        if self._own.anew and not self._before:
            self._hold.__exit__()
            raise Anew

    def __exit__(self, *_: object) -> None:
        self._hold.__exit__()

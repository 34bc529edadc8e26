"""The logbook: the one door between the app and everything that is kept.

`record` is the only way in which something becomes known: it holds the journal, takes in what others wrote, asks
the decision, writes its facts as one line, forces it to the disk, and only then folds them into the ledger. What
it returns may be shown as saved.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path

from checkpoints.fact import Fact, Moment
from checkpoints.ledger.events import Event
from checkpoints.ledger.ledger import Ledger
from store import device as devices
from store.archive.segments import ARCHIVE
from store.clock import Clock, HybridClock
from store.device import Device
from store.disk import DISK, Disk
from store.errors import UNREADABLE, StoreError, from_os
from store.intake import Intake, checked
from store.journal import JournalDB
from store.keys import Keyring
from store.opening import make_folder, of_folder, open_journal, without_collector
from store.photos import Photos
from store.problems import Problem, found_in, of_archive, of_replacing
from store.snapshot import Snapshot
from store.sync.standing import StandingFile, waiting

__all__ = ["Logbook"]

DEVICE = "device.json"
FREEZE_FROM = 2000
"""Events from which on the opened ledger is put out of the cycle collector's sight for good."""


class Logbook:
    """One data folder, opened. Use `Logbook.open`.

    Safe for threads: `record` and `follow` may be called from workers, but the ledger changes under the feet of
    whoever reads it meanwhile, so screens call both from the app's own thread.
    """

    def __init__(
        self,
        data: Path,
        db: JournalDB,
        device: Device,
        clock: Clock,
        disk: Disk,
        *,
        remote: bool,
        found: Snapshot | None = None,
    ) -> None:
        self.data = data
        self.db = db
        self.device = device
        self.clock = clock
        self.remote = remote
        """The person sits at another machine (SSH): presence cannot be confirmed from there."""
        self.photos = Photos(data / "photos", disk)
        self.stamps: dict[str, str] = {}
        """By device, the highest hybrid time of its events; `store.clocks` tells from them whose clock is wrong."""
        self._disk = disk
        self._mutex = threading.RLock()
        self._hybrid = HybridClock()
        self._storage = db.storage
        self._in = Intake(data, db.storage, disk, found, self._hear)
        self._put_back = 0
        self._renewed = False
        self._keys: Keyring | None = None
        self._device_path = data / DEVICE
        self._device_seen = (0, 0)
        self._standing = StandingFile(data, disk)

    @classmethod
    def open(cls, data: Path, remote: bool = False, clock: Clock | None = None, disk: Disk = DISK) -> Logbook:
        """Open a data folder, making it when it is new, and fold its events.

        Raises:
            StoreError: what `make_folder`, `of_folder` and opening a journal raise.
        """
        make_folder(data, disk)
        with without_collector():
            db, found = open_journal(data, disk)
            try:
                device, renewed = of_folder(db, data / DEVICE, disk)
                book = cls(data, db, device, clock or Clock(), disk, remote=remote, found=found)
            except BaseException:
                db.close()
                if found is not None:
                    found.files.close()
                raise
            book._in.leave_after_opening()
            if book.saved > FREEZE_FROM:
                gc.freeze()
        book._renewed = renewed
        return book

    @property
    def ledger(self) -> Ledger:
        """What is known: the fold of all events."""
        return self._in.ledger

    # In

    def record(self, by: str, decide: Callable[[Moment], Sequence[Fact]]) -> list[Event]:
        """Take a decision and keep its facts, all or none.

        `decide` is called with the newest ledger in place and nobody else writing; it must not record.

        Raises:
            Refused: the decision's own; nothing is written.
            TypeError: a fact holds values that its type does not allow; nothing is written.
            StoreError: the disk or the lock said no; nothing is written.
        """
        with self._alone():
            self._in.take()
            self._mend()
            self._know_myself()
            now = self.clock.now().astimezone(self._zone())
            me = self.device
            moment = Moment(now, self.clock.new_id, me.id, me.tag, self.remote, *self.clock.boot())
            facts = decide(moment)
            if self._in.doubtful:
                self._in.take()
                facts = decide(moment)  # what it was shown before was not all that there is
            if not facts:
                return []
            self._storage.add("events", [(event.id, checked(event)) for event in self._wrap(facts, by, now)])
            return self._in.take(own=True)

    @contextmanager
    def batch(self) -> Generator[None]:
        """Record many times with one wait for the disk, at the end; meanwhile nobody else can write.

        Each record is still one whole line. Nothing recorded inside may be shown as saved before the block ends.
        Raises StoreError as `record` does; after `store.force_failed` nothing of the block was saved.
        """
        with self._alone(), self._storage.deferred():
            self._in.take()
            yield

    def follow(self, most: int | None = None) -> set[str]:
        """Take in what other processes wrote; returns the subjects that others changed since the last call.

        Costs one stat when there is nothing, and gives way to a thread that records. With `most`, at most so many
        events are folded now and the others at the next call (`behind` says how many), so that a long history that
        comes in holds up no tap. Raises StoreError `store.gone` when the journal was moved away.
        """
        if not self._mutex.acquire(blocking=False):
            return set()
        try:
            self._storage.follow()
            self._in.take(most)
            changed, self._in.changed = self._in.changed, set()
        finally:
            self._mutex.release()
        return changed

    @property
    def behind(self) -> int:
        """Events that came in and are not folded yet."""
        return self._in.behind

    def mend(self) -> None:
        """Put back what an older copy of the journal lacks, if anything. Raises StoreError as `record` does."""
        if self._in.missed:
            with self._alone():
                self._in.take()
                self._mend()

    def close(self) -> None:
        """Close the files. Everything recorded is on the disk; what is left now only makes the next start quick."""
        with self._mutex:
            self._in.leave_snapshot()
            self._in.close()
            self.db.close()

    # Out

    @property
    def saved(self) -> int:
        """How many events are on this disk."""
        return self.ledger.count + self._in.behind + self._in.unreadable

    @property
    def waiting(self) -> int:
        """How many of this device's events were not read back from the share; all of them while there is none."""
        standing = self._standing.read()
        return waiting(standing.shared if standing else {}, self.ledger.by_device, self.device.owns)

    @property
    def problems(self) -> list[Problem]:
        """What was found wrong in the folder since it was opened, for the person who opened it."""
        found = found_in(self._storage, self._in.unreadable, self.ledger.newer, self._renewed)
        found += of_archive(self.data / ARCHIVE, self._in.sealed_away)
        gone = self._in.gone
        elsewhere = gone if self._in.elsewhere else 0
        return found + of_replacing(self._storage.path, elsewhere, self._put_back, gone - len(self._in.missed))

    @property
    def set_aside(self) -> int:
        """Bytes of entries that were cut off in the middle, ever; they were never shown as saved."""
        return self._storage.set_aside

    @property
    def keys(self) -> Keyring | None:
        """The signing keys, on the device that has them: the office's."""
        if self._keys is None:
            try:
                self._keys = Keyring.load(self.keys_path)
            except (OSError, ValueError, *UNREADABLE) as error:
                raise StoreError(
                    "store.keys",
                    "The signing keys in {path} cannot be read. Labels still scan, but none can be printed.",
                    path=str(self.keys_path),
                ) from error
        return self._keys

    @property
    def keys_path(self) -> Path:
        """Where the signing keys are kept, if they are here."""
        return self.data / "keys" / "labels.json"

    def make_key(self) -> Keyring:
        """Make a new signing key; it signs from now on. Raises StoreError."""
        with self._storage.exclusive():
            try:
                self._keys = Keyring.add(self.keys_path, self.clock.now(), self._disk)
            except OSError as error:
                raise from_os(error, self.keys_path) from error
        return self._keys

    def events(self) -> Iterator[Event]:
        """All events in fold order, newer facts as they came."""
        yield from self.ledger.events()

    # Inside

    @contextmanager
    def _alone(self) -> Generator[None]:
        with self._mutex:
            if self._storage.broken:
                # The person was told when it broke; asking again is the order to look at the disk anew.
                self._in.reopen()
            with self._storage.exclusive():
                yield

    def _zone(self) -> tzinfo | None:
        return self.ledger.site.zone_info if self.ledger.site is not None else None

    def _wrap(self, facts: Sequence[Fact], by: str, now: datetime) -> Iterator[Event]:
        seq = self.ledger.by_device.get(self.device.id, 0)
        heads: dict[str, str] = {}
        boot, up = self.clock.boot()
        for fact in facts:
            seq += 1
            subject = fact.subject
            event_id = self.clock.new_id()
            yield Event(
                id=event_id,
                device=self.device.id,
                seq=seq,
                hlc=self._hybrid.tick(now),
                at=now,
                actor=by,
                subject=subject,
                seen=heads.get(subject) or self.ledger.heads.get(subject),
                boot=boot,
                up=up,
                body=fact,  # pyright: ignore[reportArgumentType]  (decisions return members of the union)
            )
            heads[subject] = event_id

    def _know_myself(self) -> None:
        """Write under the incarnation that stands in device.json now: a sync may have found out that we are a copy."""
        try:
            found = self._disk.stat(self._device_path)
            seen = (found.st_ino, found.st_mtime_ns)
            if seen != self._device_seen:
                self.device = devices.load(self._device_path, self._disk) or self.device
                self._device_seen = seen
            if self._in.lost_of(self.device.id):
                # Their numbers may be on a share already and are not given to others.
                self.device = self.device.reborn()
                devices.save(self._device_path, self.device, self._disk)
        except OSError as error:
            raise from_os(error, self._device_path) from error

    def _mend(self) -> None:
        """Events are facts: an older copy of the journal in its place does not undo what was shown as saved.

        Writing them again also keeps this device from giving their sequence numbers to other events. Another
        journal, of another folder, is left as it is.
        """
        if not self._in.missed or self._in.elsewhere:
            return
        lost = list(self._in.missed.items())
        self._storage.add("events", lost)
        self._put_back += len(lost)
        self._in.take()

    def _hear(self, highest: dict[str, str]) -> None:
        """Bring the hybrid clock past what is known; who is far ahead is not followed."""
        now = self.clock.now()
        for device, stamp in highest.items():
            self._hybrid.merge(stamp, now, own=self.device.owns(device))
            self.stamps[device] = max(stamp, self.stamps.get(device, ""))

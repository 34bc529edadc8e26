"""From the journal into the ledger: folding what came in, beginning again, and noticing what is gone.

Events are facts. When another file stands in the journal's place, the ledger is folded anew from what is on the
disk, and what was known before and is not there now is kept here: an older copy gets it back (`Logbook.mend`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from checkpoints.ledger.events import Event, NewerFact, decode_event, encode_event
from checkpoints.ledger.known import Known
from checkpoints.ledger.ledger import Ledger
from store import snapshot
from store.archive import archived, missing
from store.disk import Disk
from store.errors import UNREADABLE, StoreError, from_os
from store.journal import JournalStorage
from store.snapshot import Files, Snapshot

__all__ = ["Intake", "checked"]

_logger = logging.getLogger(__name__)

WORTH_SAVING = 200
"""Events folded since the last snapshot from which on closing leaves a new one."""
TOO_MANY = 2000
"""Events that had to be folded at the start from which on a new one is left at once."""
STRETCH = 10_000
"""Events of the archive that are folded at a time."""


class _Dot(msgspec.Struct, gc=False):
    id: str
    device: str
    seq: int


_dot = msgspec.json.Decoder(_Dot)


class Intake:
    """The ledger of a data folder and what it takes to keep it the fold of what is on the disk.

    Args:
        found: the snapshot at which `storage` took up; None when it began at the journal's start.
        heard: is told of each device's highest hybrid time whenever events come in.
    """

    def __init__(
        self,
        data: Path,
        storage: JournalStorage,
        disk: Disk,
        found: Snapshot | None,
        heard: Callable[[dict[str, str]], None],
    ) -> None:
        self.ledger = Ledger()
        self.unreadable = 0
        self.changed: set[str] = set()
        """Subjects that others changed since somebody asked."""
        self.missed: dict[str, bytes] = {}
        """Events that were known and are not on the disk any more, by id."""
        self.sealed_away: list[str] = []
        """Names of segments of the archive that should be there and are not."""
        self._data = data
        self._storage = storage
        self._disk = disk
        self._heard = heard
        self._queue = storage.watch("events")
        self._journal = storage.file_id
        self._generation = storage.generation
        self._files: Files | None = None
        self._trusted = True
        """Whether the snapshot in the folder may be taken up; not after it was found to be wrong."""
        self._former: tuple[Known, Files | None] | None = None
        self._stamps: dict[str, str] = {}
        self._kept = 0
        if found is not None:
            self.ledger, self._files = found.ledger, found.files
            self.unreadable, self._kept = found.head.unreadable, found.head.count
            self._hear(found.head.stamps)
            storage.damage[:0] = found.damage
        else:
            self._fold_archive()
        self._look_for_segments()
        self.take()
        self.changed.clear()

    @property
    def elsewhere(self) -> bool:
        """Whether the journal of another folder stands in the place of this one."""
        return self._storage.file_id not in ("", self._journal)

    @property
    def behind(self) -> int:
        """Events that came in and are not folded yet."""
        return len(self._queue)

    @property
    def gone(self) -> int:
        """How many events that were known are not on the disk."""
        return self._former[0].beyond(self.ledger.known) if self._former is not None else 0

    @property
    def doubtful(self) -> bool:
        """Whether events were not where the snapshot said they were; the next `take` folds everything anew."""
        return self._files is not None and self._files.doubt

    def take(self, most: int | None = None, own: bool = False) -> list[Event]:
        """Fold what the journal has and the ledger has not, at most so many; what others wrote is news."""
        if self.doubtful:
            self._trusted = False
            with suppress(OSError):
                self._disk.remove(self._data / snapshot.NAME)
            self._storage.reread()
        if self._generation != self._storage.generation:
            self._begin_again()
        events: list[Event] = []
        while self._queue and (most is None or len(events) < most):
            try:
                events.append(decode_event(self._queue.popleft()))
            except UNREADABLE:
                self.unreadable += 1
        if events:
            changed = self._fold(events)
            if not own:
                self.changed |= changed
            if self.missed:
                self._find_again()
        return events

    def reopen(self) -> None:
        """Look at the disk anew after a failed force: what it has counts, and nothing else was ever saved."""
        self._storage.reopen()
        self._begin_again(forgiving=True)

    def lost_of(self, device: str) -> bool:
        """Whether a device's last events are known to have been saved and are gone for good, as far as this folder."""
        former = self._former[0].highest(device) if self._former is not None else 0
        return former > self.ledger.by_device.get(device, 0)

    def leave_after_opening(self) -> None:
        """Leave a snapshot right after a start that had much to fold."""
        self.leave_snapshot(TOO_MANY)

    def leave_snapshot(self, least: int = WORTH_SAVING) -> None:
        """Leave a snapshot when that spares the next start at least so many events. Never raises."""
        if self.ledger.count - self._kept < least or self._queue or self.missed or self.elsewhere or self.doubtful:
            return
        storage = self._storage
        try:
            if storage.broken or not storage.in_place():
                return
            snapshot.save(
                self._data,
                self.ledger,
                storage.position,
                self._files,
                self._disk,
                unreadable=self.unreadable,
                damage=storage.damage,
                stamps=self._stamps,
            )
            self._kept = self.ledger.count
        except (OSError, StoreError) as error:
            _logger.warning("no snapshot of the ledger was left: %s", error)

    def close(self) -> None:
        """Close the files from which cold events are fetched."""
        for files in (self._files, self._former and self._former[1]):
            if files is not None:
                files.close()

    def _begin_again(self, *, forgiving: bool = False) -> None:
        """The file was read from its start again: fold everything, then see what is not there any more."""
        storage = self._storage
        self._generation = storage.generation
        former, files, self._files = self.ledger, self._files, None
        before = storage.missed("events")
        mine = storage.former_id == self._journal and not forgiving
        self.ledger, self.unreadable, self._kept = Ledger(), 0, 0
        self._from_snapshot()
        while self._queue:
            self.take(STRETCH, own=True)
        self._look_for_segments()
        self.changed.update(former.heads, self.ledger.heads)
        if mine:
            self.missed |= before
        if mine and self._former is None:
            self._former = (former.known, files)
        elif files is not None:
            files.close()
        if not self.elsewhere:
            self._look_for_lost()

    def _from_snapshot(self) -> None:
        """Begin with what somebody who put the new file there left beside it; what it knows is not folded twice."""
        found = snapshot.load(self._data, self._disk) if self._trusted else None
        if found is not None and found.files.fits(self._storage.file_id, self._storage.identity):
            self.ledger, self._files = found.ledger, found.files
            self.unreadable, self._kept = found.head.unreadable, found.head.count
            self._hear(found.head.stamps)
            return
        if found is not None:
            found.files.close()
        self._fold_archive()

    def _look_for_lost(self) -> None:
        """Keep in hand what the disk lacks; what was not in memory is looked for in the file that was there before."""
        self.missed = {key: raw for key, raw in self.missed.items() if not self._has(raw)}
        if self._former is not None and self._former[1] is not None and self.gone > len(self.missed):
            lost = {dot.id: raw for raw in self._former[1].raws() if (dot := _read(raw)) and not self._has(raw)}
            self.missed = lost | self.missed
        self._let_go()

    def _find_again(self) -> None:
        """Forget of what was missed whatever is here again."""
        self.missed = {key: raw for key, raw in self.missed.items() if not self._has(raw)}
        if not self.missed:
            self._let_go()

    def _let_go(self) -> None:
        """Close the file that was there before; remember what it held only while that is not all here again."""
        if self._former is not None:
            known, files = self._former
            if files is not None:
                files.close()
            self._former = (known, None) if self.gone else None

    def _look_for_segments(self) -> None:
        with suppress(OSError, StoreError):
            self.sealed_away = missing(self._data, self._disk)

    def _has(self, raw: bytes) -> bool:
        dot = _read(raw)
        return dot is None or self.ledger.known.has(dot.device, dot.seq, dot.id)

    def _fold_archive(self) -> None:
        """Fold the sealed years; they come before everything in the journal."""
        events: list[Event] = []
        try:
            for _, raw in archived(self._data, self._disk, self._storage.damage):
                try:
                    events.append(decode_event(raw))
                except UNREADABLE:
                    self.unreadable += 1
                if len(events) >= STRETCH:
                    self._fold(events)
                    events = []
        except OSError as error:
            raise from_os(error, self._data) from error
        self._fold(events)

    def _fold(self, events: list[Event]) -> set[str]:
        highest: dict[str, str] = {}
        for event in events:
            if event.hlc > highest.get(event.device, ""):
                highest[event.device] = event.hlc
        self._hear(highest)
        return self.ledger.apply(events)

    def _hear(self, highest: dict[str, str]) -> None:
        for device, stamp in highest.items():
            self._stamps[device] = max(stamp, self._stamps.get(device, ""))
        self._heard(highest)


def _read(raw: bytes) -> _Dot | None:
    try:
        return _dot.decode(raw)
    except UNREADABLE:
        return None


def checked(event: Event) -> bytes:
    """The event as it will stand in the journal; a fact that could not be read back must never get there.

    Raises TypeError for such a fact.
    """
    raw = encode_event(event)
    if isinstance(decode_event(raw).body, NewerFact) and not isinstance(event.body, NewerFact):
        msg = f"a {type(event.body).__name__} with these values cannot be read back: {event.body!r}"
        raise TypeError(msg)
    return raw

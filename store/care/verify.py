"""Verify: read everything in a data folder once and compare it with what it promises to be. Changes nothing.

Every line against its checksum, every device's numbers for gaps and twins, the snapshot against the fold of all
entries, every photo against its name. An app may work on the folder meanwhile. Memory does not grow with the history
but for eight bytes an entry.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from checkpoints.ledger.events import decode_event
from store import device as devices
from store.care import folder
from store.care.backup import Tell
from store.care.files import source
from store.care.folder import DEVICE, JOURNAL, KEYS
from store.care.parcel import hashed
from store.care.reading import Survey
from store.care.rows import Row, not_ok, ok, to_know
from store.care.snapshots import equality
from store.clock import FAR_AHEAD
from store.device import Device, tag_of
from store.disk import DISK, Disk
from store.errors import UNREADABLE, StoreError
from store.journal import lines
from store.journal.lines import Parsed
from store.keys import Keyring
from store.photos import Photos, sha_of
from store.sync import standing
from store.sync.state import STATE
from store.sync.state import load as load_state

__all__ = ["verify"]

_MOST_TORN = 64 << 20
_NAMES = 5
_SMALL = ("share.json", standing.STANDING, "drafts.json", "languages.json", "views.json")


def verify(data: Path, now: datetime, *, disk: Disk = DISK, tell: Tell = lambda _done, _total: None) -> list[Row]:
    """Look everything over; one row for each thing looked at, or more where more is to be said.

    Raises StoreError `care.no_records` when there is nothing to look at.
    """
    folder.needs_records(data)
    return list(_Verification(data, now, disk, tell).rows())


class _Verification:
    """One pass over a folder."""

    def __init__(self, data: Path, now: datetime, disk: Disk, tell: Tell) -> None:
        self.data = data
        self.now = now
        self.disk = disk
        self.tell = tell
        self.survey = Survey()
        self.device: Device | None = None
        self._strange = False
        """The journal is none, or of a newer format: nothing that depends on it can be said."""
        self._done = 0
        self._total = 0

    def rows(self) -> Iterator[Row]:
        photos = folder.photos(self.data)
        archived = self.data.glob("archive/*.journal")
        pictures = (self.data / "photos" / name for name in photos)
        self._total = sum(_size(path) for path in (self.data / JOURNAL, *archived, *pictures))
        # The journal first: what a compaction moves from it into the archive meanwhile is then seen twice, not never.
        files = folder.journals(self.data, self.disk)
        yield from self._journal(next(files))
        if self._strange:
            return
        try:
            segments = list(files)
        except (StoreError, OSError) as error:
            yield not_ok("archive.unknown", reason=_reason(error))
            return
        yield from self._archive(segments)
        yield from self._events()
        with suppress(OSError):
            self.device = devices.load(self.data / DEVICE, self.disk)
        yield from self._chain()
        yield from self._torn()
        yield from _snapshot(self.data, self.disk)
        yield from self._photos(photos)
        yield self._identity()
        yield self._keys()
        yield self._small_files()
        yield from self._clocks()

    def _read(self, path: Path) -> tuple[int, int, int]:
        """Take a file in; returns lines, damaged ones, and bytes after the last line."""
        survey = self.survey
        before, damaged = survey.commits + len(survey.headings), len(survey.damage)
        with source(path, self.disk) as opened:
            stream = survey.read(opened, path)
        self._step(stream.size)
        count = survey.commits + len(survey.headings) - before
        return count, len(survey.damage) - damaged, len(stream.tail)

    def _step(self, size: int) -> None:
        self._done += size
        self.tell(min(self._done, self._total), self._total)

    def _journal(self, path: Path) -> Iterator[Row]:
        try:
            count, damaged, tail = self._read(path)
        except (StoreError, OSError) as error:
            self._strange = True
            yield not_ok("journal.unknown", reason=_reason(error))
            return
        survey = self.survey
        if damaged:
            yield not_ok("journal.damaged", count=damaged, lines=count + damaged, offset=survey.damage[0].offset)
        if not survey.headings and count:
            yield not_ok("journal.headless")
        if tail:
            yield to_know("journal.tail", lines=count, bytes=tail)
        elif not damaged:
            yield ok("journal.whole", lines=count)

    def _archive(self, files: list[Path]) -> Iterator[Row]:
        total, sound = 0, True
        promised = {name for heading in self.survey.headings[:1] for name in heading.archive}
        for path in files:
            try:
                count, damaged, _tail = self._read(path)
            except (StoreError, OSError) as error:
                sound = False
                yield not_ok("archive.unknown", reason=f"{path.name}: {_reason(error)}")
                continue
            total += count
            if damaged:
                sound = False
                yield not_ok("archive.damaged", count=damaged, name=path.name)
        lacking = promised - {path.name for path in files}
        if lacking:
            sound = False
            yield not_ok("archive.lacking", count=len(lacking))
        if sound:
            yield ok("archive.whole", files=len(files), lines=total) if files else ok("archive.none")

    def _events(self) -> Iterator[Row]:
        survey = self.survey
        if survey.misfiled:
            yield not_ok("events.misfiled", count=survey.misfiled)
        if survey.unreadable:
            yield to_know("events.unreadable", count=survey.unreadable)
        if survey.newer:
            yield to_know("events.newer", count=survey.newer)
        if not (survey.misfiled or survey.unreadable or survey.newer):
            yield ok("events.whole", count=survey.events)

    def _chain(self) -> Iterator[Row]:
        """Gaps before known entries, and what was read back from the share once and is not here now."""
        known = self.survey.known
        gaps = {device: (first, last) for device, first, last in reversed(list(known.gaps()))}
        missing = {device: sum(b - a + 1 for d, a, b in known.gaps() if d == device) for device in gaps}
        shared = standing.read(self.data, self.disk)
        for device, seq in (shared.shared if shared is not None else {}).items():
            if seq > (highest := known.highest(device)):
                missing[device] = missing.get(device, 0) + seq - highest
                gaps.setdefault(device, (highest + 1, seq))
        mine = self.device.id if self.device is not None else ""
        if not missing and not known.twins:
            yield ok("chain.whole", devices=len(known.vector))
        if mine in missing:
            yield not_ok("chain.lost", count=missing.pop(mine), first=gaps[mine][0])
        if missing:
            device = next(iter(missing))
            yield to_know("chain.gaps", count=sum(missing.values()), tag=tag_of(device), first=gaps[device][0])
        if known.twins:
            yield to_know("chain.twins", count=len(known.twins))

    def _torn(self) -> Iterator[Row]:
        try:
            with source(self.data / (JOURNAL + ".torn"), self.disk) as opened:
                content = b"".join(iter(lambda: opened.read(1 << 20), b"")) if opened.size <= _MOST_TORN else b""
                size = opened.size
        except OSError:
            yield ok("torn.none")
            return
        lost = 0
        for payload in lines.salvage(content):
            with suppress(StoreError):
                lost += self._lacks(lines.parse(lines.seal(payload)))
        yield to_know("torn.entries", count=lost) if lost else ok("torn.kept", bytes=size)

    def _lacks(self, parsed: Parsed) -> int:
        count = 0
        for table, _key, raw in (op for commit in parsed.commits for op in commit):
            if table == "events" and raw is not None:
                with suppress(*UNREADABLE):
                    event = decode_event(raw)
                    count += not self.survey.known.has(event.device, event.seq, event.id)
        return count

    def _photos(self, names: list[str]) -> Iterator[Row]:
        damaged: list[str] = []
        for name in names:
            try:
                with source(self.data / "photos" / name, self.disk) as opened:
                    sound = hashed(opened) == sha_of(name)
                    self._step(opened.size)
            except FileNotFoundError:
                continue
            except OSError:
                sound = False
            damaged += [] if sound else [name]
        if damaged:
            yield not_ok("photos.damaged", count=len(damaged), names=damaged[:_NAMES])
        here = Photos(self.data / "photos", self.disk)
        absent = [sha for sha in self.survey.photos if not here.has(sha)]
        if absent:
            yield to_know("photos.absent", count=len(absent))
        if not (damaged or absent):
            yield ok("photos.whole", count=len(names)) if names else ok("photos.none")

    def _identity(self) -> Row:
        path = self.data / DEVICE
        if self.device is None:
            return to_know("device.unreadable") if path.exists() else to_know("device.none")
        with suppress(OSError):
            if self.device.home != self.disk.home_mark(self.data):
                return to_know("device.copied", tag=self.device.tag)
        return ok("device.whole", tag=self.device.tag)

    def _keys(self) -> Row:
        path = self.data / KEYS
        try:
            ring = Keyring.load(path)
            if ring is None:
                return ok("keys.none")
            count = sum(ring.get(key) is not None for key in range(32))
            if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                return to_know("keys.open", count=count)
            return ok("keys.whole", count=count)
        except (OSError, msgspec.MsgspecError, ValueError) as error:
            return not_ok("keys.unreadable", reason=_reason(error))

    def _small_files(self) -> Row:
        wrong: list[str] = []
        for name in _SMALL:
            try:
                json.loads((self.data / name).read_bytes())
            except FileNotFoundError:
                continue
            except (OSError, ValueError):
                wrong.append(name)
        if (self.data / STATE).exists() and load_state(self.data, self.disk) is None:
            wrong.append(STATE)
        return to_know("state.unreadable", names=wrong) if wrong else ok("state.whole")

    def _clocks(self) -> Iterator[Row]:
        hands = self.survey.hands
        ahead = {device: at - self.now for device, at in hands.newest.items() if at - self.now > FAR_AHEAD}
        for device, by in sorted(ahead.items(), key=lambda row: -row[1]):
            yield to_know("clocks.ahead", tag=tag_of(device), by=by)
        if hands.jumps:
            last = max(hands.jumps, key=lambda jump: jump.at)
            yield to_know("clocks.moved", count=len(hands.jumps), tag=tag_of(last.device), by=abs(last.by))
        elif not ahead:
            yield ok("clocks.steady")


def _snapshot(data: Path, disk: Disk) -> Iterator[Row]:
    # What cannot be read was told above; a snapshot of it is of no use either.
    with suppress(OSError, StoreError):
        yield equality(data, disk)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return error.code if isinstance(error, StoreError) else str(error)

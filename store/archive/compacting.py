"""Sealing past years: their events move to the archive, and the journal keeps the running year.

Readers and writers go on meanwhile; the journal is held only for the last step. The order is the promise:

1. the segments are written under other names, forced, and renamed; until the last step they only repeat what the
   journal still holds;
2. the snapshot of the new arrangement is left, which fits no journal yet;
3. with the journal held, what came in meanwhile and any damaged lines are kept, the new journal is forced and renamed
   over the old one.

A crash before the last rename leaves the old arrangement and segments that repeat it; the next run uses those. A
process that has the journal open sees another file under its name and reads on from there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import msgspec

from checkpoints.ledger.known import Known
from store import snapshot
from store.archive.pen import SCRAP, Pen
from store.archive.segments import ARCHIVE, JOURNAL, archived, segments
from store.clock import Clock
from store.disk import DISK, Disk
from store.errors import UNREADABLE, StoreError, from_os
from store.journal.file import JournalFile
from store.journal.lines import Op, commit_line, heading_line, parse, seal
from store.journal.lock import SidecarLock
from store.journal.scan import heading_of
from store.journal.storage import LOCK_WAIT

__all__ = ["Compacted", "compact"]

LOCK = "compact.lock"
HEADING = 2048
"""Bytes that are kept free for the journal's heading, which names the segments when they have their names."""


@dataclass(frozen=True, slots=True)
class Compacted:
    """What was done. `archived` events moved; `duplicates` and `damaged` lines are not in the journal any more."""

    archived: int = 0
    segments: tuple[str, ...] = ()
    """Names of the segments that were made."""
    duplicates: int = 0
    damaged: int = 0
    before: int = 0
    """Bytes of the journal."""
    after: int = 0


class _About(msgspec.Struct, gc=False):
    id: str
    device: str
    seq: int
    hlc: str


_about = msgspec.json.Decoder(_About)


class _Sorter:
    """Takes the journal's commits and puts each event where it belongs. The sink of the journal's reader."""

    def __init__(self, data: Path, file: str, zone: tzinfo, this_year: int, disk: Disk) -> None:
        self.archived = self.duplicates = 0
        self.sealing = True
        """Past years still go to the archive; once its files are whole, whatever comes stays in the journal."""
        self.replaced = False
        self.segments: dict[int, Pen] = {}
        self._data = data
        self._file = file
        self._zone = zone
        self._this_year = this_year
        self._disk = disk
        self._known = Known()
        self._begun = False
        self.journal = Pen(data / JOURNAL, b" " * HEADING, disk)
        try:
            for _, raw in archived(data, disk):
                if (about := _read(raw)) is not None:
                    self._known.add(about.device, about.seq, about.id)
        except BaseException:
            self.journal.discard()
            raise

    def forget(self) -> None:
        """The journal is read from its start: at first as it should be, later because it was replaced."""
        self.replaced = self._begun

    def take(self, commits: list[list[Op]]) -> None:
        """Put commits where they belong."""
        self._begun = True
        for ops in commits:
            by_year: dict[int, list[Op]] = {}
            for op in ops:
                year = self._place(op)
                if year is not None:
                    by_year.setdefault(year, []).append(op)
            for year, kept in by_year.items():
                (self._segment(year) if year else self.journal).write(commit_line(kept))

    def _place(self, op: Op) -> int | None:
        """The year of a segment, 0 for the journal, None for an event that is known already."""
        table, key, raw = op
        about = _read(raw) if table == "events" and key is not None and raw is not None else None
        if about is None:
            return 0
        if not self._known.add(about.device, about.seq, about.id):
            self.duplicates += 1
            return None
        year = _year(about.hlc, self._zone)
        if not self.sealing or year is None or year >= self._this_year:
            return 0
        self.archived += 1
        return year

    def _segment(self, year: int) -> Pen:
        pen = self.segments.get(year)
        if pen is None:
            self._disk.make_folder(self._data / ARCHIVE)
            line = heading_line(os.urandom(16).hex(), of=self._file)
            pen = self.segments[year] = Pen(_free_name(self._data, year, self._disk), line, self._disk)
        return pen

    def seal(self) -> None:
        """Make the segments whole, and head the journal with the names of all there are."""
        for pen in self.segments.values():
            pen.finish()
        self.sealing = False
        names = [segment.path.name for segment in segments(self._data, self._disk)]
        while len(line := heading_line(self._file, archive=tuple(names))) > HEADING:
            del names[0]
        # JSON may be followed by blanks; the checksum is taken over them too.
        self.journal.flush()
        self.journal.put_first(seal(line[9:-1].ljust(HEADING - 10)))

    def discard(self) -> None:
        """Remove whatever has not got its name yet."""
        for pen in (*self.segments.values(), self.journal):
            pen.discard()


def compact(data: Path, disk: Disk = DISK, *, now: datetime | None = None, wait: float = LOCK_WAIT) -> Compacted:
    """Move the events of past calendar years (of the site's time zone) to the archive, and tidy the journal.

    Damaged lines are copied to `events.journal.torn` before they are dropped. Nothing is changed when there is nothing
    to do. `now` (aware) is the wall clock unless given.

    Raises:
        StoreError: what opening a journal raises, `store.full`, `store.disk`; the records are as they were then.
            `store.replaced` when another journal was put in place meanwhile.
    """
    alone = SidecarLock(data / LOCK, disk)
    alone.take(wait)
    try:
        _tidy(data, disk)
        return _compact(data, disk, now or Clock().now(), wait)
    except OSError as error:
        raise from_os(error, data / JOURNAL) from error
    finally:
        alone.close()


def _compact(data: Path, disk: Disk, now: datetime, wait: float) -> Compacted:
    path = data / JOURNAL
    heading = heading_of(path, disk)
    if heading is None:
        return Compacted()
    zone = _zone(data, disk)
    before = disk.stat(path).st_size
    sorter = _Sorter(data, heading.file, zone, now.astimezone(zone).year, disk)
    file = JournalFile(path, sorter, disk)
    try:
        file.open(wait)
        if not (sorter.archived or sorter.duplicates or file.damage):
            return Compacted(before=before, after=before)
        sorter.seal()
        with suppress(OSError, StoreError):
            snapshot.build(data, disk, journal=sorter.journal.scrap)
        with file.exclusive(wait):
            if sorter.replaced or file.file_id != heading.file:
                raise _replaced()
            _keep(file, sorter, disk)
            sorter.journal.finish()
    finally:
        file.close()
        sorter.discard()
    names = tuple(sorted(pen.path.name for pen in sorter.segments.values()))
    return Compacted(sorter.archived, names, sorter.duplicates, len(file.damage), before, sorter.journal.size)


def _tidy(data: Path, disk: Disk) -> None:
    """Remove what a run left behind that was ended from outside. Raises OSError."""
    for folder in (data, data / ARCHIVE):
        with suppress(FileNotFoundError):
            for name in disk.names(folder):
                if name.endswith(SCRAP):
                    disk.remove(folder / name)


def _zone(data: Path, disk: Disk) -> tzinfo:
    """The site's time zone; UTC while there is no site."""
    found = snapshot.load(data, disk)
    if found is None and snapshot.build(data, disk):
        found = snapshot.load(data, disk)
    if found is None:
        return UTC
    found.files.close()
    return found.ledger.site.zone_info if found.ledger.site is not None else UTC


def _keep(file: JournalFile, sorter: _Sorter, disk: Disk) -> None:
    """Copy the damaged lines of a journal to where torn ones are kept. Raises OSError.

    With the journal held they are looked at once more: a line that was being written when it was read is whole now.
    """
    if not file.damage:
        return
    old, torn = disk.open(file.path, os.O_RDONLY), disk.open(file.torn_path, os.O_RDWR | os.O_CREAT)
    try:
        damaged = b""
        for one in file.damage:
            line = disk.read(old, one.length, one.offset) + b"\n"
            again = parse(line)
            if again.damage:
                damaged += line
            else:
                sorter.take(again.commits)
        disk.write_all(torn, damaged, disk.stat_of(torn).st_size)
        disk.force(torn)
    finally:
        disk.close(torn)
        disk.close(old)


def _replaced() -> StoreError:
    return StoreError(
        "store.replaced",
        "Another journal was put in the place of this one. It was read anew and nothing was written;"
        " look again before you go on.",
    )


def _free_name(data: Path, year: int, disk: Disk) -> Path:
    taken = set(disk.names(data / ARCHIVE))
    part = 1
    while (name := f"{year:04d}-{part}.journal" if part > 1 else f"{year:04d}.journal") in taken:
        part += 1
    return data / ARCHIVE / name


def _read(raw: bytes) -> _About | None:
    try:
        return _about.decode(raw)
    except UNREADABLE:
        return None


def _year(hlc: str, zone: tzinfo) -> int | None:
    try:
        return datetime.fromtimestamp(int(hlc[:12], 16) / 1000, zone).year
    except (ValueError, OverflowError, OSError):
        return None

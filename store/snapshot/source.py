"""Fetching the events of a subject from where they stand.

The files are held open, so that a journal that is renamed over, as `compact` does, can still be read at the old
places. What does not come out as it should is not guessed: `doubt` is set, and the logbook folds everything anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from checkpoints.ledger.events import Event, decode_event
from store.disk import Disk
from store.errors import UNREADABLE
from store.journal import lines
from store.journal.reader import Position
from store.journal.scan import scan_open
from store.snapshot.places import Places

__all__ = ["Files"]

NEAR = 1 << 15
"""Bytes between two lines up to which they are read in one go."""
LINE = 1 << 12
"""How much is read after the start of a run's last line; longer lines are read on."""


class Files:
    """The files that a snapshot is of. A `Source` of the ledger.

    Args:
        paths: the journal, then the segments of the archive.

    Raises OSError when the journal cannot be opened.
    """

    def __init__(self, paths: Sequence[Path], position: Position, places: Places, disk: Disk) -> None:
        self.places = places
        self.position = position
        self.doubt = False
        """Something was not where it should be."""
        self.paths = paths
        self._disk = disk
        self._fds: dict[int, int] = {0: disk.open(paths[0], os.O_RDONLY)}

    @property
    def identity(self) -> tuple[int, int]:
        """Which file the journal is, whatever stands under its name now. Raises OSError."""
        found = self._disk.stat_of(self._fds[0])
        return (found.st_dev, found.st_ino)

    def fits(self, file: str, identity: tuple[int, int]) -> bool:
        """Whether the position is one in the journal of that id, and the journal the file of that identity."""
        at, mark = self.position.cursor, self.position.mark
        try:
            if (self.position.file, self.identity) != (file, identity):
                return False
            return bool(mark) and self._disk.read(self._fds[0], len(mark), at - len(mark)) == mark
        except OSError:
            return False

    def close(self) -> None:
        """Close the files; nothing can be fetched any more."""
        for fd in self._fds.values():
            with suppress(OSError):
                self._disk.close(fd)
        self._fds.clear()

    def of(self, subject: str, count: int) -> list[Event]:
        """The events of one subject, the first of those that share an id; fewer than `count` raise `doubt`."""
        found: dict[str, Event] = {}
        try:
            for file, offsets in self.places.of(subject):
                for raw in self._raws(file, offsets):
                    event = _event(raw)
                    if event is not None and event.subject == subject:
                        found.setdefault(event.id, event)
        except (OSError, ValueError, msgspec.MsgspecError):
            self.doubt = True
        if len(found) != count:
            self.doubt = True
        return list(found.values())

    def all(self) -> Iterator[Event]:
        """All events up to the position."""
        for raw in self.raws():
            event = _event(raw)
            if event is not None:
                yield event

    def raws(self) -> Iterator[bytes]:
        """The same as they stand; what cannot be read raises `doubt`."""
        try:
            for file in [*range(1, len(self.paths)), 0]:
                stop = self.position.cursor if file == 0 else None
                for parsed in scan_open(self._fd(file), self._disk, 0, stop):
                    for commit in parsed.commits:
                        for table, key, raw in commit:
                            if table == "events" and key is not None and raw is not None:
                                yield raw
        except OSError:
            self.doubt = True

    def _fd(self, file: int) -> int:
        if file not in self._fds:
            self._fds[file] = self._disk.open(self.paths[file], os.O_RDONLY)
        return self._fds[file]

    def _raws(self, file: int, offsets: list[int]) -> Iterator[bytes]:
        fd = self._fd(file)
        for first, last in _runs(offsets):
            buffer = self._disk.read(fd, last - first + LINE, first)
            while b"\n" not in buffer[last - first :] and (more := self._disk.read(fd, LINE, first + len(buffer))):
                buffer += more
            for offset in offsets:
                if first <= offset <= last:
                    end = buffer.find(b"\n", offset - first) + 1
                    for commit in lines.parse(buffer[offset - first : end], offset).commits:
                        yield from (raw for table, key, raw in commit if table == "events" and key and raw)


def _runs(offsets: list[int]) -> Iterator[tuple[int, int]]:
    """First and last offset of lines that lie close together."""
    first = last = offsets[0]
    for offset in offsets[1:]:
        if not 0 <= offset - last <= NEAR:
            yield first, last
            first = offset
        last = offset
    yield first, last


def _event(raw: bytes) -> Event | None:
    try:
        return decode_event(raw)
    except UNREADABLE:
        return None

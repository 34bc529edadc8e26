"""Writing to the share: only ever at its end, whole lines, forced before anybody is told.

What happened on the way stays in the file: a part of a line that a full disk or a dead network left there is ended
with a line feed by whoever writes next, and counts as damaged. Cutting it off could cut what others wrote meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from checkpoints.ledger.known import Vector
from store.disk import Disk
from store.errors import StoreError
from store.journal.lines import commit_line, heading_line
from store.journal.lock import SidecarLock
from store.sync.faults import foreign
from store.sync.shared_file import HEAD, Place, first_heading

__all__ = ["Changed", "NoLock", "Pen", "batches", "line_of"]

MOST = 500
MOST_BYTES = 512 << 10
"""A line has so many events, or so many bytes, at most."""
_encode = msgspec.json.Encoder().encode

Entry = tuple[str, bytes]
"""Id and raw JSON of an event."""


class Changed(Exception):  # noqa: N818  (a turn of events, not a fault)
    """The file is not the one that was read a moment ago."""


class NoLock(Exception):  # noqa: N818
    """The lock of the file cannot be had: a file of one's own needs none."""


def line_of(entries: Iterable[Entry], writer: str, vector: Vector) -> bytes:
    """One line: events, and what their writer knows to be in the file then."""
    return commit_line([*(("events", key, raw) for key, raw in entries), ("vectors", writer, _encode(vector))])


def batches(entries: Iterable[Entry]) -> Iterator[tuple[list[Entry], bool]]:
    """Entries by the line, and whether it is the last one."""
    before: list[Entry] = []
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        if batch and (len(batch) >= MOST or size + len(entry[1]) > MOST_BYTES):
            if before:
                yield before, False
            before, batch, size = batch, [], 0
        batch.append(entry)
        size += len(entry[1])
    if before:
        yield before, False
    if batch:
        yield batch, True


class Pen:
    """Appends to one file of the share. Its place is what was proven when the file was read."""

    def __init__(self, path: Path, place: Place, site: str, far: Disk, lock: SidecarLock | None, wait: float) -> None:
        self.path = path
        self._place = place
        self._site = site
        self._far = far
        self._lock = lock
        self._wait = wait

    def append(self, lines: Sequence[bytes]) -> None:
        """Write lines at the end and force them.

        Raises OSError with the file as far as it was written; Changed, NoLock with nothing written; StoreError
        `share.foreign`, `store.newer`.
        """
        with self._held():
            # A file that was read must not come back empty from the dead.
            fd = self._far.open(self.path, os.O_RDWR | (0 if self._place.cursor else os.O_CREAT), 0o666)
            try:
                self._write(fd, b"".join(lines))
            finally:
                self._far.close(fd)

    def _write(self, fd: int, content: bytes) -> None:
        place, far = self._place, self._far
        size = far.stat_of(fd).st_size
        at = place.cursor - len(place.mark)
        if size < place.cursor or (place.mark and far.read(fd, len(place.mark), at) != place.mark):
            raise Changed
        new = size == 0
        if not new and far.read(fd, 1, size - 1) != b"\n":
            content = b"\n" + content
        if not place.headed:
            content = self._heading(fd, content)
        try:
            far.write_all(fd, content, size)
            far.force(fd)
        except OSError:
            place.doubt = self._doubt(fd, size, size + len(content))
            raise
        if new:
            far.force_directory(self.path.parent)

    def _doubt(self, fd: int, start: int, end: int) -> tuple[int, int]:
        """What the system has in memory says nothing of the disk: it is written again rather than believed."""
        with suppress(OSError):
            end = self._far.stat_of(fd).st_size
        low, high = self._place.doubt
        return (min(low, start) if high else start, max(high, end)) if end > start else (low, high)

    def _heading(self, fd: int, content: bytes) -> bytes:
        """A new file begins with its heading; one whose heading was damaged gets another where it ends."""
        heading = first_heading(self._far.read(fd, HEAD, 0))
        if heading is None:
            lead = content[: content[:1] == b"\n"]
            return lead + heading_line(os.urandom(16).hex(), self._site) + content[len(lead) :]
        if heading.site != self._site:
            raise foreign(self.path, heading.site, self._site)
        return content

    @contextmanager
    def _held(self) -> Generator[None]:
        if self._lock is None:
            yield
            return
        try:
            self._lock.take(self._wait)
        except StoreError as error:
            if error.code == "store.gone" and isinstance(error.__cause__, OSError):
                raise error.__cause__ from None
            raise NoLock from error
        try:
            yield
        finally:
            self._lock.give()

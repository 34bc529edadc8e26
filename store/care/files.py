"""Files as streams over `Disk`, so that tests can make any call of a backup or a restore fail; and new files whole.

A `Source` ends where the file ended when it was opened: what an app appends meanwhile does not matter.
"""

from __future__ import annotations

import io
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.disk import Disk
from store.whole import put_in_place

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["CHUNK", "Pen", "Source", "new_file", "source"]

CHUNK = 1 << 20


class Source:
    """Reads a file from its start to the end it had; `rewind` for a second time, up to a chosen length."""

    def __init__(self, fd: int, disk: Disk) -> None:
        self._fd = fd
        self._disk = disk
        self.size = disk.stat_of(fd).st_size
        self._at = 0

    def read(self, count: int, /) -> bytes:
        """Up to `count` bytes, none at the end. Raises OSError."""
        part = self._disk.read(self._fd, min(count, self.size - self._at), self._at) if self._at < self.size else b""
        self._at += len(part)
        return part

    def rewind(self, size: int | None = None) -> None:
        """Stand at the start again, and end after `size` bytes."""
        self._at = 0
        if size is not None:
            self.size = size


@contextmanager
def source(path: Path, disk: Disk) -> Generator[Source]:
    """Open a file to read it. Raises OSError."""
    fd = disk.open(path, os.O_RDONLY)
    try:
        yield Source(fd, disk)
    finally:
        disk.close(fd)


class Pen(io.RawIOBase):
    """A file being written, in the shape that `zipfile` asks for. Writes take everything or raise OSError."""

    def __init__(self, fd: int, disk: Disk) -> None:
        super().__init__()
        self._fd = fd
        self._disk = disk
        self._at = 0
        self._end = 0

    def write(self, part: ReadableBuffer, /) -> int:
        """Write at the place where the pen stands."""
        given = bytes(part)
        if self._fd < 0:  # an archive that was given up still tries to write its directory when it is collected
            return len(given)
        self._disk.write_all(self._fd, given, self._at)
        self._at += len(given)
        self._end = max(self._end, self._at)
        return len(given)

    def put_down(self) -> None:
        """From now on nothing is written: the descriptor may be somebody else's soon."""
        self._fd = -1

    def force(self) -> None:
        """Return only when the bytes are on the disk. Raises OSError."""
        self._disk.force(self._fd)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is: sizes are put into the headers of members that were written before they were known."""
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move the pen."""
        self._at = offset + (0, self._at, self._end)[whence]
        return self._at

    def tell(self) -> int:
        """Where the pen stands."""
        return self._at


@contextmanager
def new_file(path: Path, disk: Disk, mode: int = 0o644) -> Generator[tuple[Pen, Path]]:
    """Put a file in place, written with a pen; yields the pen and the temporary path. See `put_in_place`."""
    with put_in_place(path, disk, mode) as (fd, scrap):
        pen = Pen(fd, disk)
        try:
            yield pen, scrap
        finally:
            pen.put_down()

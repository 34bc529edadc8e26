"""A file that is written under another name until it is whole."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from store.disk import Disk

__all__ = ["SCRAP", "Pen"]

SCRAP = ".compact.part"
"""How the names of unfinished files end. One process compacts at a time, so whatever ends so beforehand is litter."""

ROOM = 1 << 20
"""Bytes that are gathered before they are written."""


class Pen:
    """Lines on their way into a file. Every method raises OSError."""

    def __init__(self, path: Path, first: bytes, disk: Disk) -> None:
        self.path = path
        self.scrap = path.with_name(f".{path.name}{SCRAP}")
        self.size = 0
        self._disk = disk
        self._waiting = bytearray(first)
        self._fd = disk.open(self.scrap, os.O_RDWR | os.O_CREAT | os.O_TRUNC)

    def write(self, line: bytes) -> None:
        """Add a line."""
        self._waiting += line
        if len(self._waiting) >= ROOM:
            self.flush()

    def flush(self) -> None:
        """Hand everything to the system."""
        self._disk.write_all(self._fd, bytes(self._waiting), self.size)
        self.size += len(self._waiting)
        self._waiting.clear()

    def finish(self) -> None:
        """Force the file and give it its name."""
        self.flush()
        self._disk.force(self._fd)
        self.close()
        self._disk.rename(self.scrap, self.path)
        self._disk.force_directory(self.path.parent)

    def put_first(self, line: bytes) -> None:
        """Write over the beginning, for which as many bytes were kept free."""
        self._disk.write_all(self._fd, line, 0)

    def close(self) -> None:
        """Close the file."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            self._disk.close(fd)

    def discard(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self.close()
        with suppress(OSError):
            self._disk.remove(self.scrap)

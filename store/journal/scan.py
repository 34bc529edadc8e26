"""Looking through a file of lines from the outside, a stretch at a time: no lock, no memory of what was read.

`JournalReader` follows a file that grows; this reads one as it stands, in bounded memory, for whatever has to see
every event of a folder once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from store.disk import DISK, Disk
from store.journal import lines
from store.journal.lines import Heading, Parsed

__all__ = ["CHUNK", "heading_of", "scan", "scan_open"]

CHUNK = 1 << 20
_HEADING = 1 << 12
"""More than a heading takes, as a rule."""


def scan(path: Path, disk: Disk = DISK, start: int = 0, stop: int | None = None) -> Iterator[Parsed]:
    """Read the complete lines from `start` (a line's first byte) to `stop`, about a megabyte at a time.

    Raises OSError, and StoreError `store.newer` at a heading of a newer format.
    """
    fd = disk.open(path, os.O_RDONLY)
    try:
        yield from scan_open(fd, disk, start, stop)
    finally:
        disk.close(fd)


def scan_open(fd: int, disk: Disk, start: int = 0, stop: int | None = None) -> Iterator[Parsed]:
    """What `scan` does, on a file that is open already and stays open."""
    rest, at, read, again = b"", start, start, False
    while part := disk.read(fd, CHUNK if stop is None else min(CHUNK, stop - read), read):
        read += len(part)
        buffer = rest + part
        if b"\n" not in part:
            rest = buffer
            continue
        parsed = lines.parse(buffer, at)
        if parsed.damage and rest and not again:
            # Somebody cut a torn tail off between our two reads: these halves never stood there together.
            rest, read, again = b"", at, True
            continue
        again = False
        at += parsed.used
        rest = buffer[parsed.used :]
        yield parsed


def heading_of(path: Path, disk: Disk = DISK) -> Heading | None:
    """The heading of a file; None when it has none that can be read. Raises OSError, StoreError `store.newer`."""
    fd = disk.open(path, os.O_RDONLY)
    try:
        first = disk.read(fd, _HEADING, 0)
        while b"\n" not in first and (more := disk.read(fd, CHUNK, len(first))):
            first += more
    finally:
        disk.close(fd)
    found = lines.parse(first[: first.find(b"\n") + 1]).headings
    return found[0] if found else None

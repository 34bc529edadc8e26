"""Which files of a data folder hold its events: the journal, and the segments of the archive that belong to it.

A segment `archive/<year>.journal` has the journal's line format and is never changed once it has its name. Its
heading says which journal it is a part of, and that alone decides: after a crash between the steps of `compact`
the same event stands in a segment and in the journal, which harms nobody, because an event is known by its id.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from store.disk import DISK, Disk
from store.journal.lines import Damage, Parsed
from store.journal.scan import heading_of, scan, scan_open

__all__ = ["ARCHIVE", "JOURNAL", "Segment", "archived", "files", "missing", "raw_events", "segments"]

JOURNAL = "events.journal"
ARCHIVE = "archive"
_NAME = re.compile(r"(\d{4})(?:-(\d+))?\.journal")


class Segment(NamedTuple):
    """One file of the archive. Segments sort as they follow each other."""

    year: int
    part: int
    """1, 2, 3 ... : events of a sealed year that came late make a segment of their own."""
    path: Path
    file: str
    """The id in its heading."""


def segments(data: Path, disk: Disk = DISK) -> list[Segment]:
    """The segments that belong to the folder's journal, oldest first.

    All of them while the journal has no heading that could be read. Raises OSError, StoreError `store.newer`.
    """
    try:
        names = [name for name in disk.names(data / ARCHIVE) if _NAME.fullmatch(name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    try:
        journal = heading_of(data / JOURNAL, disk) if names else None
    except FileNotFoundError:
        journal = None
    found: list[Segment] = []
    for path in (data / ARCHIVE / name for name in names):
        heading, name = heading_of(path, disk), _NAME.fullmatch(path.name)
        if name and heading is not None and (journal is None or heading.of == journal.file):
            found.append(Segment(int(name[1]), int(name[2] or 1), path, heading.file))
    return sorted(found)


def missing(data: Path, disk: Disk = DISK) -> list[str]:
    """Names of segments that the journal stands on and that are not there. Raises OSError, StoreError `store.newer`."""
    heading = heading_of(data / JOURNAL, disk)
    if heading is None or not heading.archive:
        return []
    there = {segment.path.name for segment in segments(data, disk)}
    return [name for name in heading.archive if name not in there]


def files(data: Path, disk: Disk = DISK) -> list[Path]:
    """All journals of a folder that together hold every event of it, oldest first; the last one is written to.

    Raises OSError, StoreError `store.newer`.
    """
    return [*(segment.path for segment in segments(data, disk)), data / JOURNAL]


def raw_events(data: Path, disk: Disk = DISK) -> Iterator[tuple[str, bytes]]:
    """Every event of a folder as (id, raw JSON), file by file as they stand, in bounded memory.

    One event may come twice; of two documents under one id the first counts. Damaged lines are stepped over, what
    stands after the last complete line is left out. Takes no lock. Raises OSError, StoreError `store.newer`.
    """
    # The journal is opened first: should years be sealed meanwhile, the one that is open still holds their events.
    fd = disk.open(data / JOURNAL, os.O_RDONLY)
    try:
        yield from archived(data, disk)
        for parsed in scan_open(fd, disk):
            yield from _events(parsed)
    finally:
        disk.close(fd)


def archived(data: Path, disk: Disk = DISK, damage: list[Damage] | None = None) -> Iterator[tuple[str, bytes]]:
    """The events of the archive alone, as `raw_events`; damaged lines are added to `damage`."""
    for segment in segments(data, disk):
        for parsed in scan(segment.path, disk):
            if damage is not None:
                damage += parsed.damage
            yield from _events(parsed)


def _events(parsed: Parsed) -> Iterator[tuple[str, bytes]]:
    for commit in parsed.commits:
        for table, key, raw in commit:
            if table == "events" and key is not None and raw is not None:
                yield key, raw

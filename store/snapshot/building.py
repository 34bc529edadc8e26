"""Making a snapshot from the files alone, a stretch of events at a time: a million must fit a small tablet's memory.

After each stretch the ledger is frozen and thawed, so that what it holds is what a snapshot holds and one stretch.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

from checkpoints.ledger import frozen
from checkpoints.ledger.events import Event, decode_event
from checkpoints.ledger.ledger import Ledger
from store.archive import JOURNAL, segments
from store.disk import Disk
from store.errors import UNREADABLE, StoreError
from store.journal.lines import Damage, Parsed
from store.journal.reader import MARK, Position
from store.journal.scan import heading_of, scan
from store.snapshot import form
from store.snapshot.form import Head, Standing
from store.snapshot.places import Places
from store.snapshot.source import Files

__all__ = ["BIG", "build"]

BIG = 32 << 20
"""Bytes of a folder's journals from which on they are not folded in one go."""
STRETCH = 40_000
"""Events that are folded at a time."""


class _Builder:
    """One pass over the files."""

    def __init__(self, files: Files, standing: list[Standing], disk: Disk) -> None:
        self.ledger = Ledger(files)
        self.stamps: dict[str, str] = {}
        self.unreadable = 0
        self.damage: list[Damage] = []
        self._files = files
        self._standing = standing
        self._disk = disk
        self._waiting: list[tuple[Parsed, int]] = []
        self._events: list[Event] = []

    def read(self, path: Path, number: int) -> int:
        """Fold one file; returns how many bytes of it were complete lines."""
        used = 0
        for parsed in scan(path, self._disk):
            used += parsed.used
            self.damage += parsed.damage
            self._waiting.append((parsed, number))
            self._events += self._decoded(parsed)
            if len(self._events) >= STRETCH:
                self._fold()
                self.ledger = frozen.thaw(frozen.freeze(self.ledger), self._files)
                gc.collect()  # a ledger and its families know each other, and while a folder is opened nobody collects
        return used

    def _decoded(self, parsed: Parsed) -> Iterator[Event]:
        for commit in parsed.commits:
            for table, key, raw in commit:
                if table == "events" and key is not None and raw is not None:
                    try:
                        event = decode_event(raw)
                    except UNREADABLE:
                        self.unreadable += 1
                        continue
                    if event.hlc > self.stamps.get(event.device, ""):
                        self.stamps[event.device] = event.hlc
                    yield event

    def _fold(self) -> None:
        self.ledger.apply(self._events)
        # Only now: a subject that is fetched meanwhile consists of what was folded before this stretch.
        for parsed, number in self._waiting:
            self._files.places.note(parsed, number)
        self._events, self._waiting = [], []

    def finish(self, path: Path, position: Position) -> None:
        """Write the snapshot. Raises OSError."""
        self._fold()
        head = Head(
            states=form.states_mark(),
            position=position,
            segments=self._standing,
            count=self.ledger.count,
            unreadable=self.unreadable,
            damage=[(d.offset, d.length, d.salvaged) for d in self.damage],
            stamps=self.stamps,
            parts=[],
        )
        sections = frozen.freeze(self.ledger) | {"places": self._files.places.pack()}
        form.write(path, head, sections, self._disk)


def build(data: Path, disk: Disk, least: int = 0, journal: Path | None = None) -> bool:
    """Fold a folder's files into a snapshot; False, and nothing written, when that is not to be had.

    With `least`, only when the files have so many bytes together; with `journal`, as if that file stood in the place
    of the folder's. Raises OSError and StoreError as reading does.
    """
    found = segments(data, disk)
    sizes = [disk.stat(s.path).st_size for s in found]
    standing = [Standing(s.path.name, s.file, size) for s, size in zip(found, sizes, strict=True)]
    journal = journal or data / JOURNAL
    heading = heading_of(journal, disk)
    if heading is None or disk.stat(journal).st_size + sum(sizes) < least:
        return False
    files = Files([journal, *(s.path for s in found)], Position(heading.file, 0, b""), Places(), disk)
    try:
        builder = _Builder(files, standing, disk)
        for number, segment in enumerate(found, 1):
            builder.read(segment.path, number)
        cursor = builder.read(journal, 0)
        mark = _before(journal, cursor, disk)
        if files.doubt:
            return False
        builder.finish(data / form.NAME, Position(heading.file, cursor, mark))
    except StoreError as error:
        if error.code == "store.newer":
            return False
        raise
    finally:
        files.close()
    return True


def _before(path: Path, cursor: int, disk: Disk) -> bytes:
    """The bytes that prove a position."""
    fd = disk.open(path, os.O_RDONLY)
    try:
        start = max(0, cursor - MARK)
        return disk.read(fd, cursor - start, start)
    finally:
        disk.close(fd)

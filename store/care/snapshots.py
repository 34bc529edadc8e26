"""Is the snapshot equal to what all entries give? The one question of verify that folds the history anew."""

from __future__ import annotations

import os
from pathlib import Path

from checkpoints.ledger.events import Event, decode_event
from checkpoints.ledger.known import Known
from checkpoints.ledger.ledger import Ledger
from store import snapshot
from store.archive import JOURNAL, files
from store.care.rows import Row, not_ok, ok, to_know
from store.disk import Disk
from store.errors import UNREADABLE
from store.journal.lines import Parsed
from store.journal.reader import Position
from store.journal.scan import heading_of, scan

__all__ = ["equality"]

WHOLE = 300_000
"""Entries up to which two ledgers are compared whole; beyond, folding takes more memory than a tablet has, and what is
compared is which entries the snapshot stands on."""


def equality(data: Path, disk: Disk) -> Row:
    """Compare. Raises OSError, StoreError as reading the journals does."""
    row = _compared(data, disk)
    # A compaction that ends in between gives another arrangement of files: a true difference is there twice.
    return _compared(data, disk) if row.state != "ok" else row


def _compared(data: Path, disk: Disk) -> Row:
    if not (data / snapshot.NAME).exists():
        return ok("snapshot.none")
    found = snapshot.load(data, disk)
    if found is None:
        return to_know("snapshot.stale")
    try:
        position = found.head.position
        if not _stands(data / JOURNAL, position, disk):
            return to_know("snapshot.stale")
        whole = found.head.count <= WHOLE
        known, ledger, unreadable = Known(), Ledger(), 0
        for path in files(data, disk):
            for parsed in scan(path, disk, 0, position.cursor if path.name == JOURNAL else None):
                events, strange = _entries(parsed)
                unreadable += strange
                for event in events:
                    known.add(event.device, event.seq, event.id)
                if whole:
                    ledger.apply(events)
        same = known == found.ledger.known and unreadable == found.head.unreadable
        if same and whole:
            same = ledger == found.ledger and not found.files.doubt
        if not same:
            return not_ok("snapshot.differs")
        return ok("snapshot.equal") if whole else ok("snapshot.large", count=known.count)
    finally:
        found.files.close()


def _stands(journal: Path, position: Position, disk: Disk) -> bool:
    """Whether the place that the snapshot speaks of is still one of this journal."""
    heading = heading_of(journal, disk)
    if heading is None or heading.file != position.file:
        return False
    fd = disk.open(journal, os.O_RDONLY)
    try:
        return disk.read(fd, len(position.mark), position.cursor - len(position.mark)) == position.mark
    finally:
        disk.close(fd)


def _entries(parsed: Parsed) -> tuple[list[Event], int]:
    """The entries of a stretch, and how many of them cannot be read."""
    events: list[Event] = []
    strange = 0
    for table, key, raw in (op for commit in parsed.commits for op in commit):
        if table == "events" and key is not None and raw is not None:
            try:
                events.append(decode_event(raw))
            except UNREADABLE:
                strange += 1
    return events, strange

"""Who reads without a lock may hold half a torn tail while a writer cuts it off and goes on in its place."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.archive import archived
from store.archive.compacting import compact
from store.errors import StoreError
from store.journal import JournalDB
from store.journal.scan import scan
from tests.support.memory_disk import MemoryDisk, MemoryFiles

PATH = Path("/data/events.journal")
ROWS = [
    {
        "id": f"e{n}",
        "device": "d",
        "seq": n,
        "hlc": f"{int(datetime(2024, 6, n, tzinfo=UTC).timestamp() * 1000):012x}.0000",
    }
    for n in range(1, 5)
]


@pytest.fixture
def torn():
    """A journal of three events that ends in a torn tail, and a handle that has not seen the tail."""
    files = MemoryFiles()
    files.folders.add("/data")
    writer = JournalDB(PATH, disk=MemoryDisk(files), earlier=lambda: archived(PATH.parent, MemoryDisk(files)))
    for row in ROWS[:3]:
        writer.table("events").insert(row)
    files.put(PATH, files.take(PATH) + b"\0")
    return files, writer


@pytest.mark.parametrize("nth", range(1, 25))
def test_the_new_line_is_no_damage_to_a_reader(torn, nth):
    files, writer = torn
    disk = MemoryDisk(files)
    disk.at(nth, lambda _: writer.table("events").insert(ROWS[3]))
    found = list(scan(PATH, disk))
    assert not any(parsed.damage for parsed in found)


@pytest.mark.parametrize("nth", range(1, 100))
def test_the_new_line_is_kept_by_a_sealing_that_goes_on_meanwhile(torn, nth):
    files, writer = torn
    disk = MemoryDisk(files)
    saved = [row["id"] for row in ROWS[:3]]

    def tap(_kind):
        writer.storage.wait = 0
        with suppress(StoreError):  # the sealing holds the journal: told, and not saved
            writer.table("events").insert(ROWS[3])
            saved.append("e4")

    disk.at(nth, tap)
    compact(PATH.parent, disk, now=datetime(2025, 6, 1, tzinfo=UTC), wait=0)
    writer.storage.follow()
    assert sorted(writer.storage.raws("events")) == saved

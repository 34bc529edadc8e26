"""What sharing costs: one event to the share and from it, the whole history the first time, and what is read for it.

The share's side goes through a disk that counts. A push is set against the same bytes written at the end of a file
and forced, in turns.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from store import joining
from store.disk import Disk
from store.journal import JournalDB
from store.logbook import Logbook
from store.sync.exchange import Exchange
from store.sync.share import Share
from tests.bench import years

__all__ = ["measured"]


class CountingDisk(Disk):
    """The real disk, counting the bytes that are read and keeping what is written."""

    def __init__(self) -> None:
        self.bytes_read = 0
        self.written: list[bytes] = []

    def read(self, fd: int, count: int, offset: int) -> bytes:
        """Read, and count."""
        found = super().read(fd, count, offset)
        self.bytes_read += len(found)
        return found

    def write(self, fd: int, part: bytes | memoryview, offset: int) -> int:
        """Write, and keep."""
        self.written.append(bytes(part))
        return super().write(fd, part, offset)


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _settle(exchange: Exchange) -> None:
    """Exchange until nothing is under way: written, then read back."""
    exchange.sync()
    exchange.sync()


def measured(folder: Path, times: int) -> dict[str, object]:
    """First push, one event each way, audit and first join for the journal in `folder/data`."""
    data, path = folder / "data", folder / "share" / "site.journal"
    path.parent.mkdir()
    share = Share(str(path))
    Logbook.open(data).close()  # gives the folder its device
    far = CountingDisk()
    here = Exchange(data, share, far=far)
    first = _timed(here.sync)
    here.sync()
    joined = folder / "joined"
    join = _timed(lambda: joining.join(joined, str(path), whole=True))
    copying = _timed(lambda: shutil.copyfile(path, folder / "copy"))
    (folder / "copy").unlink()
    there = Exchange(joined, share)
    _settle(there)
    _settle(here)
    one = _one_by_one(data, here, there, far, folder / "share.raw", times)
    audit = _timed(here.audit)
    here.close()
    there.close()
    return {
        "first_push_seconds": round(first, 3),
        "first_join_seconds": round(join, 3),
        "copying_the_file_seconds": round(copying, 3),
        "audit_seconds": round(audit, 3),
    } | one


def _one_by_one(
    data: Path, here: Exchange, there: Exchange, far: CountingDisk, raw: Path, times: int
) -> dict[str, object]:
    push: list[float] = []
    pull: list[float] = []
    plain: list[float] = []
    read: list[int] = []
    fd, at = os.open(raw, os.O_RDWR | os.O_CREAT), 0
    template = years.months()[1]
    with JournalDB(data / "events.journal") as db:
        for n in range(times):
            event = json.loads(template[n % len(template)])
            event["id"] = f"c{n:07x}-{event['id'][9:]}"
            event["device"], event["seq"] = "bench-one", n + 1
            db.table("events").insert(event)
            far.bytes_read, far.written = 0, []
            push.append(_timed(here.sync))
            read.append(far.bytes_read)
            line = b"".join(far.written)
            begin = time.perf_counter()
            at += os.pwrite(fd, line, at)
            os.fsync(fd)
            plain.append(time.perf_counter() - begin)
            pull.append(_timed(there.sync))
    os.close(fd)
    medians = {name: statistics.median(values) for name, values in (("push", push), ("pull", pull), ("raw", plain))}
    return {
        "push_one_ms": round(medians["push"] * 1e3, 3),
        "pull_one_ms": round(medians["pull"] * 1e3, 3),
        "raw_append_ms": round(medians["raw"] * 1e3, 3),
        "push_to_raw": round(medians["push"] / medians["raw"], 2),
        "push_bytes_read": max(read),
    }

"""The clock of this machine: against entries, against the share's machine, and whether anything keeps it right."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from store.care.doctor.disk import trial_name
from store.care.rows import Row, ok, to_know
from store.clocks import of_clocks
from store.disk import Disk

__all__ = ["clock", "synchronised", "that_of_share", "zone"]

_TIME_ERROR = 5
"""What adjtimex answers when nothing keeps the clock right."""
_FAR = timedelta(minutes=2)


def clock(own: str, now: datetime, newest: Mapping[str, datetime], synced_at: datetime | None) -> list[Row]:
    """Against the newest entries of all devices; see `store.clocks`."""
    problems = of_clocks(own, now, newest, synced_at=synced_at)
    rows = [Row(p.code, "not_ok" if p.code != "clock.ahead" else "look", p.params) for p in problems]
    return rows or [ok("clock.right", now=f"{now.astimezone():%Y-%m-%d %H:%M}")]


def that_of_share(folder: Path, disk: Disk) -> list[Row]:
    """A file that is written there bears the time of the share's machine. No row when the two agree."""
    path = trial_name(folder)
    with suppress(OSError):
        try:
            fd = disk.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
            try:
                disk.write_all(fd, b"x", 0)
                disk.force(fd)
                theirs = datetime.fromtimestamp(disk.stat_of(fd).st_mtime, UTC)
            finally:
                disk.close(fd)
        finally:
            with suppress(OSError):
                disk.remove(path)
        by = abs(datetime.now(UTC) - theirs)
        return [to_know("clock.share", by=by)] if by > _FAR else []
    return []


def zone(now: datetime, site: str) -> Row:
    """The machine's time zone against the site's: what counts is the offset, whatever its name."""
    here = now.astimezone()
    offset, name = here.utcoffset(), here.tzname() or ""
    try:
        same = not site or ZoneInfo(site).utcoffset(now) == offset
    except (ZoneInfoNotFoundError, ValueError):
        same = True
    return ok("zone.same", zone=site or name) if same else to_know("zone.differs", zone=name, site=site)


def synchronised() -> Row:
    """Whether a time service holds the clock, as far as the kernel tells."""
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            answer = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
            if answer >= 0:
                return to_know("synchronised.no") if answer == _TIME_ERROR else ok("synchronised.yes")
    return ok("synchronised.unknown")

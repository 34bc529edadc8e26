"""The share: is it there, is it ours, can it be written, and what do its newest lines tell."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from store.care.doctor.disk import reason_of
from store.care.reading import Survey
from store.care.rows import Row, not_ok, ok, to_know
from store.disk import Disk
from store.errors import StoreError
from store.journal.scan import heading_of, scan
from store.sync.copies import Folder, of_sync_tool

__all__ = ["in_time", "newest_of", "share"]

_TAIL = 1 << 20
_NAMES = 5


def in_time(seconds: float, look: Callable[[], list[Row]], path: Path) -> list[Row]:
    """What `look` finds, or that the share does not answer: a dead mount can hold a call for ever."""
    found: list[Row] = []
    looking = threading.Thread(target=lambda: found.extend(look()), daemon=True)
    looking.start()
    looking.join(seconds)
    if looking.is_alive():
        return [not_ok("share.gone", path=str(path), reason=f"{seconds:.0f} s")]
    return found


def share(path: Path, site: str, damaged: int, disk: Disk) -> list[Row]:
    """Rows on the shared file itself; the last one is bad when nothing more is to be asked of it."""
    try:
        beside = Folder(path, disk).look()
        if not beside.main:
            rows = [ok("share.new")]
        else:
            heading = heading_of(path, disk)
            if heading is None and disk.stat(path).st_size:
                return [not_ok("share.strange", path=str(path))]
            theirs = heading.site if heading is not None else ""
            if site and theirs and theirs != site:
                return [not_ok("share.foreign", theirs=theirs)]
            size = disk.stat(path).st_size
            rows = [ok("share.there", name=path.name, site=theirs or "-", size=-(-size // 1000))]
        if damaged:
            rows.append(to_know("share.damaged", name=path.name, count=damaged))
        if beside.copies:
            rows.append(to_know("share.copies", names=beside.copies[:_NAMES]))
        if of_sync_tool(path.parent, disk):
            rows.append(to_know("share.tool"))
    except StoreError as error:
        if error.code == "store.newer":
            return [not_ok("share.newer")]
        return [not_ok("share.strange", path=str(path))]
    except OSError as error:
        return [not_ok("share.gone", path=str(path), reason=reason_of(error))]
    return rows


def newest_of(path: Path, disk: Disk) -> Survey:
    """What the last megabyte of a file of lines tells; nothing when it cannot be read."""
    survey = Survey()
    try:
        start = max(0, disk.stat(path).st_size - _TAIL)
        for parsed in scan(path, disk, start):
            survey.take(parsed)
    except (OSError, StoreError):
        pass
    return survey

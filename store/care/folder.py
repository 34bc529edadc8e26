"""What a data folder consists of: the files that hold records, and those that come with them.

Left out of a backup on purpose: locks, logs, snapshots (made anew), and the places up to which a sync has read,
which hold for the folder they were noted in alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from store.archive import JOURNAL, segments
from store.disk import DISK, Disk
from store.errors import StoreError
from store.photos import sha_of

__all__ = ["DEVICE", "JOURNAL", "KEYS", "companions", "journals", "may_stand", "needs_records", "photos"]

DEVICE = "device.json"
KEYS = "keys/labels.json"
SMALL = (DEVICE, "share.json", "drafts.json", "languages.json", "views.json", JOURNAL + ".torn")
_SEGMENT = re.compile(r"archive/[0-9A-Za-z][0-9A-Za-z._-]{0,80}\.journal")


def journals(data: Path, disk: Disk = DISK) -> Iterator[Path]:
    """The files of lines: the journal, then the archive's segments. Raises OSError, StoreError `store.newer`.

    In this order, and the archive is looked at only when its turn comes: events move from the journal into the archive,
    so whoever opened or read the journal first misses none.
    """
    yield data / JOURNAL
    yield from (segment.path for segment in segments(data, disk))


def companions(data: Path) -> list[str]:
    """The names of the small files that are there, keys not among them."""
    return [name for name in SMALL if (data / name).is_file()]


def photos(data: Path) -> list[str]:
    """The file names of the photos that are here, in order."""
    names: list[str] = []
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(data / "photos") as entries:
        names = sorted(entry.name for entry in entries if sha_of(entry.name) and entry.is_file())
    return names


def may_stand(name: str) -> bool:
    """Whether a member of that name may be in a backup: nothing else is looked at, so nothing leaves the folder."""
    if name in (JOURNAL, KEYS, *SMALL) or _SEGMENT.fullmatch(name):
        return True
    return name.startswith("photos/") and bool(sha_of(name.removeprefix("photos/")))


def needs_records(data: Path) -> None:
    """Raises StoreError `care.no_records` when there is no journal in the folder."""
    if not (data / JOURNAL).is_file():
        raise StoreError(
            "care.no_records",
            "There are no records in {folder}. Name the folder with --data.",
            folder=str(data),
        )

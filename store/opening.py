"""What has to be there before a logbook can be opened: its folder, and the device that the folder is."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from store import device as devices
from store import snapshot
from store.archive import JOURNAL, archived
from store.device import Device
from store.disk import DISK, Disk
from store.errors import StoreError, from_os
from store.journal import JournalDB
from store.snapshot import Snapshot

__all__ = ["make_folder", "of_folder", "open_journal", "without_collector"]


def make_folder(data: Path, disk: Disk = DISK) -> None:
    """Make the data folder where there is none. Raises StoreError `store.folder`, `store.not_a_folder`."""
    try:
        disk.make_folder(data)
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreError(
            "store.not_a_folder",
            "{folder} is not a folder, or a file stands in its way. Choose another one with --data.",
            folder=str(data),
        ) from error
    except OSError as error:
        raise StoreError(
            "store.folder",
            "The folder {folder} cannot be made ({reason}). Choose another one with --data.",
            folder=str(data),
            reason=error.strerror or str(error),
        ) from error


def of_folder(db: JournalDB, path: Path, disk: Disk) -> tuple[Device, bool]:
    """The folder's device, and whether an unreadable file had to be replaced. Raises StoreError."""
    try:
        found = devices.load(path, disk)
        if found is not None and found.home == disk.home_mark(path.parent):
            return found, False
        with db.storage.exclusive():
            found = devices.load(path, disk)  # another first start may have made it while we waited
            if found is not None:
                return devices.at_home(path, found, disk), False
            unreadable = path.name in disk.names(path.parent)
            return devices.make(path, disk), unreadable
    except OSError as error:
        raise from_os(error, path) from error


@contextmanager
def without_collector() -> Generator[None]:
    """Keep the cycle collector from walking a growing heap; it doubles the time to open."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def open_journal(data: Path, disk: Disk) -> tuple[JournalDB, Snapshot | None]:
    """The folder's journal, taken up at its snapshot when that is still of this journal. Raises StoreError."""
    found = snapshot.load(data, disk)
    if found is None:
        # A history that does not fit the memory is folded in stretches; whatever is wrong with it, opening tells.
        with suppress(OSError, StoreError):
            found = snapshot.load(data, disk) if snapshot.build(data, disk, snapshot.BIG) else None
    try:
        db = JournalDB(
            data / JOURNAL,
            disk=disk,
            after=found.head.position if found is not None else None,
            earlier=partial(archived, data, disk),
        )
    except BaseException:
        if found is not None:
            found.files.close()
        raise
    if found is None:
        return db, None
    try:
        # Reading from the start counts as a generation.
        if not db.storage.generation and found.files.identity == db.storage.identity:
            return db, found
        if not db.storage.generation:
            db.storage.reread()
    except OSError as error:
        db.close()
        raise from_os(error, data / JOURNAL) from error
    finally:
        if db.storage.generation:
            found.files.close()
    return db, None

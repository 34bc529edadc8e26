"""Which shared file this data folder exchanges with. One small file remembers it for the app and the command line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from store.disk import DISK, Disk
from store.errors import UNREADABLE, from_os
from store.sync.standing import STANDING
from store.whole import write_whole

__all__ = ["Share", "forget", "load", "save"]

SHARE = "share.json"


class Share(msgspec.Struct, frozen=True, omit_defaults=True):
    """One shared file."""

    path: str
    """Absolute path of the shared file."""
    segments: bool = False
    """Every device appends to a file of its own beside it: for shares whose locks cannot be relied on."""


def load(data: Path, disk: Disk = DISK) -> Share | None:
    """The share that was remembered; None when there is none, or it cannot be read."""
    try:
        return msgspec.json.decode(disk.read_whole(data / SHARE), type=Share)
    except (OSError, *UNREADABLE):
        return None


def save(data: Path, share: Share, disk: Disk = DISK) -> None:
    """Remember a share. What was known of another one is forgotten. Raises StoreError as the disk does."""
    before = load(data, disk)
    if before == share:
        return
    path = data / SHARE
    try:
        if before is None or before.path != share.path:
            _drop(data / STANDING, disk)
        write_whole(path, msgspec.json.encode(share) + b"\n", disk)
    except OSError as error:
        raise from_os(error, path) from error


def forget(data: Path, disk: Disk = DISK) -> None:
    """Exchange no more. What is in the share stays there, what is here stays here. Raises StoreError."""
    try:
        _drop(data / SHARE, disk)
        _drop(data / STANDING, disk)
    except OSError as error:
        raise from_os(error, data / SHARE) from error


def _drop(path: Path, disk: Disk) -> None:
    with suppress(FileNotFoundError):
        disk.remove(path)

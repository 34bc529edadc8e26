"""How this folder stands with the share: written after each exchange, read by every program on the folder.

It is a cache. Whoever finds it missing or unreadable takes it that nothing is shared yet, which is always safe.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zlib import crc32

import msgspec

from checkpoints.ledger.known import Vector
from store.disk import DISK, Disk
from store.errors import UNREADABLE

__all__ = ["STANDING", "Standing", "StandingFile", "Trouble", "read", "waiting", "write", "write_cache"]

STANDING = "standing.json"


class Trouble(msgspec.Struct, frozen=True):
    """Why the last exchange did not come through."""

    code: str
    message: str
    """A gettext msgid; `params` fill its {fields}."""
    params: dict[str, str | int]
    since: datetime
    """When exchanges began to fail, not when the last one did."""


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is shared, as far as the last exchange knew."""

    share: str
    """Path of the shared file."""
    segments: bool = False
    """Whether this device appends to a file of its own."""
    file: str = ""
    """Id of the shared file, from its heading; empty as long as none was seen."""
    site: str = ""
    """Whose it is. A folder in which the line with its site rotted gets it back from there."""
    shared: Vector = {}
    """Up to which number each device's events were read back from the share."""
    written: Vector = {}
    """Up to which number they were appended to it."""
    tried_at: datetime | None = None
    synced_at: datetime | None = None
    audited_at: datetime | None = None
    trouble: Trouble | None = None
    copies: list[str] = []
    """Names of conflict copies beside the share."""
    photos_waiting: int = 0
    damaged: int = 0
    """Damaged lines in the share."""


class _Kept(Standing, frozen=True):
    """A standing as it lies in the file, between two marks of the same turn."""

    turn: str = ""
    end: str = ""


_decode = msgspec.json.Decoder(_Kept).decode
_TRIES = 3
_TICK = 50_000_000
"""Nanoseconds within which two changes of a file may bear the same time."""


def read(data: Path, disk: Disk = DISK) -> Standing | None:
    """What is known; None when nothing was exchanged yet, or the file cannot be read."""
    for _ in range(_TRIES):
        try:
            kept = _decode(disk.read_whole(data / STANDING))
        except FileNotFoundError:
            return None
        except (OSError, *UNREADABLE):
            continue
        if kept.turn == kept.end:
            return Standing(*(getattr(kept, name) for name in Standing.__struct_fields__))
    return None


def write(data: Path, standing: Standing, disk: Disk = DISK) -> None:
    """Let other programs know. Callers hold `sync.lock`. Raises OSError.

    Written over the old one, which costs a tenth of renaming a new file into its place; a reader who comes in
    between finds the two ends unlike and looks again. Spaces fill what is left of a longer one.
    """
    turn = os.urandom(4).hex().encode()
    content = b'{"turn":"%b",%b,"end":"%b"}\n' % (turn, msgspec.json.encode(standing)[1:-1], turn)
    fd = disk.open(data / STANDING, os.O_RDWR | os.O_CREAT)
    try:
        disk.write_all(fd, content.ljust(disk.stat_of(fd).st_size), 0)
    finally:
        disk.close(fd)


def write_cache(path: Path, content: bytes, disk: Disk = DISK) -> None:
    """Write a small file whole, without waiting for the disk: it can be made again. Raises OSError."""
    scrap = path.with_name(f".{path.name}.{crc32(os.urandom(4)):08x}.part")
    try:
        fd = disk.open(scrap, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            disk.write_all(fd, content, 0)
        finally:
            disk.close(fd)
        disk.rename(scrap, path)
    except BaseException:
        with suppress(OSError):
            disk.remove(scrap)
        raise


def waiting(shared: Mapping[str, int], known: Mapping[str, int], owns: Callable[[str], bool]) -> int:
    """How many of a folder's own events are not shared; `known` is the highest number of each device."""
    return sum(max(0, seq - shared.get(device, 0)) for device, seq in known.items() if owns(device))


class StandingFile:
    """The standing for somebody who asks often: read again only when the file changed."""

    def __init__(self, data: Path, disk: Disk = DISK) -> None:
        self._data = data
        self._disk = disk
        self._path = data / STANDING
        self._seen: tuple[int, int, int] | None = None
        self._last: Standing | None = None

    def read(self) -> Standing | None:
        """The newest standing. Costs one stat."""
        try:
            found = self._disk.stat(self._path)
        except OSError:
            self._seen = self._last = None
            return None
        seen = (found.st_ino, found.st_size, found.st_mtime_ns)
        if seen != self._seen:
            self._last = read(self._data, self._disk) or self._last
            self._seen = seen if time.time_ns() - found.st_mtime_ns > _TICK else None
        return self._last

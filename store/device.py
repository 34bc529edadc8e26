"""Which device this data folder is. One folder is one device; several processes share it.

The id is made once and says nothing about the machine. A folder that was copied or restored goes on under the
same id with a new incarnation, so that its sequence numbers and finding numbers never meet the original's.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Annotated

import msgspec

from store.disk import DISK, Disk
from store.errors import UNREADABLE
from store.ids import crockford
from store.whole import write_whole

__all__ = ["Device", "at_home", "load", "make", "save", "tag_of"]

_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{10}-[0-9a-hjkmnp-tv-z]{4}")


class Device(msgspec.Struct, frozen=True, omit_defaults=True):
    """The identity under which this folder writes events."""

    base: Annotated[str, msgspec.Meta(min_length=1)]
    """10 letters, made once."""
    incarnation: Annotated[str, msgspec.Meta(min_length=1)]
    """4 letters, made anew when a copy of the folder is found out."""
    home: str = ""
    """Mark of the machine and folder it was made in; a device.json that wakes up elsewhere is a copy."""

    @property
    def id(self) -> str:
        """What stands in events: base and incarnation."""
        return f"{self.base}-{self.incarnation}"

    @property
    def tag(self) -> str:
        """Three letters for people, the first half of a finding's number: K7Q-0042."""
        return tag_of(self.id)

    def reborn(self, home: str = "") -> Device:
        """The same device in a new incarnation: its numbers never meet those of the copy it was taken for."""
        return Device(self.base, _letters(4), home or self.home)

    def owns(self, device: str) -> bool:
        """Whether events of that id were written by this device, in whatever incarnation."""
        return device.partition("-")[0] == self.base


def tag_of(device: str) -> str:
    """The three letters of a device by the id that stands in its events."""
    return crockford(hashlib.blake2s(device.encode(), digest_size=2, person=b"rm-tag").digest(), 3)


def _letters(length: int) -> str:
    return crockford(os.urandom(length), length).lower()


def save(path: Path, device: Device, disk: Disk = DISK) -> None:
    """Write device.json in one step. Raises OSError."""
    write_whole(path, msgspec.json.encode(device) + b"\n", disk)


def load(path: Path, disk: Disk = DISK) -> Device | None:
    """Read device.json; None when it is not there or not readable. Raises OSError."""
    try:
        found = msgspec.json.decode(disk.read_whole(path), type=Device)
    except (FileNotFoundError, *UNREADABLE):
        # Unreadable is as good as none: a new device is always safe, its old events are then another device's.
        return None
    # A letter that rotted into none of ours would name files that nobody takes for a device's.
    return found if _ID.fullmatch(found.id) else None


def make(path: Path, disk: Disk = DISK) -> Device:
    """Make a new identity. Callers hold the journal, so that two first starts agree. Raises OSError."""
    device = Device(_letters(10), _letters(4), disk.home_mark(path.parent))
    save(path, device, disk)
    return device


def at_home(path: Path, device: Device, disk: Disk = DISK) -> Device:
    """The device as it may write here: in a new incarnation when the folder was copied. Callers hold the journal.

    Raises OSError.
    """
    home = disk.home_mark(path.parent)
    if device.home == home:
        return device
    settled = device.reborn(home) if device.home else msgspec.structs.replace(device, home=home)
    save(path, settled, disk)
    return settled

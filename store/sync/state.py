"""The place that an exchange keeps over a restart: `sync.state` in the data folder.

It is a cache with a checksum, written without waiting for the disk: lost or stale it only means reading again.
"""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import msgspec

from checkpoints.ledger.events import Order
from checkpoints.ledger.known import Known, Vector
from store.disk import Disk
from store.errors import UNREADABLE
from store.journal.reader import Position
from store.sync.shared_file import Place
from store.sync.standing import write_cache

__all__ = ["Packed", "State", "load", "save"]

STATE = "sync.state"
VERSION = 1

Packed = tuple[dict[str, bytes], list[tuple[str, int, int]]]
"""What `Known.pack` gives."""


class State(msgspec.Struct, frozen=True):
    """Everything that an exchange knows."""

    version: int
    share: str
    site: str
    first: Order | None
    journal: Position | None
    here: Packed
    there: Packed
    places: dict[str, Place]
    lacking: list[tuple[str, str, int, bytes]] | None
    claimed: Vector
    excused: Vector

    def known(self) -> tuple[Known, Known]:
        """Both sides. Raises ValueError when they are none."""
        return Known.unpack(*self.here), Known.unpack(*self.there)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(State).decode


def save(data: Path, state: State, disk: Disk) -> None:
    """Keep the place. Raises OSError."""
    packed = _encode(state)
    write_cache(data / STATE, crc32(packed).to_bytes(4, "big") + packed, disk)


def load(data: Path, disk: Disk) -> State | None:
    """The place of an earlier run; None when there is none that can be used."""
    try:
        kept = disk.read_whole(data / STATE)
        if crc32(kept[4:]).to_bytes(4, "big") != kept[:4]:
            return None
        state = _decode(kept[4:])
    except (OSError, *UNREADABLE):
        return None
    return state if state.version == VERSION else None

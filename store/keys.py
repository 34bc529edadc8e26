"""The signing keys of the labels. They are made by the office device and never travel.

keys/labels.json, mode 0600: {"1": {"secret": hex, "created": time}}. Lose it and old labels still scan (the
register knows their hashes), but they cannot be printed again; new ones are issued with a new key.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import msgspec

from checkpoints.site.codes import MAX_KEY, Key
from store.disk import DISK, Disk
from store.whole import write_whole

__all__ = ["Keyring"]

SECRET_BYTES = 32


class _StoredKey(msgspec.Struct, frozen=True):
    secret: str
    created: datetime


class Keyring:
    """Signing keys by id (0 to 31); `current` signs new labels."""

    def __init__(self, keys: dict[int, Key]) -> None:
        self._keys = keys

    @property
    def current(self) -> Key | None:
        """The newest key."""
        return self._keys[max(self._keys)] if self._keys else None

    def get(self, key: int) -> Key | None:
        """A key by id; None when it is not here."""
        return self._keys.get(key)

    @classmethod
    def load(cls, path: Path) -> Keyring | None:
        """Read the keyring; None on a device that has none. Raises OSError, or MsgspecError when it is damaged."""
        try:
            stored = msgspec.json.decode(path.read_bytes(), type=dict[int, _StoredKey])
        except FileNotFoundError:
            return None
        return cls({i: Key(i, bytes.fromhex(k.secret)) for i, k in stored.items()})

    @classmethod
    def add(cls, path: Path, now: datetime, disk: Disk = DISK) -> Keyring:
        """Make a new key beside those there are, which stay good for what they signed. Raises OSError.

        Callers hold the journal, so that two processes do not make one key each.
        """
        stored: dict[int, _StoredKey] = {}
        if path.exists():
            stored = msgspec.json.decode(path.read_bytes(), type=dict[int, _StoredKey])
        number = max(stored, default=0) + 1
        if number > MAX_KEY:
            msg = f"a keyring holds {MAX_KEY} keys"
            raise ValueError(msg)
        stored[number] = _StoredKey(os.urandom(SECRET_BYTES).hex(), now)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, msgspec.json.encode(stored) + b"\n", disk, mode=0o600)
        return cls({i: Key(i, bytes.fromhex(k.secret)) for i, k in stored.items()})

"""UUIDv7 (RFC 9562): identities that nobody has to hand out.

Within one process they rise, so that a listing by id is roughly a listing by time; never order events by them,
their time is a wall clock that a person can set.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

__all__ = ["CROCKFORD", "Mint", "crockford"]

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOW = (1 << 62) - 1
_COUNT = (1 << 74) - 1
"""rand_a (12 bits) and rand_b (62 bits) together serve as one counter (RFC 9562, 6.2, method 2)."""


class Mint:
    """Makes UUIDv7s. `random(n)` gives n random bytes; a seeded one makes a history repeatable."""

    def __init__(self, random: Callable[[int], bytes] = os.urandom) -> None:
        self._random = random
        self._ms = -1
        self._count = 0
        self._mutex = threading.Lock()

    def __call__(self, ms: int) -> str:
        """A new id for a time in Unix milliseconds; a time that went back does not make ids go back."""
        with self._mutex:
            if ms > self._ms:
                self._ms = ms
                # The top bit stays free, so that counting up cannot run over within a millisecond.
                self._count = int.from_bytes(self._random(10), "big") & (_COUNT >> 1)
            else:
                self._count += 1 + int.from_bytes(self._random(4), "big")
                if self._count > _COUNT:
                    self._ms, self._count = self._ms + 1, 0
            number = (self._ms << 80) | (0x7 << 76) | ((self._count >> 62) << 64) | (0b10 << 62) | (self._count & _LOW)
        h = f"{number:032x}"
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def crockford(raw: bytes, length: int) -> str:
    """The first `length` letters of bytes in Crockford's alphabet (no I, L, O, U), 5 bits each."""
    number = int.from_bytes(raw, "big")
    top = len(raw) * 8
    return "".join(CROCKFORD[(number >> (top - 5 * (i + 1))) & 31] for i in range(length))

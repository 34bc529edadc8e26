"""PINs: hashing and checking with Argon2id. A PIN is held only while a function here runs, and never logged.

A PIN of four digits falls to anyone who has the hash and an hour; the hash keeps a glance at the file from
telling it, and the growing wait (checkpoints.work.people) keeps guessing at the screen out.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from checkpoints.site.people import Confirmed, Person

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = ["hash_pin", "verify"]

TIME_COST = 2
MEMORY_KIB = 32 * 1024
LANES = 1
"""Above OWASP's floor for Argon2id: 56 ms on a server core, about a quarter of a second on a small tablet."""


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, Type  # noqa: PLC0415  (first sign-in, not first paint)

    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)


def _plain(pin: str) -> str:
    """Full-width digits of a Chinese input method are the same PIN."""
    return unicodedata.normalize("NFKC", pin).strip()


def hash_pin(pin: str) -> str:
    """The encoded Argon2id hash, with its salt and parameters. Rules for good PINs are in `work.people.check_pin`."""
    return _hasher().hash(_plain(pin))


def verify(person: Person, pin: str) -> Confirmed | None:
    """Proof that the person gave the right PIN; None for a wrong one, for no PIN set, and for an unreadable hash."""
    from argon2.exceptions import Argon2Error, InvalidHashError  # noqa: PLC0415  (see above)

    if not person.pin_hash:
        return None
    try:
        _hasher().verify(person.pin_hash, _plain(pin))
    except (Argon2Error, InvalidHashError):
        return None
    return Confirmed(person.id)

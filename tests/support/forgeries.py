"""Codes that nobody issued: drawn at random by whoever knows everything but the key, or a hair beside a genuine one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from checkpoints.site import codes
from checkpoints.site.codes import LENGTH, PREFIX

__all__ = ["near_misses", "random_codes"]

_TAG = 1 << 80


def random_codes(genuine: Sequence[str], count: int, chance: Random) -> Iterator[str]:
    """Half are any 39 digits after the prefix; half name a real site, checkpoint, key and issue, and guess the tag."""
    bodies = [int(code[len(PREFIX) :]) >> 80 for code in genuine]
    room = 10 ** (LENGTH - len(PREFIX))
    for n in range(count):
        number = chance.randrange(room) if n % 2 else chance.choice(bodies) << 80 | chance.randrange(_TAG)
        yield f"{PREFIX}{number:039d}"


def near_misses(genuine: Sequence[str], count: int, chance: Random) -> Iterator[str]:
    """A digit changed, two neighbours changed over, a bit of the 128 turned, the tag of another label, a digit more."""
    known = set(genuine)
    ways = (_one_digit, _neighbours, _one_bit, _others_tag, _one_more)
    made = 0
    while made < count:
        code = ways[made % len(ways)](chance.choice(genuine), genuine, chance)
        if code not in known:
            made += 1
            yield code


def _one_digit(code: str, _all: Sequence[str], chance: Random) -> str:
    at = chance.randrange(len(code))
    return code[:at] + str((int(code[at]) + chance.randrange(1, 10)) % 10) + code[at + 1 :]


def _neighbours(code: str, _all: Sequence[str], chance: Random) -> str:
    at = chance.randrange(len(code) - 1)
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def _one_bit(code: str, _all: Sequence[str], chance: Random) -> str:
    return f"{PREFIX}{int(code[len(PREFIX) :]) ^ 1 << chance.randrange(128):039d}"


def _others_tag(code: str, genuine: Sequence[str], chance: Random) -> str:
    own, other = int(code[len(PREFIX) :]), int(chance.choice(genuine)[len(PREFIX) :])
    return f"{PREFIX}{own >> 80 << 80 | other % _TAG:039d}"


def _one_more(code: str, _all: Sequence[str], chance: Random) -> str:
    at = chance.randrange(len(code) + 1)
    return codes.normalise(code[:at] + str(chance.randrange(10)) + code[at:])

"""Chance that can be told again: everything in the story hangs on the seed, the day and the place.

Nothing here keeps a state between days, so that a story written in two sittings is the story written in one.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import date

__all__ = ["Fate", "Spell"]

WET_DAYS = 0.25
SKIPPED_SPELLS = 0.2
"""Share of spells that do not happen, so that nothing comes back like clockwork."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Something that comes back: about every so many days, for so many days."""

    every: int
    lasts: int


@dataclass(frozen=True, slots=True)
class Fate:
    """The lots of one story."""

    seed: int

    def lot(self, *about: object) -> float:
        """A number from 0 up to 1, the same whenever it is asked for again."""
        text = "|".join(map(str, (self.seed, *about)))
        return int.from_bytes(hashlib.blake2s(text.encode(), digest_size=6).digest(), "big") / 2**48

    def stream(self, *about: object) -> random.Random:
        """A run of lots that belongs to one half-day, round or place."""
        return random.Random("|".join(map(str, (self.seed, *about))))  # noqa: S311  (a story, not a secret)

    def wet(self, day: date) -> bool:
        """Whether it rained: leaks and puddles follow."""
        return self.lot("rain", day) < WET_DAYS

    def age(self, day: date, every: int, *about: object) -> tuple[int, int]:
        """How many turns of `every` days are over, and which day of the present one it is."""
        return divmod(day.toordinal() + int(self.lot("phase", *about) * every), every)

    def spell(self, day: date, spell: Spell, *about: object) -> int | None:
        """The number of the spell that the day lies in; None when it is quiet."""
        turn, into = self.age(day, spell.every, *about)
        quiet = into >= spell.lasts or self.lot("quiet", turn, *about) < SKIPPED_SPELLS
        return None if quiet else turn

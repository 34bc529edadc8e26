"""The pen that writes the story: the logbook's own door, with the clock of the story in the logbook's place.

Whatever is told goes through `Logbook.record` and the decisions that the screens call; the pen only says what time
it is and who acts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property

from checkpoints.fact import Fact, Moment
from checkpoints.ledger.events import Event
from checkpoints.ledger.ledger import Ledger
from checkpoints.site.codes import Key
from checkpoints.site.site import Site
from store.clock import SetClock
from store.demo.chance import Fate
from store.demo.picture import photo
from store.logbook import Logbook

__all__ = ["Pen"]


class Pen:
    """Writes into one logbook. `rng` is the run of lots of what is being told; it never crosses a half-day."""

    def __init__(self, book: Logbook, fate: Fate, latest: datetime) -> None:
        self.book = book
        self.fate = fate
        self.latest = latest
        """The story never goes beyond the time at which it is written."""
        self.rng: random.Random = fate.stream("before")
        self._clock = SetClock(latest)

    @property
    def ledger(self) -> Ledger:
        """What is known now; asked anew each time, because the logbook may replace it."""
        return self.book.ledger

    @property
    def site(self) -> Site:
        """The site of the story."""
        site = self.ledger.site
        assert site is not None
        return site

    @cached_property
    def picture(self) -> str:
        """The name of a kept photo, for checks that are answered with one. Raises StoreError."""
        return photo(self.book)

    @property
    def now(self) -> datetime:
        """The time in the story."""
        return self._clock.at

    def key(self, number: int) -> Key | None:
        """A signing key; None on a device that is not the office's."""
        ring = self.book.keys
        return ring.get(number) if ring else None

    @contextmanager
    def in_hand(self) -> Generator[None]:
        """Put the clock of the story in the place of the logbook's, and take it out again whatever happens."""
        real = self.book.clock
        self.book.clock = self._clock
        try:
            yield
        finally:
            self.book.clock = real

    def begin(self, at: datetime, about: object) -> None:
        """Go on at a time, on a device that was switched on shortly before it."""
        self._clock.at = min(at, self.latest)
        self._clock.up_from = self._clock.at - timedelta(seconds=90)
        self._clock.run = f"{int(self.fate.lot('run', about) * 2**32):08x}"
        self.rng = self.fate.stream("told", about)

    def wait(self, low: float, high: float) -> None:
        """Let some seconds pass."""
        after = self._clock.at + timedelta(milliseconds=int(self.rng.uniform(low, high) * 1000))
        self._clock.at = min(after, self.latest)

    def record(self, by: str, decide: Callable[[Moment], Sequence[Fact]]) -> list[Event]:
        """Take a decision through the one door; what it refuses is an error in the story and comes out."""
        return self.book.record(by, decide)

"""Clocks: the wall's, the machine's, and the bounded hybrid one that orders events.

The hybrid clock never goes back, whoever sets the wall clock, and a device whose clock runs hours ahead drags
nobody along: its stamps are kept as they are but not taken over (rules.md 11.15).
"""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime, timedelta

from store import platform
from store.ids import Mint

__all__ = ["FAR_AHEAD", "Clock", "HybridClock", "SetClock", "stamp"]

FAR_AHEAD = timedelta(minutes=10)
"""How far ahead of the own wall clock another device's stamp may be and still move the own clock."""
_MAX_COUNT = 0xFFFF
_STAMP = re.compile(r"[0-9a-f]{12}\.[0-9a-f]{4}")


class Clock:
    """The real clocks and the mint of ids. Tests and the demo put a `SetClock` in its place."""

    def __init__(self) -> None:
        self._mint = Mint(os.urandom)

    def now(self) -> datetime:
        """Wall time, aware, in UTC, to the millisecond."""
        return datetime.fromtimestamp(time.time_ns() // 1_000_000 / 1000, UTC)

    def boot(self) -> tuple[str, int]:
        """Which run of the machine this is ('' where unknown), and milliseconds since its start."""
        return platform.boot_id(), platform.boot_ms()

    def new_id(self) -> str:
        """A UUIDv7."""
        return self._mint(_ms(self.now()))


class SetClock(Clock):
    """A clock that stands where it is put; set `at` (aware) or call `advance`.

    `seed` makes the ids repeatable. `up_from` is when the machine is said to have started, `run` names that start.
    """

    def __init__(
        self, at: datetime, seed: int | None = None, run: str = "set", up_from: datetime | None = None
    ) -> None:
        super().__init__()
        self.at = at
        self.run = run
        self.up_from = up_from or at - timedelta(hours=1)
        if seed is not None:
            from random import Random  # noqa: PLC0415  (the app itself never needs it)

            self._mint = Mint(Random(seed).randbytes)  # noqa: S311  (ids of a made-up history)

    def now(self) -> datetime:
        """The time it was put to."""
        return self.at.astimezone(UTC)

    def boot(self) -> tuple[str, int]:
        """The named run, and milliseconds from `up_from` to `at`."""
        return self.run, max(0, round((self.at - self.up_from).total_seconds() * 1000))

    def advance(self, **by: float) -> datetime:
        """Move on, in the words of timedelta: `advance(minutes=2)`."""
        self.at += timedelta(**by)
        return self.at


def stamp(ms: int, count: int) -> str:
    """The text of a hybrid time; text order is time order."""
    return f"{ms:012x}.{count:04x}"


class HybridClock:
    """Hands out stamps that only rise, on top of everything it has taken over."""

    def __init__(self) -> None:
        self._ms = 0
        self._count = 0

    @property
    def last(self) -> str:
        """The highest stamp handed out or taken over."""
        return stamp(self._ms, self._count)

    def tick(self, now: datetime) -> str:
        """The stamp of the next event."""
        wall = _ms(now)
        if wall > self._ms:
            self._ms, self._count = wall, 0
        elif self._count < _MAX_COUNT:
            self._count += 1
        else:
            # 65,536 events in one millisecond, or a wall clock that stands behind: borrow from the next one.
            self._ms, self._count = self._ms + 1, 0
        return self.last

    def limit(self, now: datetime) -> str:
        """The highest stamp of another device that is taken over at this wall time."""
        return stamp(_ms(now + FAR_AHEAD), _MAX_COUNT)

    def merge(self, seen: str, now: datetime, own: bool) -> bool:
        """Take over a stamp; False when it is too far ahead (or no stamp at all) and was left alone.

        The own device's stamps are always taken over: after a start the clock goes on where the journal ends.
        """
        if not _STAMP.fullmatch(seen) or (not own and seen > self.limit(now)):
            return False
        if seen > self.last:
            self._ms, self._count = int(seen[:12], 16), int(seen[13:], 16)
        return True


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)

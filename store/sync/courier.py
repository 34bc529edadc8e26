"""The courier: a thread that keeps exchanging, for the app and for `roundsman sync --watch`.

It never raises and nobody ever waits for it: a share that hangs holds up this thread alone. What it achieves, and what
goes wrong, stands in the standing, where every program of the folder can read it.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from store.clock import Clock
from store.disk import DISK, Disk
from store.errors import StoreError
from store.sync.report import Progress, Report
from store.sync.share import Share
from store.sync.trip import Trip

__all__ = ["Courier"]

EVERY = 5.0
"""Seconds between two looks while nothing happens; a look costs a few stats."""
AT_LEAST = 60.0
"""Seconds after which it exchanges although nothing seems to have changed."""
GATHER = 0.3
"""Seconds after a nudge, so that a handful of taps becomes one line."""
READ_BACK = 1.0
"""Seconds until what was written is read back."""
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""Seconds between two tries while there is trouble; each pause is twice the one before."""
WORTH_TELLING = 1 << 18
"""Bytes from which on progress is told."""

_log = logging.getLogger(__name__)


class Courier:
    """Exchanges at the start, soon after a nudge, and every few seconds. All methods return at once but `stop`.

    Args: as `Exchange`; `every` is how many seconds pass between two looks.
    """

    def __init__(
        self,
        data: Path,
        share: Share,
        *,
        clock: Clock | None = None,
        disk: Disk = DISK,
        far: Disk = DISK,
        wait: float = 5.0,
        every: float = EVERY,
    ) -> None:
        self.progress: Progress | None = None
        """How far an exchange is that has much to do; None while there is none."""
        self.last: Report | None = None
        """What the last exchange that came through did."""
        self.rounds = 0
        """How many exchanges were tried."""
        self._new_trip = lambda: Trip(data, share, clock=clock, disk=disk, far=far, wait=wait)
        self._every = every
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._audit = threading.Event()
        self._pause = FIRST_PAUSE
        self._thread = threading.Thread(target=self._work, name="courier", daemon=True)

    def start(self) -> None:
        """Begin, with an exchange at once."""
        self._thread.start()

    def nudge(self) -> None:
        """Something was recorded, or a person wants it shared now: go soon, whatever the pause."""
        self._wake.set()

    def audit_now(self) -> None:
        """Read both sides from their start, soon."""
        self._audit.set()
        self._wake.set()

    def stop(self, seconds: float = 2.0) -> bool:
        """Ask it to end and wait so long, at most; False when it still hangs on the share.

        It is no harm to leave it: the thread does not keep the program, and the system gives its locks back.
        """
        self._ended.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        trip: Trip | None = None
        went = 0.0
        nudged = True
        while not self._ended.is_set():
            try:
                trip = trip or self._new_trip()
                if nudged or time.monotonic() - went > AT_LEAST or not trip.exchange.quiet():
                    pause = self._go(trip)
                    went = time.monotonic()
                else:
                    trip.carry(self._ended.is_set)
                    pause = self._every
            except Exception:  # noqa: BLE001
                # Whatever it was, the next try begins afresh; nothing of the app may end with it.
                _log.exception("exchange failed")
                trip, pause = _closed(trip), LONGEST_PAUSE
            nudged = self._rest(pause)
        _closed(trip)

    def _go(self, trip: Trip) -> float:
        """One trip; returns how many seconds to rest."""
        audit = self._audit.is_set()
        self._audit.clear()
        self.rounds += 1
        try:
            report = self.last = trip.go(self._tell, self._ended.is_set, audit=audit)
        except StoreError as error:
            _log.warning("exchange: %s", error)
            if error.code == "share.busy":  # another program of this folder is at it; its outcome stands for ours
                if audit:
                    self._audit.set()
                return self._every
            pause, self._pause = self._pause, min(2 * self._pause, LONGEST_PAUSE)
            return max(pause, self._every)
        finally:
            self.progress = None
        self._pause = FIRST_PAUSE
        if trip.photos.more:
            return 0.0
        return min(READ_BACK, self._every) if report.written else self._every

    def _tell(self, progress: Progress) -> None:
        self.progress = progress if progress.total >= WORTH_TELLING else None

    def _rest(self, seconds: float) -> bool:
        """Wait for the next look; whether somebody asked for it."""
        nudged = self._wake.wait(seconds)
        if nudged and not self._ended.wait(GATHER):
            self._wake.clear()
        return nudged


def _closed(trip: Trip | None) -> None:
    if trip is not None:
        try:
            trip.close()
        except Exception:  # noqa: BLE001
            _log.exception("the place could not be kept")

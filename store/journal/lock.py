"""The lock beside a journal. It is a file of its own, so that the journal may be renamed over while it is held.

The system gives the lock back when its holder dies, however it dies; nothing is ever stale.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from store.disk import Disk
from store.errors import StoreError, from_os, gone

__all__ = ["SidecarLock", "busy"]

PAUSE = 0.0005
"""Seconds between two tries. Short, because the lock has no queue: a busy writer leaves it free for less than a
hundredth of its time, and longer pauses (20 ms were tried) let it shut the others out for the whole wait."""
IMPATIENT = 0.3
"""Seconds that are waited after a wait in vain, until the lock was had once: whoever stopped in the middle of a
write must not hold up tap after tap for the whole time."""


def busy(path: Path) -> StoreError:
    """What is said when the wait for the lock was in vain."""
    return StoreError(
        "store.busy",
        "Another Roundsman on this machine is writing and did not finish in time. Nothing was saved; try again.",
        path=str(path),
    )


class SidecarLock:
    """A lock between processes. Not reentrant and not for threads: its owner holds a mutex."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self.path = path
        self._disk = disk
        self._fd = -1
        self._in_vain = False

    def take(self, timeout: float) -> None:
        """Wait for the lock, `timeout` seconds at most. Raises StoreError `store.busy` or what the disk said."""
        try:
            until = time.monotonic() + (min(timeout, IMPATIENT) if self._in_vain else timeout)
            while not self._try():
                if time.monotonic() >= until:
                    self._in_vain = True
                    raise busy(self.path)
                time.sleep(PAUSE)
            self._in_vain = False
        except OSError as error:
            self.close()  # it may be held already
            raise (
                gone(self.path.parent) if isinstance(error, FileNotFoundError) else from_os(error, self.path)
            ) from error

    def _try(self) -> bool:
        if self._fd < 0:
            self._fd = self._disk.open(self.path, os.O_RDWR | os.O_CREAT)
        if not self._disk.lock(self._fd):
            return False
        if self._disk.stat_of(self._fd).st_nlink:
            return True
        # Somebody removed the lock file: the lock we hold excludes nobody. The next try makes a new one.
        self.close()
        return False

    def give(self) -> None:
        """Give the lock back. What was done under it is done: a file system that refuses this gets the file closed."""
        try:
            self._disk.unlock(self._fd)
        except OSError:
            self.close()

    def close(self) -> None:
        """Close the file, which gives the lock back too."""
        if self._fd >= 0:
            with suppress(OSError):
                self._disk.close(self._fd)
        self._fd = -1

"""Photos on the share: those that events name, brought to where they are not yet.

Events never wait behind photos: this comes after them, small photos before large ones, and stops after a while; what
is half carried goes on next time. A photo counts only under the hash that names it, so nothing here can do harm by
happening twice, or half, or on two devices at once. What the share has under a wrong name is set aside there, never
deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from store import device as devices
from store.disk import DISK, Disk
from store.photos import Photos
from store.sync.photo_exchange import MANY, PATIENCE, PhotoExchange
from store.sync.photo_report import PhotoReport, Stop, Tell, never, silent
from store.sync.wanted import Wanted

__all__ = ["PhotoReport", "Pictures", "exchange_photos"]


class Pictures:
    """The photos of a data folder, and of the share that it exchanges with. Used by one exchange at a time."""

    def __init__(self, data: Path, share: Path, *, disk: Disk = DISK, far: Disk = DISK) -> None:
        device = devices.load(data / "device.json")
        self._exchange = PhotoExchange(Photos(data / "photos", disk), share, device.base if device else "x", disk, far)
        self._wanted = Wanted(data, share, disk)

    def exchange(
        self,
        tell: Tell = silent,
        stop: Stop = never,
        *,
        again: bool = False,
        seconds: float | None = PATIENCE,
    ) -> PhotoReport:
        """Carry photos for so many seconds, at most (None: to the end). Costs one stat when there are none.

        `again` looks at all photos that events name, also those that were seen on the share before: for an audit, and
        after a share was rolled back.

        Raises:
            StoreError: what reading the journal raises. What the share or the disk said stands in the report.
        """
        if again:
            self._wanted.again()
        else:
            self._wanted.follow()
        if not self._wanted.names:
            return PhotoReport()
        before = len(self._wanted.names)
        report = self._exchange.run(
            self._wanted.names, self._wanted.settle, tell=tell, stop=stop, seconds=seconds, again=again
        )
        if len(self._wanted.names) != before and (not self._wanted.names or before < MANY):
            self._wanted.save()
        return report

    def close(self) -> None:
        """Keep the place."""
        self._wanted.close()


def exchange_photos(
    photos: Photos,
    share: Path,
    *,
    needed: Iterable[str],
    device: str = "x",
    disk: Disk = DISK,
    far: Disk = DISK,
    tell: Tell = silent,
    stop: Callable[[], bool] = never,
) -> PhotoReport:
    """Carry the photos `needed` (hashes, oldest first) both ways to the end, once. Raises nothing; see the report."""
    return PhotoExchange(photos, share, device, disk, far).run(
        needed, lambda _: None, tell=tell, stop=stop, seconds=None
    )

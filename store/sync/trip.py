"""One trip to the share and back: events first, then photos for a while."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.clock import Clock
from store.disk import DISK, Disk
from store.sync.exchange import Exchange, Progress, Report
from store.sync.pictures import PhotoReport, Pictures
from store.sync.share import Share

__all__ = ["Trip"]


def _silent(_: Progress) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


class Trip:
    """Keeps the events and the photos of a folder and a share equal, one `go` after another. See `Exchange`."""

    def __init__(
        self,
        data: Path,
        share: Share,
        *,
        clock: Clock | None = None,
        disk: Disk = DISK,
        far: Disk = DISK,
        wait: float = 5.0,
    ) -> None:
        self.exchange = Exchange(data, share, clock=clock, disk=disk, far=far, wait=wait)
        self.photos = PhotoReport()
        """What the last trip did with photos."""
        self._pictures: Pictures | None = None
        self._new_pictures = lambda: Pictures(data, Path(share.path), disk=disk, far=far)

    def go(
        self,
        tell: Callable[[Progress], None] = _silent,
        stop: Callable[[], bool] = _never,
        *,
        audit: bool = False,
        seconds: float | None = 2.0,
    ) -> Report:
        """Exchange events, then carry photos for so many seconds, at most (None: to the end).

        Raises StoreError as `Exchange.sync` does; what went wrong with photos stands in `photos`.
        """
        report = (self.exchange.audit if audit else self.exchange.sync)(tell, stop)
        self.carry(stop, again=report.audited or report.reread, seconds=seconds)
        return report

    def carry(self, stop: Callable[[], bool] = _never, *, again: bool = False, seconds: float | None = 2.0) -> None:
        """Carry photos alone: what is half carried goes on though no event is new. Raises StoreError."""
        if stop():
            return
        if self._pictures is None:
            self._pictures = self._new_pictures()
        self.photos = self._pictures.exchange(stop=stop, again=again, seconds=seconds)
        self.exchange.note_photos(self.photos.waiting)

    def close(self) -> None:
        """Keep the place, close the files."""
        self.exchange.close()
        if self._pictures is not None:
            self._pictures.close()

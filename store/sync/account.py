"""The account that an exchange gives: how it went, put into its report and into the standing for everybody else."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from checkpoints.ledger.known import Vector
from store.clock import Clock
from store.disk import Disk
from store.errors import StoreError
from store.sync import standing as standings
from store.sync.balance import Balance
from store.sync.own import OwnRecords
from store.sync.reading import Reading, Run
from store.sync.standing import Standing, Trouble, waiting

__all__ = ["Account"]

AUDIT_AFTER = timedelta(hours=24)


class Account:
    """The standing of a folder with one share. Used by whoever holds `sync.lock`."""

    def __init__(self, data: Path, share: str, clock: Clock, disk: Disk) -> None:
        self._data = data
        self._path = data / standings.STANDING
        self._share = share
        self._clock = clock
        self._disk = disk
        self._known = Standing(share)
        self._begun = False
        """There is a standing with this share, be it only of a first reading that has not come to its end."""
        self._seen: tuple[int, int] | None = None

    def read(self) -> None:
        """Take up what the last exchange told, whichever program it was of."""
        try:
            found = self._disk.stat(self._path)
        except OSError:
            self._take_up(None)
            return
        if self._seen != (found.st_ino, found.st_mtime_ns):
            self._take_up(standings.read(self._data, self._disk))

    def _take_up(self, known: Standing | None) -> None:
        self._begun = known is not None and known.share == self._share
        self._known = known if known is not None and self._begun else Standing(self._share)
        self._seen = None

    @property
    def came_through(self) -> bool:
        """Whether there ever was an exchange with this share."""
        return self._known.synced_at is not None

    @property
    def site(self) -> str:
        """Whose share it is, as an earlier exchange found; '' before the first."""
        return self._known.site

    @property
    def audit_due(self) -> bool:
        """Whether the last audit was more than a day ago, or lies in the future of a clock that was set back."""
        if self._begun and not self.came_through:
            return False  # the first reading goes on where it was cut off; it reads everything as it is
        at, now = self._known.audited_at, self._clock.now()
        return at is None or not timedelta() <= now - at < AUDIT_AFTER

    @property
    def photos_waiting(self) -> int:
        """As last told."""
        return self._known.photos_waiting

    def note_photos(self, count: int) -> None:
        """Tell how many photos wait."""
        self.read()
        self._write(replace(self._known, photos_waiting=count))

    def tell(
        self, run: Run, error: StoreError | None, balance: Balance, own: OwnRecords, reading: Reading, segments: bool
    ) -> None:
        """Put the outcome into the report and the standing."""
        now, old, report = self._clock.now(), self._known, run.report
        shared = balance.shared() if run.read else old.shared
        report.problems = tuple(run.problems)
        report.reborn, own.reborn = own.reborn, False
        report.waiting = _waiting(shared, balance, own)
        main = reading.places.get(reading.folder.main.name)
        over = error is not None or run.synced
        self._write(
            Standing(
                share=self._share,
                segments=segments,
                file=(main.file if main else "") or old.file,
                site=reading.site or old.site,
                shared=shared,
                written=run.written or old.written,
                tried_at=now,
                synced_at=now if run.synced else old.synced_at,
                audited_at=now if run.synced and (report.audited or old.synced_at is None) else old.audited_at,
                trouble=_trouble(error, old.trouble, now) if over else old.trouble,
                copies=list(report.copies) if run.read else old.copies,
                photos_waiting=old.photos_waiting,
                damaged=sum(place.damaged for place in reading.places.values()) if run.read else old.damaged,
            )
        )

    def _write(self, standing: Standing) -> None:
        self._known, self._seen, self._begun = standing, None, True
        with suppress(OSError):  # others know a little less; nothing depends on it
            standings.write(self._data, standing, self._disk)
            found = self._disk.stat(self._path)
            self._seen = (found.st_ino, found.st_mtime_ns)


def _waiting(shared: Vector, balance: Balance, own: OwnRecords) -> int:
    return waiting(shared, balance.tops, own.device.owns) if own.device is not None else 0


def _trouble(error: StoreError | None, before: Trouble | None, now: datetime) -> Trouble | None:
    if error is None:
        return None
    params = {name: value if isinstance(value, int) else str(value) for name, value in error.params.items()}
    return Trouble(error.code, error.message, params, before.since if before is not None else now)

"""A new device joins a site by pointing at its shared file.

An exchange does the work, one that takes the site of the share instead of comparing it with its own. The file is
read once, in its order; the ground (site, people, labels) was written when the site was set up and stands at its
beginning, so somebody can sign in and work while the history still comes in. What was changed in the ground since,
such as a PIN, comes with the history. How far it is gets written down on the
way: whatever ends a join, the next one on the same folder goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checkpoints.ledger.events import decode_event
from checkpoints.work.sites import SiteLoaded
from store.archive import JOURNAL
from store.clock import Clock
from store.disk import DISK, Disk
from store.errors import StoreError, from_os
from store.journal.lines import Op
from store.journal.reader import JournalReader
from store.opening import make_folder
from store.sync import share as shares
from store.sync import standing as standings
from store.sync.exchange import Exchange
from store.sync.offer import Offer, look
from store.sync.report import Progress, Report
from store.sync.share import Share
from store.sync.standing import Standing

__all__ = ["Joined", "Offer", "join", "look"]

GROUND = 2 << 20
"""Bytes that are read at least before the ground counts as here: the people and labels stand behind the site."""
GRACE = 2.0
"""Seconds that the history has to come in whole once the ground is here: on a fast share it does, and then nobody
signs in with a PIN that was changed since."""
KEEP_EACH = 8 << 20
"""Bytes read between two times that it is written down how far it is."""
BUSY_TRIES = 12
"""Times five seconds that another exchange of the same folder is waited for."""

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join brought."""

    site_id: str
    events: int
    """How many are here now."""
    complete: bool
    """Whether the whole history is here. If not, it goes on coming in with every exchange."""


def _silent(_progress: Progress) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


class _Ground(JournalReader):
    """The records of the folder that joins, followed for what is needed to begin to work."""

    def __init__(self, data: Path, disk: Disk) -> None:
        super().__init__(data / JOURNAL, self, disk)
        self.ids: set[str] = set()
        self.site = ""
        self.people = False

    def open(self) -> None:
        """Read what is here. Raises StoreError."""
        self._start()

    def here(self) -> bool:
        """Whether there are a site and somebody who can sign in."""
        self._follow()
        return bool(self.site) and self.people

    def close(self) -> None:
        """Close the file."""
        self._stop()

    def forget(self) -> None:
        """The journal is read from its start."""
        self.ids.clear()
        self.site, self.people = "", False

    def take(self, commits: list[list[Op]]) -> None:
        """Look at new events, no closer than needed."""
        for ops in commits:
            for table, key, raw in ops:
                if table == "events" and key is not None and raw is not None:
                    self.ids.add(key)
                    if b'"kind":"site.loaded"' in raw and not self.site:
                        body = decode_event(raw).body
                        self.site = body.site.site.id if isinstance(body, SiteLoaded) else ""
                    elif not self.people and b'"kind":"person.pin_set"' in raw:
                        self.people = True


@dataclass(slots=True)
class _Run:
    """One join under way: who listens, who may stop it, and when it is enough."""

    tell: Tell
    stop: Stop
    whole: bool
    ended: bool = False
    """It was enough before everything was read."""
    _read: int = 0
    _here: float | None = None
    """Since when the ground is here."""

    def hear(self, progress: Progress) -> None:
        """Note how much was read."""
        if progress.stage == "read":
            self._read = max(self._read, progress.done)
        self.tell(progress)

    def enough(self, ground: _Ground) -> bool:
        """Whether to end now."""
        if self._here is None and not self.whole and self._read >= GROUND and ground.here():
            self._here = time.monotonic()
        self.ended = self.stop() or (self._here is not None and time.monotonic() - self._here >= GRACE)
        return self.ended


class _Joining(Exchange):
    """An exchange that writes down how far it is while it reads."""

    _noted = 0

    def sync(self, tell: Tell = _silent, stop: Stop = _never) -> Report:
        """See `Exchange.sync`."""

        def hear(progress: Progress) -> None:
            if progress.stage == "read" and abs(progress.done - self._noted) > KEEP_EACH:
                self._noted = progress.done
                self._keep()
            tell(progress)

        report = super().sync(hear, stop)
        self._keep()
        return report


def join(
    data: Path,
    share_path: str | Path,
    tell: Tell = _silent,
    stop: Stop = _never,
    *,
    whole: bool = False,
    segments: bool = False,
    disk: Disk = DISK,
    far: Disk = DISK,
    clock: Clock | None = None,
) -> Joined:
    """Make a data folder one of the devices of a shared file, and take in what everybody recorded.

    Returns when the ground is here, or with `whole` the history too; the exchanges that follow bring the rest. May be
    called again on the same folder and share after whatever happened, also when all is here. `stop` ends it early.

    Raises:
        StoreError: `join.not_empty` when the folder has records that did not come from this share, `join.stopped` when
            it was stopped before the ground was here, `join.no_ground` when the share has no site in it, what `look`
            raises, and what an exchange does (`share.*`, `store.*`). All of them leave a folder that can join again.
    """
    path = Path(share_path).expanduser().absolute()
    share = Share(str(path), segments)
    run = _Run(tell, stop, whole)
    look(path, far, briefly=True)
    make_folder(data, disk)
    ground = _Ground(data, disk)
    try:
        ground.open()
        before = shares.load(data)
        if ground.ids and (before is None or before.path != str(path)):
            raise _not_empty(data)
        shares.save(data, share, disk)
        if standings.read(data) is None:
            # It tells the exchanges to come that the first reading is under way, even if this one is killed.
            standings.write(data, Standing(share.path, share.segments), disk)
        complete = _exchange(ground, _Joining(data, share, clock=clock, disk=disk, far=far, joining=True), run)
        if not ground.here() and not (complete and ground.site):
            raise _no_ground(path, len(ground.ids)) if complete else _stopped()
        return Joined(ground.site, len(ground.ids), complete)
    except OSError as error:
        raise from_os(error, data) from error
    finally:
        ground.close()


def _exchange(ground: _Ground, exchange: _Joining, run: _Run) -> bool:
    """Exchange until it is enough; whether that was everything."""
    tries = 0
    try:
        while True:
            try:
                exchange.sync(run.hear, lambda: run.enough(ground))
            except StoreError as error:
                # The app on this folder exchanges too, once it knows of the share: it brings the rest.
                tries += 1
                if error.code != "share.busy" or (tries > BUSY_TRIES and not run.whole):
                    raise
                if run.enough(ground) or (not run.whole and ground.here()):
                    return False
            else:
                return not run.ended
    finally:
        exchange.close()


def _not_empty(data: Path) -> StoreError:
    return StoreError(
        "join.not_empty",
        "There are records in {folder} already. Nothing was changed. Choose an empty folder with --data; if these"
        " records belong to the same site, share them instead: roundsman sync --share.",
        folder=str(data),
    )


def _no_ground(path: Path, count: int) -> StoreError:
    return StoreError(
        "join.no_ground",
        "{path} was read to its end: {count} entries came in, but not the site and its people; that part of the file is"
        " missing or damaged. Let a device that has them check everything (roundsman sync --audit), then join again.",
        path=str(path),
        count=count,
    )


def _stopped() -> StoreError:
    return StoreError(
        "join.stopped",
        "Stopped before the site was here. What came in is kept; joining again goes on from there.",
    )

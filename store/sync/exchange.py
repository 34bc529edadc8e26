"""One exchange with the share: read what is new there, write what it lacks, and say how things stand.

The safety does not rest on the lock. Every device keeps everything; what was written counts only when a later
exchange has read it back, and what is not there any more is written again. See `reading` and `writing` for the two
halves, `balance` for what is here and there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from checkpoints.ledger.known import Known
from store.archive import JOURNAL
from store.clock import Clock
from store.disk import DISK, Disk
from store.errors import StoreError
from store.journal.lock import SidecarLock
from store.sync import state as states
from store.sync.account import Account
from store.sync.balance import Balance
from store.sync.copies import Folder
from store.sync.faults import busy, far_error, no_site
from store.sync.own import Anew, OwnRecords
from store.sync.pen import Changed
from store.sync.reading import Reading, Run, Stopped
from store.sync.report import Progress, Report
from store.sync.share import Share
from store.sync.state import State
from store.sync.writing import Writing

__all__ = ["Exchange", "Progress", "Report"]

KEEP_AFTER = 1000
"""New events after which the place is kept on the disk."""
TRIES = 3
"""How often an exchange begins again when a file is changed under its hands."""


def _silent(_: Progress) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


class Exchange:
    """Keeps a data folder and a shared file equal, one `sync` after another.

    Another handle on the folder, like another process: it may run in a thread or a program of its own, and holds the
    journal only for moments. One at a time works on a folder. Not for several threads at once.

    Args:
        data: the data folder.
        share: the shared file.
        clock: for the times in the standing, and for when an audit is due.
        disk: the calls to the own disk.
        far: the calls on the share's side.
        wait: seconds to wait for a lock.
        joining: the folder has no site yet; it takes that of the share.
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
        joining: bool = False,
    ) -> None:
        self.data = data
        self.share = share
        self._disk = disk
        self._joining = joining
        self._wait = wait
        self._hold = SidecarLock(data / "sync.lock", disk)
        self._balance = Balance()
        self._own = OwnRecords(data, self._balance, disk, wait)
        self._own.settled = not joining
        self._folder = Folder(Path(share.path), far)
        self._reading = Reading(self._folder, self._balance, self._own, far)
        self._writing = Writing(self._folder, self._reading, self._balance, self._own, far, wait, share.segments)
        self._account = Account(data, share.path, clock or Clock(), disk)
        self._kept = -1
        """How many events both sides had when the place was last kept; -1 before it was looked for."""
        self._seen: object = None
        self._journal = data / JOURNAL
        self._copies: tuple[str, ...] = ()

    def sync(self, tell: Callable[[Progress], None] = _silent, stop: Callable[[], bool] = _never) -> Report:
        """Exchange what is new; everything, when the last audit was more than a day ago.

        `tell` hears of progress, `stop` may ask to end early.

        Raises:
            StoreError: `share.*` or `store.*`. What was done before stays done, the standing tells of it, and the
                next exchange tries again.
        """
        return self._run(Run(tell, stop), whole=False)

    def audit(self, tell: Callable[[Progress], None] = _silent, stop: Callable[[], bool] = _never) -> Report:
        """Read both sides from their start; what the share lost is written again, what was lost here comes back.

        Raises StoreError as `sync` does.
        """
        return self._run(Run(tell, stop), whole=True)

    def quiet(self) -> bool:
        """Whether nothing happened on either side since an exchange that left nothing to do. Costs a few stats."""
        return self._seen is not None and self._seen == self._look()

    def note_photos(self, waiting: int) -> None:
        """Tell how many photos of this folder are not in the share yet. Raises StoreError `share.busy`."""
        if self._account.photos_waiting != waiting:
            with self._held():
                self._account.note_photos(waiting)

    def close(self) -> None:
        """Keep the place, close the files."""
        if self._kept >= 0 and self._kept != self._count:
            self._keep()
        self._own.close()
        self._writing.close()
        self._hold.close()

    # One exchange

    def _run(self, run: Run, *, whole: bool) -> Report:
        with self._held():
            self._account.read()
            try:
                self._attempt(run, whole=whole or self._account.audit_due)
            except StoreError as error:
                self._tell(run, error)
                raise
            self._tell(run)
        return run.report

    @contextmanager
    def _held(self) -> Generator[None]:
        """Alone among the programs that exchange for this folder."""
        try:
            self._hold.take(self._wait)
        except StoreError as error:
            raise busy(self.share.path) if error.code == "store.busy" else error from error
        try:
            yield
        finally:
            self._hold.give()

    def _tell(self, run: Run, error: StoreError | None = None) -> None:
        self._account.tell(run, error, self._balance, self._own, self._reading, self._writing.segments)

    def _attempt(self, run: Run, *, whole: bool) -> None:
        for _ in range(TRIES):
            try:
                self._exchange(run, whole=whole)
            except Stopped:
                return
            except (Anew, Changed):
                continue
            except OSError as error:
                raise far_error(error, self.share.path) from error
            return
        raise busy(self.share.path)

    def _exchange(self, run: Run, *, whole: bool) -> None:
        if self._kept < 0:
            self._take_up()
        self._seen, seen = None, self._look()
        known = self._balance.there.count
        self._read_own(run, whole=whole)
        site = self._own.site or self._account.site
        if not site and not self._joining:
            raise no_site(self.share.path)
        self._reading.target = self._writing.target
        found = self._reading.read(run, site, self._account.came_through)
        me = self._own.me.id
        if self._own.found_out(self._reading.claimed.get(me, 0)):
            self._own.follow()
        done = self._reading.read_copies(run, found)
        run.read = True
        run.report.shared = max(0, self._balance.there.count - known)
        if self._reading.site:
            self._writing.push(run)
        self._reading.set_aside(run, done)
        with suppress(OSError):
            run.report.copies = tuple(self._folder.look().copies) if done else tuple(found.copies)
        run.synced = True
        if run.report.audited or abs(self._count - self._kept) >= KEEP_AFTER:
            self._keep()
        self._copies = run.report.copies
        if not run.report.written and not done:
            self._seen = seen

    def _read_own(self, run: Run, *, whole: bool) -> None:
        own = self._own
        if whole:
            own.reread()
        else:
            own.follow()
        if own.anew:
            # What the share has can only be told apart from what it lacks when both are read whole.
            self._reading.forget()
            own.anew = False
            run.report.audited = True

    def _take_up(self) -> None:
        """Go on where an earlier run stopped, if that was kept."""
        self._kept = 0
        state = states.load(self.data, self._disk)
        if state is None:
            return
        try:
            here, there = state.known()
        except ValueError:
            return
        same = state.share == self.share.path
        self._balance.restore(here, there if same else Known(), iter(state.lacking or ()))
        self._own.site, self._own.first = state.site, state.first
        if same:
            self._reading.places = state.places
            self._reading.claimed, self._reading.excused = state.claimed, state.excused
        self._kept = self._count
        if state.journal is not None:
            self._own.open(state.journal)

    def _keep(self) -> None:
        reading, balance = self._reading, self._balance
        state = State(
            version=states.VERSION,
            share=self.share.path,
            site=self._own.site,
            first=self._own.first,
            journal=self._own.position,
            here=balance.here.pack(),
            there=balance.there.pack(),
            places=reading.places,
            lacking=balance.keep(),
            claimed=reading.claimed,
            excused=reading.excused,
        )
        with suppress(OSError):  # reading again next time is all that it costs
            states.save(self.data, state, self._disk)
            self._kept = self._count

    @property
    def _count(self) -> int:
        return self._balance.here.count + self._balance.there.count

    def _look(self) -> object:
        """What changes when anything does; None when it cannot be seen."""
        try:
            journal = self._disk.stat(self._journal)
            names = ("", *self._reading.places, *self._copies)
            return journal.st_ino, journal.st_size, tuple(self._folder.signature(name) for name in names)
        except OSError:
            return None

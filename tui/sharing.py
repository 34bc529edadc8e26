"""How the app shares: it keeps a Courier going while a shared file is chosen, and knows what the screens say of it.

Nothing here waits for the share. The Courier works in a thread of its own; what it, or another process on the same
folder, achieved stands in small files of the data folder, and one look at them tells whether there is news.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from store.clocks import of_clocks, time_of
from store.disk import DISK
from tui.aside import aside

if TYPE_CHECKING:
    from store.disk import Disk
    from store.logbook import Logbook
    from store.problems import Problem
    from store.sync import Progress, Share, Standing
    from store.sync.courier import Courier

__all__ = ["Account", "Sharing"]

SHARE, STANDING = "share.json", "standing.json"
EVERY = 5.0
END = 2.0
"""Seconds that the end of the program waits for an exchange under way; what it leaves is done at the next start."""
OWN_CLOCK = frozenset({"clock.unset", "clock.behind", "clock.went_back"})
PASSING = frozenset({"share.busy", "share.slow"})
"""Troubles that pass by themselves: somebody else is writing."""
PATIENCE = timedelta(minutes=2)
"""How long such a trouble lasts before anybody is told."""


@dataclass(frozen=True, slots=True)
class Account:
    """What there is to tell about the records at a moment; `free` bytes on this disk, None when not known."""

    now: datetime
    saved: int
    own: int
    waiting: int
    behind: int
    share: Share | None
    standing: Standing | None
    progress: Progress | None
    free: int | None

    @property
    def written(self) -> int:
        """How many of those that wait are in the shared file already, but were not read back yet."""
        known = self.standing
        if known is None:
            return 0
        there = sum(max(0, seq - known.shared.get(device, 0)) for device, seq in known.written.items())
        return min(self.waiting, there)


class Sharing:
    """One for the app. `look` now and then, `nudge` after a record; `account` is what the screens show."""

    def __init__(self, book: Logbook, asked: Path | None = None) -> None:
        self.book = book
        self.asked = asked
        """The file that the command line or the environment names."""
        self.far: Disk = DISK
        """The calls on the share's side; tests break them."""
        self.every = EVERY
        """Seconds between two looks at the share."""
        self.share: Share | None = None
        self.standing: Standing | None = None
        self._courier: Courier | None = None
        self._started = False
        self.held = False
        """While a join is under way nothing else exchanges: the two would only wait for each other."""
        self._seen: dict[str, tuple[int, int, int]] = {}

    def start(self) -> None:
        """Begin, once the first screen is painted. A folder without a site has nothing to share: it joins first."""
        self._started = True
        self.take_asked()
        self.look()

    @property
    def begun(self) -> Path | None:
        """The file to suggest to a folder without a site: the one asked for, or the one a join was begun with."""
        return self.asked or (Path(self.share.path) if self.share is not None else None)

    def take_asked(self) -> None:
        """Make the share that was asked for the one of this folder. Raises StoreError."""
        if self.asked is None or self.book.ledger.site is None:
            return
        from store.sync import share as shares  # noqa: PLC0415  (most starts share nothing)

        known = shares.load(self.book.data)
        if known is None or Path(known.path) != self.asked:
            self.choose(self.asked)

    def look(self) -> bool:
        """Whether anything changed since the last look: two stats when nothing did."""
        changed = False
        if self._changed(SHARE):
            changed = True
            from store.sync import share as shares  # noqa: PLC0415

            self.share = shares.load(self.book.data)
            self._dismiss()
        if self._changed(STANDING):
            changed = True
            from store.sync import standing  # noqa: PLC0415

            self.standing = standing.read(self.book.data)
        self._employ()
        return changed

    def _changed(self, name: str) -> bool:
        try:
            found = (self.book.data / name).stat()
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
        except OSError:
            seen = (0, 0, 0)
        if seen == self._seen.get(name, (0, 0, 0)):
            return False
        self._seen[name] = seen
        return True

    def _employ(self) -> None:
        """Have somebody carry, once there is a site to share."""
        ready = self._started and not self.held and self.book.ledger.site is not None
        if self._courier is None and self.share is not None and ready:
            from store.sync.courier import Courier  # noqa: PLC0415

            self._courier = Courier(self.book.data, self.share, clock=self.book.clock, far=self.far, every=self.every)
            self._courier.start()
            if any(problem.code == "store.damaged" for problem in self.book.problems):
                self._courier.audit_now()  # what rotted here is on the share, if it was shared before

    def _dismiss(self) -> None:
        """Let the courier go without waiting for it: it may hang on the share that was just given up."""
        if self._courier is not None:
            self._courier.stop(0)
            self._courier = None

    def nudge(self) -> None:
        """Something was recorded, or somebody wants it shared now."""
        if self._courier is not None:
            self._courier.nudge()

    def check_everything(self) -> None:
        """Read both sides again from the beginning, and write again what the share lost."""
        if self._courier is not None:
            self._courier.audit_now()

    def choose(self, path: Path, *, segments: bool = False) -> None:
        """Share through this file from now on. Raises StoreError when the choice cannot be saved here."""
        from store.sync import share as shares  # noqa: PLC0415

        shares.save(self.book.data, shares.Share(str(path), segments))
        self.look()

    def forget(self) -> None:
        """Share no more. What is in the file stays there. Raises StoreError when that cannot be saved here."""
        from store.sync import share as shares  # noqa: PLC0415

        shares.forget(self.book.data)
        self.look()

    @property
    def progress(self) -> Progress | None:
        """How far an exchange is that has much to do; None while there is none."""
        return self._courier.progress if self._courier is not None else None

    def unshared_since(self, now: datetime) -> datetime | None:
        """Since when the share gives trouble that somebody should know of; None while there is none."""
        trouble = self.standing.trouble if self.standing is not None and self.share is not None else None
        if trouble is None or (trouble.code in PASSING and now - trouble.since < PATIENCE):
            return None
        return trouble.since.astimezone(now.tzinfo)

    def account(self, now: datetime) -> Account:
        """What the screens tell."""
        book = self.book
        standing = self.standing if self.share is not None else None
        own = sum(seq for device, seq in book.ledger.by_device.items() if book.device.owns(device))
        try:
            free = shutil.disk_usage(book.data).free
        except OSError:
            free = None
        return Account(now, book.saved, own, book.waiting, book.behind, self.share, standing, self.progress, free)

    def clock_problems(self, now: datetime) -> list[Problem]:
        """Whose clock is hours off, as far as the entries can tell."""
        book, known = self.book, self.standing
        return of_clocks(book.device.id, now, {}, book.stamps, known.synced_at if known is not None else None)

    def own_clock(self, now: datetime) -> list[Problem]:
        """What is wrong with this device's own clock: that is told at once, on its screen."""
        return [problem for problem in self.clock_problems(now) if problem.code in OWN_CLOCK]

    def newest(self) -> dict[str, datetime]:
        """By device, when its newest entry was made, as far as its clock can be believed."""
        times = {device: time_of(stamp) for device, stamp in self.book.stamps.items()}
        return {device: at for device, at in times.items() if at is not None}

    async def stop(self) -> None:
        """End the courier; waits a bounded time for what it is in the middle of."""
        courier, self._courier, self._started = self._courier, None, False
        if courier is not None:
            await aside(lambda: courier.stop(END))

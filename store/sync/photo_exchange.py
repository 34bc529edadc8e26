"""Carrying photos between one folder and one share: what stands where, what goes first, and when it is enough.

See `store.sync.pictures` for what is promised.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from store.disk import DISK, Disk
from store.errors import StoreError, from_os
from store.photos import LARGEST, Photos
from store.problems import Problem
from store.sync.carrying import Carrying, WrongContent
from store.sync.faults import far_error
from store.sync.photo_report import PhotoReport, Stop, Tell, never, silent
from store.sync.report import Progress
from store.sync.shelf import Shelf

__all__ = ["MANY", "PATIENCE", "PhotoExchange"]

PATIENCE = 2.0
"""Seconds that one exchange carries photos, and then lets events go first again."""
FULL_PAUSE = 60.0
"""Seconds until a share that was full is offered a photo again."""
MANY = 64
"""From so many photos on, the folder here is listed once instead of each being asked for."""


class _Ended(Exception):  # noqa: N818
    """The time is over, or somebody asked to stop."""


@dataclass(slots=True)
class _Work:
    """What there is to do: photos to push as (bytes here, hash, here, there if something stands there), and to pull."""

    push: list[tuple[int, str, Path, Path | None]] = field(default_factory=list[tuple[int, str, Path, Path | None]])
    pull: list[tuple[str, Path]] = field(default_factory=list[tuple[str, Path]])


class PhotoExchange:
    """Photos between one folder and one share. What is half carried is kept in mind from run to run."""

    def __init__(self, photos: Photos, share: Path, device: str, disk: Disk = DISK, far: Disk = DISK) -> None:
        self._photos = photos
        self._device = device
        self._disk = disk
        self._far = far
        self._shelf = Shelf(share, far)
        self._under_way: dict[str, Carrying] = {}
        self._full_until = 0.0
        self._damaged: set[str] = set()
        """Photos here that are not what their name says."""
        self._report = PhotoReport()
        self._until: float | None = None
        self._tell: Tell = silent
        self._stop: Stop = never
        self._settled: Callable[[str], None] = lambda _: None
        self._total = 0
        self._looked = False

    def run(
        self,
        names: Iterable[str],
        settled: Callable[[str], None],
        *,
        tell: Tell = silent,
        stop: Stop = never,
        seconds: float | None = PATIENCE,
        again: bool = False,
    ) -> PhotoReport:
        """Carry what is to be carried, both ways, for so many seconds (None: all of it).

        `names` come in the order of their events; `settled` is called for each that is here and on the share. With
        `again`, nothing that was seen of the share before is believed. Raises nothing: see `PhotoReport.trouble`.
        """
        report = self._report = PhotoReport()
        self._until = None if seconds is None else time.monotonic() + seconds
        self._tell, self._stop, self._settled, self._total = tell, stop, settled, 0
        if again:
            self._shelf.forget()
            self._full_until = 0.0
            self._damaged.clear()
        try:
            work = self._sort(list(names))
            self._push(sorted(work.push, key=lambda row: row[:2]), work.pull)
            self._pull(work.pull[::-1])
        except _Ended:
            report.more = True
        finally:
            for carrying in self._under_way.values():
                carrying.rest()
            if report.pushed:
                with suppress(OSError):
                    self._shelf.settle()
        return report

    def _sort(self, wanted: list[str]) -> _Work:
        """Find out what stands where. What is in neither place waits for a device that has it."""
        work = _Work()
        try:
            here = self._photos.here() if len(wanted) > MANY else None
        except OSError as error:
            self._trouble(from_os(error, self._photos.folder))
            return work
        self._looked = False
        for sha in wanted:
            if self._stop():
                raise _Ended
            mine = self._photos.path(sha) if here is None else here.get(sha)
            size = _size(mine, self._disk) if mine is not None and sha not in self._damaged else None
            theirs, length = self._find(sha, size is not None)
            if size is not None and size == length:
                if sha in self._under_way:  # another device was quicker
                    self._drop(self._under_way[sha])
                self._done(sha)
            elif size is not None and mine is not None:
                work.push.append((size, sha, mine, theirs))
                self._report.waiting += 1
                self._total += size
            else:
                self._report.missing += 1
                if theirs is not None:
                    work.pull.append((sha, theirs))
        return work

    def _find(self, sha: str, measure: bool) -> tuple[Path | None, int]:
        """Where a photo stands on the share and, if asked for, its length; nowhere, when the share does not answer."""
        if self._report.trouble is not None:
            return None, -1
        try:
            if not self._looked:
                self._shelf.look()
                self._looked = True
            found = self._shelf.find(sha)
            return found, self._far.stat(found).st_size if measure and found is not None else -1
        except FileNotFoundError as error:
            if not self._shelf.folder.parent.is_dir():  # or else another device has just set it aside
                self._trouble(far_error(error, self._shelf.folder.parent))
        except OSError as error:
            self._trouble(far_error(error, self._shelf.folder))
        return None, -1

    def _push(self, rows: list[tuple[int, str, Path, Path | None]], pull: list[tuple[str, Path]]) -> None:
        """Small photos first, so that as many as possible get through a line that does not last."""
        if self._report.trouble is not None or time.monotonic() < self._full_until:
            return
        for _, sha, mine, theirs in rows:
            self._pause()
            part = self._shelf.part(sha, self._device)
            carrying = self._carrying(sha, mine, self._disk, part, self._far)
            try:
                carrying.side = part
                self._shelf.make()
                self._carry(carrying)
                if theirs is not None:  # of another length, and ours is proven now
                    self._set_aside(theirs, "torn")
                self._shelf.put(part, sha, mine.suffix)
            except WrongContent as wrong:
                self._drop(carrying)
                self._damaged.add(sha)
                self._wrong_here(mine.name, wrong.found)
                self._report.waiting -= 1
                self._report.missing += 1
                pull += [(sha, theirs)] if theirs is not None else []
            except OSError as error:
                if self._overtaken(carrying, error, self._shelf.folder.parent):
                    continue
                trouble = far_error(error, self._shelf.folder)
                if carrying.side == mine:
                    trouble = from_os(error, mine)
                elif trouble.code == "share.full":
                    # Half a photo must not take the room that the next entries need.
                    self._drop(carrying)
                    self._full_until = time.monotonic() + FULL_PAUSE
                self._trouble(trouble)
                return
            else:
                self._report.pushed += 1
                self._report.waiting -= 1
                self._done(sha)

    def _pull(self, rows: list[tuple[str, Path]]) -> None:
        """The newest first: those are what people look at."""
        for sha, theirs in rows:
            self._pause()
            part = self._photos.folder / f".{sha}.part"
            carrying = self._carrying(sha, theirs, self._far, part, self._disk)
            try:
                carrying.side = theirs
                size = self._far.stat(theirs).st_size
                if size > LARGEST:
                    self._set_aside(theirs, "large")
                    continue
                self._total += size
                carrying.side = part
                self._disk.make_folder(self._photos.folder)
                self._carry(carrying)
                self._photos.keep(part, sha, carrying.suffix, damaged=sha in self._damaged)
            except WrongContent as wrong:
                self._drop(carrying)
                self._set_aside(theirs, wrong.found)
            except OSError as error:
                if self._overtaken(carrying, error, self._shelf.folder.parent):
                    continue
                if carrying.side == theirs:
                    self._trouble(far_error(error, self._shelf.folder))
                else:
                    trouble = from_os(error, self._photos.folder)
                    if trouble.code == "store.full":
                        self._drop(carrying)
                    self._trouble(trouble)
                return
            else:
                self._damaged.discard(sha)
                self._report.pulled += 1
                self._report.missing -= 1
                self._done(sha)

    def _overtaken(self, carrying: Carrying, error: OSError, place: Path) -> bool:
        """Let go of what failed; whether only because another program or device was quicker with the same photo."""
        carrying.rest()
        self._under_way.pop(carrying.sha, None)
        return isinstance(error, FileNotFoundError) and place.is_dir()

    def _carrying(self, sha: str, source: Path, source_disk: Disk, part: Path, part_disk: Disk) -> Carrying:
        known = self._under_way.get(sha)
        if known is None or known.source != source:
            known = self._under_way[sha] = Carrying(sha, source, source_disk, part, part_disk)
        return known

    def _carry(self, carrying: Carrying) -> None:
        """Carry one photo to its end. One piece goes each time, however short the time, so every photo ends."""
        whole = False
        while not whole:
            before = carrying.at
            whole = carrying.move()
            self._report.moved += max(0, carrying.at - before)
            self._tell(Progress("photos", self._report.moved, max(self._total, self._report.moved)))
            if not whole:
                self._pause()

    def _pause(self) -> None:
        """Raise _Ended when it is enough for now; never before anything was moved, unless somebody asked to stop."""
        over = self._until is not None and self._report.moved > 0 and time.monotonic() > self._until
        if over or self._stop():
            raise _Ended

    def _done(self, sha: str) -> None:
        self._under_way.pop(sha, None)
        self._settled(sha)

    def _drop(self, carrying: Carrying) -> None:
        carrying.drop()
        self._under_way.pop(carrying.sha, None)

    def _set_aside(self, theirs: Path, found: str) -> None:
        """Nothing on the share is deleted. One that may only be read keeps its wrong file; it is never taken in."""
        with suppress(OSError):
            self._shelf.set_aside(theirs, found)
        message = "A photo on the share is not what its name says ({name}). It was not taken in and was set aside."
        self._report.wrong += 1
        self._report.problems += (Problem("photo.wrong", message, {"name": theirs.name, "found": found}),)

    def _wrong_here(self, name: str, found: str) -> None:
        message = "A photo on this device is damaged ({name}). It is not passed on; a whole one is fetched if there is."
        self._report.wrong += 1
        self._report.problems += (Problem("photo.damaged", message, {"name": name, "found": found}),)

    def _trouble(self, trouble: StoreError) -> None:
        if self._report.trouble is None:
            self._report.trouble = trouble


def _size(path: Path, disk: Disk) -> int | None:
    try:
        return disk.stat(path).st_size
    except OSError:
        return None

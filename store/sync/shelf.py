"""The photo folder beside the shared file: `<stem>.photos/<first two hex>/<sha256>.<suffix>`.

A year of photos is 50,000 files, and a listing crosses the network; so a room of the shelf is listed when a photo of
it is asked for, and again only when something was put on the shelf since. Whatever is being written there stands in
the shelf's own folder until it is whole, so one look at that folder's time tells whether anything came.
"""

from __future__ import annotations

import time
from pathlib import Path

from store.disk import Disk
from store.photos import sha_of

__all__ = ["Shelf"]

UNSURE = 3.0
"""Seconds after a change in which another one may carry the same time: some file systems count in twos."""
LOOK_AGAIN = 60.0
"""Seconds after which a room is listed again all the same: tools that copy a share leave no time that tells."""


class Shelf:
    """The far side of photos. Every method raises OSError as the calls beneath do."""

    def __init__(self, share: Path, disk: Disk) -> None:
        self.folder = share.with_name(share.stem + ".photos")
        self._disk = disk
        self._mark: tuple[int, int] | None = None
        self._changed = self._walk = 0.0
        """When the shelf was last seen to change, and when the present walk began."""
        self._rooms: dict[str, tuple[float, dict[str, Path]]] = {}

    def look(self) -> None:
        """Ask once before a walk through many photos. FileNotFoundError when the share's own folder is gone."""
        mark = self._read_mark()
        if mark is None:
            self._disk.stat(self.folder.parent)
        if mark != self._mark:
            self._mark, self._changed = mark, time.monotonic()
            self._rooms.clear()
        self._walk = time.monotonic()

    def forget(self) -> None:
        """Believe nothing of what was seen before."""
        self._mark = None
        self._rooms.clear()

    def find(self, sha: str) -> Path | None:
        """Where a photo stands; None when it is not there as far as is known."""
        now, room = time.monotonic(), sha[:2]
        listed, photos = self._rooms.get(room, (-LOOK_AGAIN, {}))
        doubtful = sha not in photos and listed < min(self._walk, self._changed + UNSURE)
        if doubtful or now - listed >= LOOK_AGAIN:
            photos = self._list(self.folder / room)
            self._rooms[room] = (now, photos)
        return photos.get(sha)

    def part(self, sha: str, device: str) -> Path:
        """Under which name a device writes a photo before it is whole."""
        return self.folder / f".{sha}.{device}.part"

    def make(self) -> None:
        """Make the shelf where there is none."""
        if self._mark is None:
            self._disk.make_one_folder(self.folder)

    def put(self, part: Path, sha: str, suffix: str) -> None:
        """Give a whole photo its name."""
        room = self.folder / sha[:2]
        if sha[:2] not in self._rooms or not self._rooms[sha[:2]][1]:
            self._disk.make_one_folder(room)
        self._disk.rename(part, room / (sha + suffix))
        self._disk.force_directory(room)
        self._rooms.setdefault(sha[:2], (0.0, {}))[1][sha] = room / (sha + suffix)

    def set_aside(self, photo: Path, found: str) -> Path:
        """Take the name away from what is not the photo; it stays beside it, for a person to look at."""
        aside = photo.with_name(f"{photo.name}.{found[:8]}.wrong")
        self._disk.rename(photo, aside)
        self._rooms.pop(photo.parent.name, None)
        return aside

    def settle(self) -> None:
        """What was put there since `look` was put by us."""
        self._mark = self._read_mark()

    def _read_mark(self) -> tuple[int, int] | None:
        try:
            found = self._disk.stat(self.folder)
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _list(self, room: Path) -> dict[str, Path]:
        try:
            names = self._disk.names(room)
        except FileNotFoundError:
            return {}
        return {sha: room / name for name in names if (sha := sha_of(name))}

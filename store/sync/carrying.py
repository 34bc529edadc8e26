"""One photo on its way, piece by piece: to the share or from it, from where it stopped, checked before it counts.

What stands already under the temporary name is read and hashed first, then the rest is copied; only a copy with the
right hash gets the photo's name. So a torn, mixed or half-forgotten piece costs time and never a wrong picture.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from store.disk import Disk
from store.photos import image_suffix

__all__ = ["PIECE", "Carrying", "WrongContent"]

PIECE = 1 << 18
"""Bytes carried between two questions whether to stop."""


class WrongContent(Exception):  # noqa: N818  (what was found, not a fault of the program)
    """The source does not hold what its name promises; `found` is the hash of what it holds."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


class Carrying:
    """A photo between two disks, from `source` to the temporary file `part`.

    `move` until it is done, `rest` in between: the hash so far is kept, and the next `move` goes on. An object that
    failed is thrown away after a `rest`; the next one finds what `part` holds.
    """

    def __init__(self, sha: str, source: Path, source_disk: Disk, part: Path, part_disk: Disk) -> None:
        self.sha = sha
        self.source = source
        self.part = part
        self.at = 0
        """Bytes that are hashed and stand in `part`."""
        self.suffix = ""
        """By what the picture begins with; '' for a kind that is not known here."""
        self.side = source
        """Which of the two files was last spoken to: the one that failed."""
        self._from, self._to = source_disk, part_disk
        self._source = self._part = -1
        self._found = 0
        self._seen = (0, 0)
        """Length and time of the source, which tell whether it is still the one of the last `move`."""
        self._digest = hashlib.sha256()
        self._doubted = False

    def move(self) -> bool:
        """Carry one piece; whether the photo is whole now, on the disk and closed, still under its temporary name.

        Raises:
            WrongContent: all was carried and it is not what the name promises.
            OSError: `side` says of which of the two.
        """
        if self._part < 0:
            self._open()
        if self.at < self._found:
            self.side = self.part
            piece = self._to.read(self._part, min(PIECE, self._found - self.at), self.at)
            if not piece:
                self._found = self.at
                return False
        else:
            self.side = self.source
            piece = self._from.read(self._source, PIECE, self.at)
            if not piece:
                return self._end()
            self.side = self.part
            self._to.write_all(self._part, piece, self.at)
        if self.at == 0:
            self.suffix = image_suffix(piece[:16])
        self._digest.update(piece)
        self.at += len(piece)
        return False

    def rest(self) -> None:
        """Let go of both files until the next `move`."""
        for disk, fd in ((self._from, self._source), (self._to, self._part)):
            if fd >= 0:
                with suppress(OSError):
                    disk.close(fd)
        self._source = self._part = -1

    def drop(self) -> None:
        """Give up, and take what was carried away again."""
        self.rest()
        with suppress(OSError):
            self._to.remove(self.part)

    def _open(self) -> None:
        self.side = self.source
        self._source = self._from.open(self.source, os.O_RDONLY)
        before, self._seen = self._seen, self._look()
        self.side = self.part
        self._part = self._to.open(self.part, os.O_RDWR | os.O_CREAT)
        stands = self._to.stat_of(self._part).st_size
        if stands < self.at or before != self._seen:
            self._begin(min(stands, self._seen[0]))

    def _look(self) -> tuple[int, int]:
        found = self._from.stat_of(self._source)
        return found.st_size, found.st_mtime_ns

    def _begin(self, found: int) -> None:
        """Begin anew, taking over so many bytes that stand in the temporary file."""
        self.at, self._found = 0, found
        self._digest = hashlib.sha256()

    def _end(self) -> bool:
        found = self._digest.hexdigest()
        if found == self.sha:
            self.side = self.part
            self._to.cut(self._part, self.at)  # an older try may have left more
            self._to.force(self._part)
            self.rest()
            return True
        self.side = self.source
        before, self._seen = self._seen, self._look()
        if (self._found or before != self._seen) and not self._doubted:
            # What an earlier try left, or what was just being written, may be at fault: once more from the start.
            self._doubted = True
            self._begin(0)
            return False
        raise WrongContent(found)

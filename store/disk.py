"""The few calls through which the store touches a disk.

They stand behind one small object so that tests can make the n-th call fail, write short or lie. It adds no
behaviour of its own; what differs by system is in `store.platform`.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from store import platform

__all__ = ["DISK", "Disk"]


class Disk:
    """The real disk. Every method raises OSError as the call beneath it does."""

    def open(self, path: Path, flags: int, mode: int = 0o644) -> int:
        """Open a file and return its descriptor."""
        return os.open(path, flags | platform.BINARY, mode)

    def close(self, fd: int) -> None:
        """Close a descriptor."""
        os.close(fd)

    def stat(self, path: Path) -> os.stat_result:
        """What stands under the path now."""
        return os.stat(path)  # noqa: PTH116  (half the cost of Path.stat, and asked before every tap is saved)

    def stat_of(self, fd: int) -> os.stat_result:
        """What an open descriptor refers to."""
        return os.fstat(fd)

    def read(self, fd: int, count: int, offset: int) -> bytes:
        """Read up to `count` bytes at an offset."""
        return platform.pread(fd, count, offset)

    def write(self, fd: int, part: bytes | memoryview, offset: int) -> int:
        """Write at an offset; returns how many bytes were taken, which may be fewer."""
        return platform.pwrite(fd, part, offset)

    def force(self, fd: int) -> None:
        """Return only when the bytes are on the disk."""
        platform.force_file(fd)

    def force_directory(self, path: Path) -> None:
        """Return only when the directory's entries are on the disk."""
        platform.force_directory(path)

    def cut(self, fd: int, length: int) -> None:
        """Shorten a file."""
        os.ftruncate(fd, length)

    def rename(self, old: Path, new: Path) -> None:
        """Put `old` in the place of `new` in one step."""
        old.replace(new)

    def names(self, folder: Path) -> list[str]:
        """What stands in a folder, sorted."""
        return sorted(os.listdir(folder))  # noqa: PTH208  (names are what is wanted, not paths)

    def remove(self, path: Path) -> None:
        """Take a file away."""
        path.unlink()

    def make_folder(self, folder: Path) -> None:
        """Make a folder, and those above it, where there is none; their entries survive a power cut."""
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for place in reversed(missing):
            self.force_directory(place.parent)

    def make_one_folder(self, folder: Path) -> None:
        """Make a folder in one that is there: where a share is away, nothing may come to stand in its place."""
        try:
            folder.mkdir()
        except FileExistsError:
            return
        self.force_directory(folder.parent)

    def lock(self, fd: int) -> bool:
        """Take the whole-file lock of an open lock file without waiting; False when somebody else has it."""
        return platform.try_lock(fd)

    def unlock(self, fd: int) -> None:
        """Give the lock back. Closing the descriptor does so too."""
        platform.unlock(fd)

    def home_mark(self, folder: Path) -> str:
        """What tells this folder on this machine from a copy of it; see `platform.home_mark`."""
        return platform.home_mark(folder)

    def read_whole(self, path: Path) -> bytes:
        """All bytes of a small file."""
        fd = self.open(path, os.O_RDONLY)
        try:
            parts: list[bytes] = []
            while part := self.read(fd, 1 << 20, sum(map(len, parts))):
                parts.append(part)
            return b"".join(parts)
        finally:
            self.close(fd)

    def write_all(self, fd: int, part: bytes, offset: int) -> None:
        """Write everything, however little each call takes."""
        taken = self.write(fd, part, offset) if part else 0
        while taken < len(part):
            more = self.write(fd, memoryview(part)[taken:], offset + taken)
            if more <= 0:
                raise OSError(errno.EIO, "the disk took no bytes")
            taken += more


DISK = Disk()

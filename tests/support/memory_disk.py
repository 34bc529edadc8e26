"""A `Disk` on files in memory: one process's way to them, which can be told to fail.

It has descriptors, locks, and a list of things that happen at its n-th call. A process that dies drops its locks and
does nothing more, not even its own cleaning up.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from random import Random

from store.disk import Disk
from tests.support.memory_files import Inode, MemoryFiles, Seen, refuse

__all__ = ["Inode", "Killed", "MemoryDisk", "MemoryFiles", "Seen", "refuse"]


class Killed(BaseException):
    """The process is gone: nothing that it would still do happens."""


class MemoryDisk(Disk):
    """One process's calls. `at(n, act)` lets `act(kind)` happen at the n-th call from now on; it may raise."""

    def __init__(self, files: MemoryFiles, chance: Random | None = None):
        self.files = files
        self.chance = chance or Random(0)
        self.calls = 0
        self.dead = False
        self.short = 0.0
        """How often a write takes only a part."""
        self.weather: Callable[[str], None] | None = None
        """Asked before every call with its kind; raises what the disk says."""
        self.locking: bool | None = None
        """What every try for a lock says, whatever is true: a share whose locks lie, or that is always busy."""
        self._open: dict[int, Inode] = {}
        self._planned: dict[int, Callable[[str], None]] = {}

    def at(self, nth: int, act: Callable[[str], None]) -> None:
        self._planned[self.calls + nth] = act

    def calm(self) -> None:
        """Nothing is planned any more."""
        self._planned.clear()
        self.weather, self.short, self.locking = None, 0.0, None

    def die(self) -> None:
        """The process ends here, however it is in the middle of something."""
        self.dead = True
        for fd in list(self._open):
            self._release(fd)
        self._open.clear()

    def _release(self, fd: int) -> None:
        inode = self._open[fd]
        if inode.locked == fd:
            inode.locked = 0

    def _call(self, kind: str) -> None:
        if self.dead:
            raise Killed
        self.calls += 1
        if self._planned and (act := self._planned.pop(self.calls, None)) is not None:
            act(kind)
            if self.dead:
                raise Killed
        if self.weather is not None:
            self.weather(kind)

    def _file(self, path: Path) -> Inode:
        inode = self.files.files.get(str(path))
        if inode is None:
            raise refuse(errno.ENOENT)
        return inode

    def open(self, path, flags, mode=0o644):
        writing = flags & (os.O_WRONLY | os.O_RDWR)
        self._call("open" if writing else "look")
        name = str(path)
        inode = self.files.files.get(name)
        if inode is None:
            if not flags & os.O_CREAT or str(path.parent) not in self.files.folders:
                raise refuse(errno.ENOENT)
            self._call("create")
            inode = self.files.inode()
            self.files.touch(inode)
            self.files.link(name, inode)
        elif flags & os.O_EXCL:
            raise refuse(errno.EEXIST)
        elif flags & os.O_TRUNC:
            inode.cut(0)
        fd = self.files.descriptor()
        self._open[fd] = inode
        return fd

    def close(self, fd):
        if self.dead:
            raise Killed
        self._release(fd)
        del self._open[fd]

    def stat(self, path):
        self._call("stat")
        name = str(path)
        if name in self.files.folders:
            return Seen(1, 0, 2, 0, stat.S_IFDIR | 0o755)
        return _seen(self._file(path))

    def stat_of(self, fd):
        self._call("stat")
        return _seen(self._open[fd])

    def read(self, fd, count, offset):
        self._call("read")
        return bytes(self._open[fd].data[offset : offset + count])

    def write(self, fd, part, offset):
        inode, part = self._open.get(fd), bytes(part)
        try:
            self._call("write")
        except Killed:
            if inode is not None:  # alive until this very call, which may have got a part through
                inode.write(part[: self.chance.randrange(len(part) + 1)], offset)
            raise
        if self.short and len(part) > 1 and self.chance.random() < self.short:
            part = part[: self.chance.randrange(1, len(part))]
        inode = self._open[fd]
        inode.write(part, offset)
        self.files.touch(inode)
        return len(part)

    def force(self, fd):
        inode = self._open.get(fd)
        try:
            self._call("force")
        except OSError:
            # The kernel dropped the pages and will not tell again: they look written and never will be.
            if inode is not None:
                inode.pending.clear()
            raise
        self._open[fd].force()

    def force_directory(self, path):
        self._call("force_directory")
        self.files.force_folder(str(path))

    def cut(self, fd, length):
        self._call("cut")
        self._open[fd].cut(length)

    def rename(self, old, new):
        self._call("rename")
        self.files.link(str(new), self._file(old), str(old))

    def names(self, folder):
        self._call("names")
        start = f"{folder}/"
        if str(folder) not in self.files.folders:
            raise refuse(errno.ENOENT)
        here = {*self.files.files, *self.files.folders}
        return sorted({name[len(start) :].partition("/")[0] for name in here if name.startswith(start)})

    def remove(self, path):
        self._call("remove")
        self._file(path)
        self.files.link(str(path), None)

    def make_folder(self, folder):
        self._call("make_folder")
        self.files.folders.update(map(str, (folder, *folder.parents)))

    def make_one_folder(self, folder):
        self._call("make_one_folder")
        if str(folder.parent) not in self.files.folders:
            raise refuse(errno.ENOENT)
        self.files.folders.add(str(folder))

    def lock(self, fd):
        self._call("lock")
        inode = self._open[fd]
        if self.locking is not None:
            return self.locking
        if inode.locked not in (0, fd):
            return False
        inode.locked = fd
        return True

    def unlock(self, fd):
        self._call("unlock")
        self._release(fd)

    def home_mark(self, folder):
        self._call("stat")
        return f"{self.files.mark}:{folder}"


def _seen(inode: Inode) -> Seen:
    return Seen(inode.number, len(inode.data), inode.links, inode.changed)

"""A disk that fails when told to: the n-th call of a kind, short writes, no space left."""

from __future__ import annotations

import errno
import os

from store.disk import Disk


class FaultyDisk(Disk):
    """`fail(kind, nth, code)` makes one call fail; `short` halves writes; `room` is how many bytes still fit."""

    KINDS = (
        "open", "stat", "stat_of", "read", "write", "force", "force_directory", "cut", "rename", "names", "remove",
        "make_folder", "make_one_folder", "lock", "unlock",
    )  # fmt: skip

    def __init__(self, short=False, room=None):
        self.short = short
        self.room = room
        self.calls = dict.fromkeys(self.KINDS, 0)
        self.total = 0
        self.forced = 0
        self._planned = {}
        self._planned_total = None

    def fail(self, kind, nth=1, code=errno.EIO):
        """Let the nth call of a kind from now on fail once."""
        self._planned[kind] = (self.calls[kind] + nth, code)

    def fail_any(self, nth, code=errno.EIO):
        """Let the nth call of whatever kind from now on fail once."""
        self._planned_total = (self.total + nth, code)

    def _count(self, kind):
        self.calls[kind] += 1
        self.total += 1
        for planned, count in ((self._planned.get(kind), self.calls[kind]), (self._planned_total, self.total)):
            if planned and planned[0] == count:
                raise OSError(planned[1], os.strerror(planned[1]))

    def write(self, fd, part, offset):
        self._count("write")
        if self.short and len(part) > 1:
            part = part[: (len(part) + 1) // 2]
        if self.room is not None:
            grown = max(0, offset + len(part) - os.fstat(fd).st_size)
            if grown > self.room:
                part = part[: len(part) - (grown - self.room)]
                if not len(part):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                grown = self.room
            self.room -= grown
        return super().write(fd, part, offset)

    def cut(self, fd, length):
        self._count("cut")
        if self.room is not None:
            self.room += max(0, os.fstat(fd).st_size - length)
        super().cut(fd, length)

    def force(self, fd):
        self._count("force")
        self.forced += 1
        super().force(fd)


def _counted(kind):
    plain = getattr(Disk, kind)

    def call(self, *args, **kwargs):
        self._count(kind)
        return plain(self, *args, **kwargs)

    return call


for _kind in FaultyDisk.KINDS:
    if _kind in ("write", "cut", "force"):
        continue
    setattr(FaultyDisk, _kind, _counted(_kind))

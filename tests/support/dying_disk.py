"""Disks at the end of their life: one on which everything fails from a call on, one whose machine dies at a call.

`die_at_every_call` runs an action in a child process and ends that process without a word at its first call to the
disk, then at its second, until the action ends by itself: a power cut at every place where there can be one.
"""

from __future__ import annotations

import errno
import itertools
import os
from functools import partial

from tests.support.faulty_disk import FaultyDisk

DEAD = 77
"""Exit status of a child that died as planned."""


class FailingDisk(FaultyDisk):
    """From the nth call on every call of the kinds fails, until `mended`; the others work on."""

    def __init__(self, nth, code=errno.EIO, kinds=FaultyDisk.KINDS, **how):
        super().__init__(**how)
        self.nth = nth
        self.code = code
        self.kinds = kinds
        self.mended = False
        self.failed = 0

    def _count(self, kind):
        super()._count(kind)
        if self.total >= self.nth and kind in self.kinds and not self.mended:
            self.failed += 1
            raise OSError(self.code, os.strerror(self.code))


class DyingDisk(FaultyDisk):
    """The process ends at its nth call; a write at that moment leaves the first part of its bytes."""

    def __init__(self, nth, **how):
        super().__init__(**how)
        self.nth = nth

    def _count(self, kind):
        super()._count(kind)
        if self.total == self.nth and kind != "write":
            os._exit(DEAD)

    def write(self, fd, part, offset):
        if self.total + 1 == self.nth:
            os.pwrite(fd, part[: len(part) * 2 // 3], offset)
            os._exit(DEAD)
        return super().write(fd, part, offset)


def _say(pipe, text):
    os.write(pipe, text.encode() + b"\n")


def die_at_every_call(act):
    """Yield (n, what was told) after `act(disk, tell, n)` died at its nth call, for every n until it lives to its end.

    `tell(text)` is heard even when the next thing is death. An exception in the child is one here.
    """
    for nth in itertools.count(1):
        hear, say = os.pipe()
        child = os.fork()
        if not child:
            status = 1
            try:
                os.close(hear)
                act(DyingDisk(nth), partial(_say, say), nth)
                status = 0
            finally:
                os._exit(status)
        os.close(say)
        with os.fdopen(hear) as heard:
            told = heard.read().split()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, DEAD), f"the child failed at call {nth}, see its traceback above"
        yield nth, told
        if status == 0:
            return

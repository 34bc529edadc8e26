"""A disk that does not answer: every call waits until it is let go, as on a network share whose server died."""

from __future__ import annotations

import errno
import os
import threading

from store.disk import Disk


class StuckDisk(Disk):
    """`stick` and `let_go`; `asked` is set as soon as somebody waits."""

    def __init__(self, stuck=True):
        self.asked = threading.Event()
        self._free = threading.Event()
        if not stuck:
            self._free.set()

    def stick(self):
        self._free.clear()
        self.asked.clear()

    def let_go(self):
        self._free.set()

    def wait(self):
        if not self._free.is_set():
            self.asked.set()
            if not self._free.wait(120):
                raise OSError(errno.EIO, os.strerror(errno.EIO))


def _stuck(name):
    plain = getattr(Disk, name)

    def call(self, *args, **kwargs):
        self.wait()
        return plain(self, *args, **kwargs)

    return call


for _name in ("open", "stat", "stat_of", "read", "write", "force", "force_directory", "rename", "names", "make_folder"):
    setattr(StuckDisk, _name, _stuck(_name))

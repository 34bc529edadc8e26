"""The other program of a trial: python -m store.care.doctor.neighbour try|append FILE [NAME TURNS].

`try` says whether the lock of the file could be had. `append` takes turns: under the lock it looks where the file
ends and writes a line there, in two halves, so that somebody who does not respect the lock is sure to be noticed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from store.disk import DISK
from store.errors import StoreError
from store.journal.lock import SidecarLock

__all__ = ["append", "lock_of", "main", "turns_in"]

_WAIT = 10.0
_GLANCE = 0.2


def lock_of(path: Path) -> SidecarLock:
    """The lock of a trial file."""
    return SidecarLock(path.with_name(path.name + ".lock"), DISK)


def append(path: Path, name: str, turns: int) -> None:
    """Take turns. Raises OSError, StoreError."""
    lock = lock_of(path)
    try:
        for n in range(turns):
            lock.take(_WAIT)
            fd = DISK.open(path, os.O_RDWR)  # anew each time: on NFS that is what shows the others' bytes
            try:
                line, end = f"{name} {n}\n".encode(), DISK.stat_of(fd).st_size
                half = len(line) // 2
                DISK.write_all(fd, line[:half], end)
                DISK.write_all(fd, line[half:], end + half)
                DISK.force(fd)
            finally:
                DISK.close(fd)
                lock.give()
    finally:
        lock.close()


def turns_in(path: Path, names: tuple[str, ...], turns: int) -> bool:
    """Whether every line of everybody is there, whole and in order. Raises OSError."""
    lines = DISK.read_whole(path).decode(errors="replace").splitlines()
    mine = {name: [line for line in lines if line.partition(" ")[0] == name] for name in names}
    whole = all(mine[name] == [f"{name} {n}" for n in range(turns)] for name in names)
    return whole and len(lines) == turns * len(names)


def main(arguments: list[str]) -> int:
    """Exit codes: 0 done, or the lock could be had; 1 it was held; 2 the file system said no."""
    what, path, *rest = arguments
    try:
        if what == "append":
            append(Path(path), rest[0], int(rest[1]))
            return 0
        lock = lock_of(Path(path))
        lock.take(_GLANCE)
        lock.close()
    except StoreError as error:
        return 1 if error.code == "store.busy" else 2
    except OSError:
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Is a lock a lock? Two real programs try to hold it at once, and then take turns on one file.

What one machine can find out ends at its own programs; for two machines see `partner`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from store.care.doctor.disk import reason_of, trial_name
from store.care.doctor.neighbour import lock_of, turns_in
from store.care.rows import Row, not_ok, ok
from store.disk import DISK
from store.errors import StoreError
from store.sync.faults import CANNOT_LOCK

__all__ = ["honesty"]

TURNS = 25
_PATIENCE = 30.0
"""Seconds that a program of the trial may take before it is ended."""
_ROOT = Path(__file__).parents[3]
_HAD, _HELD = 0, 1


def honesty(what: str, folder: Path) -> Row:
    """Try the locks in a folder; the row is of `locks` or of `shared_locks`. Leaves nothing behind."""
    path = trial_name(folder)
    lock = lock_of(path)
    try:
        DISK.close(DISK.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL))
        lock.take(1.0)
        held = _wait(_start("try", path))
        lock.give()
        if held == _HAD:
            return not_ok(f"{what}.dishonest")
        both = [_start("append", path, name, str(TURNS)) for name in ("a", "b")]
        ends = [_wait(one) for one in both]
        if held != _HELD or any(ends):
            return not_ok(f"{what}.unknown", reason=f"{held}, {ends[0]}, {ends[1]}")
        return (
            ok(f"{what}.honest", turns=2 * TURNS) if turns_in(path, ("a", "b"), TURNS) else not_ok(f"{what}.dishonest")
        )
    except (OSError, StoreError) as error:
        cause = error if isinstance(error, OSError) else error.__cause__
        unable = isinstance(cause, OSError) and cause.errno in CANNOT_LOCK
        return not_ok(f"{what}.none" if unable else f"{what}.unknown", reason=reason_of(error))
    finally:
        lock.close()
        for trace in (path, lock.path):
            with suppress(OSError):
                DISK.remove(trace)


def _start(*arguments: object) -> subprocess.Popen[bytes]:
    given = [sys.executable, "-m", "store.care.doctor.neighbour", *map(str, arguments)]
    room = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(given, env=room, stdin=nothing, stdout=nothing, stderr=nothing)  # noqa: S603


def _wait(program: subprocess.Popen[bytes]) -> int:
    try:
        return program.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        program.kill()
        return program.wait()

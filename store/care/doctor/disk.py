"""Room on a disk, and how long it takes until a line is really on it."""

from __future__ import annotations

import os
import shutil
import statistics
import time
from contextlib import suppress
from pathlib import Path

from store.care.rows import Row, not_ok, ok, to_know
from store.disk import Disk
from store.errors import from_os

__all__ = ["reason_of", "space", "trial_name", "writing"]

_TRIES = 5
_LINE = b"x" * 450 + b"\n"


def trial_name(folder: Path) -> Path:
    """A name for a file that is there for a moment; it looks like no share and no conflict copy."""
    return folder / f".roundsman-trial-{os.urandom(6).hex()}"


def space(what: str, folder: Path, low: int, none: int) -> Row:
    """Room in MB: below `none` nothing can be relied on, below `low` it is time to tidy up."""
    try:
        free = shutil.disk_usage(folder).free // 1_000_000
    except OSError as error:
        return not_ok(f"{_writing(what)}.failed", reason=reason_of(error))
    if free < none:
        return not_ok(f"{what}.none", free=free)
    return to_know(f"{what}.low", free=free) if free < low else ok(f"{what}.enough", free=free)


def _writing(what: str) -> str:
    return "shared_writing" if what.startswith("shared") else "writing"


def writing(what: str, folder: Path, slow: float, disk: Disk) -> Row:
    """Append a line of an entry's length a few times, each forced, to a file that is removed again."""
    path = trial_name(folder)
    took: list[float] = []
    try:
        fd = disk.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        try:
            for n in range(_TRIES):
                begun = time.perf_counter()
                disk.write_all(fd, _LINE, n * len(_LINE))
                disk.force(fd)
                took.append((time.perf_counter() - begun) * 1000)
        finally:
            disk.close(fd)
    except OSError as error:
        return not_ok(f"{what}.failed", reason=reason_of(error))
    finally:
        with suppress(OSError):
            disk.remove(path)
    ms = statistics.median(took)
    said = f"{ms:.1f}"
    return to_know(f"{what}.slow", ms=said) if ms > slow else ok(f"{what}.good", ms=said)


def reason_of(error: Exception) -> str:
    """The system's own words."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    cause = error.__cause__
    return reason_of(cause) if isinstance(cause, OSError) else str(from_os(OSError(str(error)), "").params["reason"])

"""Writing a small file whole: readers find the old one or the new one, never a part."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from store.disk import DISK, Disk

__all__ = ["write_whole"]


def write_whole(path: Path, content: bytes, disk: Disk = DISK, mode: int = 0o644) -> None:
    """Write to a temporary name in the same folder, force it to the disk, rename. Raises OSError, leaving no scrap."""
    scrap = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        fd = disk.open(scrap, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            disk.write_all(fd, content, 0)
            disk.force(fd)
        finally:
            disk.close(fd)
        disk.rename(scrap, path)
        disk.force_directory(path.parent)
    except BaseException:
        with suppress(OSError):
            disk.remove(scrap)
        raise

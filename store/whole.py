"""Writing a file whole: readers find the old one or the new one, never a part."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.disk import DISK, Disk

__all__ = ["put_in_place", "write_whole"]


@contextmanager
def put_in_place(path: Path, disk: Disk = DISK, mode: int = 0o644) -> Generator[tuple[int, Path]]:
    """Write a file under a temporary name beside, and give it its name at the end of the block if nothing failed.

    Yields the descriptor and the temporary path. The bytes are forced before the name is given. Raises OSError,
    leaving no scrap.
    """
    scrap = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        fd = disk.open(scrap, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        try:
            yield fd, scrap
            disk.force(fd)
        finally:
            disk.close(fd)
        disk.rename(scrap, path)
        disk.force_directory(path.parent)
    except BaseException:
        with suppress(OSError):
            disk.remove(scrap)
        raise


def write_whole(path: Path, content: bytes, disk: Disk = DISK, mode: int = 0o644) -> None:
    """Put a small file in place. Raises OSError, leaving no scrap."""
    with put_in_place(path, disk, mode) as (fd, _):
        disk.write_all(fd, content, 0)

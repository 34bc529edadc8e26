"""File systems of their own to be filled, which root alone may mount, and folders that are made read-only."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _mount(*arguments: object) -> None:
    command = ["mount", *map(str, arguments)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"needs the right to mount: {mounted.stderr.strip()}")


@contextmanager
def small_disk(at: Path, size: str = "6m") -> Generator[Path]:
    """A disk that is soon full."""
    at.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", at)
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def fill(disk: Path) -> Path:
    """Use up the last byte that a new file could get."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1 << 8, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


@contextmanager
def read_only(folder: Path) -> Generator[None]:
    """What is opened in a folder from now on cannot be written, by root neither; files open before still can.

    For root it is made so elsewhere and put over the folder then: nobody can open a file for writing in between.
    For anybody else the rights of the folder and its files are enough.
    """
    if os.geteuid():
        modes = {place: place.stat().st_mode for place in (folder, *folder.iterdir())}
        for place, mode in modes.items():
            place.chmod(mode & ~0o222)
        try:
            yield
        finally:
            for place, mode in modes.items():
                place.chmod(mode)
        return
    protected = Path(tempfile.mkdtemp(prefix="roundsman-read-only-"))
    mounted: list[Path] = []
    try:
        _mount("--bind", folder, protected)
        mounted.append(protected)
        _mount("-o", "remount,bind,ro", protected)
        _mount("--bind", protected, folder)
        mounted.append(folder)
        yield
    finally:
        for place in reversed(mounted):
            subprocess.run(["umount", "-l", str(place)], check=True)
        protected.rmdir()

"""Where a shared file may be: mounted disks and network folders, and folders that a program keeps in step.

Looking into a folder of a dead network can take for ever: run each `look_into` aside, and the mounts of the machine
are read from a list that the kernel answers by itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from store.journal.lines import HEADING_START

__all__ = ["NAME", "Root", "Spot", "look_into", "roots"]

NAME = "site.journal"
"""What a new shared file is called."""
MOUNTS = Path("/proc/self/mounts")
_UNDER = ("/mnt/", "/media/", "/run/media/", "/srv/", "/Volumes/")
_NETWORK = frozenset({"cifs", "smb3", "nfs", "nfs4", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "davfs", "9p", "afs"})
_IN_STEP = ("Sync", "Syncthing", "Dropbox", "OneDrive", "Nextcloud", "ownCloud", "Seafile", "Nutstore Files")
_HEADING = 256
"""Bytes in which a heading stands."""
_SUFFIX = ".journal"
_AT_MOST = 200
"""Entries of a folder that are looked at; a share full of other things must not take minutes."""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder worth looking into; `in_step` when a program such as Syncthing copies it between machines."""

    path: Path
    in_step: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A shared file that is there, or a folder in which one could be made (`size` None)."""

    path: Path
    in_step: bool
    size: int | None = None
    changed: datetime | None = None


def roots(home: Path | None = None, mounts: Path = MOUNTS) -> list[Root]:
    """Folders to look into, from the kernel's own list; asks no disk but the one with the home folder."""
    found: dict[Path, Root] = {}
    for path in _mounted(mounts):
        found[path] = Root(path)
    home = home or Path.home()
    for name in _IN_STEP:
        path = home / name
        if path.is_dir():
            found[path] = Root(path, in_step=True)
    return list(found.values())


def _mounted(mounts: Path) -> Iterator[Path]:
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:  # another system: what is typed still works
        return
    for line in lines:
        _what, point, kind, *_rest = [*line.split(" "), "", "", ""]
        where = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), point)
        if kind in _NETWORK or where.startswith(_UNDER):
            yield Path(where)


def look_into(root: Root) -> list[Spot]:
    """Shared files in a folder and in the folders just below it, newest first; then the folder itself.

    May take as long as the disk behind it likes. What cannot be read is left out.
    """
    found = list(_files(root.path, root.in_step, deeper=True))
    found.sort(key=lambda spot: spot.changed or datetime.min.replace(tzinfo=UTC), reverse=True)
    return [*found, Spot(root.path, root.in_step)]


def _files(folder: Path, in_step: bool, *, deeper: bool) -> Iterator[Spot]:
    below: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number >= _AT_MOST:
                    break
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    below.append(Path(entry.path))
                elif entry.name.endswith(_SUFFIX) and _is_ours(Path(entry.path)):
                    shape = entry.stat()
                    yield Spot(Path(entry.path), in_step, shape.st_size, datetime.fromtimestamp(shape.st_mtime, UTC))
    except OSError:
        return
    if deeper:
        for path in below:
            yield from _files(path, in_step, deeper=False)


def _is_ours(path: Path) -> bool:
    """Whether it is a shared file. A data folder's own journal names no site."""
    with path.open("rb") as file:
        heading = file.read(_HEADING).partition(b"\n")[0]
    return HEADING_START in heading and b'"site":"' in heading

"""Which files beside the share belong to it, and where conflict copies go.

`site.journal` is the main file, `site.<device>.journal` the segment of one device, and every other `site*.journal`
is a copy that a file-sync tool or a person made. What is in a copy is taken in like the rest; once all of it was read
back from the main file or a segment, the copy is moved to `merged/`. Nothing is ever deleted.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import NamedTuple

from store.disk import Disk

__all__ = ["Folder", "Found", "of_sync_tool"]

MERGED = "merged"
_DEVICE = re.compile(r"\.[0-9a-hjkmnp-tv-z]{10}-[0-9a-hjkmnp-tv-z]{4}")
_NOT_COPIES = (".lock", ".part", ".torn", ".tmp", ".photos")
_TOOL_MARKS = (".stfolder", ".dropbox", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log")
_TOOL_NAMES = re.compile(r"(onedrive|dropbox|nextcloud|owncloud|syncthing)\b", re.IGNORECASE)
_ONE_DRIVE = ".849C9593-D756-4E56-8D6E-42412F2A707B"


class Found(NamedTuple):
    """What stands there, by name."""

    main: bool
    segments: list[str]
    copies: list[str]


class Folder:
    """The folder of a shared file."""

    def __init__(self, main: Path, far: Disk) -> None:
        self.main = main
        self.path = main.parent
        self._far = far
        self._paths: dict[str, Path] = {"": self.path}

    def at(self, name: str) -> Path:
        """The path of a file in it; the folder itself without a name."""
        found = self._paths.get(name)
        if found is None:
            found = self._paths[name] = self.path / name
        return found

    def look(self) -> Found:
        """List it. Raises OSError, FileNotFoundError when the folder is not there."""
        stem, ext, main = self.main.stem, self.main.suffix, self.main.name
        segments: list[str] = []
        copies: list[str] = []
        names = self._far.names(self.path)
        for name in names:
            if name == main or not (name.startswith(stem) and name.endswith(ext)) or name.endswith(_NOT_COPIES):
                continue
            middle = name[len(stem) : len(name) - len(ext)]
            if _DEVICE.fullmatch(middle):
                segments.append(name)
            elif middle and self._is_file(name):
                copies.append(name)
        return Found(main in names, segments, copies)

    def _is_file(self, name: str) -> bool:
        try:
            return stat.S_ISREG(self._far.stat(self.at(name)).st_mode)
        except FileNotFoundError:
            return False

    def segment(self, device: str) -> str:
        """The name of a device's segment."""
        return f"{self.main.stem}.{device}{self.main.suffix}"

    def signature(self, name: str = "") -> tuple[int, int, int]:
        """What changes when a file does; of the folder itself without a name. Raises OSError."""
        found = self._far.stat(self.at(name))
        return found.st_ino, found.st_size, found.st_mtime_ns

    def set_aside(self, name: str) -> Path:
        """Move a copy to `merged/`, under a name that is free there. Raises OSError."""
        merged = self.path / MERGED
        self._far.make_one_folder(merged)
        taken = set(self._far.names(merged))
        stem, ext = Path(name).stem, Path(name).suffix
        free = next(n for n in (name, *(f"{stem}-{i}{ext}" for i in range(2, len(taken) + 3))) if n not in taken)
        self._far.rename(self.path / name, merged / free)
        return merged / free


def of_sync_tool(folder: Path, far: Disk) -> bool:
    """Whether a file-sync tool looks after the folder, as far as its marks tell: then no lock reaches the others."""
    for place in (folder, *folder.parents):
        if _TOOL_NAMES.match(place.name):
            return True
        for mark in (*_TOOL_MARKS, _ONE_DRIVE):
            try:
                far.stat(place / mark)
            except OSError:
                continue
            return True
    return False

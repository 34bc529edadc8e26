"""A file system in memory that knows what a power cut loses.

`MemoryFiles` is the machine: files as every process sees them, and beside them what is really on the platter. What
was written and not forced may be lost, in part or whole, or come back as zeros or rubbish; an entry of a folder that
was not forced may be missing.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from random import Random
from typing import NamedTuple

__all__ = ["Inode", "MemoryFiles", "Seen", "refuse"]


class Seen(NamedTuple):
    """What `stat` tells."""

    st_ino: int
    st_size: int
    st_nlink: int
    st_mtime_ns: int
    st_mode: int = stat.S_IFREG | 0o644
    st_dev: int = 1

    @property
    def st_mtime(self) -> float:
        return self.st_mtime_ns / 1e9


def refuse(code: int) -> OSError:
    return OSError(code, os.strerror(code))


class Inode:
    """A file: `data` as processes see it, `safe` as the platter has it, and between them what was not forced."""

    __slots__ = ("changed", "data", "links", "locked", "number", "pending", "safe")

    def __init__(self, number: int, content: bytes = b""):
        self.number = number
        self.data = bytearray(content)
        self.safe = bytearray(content)
        self.pending: list[tuple[int, bytes | None]] = []
        """(offset, bytes written), or (length, None) for a cut."""
        self.links = 1
        self.changed = 0
        self.locked = 0
        """The descriptor that holds the lock."""

    def write(self, part: bytes, offset: int) -> None:
        _lay(self.data, part, offset)
        self.pending.append((offset, part))

    def cut(self, length: int) -> None:
        _cut(self.data, length)
        self.pending.append((length, None))

    def force(self) -> None:
        for at, part in self.pending:
            _cut(self.safe, at) if part is None else _lay(self.safe, part, at)
        self.pending.clear()

    def replace(self, content: bytes) -> None:
        """Somebody outside put other bytes into the file, for good."""
        self.data, self.safe = bytearray(content), bytearray(content)
        self.pending.clear()

    def lose_power(self, chance: Random) -> bool:
        """Keep of the unforced what chance will; whether anything was lost."""
        for at, part in self.pending:
            fate = chance.randrange(6)
            if part is None:
                if fate % 2:
                    _cut(self.safe, at)
            elif fate == 0:
                _lay(self.safe, part, at)
            elif fate == 1:
                _lay(self.safe, part[: chance.randrange(len(part) + 1)], at)
            elif fate == 2:
                _lay(self.safe, bytes(len(part)), at)
            elif fate == 3:
                half = chance.randrange(len(part) + 1)
                _lay(self.safe, part[:half] + chance.randbytes(len(part) - half), at)
        self.pending.clear()
        lost = self.safe != self.data
        self.data = bytearray(self.safe)
        self.locked = 0
        return lost


def _lay(data: bytearray, part: bytes, offset: int) -> None:
    if offset > len(data):
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(part)] = part


def _cut(data: bytearray, length: int) -> None:
    if length < len(data):
        del data[length:]
    else:
        data.extend(bytes(length - len(data)))


class MemoryFiles:
    """One machine's files, or a share's. `mark` is what tells the machine from its clone."""

    def __init__(self, mark: str = "machine"):
        self.mark = mark
        self.files: dict[str, Inode] = {}
        self.folders: set[str] = set()
        self._safe: dict[str, Inode] = {}
        self._moves: dict[str, list[tuple[str, Inode | None, str]]] = {}
        """By folder, entries not forced: (name, file or None for removed, name that it had before)."""
        self._numbers = 0
        self._descriptors = 2
        self._time = 0

    def inode(self, content: bytes = b"") -> Inode:
        self._numbers += 1
        return Inode(self._numbers, content)

    def descriptor(self) -> int:
        self._descriptors += 1
        return self._descriptors

    def touch(self, inode: Inode) -> None:
        self._time += 1
        inode.changed = self._time

    def link(self, path: str, inode: Inode | None, before: str = "") -> None:
        """Change an entry, as processes see it; `before` is where a renamed file stood."""
        _apply(self.files, path, inode, before)
        self._moves.setdefault(path.rpartition("/")[0], []).append((path, inode, before))

    def force_folder(self, folder: str) -> None:
        for path, inode, before in self._moves.pop(folder, ()):
            _apply(self._safe, path, inode, before)

    def write_back(self) -> None:
        """Half a minute went by: the system wrote to the platter what nobody had forced."""
        self._force_folders()
        for inode in self.files.values():
            inode.force()

    def lose_power(self, chance: Random) -> bool:
        """Every unforced byte and entry is at the mercy of chance; whether any was lost."""
        for moves in self._moves.values():
            for path, inode, before in moves[: chance.randrange(len(moves) + 1)]:
                _apply(self._safe, path, inode, before)
        self._moves.clear()
        lost = self._safe != self.files
        self.files = dict(self._safe)
        for inode in dict.fromkeys(self.files.values()):  # in one order, for the seed to tell the same story again
            lost |= inode.lose_power(chance)
        return lost

    def _force_folders(self) -> None:
        for folder in list(self._moves):
            self.force_folder(folder)

    # What people and other programs do, complete and for good.

    def put(self, path: Path | str, content: bytes, anew: bool = False) -> None:
        """Put a file there: the same one with other bytes, or (`anew`) another one in its place."""
        self._force_folders()
        name = str(path)
        inode = self.files.get(name)
        if inode is None or anew:
            inode = self.inode(content)
            _apply(self.files, name, inode, "")
            self._safe[name] = inode
        else:
            inode.replace(content)
        self.touch(inode)

    def take(self, path: Path | str) -> bytes:
        """The bytes of a file as processes see them; b"" where there is none."""
        inode = self.files.get(str(path))
        return bytes(inode.data) if inode is not None else b""

    def drop(self, path: Path | str) -> None:
        self._force_folders()
        _apply(self.files, str(path), None, "")
        self._safe.pop(str(path), None)

    def copy(self) -> dict[str, bytes]:
        """All files with their bytes."""
        return {path: bytes(inode.data) for path, inode in self.files.items()}

    def restore(self, copied: dict[str, bytes]) -> None:
        """Put a copy of all files in the place of those here."""
        for path in [p for p in self.files if p not in copied]:
            self.drop(path)
        for path, content in copied.items():
            self.put(path, content, anew=True)
            self.folders.update(str(p) for p in Path(path).parents)
        self._moves.clear()


def _apply(entries: dict[str, Inode], path: str, inode: Inode | None, before: str) -> None:
    old = entries.pop(path, None)
    if old is not None and old is not inode:
        old.links = 0
    if before:
        entries.pop(before, None)
    if inode is not None:
        entries[path] = inode
        inode.links = 1

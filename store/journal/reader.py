"""Reading a journal that others may be writing to: no lock, only complete lines, never twice from the start in vain.

What is read goes to the sink before the cursor moves, so nothing is lost between the two whatever fails.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from store.disk import Disk
from store.errors import StoreError, from_os, gone
from store.journal import lines
from store.journal.lines import Damage, Op, Parsed
from store.journal.scan import CHUNK, scan_open

__all__ = ["JournalReader", "Position", "Sink"]

MARK = 4096
"""How many bytes before the cursor prove that the file is still the one that was read: a whole line with its id and
checksum. The ends of lines alone are often alike."""


class Position(msgspec.Struct, frozen=True):
    """A place in a file up to which everything was read, with what proves that it is still that file."""

    file: str
    """The id in its heading."""
    cursor: int
    mark: bytes
    """The bytes before the cursor, `MARK` at most."""


class Sink(Protocol):
    """Who keeps what the file holds in memory."""

    def forget(self) -> None:
        """The file is read from its start again: drop everything."""
        ...

    def take(self, commits: list[list[Op]]) -> None:
        """Commits of others, or from an earlier run, in file order. The same commit may come twice."""
        ...


class JournalReader:
    """The reading half of a journal file. `JournalFile` adds the lock and the pen."""

    def __init__(self, path: Path, sink: Sink, disk: Disk) -> None:
        self.path = path
        self.file_id = ""
        self.former = ""
        """The id under which the file was known before it was read anew."""
        self.damage: list[Damage] = []
        """Damaged lines met since the file was read from its start."""
        self.mutex = threading.RLock()
        self._sink = sink
        self._disk = disk
        self._fd = -1
        self._identity = (0, 0)
        self._size = 0
        self._cursor = 0
        self._mark = b""
        self._strange = False

    @property
    def position(self) -> Position:
        """Up to where the file was read."""
        return Position(self.file_id, self._cursor, self._mark)

    def in_place(self) -> bool:
        """Whether the file that was read still stands under its name. Raises OSError."""
        return _identity(self._disk.stat(self.path)) == self._identity

    def reread(self) -> None:
        """Read the file from its start again. Raises OSError, StoreError."""
        with self.mutex:
            self._read_anew()

    def look_through(self) -> Iterator[Parsed]:
        """Everything up to where the file was read, once more; nothing goes to the sink. Raises OSError."""
        return scan_open(self._fd, self._disk, 0, self._cursor)

    @property
    def identity(self) -> tuple[int, int]:
        """Which file it is, whatever its name."""
        return self._identity

    def _start(self, after: Position | None = None) -> None:
        """Open the file and read it: what stands after a position, or all of it when that is no place in this file."""
        try:
            self._open_fd(os.O_CREAT)
            if after is not None and self._takes_up(after):
                self._read_on()
            else:
                self._read_anew()
        except OSError as error:
            self._stop()
            raise from_os(error, self.path) from error
        except StoreError:
            self._stop()
            raise

    def _stop(self) -> None:
        if self._fd >= 0:
            with suppress(OSError):
                self._disk.close(self._fd)
        self._fd = -1

    def _open_fd(self, create: int = 0) -> None:
        fd = self._disk.open(self.path, os.O_RDWR | create)
        old, self._fd = self._fd, fd
        found = self._disk.stat_of(fd)
        self._identity, self._size = _identity(found), found.st_size
        if old >= 0:
            self._disk.close(old)

    def _follow(self) -> bool:
        try:
            now = self._disk.stat(self.path)
        except FileNotFoundError as error:
            raise gone(self.path) from error
        if _identity(now) != self._identity:
            self._open_fd()
            self._read_anew()
            return True
        self._size = now.st_size
        if now.st_size == self._cursor and not self._strange:
            return False
        if self._strange or now.st_size < self._cursor or not self._continues():
            self._read_anew()
            return True
        return self._read_on()

    def _continues(self) -> bool:
        return self._disk.read(self._fd, len(self._mark), self._cursor - len(self._mark)) == self._mark

    def _takes_up(self, after: Position) -> bool:
        """Stand at a position of an earlier run, if this is still the same file; its heading and mark prove it."""
        if not after.mark or not after.file or after.cursor > self._size:
            return False
        parsed = lines.parse(self._disk.read(self._fd, MARK, 0))
        if not parsed.headings or parsed.headings[0].file != after.file:
            return False
        self._cursor, self._mark = after.cursor, after.mark
        if not self._continues():
            self._cursor, self._mark = 0, b""
            return False
        self.file_id = after.file
        return True

    def _read_anew(self) -> None:
        self.former = self.file_id or self.former
        self._cursor, self._mark, self.file_id = 0, b"", ""
        self.damage.clear()
        self._sink.forget()
        self._strange = not self._read_on() and bool(self.damage) and not self.file_id
        if self._strange:
            raise self._not_a_journal()

    def _read_on(self) -> bool:
        """Hand all complete lines from the cursor on to the sink; whether there were commits among them."""
        rest, at, any_commits, sure, again = b"", self._cursor, False, 0, False
        while part := self._disk.read(self._fd, CHUNK, at):
            at += len(part)
            buffer = rest + part
            if b"\n" not in part:
                rest = buffer
                continue
            parsed = lines.parse(buffer, self._cursor)
            if parsed.damage and rest and not again:
                # Somebody cut a torn tail off between our two reads: these halves never stood there together.
                rest, at, again = b"", self._cursor, True
                continue
            again = False
            if parsed.commits and at > sure:
                sure = max(at, self._size)  # all of it was written before this moment
                self._make_sure()
            self._sink.take(parsed.commits)
            any_commits = any_commits or bool(parsed.commits)
            self.damage += parsed.damage
            if not self.file_id and parsed.headings:
                self.file_id = parsed.headings[0].file
            self._advance(buffer[: parsed.used])
            rest = buffer[parsed.used :]
        return any_commits

    def _make_sure(self) -> None:
        """Called before lines are taken in, for those who must know that they will be there tomorrow."""

    def _advance(self, taken: bytes) -> None:
        self._cursor += len(taken)
        self._mark = (self._mark + taken[-MARK:])[-MARK:]

    def _not_a_journal(self) -> StoreError:
        return StoreError(
            "store.not_a_journal",
            "{path} is not a Roundsman journal. Use another folder, or move that file away.",
            path=str(self.path),
        )


def _identity(found: os.stat_result) -> tuple[int, int]:
    return (found.st_dev, found.st_ino)

"""What can be taken from a file that is cut off or damaged: an archive without its end, a member with a hole.

Members are found by their own headers, so the archive's directory may be missing. A stream ends quietly where it
cannot be read on: lines and photos prove themselves, by checksum and by name, so nothing damaged gets through.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from store.care.folder import may_stand
from store.care.reading import Readable
from store.disk import Disk

__all__ = ["Wreck"]

_HEADER = 30
_SIGNATURE = b"PK\x03\x04"
_CHUNK = 1 << 20
_LONGEST_NAME = 200
_STORED, _DEFLATED = 0, 8
_BEYOND = 0xFFFFFFFF
"""Stands in a header for a size that does not fit; the true one is in its extra field."""


class _Place(NamedTuple):
    start: int
    length: int
    method: int


class Wreck:
    """A damaged backup. `names` are the members whose headers could be found."""

    def __init__(self, file: Path, disk: Disk) -> None:
        """Look for members. Raises OSError."""
        self._file = file
        self._disk = disk
        self._places: dict[str, _Place] = {}
        fd = disk.open(file, os.O_RDONLY)
        try:
            self._search(fd, disk.stat_of(fd).st_size)
        finally:
            disk.close(fd)

    @property
    def names(self) -> list[str]:
        """In the order in which they stand in the file."""
        return list(self._places)

    def size(self, name: str) -> int:
        """Packed bytes of a member."""
        return self._places[name].length

    @contextmanager
    def open(self, name: str) -> Generator[Readable]:
        """A member, as far as it can be read."""
        place = self._places[name]
        fd = self._disk.open(self._file, os.O_RDONLY)
        try:
            yield _Tolerant(self._disk, fd, place)
        finally:
            self._disk.close(fd)

    def _search(self, fd: int, size: int) -> None:
        at = 0
        while at < size:
            part = self._disk.read(fd, _CHUNK + len(_SIGNATURE), at)
            if not part:
                return
            found = part.find(_SIGNATURE)
            if found < 0:
                at += _CHUNK
                continue
            place = self._member(fd, at + found, size)
            # A member that ends where the next begins is stepped over whole; after a damaged one every byte counts.
            follows = self._disk.read(fd, 2, place.start + place.length) if place else b""
            at = place.start + place.length if place and follows == b"PK" else at + found + len(_SIGNATURE)

    def _member(self, fd: int, at: int, size: int) -> _Place | None:
        header = self._disk.read(fd, _HEADER, at)
        if len(header) < _HEADER:
            return None
        name_length, extra_length = (int.from_bytes(header[i : i + 2], "little") for i in (26, 28))
        if not 0 < name_length <= _LONGEST_NAME:
            return None
        with suppress(UnicodeDecodeError):
            name = self._disk.read(fd, name_length, at + _HEADER).decode("ascii")
            method = int.from_bytes(header[8:10], "little")
            if may_stand(name) and name not in self._places and method in (_STORED, _DEFLATED):
                start = at + _HEADER + name_length + extra_length
                length = int.from_bytes(header[18:22], "little")
                if length == _BEYOND:  # 64-bit: id, length, size as it was, size as packed
                    length = int.from_bytes(self._disk.read(fd, 8, at + _HEADER + name_length + 12), "little")
                # Cut off while it was being written, a header says 0: the member goes on to the file's end.
                length = min(length or size, max(0, size - start))
                self._places[name] = _Place(start, length, method)
                return self._places[name]
        return None


class _Tolerant:
    """Reads what can be read and then ends."""

    def __init__(self, disk: Disk, fd: int, place: _Place) -> None:
        self._disk = disk
        self._fd = fd
        self._at, self._left = place.start, place.length
        self._unpack = zlib.decompressobj(-15) if place.method == _DEFLATED else None
        self._waiting = b""

    def read(self, count: int, /) -> bytes:
        unpack = self._unpack
        if unpack is None:
            return self._packed(count)
        while not unpack.eof:
            packed = self._waiting or self._packed(_CHUNK)
            if not packed:
                return b""
            try:
                part = unpack.decompress(packed, count)
            except zlib.error:
                self._left, self._waiting = 0, b""
                return b""
            self._waiting = unpack.unconsumed_tail
            if part:
                return part
        return b""

    def _packed(self, count: int) -> bytes:
        try:
            part = self._disk.read(self._fd, min(count, self._left), self._at) if self._left else b""
        except OSError:
            part = b""
        self._at += len(part)
        self._left -= len(part)
        return part

"""One file of the share: is it ours, is it still the one that was read, what is new in it.

It is opened anew for each exchange (on NFS that is what makes others' bytes visible) and read without a lock.
Nobody ever cuts or rewrites it. The place up to which it was read is proven by the id in its heading, its length and
the bytes before the place; my own bytes are only ever read after the place, so each exchange proves the last one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec

from checkpoints.ledger.known import Vector
from store.disk import Disk
from store.errors import UNREADABLE
from store.journal import lines
from store.journal.lines import Heading, Parsed
from store.journal.scan import scan_open
from store.sync.balance import Dot, Seq, dot_of
from store.sync.faults import foreign, not_a_journal

__all__ = ["HEAD", "Place", "SharedFile", "claims_of", "events_of", "first_heading"]

HEAD = 256
"""Bytes in which the heading is looked for; it takes about 110."""
MARK = 512
"""Bytes before the place that prove it: a line's end with its checksum. Few, because each exchange reads them."""
CHUNK = 1 << 20
ROTTEN = 2
"""Bytes of a heading's beginning that may have rotted and leave it recognisable."""
_vector = msgspec.json.Decoder(dict[str, Seq]).decode


class Place(msgspec.Struct):
    """Up to where a file was read."""

    file: str = ""
    """The id in its heading."""
    cursor: int = 0
    mark: bytes = b""
    """The bytes before the cursor."""
    damaged: int = 0
    """Damaged lines before the cursor."""
    headed: bool = False
    """Whether a heading could be read somewhere in it."""
    doubt: tuple[int, int] = (0, 0)
    """Bytes that the share did not confirm when they were written: not read back until they stand there again."""


class SharedFile:
    """A file of the share, open for reading. Use as a context; raises FileNotFoundError when it is not there."""

    def __init__(self, path: Path, far: Disk, place: Place) -> None:
        self.path = path
        self.place = place
        self.size = 0
        self.heading: Heading | None = None
        self._far = far
        self._fd = -1

    def __enter__(self) -> Self:
        self._fd = self._far.open(self.path, os.O_RDONLY)
        self.size = self._far.stat_of(self._fd).st_size
        return self

    def __exit__(self, *_: object) -> None:
        self._far.close(self._fd)

    def holds(self) -> bool:
        """Whether this is the file that was read and its start is as it was. Raises StoreError `store.newer`."""
        first = self._far.read(self._fd, HEAD, 0) if self.size else b""
        self.heading = first_heading(first)
        place = self.place
        if self.heading is not None and place.file and self.heading.file != place.file:
            return False
        if place.cursor > self.size:
            return False
        at = place.cursor - len(place.mark)
        return not place.mark or self._far.read(self._fd, len(place.mark), at) == place.mark

    def check(self, site: str, knows: Callable[[str], bool]) -> str:
        """Whose file this is: the site of its heading; ours without a readable one, if we know a device named in it.

        A file without any line belongs to nobody yet: ''. Raises StoreError `share.foreign`, `share.not_a_journal`.
        """
        heading = self.heading
        if heading is None and self.place.cursor:
            return site  # its start was damaged since; the mark has proven it
        if heading is None:
            heading, known = self._look_through(knows)
            self.heading = heading
            if heading is None:
                return site if known else ""
        if not heading.site:
            raise not_a_journal(self.path)
        if site and heading.site != site:
            raise foreign(self.path, heading.site, site)
        return heading.site

    def _look_through(self, knows: Callable[[str], bool]) -> tuple[Heading | None, bool]:
        """The first line is no heading: look through the file for one, and for a device that is known here.

        Ids of devices are random and a device belongs to one site, so one of them is as good as the site's name.
        """
        known = readable = False
        for parsed in scan_open(self._fd, self._far):
            if parsed.headings:
                return parsed.headings[0], known
            readable = readable or bool(parsed.commits)
            known = known or any(knows(dot.device) for dot, _, _ in events_of(parsed))
            known = known or any(knows(device) for vector in claims_of(parsed) for device in vector)
        if not known and (readable or not _was_heading(self._far.read(self._fd, HEAD, 0))):
            raise not_a_journal(self.path)
        return None, known

    def stretches(self) -> Iterator[Parsed]:
        """What stands after the place, in pieces; the place moves on when the next piece is asked for.

        So whoever fails with a piece gets it again. Raises StoreError `store.newer`, `share.foreign`.
        """
        rest, at = b"", self.place.cursor
        while part := self._far.read(self._fd, CHUNK, at):
            at += len(part)
            buffer = rest + part
            if b"\n" not in part:
                rest = buffer
                continue
            parsed = lines.parse(buffer, self.place.cursor)
            yield parsed
            self._advance(parsed, buffer[: parsed.used])
            rest = buffer[parsed.used :]

    def _advance(self, parsed: Parsed, taken: bytes) -> None:
        place = self.place
        if parsed.headings:
            place.file = place.file or parsed.headings[0].file
            place.headed = True
        place.damaged += len(parsed.damage)
        place.cursor += len(taken)
        place.mark = (place.mark + taken[-MARK:])[-MARK:]


def _was_heading(start: bytes) -> bool:
    """Whether a file that holds nothing readable began as one of ours.

    A heading that was cut off, or zeros where it should be, is what a power cut leaves of it; a bit or two may rot.
    """
    first, expected = start.partition(b"\n")[0][9:], lines.HEADING_START
    if not start.strip(b"\0\n"):
        return True
    if len(first) < len(expected):
        return b"\n" not in start and expected.startswith(first)
    return sum(a != b for a, b in zip(first, expected, strict=False)) <= ROTTEN


def first_heading(start: bytes) -> Heading | None:
    """The heading, if the bytes begin with one. Raises StoreError `store.newer`."""
    found = lines.parse(start[: start.find(b"\n") + 1]).headings
    return found[0] if found else None


def events_of(parsed: Parsed) -> Iterator[tuple[Dot, bytes, int]]:
    """The events of a piece, with the offset of the line in which each stands."""
    for ops, offset in zip(parsed.commits, parsed.offsets, strict=True):
        for table, key, raw in ops:
            if table == "events" and key is not None and raw is not None:
                yield dot_of(key, raw), raw, offset


def claims_of(parsed: Parsed) -> Iterator[Vector]:
    """What the writers of a piece said they knew was there."""
    for ops in parsed.commits:
        for table, key, raw in ops:
            if table == "vectors" and key is not None and raw is not None:
                with suppress(*UNREADABLE):
                    yield _vector(raw)

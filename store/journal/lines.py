"""The line format of the journal, and of the shared file after it.

    crc32-hex8 SP payload LF

One line is one commit: it counts whole or not at all. The payload of a commit is a JSON array of
`[table, id, document]`; a null document removes, a null id speaks of the whole table (`{}` empties it, null drops
it). The first line of a file is a heading, a JSON object with the format's version and the file's id.
JSON escapes line feeds, so a bare LF always ends a line and a damaged one never hides the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zlib import crc32

import msgspec

from store.errors import UNREADABLE, StoreError

__all__ = [
    "HEADING_START",
    "VERSION",
    "Damage",
    "Heading",
    "Op",
    "Parsed",
    "commit_line",
    "heading_line",
    "parse",
    "salvage",
    "seal",
    "unseal",
]

VERSION = 2
"""The newest format that is read."""
ALONE = 1
"""The format of a file that holds everything itself. A journal that stands on an archive is of format 2, because a
program that knew of no archive would take the part for the whole."""

Op = tuple[str, str | None, bytes | None]
"""One change: table, document id (None: the whole table), raw JSON of the document (None: remove)."""

_Stored = list[tuple[str, str | None, msgspec.Raw]]
_commits = msgspec.json.Decoder(_Stored)
_encode = msgspec.json.Encoder().encode
HEADING_START = b'{"roundsman":"journal"'
"""How the payload of every journal's first line begins, in this format and in later ones."""
_START = re.compile(rb"[0-9a-f]{8} [\[{]")


class Heading(msgspec.Struct, frozen=True, omit_defaults=True):
    """The first line: what this file is. `version` says how to read it, `file` tells two files apart.

    A shared file names its `site`, so that a stranger's is refused before anything of it is taken in. A journal names
    the segments of the `archive` that it stands on, and a segment the journal that it is a part `of`.
    """

    roundsman: str
    version: int
    file: str
    site: str = ""
    archive: tuple[str, ...] = ()
    of: str = ""


_headings = msgspec.json.Decoder(Heading)


@dataclass(frozen=True, slots=True)
class Damage:
    """A line whose checksum does not fit: where it starts, its length, and how many commits were saved from it."""

    offset: int
    length: int
    salvaged: int


@dataclass(slots=True)
class Parsed:
    """What a stretch of a file held; `used` bytes of it were complete lines."""

    commits: list[list[Op]] = field(default_factory=list[list[Op]])
    offsets: list[int] = field(default_factory=list[int])
    """Where in the file the line of each commit begins."""
    headings: list[Heading] = field(default_factory=list[Heading])
    damage: list[Damage] = field(default_factory=list[Damage])
    used: int = 0


def seal(payload: bytes) -> bytes:
    """Make a line of a payload."""
    return b"%08x %b\n" % (crc32(payload), payload)


def unseal(line: bytes) -> bytes | None:
    """The payload of a line given without its LF; None when the checksum does not fit."""
    payload = line[9:]
    return payload if line[:9] == b"%08x " % crc32(payload) else None


def commit_line(ops: Iterable[Op]) -> bytes:
    """Make the line of one commit."""
    return seal(_encode([(table, key, None if raw is None else msgspec.Raw(raw)) for table, key, raw in ops]))


def heading_line(file: str, site: str = "", archive: tuple[str, ...] = (), of: str = "") -> bytes:
    """Make the first line of a journal, of the shared file of a site, or of a segment of an archive."""
    return seal(_encode(Heading("journal", VERSION if archive else ALONE, file, site, archive, of)))


def salvage(stretch: bytes) -> list[bytes]:
    """Find whole payloads inside bytes whose line ends were damaged; an LF that flipped joins two good lines."""
    found: list[bytes] = []
    starts = [m.start() for m in _START.finditer(stretch)]
    done = 0
    for i, start in enumerate(starts):
        if start < done:
            continue
        # Text inside a document may look like a line's start, so several ends are tried.
        for end in (len(stretch), len(stretch) - 1, *(s - 1 for s in starts[i + 1 : i + 9])):
            payload = unseal(stretch[start:end]) if end > start else None
            if payload is not None:
                found.append(payload)
                done = end
                break
    return found


def _take(parsed: Parsed, payload: bytes, offset: int) -> None:
    """Put one payload where it belongs. Raises one of UNREADABLE when its shape is not of this format."""
    if payload[:1] == b"{":
        heading = _headings.decode(payload)
        if heading.version > VERSION:
            raise StoreError(
                "store.newer",
                "These records were written by a newer Roundsman (format {theirs}, this one reads {ours})."
                " Update this program; nothing was changed.",
                theirs=heading.version,
                ours=VERSION,
            )
        parsed.headings.append(heading)
        return
    parsed.commits.append(
        [(table, key, None if (raw := bytes(doc)) == b"null" else raw) for table, key, doc in _commits.decode(payload)]
    )
    parsed.offsets.append(offset)


def _lines(buffer: bytes, end: int) -> Iterator[tuple[int, bytes]]:
    offset = 0
    for line in buffer[:end].split(b"\n")[:-1]:
        yield offset, line
        offset += len(line) + 1


def parse(buffer: bytes, base: int = 0) -> Parsed:
    """Read all complete lines of a buffer that starts at `base` in its file.

    Damaged lines are noted and stepped over, never fatal. Raises StoreError `store.newer` at a newer heading.
    """
    parsed = Parsed(used=buffer.rfind(b"\n") + 1)
    for offset, line in _lines(buffer, parsed.used):
        payload = line[9:]
        if line[:9] == b"%08x " % crc32(payload):
            try:
                _take(parsed, payload, base + offset)
            except UNREADABLE:
                parsed.damage.append(Damage(base + offset, len(line), 0))
            continue
        saved = 0
        for piece in salvage(line):
            try:
                _take(parsed, piece, base + offset)
            except UNREADABLE:
                continue
            saved += 1
        parsed.damage.append(Damage(base + offset, len(line), saved))
    return parsed

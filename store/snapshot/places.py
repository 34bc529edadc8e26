"""Where the events of each subject stand in the files of a folder, in eight bytes an event.

A place is the number of a file and the offset of a line in it. File 0 is the journal, the others are segments of the
archive in the order in which the snapshot names them.
"""

from __future__ import annotations

from array import array

import msgspec

from store.errors import UNREADABLE
from store.journal.lines import Parsed

__all__ = ["Places"]

_SHIFT = 44
"""Bits of an offset: files of up to 16 TB."""


class _About(msgspec.Struct, gc=False):
    subject: str


_about = msgspec.json.Decoder(_About)
_packed = msgspec.msgpack.Decoder(dict[str, bytes])


class Places:
    """Places by subject. What was packed is unpacked when it is first asked for."""

    def __init__(self, packed: bytes | memoryview = b"\x80") -> None:
        self._packed: bytes | memoryview | None = packed
        self._old: dict[str, bytes] = {}
        self._new: dict[str, array[int]] = {}

    def note(self, parsed: Parsed, file: int) -> None:
        """Note where the events of a stretch of a file stand."""
        for commit, offset in zip(parsed.commits, parsed.offsets, strict=True):
            for table, key, raw in commit:
                if table == "events" and key is not None and raw is not None:
                    try:
                        subject = _about.decode(raw).subject
                    except UNREADABLE:
                        continue  # an entry that cannot be read belongs to nobody
                    places = self._new.get(subject)
                    if places is None:
                        places = self._new[subject] = array("Q")
                    place = file << _SHIFT | offset
                    if not places or places[-1] != place:
                        places.append(place)

    def of(self, subject: str) -> list[tuple[int, list[int]]]:
        """The offsets of a subject's lines by file: the archive's first, as they followed each other."""
        self._unpack()
        found = array("Q")
        found.frombytes(self._old.get(subject, b""))
        found.extend(self._new.get(subject, ()))
        by_file: dict[int, list[int]] = {}
        for place in found:
            by_file.setdefault(place >> _SHIFT, []).append(place & (1 << _SHIFT) - 1)
        return sorted(by_file.items(), key=lambda one: (one[0] == 0, one[0]))

    def pack(self) -> bytes:
        """All places as MessagePack: a map from subject to 64-bit numbers in the byte order of this machine."""
        self._unpack()
        for subject, places in self._new.items():
            self._old[subject] = self._old.get(subject, b"") + places.tobytes()
        self._new.clear()
        return msgspec.msgpack.encode(self._old)

    def _unpack(self) -> None:
        if self._packed is not None:
            self._old, self._packed = _packed.decode(self._packed), None

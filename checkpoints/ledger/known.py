"""Which events are known: eight bytes each, by their dot (device, sequence number).

An event's identity is its id; its dot says where it belongs in its device's row. The two agree unless a device was
copied or restored: then one dot carries two ids, a *twin*. So a row holds a 64-bit mark of the id at each dot, and
the rare twins stand apart. A row of dots without gaps can be told in one number, which is all a sync compares.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from hashlib import blake2b

__all__ = ["Known", "Vector"]

Vector = dict[str, int]
"""By device, the highest number up to which no event is missing."""

_UUID = 36
_LEAP = 1 << 20
"""A number further ahead than this does not belong to a row; a made-up one must not take all memory."""


def _mark(event_id: str) -> int:
    """64 bits that tell one id from another; never 0. The random half of a UUIDv7, a hash of anything else."""
    if len(event_id) == _UUID:
        try:
            return int(event_id[19:23] + event_id[24:], 16) or 1
        except ValueError:
            pass
    return int.from_bytes(blake2b(event_id.encode(), digest_size=8).digest()) or 1


class Known:
    """A set of events. Adding and asking are constant; a million events take about 8 MB."""

    __slots__ = ("_full", "_rows", "_twins", "count")

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}
        self._full: Vector = {}
        self._twins: dict[tuple[str, int], set[int]] = {}
        self.count = 0
        """How many different events."""

    def add(self, device: str, seq: int, event_id: str) -> bool:
        """Take an event in; False when it was known already."""
        mark = _mark(event_id)
        row = self._rows.get(device)
        if row is None:
            row = self._rows[device] = array("Q")
        length = len(row)
        if seq == length + 1:
            row.append(mark)
        elif seq < 1 or seq > length + _LEAP or (seq <= length and row[seq - 1] not in (0, mark)):
            others = self._twins.setdefault((device, seq), set())
            if mark in others:
                return False
            others.add(mark)
            self.count += 1
            return True
        else:
            if seq > length:
                row.extend([0] * (seq - length))
            if row[seq - 1]:
                return False
            row[seq - 1] = mark
        self.count += 1
        full = self._full.get(device, 0)
        if seq == full + 1:
            length = len(row)
            while full < length and row[full]:
                full += 1
            self._full[device] = full
        return True

    def has(self, device: str, seq: int, event_id: str) -> bool:
        """Whether this very event is known."""
        row, mark = self._rows.get(device), _mark(event_id)
        if row is not None and 0 < seq <= len(row) and row[seq - 1] == mark:
            return True
        return bool(self._twins) and mark in self._twins.get((device, seq), ())

    def full(self, device: str) -> int:
        """The highest number of a device up to which nothing is missing."""
        return self._full.get(device, 0)

    def highest(self, device: str) -> int:
        """The highest number known of a device; 0 for a stranger."""
        return len(self._rows.get(device, ()))

    @property
    def devices(self) -> list[str]:
        """Everybody of whom an event is known."""
        return list(self._rows)

    @property
    def vector(self) -> Vector:
        """What a sync compares."""
        return dict(self._full)

    def behind(self, other: Mapping[str, int]) -> bool:
        """Whether somebody who knows `other` without a gap knows of events that are not here."""
        return any(seq > self._full.get(device, 0) for device, seq in other.items())

    def gaps(self) -> Iterator[tuple[str, int, int]]:
        """Stretches of missing events before known ones, as (device, first, last)."""
        for device, row in self._rows.items():
            first = 0
            for seq, mark in enumerate(row[self._full.get(device, 0) :], self._full.get(device, 0) + 1):
                if not mark:
                    first = first or seq
                elif first:
                    yield device, first, seq - 1
                    first = 0

    def beyond(self, other: Known) -> int:
        """How many of these events the other does not know."""
        return sum(mark not in other._marks(*dot) for dot in self._unlike(other) for mark in self._marks(*dot))

    def _unlike(self, other: Known) -> set[tuple[str, int]]:
        """The dots at which the two may differ; rows that are alike are not looked through."""
        dots = set(self._twins)
        for device, row in self._rows.items():
            theirs = other._rows.get(device)
            if theirs is None or theirs[: len(row)] != row:
                dots.update((device, seq) for seq, mark in enumerate(row, 1) if mark)
        return dots

    def _marks(self, device: str, seq: int) -> set[int]:
        """The marks at one dot."""
        row = self._rows.get(device, ())
        found = set(self._twins.get((device, seq), ()))
        if 0 < seq <= len(row) and row[seq - 1]:
            found.add(row[seq - 1])
        return found

    @property
    def twins(self) -> list[tuple[str, int]]:
        """Dots that carry more than one event, or whose number is out of all reason."""
        return sorted(self._twins)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Known):
            return NotImplemented
        return self._all() == other._all()

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def _all(self) -> dict[tuple[str, int], frozenset[int]]:
        """Every dot with its marks, whichever of two twins came first."""
        found = {
            (device, seq): frozenset((mark,))
            for device, row in self._rows.items()
            for seq, mark in enumerate(row, 1)
            if mark
        }
        for dot, marks in self._twins.items():
            found[dot] = found.get(dot, frozenset()) | marks
        return found

    def pack(self) -> tuple[dict[str, bytes], list[tuple[str, int, int]]]:
        """Rows as little-endian bytes by device, and twins as (device, seq, mark)."""
        return (
            {device: _little(row).tobytes() for device, row in self._rows.items()},
            [(device, seq, mark) for (device, seq), marks in self._twins.items() for mark in sorted(marks)],
        )

    @classmethod
    def unpack(cls, rows: Mapping[str, bytes], twins: list[tuple[str, int, int]]) -> Known:
        """What `pack` packed. Raises ValueError for bytes that are no rows."""
        known = cls()
        for device, packed in rows.items():
            row = array("Q")
            row.frombytes(packed)
            row = known._rows[device] = _little(row)
            missing = row.count(0)
            known.count += len(row) - missing
            full = row.index(0) if missing else len(row)
            if full:
                known._full[device] = full
        for device, seq, mark in twins:
            known._twins.setdefault((device, seq), set()).add(mark)
            known.count += 1
        return known


def _little(row: array[int]) -> array[int]:
    """The row in the byte order of the file."""
    if array("H", [1]).tobytes()[0] == 1:
        return row
    swapped = array("Q", row)
    swapped.byteswap()
    return swapped

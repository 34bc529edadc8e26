"""What is here, what is there, and what the share lacks of it.

One rule holds the arithmetic together: an event is counted as there only after it is here. So the difference of two
counts says how many the share lacks, and whether `lacking` holds them all; if not (a first sync, months offline, a
share rolled back) they are found by reading the records once more, and memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from checkpoints.ledger.known import Known, Vector
from store.errors import UNREADABLE

__all__ = ["Balance", "Dot", "Seq", "dot_of"]

MOST = 20_000
MOST_BYTES = 8 << 20
"""Of what is lacking, so much is kept at hand."""


Seq = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]
"""A number of an event, as far as it makes sense."""


class Dot(msgspec.Struct, frozen=True, gc=False):
    """What a sync needs to know of an event, read from its envelope."""

    id: str
    device: str = ""
    seq: Seq = 0
    hlc: str = ""
    subject: str = ""


_decode = msgspec.json.Decoder(Dot).decode


def dot_of(key: str, raw: bytes) -> Dot:
    """The dot of a document under a key; one whose envelope cannot be read is carried along under its key alone."""
    try:
        found = _decode(raw)
    except UNREADABLE:
        return Dot(key)
    return found if found.id == key else msgspec.structs.replace(found, id=key)


class Balance:
    """Both sides, as sets of events."""

    def __init__(self) -> None:
        self.here = Known()
        self.there = Known()
        self.lacking: dict[str, tuple[str, int, bytes]] = {}
        """Events that the share lacks, oldest first: device, number and raw JSON by id."""
        self._bytes = 0

    @property
    def surplus(self) -> int:
        """How many events the share lacks."""
        return self.here.count - self.there.count

    @property
    def at_hand(self) -> bool:
        """Whether all that the share lacks is in `lacking`."""
        return self.surplus == len(self.lacking)

    def arrive(self, dot: Dot, raw: bytes, keep: bool = True) -> bool:
        """An event is in the records here; False when that was known. `keep` it for the share if that lacks it."""
        if not self.here.add(dot.device, dot.seq, dot.id):
            return False
        if keep and len(self.lacking) < MOST and self._bytes < MOST_BYTES and not self.is_there(dot):
            self.lacking[dot.id] = (dot.device, dot.seq, raw)
            self._bytes += len(raw)
        return True

    def confirm(self, dot: Dot) -> bool:
        """An event that is here was read in the share; False when that was known."""
        if not self.there.add(dot.device, dot.seq, dot.id):
            return False
        found = self.lacking.pop(dot.id, None)
        if found is not None:
            self._bytes -= len(found[2])
        return True

    def is_here(self, dot: Dot) -> bool:
        """Whether an event is in the records here."""
        return self.here.has(dot.device, dot.seq, dot.id)

    def is_there(self, dot: Dot) -> bool:
        """Whether an event was read in the share."""
        return self.there.has(dot.device, dot.seq, dot.id)

    def forget_here(self) -> None:
        """The records are read from their start; then the share has to be, too."""
        self.here = Known()
        self.forget_there()
        self.lacking.clear()
        self._bytes = 0

    def forget_there(self) -> None:
        """The share is read from its start."""
        self.there = Known()

    @property
    def tops(self) -> Vector:
        """The highest number of each device whose events are here, whatever is missing before it."""
        return {device: top for device in self.here.devices if (top := self.here.highest(device))}

    def shared(self) -> Vector:
        """Up to which number each device's events that are here were read in the share; one that it lacks ends the row.

        A number whose event is lost for good, here and there, holds nobody back: it would be waited for in vain.
        """
        if not self.at_hand:
            return self.there.vector
        vector = self.tops
        for device, seq, _ in self.lacking.values():
            vector[device] = min(vector.get(device, 0), max(0, seq - 1))
        return {device: seq for device, seq in vector.items() if seq}

    def keep(self) -> list[tuple[str, str, int, bytes]] | None:
        """What is lacking, to be kept over a restart; None when that is not all, or too much."""
        if not self.at_hand or self._bytes > MOST_BYTES // 8:
            return None
        return [(key, device, seq, raw) for key, (device, seq, raw) in self.lacking.items()]

    def restore(self, here: Known, there: Known, lacking: Iterator[tuple[str, str, int, bytes]]) -> None:
        """Go on where an earlier run stopped."""
        self.here, self.there = here, there
        self.lacking = {key: (device, seq, raw) for key, device, seq, raw in lacking}
        self._bytes = sum(len(raw) for _, _, raw in self.lacking.values())

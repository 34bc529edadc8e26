"""The snapshot's file: one sealed line of JSON that says what it is and what follows, then sections of bytes.

Everything is checked before anything of it is believed: the head's checksum, the length of the whole, the checksum
of each section, and a mark of the program that wrote it. A program that folds differently finds no snapshot here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import ModuleType
from zlib import crc32

import msgspec

from checkpoints import fact
from checkpoints.ledger import events, facts, frozen, known, ledger, streams
from checkpoints.site import challenges, places, policy, site
from checkpoints.work import deputies, labels, missed, people, praise, screens, sites, waivers
from checkpoints.work.accounts import facts as account_facts
from checkpoints.work.accounts import state as account_state
from checkpoints.work.findings import brief, end_facts, entry, found_facts, order_facts, progress, table
from checkpoints.work.findings import known as finding_known
from checkpoints.work.findings import state as finding_state
from checkpoints.work.promises import facts as promise_facts
from checkpoints.work.promises import state as promise_state
from checkpoints.work.records import facts as record_facts
from checkpoints.work.records import state as record_state
from checkpoints.work.rounds import elapsed, rhythm, tally, trail, verdict
from checkpoints.work.rounds import facts as round_facts
from checkpoints.work.rounds import known as round_known
from checkpoints.work.rounds import state as round_state
from store.disk import Disk
from store.errors import UNREADABLE
from store.journal.lines import seal, unseal
from store.journal.reader import Position
from store.whole import write_whole

__all__ = ["NAME", "Head", "Standing", "read", "states_mark", "write"]

NAME = "ledger.snapshot"
FORMAT = 1
_FOLDING: tuple[ModuleType, ...] = (
    *(
        fact,
        events,
        facts,
        frozen,
        known,
        ledger,
        streams,
        site,
        labels,
        missed,
        people,
        sites,
        deputies,
        praise,
        screens,
        waivers,
    ),
    *(entry, found_facts, order_facts, end_facts, table, progress, brief, finding_state, finding_known),
    *(promise_facts, promise_state, account_facts, account_state, record_facts, record_state),
    *(places, policy, challenges),
    *(elapsed, rhythm, tally, trail, verdict, round_facts, round_known, round_state),
)
"""Whatever decides how an event is folded: when one of these changes, every older snapshot is void."""


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """One segment of the archive that the places speak of."""

    name: str
    file: str
    size: int


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the snapshot is of, and what the events before it left to be told."""

    roundsman: str = "snapshot"
    format: int = FORMAT
    states: str
    """Mark of the program's way of folding."""
    position: Position
    """Up to where in the journal."""
    segments: list[Standing]
    count: int
    """How many events."""
    unreadable: int
    damage: list[tuple[int, int, int]]
    stamps: dict[str, str]
    """By device, the highest hybrid time."""
    parts: list[tuple[str, int, int]]
    """Name, length and checksum of each section, in file order."""


@cache
def states_mark() -> str:
    """A mark of the code that folds; '' where the program has no files to look at, which no snapshot fits."""
    mark = blake2b(digest_size=16)
    try:
        for module in _FOLDING:
            mark.update(Path(module.__file__ or "").read_bytes())
    except OSError:
        return ""
    return mark.hexdigest()


def write(path: Path, head: Head, sections: Mapping[str, bytes], disk: Disk) -> None:
    """Write a snapshot whole; `head.parts` is filled in here. Raises OSError."""
    parts = [(name, len(part), crc32(part)) for name, part in sections.items()]
    line = seal(msgspec.json.encode(msgspec.structs.replace(head, parts=parts)))
    write_whole(path, b"".join((line, *sections.values())), disk)
    # What a power cut left of earlier tries; somebody who is trying just now is as well off with this one.
    with suppress(OSError):
        for name in disk.names(path.parent):
            if name.startswith(f".{path.name}.") and name.endswith(".part"):
                disk.remove(path.with_name(name))


def read(path: Path, disk: Disk) -> tuple[Head, dict[str, bytes | memoryview]] | None:
    """A snapshot of this program; None when it is missing, damaged, or another program's. Raises OSError."""
    try:
        whole = memoryview(disk.read_whole(path))
    except FileNotFoundError:
        return None
    end = bytes(whole[: 1 << 20]).find(b"\n")
    payload = unseal(bytes(whole[: max(end, 0)]))
    if payload is None:
        return None
    try:
        head = msgspec.json.decode(payload, type=Head)
    except UNREADABLE:
        return None
    if (head.roundsman, head.format, head.states or os.sep) != ("snapshot", FORMAT, states_mark()):
        return None
    sections: dict[str, bytes | memoryview] = {}
    at = end + 1
    for name, length, crc in head.parts:
        part = sections[name] = whole[at : at + length]
        if len(part) != length or crc32(part) != crc:
            return None
        at += length
    return (head, sections) if at == len(whole) else None

"""Finding a snapshot that can be trusted, and leaving one behind.

`load` never fails: any doubt means that there is none. `save` is only ever an optimisation, so its caller logs what
it raises and goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from checkpoints.ledger import frozen
from checkpoints.ledger.ledger import Ledger
from store.archive import JOURNAL, segments
from store.disk import Disk
from store.errors import StoreError
from store.journal.lines import Damage
from store.journal.reader import Position
from store.journal.scan import scan
from store.snapshot import form
from store.snapshot.form import Head, Standing
from store.snapshot.places import Places
from store.snapshot.source import Files

__all__ = ["Snapshot", "load", "save"]


@dataclass(slots=True)
class Snapshot:
    """What was found: the ledger as of a position, and the files that it is of."""

    head: Head
    ledger: Ledger
    files: Files

    @property
    def damage(self) -> list[Damage]:
        """Damaged lines before the position."""
        return [Damage(*one) for one in self.head.damage]


def load(data: Path, disk: Disk) -> Snapshot | None:
    """The folder's snapshot, thawed; None when there is none, or the slightest doubt."""
    try:
        found = form.read(data / form.NAME, disk)
        if found is None:
            return None
        head, sections = found
        paths = _standing(data, head, disk)
        if paths is None:
            return None
        files = Files(paths, head.position, Places(sections["places"]), disk)
        try:
            ledger = frozen.thaw({name: sections[name] for name in frozen.SECTIONS}, files)
            if ledger.count == head.count:
                return Snapshot(head, ledger, files)
        except BaseException:
            files.close()
            raise
        files.close()
    except (OSError, StoreError, msgspec.MsgspecError, ValueError, KeyError):
        pass
    return None


def _standing(data: Path, head: Head, disk: Disk) -> list[Path] | None:
    """The journal and the segments that the snapshot speaks of; None unless just these belong to the journal now."""
    found = segments(data, disk)
    if [Standing(s.path.name, s.file, disk.stat(s.path).st_size) for s in found] != head.segments:
        return None
    return [data / JOURNAL, *(s.path for s in found)]


def save(
    data: Path,
    ledger: Ledger,
    position: Position,
    before: Files | None,
    disk: Disk,
    *,
    unreadable: int = 0,
    damage: Sequence[Damage] = (),
    stamps: dict[str, str] | None = None,
) -> None:
    """Leave a snapshot of a ledger that has folded exactly what stands before `position`.

    `before` are the files of the snapshot that the ledger began with: only what came after it is looked through.
    Raises OSError, and StoreError `store.newer`.
    """
    found = segments(data, disk)
    standing = [Standing(s.path.name, s.file, disk.stat(s.path).st_size) for s in found]
    if before is not None and list(before.paths) != [data / JOURNAL, *(s.path for s in found)]:
        return  # years are being sealed just now; whoever does it leaves a snapshot too
    places = before.places if before is not None else Places()
    start = before.position.cursor if before is not None else 0
    if before is None:
        for number, segment in enumerate(found, 1):
            for parsed in scan(segment.path, disk):
                places.note(parsed, number)
    for parsed in scan(data / JOURNAL, disk, start, position.cursor):
        places.note(parsed, 0)
    head = Head(
        states=form.states_mark(),
        position=position,
        segments=standing,
        count=ledger.count,
        unreadable=unreadable,
        damage=[(d.offset, d.length, d.salvaged) for d in damage],
        stamps=stamps or {},
        parts=[],
    )
    form.write(data / form.NAME, head, frozen.freeze(ledger) | {"places": places.pack()}, disk)

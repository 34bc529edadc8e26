"""Whatever a restore can take from, behind one shape: a backup, the wreck of one, or a file of lines.

A giver hands out streams by name and promises nothing about them; events prove themselves by the checksum of their
line, photos by their name, and a whole backup by its manifest besides.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from store.care.files import CHUNK, source
from store.care.folder import JOURNAL
from store.care.parcel import Manifest, Parcel, Unsound
from store.care.reading import LineStream, Readable
from store.care.salvage import Wreck
from store.disk import Disk
from store.errors import StoreError
from store.journal.lines import HEADING_START
from store.photos import sha_of

__all__ = ["Giver", "giver", "photos_of", "records_of", "small"]

_LARGEST_SMALL = 32 << 20


class Giver(Protocol):
    """A source of records."""

    manifest: Manifest | None
    damaged: tuple[str, ...]
    whole: bool
    """A backup of which every byte is as it was packed: a new folder can be made of it as it is."""

    @property
    def names(self) -> list[str]:
        """What it holds, in the names of a data folder."""
        ...

    def size(self, name: str) -> int:
        """Bytes to be expected."""
        ...

    def open(self, name: str) -> AbstractContextManager[Readable]:
        """A stream. Reading it may raise Unsound or OSError."""
        ...


class _Packed:
    """A backup with its manifest."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel
        self.manifest: Manifest | None = parcel.manifest
        self.damaged: tuple[str, ...] = ()
        self.whole = True

    @property
    def names(self) -> list[str]:
        return list(self._parcel.members)

    def size(self, name: str) -> int:
        return self._parcel.members[name].size

    def open(self, name: str) -> AbstractContextManager[Readable]:
        return self._parcel.open(name)


class _Salvaged:
    """A damaged backup, or one that is not complete."""

    def __init__(self, wreck: Wreck, manifest: Manifest | None, damaged: tuple[str, ...]) -> None:
        self._wreck = wreck
        self.manifest = manifest
        self.damaged = damaged
        self.whole = False

    @property
    def names(self) -> list[str]:
        return self._wreck.names

    def size(self, name: str) -> int:
        return self._wreck.size(name)

    def open(self, name: str) -> AbstractContextManager[Readable]:
        return self._wreck.open(name)


class _Lines:
    """A journal, or a copy of the shared file."""

    def __init__(self, file: Path, disk: Disk) -> None:
        self._file = file
        self._disk = disk
        self.manifest: Manifest | None = None
        self.damaged: tuple[str, ...] = ()
        self.whole = False

    @property
    def names(self) -> list[str]:
        return [JOURNAL]

    def size(self, name: str) -> int:  # noqa: ARG002
        return self._file.stat().st_size

    def open(self, name: str) -> AbstractContextManager[Readable]:  # noqa: ARG002
        return source(self._file, self._disk)


@contextmanager
def giver(
    file: Path, disk: Disk, *, salvage: bool = False, tell: Callable[[int, int], None] = lambda _d, _t: None
) -> Generator[Giver]:
    """Open whatever `file` is; a backup is read through and compared with its manifest first.

    Raises:
        StoreError: `care.cut_off`, `care.damaged` (both only without `salvage`), `care.not_a_backup`, `care.newer`,
            `care.strange`.
        OSError: the file cannot be read.
    """
    with source(file, disk) as opened:
        head = opened.read(64)
    if head[9:].startswith(HEADING_START):
        yield _Lines(file, disk)
        return
    if not head.startswith(b"PK"):
        if not (salvage and _holds_lines(file, disk)):
            raise _neither(file)
        yield _Lines(file, disk)
        return
    try:
        with Parcel.opened(file) as parcel:
            total, done = sum(member.size for member in parcel.manifest.members), 0

            def step(count: int) -> None:
                nonlocal done
                done += count
                tell(done, total)

            damaged = tuple(parcel.unsound(step))
            if not damaged:
                yield _Packed(parcel)
                return
            manifest = parcel.manifest
    except StoreError as error:
        if error.code not in ("care.cut_off", "care.not_a_backup") or not salvage:
            raise
        manifest, damaged = None, ()
    if not salvage:
        raise _damaged(file, damaged)
    wreck = Wreck(file, disk)
    if not wreck.names:
        raise _neither(file)
    yield _Salvaged(wreck, manifest, damaged)


def _holds_lines(file: Path, disk: Disk) -> bool:
    """Whether whole lines stand in a file that does not begin like one: bytes set aside, a copy without its start."""
    with source(file, disk) as opened:
        return any(parsed.commits for parsed in LineStream(opened, file))


def _neither(file: Path) -> StoreError:
    return StoreError(
        "care.not_a_backup",
        "{file} is no backup of Roundsman, and no copy of its records. Nothing was changed.",
        file=str(file),
    )


def _damaged(file: Path, names: tuple[str, ...]) -> StoreError:
    return StoreError(
        "care.damaged",
        "The backup {file} is damaged in {count} places: {names}. Nothing was changed. Copy it again from where it"
        " came from; if there is no other copy, --salvage takes what is whole.",
        file=str(file),
        count=len(names),
        names=list(names[:5]),
    )


def photos_of(given: Giver) -> list[str]:
    """The file names of the photos in a giver."""
    return [n.removeprefix("photos/") for n in given.names if sha_of(n.removeprefix("photos/"))]


def records_of(given: Giver) -> list[str]:
    """The names of the files of lines in a giver."""
    return [name for name in given.names if name.endswith(".journal")]


def small(given: Giver, name: str) -> bytes | None:
    """A small file whole; None when the giver has none, or it is damaged. Raises OSError."""
    if name not in given.names:
        return None
    parts: list[bytes] = []
    try:
        with given.open(name) as stream:
            while (part := stream.read(CHUNK)) and sum(map(len, parts)) < _LARGEST_SMALL:
                parts.append(part)
    except (Unsound, zipfile.BadZipFile):
        return None
    return b"".join(parts)

"""The file of a backup: an ordinary zip whose last member, manifest.json, says what the others have to be.

Any program that opens zip files shows what is in it, and journals inside are files of lines that check themselves.
Reading trusts nothing: only known names are looked at, nothing is read beyond the size that the manifest gives, and
no name becomes a path before it was matched.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from store.care.files import CHUNK, Pen, Source
from store.care.folder import DEVICE, KEYS, may_stand
from store.care.reading import Readable
from store.errors import StoreError
from store.photos import LARGEST

__all__ = ["FORMAT", "MANIFEST", "Manifest", "Member", "Parcel", "Unsound", "Wrapping", "hashed"]

FORMAT = 1
MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 64 << 20
_LARGEST_SMALL = 32 << 20
_SMALL = frozenset({DEVICE, KEYS, "share.json", "drafts.json", "languages.json", "views.json"})
_LARGE = 1 << 31
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What the standard library raises at a damaged or an odd archive."""


class Member(msgspec.Struct, frozen=True):
    """One file in a backup."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `events` and `vector` let somebody see what is in it without reading it."""

    roundsman: str = "backup"
    format: int = FORMAT
    site: str = ""
    site_zh: str = ""
    site_en: str = ""
    made: datetime
    device: str = ""
    events: int = 0
    vector: dict[str, int] = {}
    photos: int | None = None
    """None: left out."""
    keys: bool = False
    damaged_lines: int = 0
    damaged_photos: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()


class _Bare(msgspec.Struct):
    roundsman: str
    format: int


class Unsound(Exception):  # noqa: N818  (it names what the member is)
    """A member is not what the manifest says."""


class Wrapping:
    """A backup being written. `add` members, then `close` with the manifest."""

    def __init__(self, pen: Pen, made: datetime) -> None:
        self._zip = zipfile.ZipFile(pen, "w")  # pyright: ignore[reportArgumentType]  (a RawIOBase is enough)
        self._date = max(made.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        self.members: list[Member] = []

    def add(self, name: str, source: Source, tell: Callable[[int], None], *, packed: bool = True) -> Member:
        """Copy a file in, compressed when it pays. `tell` gets the bytes of each step. Raises OSError."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._named(name, packed=packed), "w", force_zip64=source.size >= _LARGE) as out:
            while part := source.read(CHUNK):
                out.write(part)
                digest.update(part)
                size += len(part)
                tell(len(part))
        self.members.append(Member(name, size, digest.hexdigest()))
        return self.members[-1]

    def close(self, manifest: Manifest) -> None:
        """Write the manifest and the archive's directory. Raises OSError."""
        self._zip.writestr(self._named(MANIFEST, packed=True), msgspec.json.format(msgspec.json.encode(manifest)))
        self._zip.close()

    def _named(self, name: str, *, packed: bool) -> zipfile.ZipInfo:
        named = zipfile.ZipInfo(name, self._date)
        named.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        named.external_attr = (0o600 if name == KEYS else 0o644) << 16
        return named


class _Bounded:
    """A member as a stream that ends, or fails, at the size in the manifest, and checks the hash at its end."""

    def __init__(self, source: Readable, member: Member) -> None:
        self._source = source
        self._member = member
        self._digest = hashlib.sha256()
        self._left = member.size

    def read(self, count: int, /) -> bytes:
        try:
            part = self._source.read(max(1, min(count, self._left)))
        except (*_DAMAGE, OSError) as error:
            raise Unsound(self._member.name) from error
        self._digest.update(part)
        self._left -= len(part)
        if self._left < 0 or (not part and (self._left or self._digest.hexdigest() != self._member.sha256)):
            raise Unsound(self._member.name)
        return part


class Parcel:
    """A backup being read. Use `Parcel.opened`."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = archive
        self.manifest = manifest
        self.members = {member.name: member for member in manifest.members}

    @classmethod
    @contextmanager
    def opened(cls, file: Path) -> Generator[Parcel]:
        """Open a backup and read its manifest.

        Raises:
            StoreError: `care.cut_off` when the end of the archive is missing, `care.not_a_backup`, `care.newer`,
                `care.strange` when it holds what no backup does.
            OSError: the file cannot be read.
        """
        try:
            archive = zipfile.ZipFile(file)
        except _DAMAGE as error:
            raise StoreError(
                "care.cut_off",
                "The backup {file} is damaged or not complete. Nothing was changed. Copy it again from where it came"
                " from; if there is no other copy, --salvage takes what is whole.",
                file=str(file),
            ) from error
        with archive:
            yield cls(archive, _manifest_of(archive, file))

    @contextmanager
    def open(self, name: str) -> Generator[Readable]:
        """A member as a stream. It raises Unsound while it is read when it is not what the manifest says."""
        try:
            source = self._zip.open(name)
        except (*_DAMAGE, KeyError, OSError) as error:
            raise Unsound(name) from error
        with source:
            yield _Bounded(source, self.members[name])

    def content(self, name: str) -> bytes:
        """A small member whole. Raises Unsound."""
        with self.open(name) as source:
            return b"".join(iter(lambda: source.read(CHUNK), b""))

    def unsound(self, tell: Callable[[int], None] = lambda _: None) -> Iterator[str]:
        """The names of the members that are damaged; reads everything."""
        for member in self.manifest.members:
            try:
                with self.open(member.name) as source:
                    while part := source.read(CHUNK):
                        tell(len(part))
            except Unsound:
                yield member.name


def hashed(source: Readable) -> str:
    """The SHA-256 of a stream, as hex."""
    digest = hashlib.sha256()
    while part := source.read(CHUNK):
        digest.update(part)
    return digest.hexdigest()


def _manifest_of(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        with archive.open(MANIFEST) as source:
            raw = source.read(_LARGEST_MANIFEST)
        bare = msgspec.json.decode(raw, type=_Bare)
        if bare.roundsman != "backup":
            raise _not_a_backup(file)
        if bare.format > FORMAT:
            raise StoreError(
                "care.newer",
                "This backup was made by a newer Roundsman (format {theirs}, this one reads {ours}). Update this"
                " program; nothing was changed.",
                theirs=bare.format,
                ours=FORMAT,
            )
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (*_DAMAGE, KeyError, msgspec.MsgspecError) as error:
        raise _not_a_backup(file) from error
    _check_names(archive, manifest, file)
    return manifest


def _check_names(archive: zipfile.ZipFile, manifest: Manifest, file: Path) -> None:
    """Members that nobody packed, names that lead elsewhere, sizes out of all reason: somebody made this by hand."""
    packed = [info.filename for info in archive.infolist()]
    named = [member.name for member in manifest.members]
    largest = {member.name: member.size for member in manifest.members}
    strange = [name for name in named if not may_stand(name)]
    strange += [name for name in packed if name not in largest and name != MANIFEST]
    strange += [MANIFEST] if _doubled(packed) or _doubled(named) else []
    strange += [name for name, size in largest.items() if size < 0 or size > _limit(name)]
    if strange:
        raise StoreError(
            "care.strange",
            "{file} holds what no backup of Roundsman does ({name}). Somebody changed it; nothing was taken from it.",
            file=str(file),
            name=strange[0],
        )


def _doubled(names: list[str]) -> bool:
    return len(set(names)) < len(names)


def _limit(name: str) -> int:
    if name.startswith("photos/"):
        return LARGEST
    return _LARGEST_SMALL if name in _SMALL else 1 << 50


def _not_a_backup(file: Path) -> StoreError:
    return StoreError(
        "care.not_a_backup",
        "{file} is no backup of Roundsman, and no copy of its records. Nothing was changed.",
        file=str(file),
    )

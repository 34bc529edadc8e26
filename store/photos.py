"""Photos: files named by the SHA-256 of what is in them, kept beside the journal.

Adding the same photo twice is adding it once, on every device; a name can be checked against its content for
ever. The suffix is not part of the identity; it is there so that other programs know what they open.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from store.disk import DISK, Disk
from store.errors import StoreError, from_os

__all__ = ["LARGEST", "Photos", "image_suffix", "sha_of"]

LARGEST = 30 * 1024 * 1024
"""Bytes; a phone's full-size picture has 3 to 12 MB."""
Entry = TypeVar("Entry")
_CHUNK = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,5})?")
_KNOWN = (".jpg", ".png", ".webp", ".heic", "")
"""Suffixes that a kept photo may have; none for a picture of a kind that only a newer version knows."""
_QUIET = 2.0
"""Seconds without a change after which a file counts as written to its end."""
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


def image_suffix(head: bytes) -> str:
    """The suffix for a file that begins with these bytes (12 are enough); '' when it is no picture we take."""
    if head.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return ".webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return ".heic"
    return ""


def sha_of(name: str) -> str:
    """The hash that a file's name promises; '' when the name is that of no photo."""
    found = _FILE.fullmatch(name)
    return found[1] if found else ""


class Photos:
    """The photo folder of a data folder."""

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self.folder = folder
        self._disk = disk
        self._sizes: dict[Path, tuple[float, int]] = {}

    def path(self, sha: str) -> Path:
        """Where a photo is, or would be (without suffix) when it has not come here yet."""
        if not _NAME.fullmatch(sha):
            return self.folder / "no-such-photo"  # names come from other devices too: never out of the folder
        # Asked name by name: to list a folder with a year of photos in it would take a hundred times as long.
        return next((path for s in _KNOWN if (path := self.folder / (sha + s)).is_file()), self.folder / sha)

    def has(self, sha: str) -> bool:
        """Whether the photo is here."""
        return self.path(sha).is_file()

    def here(self) -> dict[str, Path]:
        """All photos that are here, by their hash, in one look at the folder. Raises OSError."""
        try:
            names = self._disk.names(self.folder)
        except FileNotFoundError:
            return {}
        return {sha: self.folder / name for name in names if (sha := sha_of(name))}

    def add(self, source: Path) -> str:
        """Copy a picture in and return its name, 64 hex digits; the original stays where it is.

        Raises:
            StoreError: `photo.gone`, `photo.empty`, `photo.not_an_image`, `photo.too_large`, `photo.changing` when it
                was still being written, or what the disk said (`store.full`, `store.read_only`, `store.disk`).
        """
        try:
            with source.open("rb") as original:
                return self._copy(source, original.fileno())
        except FileNotFoundError as error:
            raise StoreError(
                "photo.gone", "The photo {name} is no longer there. Take it again.", name=source.name
            ) from error
        except IsADirectoryError as error:
            raise _not_an_image(source) from error
        except OSError as error:
            raise from_os(error, self.folder) from error

    def put(self, content: bytes) -> str:
        """Keep a picture that was made here, such as a camera's frame, and return its name as `add` does.

        Raises:
            StoreError: `photo.too_large`, or what the disk said, as from `add`.
        """
        sha = hashlib.sha256(content).hexdigest()
        if len(content) > LARGEST:
            raise _too_large(sha[:12])
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            scrap = self._scrap()
            try:
                fd = self._disk.open(scrap, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
                try:
                    self._disk.write_all(fd, content, 0)
                    self._disk.force(fd)
                finally:
                    self._disk.close(fd)
                self.keep(scrap, sha, image_suffix(content[:16]))
            finally:
                with suppress(OSError):
                    scrap.unlink(missing_ok=True)
        except OSError as error:
            raise from_os(error, self.folder) from error
        return sha

    def put_for(self, content: bytes, enter: Callable[[str], Entry | None]) -> Entry | None:
        """Keep a picture for the entry that `enter` makes with its name; where it makes none, the picture goes again.

        A picture that was here before stays, and so does one of which `enter` could not say what became of it.
        Raises StoreError as `put`, and what `enter` raises.
        """
        had = self.has(hashlib.sha256(content).hexdigest())
        sha = self.put(content)
        made = enter(sha)
        if made is None and not had:
            with suppress(OSError):
                self._disk.remove(self.path(sha))
        return made

    def _scrap(self) -> Path:
        return self.folder / f".{os.getpid()}.{os.urandom(6).hex()}.part"

    def keep(self, part: Path, sha: str, suffix: str, *, damaged: bool = False) -> None:
        """Give a whole photo, already checked against its hash, its name; with `damaged`, in the place of a bad one.

        The bad one stays beside it as `.wrong`. Raises OSError.
        """
        stands = self.path(sha)
        if stands.is_file():
            if not damaged:
                self._disk.remove(part)
                return
            self._disk.rename(stands, stands.with_name(stands.name + ".wrong"))
        self._disk.rename(part, self.folder / (sha + suffix))
        self._disk.force_directory(self.folder)

    def _copy(self, source: Path, original: int) -> str:
        before = self._disk.stat_of(original)
        if before.st_size == 0:
            raise StoreError("photo.empty", "The photo {name} is empty. Take it again.", name=source.name)
        if before.st_size > LARGEST:
            raise _too_large(source.name)
        suffix = image_suffix(self._disk.read(original, 16, 0))
        if not suffix:
            raise _not_an_image(source)
        self.folder.mkdir(parents=True, exist_ok=True)
        scrap = self._scrap()
        try:
            sha, length = self._pour(original, scrap)
            if length != before.st_size or self._disk.stat_of(original).st_size != length:
                raise StoreError(
                    "photo.changing",
                    "The photo {name} was still being written. Wait a moment and choose it again.",
                    name=source.name,
                )
            target = self.folder / (sha + suffix)
            if not target.exists():
                self._disk.rename(scrap, target)
                self._disk.force_directory(self.folder)
        finally:
            with suppress(OSError):
                scrap.unlink(missing_ok=True)
        return sha

    def _pour(self, original: int, scrap: Path) -> tuple[str, int]:
        digest, offset = hashlib.sha256(), 0
        fd = self._disk.open(scrap, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            while offset <= LARGEST and (part := self._disk.read(original, _CHUNK, offset)):
                self._disk.write_all(fd, part, offset)
                digest.update(part)
                offset += len(part)
            self._disk.force(fd)
        finally:
            self._disk.close(fd)
        return digest.hexdigest(), offset

    def listing(self, inbox: Path) -> Sequence[tuple[Path, float, int]]:
        """Pictures in the watched folder as (path, time of change, bytes), newest first.

        Left out: hidden and half-copied files, empty ones, and those still growing. A picture whose last bytes are
        a picture's end shows at once; any other when two calls saw it alike, or after two quiet seconds. An absent
        folder is an empty one.
        """
        found: dict[Path, tuple[float, int]] = {}
        with suppress(OSError), os.scandir(inbox) as entries:
            for entry in entries:
                if entry.name.startswith((".", "~")) or Path(entry.name).suffix.lower() not in _PICTURES:
                    continue
                with suppress(OSError):  # it may vanish while we look
                    seen = entry.stat()
                    if entry.is_file() and seen.st_size:
                        found[Path(entry.path)] = (seen.st_mtime, seen.st_size)
        quiet = time.time() - _QUIET
        settled = [p for p, s in found.items() if self._sizes.get(p) == s or s[0] < quiet or _ended(p)]
        self._sizes = found
        return sorted(((p, *found[p]) for p in settled), key=lambda row: (-row[1], row[0].name))


def _ended(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        file.seek(-12, os.SEEK_END)
        last = file.read()
        return last.endswith((b"\xff\xd9", b"IEND\xaeB`\x82"))
    return False


def _too_large(name: str) -> StoreError:
    return StoreError(
        "photo.too_large",
        "The photo {name} is larger than {limit} MB. Set the camera to a smaller size and take it again.",
        name=name,
        limit=LARGEST // (1024 * 1024),
    )


def _not_an_image(source: Path) -> StoreError:
    return StoreError(
        "photo.not_an_image",
        "{name} is not a picture. JPEG, PNG, WebP and HEIC can be attached.",
        name=source.name,
    )

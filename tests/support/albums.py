"""Devices with photos on one share: folders, pictures with chosen content, and events that name them."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from checkpoints.work.findings.facts import FindingNoted
from store.disk import Disk
from store.photos import Photos

JPEG = b"\xff\xd8\xff\xe0"


def picture(seed, size=1000):
    """The bytes of a picture; another seed, another picture."""
    return JPEG + random.Random(seed).randbytes(size - len(JPEG))


def sha_of(content):
    return hashlib.sha256(content).hexdigest()


def keep(photos: Photos, content: bytes) -> str:
    """Put a picture into a photo folder as the app does."""
    photos.folder.mkdir(parents=True, exist_ok=True)
    source = photos.folder.parent / "camera.jpg"
    source.write_bytes(content)
    return photos.add(source)


def noted(*shas, finding="f1"):
    """A fact that names photos."""
    return FindingNoted(finding=finding, words="see", photos=shas)


def on_share(share: Path) -> dict[str, bytes]:
    """What stands beside the share under names that count, by hash."""
    shelf = share.with_name(share.stem + ".photos")
    return {p.name[:64]: p.read_bytes() for p in shelf.glob("??/*.jpg")}


def scraps(share: Path) -> list[str]:
    """What stands beside the share under other names."""
    shelf = share.with_name(share.stem + ".photos")
    return sorted(p.name for p in shelf.rglob("*") if p.is_file() and p.suffix != ".jpg")


class CountingDisk(Disk):
    """Counts what is read, written and listed."""

    def __init__(self):
        self.forget()

    def forget(self):
        self.bytes_read = self.bytes_written = self.listed = self.calls = 0

    def read(self, fd, count, offset):
        found = super().read(fd, count, offset)
        self.bytes_read += len(found)
        self.calls += 1
        return found

    def write(self, fd, part, offset):
        self.bytes_written += len(part)
        self.calls += 1
        return super().write(fd, part, offset)

    def names(self, folder):
        self.listed += 1
        self.calls += 1
        return super().names(folder)

    def stat(self, path):
        self.calls += 1
        return super().stat(path)

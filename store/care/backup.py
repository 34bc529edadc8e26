"""Backup: everything of a data folder in one ordinary file, made while the app goes on working.

The journal is read up to its last whole line; what is appended meanwhile is for the next backup. The file gets its
name only after it was forced to the disk, read back and compared, so a file of that name is a backup that is whole.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from store import device as devices
from store.archive.segments import ARCHIVE
from store.care import folder
from store.care.files import Pen, Source, new_file, source
from store.care.folder import DEVICE, KEYS
from store.care.parcel import Manifest, Parcel, Wrapping
from store.care.reading import Survey
from store.disk import DISK, Disk
from store.errors import StoreError, from_os
from store.photos import sha_of

__all__ = ["Made", "Tell", "backup"]

Tell = Callable[[int, int], None]
"""Is told bytes done and bytes in all."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made."""

    file: Path
    size: int
    manifest: Manifest
    keys_left_out: bool
    """There are signing keys in the folder, and they are not in the backup."""
    same_disk: bool
    """It lies on the disk that it is to replace one day."""


def backup(
    data: Path,
    file: Path,
    now: datetime,
    *,
    keys: bool = False,
    photos: bool = True,
    force: bool = False,
    disk: Disk = DISK,
    tell: Tell = lambda _done, _total: None,
) -> Made:
    """Write a backup of the folder `data` to `file`; with `keys` it holds the signing keys and only its owner reads it.

    Raises:
        StoreError: `care.no_records`; `care.exists` (without `force`), `care.no_folder`, `care.no_room`,
            `care.not_written`, `care.read_back`. In each case an older file of that name is as it was, and nothing
            else is left behind.
    """
    folder.needs_records(data)
    target = file.expanduser().absolute().resolve()
    _check_target(target, data, force=force)
    try:
        with new_file(target, disk, 0o600 if keys else 0o644) as (pen, scrap):
            manifest = _pack(data, pen, now, keys=keys, photos=photos, disk=disk, tell=tell)
            pen.force()
            _read_back(scrap, manifest)
        size = target.stat().st_size
        same_disk = target.stat().st_dev == data.stat().st_dev
    except OSError as error:
        raise _not_written(error, target) from error
    return Made(target, size, manifest, (data / KEYS).is_file() and not keys, same_disk)


def _check_target(target: Path, data: Path, *, force: bool) -> None:
    if target.is_dir() or not target.parent.is_dir():
        raise StoreError(
            "care.no_folder",
            "{file} is a folder, or its folder is not there. Name a file in a folder that is.",
            file=str(target),
        )
    home = data.resolve()
    own = {home / name for name in (folder.JOURNAL, DEVICE, KEYS)}
    if target in own or target.parent == home / ARCHIVE or (target.exists() and not force):
        raise StoreError(
            "care.exists",
            "{file} is there already. It was left as it is; choose another name, or replace it with --force.",
            file=str(target),
        )


def _pack(data: Path, pen: Pen, now: datetime, *, keys: bool, photos: bool, disk: Disk, tell: Tell) -> Manifest:
    wrapping, survey, damaged = Wrapping(pen, now), Survey(), list[str]()
    pictures = folder.photos(data) if photos else []
    with ExitStack() as held:
        # All are opened first: a compaction that begins now leaves what is open as it is.
        records = [(path, held.enter_context(source(path, disk))) for path in folder.journals(data)]
        total, done = sum(opened.size for _, opened in records), 0
        for name in pictures:
            with suppress(OSError):
                total += (data / "photos" / name).stat().st_size

        def step(count: int) -> None:
            nonlocal done
            done += count
            tell(done, total)

        for path, opened in records:
            _whole_lines(opened, survey, path)
            wrapping.add(path.relative_to(data).as_posix(), opened, step)
    for name in [*folder.companions(data), *([KEYS] if keys and (data / KEYS).is_file() else [])]:
        with suppress(FileNotFoundError), source(data / name, disk) as opened:
            wrapping.add(name, opened, lambda _: None)
    for name in pictures:
        with suppress(FileNotFoundError), source(data / "photos" / name, disk) as opened:
            if wrapping.add(f"photos/{name}", opened, step, packed=False).sha256 != sha_of(name):
                damaged.append(name)
    device = None
    with suppress(OSError):
        device = devices.load(data / DEVICE)
    manifest = Manifest(
        site=survey.site,
        site_zh=survey.site_names[0],
        site_en=survey.site_names[1],
        made=now,
        device=device.id if device is not None else "",
        events=survey.events,
        vector=survey.known.vector,
        photos=sum(m.name.startswith("photos/") for m in wrapping.members) if photos else None,
        keys=any(m.name == KEYS for m in wrapping.members),
        damaged_lines=len(survey.damage),
        damaged_photos=tuple(damaged),
        members=tuple(wrapping.members),
    )
    wrapping.close(manifest)
    return manifest


def _whole_lines(opened: Source, survey: Survey, path: Path) -> None:
    """Look at a file of lines, and let it end with its last whole line: the rest is being written at this moment."""
    stream = survey.read(opened, path)
    opened.rewind(stream.size - len(stream.tail))


def _read_back(scrap: Path, manifest: Manifest) -> None:
    """Raises StoreError unless the disk gives back what was given to it."""
    try:
        with Parcel.opened(scrap) as parcel:
            wrong = next(parcel.unsound(), None)
            if wrong is None and msgspec.json.encode(parcel.manifest) == msgspec.json.encode(manifest):
                return
    except (StoreError, zipfile.BadZipFile):
        pass
    raise StoreError(
        "care.read_back",
        "What the disk gave back was not what was written to it. No backup was made. Use another disk, and have this"
        " one looked at.",
    )


def _not_written(error: OSError, target: Path) -> StoreError:
    told = from_os(error, target)
    if told.code == "store.full":
        return StoreError(
            "care.no_room",
            "There is not enough room for the backup at {file}. Nothing was left behind, and an older file of that"
            " name is as it was. Free some space, or choose another disk.",
            file=str(target),
        )
    return StoreError(
        "care.not_written",
        "No backup was made at {file} ({reason}). The records are untouched, and an older file of that name is as"
        " it was.",
        file=str(target),
        reason=error.strerror or str(error),
    )

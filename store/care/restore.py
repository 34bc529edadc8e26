"""Restore: out of a backup, its wreck, or a copy of the shared file, into a new folder or united into one in use.

First everything is looked at and compared; only then, and after a person said yes, something is changed. Whoever is
restored goes on as a new incarnation, because the original may still be alive and writing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from store import device as devices
from store.care.backup import Tell
from store.care.files import CHUNK, new_file
from store.care.folder import DEVICE, JOURNAL, KEYS, journals
from store.care.givers import Giver, giver, photos_of, records_of, small
from store.care.parcel import Unsound
from store.care.reading import LineStream, Survey
from store.care.uniting import Taking, here, keys_verdict, take_keys, take_photos
from store.device import Device
from store.disk import DISK, Disk
from store.errors import UNREADABLE, StoreError, from_os
from store.journal.lock import SidecarLock
from store.opening import make_folder
from store.photos import Photos

__all__ = ["Plan", "Restored", "look", "restore"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a restore would do."""

    file: Path
    fresh: bool
    """The folder holds no records yet: it becomes what the backup holds."""
    site: str
    site_names: tuple[str, str]
    """Chinese, English."""
    made: datetime | None
    """When the backup was made; None where nothing says so."""
    events: int
    new_events: int
    photos: int
    new_photos: int
    keys: str
    """Of the label signing keys: none, take, same, kept (other ones are here and stay)."""
    damaged: tuple[str, ...] = ()
    """Members that are damaged; only with `salvage`."""
    damaged_lines: int = 0


@dataclass(slots=True)
class Restored:
    """What a restore did."""

    events: int = 0
    photos: int = 0
    photos_left_out: int = 0
    """Photos that are not what their name says."""
    keys: str = "none"
    reborn: bool = False
    fresh: bool = False
    damaged: tuple[str, ...] = field(default=())


def look(
    data: Path,
    file: Path,
    *,
    salvage: bool = False,
    disk: Disk = DISK,
    tell: Tell = lambda _done, _total: None,
) -> Plan:
    """Read a backup or a file of records through and say what restoring it into `data` would do. Changes nothing.

    Raises:
        StoreError: what `givers.giver` raises; `care.other_site`; `care.no_space`; `care.unreadable`.
    """
    with _opened(file, disk, salvage=salvage, tell=tell) as given:
        return _plan(data, file, given, disk)


def restore(
    data: Path,
    file: Path,
    *,
    salvage: bool = False,
    disk: Disk = DISK,
    tell: Tell = lambda _done, _total: None,
) -> Restored:
    """Do what `look` says: the same checks first, then photos, keys and, last, the records.

    Raises:
        StoreError: what `look` raises, with nothing changed; what the disk or the journal said in the middle. What was
            taken in until then stays, is whole, and restoring again takes in the rest.
    """
    with _opened(file, disk, salvage=salvage, tell=tell) as given:
        plan = _plan(data, file, given, disk)
        make_folder(data)
        total, done = sum(given.size(name) for name in given.names), 0

        def step(count: int) -> None:
            nonlocal done
            done += count
            tell(min(done, total), total)

        told = Restored(keys=plan.keys, damaged=plan.damaged)
        try:
            told.photos, told.photos_left_out = take_photos(given, data, disk, step)
            if plan.keys == "take":
                take_keys(given, data, disk)
            if given.whole and plan.fresh:
                told.fresh = told.reborn = _found(data, given, disk)
                told.events = plan.events
            if not told.fresh:
                _unite(data, given, disk, told, step)
        except Unsound as error:  # it was whole a moment ago
            raise _unreadable(file, str(error)) from error
        except OSError as error:
            raise from_os(error, data) from error
        return told


@contextmanager
def _opened(file: Path, disk: Disk, *, salvage: bool, tell: Tell) -> Generator[Giver]:
    with ExitStack() as held:
        try:
            given = held.enter_context(giver(file.expanduser().absolute(), disk, salvage=salvage, tell=tell))
        except OSError as error:
            raise _unreadable(file, error.strerror or str(error)) from error
        yield given


def _plan(data: Path, file: Path, given: Giver, disk: Disk) -> Plan:
    try:
        mine = here(data, disk)
        fresh = not any(path.exists() for path in journals(data, disk))
        theirs, new = _compare(given, mine)
        have = Photos(data / "photos", disk).here()
        keys = keys_verdict(given, data)
    except Unsound as error:
        raise _unreadable(file, str(error)) from error
    except OSError as error:
        raise from_os(error, file) from error
    if mine.site and theirs.site and mine.site != theirs.site:
        raise StoreError(
            "care.other_site",
            "These are records of another site ({theirs}); this folder belongs to {ours}. Nothing was changed. Choose"
            " the right file, or another folder with --data.",
            theirs=theirs.site,
            ours=mine.site,
        )
    photos = photos_of(given)
    missing = [name for name in photos if name[:64] not in have]
    need = sum(given.size(f"photos/{name}") for name in missing)
    need += sum(given.size(name) for name in records_of(given)) if new else 0
    _check_room(data, need)
    manifest = given.manifest
    return Plan(
        file=file,
        fresh=fresh,
        site=theirs.site,
        site_names=theirs.site_names,
        made=manifest.made if manifest is not None else None,
        events=theirs.events,
        new_events=new,
        photos=len(photos),
        new_photos=len(missing),
        keys=keys,
        damaged=given.damaged,
        damaged_lines=len(theirs.damage),
    )


def _compare(given: Giver, mine: Survey) -> tuple[Survey, int]:
    """What a giver holds, and how many events of it are not here."""
    theirs, new = Survey(), 0
    for name in records_of(given):
        with given.open(name) as opened:
            for parsed in LineStream(opened, name):
                new += sum(not mine.known.has(e.device, e.seq, e.id) for e in theirs.take(parsed))
    return theirs, new


def _check_room(data: Path, need: int) -> None:
    place = next(folder for folder in (data, *data.parents) if folder.is_dir())
    free = shutil.disk_usage(place).free
    if need > free:
        raise StoreError(
            "care.no_space",
            "There is not enough room in {folder}: {need} MB are needed, {free} MB are free. Nothing was changed.",
            folder=str(data),
            need=-(-need // 1_000_000),
            free=free // 1_000_000,
        )


def _found(data: Path, given: Giver, disk: Disk) -> bool:
    """Make a folder without records out of a backup, byte for byte; False when somebody began one there meanwhile.

    The journal comes last: until it has its name, this is a folder without records and can be restored into again.
    """
    lock = SidecarLock(data / (JOURNAL + ".lock"), disk)
    lock.take(5.0)
    try:
        if (data / JOURNAL).exists():
            return False
        for name in given.names:
            if name not in (JOURNAL, DEVICE, KEYS) and not name.startswith("photos/") and not (data / name).exists():
                disk.make_folder((data / name).parent)
                _copy(given, name, data / name, disk)
        _new_incarnation(data, given, disk)
        if JOURNAL in given.names:
            _copy(given, JOURNAL, data / JOURNAL, disk)
    finally:
        lock.close()
    return JOURNAL in given.names


def _copy(given: Giver, name: str, target: Path, disk: Disk) -> None:
    with given.open(name) as stream, new_file(target, disk) as (pen, _):
        while part := stream.read(CHUNK):
            pen.write(part)


def _new_incarnation(data: Path, given: Giver, disk: Disk) -> None:
    """The device of the backup goes on here under new numbers; a device that this folder was already does so too."""
    device = devices.load(data / DEVICE, disk)
    if device is None:
        with suppress(*UNREADABLE):
            device = msgspec.json.decode(small(given, DEVICE) or b"", type=Device)
    if device is not None:
        devices.save(data / DEVICE, device.reborn(disk.home_mark(data)), disk)


def _unite(data: Path, given: Giver, disk: Disk, told: Restored, step: Callable[[int], None]) -> None:
    taking = Taking(data, disk)
    try:
        for name in records_of(given):
            with given.open(name) as stream:
                taking.take(stream, name, step)
    finally:
        taking.close()
        told.events, told.reborn = taking.new, taking.reborn


def _unreadable(file: Path, reason: str) -> StoreError:
    return StoreError(
        "care.unreadable",
        "{file} cannot be read ({reason}). Nothing was changed.",
        file=str(file),
        reason=reason,
    )

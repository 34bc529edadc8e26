"""Taking records of others in: events by their dot and id, photos by their content, keys only where none are.

The journal may be in use by an app at the same time: what is taken in are ordinary lines under the journal's lock.
Nothing is ever overwritten. A crash in the middle leaves a part taken in; doing it again takes in the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from checkpoints.ledger.events import decode_event
from store import device as devices
from store.care.files import CHUNK, new_file, source
from store.care.folder import DEVICE, JOURNAL, KEYS, journals
from store.care.givers import Giver, photos_of, small
from store.care.parcel import Unsound
from store.care.reading import LineStream, Readable, Survey
from store.disk import Disk
from store.errors import UNREADABLE, from_os
from store.journal.file import JournalFile
from store.journal.lines import Op, Parsed, commit_line
from store.photos import LARGEST, Photos

__all__ = ["Taking", "here", "keys_verdict", "take_keys", "take_photos"]

_MOST_EVENTS = 500
_MOST_BYTES = 512 * 1024
_WAIT = 30.0
"""Seconds that are waited for the journal's lock; a restore is not a tap."""


class _Shelf:
    """The sink of the folder's own journal: what it holds is known. Never forgets, because events never go away."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey

    def forget(self) -> None:
        """The journal is read anew, perhaps because a part of it went into the archive."""

    def take(self, commits: list[list[Op]]) -> None:
        self._survey.take(Parsed(commits=commits))


def here(data: Path, disk: Disk) -> Survey:
    """What a folder holds, its archive included; nothing when it is new. Raises OSError, StoreError."""
    survey = Survey()
    for path in journals(data, disk):
        with suppress(FileNotFoundError), source(path, disk) as opened:
            survey.read(opened, path)
    return survey


class Taking:
    """Takes events of others into the journal of a folder."""

    def __init__(self, data: Path, disk: Disk) -> None:
        """Open the journal, making it when it is new. Raises StoreError as opening a journal does, OSError."""
        self._data = data
        self._disk = disk
        self._survey = Survey()
        self._file = JournalFile(data / JOURNAL, _Shelf(self._survey), disk)
        self._file.open(_WAIT)
        self.new = 0
        """Events taken in."""
        self.reborn = False
        """This device goes on under a new incarnation: the others' records hold entries of it that were not here."""
        try:
            for path in list(journals(data, disk))[1:]:
                with source(path, disk) as opened:
                    self._survey.read(opened, path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the journal."""
        self._file.close()

    def take(self, stream: Readable, name: str, tell: Callable[[int], None]) -> None:
        """Take in every event of a stream that is not here. Raises StoreError; what was taken in until then stays."""
        for batch, used in _batches(LineStream(stream, name)):
            if batch:
                self._append(batch)
            tell(used)

    def _append(self, batch: list[tuple[str, int, Op]]) -> None:
        with self._file.exclusive(_WAIT):
            known = self._survey.known
            fresh = [(device, op) for device, seq, op in batch if known.add(device, seq, op[1] or "")]
            if not fresh:
                return
            self._give_way({device for device, _ in fresh})
            self._file.append(commit_line([op for _, op in fresh]), lambda: None)
        self.new += len(fresh)

    def _give_way(self, writers: set[str]) -> None:
        """Under the lock, before such events come in: who wrote them under our id may still be at it."""
        path = self._data / DEVICE
        try:
            me = devices.load(path, self._disk)
            if me is not None and me.id in writers:
                devices.save(path, me.reborn(), self._disk)
                self.reborn = True
        except OSError as error:
            raise from_os(error, path) from error


def _batches(stream: LineStream) -> Iterator[tuple[list[tuple[str, int, Op]], int]]:
    """Events with their device and number, so many as fit into a line, and how many bytes of the stream they took."""
    batch: list[tuple[str, int, Op]] = []
    length = 0
    for parsed in stream:
        for op in (op for commit in parsed.commits for op in commit):
            table, key, raw = op
            if table != "events" or key is None or raw is None:
                continue
            try:
                event = decode_event(raw)
            except UNREADABLE:
                continue
            if batch and (len(batch) == _MOST_EVENTS or length + len(raw) > _MOST_BYTES):
                yield batch, 0
                batch, length = [], 0
            batch.append((event.device, event.seq, (table, event.id, raw)))
            length += len(raw)
        yield batch, parsed.used
        batch, length = [], 0


def take_photos(given: Giver, data: Path, disk: Disk, tell: Callable[[int], None]) -> tuple[int, int]:
    """Take in the photos that are not here; returns how many were new, and how many were damaged and left out.

    Raises OSError.
    """
    photos = Photos(data / "photos", disk)
    known, new, damaged = photos.here(), 0, 0
    for name in photos_of(given):
        sha = name[:64]
        if sha in known:
            continue
        disk.make_folder(photos.folder)
        try:
            _copy(given, f"photos/{name}", photos.folder / name, sha, disk)
        except Unsound:
            damaged += 1
            continue
        new += 1
        tell(given.size(f"photos/{name}"))
    return new, damaged


def _copy(given: Giver, name: str, target: Path, sha: str, disk: Disk) -> None:
    digest, size = hashlib.sha256(), 0
    with given.open(name) as stream, new_file(target, disk) as (pen, _):
        while part := stream.read(CHUNK):
            pen.write(part)
            digest.update(part)
            size += len(part)
            if size > LARGEST:
                break
        if digest.hexdigest() != sha:
            raise Unsound(name)


def keys_verdict(given: Giver, data: Path) -> str:
    """What becomes of the signing keys in a giver: none, take, same, or kept (other keys are here). Raises OSError."""
    theirs = small(given, KEYS)
    if theirs is None or not _readable(theirs):
        return "none"
    try:
        mine = (data / KEYS).read_bytes()
    except FileNotFoundError:
        return "take"
    return "same" if mine == theirs else "kept"


def take_keys(given: Giver, data: Path, disk: Disk) -> None:
    """Put the signing keys in place, for this user's eyes only. Raises OSError."""
    theirs = small(given, KEYS) or b""
    target = data / KEYS
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with new_file(target, disk, 0o600) as (pen, _):
        pen.write(theirs)


class _Key(msgspec.Struct):
    secret: str


def _readable(keys: bytes) -> bool:
    try:
        return all(bytes.fromhex(key.secret) for key in msgspec.json.decode(keys, type=dict[int, _Key]).values())
    except (msgspec.MsgspecError, ValueError):
        return False

"""Which photos events name, and which of them are not settled yet: not here, or not known to be on the share.

They are read from the journal: every `"photos":["<sha256>", ...]` of a fact (also `photos_after` and the like) and the
one `"photo":"<sha256>"` of an arrival, found in the raw JSON, so that the photos of a fact which only a newer version
understands travel too. In JSON a quote inside a text is escaped, so these bytes stand nowhere else. What is kept in
`photos.state` is a cache; without it, or where it was found by another rule, the journal is searched from its start.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import msgspec

from store.archive import JOURNAL, segments
from store.disk import DISK, Disk
from store.errors import UNREADABLE, from_os
from store.journal.lines import Op
from store.journal.reader import JournalReader, Position
from store.journal.scan import scan
from store.sync.standing import write_cache

__all__ = ["Wanted", "photos_in"]

STATE = "photos.state"
WORTH = 1 << 18
"""Bytes of journal that are worth writing down that they were searched."""
_NAMED = re.compile(rb'"photo(?:":|s(?:_[^"\\]*)?":\[)("[0-9a-f]{64}"(?:,"[0-9a-f]{64}")*)')


def photos_in(raw: bytes) -> list[str]:
    """The photos that the facts in raw JSON name, in the order in which they stand there."""
    return [sha for names in _NAMED.findall(raw) for sha in names.decode()[1:-1].split('","')]


class _State(msgspec.Struct):
    share: str
    position: Position
    names: list[str]
    rule: str = ""
    """How they were found."""


class _Search(JournalReader):
    """The journal, read on without ever taking its lock."""

    def open(self, after: Position | None) -> None:
        """Read everything, or what stands after a place of an earlier run."""
        self._start(after)

    def follow(self) -> None:
        """Read what was added."""
        try:
            self._follow()
        except OSError as error:
            raise from_os(error, self.path) from error

    def close(self) -> None:
        """Close the file."""
        self._stop()


class Wanted:
    """The photos of one data folder that are not settled with one share, in the order in which events named them."""

    def __init__(self, data: Path, share: Path, disk: Disk = DISK) -> None:
        self.names: dict[str, None] = {}
        """Take out what is settled, with `settle`."""
        self._path = data / STATE
        self._share = str(share)
        self._disk = disk
        self._journal: _Search | None = None
        self._data = data
        self._kept: _State | None = None
        """What stands in the file."""
        self._anew = False

    def follow(self) -> None:
        """Search what was added to the journal. Raises StoreError as reading a journal does."""
        before = len(self.names)
        if self._journal is None:
            self._journal = self._open()
        else:
            self._journal.follow()
        if self._anew:
            self._search_archive()
        cursor = self._kept.position.cursor if self._kept else 0
        if len(self.names) != before or abs(self._journal.position.cursor - cursor) > WORTH:
            self.save()

    def again(self) -> None:
        """Search everything: photos that were settled may be lost on the share. Raises as `follow`."""
        self.close()
        with suppress(OSError):
            self._disk.remove(self._path)
        self._kept = None
        self.follow()

    def settle(self, sha: str) -> None:
        """This one is here and on the share."""
        self.names.pop(sha, None)

    def save(self) -> None:
        """Write down how far it is. A cache: what is settled since and not written down is only looked at twice."""
        if self._journal is None:
            return
        state = _State(self._share, self._journal.position, list(self.names), _NAMED.pattern.decode())
        if self._kept is None or state.names != self._kept.names or state.position != self._kept.position:
            with suppress(OSError):
                write_cache(self._path, msgspec.json.encode(state), self._disk)
                self._kept = state

    def close(self) -> None:
        """Keep the place and close the journal."""
        self.save()
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _open(self) -> _Search:
        with suppress(OSError, *UNREADABLE):
            kept = msgspec.json.decode(self._path.read_bytes(), type=_State)
            known = kept.share == self._share and kept.rule == _NAMED.pattern.decode()
            self._kept = kept if known else None
            self.names |= dict.fromkeys(kept.names if self._kept else ())
        journal = _Search(self._data / JOURNAL, self, self._disk)
        journal.open(self._kept.position if self._kept else None)
        return journal

    def _search_archive(self) -> None:
        """A journal that is read from its start may be a new one, whose older events were put into the archive."""
        try:
            for segment in segments(self._data, self._disk):
                for parsed in scan(segment.path, self._disk):
                    self.take(parsed.commits)
        except OSError as error:
            raise from_os(error, self._data) from error
        self._anew = False

    # Sink of the journal

    def forget(self) -> None:
        """The journal is read from its start: names that were found stay, they do no harm."""
        self._anew = True

    def take(self, commits: list[list[Op]]) -> None:
        """Note the photos of new events."""
        for ops in commits:
            for table, _, raw in ops:
                if raw is not None and table == "events" and b'"photo' in raw:
                    self.names |= dict.fromkeys(photos_in(raw))

"""TinyDB's storage on a journal: tables live in memory as raw JSON, changes are appended as commits.

`read` hands out views that decode a document when it is looked at, so 100,000 events cost their bytes and not
their objects. `write` serves whatever hands back a whole database (drop_table, foreign table classes): it finds
the difference and commits that. Everything else goes through `commit`, which `JournalTable` calls.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from store.disk import DISK, Disk
from store.errors import EventsAreFinal, from_os
from store.journal.file import JournalFile
from store.journal.lines import Damage, Op, commit_line
from store.journal.reader import Position
from store.journal.view import TableView, decode, encode

__all__ = ["LOCK_WAIT", "JournalStorage", "TableView", "decode", "encode"]

LOCK_WAIT = 5.0
"""Seconds that a writer waits for another one before it says so."""


class JournalStorage(Storage):
    """A TinyDB storage that appends.

    Args:
        path: the journal; `.lock` and `.torn` stand beside it.
        disk: the calls to the disk, for tests.
        insert_only: tables whose documents are never changed or removed.
        wait: seconds that a writer waits for another one.
        after: a position of an earlier run; what stands before it is read only when somebody asks for all documents.
        earlier: hands out the events of the archive as (id, raw JSON), for those who ask for all documents.

    Raises what `JournalFile.open` raises.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        disk: Disk = DISK,
        insert_only: Iterable[str] = ("events",),
        wait: float = LOCK_WAIT,
        after: Position | None = None,
        earlier: Callable[[], Iterable[tuple[str, bytes]]] | None = None,
    ) -> None:
        super().__init__()
        self.wait = wait
        self.generation = 0
        """Counts how often memory was dropped and read anew; documents may have vanished when it rises."""
        self.arrivals = 0
        """Counts commits that came from the file and not from this handle."""
        self._insert_only = frozenset(insert_only)
        self._tables: dict[str, dict[str, bytes]] = {}
        self._watched: dict[str, deque[bytes]] = {}
        self._before: dict[str, dict[str, bytes]] = {}
        self._earlier = earlier
        self._partly = after is not None or earlier is not None
        """Whether documents may stand on the disk that are not in memory."""
        self._skipped = after is not None
        self._file = JournalFile(Path(path), self, disk)
        self._file.open(wait, after)

    # What TinyDB asks for

    def read(self) -> dict[str, Any] | None:
        """All tables. The outer dictionary is a copy, so that whoever drops a table from it changes nothing here."""
        self.follow()
        self._complete()
        return {name: TableView(raws) for name, raws in self._tables.items()}

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Commit the difference between `data` and what `read` last handed out.

        Raises EventsAreFinal when an insert-only table would lose or change a document.
        """
        self._complete()
        # The difference is taken before following: what others add meanwhile was not in the caller's hands.
        ops: list[Op] = [(name, None, None) for name in self._tables if name not in data]
        for name, rows in data.items():
            mine = self._tables.get(name)
            if mine is not None and isinstance(rows, TableView) and rows.raws is mine:
                continue
            if mine is None:
                ops.append((name, None, b"{}"))
                mine = {}
            kept = {str(key): encode(row) for key, row in rows.items()}
            ops += [(name, key, None) for key in mine if key not in kept]
            ops += [(name, key, raw) for key, raw in kept.items() if mine.get(key) != raw]
        with self.exclusive():
            self.commit(ops)

    def close(self) -> None:
        """Close the journal."""
        self._file.close()

    # What the journal's own tables and the logbook ask for

    def exclusive(self, timeout: float | None = None) -> AbstractContextManager[None]:
        """Hold the journal alone; see `JournalFile.exclusive`."""
        return self._file.exclusive(self.wait if timeout is None else timeout)

    @contextmanager
    def deferred(self) -> Generator[None]:
        """Hold the journal and force it once, at the end; see `JournalFile.deferred`."""
        with self.exclusive(), self._file.deferred():
            yield

    def follow(self) -> bool:
        """Take in what other processes wrote; whether there was any."""
        return self._file.follow()

    def reopen(self) -> None:
        """Read everything from the disk again after a failed force: what it has counts, and nothing is missed.

        Raises StoreError when the disk cannot be read either; what was known stays known then.
        """
        known, before, generation = self._tables, self._before, self.generation
        self._tables, self._before = {}, {}
        try:
            self._file.reopen(self.wait)
        except BaseException:
            self._tables, self._before = known, before
            for name, queue in self._watched.items() if self.generation != generation else ():
                queue.clear()
                queue.extend(self.raws(name).values())
            raise

    def commit(self, ops: Sequence[Op]) -> None:
        """Write changes as one line and apply them once the disk has it. Only inside `exclusive`.

        Raises:
            EventsAreFinal: an insert-only table would lose or change a document.
            StoreError: see `JournalFile.append`; nothing is applied then.
        """
        if not ops:
            return
        for op in ops:
            self._check(op)
        self._file.append(commit_line(ops), lambda: self._apply(ops))

    def raws(self, table: str) -> dict[str, bytes]:
        """The live documents of a table as raw JSON, in order of arrival. Not to be changed."""
        self._complete()
        return self._tables.get(table, {})

    def recent(self, table: str) -> dict[str, bytes]:
        """Those documents of a table that are in memory. Not to be changed."""
        return self._tables.get(table, {})

    def add(self, table: str, documents: Iterable[tuple[str, bytes]]) -> None:
        """Commit new documents of an insert-only table whose ids the caller knows to be new. Only inside `exclusive`.

        Raises StoreError: see `JournalFile.append`; nothing is applied then.
        """
        ops: list[Op] = [(table, key, raw) for key, raw in documents]
        self._file.append(commit_line(ops), lambda: self._apply(ops))

    def _complete(self) -> None:
        """Bring everything into memory that a start in the middle of the file left on the disk. Raises StoreError."""
        if not self._partly:
            return
        with self._file.mutex:
            events: dict[str, bytes] = {}
            try:
                for key, raw in self._earlier() if self._earlier is not None else ():
                    events.setdefault(key, raw)
            except OSError as error:
                raise from_os(error, self.path) from error
            if self._skipped:
                self._look_through(events)
            elif events:
                for key, raw in self._tables.get("events", {}).items():
                    events.setdefault(key, raw)
                self._tables["events"] = events
            self._partly = self._skipped = False

    def _look_through(self, events: dict[str, bytes]) -> None:
        """Read what was skipped, and what was not once more, because changes make sense only in their order."""
        watched, self._watched = self._watched, {}
        hot, self._tables = self._tables, {"events": events} if events else {}
        try:
            for parsed in self._file.look_through():
                for ops in parsed.commits:
                    self._apply(ops)
        except BaseException as error:
            self._tables = hot
            if isinstance(error, OSError):
                raise from_os(error, self.path) from error
            raise
        finally:
            self._watched = watched

    def has(self, table: str) -> bool:
        """Whether the table exists, empty or not."""
        self._complete()
        return table in self._tables

    def watch(self, table: str) -> deque[bytes]:
        """A queue into which each new document of an insert-only table is put, those in memory first."""
        return self._watched.setdefault(table, deque(self.recent(table).values()))

    def missed(self, table: str) -> dict[str, bytes]:
        """Documents of an insert-only table that were known before the file was read anew; handed out once."""
        return self._before.pop(table, {})

    @property
    def position(self) -> Position:
        """Up to where the file was read."""
        return self._file.position

    @property
    def identity(self) -> tuple[int, int]:
        """Which file the journal is, whatever its name."""
        return self._file.identity

    def in_place(self) -> bool:
        """Whether the journal that was read still stands under its name. Raises OSError."""
        return self._file.in_place()

    def reread(self) -> None:
        """Read the journal from its start. Raises StoreError."""
        try:
            self._file.reread()
        except OSError as error:
            raise from_os(error, self.path) from error

    @property
    def path(self) -> Path:
        """The file."""
        return self._file.path

    @property
    def file_id(self) -> str:
        """Which journal this is; empty when its heading is gone."""
        return self._file.file_id

    @property
    def former_id(self) -> str:
        """Which journal it was before it was read anew."""
        return self._file.former

    @property
    def broken(self) -> bool:
        """Whether writing stopped after a failed force."""
        return self._file.broken

    @property
    def damage(self) -> list[Damage]:
        """Damaged lines that were stepped over."""
        return self._file.damage

    @property
    def torn(self) -> list[int]:
        """Lengths of torn tails that were set aside by this handle."""
        return self._file.torn

    @property
    def set_aside(self) -> int:
        """Bytes in the file of torn tails, whoever set them aside."""
        try:
            return self._file.torn_path.stat().st_size
        except OSError:
            return 0

    # Sink of the file

    def forget(self) -> None:
        """Drop everything; the file is read from its start again."""
        self.generation += 1
        self._partly, self._skipped = self._earlier is not None, False
        for name in self._insert_only & self._tables.keys():
            self._before[name] = self._before.get(name, {}) | self._tables[name]
        self._tables = {}
        for queue in self._watched.values():
            queue.clear()

    def take(self, commits: list[list[Op]]) -> None:
        """Apply commits that came from the file."""
        self.arrivals += len(commits)
        for ops in commits:
            self._apply(ops)

    def _check(self, op: Op) -> None:
        table, key, raw = op
        if table not in self._insert_only:
            return
        mine = self.raws(table)
        if bool(mine) if key is None else raw is None or mine.get(key, raw) != raw:
            raise EventsAreFinal

    def _apply(self, ops: Sequence[Op]) -> None:
        for table, key, raw in ops:
            if table in self._insert_only:
                self._add(table, key, raw)
            elif key is None:
                if raw is None:
                    self._tables.pop(table, None)
                else:
                    self._tables[table] = {}
            elif raw is None:
                self._tables.get(table, {}).pop(key, None)
            else:
                self._tables.setdefault(table, {})[key] = raw

    def _add(self, table: str, key: str | None, raw: bytes | None) -> None:
        """Apply to an insert-only table: the first document under an id stays, whatever the file says later."""
        rows = self._tables.setdefault(table, {})
        if key is not None and raw is not None and key not in rows:
            rows[key] = raw
            if (queue := self._watched.get(table)) is not None:
                queue.append(raw)

"""TinyDB's tables on the journal: every change of a table is one commit.

TinyDB funnels insert, update, upsert, remove and truncate through the private `_update_table`; it is the one
method replaced here (hence the pin on tinydb 4.9). The updater gets a staged mapping over the live table; what
it changed becomes one line, and an updater that raises leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, NoReturn

from tinydb import TinyDB
from tinydb.table import Table

from store.errors import EventsAreFinal
from store.journal.lines import Op
from store.journal.storage import JournalStorage, decode, encode

__all__ = ["EventTable", "JournalDB", "JournalTable"]


class _Staged(MutableMapping[Any, Any]):
    """A table as an updater sees it: its own changes over the live documents, which stay untouched."""

    def __init__(self, live: dict[str, bytes], id_class: Callable[[str], Any]) -> None:
        self._live = live
        self._id_class = id_class
        self._touched: dict[str, Any] = {}
        """Documents that were handed out or set; None for removed ones."""
        self.emptied = False

    def __getitem__(self, key: Any) -> Any:
        name = str(key)
        if name not in self._touched:
            if self.emptied:
                raise KeyError(key)
            # A copy, and remembered: update functions change the document that they get in place.
            self._touched[name] = decode(self._live[name])
        found = self._touched[name]
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: Any, document: Any) -> None:
        self._touched[str(key)] = document

    def __delitem__(self, key: Any) -> None:
        if key not in self:
            raise KeyError(key)
        self._touched[str(key)] = None

    def __contains__(self, key: object) -> bool:
        name = str(key)
        if name in self._touched:
            return self._touched[name] is not None
        return not self.emptied and name in self._live

    def __iter__(self) -> Iterator[Any]:
        old = [] if self.emptied else [name for name in self._live if self._touched.get(name, name) is not None]
        new = [n for n, doc in self._touched.items() if doc is not None and (self.emptied or n not in self._live)]
        return iter([self._id_class(name) for name in old + new])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove all documents without looking at them."""
        self.emptied = True
        self._touched.clear()

    def changes(self, table: str) -> list[Op]:
        """What has to be written; documents that were only looked at are left out."""
        ops: list[Op] = [(table, None, b"{}")] if self.emptied else []
        live: dict[str, bytes] = {} if self.emptied else self._live
        for name, document in self._touched.items():
            if document is None:
                if name in live:
                    ops.append((table, name, None))
            elif live.get(name) != (raw := encode(document)):
                ops.append((table, name, raw))
        return ops


class JournalTable(Table):
    """An ordinary TinyDB table whose changes are durable when the call returns.

    Safe among processes: ids are given out under the journal's lock, and a query never comes from a cache that
    another process has made stale.
    """

    _storage: JournalStorage

    def __init__(
        self,
        storage: JournalStorage,
        name: str,
        cache_size: int = 0,  # noqa: ARG002  (kept for callers of TinyDB; a cache would miss what others write)
        persist_empty: bool = False,
    ) -> None:
        self._ids_as_of = -1
        super().__init__(storage, name, cache_size=0, persist_empty=persist_empty)

    def insert(self, document: Mapping[str, Any]) -> Any:
        """Insert a document; returns its id."""
        with self._storage.exclusive():
            return super().insert(document)  # pyright: ignore[reportUnknownMemberType]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[Any]:
        """Insert documents in one commit: all or none. Returns their ids."""
        with self._storage.exclusive():
            return super().insert_multiple(documents)  # pyright: ignore[reportUnknownMemberType]

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[Any]:
        """Update matching documents, or insert; nobody else can insert in between."""
        with self._storage.exclusive():
            return super().upsert(document, cond)  # pyright: ignore[reportUnknownMemberType]

    def _get_next_id(self) -> Any:
        if self._ids_as_of != self._storage.arrivals:
            self._next_id = None
            self._ids_as_of = self._storage.arrivals
        return super()._get_next_id()

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.exclusive():
            staged = _Staged(self._storage.raws(self.name), self.document_id_class)
            updater(staged)
            if staged.emptied and self._storage.has(self.name) and not self._storage.raws(self.name):
                staged.emptied = False
            self._storage.commit(staged.changes(self.name))


class EventTable(JournalTable):
    """The table of events: documents carry their own `id`, and are only ever added.

    `insert(event)` takes an event as a mapping. Updating, removing and truncating raise EventsAreFinal.
    """

    document_id_class = str

    def insert(self, document: Mapping[str, Any]) -> str:
        """Add one event. Raises ValueError when its id is already there, KeyError when it has none."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[str]:
        """Add events in one commit: all or none."""
        ops = [(self.name, str(event["id"]), encode(event)) for event in documents]
        ids = [key for _, key, _ in ops]
        with self._storage.exclusive():
            known = self._storage.raws(self.name)
            twice = next((key for key in ids if key in known), None) or (ids if len(set(ids)) < len(ids) else None)
            if twice is not None:
                msg = f"Document with ID {twice} already exists"
                raise ValueError(msg)
            self._storage.commit(ops)
        return ids

    def update(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refused."""
        raise EventsAreFinal

    def update_multiple(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refused."""
        raise EventsAreFinal

    def upsert(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refused."""
        raise EventsAreFinal

    def remove(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refused."""
        raise EventsAreFinal

    def truncate(self) -> NoReturn:
        """Refused."""
        raise EventsAreFinal


class JournalDB(TinyDB):
    """TinyDB on a journal. `JournalDB(path)` opens or creates; `db.table("events")` is the EventTable."""

    default_storage_class = JournalStorage
    table_class = JournalTable

    def table(self, name: str, **kwargs: Any) -> Table:
        """A table by name, made on first use."""
        if name == "events" and name not in self._tables:
            self._tables[name] = EventTable(self.storage, name, **kwargs)
        return super().table(name, **kwargs)  # pyright: ignore[reportUnknownMemberType]

    @property
    def storage(self) -> JournalStorage:
        """The journal beneath."""
        storage = self._storage
        assert isinstance(storage, JournalStorage)
        return storage

"""The journal: a TinyDB database in one append-only file that survives power cuts and several writers."""

from store.journal.storage import JournalStorage
from store.journal.table import EventTable, JournalDB, JournalTable

__all__ = ["EventTable", "JournalDB", "JournalStorage", "JournalTable"]

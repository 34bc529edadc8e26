"""The snapshot: a cache of the folded ledger. Delete or damage it and the ledger is folded again, equal."""

from store.snapshot.building import BIG, build
from store.snapshot.form import NAME, Head
from store.snapshot.keep import Snapshot, load, save
from store.snapshot.source import Files

__all__ = ["BIG", "NAME", "Files", "Head", "Snapshot", "build", "load", "save"]

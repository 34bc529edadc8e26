"""Saved views of the board: a name, a filter and an order, by person, in one small JSON file of the data folder.

Nothing of the record stands here. A file that cannot be read counts as empty: the views are gone, the work is not.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from checkpoints.ledger.board import Filter
from store.disk import DISK, Disk
from store.errors import UNREADABLE, from_os
from store.whole import write_whole

__all__ = ["FILE", "SavedView", "Views"]

FILE = "views.json"
MOST = 30
"""Views of one person; the oldest go first."""


class SavedView(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to show, under the name that the person gave it."""

    name: str
    filter: Filter
    sort: str = "due"
    reverse: bool = False


class Views:
    """The saved views of everybody who uses this data folder. The file is read each time: it is small, and shared."""

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self.path = folder / FILE
        self._disk = disk

    def of(self, person: str) -> list[SavedView]:
        """A person's views, the oldest first."""
        return self._read().get(person, [])

    def save(self, person: str, view: SavedView) -> None:
        """Keep a view; one of the same name gives way. Raises StoreError."""
        others = [v for v in self.of(person) if v.name != view.name]
        self._write(person, [*others, view][-MOST:])

    def delete(self, person: str, name: str) -> None:
        """Forget a view. Raises StoreError."""
        self._write(person, [v for v in self.of(person) if v.name != name])

    def _read(self) -> dict[str, list[SavedView]]:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, list[SavedView]])
        except (OSError, *UNREADABLE):
            return {}

    def _write(self, person: str, views: list[SavedView]) -> None:
        whole = self._read() | {person: views}
        try:
            write_whole(self.path, msgspec.json.encode(whole), self._disk, mode=0o600)
        except OSError as error:
            raise from_os(error, self.path) from error

"""Half-filled sheets, kept across a crash (experience rule 8): one small JSON file, no part of the record.

A draft is a courtesy, not evidence: when the disk refuses it, work goes on and only the log says so. What two
processes keep in one folder is united by key; the younger writing of one key wins.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import msgspec

from store.disk import DISK, Disk
from store.errors import UNREADABLE
from store.whole import write_whole

__all__ = ["Drafts", "Kept"]

FILE = "drafts.json"
MOST = 160
"""Drafts in the file; the oldest go first, so that what nobody came back for does not pile up."""

_logger = logging.getLogger(__name__)


class Drafts:
    """Drafts by key in `<folder>/drafts.json`. `put` and `drop` change memory, `flush` writes; any thread may flush."""

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self.path = folder / FILE
        self._disk = disk
        self._lock = threading.Lock()
        self._changes: dict[str, dict[str, Any] | None] = {}
        self._known = self._read()

    def get(self, key: str) -> dict[str, Any] | None:
        """The fields kept under a key; None when there are none."""
        return self._known.get(key)

    def under(self, beginning: str) -> list[dict[str, Any]]:
        """The fields of all whose key begins like that."""
        return [fields for key, fields in self._known.items() if key.startswith(beginning)]

    def put(self, key: str, fields: dict[str, Any]) -> None:
        """Keep the fields of a sheet: texts, numbers, lists and None."""
        if self._known.get(key) != fields:
            self._known[key] = fields
            self._change(key, fields)

    def drop(self, key: str) -> None:
        """Forget a draft: its sheet was saved."""
        if self._known.pop(key, None) is not None:
            self._change(key, None)

    @property
    def dirty(self) -> bool:
        """Whether something is not in the file yet."""
        return bool(self._changes)

    def flush(self) -> bool:
        """Write what changed. False when the disk refused; it is tried again at the next change."""
        with self._lock:
            changes, self._changes = self._changes, {}
            if not changes:
                return True
            whole = {key: fields for key, fields in self._read().items() if key not in changes}
            whole |= {key: fields for key, fields in changes.items() if fields is not None}
            kept = dict(list(whole.items())[-MOST:])
            try:
                write_whole(self.path, msgspec.json.encode(kept), self._disk, mode=0o600)
            except OSError as error:
                _logger.warning("a draft was not kept: %s", error)
                self._changes = changes | self._changes
                return False
            return True

    def _change(self, key: str, fields: dict[str, Any] | None) -> None:
        self._changes = {**{k: v for k, v in self._changes.items() if k != key}, key: fields}

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, dict[str, Any]])
        except (OSError, *UNREADABLE):
            return {}


class Kept:
    """One draft: the drafts and its key, as a sheet is given it."""

    def __init__(self, drafts: Drafts, *key: str) -> None:
        self.drafts = drafts
        self.key = "/".join(key)

    def get(self) -> dict[str, Any] | None:
        """What was kept."""
        return self.drafts.get(self.key)

    def put(self, fields: dict[str, Any]) -> None:
        """Keep this."""
        self.drafts.put(self.key, fields)

    def drop(self) -> None:
        """It was saved."""
        self.drafts.drop(self.key)

"""Which language each person chose on this device: a small file, no part of the record and not shared.

A kiosk goes back to its own language when nobody stands at it, so it has to know who wants another.
"""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from store.disk import DISK, Disk
from store.errors import UNREADABLE
from store.whole import write_whole

__all__ = ["Languages"]

FILE = "languages.json"

_logger = logging.getLogger(__name__)


class Languages:
    """Languages by person in `<folder>/languages.json`; what cannot be read or written counts as not chosen."""

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self.path = folder / FILE
        self._disk = disk

    def of(self, person: str) -> str:
        """What somebody chose last; empty where they never did."""
        return self._read().get(person, "")

    def keep(self, person: str, lang: str) -> None:
        """Somebody chose a language. A disk that refuses is told in the log only: it is a courtesy, no evidence."""
        try:
            write_whole(self.path, msgspec.json.encode({**self._read(), person: lang}), self._disk)
        except OSError as error:
            _logger.warning("the language of a person was not kept: %s", error)

    def _read(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, str])
        except (OSError, *UNREADABLE):
            return {}

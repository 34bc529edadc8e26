"""What is half filled in reaches the disk a moment after it was typed, in a thread; for sheets and for screens."""

from __future__ import annotations

from typing import Any

from textual import work
from textual.screen import Screen

from store.drafts import Kept

__all__ = ["Drafting"]

WRITE_AFTER = 0.4
"""Seconds after the first change until the draft is in its file."""


class Drafting(Screen[Any]):
    """`keep` its fields whenever they change."""

    _due = False

    def keep(self, kept: Kept, fields: dict[str, Any]) -> None:
        """Keep what is filled in; it reaches the disk a moment later."""
        kept.put(fields)
        if kept.drafts.dirty and not self._due:
            self._due = True
            self.set_timer(WRITE_AFTER, lambda: self._write_due(kept))

    def _write_due(self, kept: Kept) -> None:
        self._due = False
        self.write_draft(kept)

    @work(thread=True)
    def write_draft(self, kept: Kept) -> None:
        """Write what is kept now."""
        kept.drafts.flush()

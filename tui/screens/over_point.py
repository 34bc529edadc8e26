"""What the sheets over a checkpoint share: a scan never touches them, and what is typed survives a crash.

A scan while a sheet is open closes nothing and types nothing. When it confirms presence, the arrival is recorded at
once, with the time it really happened, and the screen below goes there when the sheet closes; the sheet says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import work

from store.drafts import Kept
from tui.scan import Scanned
from tui.screens.base import Sheet

if TYPE_CHECKING:
    from tui.screens.checkpoint import CheckpointScreen

__all__ = ["OverPoint"]

Request = TypeVar("Request")
Answer = TypeVar("Answer")
WRITE_AFTER = 0.4
"""Seconds after the first change until the draft is in its file."""


class OverPoint(Sheet[Request, Answer]):
    """A sheet over the checkpoint screen. `keep` its fields whenever they change."""

    _due = False

    def take_scan(self, scan: Scanned) -> None:
        """The screen below records it; the sheet stays as it is."""
        screen = cast("CheckpointScreen", self.app.screen_of("checkpoint"))
        screen.scan_under(self, scan)

    def keep(self, kept: Kept, fields: dict[str, Any]) -> None:
        """Keep what is filled in; it reaches the disk a moment later, in a thread."""
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

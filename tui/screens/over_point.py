"""What the sheets over a checkpoint share: a scan never touches them, and what is typed survives a crash.

A scan while a sheet is open closes nothing and types nothing. When it confirms presence, the arrival is recorded at
once, with the time it really happened, and the screen below goes there when the sheet closes; the sheet says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from tui.drafting import Drafting
from tui.scan import Scanned
from tui.screens.base import Sheet

if TYPE_CHECKING:
    from tui.screens.checkpoint import CheckpointScreen

__all__ = ["OverPoint"]

Request = TypeVar("Request")
Answer = TypeVar("Answer")


class OverPoint(Sheet[Request, Answer], Drafting):
    """A sheet over the checkpoint screen. `keep` its fields whenever they change."""

    def take_scan(self, scan: Scanned) -> None:
        """The screen below records it; the sheet stays as it is."""
        screen = cast("CheckpointScreen", self.app.screen_of("checkpoint"))
        screen.scan_under(self, scan)

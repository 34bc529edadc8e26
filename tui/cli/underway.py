"""Commands that take their time: how far they are, for whoever watches, and ending them when somebody asks.

Nothing is drawn where nobody watches: a script's stderr stays empty while all goes well.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.i18n import _

if TYPE_CHECKING:
    from store.sync.report import Progress

__all__ = ["Asked", "interruptible", "progress", "progress_over"]

BAR = 24
"""Cells."""
MB = 1_000_000


class Asked:
    """Whether the person asked to end; called it says so."""

    def __init__(self) -> None:
        self._noted = False

    def __call__(self) -> bool:
        """Whether it was noted."""
        return self._noted

    def note(self, _number: int, _frame: object) -> None:
        """A signal came."""
        if self._noted:
            raise KeyboardInterrupt
        self._noted = True


@contextmanager
def interruptible() -> Iterator[Asked]:
    """The first Ctrl-C, or a request to end, finishes what is under way; a second one does not wait."""
    asked = Asked()
    before = {number: signal.signal(number, asked.note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def progress(far: Progress) -> None:
    """One line that is written over; only where somebody watches."""
    if not sys.stderr.isatty():
        return
    stages = {
        "read": _("reading the shared file"),
        "write": _("writing to the shared file"),
        "own": _("reading here"),
        "photos": _("photos"),
        "labels": _("drawing labels"),
    }
    done, total = min(far.done, far.total), max(1, far.total)
    bar = "#" * (BAR * done // total)
    size = f" {done / MB:.1f} / {far.total / MB:.1f} MB" if far.total >= MB else ""
    sys.stderr.write(f"\r\x1b[K{stages.get(far.stage, far.stage)} [{bar:.<{BAR}}] {100 * done // total} %{size}")
    sys.stderr.flush()


def progress_over() -> None:
    """Take the line away."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

"""A program that hangs is ended, so that the loop of kiosk.sh can bring it back: a crash it sees, a hang nobody does.

The kiosk stands alone at night, and a screen that answers nothing looks like one that waits. Every few seconds the app
is asked to take its turn; when it has not for two minutes, Python's own fault handler, a thread that needs neither the
loop nor the interpreter's lock, writes down where every thread stands and ends the process. Everything called saved is
on the disk by then. The clock behind it stands still while the machine sleeps.
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from textual.app import App

__all__ = ["beat"]

EVERY = 10.0
"""Seconds between two turns that the app is asked for."""
HUNG = 120.0
"""Seconds without a turn after which it hangs; taking in a year of records at once holds it up for seconds."""


async def beat(app: App[Any], log: Path | None) -> None:
    """Ask the app for its turns until cancelled; without them the process ends as `Ending.CRASHED`.

    The turn is the app's own, not only the loop's: a message that waits for ever holds the app up and the loop not.
    Where the log cannot be written, it ends all the same, and only why stays unknown.
    """
    with _opened(log) as traces:

        def turn() -> None:
            faulthandler.dump_traceback_later(HUNG, exit=True, file=traces)

        try:
            turn()
            while True:
                await asyncio.sleep(EVERY)
                app.call_later(turn)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _opened(log: Path | None) -> BinaryIO:
    if log is not None:
        with suppress(OSError):
            return log.open("ab")
    return Path(os.devnull).open("ab")

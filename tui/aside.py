"""Waiting for a place that may never answer, without holding up anything.

A share on a network that died keeps whoever asks it in the kernel, and no call can be taken back. So such a question
is asked in a thread of its own that nobody waits for, not even at the end of the program; the loop's own pool of
threads would be waited for.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

__all__ = ["aside"]

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """What `work` returns, done in a thread that the end of the program leaves behind. Raises what it raises."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def deliver(result: T | None, error: BaseException | None) -> None:
        if answer.done():  # whoever asked has gone away
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result: T | None = None
        failed: BaseException | None = None
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  (it belongs to whoever asked)
            failed = error
        with suppress(RuntimeError):  # the program ended meanwhile
            loop.call_soon_threadsafe(deliver, result, failed)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await answer

"""Chance and waiting for a simulation: no real randomness, and no wait that takes time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace
from unittest import mock

__all__ = ["still"]


@contextmanager
def still(chance: Random) -> Generator[None]:
    """Ids and names come from `chance`; in the store an hour passes between two looks at a stopwatch.

    So a lock that somebody else holds is waited for in one try. Who holds it cannot go on meanwhile anyway: all
    processes of a simulation are one.
    """
    at = 0.0

    def hours() -> float:
        nonlocal at
        at += 3600
        return at

    slow = SimpleNamespace(**vars(time))
    slow.monotonic, slow.sleep = hours, lambda _seconds: None
    waiting = [m for name, m in list(sys.modules.items()) if name.startswith("store.") and vars(m).get("time") is time]
    with mock.patch.object(os, "urandom", chance.randbytes):
        try:
            for module in waiting:
                module.time = slow
            yield
        finally:
            for module in waiting:
                module.time = time

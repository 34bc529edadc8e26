"""Are the share's locks honest between two machines? Both run this at the same time and meet in the share's folder.

Each has a seat, a small file that only it writes, with a beat that shows it is alive. The one with the smaller token
leads: it holds the lock while the other tries to have it, then both take turns on one file, and the leader counts.
No step waits for ever, and both take their files away again.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from store.care.doctor.disk import reason_of
from store.care.doctor.neighbour import append, lock_of, turns_in
from store.care.rows import Row, not_ok, ok, to_know
from store.disk import DISK
from store.errors import StoreError
from store.whole import write_whole

__all__ = ["meet"]

TURNS = 20
_SEAT = ".roundsman-seat-"
_PAUSE = 0.1
_STEP = 60.0
"""Seconds that a step of the other machine may take; on NFS alone it takes some until its file is seen here."""

_Seat = dict[str, Any]


class _Broken(Exception):  # noqa: N818
    """The other machine does not answer."""


def meet(path: Path, seconds: float = 120.0, step: float = _STEP) -> Row:
    """Wait so many seconds for a second machine, and try the locks of the share at `path` with it."""
    table = _Table(path.parent)
    try:
        table.tell(step="here")
        partner = table.wait_for_partner(seconds)
        if partner is None:
            return to_know("partner.alone", seconds=round(seconds))
        table.patience = step
        honest = _lead(table, partner) if table.token < partner else _follow(table, partner)
    except (OSError, StoreError) as error:
        return not_ok("shared_locks.unknown", reason=reason_of(error))
    except _Broken:
        return to_know("partner.broken")
    finally:
        table.leave()
    return ok("partner.honest", turns=2 * TURNS) if honest else not_ok("partner.dishonest")


class _Table:
    """The folder in which the two meet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token = os.urandom(6).hex()
        self.patience = _STEP
        self._mine: _Seat = {"beat": 0}

    def tell(self, **more: object) -> None:
        """Write the own seat, with one beat more."""
        self._mine |= more
        self._mine["beat"] += 1
        write_whole(self.folder / (_SEAT + self.token), json.dumps(self._mine).encode())

    def seats(self) -> dict[str, _Seat]:
        """Those of the others."""
        found: dict[str, _Seat] = {}
        for name in DISK.names(self.folder):
            token = name.removeprefix(_SEAT)
            if name.startswith(_SEAT) and token != self.token:
                with suppress(OSError, ValueError):
                    seat = json.loads(DISK.read_whole(self.folder / name))
                    if isinstance(seat, dict):
                        found[token] = cast("_Seat", seat)
        return found

    def wait_for_partner(self, seconds: float) -> str | None:
        """Somebody whose beat goes on, and who chose us too. A seat without a beat was left behind by a crash."""
        first: dict[str, object] = {}
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            seats = self.seats()
            alive = [t for t, seat in seats.items() if first.setdefault(t, seat.get("beat")) != seat.get("beat")]
            free = sorted(t for t in alive if seats[t].get("partner") in (None, self.token))
            self.tell(partner=free[0] if free else None)
            if free and seats[free[0]].get("partner") == self.token:
                return free[0]
            time.sleep(_PAUSE)
        return None

    def wait(self, partner: str, ready: Callable[[_Seat], bool]) -> _Seat:
        """The partner's seat once it is as wanted. Raises _Broken."""
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            seat = self.seats().get(partner)
            if seat is not None and ready(seat):
                return seat
            self.tell()
            time.sleep(_PAUSE)
        raise _Broken

    def wait_until_gone(self, partner: str) -> None:
        """Stay until the partner has heard everything and left; not for ever."""
        until = time.monotonic() + self.patience
        while _SEAT + partner in DISK.names(self.folder) and time.monotonic() < until:
            time.sleep(_PAUSE)

    def leave(self) -> None:
        """Take the own seat away."""
        with suppress(OSError):
            DISK.remove(self.folder / (_SEAT + self.token))

    def trial(self, leader: str) -> Path:
        """The file on which both take turns."""
        return self.folder / f".roundsman-trial-{leader}"


def _lead(table: _Table, partner: str) -> bool:
    path = table.trial(table.token)
    lock = lock_of(path)
    try:
        DISK.close(DISK.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL))
        lock.take(5.0)
        table.tell(step="held")
        refused = table.wait(partner, lambda seat: seat.get("step") == "tried").get("refused") is True
        lock.give()
        table.tell(step="turns")
        append(path, "a", TURNS)
        table.wait(partner, lambda seat: seat.get("step") == "turned")
        honest = refused and turns_in(path, ("a", "b"), TURNS)
        table.tell(step="told", honest=honest)
        table.wait_until_gone(partner)
        return honest
    finally:
        lock.close()
        for trace in (path, lock.path):
            with suppress(OSError):
                DISK.remove(trace)


def _follow(table: _Table, leader: str) -> bool:
    path = table.trial(leader)
    lock = lock_of(path)
    table.wait(leader, lambda seat: seat.get("step") == "held")
    refused = False
    try:
        lock.take(0.3)
    except StoreError as error:
        if error.code != "store.busy":
            raise
        refused = True
    finally:
        lock.close()
    table.tell(step="tried", refused=refused)
    table.wait(leader, lambda seat: seat.get("step") in ("turns", "told"))
    append(path, "b", TURNS)
    table.tell(step="turned")
    return table.wait(leader, lambda seat: seat.get("step") == "told").get("honest") is True

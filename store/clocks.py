"""Clocks that disagree, in words for the person in front of the screen.

Nothing here asks a clock or changes an order: the hybrid clock has already kept whoever is hours ahead from dragging
the others along. This says whose clock is wrong, as far as the entries can tell. A device that is silent says
nothing about its clock: only a time that lies in the future, or a reply written before what it replies to, does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from checkpoints.ledger.events import Event
from store.clock import FAR_AHEAD
from store.device import tag_of
from store.problems import Problem

__all__ = ["EARLIEST", "Hands", "Jump", "of_clocks", "of_jumps", "time_of"]

EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)
"""No entry was made before; a clock that shows less lost its time, as a battery that ran empty makes it."""
STEP = timedelta(minutes=2)
"""A time service corrects seconds. What moves a clock further is a hand, or a clock that is broken."""


def time_of(stamp: str) -> datetime | None:
    """The time in a hybrid stamp; None for what is none."""
    try:
        return datetime.fromtimestamp(int(stamp[:12], 16) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def of_clocks(
    own: str,
    now: datetime,
    newest: Mapping[str, datetime],
    stamps: Mapping[str, str] | None = None,
    synced_at: datetime | None = None,
) -> list[Problem]:
    """Whose clock is wrong, seen from a device at `now` (aware). The list is empty as a rule.

    Args:
        own: id of this device.
        now: its wall time (aware).
        newest: by device, the newest wall time among its entries (aware), as far as known.
        stamps: by device, its highest hybrid time (`Logbook.stamps`). Beside a wall time it may be ten minutes ahead.
        synced_at: when this device says it last synced.
    """
    if now < EARLIEST:
        message = "This device's clock shows the year {year}: it lost its time. Set it before you go on."
        return [Problem("clock.unset", message, {"year": now.year})]
    base = own.partition("-")[0]
    times = dict(newest)
    for device, stamp in (stamps or {}).items():
        at = time_of(stamp)
        if at is not None and at > times.get(device, EARLIEST):
            times[device] = at
    mine = [at for device, at in times.items() if device.partition("-")[0] == base]
    others = {device: at - now for device, at in times.items() if device.partition("-")[0] != base}
    problems = _gone_back(now, [*mine, *([synced_at] if synced_at else [])])
    leads = {device: lead for device, lead in others.items() if lead > FAR_AHEAD}
    agreeing = sum(abs(lead) <= FAR_AHEAD for lead in others.values())
    if len(leads) > max(1, agreeing):
        message = "This device's clock is {by} behind {count} others: set it. What is recorded is kept, in its order."
        by = max(leads.values())
        return [*problems, Problem("clock.behind", message, {"by": by, "count": len(leads)})]
    for device, lead in sorted(leads.items(), key=lambda row: -row[1]):
        message = "The clock of device {tag} is {by} ahead of this one. See which of the two is wrong, and set it."
        problems.append(Problem("clock.ahead", message, {"tag": tag_of(device), "by": lead, "device": device}))
    return problems


def _gone_back(now: datetime, mine: list[datetime]) -> list[Problem]:
    by = max(mine, default=now) - now
    if by <= FAR_AHEAD:
        return []
    message = "This device's clock is {by} behind its own last entry: it was set back, or was wrong before. Check it."
    return [Problem("clock.went_back", message, {"by": by})]


@dataclass(frozen=True, slots=True)
class Jump:
    """A hand that was moved while the machine ran: whose, by how much, and the time shown right after."""

    device: str
    by: timedelta
    """Negative: set back."""
    at: datetime
    event: str
    """Id of the first entry after it."""


class Hands:
    """Watches the clocks while entries go by, each device's in their sequence; costs little a device and a subject."""

    def __init__(self) -> None:
        self.newest: dict[str, datetime] = {}
        """By device, the newest wall time of its entries."""
        self.jumps: list[Jump] = []
        self.lags: dict[str, timedelta] = {}
        """By device, how far at most it wrote before the time of an entry of another device that it had seen."""
        self._runs: dict[str, tuple[str, timedelta, int]] = {}
        self._heads: dict[str, tuple[str, str, datetime]] = {}

    def take(self, event: Event) -> None:
        """Look at one entry."""
        at, device = event.at, event.device
        if at > self.newest.get(device, EARLIEST):
            self.newest[device] = at
        self._watch_run(event)
        head = self._heads.get(event.subject)
        if head is not None and head[0] == event.seen and head[1] != device:
            lag = head[2] - at
            if lag > max(FAR_AHEAD, self.lags.get(device, FAR_AHEAD)):
                self.lags[device] = lag
        self._heads[event.subject] = (event.id, device, at)

    def take_all(self, events: Iterable[Event]) -> Hands:
        """Look at many; returns itself."""
        for event in events:
            self.take(event)
        return self

    def _watch_run(self, event: Event) -> None:
        """Within one run of the machine the wall clock and the count since its start go on together."""
        if not event.boot:
            return
        before = self._runs.get(event.device)
        started = event.at - _EPOCH - timedelta(milliseconds=event.up)
        if before is not None and event.seq <= before[2]:
            return
        if before is not None and before[0] == event.boot and abs(started - before[1]) > STEP:
            self.jumps.append(Jump(event.device, started - before[1], event.at, event.id))
        self._runs[event.device] = (event.boot, started, event.seq)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def of_jumps(hands: Hands) -> list[Problem]:
    """What entries themselves tell of clocks that were moved, newest first, and of devices that write in the past."""
    problems: list[Problem] = []
    for jump in sorted(hands.jumps, key=lambda jump: jump.at, reverse=True):
        if jump.by < timedelta():
            message = "The clock of device {tag} was set back by {by}, to {at}."
        else:
            message = "The clock of device {tag} was set forward by {by}, to {at}."
        params: dict[str, object] = {"tag": tag_of(jump.device), "by": abs(jump.by), "at": jump.at, "event": jump.event}
        problems.append(Problem("clock.moved", message, params))
    for device, lag in sorted(hands.lags.items(), key=lambda row: -row[1]):
        message = "The clock of device {tag} is {by} behind: it wrote before the time of what it had already seen."
        problems.append(Problem("clock.lags", message, {"tag": tag_of(device), "by": lag}))
    return problems

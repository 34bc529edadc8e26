"""What is owed on an incident, and by when: told by mouth, the result in writing, the summary (D7.1, D7.3).

The limits are the site's `response_limits`. A report counts from the time at which it was made, also where it was
entered after the limit; that it was entered later is said beside it, as with a round from paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from checkpoints.work.incidents.known import moment, reached, running
from checkpoints.work.records.state import Entry, Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Owed", "Report", "clock", "most_urgent", "next_owed"]

Report = Literal["told", "result", "summary"]
LIMITS: dict[Report, tuple[str, timedelta]] = {
    "told": ("incident_verbal", timedelta(minutes=10)),
    "result": ("incident_written", timedelta(hours=12)),
    "summary": ("incident_summary", timedelta(hours=24)),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """One report of an incident. `step` is the step of the form that holds it."""

    step: Report
    by: datetime
    done_at: datetime | None = None
    late: bool = False
    """Made after its limit, or not made and the limit is past."""
    entered_later: bool = False
    """Made in time by what was said, but entered only after the limit."""

    def left(self, now: datetime) -> timedelta:
        """Time until the limit; negative when it is past."""
        return self.by - now


def _limit(ledger: Ledger, report: Report) -> timedelta:
    name, default = LIMITS[report]
    for limit in ledger.site.response_limits if ledger.site else ():
        if limit.id == name:
            return timedelta(minutes=limit.value) if limit.metric == "within_min" else timedelta(hours=limit.value)
    return default


def clock(ledger: Ledger, incident: Record, now: datetime) -> tuple[Owed, ...]:
    """The reports of an incident, done or not; the summary only once the result is there, from which it counts.

    Empty for a false alarm and for what was withdrawn.
    """
    if incident.opened_at is None or incident.withdrawn is not None or incident.entry("false_alarm") is not None:
        return ()
    result = incident.entry("result")
    found = [
        _owed("told", incident.opened_at + _limit(ledger, "told"), reached(incident), now),
        _owed("result", incident.opened_at + _limit(ledger, "result"), result, now),
    ]
    handled = moment(result)
    if handled is not None:
        found.append(_owed("summary", handled + _limit(ledger, "summary"), incident.entry("summary"), now))
    return tuple(found)


def _owed(report: Report, by: datetime, entry: Entry | None, now: datetime) -> Owed:
    done = moment(entry)
    late = (done or now) > by
    return Owed(report, by, done, late, not late and entry is not None and entry.at > by)


def next_owed(ledger: Ledger, incident: Record, now: datetime) -> Owed | None:
    """What has to be done next, the nearest limit first; None when no report is owed (any more)."""
    if not incident.open:
        return None
    waiting = [owed for owed in clock(ledger, incident, now) if owed.done_at is None]
    return min(waiting, key=lambda owed: owed.by, default=None)


def most_urgent(ledger: Ledger, now: datetime) -> Record | None:
    """The running incident whose next report is due first; one that owes none comes last. None when none runs."""

    def due(incident: Record) -> tuple[bool, float, str]:
        owed = next_owed(ledger, incident, now)
        return owed is None, owed.by.timestamp() if owed else 0.0, incident.id

    return min(running(ledger), key=due, default=None)

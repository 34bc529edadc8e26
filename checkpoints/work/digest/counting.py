"""What the manager is told, counted: repairs, complaints, other matters of owners, arrears, the tasks of the day.

New is what came since the last digest was sent, so that nothing falls between two of them. Complaints and other matters
are promises to owners; a finding that came as a complaint counts once, as its promise where it has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from checkpoints.work.finance import Arrear, arrears
from checkpoints.work.findings.brief import Brief
from checkpoints.work.promises.clocks import clock
from checkpoints.work.promises.owing import promises_of
from checkpoints.work.promises.state import Promise
from checkpoints.work.tasks import Task, of_meeting, open_tasks

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["REPAIRS", "Counted", "Kind", "count", "since_last"]

REPAIRS: Final = frozenset({"equipment", "fire", "lift", "water", "power"})
"""Categories of findings that are repairs 报修报事."""
_LOOK_BACK: Final = 31
"""Days in which the last digest is looked for."""
_NO_FAULT: Final = frozenset({"none", "void", "merged"})


@dataclass(frozen=True, slots=True)
class Kind:
    """Of one kind, by id: what came since the last digest, what is open now, and what of that is overdue."""

    new: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """The kinds of a digest, with what names their ids."""

    repairs: Kind
    complaints: Kind
    owners: Kind
    fees: Kind
    """By unit."""
    plan: Kind
    arrears: tuple[Arrear, ...]
    tasks: tuple[Task, ...]
    """Those of this morning first, then what else is open."""

    def rows(self) -> Iterator[tuple[str, Kind]]:
        """By the row of the form's table."""
        yield from (
            ("repairs", self.repairs),
            ("complaints", self.complaints),
            ("owners", self.owners),
            ("fees", self.fees),
            ("plan", self.plan),
        )


def since_last(ledger: Ledger, day: date, now: datetime) -> datetime:
    """When the digest before this day's was sent; the beginning of the day before where there is none."""
    for back in range(1, _LOOK_BACK):
        for record in ledger.records.during("digest", (day - timedelta(days=back)).isoformat()):
            sent = record.done("sent")
            if sent is not None:
                return sent
    return datetime.combine(day - timedelta(days=1), time(), now.tzinfo)


def count(ledger: Ledger, day: date, now: datetime) -> Counted:
    """Count for the digest of a local day, seen at a moment."""
    since = since_last(ledger, day, now)
    owed = tuple(arrears(ledger, "", day))
    before = {a.unit for a in arrears(ledger, "", day - timedelta(days=1))}
    fees = Kind(
        tuple(a.unit for a in owed if a.unit not in before),
        tuple(a.unit for a in owed),
        tuple(a.unit for a in owed if a.broken(day)),
    )
    complaints, owners = _promised(ledger, since, now)
    tasks = _tasks(ledger, day)
    return Counted(
        repairs=_repairs(ledger, since, now),
        complaints=complaints,
        owners=owners,
        fees=fees,
        plan=Kind(
            tuple(t.id for t in tasks if t.id in {m.id for m in _this_morning(ledger, day)}),
            tuple(t.id for t in tasks if not t.done),
            tuple(t.id for t in tasks if t.late(day)),
        ),
        arrears=owed,
        tasks=tasks,
    )


# findings


def _repairs(ledger: Ledger, since: datetime, now: datetime) -> Kind:
    """The oldest first."""
    found = [
        (f, line) for f, line in ledger.findings.lines() if line.category in REPAIRS and line.state not in _NO_FAULT
    ]
    found.sort(key=lambda one: (one[1].found_at.timestamp() if one[1].found_at else 0.0, one[0]))
    return _kind(found, since, now)


def _kind(lines: list[tuple[str, Brief]], since: datetime, now: datetime) -> Kind:
    return Kind(
        tuple(f for f, line in lines if _came(line.found_at, since, now)),
        tuple(f for f, line in lines if line.live),
        tuple(f for f, line in lines if line.late(now)),
    )


# owners


def _promised(ledger: Ledger, since: datetime, now: datetime) -> tuple[Kind, Kind]:
    """Complaints, and what else owners were promised; a repair that has a promise is told among the repairs."""
    complaints: list[Promise] = []
    others: list[Promise] = []
    for promise in sorted(ledger.promises.all.values(), key=lambda p: p.id):
        made = promise.made
        if made is None or not (promise.open or _came(promise.made_at, since, now)):
            continue
        if made.kind_of.startswith("complaint"):
            complaints.append(promise)
        elif not (made.finding in ledger.findings.all and ledger.findings.brief(made.finding).category in REPAIRS):
            others.append(promise)
    bare = _complained(ledger, since, now)
    first = _of(ledger, complaints, since, now)
    both = Kind(first.new + bare.new, first.open + bare.open, first.overdue + bare.overdue)
    return both, _of(ledger, others, since, now)


def _complained(ledger: Ledger, since: datetime, now: datetime) -> Kind:
    """Findings that came as a complaint and have no promise of their own."""
    lines = [
        (f, line)
        for f, line in sorted(ledger.findings.lines())
        if line.origin == "complaint" and line.category not in REPAIRS and line.state not in _NO_FAULT
    ]
    return _kind([pair for pair in lines if not promises_of(ledger, pair[0])], since, now)


def _of(ledger: Ledger, promises: list[Promise], since: datetime, now: datetime) -> Kind:
    site = ledger.site
    return Kind(
        tuple(p.id for p in promises if _came(p.made_at, since, now)),
        tuple(p.id for p in promises if p.open),
        tuple(p.id for p in promises if p.open and site is not None and clock(p, now, site).late),
    )


def _came(at: datetime | None, since: datetime, now: datetime) -> bool:
    return at is not None and since < at <= now


# tasks


def _this_morning(ledger: Ledger, day: date) -> list[Task]:
    return [t for m in ledger.records.during("morning_meeting", day.isoformat()) for t in of_meeting(ledger, m.id)]


def _tasks(ledger: Ledger, day: date) -> tuple[Task, ...]:
    """What this morning gave, then what is open and due by today."""
    given = _this_morning(ledger, day)
    known = {task.id for task in given}
    due = [t for t in open_tasks(ledger) if t.id not in known and t.due is not None and t.due <= day]
    return (*given, *due)

"""What happened in a period, counted: rounds, findings, figures of the evenings, people who came and went.

Meetings of the week and the month are drafted from these, and the reports tell them. Each is one pass over lines or
days, and is asked when somebody sits down to write, not while a screen is painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from checkpoints.work.evening_figures import of_period
from checkpoints.work.findings.repeats import Recurrence
from checkpoints.work.people import PersonAdded
from checkpoints.work.records.periods import begins, days_of, ends
from checkpoints.work.rounds.day import half_day
from checkpoints.work.rounds.verdict import judge

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "FindingSums",
    "Moves",
    "PatrolSums",
    "client_reports",
    "evening_sum",
    "evenings",
    "findings_in",
    "moves_in",
    "patrols_in",
    "share",
    "site_began",
]

_NO_FAULT = frozenset({"none", "void", "merged"})


@dataclass(frozen=True, slots=True)
class PatrolSums:
    """The rounds of a period (D3.1, D3.2): owed up to now, counting, walked but not counting, missed."""

    owed: int
    done: int
    not_counting: int
    missed: int
    walked: int
    """Rounds that were walked and finished, however they are judged."""
    hours: int
    """Of these, so many of at least the site's minutes (60)."""


@dataclass(frozen=True, slots=True)
class FindingSums:
    """The findings of a period, by id: found, put right in it (in time or late), and still open past their deadline."""

    found: tuple[str, ...]
    in_time: tuple[str, ...]
    late: tuple[str, ...]
    overdue: tuple[str, ...]
    closed: tuple[str, ...]
    repeats: tuple[str, ...]
    """Found in it, and not the first of their kind in the window of the site."""


@dataclass(frozen=True, slots=True)
class Moves:
    """People who came and went in a period, by id (W1.4)."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    staff: int
    """Who works here now."""


def share(part: int, whole: int) -> float | None:
    """A percentage with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def site_began(ledger: Ledger) -> date | None:
    """The local day on which this site was loaded first: nothing was owed before it."""
    if ledger.site is None or not ledger.loads:
        return None
    first = min(loads.first for loads in ledger.loads.values())
    return datetime.fromtimestamp(int(first[0][:12], 16) / 1000, ledger.site.zone_info).date()


def patrols_in(ledger: Ledger, period: str, now: datetime) -> PatrolSums:
    """Count the rounds of a period up to now, which is local."""
    began = site_began(ledger)
    owed = done = not_counting = missed = walked = hours = 0
    least = timedelta(minutes=ledger.site.patrol_policy.min_minutes if ledger.site else 60)
    for day in days_of(period):
        if day > now.date() or (began is not None and day < began):
            continue
        for half in ("am", "pm"):
            state = half_day(ledger, day, half, now)
            owed += state.state not in ("todo", "walking")
            done += state.state == "done"
            not_counting += state.state == "not_counting"
            missed += state.state == "missed"
            over = [r for r in state.rounds if not r.open and r.abandoned is None and r.started and not r.started.paper]
            walked += len(over)
            hours += sum(judge(r).net >= least for r in over)
    return PatrolSums(owed, done, not_counting, missed, walked, hours)


def findings_in(ledger: Ledger, period: str, now: datetime) -> FindingSums:
    """Count the findings of a period; void and merged ones are none."""
    zone = now.tzinfo
    since, until = begins(period, zone), ends(period, zone)
    found: list[str] = []
    in_time: list[str] = []
    late: list[str] = []
    overdue: list[str] = []
    closed: list[str] = []
    for finding, line in ledger.findings.lines():
        if line.state in _NO_FAULT or line.found_at is None:
            continue
        if since <= line.found_at < until:
            found.append(finding)
        if line.done_at is not None and since <= line.done_at < until:
            (late if line.finished_late else in_time).append(finding)
        if line.late(min(now, until)) and line.found_at < until:
            overdue.append(finding)
        if line.state == "closed" and line.ended_at is not None and since <= line.ended_at < until:
            closed.append(finding)
    rule = Recurrence(ledger)
    repeats = [f for f in found if rule.of(f).nth > 1]
    return FindingSums(*(tuple(sorted(some)) for some in (found, in_time, late, overdue, closed, repeats)))


def evening_sum(ledger: Ledger, figure: str, period: str) -> Decimal:
    """The sum of one of the five figures (D5.1) over the evening meetings of a period's days."""
    return Decimal(of_period(ledger, period).get(figure))


def evenings(ledger: Ledger, period: str) -> int:
    """On how many days of a period there was an evening meeting."""
    return of_period(ledger, period).days


def client_reports(ledger: Ledger, period: str, now: datetime) -> int:
    """Reports of clients 客户报事: matters of owners that somebody took on in the period (W2.2)."""
    since, until = begins(period, now.tzinfo), ends(period, now.tzinfo)
    made = [p.made_at for p in ledger.promises.all.values()]
    return sum(at is not None and since <= at < until for at in made)


def moves_in(ledger: Ledger, period: str, now: datetime) -> Moves:
    """Who came and who went in a period: entries of people that turned active or inactive in it."""
    since, until = begins(period, now.tzinfo), ends(period, now.tzinfo)
    joined: list[str] = []
    left: list[str] = []
    for person in sorted(ledger.people.members):
        active = False
        for event in ledger.history("person:" + person):
            if isinstance(event.body, PersonAdded) and event.body.active != active:
                active = event.body.active
                if since <= event.at < until:
                    (joined if active else left).append(person)
    return Moves(tuple(joined), tuple(left), len(ledger.people.active()))

"""Figures over all findings: what the charts of the review screen are drawn from (brief D4.2; rules.md 6, 7 and 11).

One pass over the lines that the fold keeps; nothing cold is thawed for it. Every number carries the ids of the findings
behind it, so that a bar can be opened. What is no finding of its own is left out everywhere: void ones, and second
sightings that were merged into another.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Final

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.site import Site
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.groups import GROUPS, grouping
from checkpoints.work.findings.known import key
from checkpoints.work.findings.repeats import Recurrence

__all__ = ["AGES", "GROUPS", "WINDOW", "Again", "Bar", "Figures", "Speed", "figures", "grouping"]

WINDOW: Final = timedelta(days=30)
"""How far groups, times to rectify and timeliness look back."""
AGES: Final = (1, 3, 7, 30)
"""Days at which an open finding gets into the next bar; the last bar has no end."""
_HOUR: Final = timedelta(hours=1)
_NOT_ONE: Final = frozenset({"none", "void", "merged"})


@dataclass(frozen=True, slots=True)
class Bar:
    """So many findings, by id and oldest first; `part` are those of them that the chart tells apart."""

    key: str
    findings: tuple[str, ...] = ()
    part: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speed:
    """How long it took: half were done within `median` hours, nine of ten within `ninth`."""

    key: str
    findings: tuple[str, ...]
    median: float
    ninth: float


@dataclass(frozen=True, slots=True)
class Again:
    """The same kind of fault at the same place (and household) more than once in the window of the repeats rule."""

    checkpoint: str
    category: str
    unit: str
    findings: tuple[str, ...]
    key: bool
    """So often that it is 重点."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures at one moment."""

    groups: tuple[Bar, ...]
    """Found in the window, by content group a to e, all five; the part is still open."""
    speeds: tuple[Speed, ...]
    """Put right in the window, by department, in the order of the site file."""
    safe: Speed | None
    """Emergencies made safe in the window: the S1 clock stops there, the repair is judged apart (rules.md 2)."""
    ages: tuple[Bar, ...]
    """Open now by age; keys are `AGES` and `more`, the part is past its deadline."""
    in_time: Bar
    """Put right in the window before the deadline, judged by the last attempt (rules.md 11.14)."""
    late: Bar
    overdue: Bar
    """Open past the deadline now."""
    credits: Bar
    """Of `in_time`, those found and put right by the same people (rules.md 7)."""
    bare: Bar
    """Closed in the last hours of a month without a photo after the repair (rules.md 11.16); the key is `YYYY-MM`."""
    repeats: tuple[Again, ...]
    """The most frequent first."""


def figures(ledger: Ledger, now: datetime) -> Figures:
    """Count everything. Without a site all figures are empty; what comes from a clock ahead counts as of now."""
    tally = _Tally(ledger, now)
    for finding, line in ledger.findings.lines():
        if line.found_at is not None and line.state not in _NOT_ONE and not tally.long_over(line, line.found_at):
            tally.take(finding, line, line.found_at)
    return tally.told()


@dataclass(slots=True)
class _Sums:
    """What one pass gathers; the charts are cut from it at the end."""

    groups: dict[str, list[str]] = field(default_factory=lambda: {g: list[str]() for g in GROUPS})
    ages: list[list[str]] = field(default_factory=lambda: [list[str]() for _ in range(len(AGES) + 1)])
    open: set[str] = field(default_factory=set[str])
    overdue: list[str] = field(default_factory=list[str])
    took: dict[str, list[tuple[str, float]]] = field(default_factory=dict[str, list[tuple[str, float]]])
    safe: list[tuple[str, float]] = field(default_factory=list[tuple[str, float]])
    in_time: list[str] = field(default_factory=list[str])
    late: list[str] = field(default_factory=list[str])
    credits: list[str] = field(default_factory=list[str])
    bare: list[str] = field(default_factory=list[str])
    alike: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


class _Tally:
    """One pass over the lines."""

    def __init__(self, ledger: Ledger, now: datetime) -> None:
        site = ledger.site
        self.ledger = ledger
        self.now = now.astimezone(UTC)  # what is compared a hundred thousand times is in UTC: half the time
        self.since = self.now - WINDOW
        local = now.astimezone(site.zone_info) if site else now
        self.group = grouping(site)
        self.departments = {p: m.person.department for p, m in ledger.people.members.items() if m.person}
        self.repeats_from = _repeat_window(site, local).astimezone(UTC)
        self.month, begin, end = _month_end(site, local)
        self.month_end = begin.astimezone(UTC), end.astimezone(UTC)
        first = min(self.since, self.repeats_from, self.month_end[0])
        self.oldest = first.toordinal() - 1  # a day less: the time may be written with another offset
        self.sums = _Sums()

    def long_over(self, line: Brief, found_at: datetime) -> bool:
        """Whether nothing of it can count any more: days are compared, which is ten times faster than aware times."""
        oldest, done, ended = self.oldest, line.done_at, line.ended_at
        return (
            not line.open
            and found_at.toordinal() < oldest
            and (done is None or done.toordinal() < oldest)
            and (ended is None or ended.toordinal() < oldest)
            and (line.safe_at is None or line.safe_at.toordinal() < oldest)
        )

    def take(self, finding: str, line: Brief, found_at: datetime) -> None:
        """Count one finding wherever it belongs."""
        sums = self.sums
        if found_at >= self.since:
            sums.groups[self.group(line)].append(finding)
        if found_at >= self.repeats_from:
            sums.alike.setdefault(key(line), []).append(finding)
        if line.safe_at is not None and line.severity == "S1" and line.safe_at >= self.since:
            sums.safe.append((finding, (line.safe_at - found_at) / _HOUR))
        if line.open:
            self._open(finding, line, found_at)
            return
        if line.done_at is not None and line.done_at >= self.since:
            self._done(finding, line, (line.done_at - found_at) / _HOUR)
        if line.state == "closed" and line.ended_at is not None and not line.after_photo:
            begin, end = self.month_end
            if begin <= line.ended_at < end:
                sums.bare.append(finding)

    def _open(self, finding: str, line: Brief, found_at: datetime) -> None:
        days = (self.now - found_at).days
        self.sums.ages[sum(days >= limit for limit in AGES)].append(finding)
        self.sums.open.add(finding)
        if line.late(self.now):
            self.sums.overdue.append(finding)

    def _done(self, finding: str, line: Brief, hours: float) -> None:
        self.sums.took.setdefault(line.department, []).append((finding, max(0.0, hours)))
        if line.finished_late:
            self.sums.late.append(finding)
            return
        self.sums.in_time.append(finding)
        if self._own(line):
            self.sums.credits.append(finding)

    def _own(self, line: Brief) -> bool:
        """Found and put right by one person, or both by the department that it was laid on."""
        if not line.fixer:
            return False
        of = self.departments.get
        return line.fixer == line.found_by or of(line.fixer) == of(line.found_by, "") == line.department

    def told(self) -> Figures:
        """The charts."""
        sums, overdue = self.sums, set(self.sums.overdue)
        ages = zip((*map(str, AGES), "more"), sums.ages, strict=True)
        return Figures(
            groups=tuple(_bar(g, sums.groups[g], sums.open) for g in GROUPS),
            speeds=tuple(_speed(d, sums.took[d]) for d in self._in_order(sums.took)),
            safe=_speed("S1", sums.safe) if sums.safe else None,
            ages=tuple(_bar(age, found, overdue) for age, found in ages),
            in_time=_bar("in_time", sums.in_time),
            late=_bar("late", sums.late),
            overdue=_bar("overdue", sums.overdue),
            credits=_bar("credits", sums.credits),
            bare=_bar(self.month, sums.bare),
            repeats=self._repeats(),
        )

    def _in_order(self, departments: Iterable[str]) -> list[str]:
        site = self.ledger.site
        order = {d.id: n for n, d in enumerate(site.departments)} if site else {}
        return sorted(departments, key=lambda d: (order.get(d, len(order)), d))

    def _repeats(self) -> tuple[Again, ...]:
        """What is one is for the rule of repeats to say; it is asked only where there are two of a kind."""
        rule = Recurrence(self.ledger)
        found: list[Again] = []
        for alike, ids in self.sums.alike.items():
            if len(ids) > 1:
                of = {finding: rule.of(finding) for finding in ids}
                last = max(ids, key=lambda f, of=of: of[f].nth)  # sees all the others in its window
                if of[last].nth > 1:
                    checkpoint, category, unit = alike.split("\n", 2)
                    counted = tuple(sorted({*of[last].others, last}))
                    found.append(Again(checkpoint, category, unit, counted, of[last].key))
        return tuple(sorted(found, key=lambda a: (-len(a.findings), a.checkpoint, a.category, a.unit)))


def _bar(name: str, found: Sequence[str], part: set[str] | None = None) -> Bar:
    ids = tuple(sorted(found))
    return Bar(name, ids, tuple(f for f in ids if f in part) if part else ())


def _speed(name: str, took: Sequence[tuple[str, float]]) -> Speed:
    hours = sorted(h for _, h in took)
    ninth = hours[-(-len(hours) * 9 // 10) - 1]
    return Speed(name, tuple(sorted(f for f, _ in took)), statistics.median(hours), ninth)


def _month_begins(now: datetime) -> datetime:
    return datetime.combine(now.date().replace(day=1), time(), now.tzinfo)


def _repeat_window(site: Site | None, now: datetime) -> datetime:
    """From when on findings are looked at for repeats."""
    if site is not None and site.review_policy.repeat_window == "days":
        return now - timedelta(days=site.review_policy.repeat_days)
    return _month_begins(now)


def _month_end(site: Site | None, now: datetime) -> tuple[str, datetime, datetime]:
    """The last hours of this month once they have begun, else of the month before; with the month, `YYYY-MM`."""
    last = timedelta(hours=site.review_policy.month_end_h if site else 24)
    this = _month_begins(now)
    following = _month_begins(this + timedelta(days=32))
    end = following if now >= following - last else this
    return f"{end - timedelta(days=1):%Y-%m}", end - last, end

"""Charts of a week or month: findings by day, group and department, minutes of the rounds, figures of the evenings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from checkpoints.ledger.figures import GROUPS, grouping
from checkpoints.reports.document import Chart, Said, Series, Text
from checkpoints.reports.names import department, group, local
from checkpoints.reports.words import HALF_WORDS
from checkpoints.work.records.periods import days_of
from checkpoints.work.rounds.verdict import judge
from checkpoints.work.sums import FindingSums, evening_sum

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["by_day", "by_department", "by_group", "evening_figures", "round_minutes"]


def by_day(ledger: Ledger, period: str, sums: FindingSums) -> Chart:
    """Found and put right, day by day."""
    days = list(days_of(period))
    lines = ledger.findings.brief
    found = Counter(_day(ledger, lines(f).found_at) for f in sums.found)
    done = Counter(_day(ledger, lines(f).done_at) for f in (*sums.in_time, *sums.late))
    series = (_series(Said("found"), [found[d] for d in days]), _series(Said("put right"), [done[d] for d in days]))
    return Chart("line", Said("Findings by day"), _labels(days), series)


def by_group(ledger: Ledger, sums: FindingSums) -> Chart:
    """Found in the period, by content group, still open or not."""
    of = grouping(ledger.site)
    lines = [(of(ledger.findings.brief(f)), ledger.findings.brief(f).open) for f in sums.found]
    still, done = (Counter(letter for letter, is_open in lines if is_open is wanted) for wanted in (True, False))
    series = (
        _series(Said("open"), [still[letter] for letter in GROUPS]),
        _series(Said("done"), [done[letter] for letter in GROUPS]),
    )
    return Chart("stacked", Said("Findings by group"), tuple(group(ledger.site, letter) for letter in GROUPS), series)


def by_department(ledger: Ledger, sums: FindingSums) -> Chart:
    """How departments kept their deadlines in the period."""
    names = ledger.findings.brief
    told = (
        (Said("Put right in time"), sums.in_time),
        (Said("Put right late"), sums.late),
        (Said("Open and overdue"), sums.overdue),
    )
    counted = [(name, Counter(names(f).department for f in ids)) for name, ids in told]
    order = [d.id for d in ledger.site.departments] if ledger.site else []
    known = [d for d in order if any(count[d] for _, count in counted)]
    series = tuple(_series(name, [count[d] for d in known]) for name, count in counted)
    labels = tuple(department(ledger.site, d) for d in known)
    return Chart("stacked", Said("Rectification by department"), labels, series)


def round_minutes(ledger: Ledger, period: str, now: datetime) -> Chart:
    """Net minutes of the longest round of each half-day, against the hour that is owed (D3.2)."""
    days = [day for day in days_of(period) if day <= now.date()]
    net: dict[tuple[date, str], float] = {}
    for day in days:
        for round_ in ledger.rounds.of_day(day):
            found = judge(round_)
            if round_.finished_at is not None and found.day == day:
                at = (day, found.half)
                net[at] = max(net.get(at, 0.0), found.net.total_seconds() // 60)
    series = tuple(Series(HALF_WORDS[half], tuple(net.get((day, half)) for day in days)) for half in ("am", "pm"))
    limit = ledger.site.patrol_policy.min_minutes if ledger.site else None
    return Chart("line", Said("Net minutes of the rounds"), _labels(days), series, unit=Said("minutes"), limit=limit)


def evening_figures(ledger: Ledger, period: str, figures: Sequence[tuple[str, Text]], title: Text) -> Chart:
    """Figures of the evening meetings, day by day; nothing where there was none (D5.1)."""
    days = list(days_of(period))
    held = [bool(ledger.records.during("evening_meeting", day.isoformat())) for day in days]
    series = tuple(
        Series(
            name,
            tuple(
                float(evening_sum(ledger, figure, day.isoformat())) if was else None
                for day, was in zip(days, held, strict=True)
            ),
        )
        for figure, name in figures
    )
    return Chart("line", title, _labels(days), series)


def _labels(days: Iterable[date]) -> tuple[Text, ...]:
    return tuple(f"{day:%m-%d}" for day in days)


def _series(name: Text, counts: Iterable[int]) -> Series:
    return Series(name, tuple(float(count) for count in counts))


def _day(ledger: Ledger, at: datetime | None) -> date | None:
    here = local(ledger, at)
    return here.date() if here else None

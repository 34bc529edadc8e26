"""The list of open findings 问题清单, the most pressing first, with the charts of the review screen (brief D4.2)."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.ledger.board import Filter, select
from checkpoints.ledger.figures import AGES, Bar, Figures, figures
from checkpoints.reports.document import Block, Chart, Column, Document, Heading, Joined, Said, Series, Table, Text
from checkpoints.reports.names import category, department, group, local, person, place, site_name
from checkpoints.reports.words import STATE_WORDS

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["findings_list", "listed", "repeats_table"]


def findings_list(ledger: Ledger, now: datetime) -> Document:
    """What is not closed yet, as of now."""
    here = local(ledger, now) or now
    ids = select(ledger, Filter(view="open"), "due", reverse=False, now=here, person="")
    told = figures(ledger, here)
    blocks: list[Block] = [
        Heading(Said("Not closed yet: {n}", n=len(ids))),
        listed(ledger, ids, here),
        Heading(Said("Figures")),
        _groups(ledger, told),
        _ages(told),
        _speeds(ledger, told),
        repeats_table(ledger, told),
    ]
    return Document(
        name="findings",
        key=f"{here:%Y-%m-%d}",
        title=Said("List of findings"),
        site=site_name(ledger),
        about=here,
        made_at=here,
        blocks=tuple(blocks),
    )


def listed(ledger: Ledger, ids: Iterable[str], now: datetime, again: Container[str] = ()) -> Table:
    """Findings as a table; what is past its deadline says so, and so do those that were only seen `again`."""
    rows: list[tuple[Text, ...]] = []
    for finding in ids:
        line = ledger.findings.brief(finding)
        limit = local(ledger, line.due)
        who = Joined((department(ledger.site, line.department), person(ledger, line.person)), "space")
        rows.append(
            (
                ledger.findings.called(finding),
                place(ledger, line.checkpoint, line.unit),
                Joined((line.words, Said("seen again")), "dot") if finding in again else line.words,
                line.severity,
                who,
                Joined((limit, Said("overdue")), "line") if line.late(now) else limit or "",
                STATE_WORDS[line.state],
            )
        )
    columns = (
        Column(Said("Number"), 6),
        Column(Said("Place"), 8),
        Column(Said("Problem"), 12),
        Column(Said("Grade"), 4),
        Column(Said("Who"), 6),
        Column(Said("Limit"), 7),
        Column(Said("State"), 5),
    )
    return Table(columns, tuple(rows), empty=Said("None"))


def _of(bars: Iterable[Bar], part: Said, rest: Said) -> tuple[Series, Series]:
    """Bars as two rows of numbers: what the chart tells apart, and what is left."""
    told = tuple(bars)
    return (
        Series(part, tuple(float(len(bar.part)) for bar in told)),
        Series(rest, tuple(float(len(bar.findings) - len(bar.part)) for bar in told)),
    )


def _groups(ledger: Ledger, told: Figures) -> Chart:
    labels = tuple(group(ledger.site, bar.key) for bar in told.groups)
    series = _of(told.groups, Said("open"), Said("done"))
    return Chart("stacked", Said("Found in the last 30 days, by group"), labels, series)


def _ages(told: Figures) -> Chart:
    first = (0, *AGES)
    labels = tuple(
        Said("over {n} days", n=AGES[-1])
        if bar.key == "more"
        else Said("{first} to {last} days", first=first[AGES.index(int(bar.key))], last=int(bar.key))
        for bar in told.ages
    )
    return Chart("stacked", Said("Open by age"), labels, _of(told.ages, Said("overdue"), Said("in time")))


def _speeds(ledger: Ledger, told: Figures) -> Chart:
    labels = tuple(department(ledger.site, speed.key) for speed in told.speeds)
    series = (
        Series(Said("half within"), tuple(speed.median for speed in told.speeds)),
        Series(Said("nine of ten within"), tuple(speed.ninth for speed in told.speeds)),
    )
    return Chart("bar", Said("Time to put right, last 30 days"), labels, series, unit=Said("hours"))


def repeats_table(ledger: Ledger, told: Figures, most: int | None = None) -> Table:
    """The same fault at the same place again, the most frequent first (rules.md 6); `most` of them."""
    rows = tuple(
        (
            place(ledger, again.checkpoint, again.unit),
            category(ledger.site, again.category),
            len(again.findings),
            Said("key") if again.key else "",
        )
        for again in told.repeats[:most]
    )
    left = len(told.repeats) - len(rows)
    foot = ((Said("and {n} more", n=left), "", "", ""),) if left else ()
    columns = (Column(Said("Place"), 4), Column(Said("Kind"), 3), Column(Said("Times"), 1, "right"), Column("", 1))
    return Table(columns, rows, foot, caption=Said("Repeats this month"))

"""The week on paper: summary and plan, which go up with the minutes (W2.1 to W2.6; forms.md 9).

Both can be printed before the meeting was held: figures then come from the evenings alone, and the document says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from checkpoints.reports.charts import by_day, by_department, by_group, evening_figures, round_minutes
from checkpoints.reports.document import (
    Block,
    Document,
    Heading,
    Money,
    Pairs,
    Paragraph,
    Said,
    Signature,
    Signatures,
    Table,
    Text,
)
from checkpoints.reports.document import Column as Head
from checkpoints.reports.findings import listed
from checkpoints.reports.names import local, person, site_name
from checkpoints.reports.record import Sheet
from checkpoints.reports.values import period as period_text
from checkpoints.work.records.periods import before
from checkpoints.work.records.state import Record
from checkpoints.work.sums import (
    FindingSums,
    PatrolSums,
    client_reports,
    evening_sum,
    findings_in,
    patrols_in,
    share,
)

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["findings_table", "patrol_table", "weekly_plan", "weekly_summary"]

FIGURES = ("fees", "complaints", "reports", "fit_outs", "move_ins", "visitors")
"""The six of the brief (W2.2), in its order."""
FORM = "weekly_meeting"


def weekly_summary(ledger: Ledger, week: str, now: datetime) -> Document:
    """Figures, charts, reports, problems."""
    return _document(ledger, "weekly_summary", week, now, Said("Weekly summary"), tuple(_summary(ledger, week, now)))


def weekly_plan(ledger: Ledger, week: str, now: datetime) -> Document:
    """What the meeting set for the week to come."""
    return _document(ledger, "weekly_plan", week, now, Said("Plan for next week"), tuple(_plan(ledger, week)))


def _document(ledger: Ledger, name: str, week: str, now: datetime, title: Said, blocks: tuple[Block, ...]) -> Document:
    return Document(
        name=name,
        key=week,
        title=title,
        site=site_name(ledger),
        about=period_text(week),
        made_at=local(ledger, now),
        blocks=blocks,
    )


def _meeting(ledger: Ledger, week: str) -> Record | None:
    return next((r for r in ledger.records.during(FORM, week) if r.entry("meeting")), None)


def _sheet(ledger: Ledger, meeting: Record) -> Sheet | None:
    form = ledger.site.form_of.get(FORM) if ledger.site else None
    return Sheet(ledger, form, meeting) if form else None


def _summary(ledger: Ledger, week: str, now: datetime) -> Iterator[Block]:
    here = local(ledger, now) or now
    meeting = _meeting(ledger, week)
    patrols, found = patrols_in(ledger, week, here), findings_in(ledger, week, here)
    if meeting is None:
        yield Paragraph(Said("A draft: the weekly meeting is not recorded yet."), "strong")
    yield Heading(Said("The six figures"))
    yield _figures(ledger, week, meeting, here)
    yield evening_figures(ledger, week, (("fees", Said("fees")),), Said("Fees by day, yuan"))
    counted = (("complaints", Said("complaints")), ("move_ins", Said("move-ins")))
    yield evening_figures(ledger, week, counted, Said("Complaints and move-ins by day"))
    yield Heading(Said("Patrols"))
    yield patrol_table(patrols)
    yield round_minutes(ledger, week, here)
    yield Heading(Said("Findings"))
    yield findings_table(found)
    yield by_day(ledger, week, found)
    yield by_group(ledger, found)
    yield by_department(ledger, found)
    if found.overdue:
        yield Heading(Said("Past their deadline"), 2)
        yield listed(ledger, found.overdue, here)
    sheet = _sheet(ledger, meeting) if meeting else None
    if meeting is not None and sheet is not None:
        yield from _told(sheet, meeting)
    yield Signatures((_chair(ledger, meeting), Signature(Said("Reviewed by"))))


def _figures(ledger: Ledger, week: str, meeting: Record | None, now: datetime) -> Table:
    """This week and the last one, and the difference."""
    form = ledger.site.form_of.get(FORM) if ledger.site else None
    step = form.step("meeting") if form else None
    rows: list[tuple[Text, ...]] = []
    for figure in FIGURES:
        this, last = _figure(ledger, week, figure, meeting, now), _of_week(ledger, before(week), figure, now)
        name = (step.field(figure) if step else None) or figure
        rows.append((name, _told_as(figure, this), _told_as(figure, last), _told_as(figure, this - last)))
    heads = (
        Head(Said("Figure"), 5),
        Head(Said("This week"), 3, "right"),
        Head(Said("Last week"), 3, "right"),
        Head(Said("Change"), 3, "right"),
    )
    return Table(heads, tuple(rows))


def _figure(ledger: Ledger, week: str, figure: str, meeting: Record | None, now: datetime) -> Decimal:
    """What the meeting sealed; before it, the sum of the evenings."""
    kept = meeting.value("meeting", figure) if meeting else None
    return Decimal(str(kept)) if kept is not None else _of_week(ledger, week, figure, now, sealed=False)


def _of_week(ledger: Ledger, week: str, figure: str, now: datetime, *, sealed: bool = True) -> Decimal:
    meeting = _meeting(ledger, week) if sealed else None
    kept = meeting.value("meeting", figure) if meeting else None
    if kept is not None:
        return Decimal(str(kept))
    if figure == "reports":
        return Decimal(client_reports(ledger, week, now))
    return evening_sum(ledger, figure, week)


def _told_as(figure: str, amount: Decimal) -> Text:
    return Money(amount) if figure == "fees" else int(amount)


def patrol_table(sums: PatrolSums) -> Table:
    """How the rounds of a period went (D3.1, D3.2)."""
    return _one_row(
        (Said("Owed"), sums.owed),
        (Said("Counting"), sums.done),
        (Said("Not counting"), sums.not_counting),
        (Said("Rounds missed"), sums.missed),
        (Said("Done, %"), _rate(share(sums.done, sums.owed))),
        (Said("An hour or more, %"), _rate(share(sums.hours, sums.walked))),
    )


def findings_table(sums: FindingSums) -> Table:
    """How many were found, put right, and are late."""
    done = len(sums.in_time) + len(sums.late)
    return _one_row(
        (Said("Found"), len(sums.found)),
        (Said("Put right in time"), len(sums.in_time)),
        (Said("Put right late"), len(sums.late)),
        (Said("Open and overdue"), len(sums.overdue)),
        (Said("Repeats"), len(sums.repeats)),
        (Said("In time, %"), _rate(share(len(sums.in_time), done))),
    )


def _one_row(*cells: tuple[Text, Text]) -> Table:
    """Numbers side by side under their names."""
    return Table(tuple(Head(name, 1, "right") for name, _ in cells), (tuple(number for _, number in cells),))


def _rate(of: float | None) -> Text:
    return "–" if of is None else of


def _told(sheet: Sheet, meeting: Record) -> Iterator[Block]:
    """What the meeting said: the review, the five reports, problems and decisions."""
    entry, step = meeting.entry("meeting"), sheet.form.step("meeting")
    if entry is None or step is None:
        return
    for name in ("review", "last_tasks", "sections", "problems"):
        field, kept = step.field(name), entry.get(name)
        if field is None or not kept:
            continue
        yield Heading(field)
        yield sheet.table(field, kept) if field.type in ("lines", "table") else Paragraph(str(kept))


def _plan(ledger: Ledger, week: str) -> Iterator[Block]:
    meeting = _meeting(ledger, week)
    sheet = _sheet(ledger, meeting) if meeting else None
    step = sheet.form.step("meeting") if sheet else None
    field = step.field("tasks") if step else None
    kept = meeting.value("meeting", "tasks") if meeting else None
    if sheet is None or field is None or not kept:
        yield Paragraph(Said("The weekly meeting is not recorded yet; it sets the tasks."))
        return
    yield Pairs(((Said("Set by the meeting at"), local(ledger, meeting.done("meeting")) if meeting else None),))
    yield sheet.table(field, kept)
    yield Signatures((_chair(ledger, meeting), Signature(Said("Reviewed by"))))


def _chair(ledger: Ledger, meeting: Record | None) -> Signature:
    entry = meeting.entry("meeting") if meeting else None
    signer = str(entry.get("signature", "")) if entry else ""
    confirmed = entry is not None and "signature" in entry.signed
    at = local(ledger, entry.at) if entry is not None and confirmed else None
    return Signature(Said("Chair"), person(ledger, signer) if signer else None, at)

"""The monthly summary 月度工作总结: seven blocks beside the month before, rates, charts, contractors (M1; forms.md 10).

It is printed from the sealed summary where there is one. Before that it is a draft of what the ledger knows, and says
so; what only the books or people know is then left open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.ledger.figures import figures
from checkpoints.reports.assessment import contractor_table
from checkpoints.reports.charts import by_day, by_department, by_group, evening_figures, round_minutes
from checkpoints.reports.document import (
    Block,
    Chart,
    Document,
    Heading,
    Pairs,
    Paragraph,
    Said,
    Series,
    Signature,
    Signatures,
    Table,
    Text,
)
from checkpoints.reports.document import Column as Head
from checkpoints.reports.findings import repeats_table
from checkpoints.reports.names import local, people, site_name
from checkpoints.reports.record import Sheet
from checkpoints.reports.values import period as period_text
from checkpoints.reports.values import value
from checkpoints.reports.week import findings_table, patrol_table
from checkpoints.work.monthly import BLOCKS
from checkpoints.work.records.periods import before, ends
from checkpoints.work.records.state import Record
from checkpoints.work.sums import findings_in, moves_in, patrols_in
from checkpoints.work.training import attendance

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["monthly_summary"]

FORM = "monthly_summary"
MEETING = "monthly_meeting"
MOST_REPEATS = 15
_MOMENT = timedelta(seconds=1)


def monthly_summary(ledger: Ledger, month: str, now: datetime) -> Document:
    """The whole month."""
    return Document(
        name="monthly_summary",
        key=month,
        title=Said("Monthly summary"),
        site=site_name(ledger),
        about=period_text(month),
        made_at=local(ledger, now),
        blocks=tuple(_blocks(ledger, month, local(ledger, now) or now)),
    )


def _sealed(ledger: Ledger, form: str, step: str, month: str) -> Record | None:
    return next((r for r in ledger.records.during(form, month) if r.entry(step)), None)


def _blocks(ledger: Ledger, month: str, now: datetime) -> Iterator[Block]:
    summary = _sealed(ledger, FORM, "summary", month)
    form = ledger.site.form_of.get(FORM) if ledger.site else None
    sheet = Sheet(ledger, form, summary) if form and summary else None
    if sheet is None:
        yield Paragraph(Said("A draft: the summary of this month is not sealed yet."), "strong")
    yield Heading(Said("The seven blocks"))
    yield _seven(ledger, month)
    yield from _money(ledger, month)
    counted = (("complaints", Said("complaints")), ("fit_outs", Said("fitting-out")))
    yield evening_figures(ledger, month, counted, Said("Complaints and fitting-out by day"))
    yield Heading(Said("Patrols"))
    yield patrol_table(patrols_in(ledger, month, now))
    yield round_minutes(ledger, month, now)
    yield from _findings(ledger, month, now)
    yield Heading(Said("Contractors"))
    yield from contractor_table(ledger, month)
    yield from _people(ledger, month, now)
    if sheet is not None:
        yield from sheet.steps()
        yield from (block for block in sheet.foot() if not isinstance(block, Signatures))
    else:
        yield Signatures((Signature(Said("Supervisor")), Signature(Said("Project manager"))))


def _seven(ledger: Ledger, month: str) -> Table:
    """Each block as the meeting of the month had it, and that of the month before (M1.1)."""
    form = ledger.site.form_of.get(MEETING) if ledger.site else None
    step = form.step("meeting") if form else None
    this, last = (_sealed(ledger, MEETING, "meeting", of) for of in (month, before(month)))
    rows: list[tuple[Text, ...]] = []
    for block in BLOCKS:
        field = step.field(block) if step else None
        if field is not None:
            kept = [record.value("meeting", block) if record else None for record in (this, last)]
            said = str(this.value("meeting", block + "_said", "")) if this else ""
            now_and_then = tuple("–" if k is None else value(ledger, field, k) for k in kept)
            rows.append((field, *now_and_then, said))
    heads = (
        Head(Said("Block"), 5),
        Head(Said("This month"), 4, "right"),
        Head(Said("Last month"), 4, "right"),
        Head(Said("Remarks"), 9),
    )
    return Table(heads, tuple(rows))


def _money(ledger: Ledger, month: str) -> Iterator[Block]:
    """What was owed and what came in, as bars, this month and the last."""
    form = ledger.site.form_of.get(MEETING) if ledger.site else None
    step = form.step("meeting") if form else None
    records = [_sealed(ledger, MEETING, "meeting", of) for of in (month, before(month))]
    if step is None or records[0] is None:
        return
    names = [n for n in ("receivable", "received", "arrears", "arrears_back", "on_behalf") if step.field(n)]
    series = tuple(
        Series(name, tuple(_number(record, block) for block in names))
        for name, record in zip((Said("This month"), Said("Last month")), records, strict=True)
        if record is not None
    )
    yield Chart("bar", Said("Fees"), tuple(step.field(name) for name in names), series, unit=Said("yuan"))


def _number(record: Record, block: str) -> float | None:
    kept = record.value("meeting", block)
    return None if kept is None else float(str(kept))


def _findings(ledger: Ledger, month: str, now: datetime) -> Iterator[Block]:
    found = findings_in(ledger, month, now)
    yield Heading(Said("Findings"))
    yield findings_table(found)
    yield by_day(ledger, month, found)
    yield by_group(ledger, found)
    yield by_department(ledger, found)
    # Repeats are counted by the month they are asked in.
    yield repeats_table(ledger, figures(ledger, min(now, ends(month, now.tzinfo) - _MOMENT)), MOST_REPEATS)


def _people(ledger: Ledger, month: str, now: datetime) -> Iterator[Block]:
    """Training and who came and went; nothing of what was said in private (M3.1, W1.4)."""
    trained, moves = attendance(ledger, month), moves_in(ledger, month, now)
    yield Heading(Said("People"))
    yield Pairs(
        (
            (Said("All-hands trainings"), len(trained.records)),
            (Said("There"), len(trained.there)),
            (Said("Made up"), len(trained.made_up)),
            (Said("Still to make up"), people(ledger, trained.owing) if trained.owing else 0),
            (Said("Staff now"), moves.staff),
            (Said("Came and left"), Said("{came} came, {left} left", came=len(moves.joined), left=len(moves.left))),
        ),
        2,
    )

"""Every report there is, by name: what it is called, what picks one, and what builds it.

Each form of the site is a report of its own name, laid out from the form unless there is a better way; a report that
draws on more than one record is a builder and one line here. The command line, the screens and the docs read the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from checkpoints.fact import Refused
from checkpoints.reports.assessment import assessment
from checkpoints.reports.daily import digest, evening, work_log
from checkpoints.reports.document import Block, Document, Heading, Joined, PageBreak, Said, Text
from checkpoints.reports.findings import findings_list
from checkpoints.reports.first_ask import first_ask
from checkpoints.reports.incident import incident
from checkpoints.reports.month import monthly_summary
from checkpoints.reports.notice import notice
from checkpoints.reports.printing import why_not_printed
from checkpoints.reports.record import Sheet
from checkpoints.reports.register import register
from checkpoints.reports.rounds import round_record, rounds_of_day
from checkpoints.reports.values import period as period_text
from checkpoints.reports.week import weekly_plan, weekly_summary
from checkpoints.site.forms import Form, Period
from checkpoints.work.records.periods import period_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["ALSO", "REPORTS", "Asked", "Picks", "Report", "beside", "of_record", "report", "reports"]

Picks = Literal["now", "day", "week", "month", "finding"]
"""What picks the one that is wanted: nothing, for it is about now; a day, the week or month of a day; a number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which one is wanted, and the moment of asking, on the site's clock."""

    now: datetime
    day: date
    record: str = ""
    """A number or an id, where one record is wanted and not a period."""
    by: str = ""
    """Who asks, if they proved who they are."""
    place: str = "office"
    private: bool = False
    """The private part was asked for by name."""


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of document."""

    title: Text
    picks: Picks
    build: Callable[[Ledger, Asked], Document]


def _notice(ledger: Ledger, asked: Asked) -> Document:
    known = [f for f, line in ledger.findings.lines() if asked.record in (f, line.number, ledger.findings.called(f))]
    if not known:
        raise Refused("finding.unknown", "That finding is not known here.")
    return notice(ledger, known[0], asked.now)


def _rounds(ledger: Ledger, asked: Asked) -> Document:
    if not asked.record:
        return rounds_of_day(ledger, asked.day, asked.now)
    if asked.record not in ledger.rounds.all:
        raise Refused("round.unknown", "That round is not known here.")
    return round_record(ledger, asked.record, asked.now)


REPORTS: Final[dict[str, Report]] = {
    "round": Report(Said("Quality patrol record"), "day", _rounds),
    "notice": Report(Said("Rectification notice"), "finding", _notice),
    "findings": Report(Said("List of findings"), "now", lambda ledger, asked: findings_list(ledger, asked.now)),
    "first_ask": Report(
        Said("First-ask register"),
        "month",
        lambda ledger, asked: first_ask(ledger, period_of("month", asked.day), asked.now),
    ),
    "weekly_summary": Report(
        Said("Weekly summary"),
        "week",
        lambda ledger, asked: weekly_summary(ledger, period_of("week", asked.day), asked.now),
    ),
    "weekly_plan": Report(
        Said("Plan for next week"),
        "week",
        lambda ledger, asked: weekly_plan(ledger, period_of("week", asked.day), asked.now),
    ),
    "monthly_summary": Report(
        Said("Monthly summary"),
        "month",
        lambda ledger, asked: monthly_summary(ledger, period_of("month", asked.day), asked.now),
    ),
}
_BETTER: Final[dict[str, Callable[[Sheet, datetime], Document]]] = {
    "digest": digest,
    "evening_meeting": evening,
    "work_log": work_log,
    "incident": incident,
    "assessment": assessment,
}
"""Forms whose records are told better than the form alone can say."""
ALSO: Final[dict[str, tuple[str, ...]]] = {"weekly_meeting": ("weekly_summary", "weekly_plan")}
"""Reports that go up together with the record of a form (W2.6)."""
_PICKED_BY: Final[dict[Period, Picks]] = {"day": "day", "half_day": "day", "week": "week", "month": "month"}


def reports(ledger: Ledger) -> dict[str, Report]:
    """All reports by name: those of the program, then one for each form that is filled in by hand."""
    forms = ledger.site.forms if ledger.site else ()
    found = dict(REPORTS)
    for form in forms:
        if not form.kept_by and form.id not in found:
            found[form.id] = Report(form, _PICKED_BY.get(form.period, "month"), _records_of(form))
    return found


def report(ledger: Ledger, name: str, asked: Asked) -> Document:
    """Build one document.

    Raises:
        Refused: `report.unknown` for a name that is none; `report.which` where a number is needed; `report.none` where
            nothing was recorded; `report.private` and `report.not_yours`; what the builder raises.
    """
    known = reports(ledger)
    if name not in known:
        raise Refused("report.unknown", "There is no report of that name. There are: {names}", names=tuple(known))
    if known[name].picks == "finding" and not asked.record:
        raise Refused("report.which", "Which one? Give its number.")
    return known[name].build(ledger, asked)


def beside(ledger: Ledger, record: str) -> tuple[str, ...]:
    """The reports that are handed in together with a record, by name."""
    known = ledger.records.all.get(record)
    return ALSO.get(known.form, ()) if known else ()


def of_record(ledger: Ledger, record: str, asked: Asked) -> Document:
    """One record by its id: what a screen that shows it prints. Raises Refused as `report`, and `record.unknown`."""
    known = ledger.records.all.get(record)
    form = ledger.site.form_of.get(known.form) if known and ledger.site else None
    if known is None or form is None:
        raise Refused("record.unknown", "That record is not known here.")
    refused = why_not_printed(ledger, form, known, asked.by, asked.place, asked.now.date(), named=asked.private)
    if refused is not None:
        raise refused
    if form.id == "monthly_summary":
        return monthly_summary(ledger, known.period, asked.now)
    sheet = Sheet(ledger, form, known, private=asked.private)
    better = _BETTER.get(form.id)
    return better(sheet, asked.now) if better else sheet.document(asked.now)


def _records_of(form: Form) -> Callable[[Ledger, Asked], Document]:
    """What prints the records of a form: one, those of a period, or the register of a month."""

    def build(ledger: Ledger, asked: Asked) -> Document:
        if asked.record:
            return of_record(ledger, _found(ledger, form, asked.record), asked)
        if form.period == "none":
            return register(ledger, form, period_of("month", asked.day), asked.now)
        period = period_of(form.period, asked.day)
        periods = (period, period_of(form.period, asked.day, "pm")) if form.period == "half_day" else (period,)
        ids = [record.id for of in periods for record in ledger.records.during(form.id, of)]
        if not ids:
            raise Refused("report.none", "Nothing was recorded for {period}.", period=period)
        return _together([of_record(ledger, record, asked) for record in ids], period)

    return build


def _found(ledger: Ledger, form: Form, asked: str) -> str:
    """The id of a record by the number that people say, or by its id."""
    known = [r for r, line in ledger.records.lines(form.id) if asked in (r, line.number, ledger.records.called(r))]
    if not known:
        raise Refused("record.unknown", "That record is not known here.")
    return known[0]


def _together(documents: Sequence[Document], period: str) -> Document:
    """Several records in one document, each on pages of its own."""
    first = documents[0]
    if len(documents) == 1:
        return first
    blocks: list[Block] = []
    for document in documents:
        blocks += [PageBreak()] if blocks else []
        blocks += [Heading(Joined((document.number, document.about), "dot")), *document.blocks]
    return replace(first, blocks=tuple(blocks), number="", about=period_text(period), key=period)

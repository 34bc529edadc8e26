"""The assessment of a contractor 评估表: all scorers in one table, each deduction with its evidence (M2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.reports.document import (
    Block,
    Chart,
    Document,
    Heading,
    Joined,
    Pairs,
    Paragraph,
    Photos,
    Said,
    Series,
    Signature,
    Signatures,
    Table,
    Text,
)
from checkpoints.reports.document import Column as Head
from checkpoints.reports.names import local, person
from checkpoints.reports.record import Sheet
from checkpoints.reports.values import finding, photos_in, rows_in, value
from checkpoints.site.forms import Column, Scheme
from checkpoints.work.assessments import Outcome, deductions_of, grade_of, outcome

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["assessment", "contractor_table"]


def assessment(sheet: Sheet, now: datetime) -> Document:
    """One contractor and month."""
    known = outcome(sheet.ledger, sheet.record)
    site = sheet.ledger.site
    firm = site.contractor_of.get(sheet.record.about) if site else None
    scheme = site.scheme_of.get(firm.scheme) if site and firm else None
    blocks: list[Block] = [*sheet.head()]
    if firm is not None:
        blocks.append(Pairs(((Said("Outside firm"), firm), (Said("Contract"), firm.contract or None)), 2))
    if known is None or scheme is None:
        return sheet.bound(now, (*blocks, *sheet.steps(), *sheet.foot()))
    blocks += [Heading(Said("Scores")), _points(sheet.ledger, scheme, known), *_result(sheet.ledger, known)]
    blocks += [Heading(Said("Deductions")), _deductions(sheet, scheme), *_photos(sheet), *_remarks(sheet)]
    blocks += [*sheet.steps(("score",)), *_owed(sheet)]
    return sheet.bound(now, blocks)


def _points(ledger: Ledger, scheme: Scheme, known: Outcome) -> Table:
    """Points left of each item's weight, a column for each scorer, and the average."""
    rows: list[tuple[Text, ...]] = []
    for item in scheme.items:
        left = [item.weight - score.off.get(item.value, 0.0) for score in known.scores]
        rows.append((item, _short(item.weight), *map(_short, left), _short(sum(left) / len(left))))
    totals = [score.left for score in known.scores]
    whole = _short(sum(item.weight for item in scheme.items))
    foot = (Said("Total"), whole, *map(_short, totals), _short(sum(totals) / len(totals)))
    heads = (
        Head(Said("Item"), 8),
        Head(Said("Weight"), 3, "right"),
        *(Head(person(ledger, score.by), 3, "right") for score in known.scores),
        Head(Said("Average"), 3, "right"),
    )
    return Table(heads, tuple(rows), foot=(foot,))


def _short(points: float) -> str:
    return f"{points:.1f}".removesuffix(".0")


def _result(ledger: Ledger, known: Outcome) -> Iterator[Block]:
    grade = grade_of(ledger, known.left)
    rows: tuple[tuple[Text, Text], ...] = (
        (Said("Points off, average"), _short(known.proposed)),
        (Said("Points off, reviewed"), None if known.final is None else _short(known.final)),
        (Said("Points left"), _short(known.left)),
        (Said("Grade"), grade or ""),
    )
    yield Pairs(rows, 2)
    if known.veto:
        yield Paragraph(Said("Failed for a safety accident."), "strong")


def _deductions(sheet: Sheet, scheme: Scheme) -> Table:
    """Every line of every scorer: item, points, standard, fact and evidence (M2.2)."""
    items = {item.value: item for item in scheme.items}
    standard = _column(sheet, "reason")
    rows: list[tuple[Text, ...]] = []
    for entry in sheet.record.of("score"):
        for line in rows_in(entry, "lines"):
            photos = Said("{n} photos", n=len(line["photos"])) if line.get("photos") else ""
            shown = finding(sheet.ledger, str(line["evidence"])) if line.get("evidence") else ""
            item = str(line.get("item", ""))
            rows.append(
                (
                    items.get(item, item),
                    f"-{line.get('points', '')}",
                    value(sheet.ledger, standard, line.get("reason")) if standard else str(line.get("reason", "")),
                    str(line.get("fact", "")),
                    Joined(tuple(part for part in (shown, photos) if part), "dot"),
                    person(sheet.ledger, entry.by),
                )
            )
    heads = (
        Head(Said("Item"), 5),
        Head(Said("Points off"), 3, "right"),
        Head(Said("Standard"), 4),
        Head(Said("Fact"), 7),
        Head(Said("Evidence"), 6),
        Head(Said("Scored by"), 3),
    )
    return Table(heads, tuple(rows), empty=Said("None"))


def _column(sheet: Sheet, name: str) -> Column | None:
    """A column of the deductions; None where the site's form has it no more."""
    step = sheet.form.step("score")
    field = step.field("lines") if step else None
    return next((c for c in field.columns if c.id == name), None) if field else None


def _photos(sheet: Sheet) -> Iterator[Block]:
    column = _column(sheet, "photos")
    if column is None:
        return
    shas: list[str] = []
    for entry in sheet.record.of("score"):
        for line in rows_in(entry, "lines"):
            shas += photos_in(column, line.get("photos"))
    if shas:
        yield Photos(tuple(dict.fromkeys(shas)), Said("Photos"))


def _remarks(sheet: Sheet) -> Iterator[Block]:
    """Presence and remarks of each scorer, and their signatures."""
    entries = sheet.record.of("score")
    rows: list[tuple[Text, Text]] = []
    for entry in entries:
        there = Said("{present} of {due} people there", present=entry.get("present", 0), due=entry.get("due", 0))
        rows.append((person(sheet.ledger, entry.by), Joined((there, str(entry.get("remarks", ""))), "line")))
    yield Pairs(tuple(rows))
    lines = tuple(
        Signature(Said("Scored by"), person(sheet.ledger, entry.by), local(sheet.ledger, entry.at)) for entry in entries
    )
    yield Signatures(lines)


def _owed(sheet: Sheet) -> Iterator[Block]:
    yield from (block for block in sheet.foot() if not isinstance(block, Signatures))


def contractor_table(ledger: Ledger, period: str) -> tuple[Table, Chart]:
    """All contractors of a month: points off, points left, grade; and the same as bars (forms.md 10)."""
    firms = ledger.site.contractors if ledger.site else ()
    off = {firm.id: deductions_of(ledger, firm.id, period) for firm in firms}
    rows: list[tuple[Text, ...]] = []
    for firm in firms:
        points = off[firm.id]
        if points is None:
            rows.append((firm, Said("not scored"), "", ""))
        else:
            rows.append((firm, _short(points), _short(100 - points), grade_of(ledger, 100 - points) or ""))
    heads = (
        Head(Said("Outside firm"), 6),
        Head(Said("Points off"), 3, "right"),
        Head(Said("Points left"), 3, "right"),
        Head(Said("Grade"), 3),
    )
    scored = [firm for firm in firms if off[firm.id] is not None]
    chart = Chart(
        "bar",
        Said("Points off, by contractor"),
        tuple(scored),
        (Series(Said("Points off"), tuple(off[firm.id] for firm in scored)),),
    )
    return Table(heads, tuple(rows), empty=Said("None")), chart

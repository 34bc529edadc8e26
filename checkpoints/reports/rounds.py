"""The patrol record 巡检记录表: who walked, when, what was answered, found and left out (brief D3, forms.md 1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from checkpoints.ledger.queries import verdict
from checkpoints.reports.answers import answered, normal
from checkpoints.reports.document import (
    Block,
    Column,
    Document,
    Heading,
    Joined,
    PageBreak,
    Pairs,
    Paragraph,
    Points,
    Said,
    Signature,
    Signatures,
    Table,
    Text,
)
from checkpoints.reports.findings import listed
from checkpoints.reports.names import (
    NONE,
    cluster,
    local,
    minutes,
    people,
    place,
    reason,
    remark,
    site_name,
)
from checkpoints.reports.words import HALF_WORDS, METHOD_WORDS
from checkpoints.work.rounds.facts import RoundStarted
from checkpoints.work.rounds.state import Round, Visit
from checkpoints.work.rounds.verdict import Verdict

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["round_record", "rounds_of_day"]

MODE_WORDS = {"full": Said("full round"), "route": Said("route"), "sampled": Said("sampled by cluster")}


def round_record(ledger: Ledger, round_id: str, now: datetime) -> Document:
    """The record of one round. Raises KeyError for a round that is not known or has no start yet."""
    round_ = ledger.rounds.all[round_id]
    if round_.started is None:
        raise KeyError(round_id)
    found = verdict(ledger, round_)
    return _document(ledger, f"{found.day}-{found.half}", found.day, now, tuple(_blocks(ledger, round_, found, now)))


def rounds_of_day(ledger: Ledger, day: date, now: datetime) -> Document:
    """All rounds that count for a day or were walked on it, each on pages of its own."""
    blocks: list[Block] = []
    for round_ in sorted(ledger.rounds.of_day(day), key=lambda r: r.started_at.timestamp() if r.started_at else 0.0):
        found = verdict(ledger, round_)
        if found.day == day:
            blocks += [*([PageBreak()] if blocks else []), *_blocks(ledger, round_, found, now)]
    return _document(ledger, f"{day}", day, now, tuple(blocks or [Paragraph(Said("No round was walked on this day."))]))


def _document(ledger: Ledger, key: str, day: date, now: datetime, blocks: tuple[Block, ...]) -> Document:
    return Document(
        name="round",
        key=key,
        title=Said("Quality patrol record"),
        site=site_name(ledger),
        about=day,
        made_at=local(ledger, now),
        blocks=blocks,
    )


def _blocks(ledger: Ledger, round_: Round, found: Verdict, now: datetime) -> Iterator[Block]:
    start = round_.started
    assert start is not None  # those without a start are refused above
    yield Heading(_title(ledger, start))
    yield Pairs(tuple(_when(ledger, round_, start, found)), 2)
    yield Pairs(tuple(_who(ledger, round_, start)))
    yield from _judgement(ledger, round_, found)
    yield Heading(Said("Points"), 2)
    yield _points(ledger, round_)
    yield Heading(Said("Problems found"), 2)
    yield _problems(ledger, round_, now)
    yield Heading(Said("Points left out"), 2)
    yield _left_out(ledger, round_)
    yield Heading(Said("Every answer"), 2)
    yield _answers(ledger, round_)
    yield Signatures((Signature(Said("Patrolled by")), Signature(Said("Supervisor"))))


def _title(ledger: Ledger, start: RoundStarted) -> Text:
    if not start.route:
        return Said("Sampled round, {count} points", count=len(start.points))
    route = ledger.site.route_of.get(start.route) if ledger.site else None
    return route or start.route


def _when(ledger: Ledger, round_: Round, start: RoundStarted, found: Verdict) -> Iterator[tuple[Text, Text]]:
    arrivals = sorted(a.at for v in round_.visits.values() for a in v.arrivals)
    yield Said("Half-day"), HALF_WORDS[found.half]
    yield Said("Mode"), MODE_WORDS[start.mode]
    yield Said("First point at"), local(ledger, arrivals[0]) if arrivals else NONE
    yield Said("Last point at"), local(ledger, arrivals[-1]) if arrivals else NONE
    yield Said("Net time"), minutes(found.net)
    yield Said("Pauses, left out"), minutes(found.paused)
    yield Said("Points reached"), f"{found.visited}/{found.planned}"
    yield Said("Points skipped"), found.skipped


def _who(ledger: Ledger, round_: Round, start: RoundStarted) -> Iterator[tuple[Text, Text]]:
    yield Said("Took part"), people(ledger, round_.people)
    if start.clusters:
        yield Said("Clusters"), Joined(tuple(cluster(ledger.site, name) for name in start.clusters), "dot")


def _judgement(ledger: Ledger, round_: Round, found: Verdict) -> Iterator[Block]:
    if round_.open:
        yield Paragraph(Said("The round is still being walked."), "strong")
    elif found.counts:
        yield Paragraph(Said("The round counts."), "strong")
    else:
        yield Paragraph(Said("The round does not count:"), "strong")
        yield Points(tuple(remark(ledger, one) for one in found.reasons))
    if found.warnings:
        yield Paragraph(Said("Flagged; this decides nothing:"))
        yield Points(tuple(remark(ledger, one) for one in found.warnings))


def _points(ledger: Ledger, round_: Round) -> Table:
    rows: list[tuple[Text, ...]] = []
    for number, checkpoint in enumerate(round_.points, 1):
        visit = round_.visit(checkpoint)
        first = visit.arrivals[0] if visit.arrivals else None
        at = local(ledger, first.at) if first else None
        proof = (METHOD_WORDS[first.fact.method], reason(ledger.site, first.fact.reason)) if first else (NONE,)
        outcomes = [a.fact.outcome for a in visit.answers.values()]
        rows.append(
            (
                number,
                place(ledger, checkpoint),
                at.time() if at else NONE,
                Joined(proof, "dot"),
                outcomes.count("ok"),
                outcomes.count("fail") + outcomes.count("critical"),
                outcomes.count("na"),
            )
        )
    columns = (
        Column(Said("Nr"), 3, "right"),
        Column(Said("Point"), 14),
        Column(Said("Arrived"), 4),
        Column(Said("Confirmed by"), 8),
        Column(Said("Pass"), 3, "right"),
        Column(Said("Fail"), 3, "right"),
        Column(Said("N/A"), 3, "right"),
    )
    return Table(columns, tuple(rows))


def _problems(ledger: Ledger, round_: Round, now: datetime) -> Table:
    """What was raised or put right on the round, and what was seen to be still there."""
    touched = {f: how for visit in _visits(round_) for f, how in visit.touched.items() if f in ledger.findings.all}
    return listed(ledger, touched, now, {f for f, how in touched.items() if how == "still"})


def _visits(round_: Round) -> list[Visit]:
    return [round_.visit(checkpoint) for checkpoint in round_.points]


def _left_out(ledger: Ledger, round_: Round) -> Table:
    rows: list[tuple[Text, ...]] = []
    for visit in _visits(round_):
        if visit.skipped is not None:
            why: Text = Joined((reason(ledger.site, visit.skipped.reason), visit.skipped.words), "dot")
        elif visit.state == "ahead" and not round_.open:
            why = Said("not reached")
        else:
            continue
        rows.append((place(ledger, visit.checkpoint), why))
    return Table((Column(Said("Point")), Column(Said("Reason"))), tuple(rows), empty=Said("None"))


def _answers(ledger: Ledger, round_: Round) -> Table:
    rows: list[tuple[Text, ...]] = []
    for visit in _visits(round_):
        for given in visit.answers.values():
            check = ledger.site.check_at(visit.checkpoint, given.fact.check) if ledger.site else None
            at = local(ledger, given.at)
            again = (Said("corrected"),) if given.fact.corrects else ()
            rows.append(
                (
                    visit.checkpoint,
                    check or given.fact.check,
                    normal(check),
                    Joined((answered(check, given.fact), *again), "dot"),
                    at.time() if at else "",
                )
            )
    columns = (
        Column(Said("Point"), 3),
        Column(Said("Check"), 15),
        Column(Said("Standard"), 5),
        Column(Said("Answer"), 5),
        Column(Said("At"), 2),
    )
    return Table(columns, tuple(rows), empty=Said("None"), dense=True)

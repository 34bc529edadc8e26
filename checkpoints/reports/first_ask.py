"""The first-ask register 首问登记: what owners asked in a month, of whom, and what they were told (D3.13 to D3.16).

Who the owner is stands on no paper: the household's number leads to it, for those who may look it up (rules.md 11.19).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.reports.document import Column, Document, Joined, Said, Table, Text
from checkpoints.reports.names import local, person, site_name
from checkpoints.reports.values import period as period_text
from checkpoints.work.promises.state import Promise
from checkpoints.work.records.periods import begins, ends

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["first_ask"]


def first_ask(ledger: Ledger, month: str, now: datetime) -> Document:
    """What was asked in a month, and what was asked before and is still open in it."""
    zone = ledger.site.zone_info if ledger.site else now.tzinfo
    since, until = begins(month, zone), ends(month, zone)
    asked = [
        (promise.made_at, name, promise)
        for name, promise in ledger.promises.all.items()
        if promise.made is not None
        and promise.made_at is not None
        and promise.made_at < until
        and (promise.made_at >= since or promise.open)
    ]
    rows = tuple(_row(ledger, name, promise) for _, name, promise in sorted(asked, key=lambda one: one[:2]))
    columns = (
        Column(Said("Number"), 5),
        Column(Said("Asked"), 5),
        Column(Said("Household"), 4),
        Column(Said("Matter"), 8),
        Column(Said("First asked, now with"), 5),
        Column(Said("First reply"), 6),
        Column(Said("Final answer"), 6),
        Column(Said("Return visit"), 5),
    )
    return Document(
        name="first_ask",
        key=month,
        title=Said("First-ask register"),
        site=site_name(ledger),
        about=period_text(month),
        made_at=local(ledger, now),
        blocks=(Table(columns, rows, empty=Said("None"), dense=True),),
    )


def _row(ledger: Ledger, name: str, promise: Promise) -> tuple[Text, ...]:
    made = promise.made
    assert made is not None  # those without a beginning are left out
    first, now_with = person(ledger, made.first_asked), person(ledger, promise.follower)
    visit = Said("satisfied") if promise.satisfied else Said("not satisfied")
    return (
        ledger.promises.called(name),
        local(ledger, promise.made_at),
        made.unit,
        made.matter,
        first if made.first_asked == promise.follower else Joined((first, now_with), "line"),
        _kept(ledger, promise.first_reply_at, promise.first_by),
        _kept(ledger, promise.answered_at, promise.final_by),
        "" if promise.satisfied is None else visit,
    )


def _kept(ledger: Ledger, at: datetime | None, by: datetime | None) -> Text:
    """When the owner heard, with a word where that was late; else until when it is owed."""
    if at is None:
        return Said("owed by {at}", at=local(ledger, by)) if by is not None else ""
    late = by is not None and at > by
    return Joined((local(ledger, at), Said("late")), "line") if late else local(ledger, at)

"""The digest to the project manager 每日汇报 (D2.8, D2.9, D4.2): drafted, edited, sent, acknowledged.

`counting`: what is new, open and overdue of each kind. `telling`, `following`: the drafted texts. What was sent is the
sealed step; "sent" is not "acknowledged" (rules.md 3), and whoever sent it does not acknowledge it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.work.digest.counting import count, since_last
from checkpoints.work.digest.telling import told
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.periods import first_day

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["RULES", "acknowledged_at", "sent_at", "unread"]


def sent_at(ledger: Ledger, day: date) -> datetime | None:
    """When the digest of a local day was sent; None while it was not."""
    return next((r.done("sent") for r in ledger.records.during("digest", day.isoformat())), None)


def acknowledged_at(ledger: Ledger, day: date) -> datetime | None:
    """When the manager, or whoever stands in, acknowledged it."""
    return next((r.done("acknowledged") for r in ledger.records.during("digest", day.isoformat())), None)


def unread(ledger: Ledger) -> list[Record]:
    """Digests that were sent and that nobody has acknowledged, the oldest first."""
    return [r for r in ledger.records.open_of("digest") if r.entry("sent") and r.entry("acknowledged") is None]


def _draft(ask: Ask) -> Values:
    if ask.step.id != "sent":
        return {}
    counted = count(ask.ledger, first_day(ask.period), ask.at)
    rows = [
        {"row": kind, "new": len(of.new), "open": len(of.open), "overdue": len(of.overdue)}
        for kind, of in counted.rows()
    ]
    return {"counts": rows, **told(ask, counted)}


def _beside(ask: Ask) -> dict[str, Beside]:
    if ask.step.id != "sent":
        return {}
    since = since_last(ask.ledger, first_day(ask.period), ask.at)
    return {"counts": Beside("New since {day} {clock}", {"day": since.date(), "clock": since})}


def _check(ask: Ask) -> None:
    """Raises Refused `digest.own`: one cannot tell oneself."""
    sent = ask.state.entry("sent") if ask.state else None
    if ask.step.id == "acknowledged" and sent is not None and sent.by == ask.by:
        raise Refused("digest.own", "Whoever sent it does not acknowledge it.")


RULES = {"digest": Rule(draft=_draft, beside=_beside, check=_check)}

"""Keys signed out and in 钥匙借还 (forms.md 4): who has which, since when, and by when it is due back.

A key is written down by its name. Where that is the name of a key that is counted at a post, no more go out than there
are.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.site.posts import Stock
from checkpoints.work.records.asking import Ask, Rule
from checkpoints.work.records.facts import Values

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["RULES", "keys_out", "out_of"]

SHIFT_ENDS = 18
"""The hour by which a key is due back, as long as that lies well ahead."""
A_WHILE = timedelta(hours=2)


def keys_out(ledger: Ledger, person: str = "") -> list[Record]:
    """Keys that were signed out and are not back, of one person or of all; the longest out first."""
    known = [r for r in ledger.records.open_of("key_loan") if r.entry("out")]
    return [r for r in known if not person or r.value("out", "to") == person]


def out_of(ledger: Ledger, stock: Stock) -> int:
    """How many of a key that is counted at a post are signed out."""
    return sum(int(r.value("out", "count", 1)) for r in keys_out(ledger) if _is(stock, r.value("out", "key")))


def _is(stock: Stock, key: object) -> bool:
    return key in (stock.zh, stock.en)


def _draft(ask: Ask) -> Values:
    if ask.step.id != "out":
        return {"at": ask.at.isoformat(), "whole": "whole"}
    evening = ask.at.replace(hour=SHIFT_ENDS, minute=0, second=0, microsecond=0)
    return {"at": ask.at.isoformat(), "back_by": max(evening, ask.at + A_WHILE).isoformat(), "count": "1"}


def _check(ask: Ask) -> None:
    """Raises Refused: `key.back_by`, `key.none_left`, `key.back`."""
    at = _moment(ask.values.get("at"))
    if ask.step.id == "out":
        until = _moment(ask.values.get("back_by"))
        if at is not None and until is not None and until <= at:
            raise Refused("key.back_by", "It would be due back before it goes out.", field=ask.step.field("back_by"))
        if not ask.entry:
            _enough(ask)
        return
    out = _moment(ask.earlier("out", "at"))
    if at is not None and out is not None and at < out:
        raise Refused("key.back", "It would be back before it went out.", field=ask.step.field("at"))


def _enough(ask: Ask) -> None:
    """Raises Refused `key.none_left`."""
    site = ask.ledger.site
    known = [s for post in (site.posts if site else ()) for s in post.stock if s.kind == "key"]
    stock = next((s for s in known if _is(s, ask.values.get("key"))), None)
    if stock is None:
        return
    left = stock.count - out_of(ask.ledger, stock)
    if int(ask.values["count"]) > left:
        raise Refused(
            "key.none_left",
            "{key}: {left} of {count} are there, the others are signed out.",
            key=stock,
            left=max(0, left),
            count=stock.count,
            field=ask.step.field("count"),
        )


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


RULES = {"key_loan": Rule(draft=_draft, check=_check)}

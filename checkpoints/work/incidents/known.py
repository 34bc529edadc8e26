"""What stands in an incident, for clocks, rules and screens."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.site.forms import Choice
from checkpoints.work.records.state import Entry, Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["CHAIN", "FORM", "category", "households_needed", "moment", "named", "place", "reached", "running"]

FORM = "incident"
CHAIN = ("manager", "deputy", "company")
"""Whom it is reported to, in this order; telling anybody else is no report (rules.md 10)."""
HOUSEHOLDS = 3
"""From how many on a complaint is a collective one, where the site says nothing else (rules.md 10)."""


def running(ledger: Ledger) -> list[Record]:
    """The incidents that are neither closed nor a false alarm, the oldest first."""
    return ledger.records.open_of(FORM)


def category(incident: Record) -> str:
    """Its kind as it was said last; '' while nobody has."""
    entry = incident.last("kind")
    return str(entry.get("category", "")) if entry else ""


def named(ledger: Ledger, incident: Record) -> Choice | None:
    """Its kind as the form calls it."""
    form = ledger.site.form_of.get(FORM) if ledger.site else None
    step = form.step("kind") if form else None
    field = step.field("category") if step else None
    return next((o for o in field.options if o.value == category(incident)), None) if field else None


def place(incident: Record) -> str:
    """Id of the checkpoint where it is; '' while nobody said."""
    entry = incident.last("place")
    return str(entry.get("place", "")) if entry else ""


def moment(entry: Entry | None, name: str = "at") -> datetime | None:
    """A moment that an entry holds; None for anything else, for every header asks this of what any device wrote."""
    said = entry.get(name) if entry else None
    try:
        at = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def reached(incident: Record) -> Entry | None:
    """The first report that came through to the manager, the deputy or the company (D7.1)."""
    came = [e for e in incident.of("told") if e.get("reached") == "yes" and e.get("to") in CHAIN]
    return min(came, key=lambda e: (at.timestamp() if (at := moment(e)) else 0.0, e.id), default=None)


def households_needed(ledger: Ledger) -> int:
    """From how many households on a complaint is a collective one."""
    limits = ledger.site.response_limits if ledger.site else ()
    return next((int(limit.value) for limit in limits if limit.id == "collective_complaint"), HOUSEHOLDS)

"""Who was at a meeting: every active person of the service department, present or absent with a reason (D1, D1.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Refused
from checkpoints.work.records.asking import Ask
from checkpoints.work.records.periods import first_day
from checkpoints.work.records.rows import by_row, row, subject_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Entry

__all__ = ["SERVICE", "absent", "check_day", "check_roll", "drafted", "expected", "present", "sealed"]

SERVICE = "service"
"""The customer service department, whose meetings these are."""
Rows = Sequence[Mapping[str, Any]]


def expected(ledger: Ledger) -> list[str]:
    """Who belongs at the meeting, by id."""
    return [p.id for p in ledger.people.active() if p.department == SERVICE]


def sealed(ask: Ask) -> list[Entry]:
    """What was sealed of this step before; not empty where a correction is asked for."""
    return ask.state.of(ask.step.id) if ask.state else []


def drafted(ledger: Ledger, earlier: Rows = ()) -> list[dict[str, Any]]:
    """One row for each, present unless an earlier roll of the day says otherwise."""
    known = by_row(earlier)
    rows: list[dict[str, Any]] = []
    for person in expected(ledger):
        name = row("person", person)
        kept = {f: v for f, v in known.get(name, {}).items() if f in ("present", "reason")}
        rows.append({"row": name, "present": "here", **kept})
    return rows


def present(rows: Rows) -> list[str]:
    """Who was there, by id."""
    return [subject_of(name)[1] for name, r in by_row(rows).items() if r.get("present") == "here"]


def absent(rows: Rows) -> list[str]:
    """Who was not, by id."""
    return [subject_of(name)[1] for name, r in by_row(rows).items() if r.get("present") == "absent"]


def check_roll(ask: Ask) -> None:
    """Everybody stands in the roll exactly once, and whoever chaired or wrote was there.

    When a roll is corrected later it is the people of then that count, not those who work here now.

    Raises Refused: `roll.unknown`, `roll.twice`, `roll.missing`, `roll.nobody`, `roll.not_there`.
    """
    rows: Rows = ask.values.get("roll", ())
    names = [subject_of(str(r.get("row", "")))[1] for r in rows]
    for person in names:
        if person not in ask.ledger.people:
            raise Refused("roll.unknown", "The roll names somebody who is not known here.")
        if names.count(person) > 1:
            raise Refused("roll.twice", "{person} stands in the roll twice.", person=ask.ledger.people.called(person))
    before = sealed(ask)
    due = [subject_of(r["row"])[1] for e in before for r in e.get("roll", ())] if before else expected(ask.ledger)
    for person in due:
        if person not in names:
            raise Refused("roll.missing", "{person} is not in the roll.", person=ask.ledger.people.called(person))
    if not present(rows):
        raise Refused("roll.nobody", "Nobody is marked present. Then there was no meeting.")
    for person in (ask.values.get("chair"), ask.values.get("recorder")):
        if person in absent(rows):
            raise Refused(
                "roll.not_there",
                "{person} leads or writes, and is marked absent.",
                person=ask.ledger.people.called(person),
            )


def check_day(ask: Ask) -> None:
    """The meeting was held on the day of its record. Raises Refused `meeting.day`."""
    at = ask.values.get("at")
    if at is None:
        return
    zone = ask.ledger.site.zone_info if ask.ledger.site else None
    if datetime.fromisoformat(at).astimezone(zone).date() != first_day(ask.period):
        raise Refused("meeting.day", "The time is not on the day of this record, {day}.", day=first_day(ask.period))

"""The stamp: an incident begins at the tap, before any form and before anybody has signed in (D7.1, rules.md 10).

Whoever taps is asked nothing. Where somebody is signed in, they opened it; at a kiosk with nobody at it the device did,
and says so (`-`): a guess would be a lie, and the person is named with the details.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.fact import Moment
from checkpoints.work.incidents.known import FORM, running
from checkpoints.work.records.facts import RecordFact, RecordOpened
from checkpoints.work.records.making import next_number

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["SAME_TAP", "begun_just_now", "stamp"]

SAME_TAP = timedelta(minutes=2)
"""A second tap within it means the same incident, as long as nothing was entered."""


def stamp(ledger: Ledger, now: Moment) -> Sequence[RecordFact]:
    """Begin an incident now. Never refused: not for a role, not without a sign-in, not on a site without the form."""
    return [RecordOpened(record=now.new_id(), form=FORM, number=next_number(ledger.records, now))]


def begun_just_now(ledger: Ledger, by: str, now: datetime) -> Record | None:
    """The incident that the same person, or nobody, began a moment ago and nobody has touched: a finger taps twice."""
    for record in reversed(running(ledger)):
        opened = record.opened_at
        if opened is not None and record.opened_by == by and not record.entries and abs(now - opened) <= SAME_TAP:
            return record
    return None

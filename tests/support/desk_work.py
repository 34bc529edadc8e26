"""The office on its packaged site, without labels on the walls: for tests of records and duties.

`office()` is a desk with the team; `fill` does a step as its decision does, and `sealed` gives the record's id.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from checkpoints.ledger.events import Event
from checkpoints.site.catalogue import default_site
from checkpoints.site.people import Confirmed
from checkpoints.work import people, sites
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from tests.support.ground import DEPARTMENT_OF, TEAM, Desk, at

COUNTED = [
    {"row": "stock:main_gate.gate-key", "count": 2},
    {"row": "stock:main_gate.radio", "count": 2},
    {"row": "stock:main_gate.baton", "count": 3},
]
"""What is counted at the main gate when nothing is missing."""


def office(now: datetime | None = None, name: str = "t1") -> Desk:
    """A device with the packaged site and the team: zhao leads, chen is the manager."""
    desk = Desk(name, now or at(8))
    desk.record("-", sites.load(desk.ledger, default_site()))
    for person, role in TEAM.items():
        where = "management" if role == "manager" else DEPARTMENT_OF.get(person, "service")
        desk.record("-", [people.PersonAdded(person=person, zh=person, en=person, role=role, department=where)])
    return desk


def fill(
    desk: Desk,
    form: str,
    step: str,
    values: dict[str, Any],
    by: str = "zhao",
    *,
    record: str = "",
    period: str = "",
    about: str = "",
    origin: str = "",
    signed: dict[str, str] | None = None,
) -> list[Event]:
    """Fill a step in and keep what follows. `signed`: whose PIN, by field."""
    target = Target(form, record, period=period, about=about, origin=origin)
    proof = {name: Confirmed(person) for name, person in (signed or {}).items()}
    return desk.record(by, deciding.fill(desk.ledger, target, step, values, by, desk.now(), proof))


def sealed(events: list[Event]) -> str:
    """The id of the record that these events are about first."""
    return events[0].subject.removeprefix("record:")

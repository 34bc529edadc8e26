"""Whom to tell: the manager first, and while the manager is not reached the next in line, each try recorded (D7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from checkpoints.site.site import EmergencyCall
from checkpoints.work.deputies import stands_in_for
from checkpoints.work.incidents.known import CHAIN, reached
from checkpoints.work.records.state import Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Link", "chain", "next_link"]


@dataclass(frozen=True, slots=True)
class Link:
    """One in the line. `person` is empty for a phone that whoever is on duty answers."""

    to: str
    """`manager`, `deputy` or `company`, as in the form."""
    person: str = ""
    phone: str = ""
    missed: int = 0
    """Tries that did not come through."""
    reached: bool = False


def chain(ledger: Ledger, incident: Record, on: date) -> list[Link]:
    """The line of an incident on a local day: managers, who stands in for them, the company's duty phone.

    Its order is the site's (`emergency`, `chain`); a site that names none has manager, deputy, company.
    """
    return [_tried(incident, link) for to, phone in _line(ledger) for link in _people(ledger, to, phone, on)]


def _line(ledger: Ledger) -> list[tuple[str, str]]:
    known: tuple[EmergencyCall, ...] = ledger.site.emergency if ledger.site else ()
    line = sorted((call for call in known if call.chain and call.id in CHAIN), key=lambda call: call.chain)
    return [(call.id, call.phone) for call in line] or [(to, "") for to in CHAIN]


def _people(ledger: Ledger, to: str, phone: str, on: date) -> Iterator[Link]:
    managers = [p.id for p in ledger.people.active() if p.role == "manager"]
    if to == "manager":
        yield from (Link(to, person, phone) for person in managers)
    elif to == "deputy":
        for person in ledger.people.active():
            if person.id not in managers and set(stands_in_for(ledger, person.id, on)) & set(managers):
                yield Link(to, person.id, phone)
    else:
        yield Link(to, "", phone)


def _tried(incident: Record, link: Link) -> Link:
    """With the tries that stand in the record; one that names nobody counts for all of its kind."""
    tries = [e for e in incident.of("told") if e.get("to") == link.to and e.get("person", link.person) == link.person]
    came = any(e.get("reached") == "yes" for e in tries)
    return Link(link.to, link.person, link.phone, sum(e.get("reached") == "no" for e in tries), came)


def next_link(ledger: Ledger, incident: Record, on: date) -> Link | None:
    """Whom to try next: whoever was tried least, by their place in line; None once somebody was reached."""
    if reached(incident) is not None:
        return None
    return min(chain(ledger, incident, on), key=lambda link: link.missed, default=None)

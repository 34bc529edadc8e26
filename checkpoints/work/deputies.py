"""Deputies: while somebody is away, a named person has that role's rights as well (rules.md 11.11).

The deputy keeps their own name in every record; nobody ever acts under another's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.people import PERMITTED, Right, RoleId
from checkpoints.work.spoken import LONGEST_NAME, spoken

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "Deputies",
    "DeputyEnded",
    "DeputyFact",
    "DeputyNamed",
    "Stand",
    "apply",
    "end",
    "may",
    "name",
    "roles_of",
    "stands_in_for",
]


class _DeputyFact(Fact, frozen=True, kw_only=True):
    person: str
    """Who is away."""

    @property
    def subject(self) -> str:
        """Whoever is away."""
        return "deputy:" + self.person


class DeputyNamed(_DeputyFact, frozen=True, kw_only=True, tag="deputy.named"):
    """Somebody stands in, both days included."""

    deputy: str
    start: date
    end: date
    reason: str = ""


class DeputyEnded(_DeputyFact, frozen=True, kw_only=True, tag="deputy.ended"):
    """Back earlier: the stand-in of one deputy ends the day before."""

    deputy: str
    on: date


DeputyFact = DeputyNamed | DeputyEnded


@dataclass(slots=True)
class Stand:
    """One stand-in: who, and from when to when."""

    deputy: str
    start: date
    end: date
    named_by: str
    at: datetime


@dataclass(slots=True)
class Deputies:
    """The stand-ins for one person, in fold order."""

    id: str
    stands: list[Stand] = field(default_factory=list[Stand])


def apply(deputies: Deputies, event: Event) -> None:
    """Fold one fact."""
    match event.body:
        case DeputyNamed() as fact:
            deputies.stands.append(Stand(fact.deputy, fact.start, fact.end, event.actor, event.at))
        case DeputyEnded() as fact:
            for stand in deputies.stands:
                if stand.deputy == fact.deputy and stand.start < fact.on <= stand.end:
                    stand.end = date.fromordinal(fact.on.toordinal() - 1)
            deputies.stands = [s for s in deputies.stands if s.deputy != fact.deputy or s.start < fact.on]
        case _:
            pass


def stands_in_for(ledger: Ledger, person: str, on: date) -> Iterator[str]:
    """Whose deputy a person is on a local day; only of those who still work here."""
    for away, known in sorted(ledger.deputies.items()):
        if (
            away in ledger.people
            and ledger.people[away].active
            and any(s.deputy == person and s.start <= on <= s.end for s in known.stands)
        ):
            yield away


def roles_of(ledger: Ledger, person: str, on: date) -> set[RoleId]:
    """The person's own role and those they stand in for on a local day; empty when they do not work here."""
    if person not in ledger.people or not ledger.people[person].active:
        return set()
    return {ledger.people[person].role, *(ledger.people[away].role for away in stands_in_for(ledger, person, on))}


def may(ledger: Ledger, person: str, right: Right, on: date) -> bool:
    """Whether a person carries a right on a local day, by their own role or as somebody's deputy."""
    return bool(roles_of(ledger, person, on) & PERMITTED[right])


def name(ledger: Ledger, fact: DeputyNamed, by: str, now: Moment) -> Sequence[DeputyFact]:
    """Name a deputy for somebody, or for oneself.

    Raises Refused: `deputy.not_allowed`, `deputy.unknown`, `deputy.self`, `deputy.dates`.
    """
    if by != fact.person and not may(ledger, by, "name_deputy", now.at.date()):
        raise Refused("deputy.not_allowed", "Only the supervisor or the manager may name somebody else's deputy.")
    for who in (fact.person, fact.deputy):
        if who not in ledger.people or not ledger.people[who].active:
            raise Refused("deputy.unknown", "There is nobody with the id {person}.", person=who)
    if fact.person == fact.deputy:
        raise Refused("deputy.self", "Nobody is their own deputy.")
    if fact.end < fact.start or fact.end < now.at.date():
        raise Refused("deputy.dates", "The last day lies before the first, or is over already.")
    return [
        DeputyNamed(
            person=fact.person,
            deputy=fact.deputy,
            start=fact.start,
            end=fact.end,
            reason=spoken(fact.reason, LONGEST_NAME),
        )
    ]


def end(ledger: Ledger, fact: DeputyEnded, by: str, now: Moment) -> Sequence[DeputyFact]:
    """End a stand-in early. Raises Refused: `deputy.not_allowed`, `deputy.none`."""
    if by != fact.person and not may(ledger, by, "name_deputy", now.at.date()):
        raise Refused("deputy.not_allowed", "Only the supervisor or the manager may name somebody else's deputy.")
    known = ledger.deputies.get(fact.person)
    if known is None or not any(s.deputy == fact.deputy and s.end >= fact.on for s in known.stands):
        raise Refused("deputy.none", "That person is not a deputy then.")
    return [fact]

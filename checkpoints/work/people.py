"""People: who may sign in, with which PIN, and how long to wait after wrong ones.

The waiting time is computed from recorded refusals, so that killing the app does not reset it. A PIN never
enters this floor; only its Argon2id hash does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.people import Person, RoleId

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "Member",
    "People",
    "PersonAdded",
    "PersonFact",
    "PinSet",
    "SignInRefused",
    "SignedIn",
    "SignedOut",
    "add",
    "apply",
    "refuse_sign_in",
    "set_pin",
    "sign_in",
    "sign_out",
]

FREE_TRIES = 3
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)
MIN_PIN, MAX_PIN = 4, 8


class _PersonFact(Fact, frozen=True, kw_only=True):
    person: str

    @property
    def subject(self) -> str:
        """The person."""
        return "person:" + self.person


class PersonAdded(_PersonFact, frozen=True, kw_only=True, tag="person.added"):
    """Somebody joined the team, or their entry was corrected."""

    zh: str
    en: str
    role: RoleId
    department: str
    active: bool = True


class PinSet(_PersonFact, frozen=True, kw_only=True, tag="person.pin_set"):
    """A PIN was set; `pin_hash` is Argon2id in its encoded form."""

    pin_hash: str


class SignedIn(_PersonFact, frozen=True, kw_only=True, tag="person.signed_in"):
    """The right PIN was given at a device."""

    place: str


class SignedOut(_PersonFact, frozen=True, kw_only=True, tag="person.signed_out"):
    """The person left the device, or was signed out after standing idle."""

    why: Literal["self", "idle", "closed"]


class SignInRefused(_PersonFact, frozen=True, kw_only=True, tag="person.sign_in_refused"):
    """A wrong PIN was given."""


PersonFact = PersonAdded | PinSet | SignedIn | SignedOut | SignInRefused


@dataclass(slots=True)
class Member:
    """What is known of one person."""

    person: Person
    wrong: int = 0
    """Wrong PINs since the last right one."""
    wrong_at: datetime | None = None

    def wait_until(self) -> datetime | None:
        """The earliest time of the next try; None when there is nothing to wait for."""
        if self.wrong < FREE_TRIES or self.wrong_at is None:
            return None
        doubled = FIRST_WAIT * 2 ** min(self.wrong - FREE_TRIES, 10)
        return self.wrong_at + min(doubled, LONGEST_WAIT)


@dataclass(slots=True)
class People:
    """Everybody, by id."""

    members: dict[str, Member] = field(default_factory=dict[str, Member])

    def __getitem__(self, person: str) -> Person:
        return self.members[person].person

    def __contains__(self, person: str) -> bool:
        return person in self.members

    def active(self) -> list[Person]:
        """Everybody who works here now, in order of id."""
        return [m.person for _, m in sorted(self.members.items()) if m.person.active]

    def name(self, person: str, lang: str) -> str:
        """A name to show; the id where the person is not known here yet."""
        return self.members[person].person.name(lang) if person in self.members else person


def blank(person: str) -> Member:
    """A person before the first fact."""
    return Member(Person(id=person, zh="", en="", role="staff", department="", active=False))


def apply(member: Member, event: Event) -> None:
    """Fold one fact into one person."""
    match event.body:
        case PersonAdded() as fact:
            p = member.person
            p.zh, p.en, p.role, p.department, p.active = (
                fact.zh,
                fact.en,
                fact.role,
                fact.department,
                fact.active,
            )
        case PinSet() as fact:
            member.person.pin_hash = fact.pin_hash
            member.wrong, member.wrong_at = 0, None
        case SignedIn():
            member.wrong, member.wrong_at = 0, None
        case SignInRefused():
            member.wrong += 1
            member.wrong_at = event.at
        case _:
            pass


def _require(ledger: Ledger, by: str) -> None:
    """The first person of a site may be added by anybody: there is nobody to ask yet."""
    if ledger.people.active() and not (by in ledger.people and ledger.people[by].may("add_people")):
        raise Refused("person.not_allowed", "Only the supervisor or the manager may add or change people.")


def add(ledger: Ledger, fact: PersonAdded, by: str) -> Sequence[PersonFact]:
    """Add or correct a person. Raises Refused: `person.not_allowed`, `person.no_name`, `person.department`."""
    _require(ledger, by)
    if not (fact.zh.strip() or fact.en.strip()) or not fact.person.strip():
        raise Refused("person.no_name", "A person needs a name.")
    if ledger.site is not None and fact.department not in ledger.site.department_of:
        raise Refused(
            "person.department",
            "There is no department {department} on this site.",
            department=fact.department,
        )
    return [fact]


def check_pin(pin: str) -> None:
    """Raise Refused `pin.weak` unless the PIN is 4 to 8 digits and not one digit repeated."""
    if not (pin.isascii() and pin.isdigit() and MIN_PIN <= len(pin) <= MAX_PIN and len(set(pin)) > 1):
        raise Refused("pin.weak", "A PIN has 4 to 8 digits, and not all the same.")


def set_pin(ledger: Ledger, person: str, pin_hash: str, by: str) -> Sequence[PersonFact]:
    """Set a PIN: one's own, or as supervisor. Raises Refused: `person.unknown`, `person.not_allowed`."""
    if person not in ledger.people:
        raise Refused("person.unknown", "There is nobody with the id {person}.", person=person)
    if by != person and any(m.person.pin_hash for m in ledger.people.members.values()):
        _require(ledger, by)
    return [PinSet(person=person, pin_hash=pin_hash)]


def may_try(ledger: Ledger, person: str, now: Moment) -> None:
    """Raise Refused `pin.wait` (seconds) while the person has to wait, `person.unknown` when not active."""
    if person not in ledger.people or not ledger.people[person].active:
        raise Refused("person.unknown", "There is nobody with the id {person}.", person=person)
    until = ledger.people.members[person].wait_until()
    # Further away than the longest wait means that the clock was set back meanwhile, by hours or years; that must
    # not lock anybody out. The next wrong PIN is dated by the clock as it is now, and the waiting goes on.
    if until is not None and now.at < until <= now.at + LONGEST_WAIT:
        seconds = math.ceil((until - now.at).total_seconds())
        raise Refused("pin.wait", "Too many wrong PINs. Try again in {seconds} s.", seconds=seconds)


def sign_in(ledger: Ledger, person: str, place: str, now: Moment) -> Sequence[PersonFact]:
    """Sign in after the PIN was found right. Raises what `may_try` raises."""
    may_try(ledger, person, now)
    return [SignedIn(person=person, place=place)]


def refuse_sign_in(ledger: Ledger, person: str, now: Moment) -> Sequence[PersonFact]:
    """Record a wrong PIN. Raises what `may_try` raises."""
    may_try(ledger, person, now)
    return [SignInRefused(person=person)]


def sign_out(person: str, why: Literal["self", "idle", "closed"]) -> Sequence[PersonFact]:
    """Sign out."""
    return [SignedOut(person=person, why=why)]

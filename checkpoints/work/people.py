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

import msgspec

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.people import PERMITTED, Person, RoleId
from checkpoints.site.words import Named
from checkpoints.work.deputies import may
from checkpoints.work.leaving import may_leave
from checkpoints.work.spoken import LONGEST_NAME, spoken

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "UNRECORDED_WAIT",
    "KioskLeft",
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
    "leave_kiosk",
    "refuse_sign_in",
    "set_pin",
    "sign_in",
    "sign_out",
]

FREE_TRIES = 3
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)
UNRECORDED_WAIT = timedelta(seconds=30)
"""After a wrong PIN that the disk did not take down: nobody counts them then, and anybody could guess for ever."""
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


class KioskLeft(_PersonFact, frozen=True, kw_only=True, tag="person.kiosk_left"):
    """With this person's PIN the app of a kiosk was left, for maintenance."""


PersonFact = PersonAdded | PinSet | SignedIn | SignedOut | SignInRefused | KioskLeft


@dataclass(slots=True)
class Member:
    """What is known of one person."""

    person: Person
    wrong: int = 0
    """Wrong PINs since the last right one."""
    wrong_at: datetime | None = None
    wrong_boot: str = ""
    wrong_up: int = 0

    def wait_until(self) -> datetime | None:
        """The earliest time of the next try, if nobody moves the clock; None when there is nothing to wait for."""
        if self.wrong < FREE_TRIES or self.wrong_at is None:
            return None
        return self.wrong_at + self._wait()

    def wait_left(self, at: datetime, boot: str, up: int) -> timedelta:
        """How long to wait before the next try, on both clocks of the device (`up` in milliseconds since `boot`).

        Within one run of the machine its own count decides, so that moving the clock neither shortens nor lengthens
        the wait.
        """
        until = self.wait_until()
        if until is None:
            return timedelta()
        left = until - at
        if boot and boot == self.wrong_boot:
            left = self._wait() - timedelta(milliseconds=up - self.wrong_up)
        # Further away than the longest wait means that the clock was set back meanwhile, by hours or years; that must
        # not lock anybody out. The next wrong PIN is dated by the clock as it is now, and the waiting goes on.
        return left if timedelta() < left <= LONGEST_WAIT else timedelta()

    def _wait(self) -> timedelta:
        return min(FIRST_WAIT * 2 ** min(self.wrong - FREE_TRIES, 10), LONGEST_WAIT)


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

    def called(self, person: str) -> Named:
        """A name in both languages, for a sentence whose language is not known yet."""
        return Named(zh=self.name(person, "zh"), en=self.name(person, "en"))


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
        case SignedIn() | KioskLeft():
            member.wrong, member.wrong_at = 0, None
        case SignInRefused():
            member.wrong += 1
            member.wrong_at, member.wrong_boot, member.wrong_up = event.at, event.boot, event.up
        case _:
            pass


def _require(ledger: Ledger, by: str, now: Moment | None) -> None:
    """The first person of a site may be added by anybody: there is nobody to ask yet. A deputy is one on a day."""
    allowed = by in ledger.people and ledger.people[by].may("add_people")
    if ledger.people.active() and not (allowed or (now and may(ledger, by, "add_people", now.at.date()))):
        raise Refused("person.not_allowed", "Only the supervisor or the manager may add or change people.")


def add(ledger: Ledger, fact: PersonAdded, by: str, now: Moment | None = None) -> Sequence[PersonFact]:
    """Add or correct a person; `now` lets a deputy do it too. Nobody leaves with open work (rules.md 11.12).

    Raises Refused: `person.not_allowed`, `person.no_name`, `words.long`, `person.id`, `person.department`,
        `person.last`, `person.owes`.
    """
    _require(ledger, by, now)
    zh, en = spoken(fact.zh, LONGEST_NAME), spoken(fact.en, LONGEST_NAME)
    if not (zh or en) or not fact.person.strip():
        raise Refused("person.no_name", "A person needs a name.")
    if fact.person.split() != [spoken(fact.person, LONGEST_NAME)]:
        raise Refused("person.id", "An id is one word without anything invisible in it.")
    if ledger.site is not None and fact.department not in ledger.site.department_of:
        raise Refused(
            "person.department",
            "There is no department {department} on this site.",
            department=fact.department,
        )
    if not (fact.active and fact.role in PERMITTED["add_people"]):
        _keep_somebody(ledger, fact.person)
    if not fact.active and fact.person in ledger.people and ledger.people[fact.person].active:
        may_leave(ledger, fact.person)
    return [msgspec.structs.replace(fact, zh=zh, en=en)]


def _keep_somebody(ledger: Ledger, leaving: str) -> None:
    """The last one who can add people cannot leave, or nobody could ever be added again."""
    may = {p.id for p in ledger.people.active() if p.may("add_people")}
    left = [ledger.people[p] for p in may - {leaving}]
    if leaving in may and not any(p.pin_hash or not ledger.people[leaving].pin_hash for p in left):
        raise Refused("person.last", "Nobody could add people then. Add another supervisor with a PIN first.")


def check_pin(pin: str) -> None:
    """Raise Refused `pin.weak` unless the PIN is 4 to 8 digits and not one digit repeated."""
    if not (pin.isascii() and pin.isdigit() and MIN_PIN <= len(pin) <= MAX_PIN and len(set(pin)) > 1):
        raise Refused("pin.weak", "A PIN has 4 to 8 digits, and not all the same.")


def set_pin(ledger: Ledger, person: str, pin_hash: str, by: str, now: Moment | None = None) -> Sequence[PersonFact]:
    """Set a PIN: one's own, or as supervisor. Raises Refused: `person.unknown`, `person.not_allowed`."""
    if person not in ledger.people:
        raise Refused("person.unknown", "There is nobody with the id {person}.", person=person)
    if by != person and any(m.person.pin_hash for m in ledger.people.members.values()):
        _require(ledger, by, now)
    return [PinSet(person=person, pin_hash=pin_hash)]


def may_try(ledger: Ledger, person: str, now: Moment) -> None:
    """Raise Refused `pin.wait` (seconds) while the person has to wait, `person.unknown` when not active."""
    if person not in ledger.people or not ledger.people[person].active:
        raise Refused("person.unknown", "There is nobody with the id {person}.", person=person)
    left = ledger.people.members[person].wait_left(now.at, now.boot, now.up)
    if left:
        seconds = math.ceil(left.total_seconds())
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


def leave_kiosk(ledger: Ledger, person: str, now: Moment) -> Sequence[PersonFact]:
    """Leave the app of a kiosk after the PIN was found right. Raises `person.may_not_leave`, and what `may_try`."""
    may_try(ledger, person, now)
    if not may(ledger, person, "leave_kiosk", now.at.date()):
        raise Refused("person.may_not_leave", "Only the supervisor or the manager may leave the kiosk.")
    return [KioskLeft(person=person)]

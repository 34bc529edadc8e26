"""Names and phone numbers of owners: masked outside the desk, never on the kiosk, and an audit of who looked.

Rules.md 4 and 11.19: an owner gave the number for an answer, not for the lobby.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from checkpoints.fact import Refused
from checkpoints.work.deputies import may
from checkpoints.work.promises.case import Case
from checkpoints.work.promises.facts import PromiseFact, PromiseLookedUp
from checkpoints.work.promises.state import Promise

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["can_look_up", "look_up", "masked", "masked_name", "shown_contact", "shown_phone"]

Place = Literal["tablet", "kiosk", "office"]
KEPT_BEFORE, KEPT_AFTER = 3, 4
"""Digits of a phone number that stay readable."""


def masked(phone: str) -> str:
    """A phone number nobody can call: 138****5678; of a short one only the last two digits are left."""
    hidden = len(phone) - KEPT_BEFORE - KEPT_AFTER
    if hidden > 0:
        return phone[:KEPT_BEFORE] + "*" * hidden + phone[-KEPT_AFTER:]
    return "*" * max(0, len(phone) - 2) + phone[-2:] if len(phone) > 2 else "*" * len(phone)


def masked_name(name: str) -> str:
    """A name that does not tell who it is: 王**."""
    return name[:1] + "**" if name else ""


def can_look_up(case: Case, place: Place) -> None:
    """Whether somebody may have the number shown here. Raises Refused: `promise.kiosk`, `promise.no_phone`,
    `promise.contacts`.
    """
    if place == "kiosk":
        raise Refused("promise.kiosk", "Phone numbers are never shown in the lobby.")
    if not case.made.phone:
        raise Refused("promise.no_phone", "No phone number was given.")
    if not (case.follows or case.may("see_contacts")):
        raise Refused("promise.contacts", "Only the desk, the supervisor and {person} see it.", person=case.follower)


def look_up(case: Case, place: Place) -> Sequence[PromiseFact]:
    """Have the number shown, for today; who looked, and when, stays in the record. Raises Refused as `can_look_up`."""
    can_look_up(case, place)
    return [PromiseLookedUp(promise=case.promise.id)]


def shown_phone(ledger: Ledger, promise: Promise, person: str, place: Place, today: date) -> str:
    """The number as this person sees it here: whole on the day they looked it up, masked otherwise."""
    phone = promise.made.phone if promise.made else ""
    looked = any(by == person and at.date() == today for at, by in promise.looked_up)
    return phone if looked and _may_see(ledger, promise, person, place, today) else masked(phone)


def shown_contact(ledger: Ledger, promise: Promise, person: str, place: Place, today: date) -> str:
    """The owner's name as this person sees it here: whole for the desk, the supervisor and the follower."""
    name = promise.made.contact if promise.made else ""
    return name if _may_see(ledger, promise, person, place, today) else masked_name(name)


def _may_see(ledger: Ledger, promise: Promise, person: str, place: Place, today: date) -> bool:
    return place != "kiosk" and (person == promise.follower or may(ledger, person, "see_contacts", today))

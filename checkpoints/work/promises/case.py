"""Who asks, about which promise, when: what every decision about a promise begins with, and the checks they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkpoints.fact import Moment, Refused
from checkpoints.site.people import Right
from checkpoints.site.site import Site
from checkpoints.site.words import Named
from checkpoints.work.deputies import may
from checkpoints.work.findings.facts import Channel
from checkpoints.work.promises.facts import PromiseMade
from checkpoints.work.promises.state import Promise
from checkpoints.work.spoken import spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["LEAST", "OWNER_CHANNELS", "Case", "case_of", "owner_channel", "somebody_of_ours", "words_of"]

LEAST = 4
"""Characters of a matter, a reply, a consent or a reason at least."""
OWNER_CHANNELS: tuple[Channel, ...] = ("phone", "wechat", "face", "visit", "sms", "letter")
"""Ways to an owner. The radio leads to a department, and telling a department is no reply (rules.md 4)."""


@dataclass(frozen=True, slots=True)
class Case:
    """A person in front of a promise."""

    ledger: Ledger
    site: Site
    promise: Promise
    made: PromiseMade
    by: str
    now: Moment

    @property
    def number(self) -> str:
        """How people call the promise."""
        return self.ledger.promises.called(self.promise.id)

    @property
    def follows(self) -> bool:
        """Whether whoever asks is the one who answers the owner."""
        return self.by == self.promise.follower

    def may(self, right: Right) -> bool:
        """Whether whoever asks carries a right today, as a deputy too."""
        return may(self.ledger, self.by, right, self.now.at.date())

    def responsible(self) -> None:
        """Raise Refused `promise.not_yours` unless whoever asks follows it or oversees all promises."""
        if not (self.follows or self.may("oversee_promises")):
            raise Refused("promise.not_yours", "Only {person} or the supervisor can do this.", person=self.follower)

    def still_open(self) -> None:
        """Raise Refused `promise.answered` once the owner has the final answer."""
        if not self.promise.open:
            raise Refused("promise.answered", "The owner has the final answer already.")

    @property
    def follower(self) -> Named:
        """The name of whoever follows it."""
        return self.ledger.people.called(self.promise.follower)


def case_of(ledger: Ledger, promise: str, by: str, now: Moment) -> Case:
    """Look a promise up for somebody. Raises Refused: `promise.unknown`, `site.none`, `promise.not_allowed`."""
    known = ledger.promises.all.get(promise)
    if known is None or known.made is None:
        raise Refused("promise.unknown", "That promise is not known here.")
    if ledger.site is None:
        raise Refused("site.none", "No site is loaded yet.")
    if by not in ledger.people or not ledger.people[by].active:
        raise Refused("promise.not_allowed", "Your role may not do this.")
    return Case(ledger, ledger.site, known, known.made, by, now)


def somebody_of_ours(ledger: Ledger, person: str) -> str:
    """A person who works here and may speak for us. Raises Refused: `promise.nobody`, `promise.contractor`."""
    if person not in ledger.people or not ledger.people[person].active:
        raise Refused("promise.nobody", "Name somebody who works here.")
    if ledger.people[person].role == "contractor":
        raise Refused("promise.contractor", "A contractor does not answer owners for us. Name one of our own people.")
    return person


def owner_channel(channel: Channel) -> Channel:
    """A way that leads to the owner. Raises Refused `promise.channel`."""
    if channel not in OWNER_CHANNELS:
        raise Refused("promise.channel", "Telling a department is not a reply. The owner has to hear it.")
    return channel


def words_of(text: str, least: int = LEAST) -> str:
    """Words as they are kept. Raises Refused: `words.short`, `words.long`."""
    clean = spoken(text)
    if len(clean) < least:
        raise Refused("words.short", "Say it in at least {count} characters.", count=least)
    return clean

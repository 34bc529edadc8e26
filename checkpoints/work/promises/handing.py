"""Handing a promise on: explicit, and accepted by the receiver; until then the giver owns it (rules.md 5, D3.16).

Whoever was asked first stays in the record whatever happens here.
"""

from __future__ import annotations

from collections.abc import Sequence

from checkpoints.fact import Refused
from checkpoints.work.promises.case import Case, somebody_of_ours, words_of
from checkpoints.work.promises.facts import PromiseDeclined, PromiseFact, PromiseHanded, PromiseMoved, PromiseTaken

__all__ = ["can_answer_offer", "can_hand_on", "can_move", "decline", "hand_on", "move", "take"]

LEAST_REASON = 2


def can_hand_on(case: Case) -> None:
    """Whether somebody may offer it to another. Raises Refused: `promise.not_follower`, `promise.over`."""
    if not case.follows:
        raise Refused("promise.not_follower", "It is {person} who follows this promise.", person=case.follower)
    _goes_on(case)


def hand_on(case: Case, to: str, reason: str) -> Sequence[PromiseFact]:
    """Offer it to somebody; an offer that still waits is taken back by it.

    Raises Refused: as `can_hand_on`, `promise.nobody`, `promise.contractor`, `promise.self`, `words.short`,
    `words.long`.
    """
    can_hand_on(case)
    return [PromiseHanded(promise=case.promise.id, to=_another(case, to), reason=words_of(reason, LEAST_REASON))]


def can_answer_offer(case: Case) -> None:
    """Whether it was offered to whoever asks. Raises Refused `promise.not_offered`."""
    offer = case.promise.offer
    if offer is None or offer.to != case.by:
        raise Refused("promise.not_offered", "Nobody has handed this promise to you.")


def take(case: Case) -> Sequence[PromiseFact]:
    """Take what was offered: from now on it is one's own. Raises Refused `promise.not_offered`."""
    can_answer_offer(case)
    return [PromiseTaken(promise=case.promise.id)]


def decline(case: Case, reason: str) -> Sequence[PromiseFact]:
    """Do not take it: it stays with the giver. Raises Refused: `promise.not_offered`, `words.short`, `words.long`."""
    can_answer_offer(case)
    return [PromiseDeclined(promise=case.promise.id, reason=words_of(reason, LEAST_REASON))]


def can_move(case: Case) -> None:
    """Whether somebody may give it to another over the heads of both. Raises Refused: `promise.supervisor`,
    `promise.over`.
    """
    if not case.may("oversee_promises"):
        raise Refused("promise.supervisor", "Only the supervisor or the manager can do this.")
    _goes_on(case)


def move(case: Case, to: str, reason: str) -> Sequence[PromiseFact]:
    """Give it to somebody at once: the follower leaves or went off duty, or two could not agree.

    Raises Refused: as `can_move`, `promise.nobody`, `promise.contractor`, `promise.self`, `words.short`, `words.long`.
    """
    can_move(case)
    return [PromiseMoved(promise=case.promise.id, to=_another(case, to), reason=words_of(reason, LEAST_REASON))]


def _goes_on(case: Case) -> None:
    if case.promise.closed:
        raise Refused("promise.over", "Nothing is owed to this owner any more.")


def _another(case: Case, to: str) -> str:
    if to == case.promise.follower:
        raise Refused("promise.self", "That person follows it already.")
    return somebody_of_ours(case.ledger, to)

"""Answering the owner: a reply, tries that did not reach them, a notice left, a later time agreed (rules.md 4).

Each act is a check, which asks whether somebody may do it now, and the decision, which asks what they filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from checkpoints.fact import Refused
from checkpoints.work.findings.facts import Channel
from checkpoints.work.promises.case import Case, owner_channel, words_of
from checkpoints.work.promises.clocks import is_another_try, tries_that_count
from checkpoints.work.promises.facts import (
    PromiseExtended,
    PromiseFact,
    PromiseNoticeLeft,
    PromiseOutside,
    PromiseReplied,
    PromiseTried,
)
from checkpoints.work.spoken import LONGEST_NAME, spoken

__all__ = [
    "can_answer",
    "can_call_outside",
    "can_leave_notice",
    "extend",
    "leave_notice",
    "outside",
    "reply",
    "try_to_reach",
]


def can_answer(case: Case) -> None:
    """Whether somebody may speak to the owner about it. Raises Refused: `promise.not_yours`, `promise.answered`."""
    case.responsible()
    case.still_open()


def reply(case: Case, channel: Channel, words: str, *, final: bool) -> Sequence[PromiseFact]:
    """The owner was told something; `final`: it is solved and nothing more is to come.

    Raises Refused: as `can_answer`, `promise.channel`, `words.short`, `words.long`.
    """
    can_answer(case)
    return [PromiseReplied(promise=case.promise.id, channel=owner_channel(channel), words=words_of(words), final=final)]


def try_to_reach(case: Case, channel: Channel, words: str = "") -> Sequence[PromiseFact]:
    """The owner could not be reached; three times at different times or by different channels, then a notice.

    Raises Refused: as `can_answer`, `promise.channel`, `promise.same_try`, `words.long`.
    """
    can_answer(case)
    counted = tries_that_count(case.promise)
    if counted and not is_another_try(counted[-1], case.now.at, owner_channel(channel)):
        raise Refused(
            "promise.same_try", "Try an hour later, or in another way. The last try was at {at}.", at=counted[-1][0]
        )
    return [PromiseTried(promise=case.promise.id, channel=owner_channel(channel), words=spoken(words))]


def can_leave_notice(case: Case) -> None:
    """Whether it is time for a written notice. Raises Refused: as `can_answer`, `promise.tries`, `promise.notice`."""
    can_answer(case)
    if case.promise.unreachable:
        raise Refused("promise.notice", "A notice was left already.")
    tried, needed = len(tries_that_count(case.promise)), case.site.review_policy.unreachable_tries
    if tried < needed:
        raise Refused(
            "promise.tries",
            "Try {needed} times before a notice is left; {tried} so far.",
            needed=needed,
            tried=tried,
        )


def leave_notice(case: Case, words: str) -> Sequence[PromiseFact]:
    """A written notice was left; the clock shows "unreachable", not "answered".

    Raises Refused: as `can_leave_notice`, `words.short`, `words.long`.
    """
    can_leave_notice(case)
    return [PromiseNoticeLeft(promise=case.promise.id, words=words_of(words))]


def extend(case: Case, final_by: datetime, channel: Channel, consent: str) -> Sequence[PromiseFact]:
    """The owner agreed to a later time: counts as a reply, not as solved.

    After the limit it is recorded too, and the promise stays late: the owner has to hear it before (rules.md 4).
    Raises Refused: as `can_answer`, `promise.earlier`, `promise.past`, `promise.channel`, `words.short`, `words.long`.
    """
    can_answer(case)
    in_force = case.promise.final_by or case.made.final_by
    if final_by <= in_force:
        raise Refused("promise.earlier", "The new time has to be later than the limit that holds.")
    if final_by <= case.now.at:
        raise Refused("promise.past", "That time is over already.")
    return [
        PromiseExtended(
            promise=case.promise.id, final_by=final_by, channel=owner_channel(channel), consent=words_of(consent)
        )
    ]


def can_call_outside(case: Case) -> None:
    """Whether somebody may say that it is not ours. Raises Refused: `promise.supervisor`, `promise.answered`,
    `promise.outside`.
    """
    if not case.may("oversee_promises"):
        raise Refused("promise.supervisor", "Only the supervisor or the manager can do this.")
    case.still_open()
    if case.promise.outside is not None:
        raise Refused("promise.outside", "That was said already.")


def outside(case: Case, body: str, channel: Channel, words: str) -> Sequence[PromiseFact]:
    """Not ours to solve: which body it was handed to, and what the owner was told of it. It is followed on.

    Raises Refused: as `can_call_outside`, `promise.body`, `promise.channel`, `words.short`, `words.long`.
    """
    can_call_outside(case)
    to = spoken(body, LONGEST_NAME)
    if not to:
        raise Refused("promise.body", "Say which body it was handed to.")
    return [PromiseOutside(promise=case.promise.id, body=to, channel=owner_channel(channel), words=words_of(words))]

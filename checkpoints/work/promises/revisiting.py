"""The return visit 回访 after the final answer; an owner who is not satisfied opens it again (rules.md 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Refused
from checkpoints.site.calendar import after
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.facts import Channel, FindingMerged, FindingReopened
from checkpoints.work.findings.state import Finding
from checkpoints.work.promises.case import Case, owner_channel, words_of
from checkpoints.work.promises.facts import PromiseRevisited
from checkpoints.work.promises.making import solve_hours
from checkpoints.work.spoken import spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["can_revisit", "revisit"]


def can_revisit(case: Case) -> None:
    """Whether a return visit is due and this person may make it.

    Raises Refused: `promise.not_yours`, `promise.not_answered`, `promise.visited`.
    """
    if not (case.follows or case.may("promise")):
        raise Refused("promise.not_yours", "Only {person} or the supervisor can do this.", person=case.follower)
    if case.promise.open:
        raise Refused("promise.not_answered", "The return visit follows the final answer.")
    if case.promise.closed:
        raise Refused("promise.visited", "The owner was visited and is satisfied.")


def revisit(
    case: Case, channel: Channel, words: str, *, satisfied: bool, final_by: datetime | None = None
) -> Sequence[Fact]:
    """Ask the owner afterwards. Not satisfied: a new limit, and a finding that was closed is opened again with it.

    Raises Refused: as `can_revisit`, `promise.channel`, `promise.past`, `words.short`, `words.long`.
    """
    can_revisit(case)
    said = spoken(words) if satisfied else words_of(words)
    if not satisfied and final_by is not None and final_by <= case.now.at:
        raise Refused("promise.past", "That time is over already.")
    again = final_by or after(case.now.at, solve_hours(case.site, case.made.kind_of))
    visited = PromiseRevisited(
        promise=case.promise.id,
        satisfied=satisfied,
        channel=owner_channel(channel),
        words=said,
        final_by=None if satisfied else again,
    )
    return [visited] if satisfied else [visited, *_open_again(case.ledger, case.made.finding, said)]


def _open_again(ledger: Ledger, finding: str, reason: str) -> Sequence[Fact]:
    """The finding's own reopening, where it was closed; one that was merged goes on as the other one."""
    known = _goes_on_as(ledger, finding)
    if known is None or known.state != "closed":
        return []
    return chain(ledger, known, [FindingReopened(finding=known.id, reason=reason)])


def _goes_on_as(ledger: Ledger, finding: str) -> Finding | None:
    passed: set[str] = set()
    while finding in ledger.findings.all and finding not in passed:
        passed.add(finding)
        known = ledger.findings.all[finding]
        ended = known.progress.ended
        if not isinstance(ended, FindingMerged):
            return known
        finding = ended.into
    return None

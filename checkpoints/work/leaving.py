"""Leaving: what somebody still owes, and giving it to somebody else before they go (rules.md 11.12).

The history keeps the name; only what is not done yet moves, in one decision, so that nothing is nobody's in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work.deputies import may
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.facts import FindingAssigned, FindingFact
from checkpoints.work.key_loans import keys_out
from checkpoints.work.promises.facts import PromiseMoved
from checkpoints.work.promises.owing import offered, owed_by
from checkpoints.work.records.facts import StepFilled
from checkpoints.work.spoken import spoken
from checkpoints.work.tasks import open_tasks

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.findings.state import Finding

__all__ = ["Owed", "may_leave", "move_all", "owed"]

LEAVES = "离岗移交 / Handed on"
"""Why a task has another person, where nobody said it better."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody still has to do, by id, each in order."""

    findings: tuple[str, ...] = ()
    """Open findings whose notice names the person."""
    promises: tuple[str, ...] = ()
    """Replies and return visits that the person owes to owners."""
    offers: tuple[str, ...] = ()
    """Promises that the person was asked to take, and has said nothing to."""
    rounds: tuple[str, ...] = ()
    """Rounds under way; they are finished or given up, and cannot be handed on."""
    tasks: tuple[str, ...] = ()
    """Open tasks that the person has (D2.3)."""
    keys: tuple[str, ...] = ()
    """Keys that the person has signed out; they are brought back, and cannot be handed on."""

    def __bool__(self) -> bool:
        return bool(self.rounds or self.keys) or self.movable

    @property
    def movable(self) -> bool:
        """Whether there is something to hand on."""
        return bool(self.findings or self.promises or self.offers or self.tasks)


def owed(ledger: Ledger, person: str) -> Owed:
    """What has to move or to end before a person leaves."""
    lines = ledger.findings.lines(ledger.findings.live)
    return Owed(
        findings=tuple(sorted(finding for finding, line in lines if line.open and line.person == person)),
        promises=tuple(promise.id for promise in owed_by(ledger, person)),
        offers=tuple(promise.id for promise in offered(ledger, person) if promise.follower != person),
        rounds=tuple(sorted(r for r in ledger.rounds.open if person in ledger.rounds.all[r].people)),
        tasks=tuple(task.id for task in open_tasks(ledger, person)),
        keys=tuple(loan.id for loan in keys_out(ledger, person)),
    )


def may_leave(ledger: Ledger, person: str) -> None:
    """Raise Refused `person.owes` (findings, promises, tasks, rounds, keys: counts) while anything is with them."""
    rest = owed(ledger, person)
    if rest:
        raise Refused(
            "person.owes",
            "Still with this person: findings {findings}, promises {promises}, tasks {tasks}, "
            "rounds under way {rounds}, keys signed out {keys}. They must move, end or be brought back first.",
            findings=len(rest.findings),
            promises=len(rest.promises) + len(rest.offers),
            tasks=len(rest.tasks),
            rounds=len(rest.rounds),
            keys=len(rest.keys),
        )


def move_all(ledger: Ledger, person: str, to: str, by: str, now: Moment, reason: str = "") -> Sequence[Fact]:
    """Give everything that can be handed on to somebody else, each with the deadline that it has.

    A finding keeps its department and plan and gets a new notice, which the receiver signs for as for any other.
    Raises Refused: `leaving.not_allowed`, `leaving.to`, `leaving.nothing`, `words.long`.
    """
    if not may(ledger, by, "assign", now.at.date()):
        raise Refused("leaving.not_allowed", "Only the supervisor or the manager may give it to somebody else.")
    if to == person or to not in ledger.people or not ledger.people[to].active:
        raise Refused("leaving.to", "Choose somebody who works here and stays.")
    rest = owed(ledger, person)
    if not rest.movable:
        raise Refused("leaving.nothing", "There is nothing with this person that could be handed on.")
    why = spoken(reason)
    facts: list[Fact] = []
    for finding in rest.findings:
        facts += _again(ledger, ledger.findings.all[finding], person, to)
    facts += [PromiseMoved(promise=promise, to=to, reason=why) for promise in (*rest.promises, *rest.offers)]
    facts += [
        StepFilled(record=task, step="moved", values={"person": to, "reason": why or LEAVES}) for task in rest.tasks
    ]
    return facts


def _again(ledger: Ledger, finding: Finding, leaver: str, to: str) -> list[FindingFact]:
    """The notice once more, with another name on it."""
    progress = finding.progress
    last = progress.orders[-1].fact
    sent = sum(isinstance(change.body, FindingAssigned) for change in finding.changes)
    number = finding.raised.number if finding.raised else ""
    notice = FindingAssigned(
        finding=finding.id,
        notice=f"{number}/{sent + 1}",
        department=last.department,
        head="" if last.head == leaver else last.head,
        plan=last.plan,
        person=to,
        due=progress.due or last.due,
        assists=last.assists,
    )
    return chain(ledger, finding, [notice])

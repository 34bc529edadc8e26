"""How far a finding has come: what its changes, heard in fold order, have made of it.

A `Progress` can be made again from any choice of the changes. That is how the two versions of a conflict are shown
side by side, and how the one that the supervisor chose comes to hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.site.checks import Severity
from checkpoints.work.findings.facts import (
    FindingAccepted,
    FindingAssigned,
    FindingBegun,
    FindingBlocked,
    FindingChange,
    FindingClosed,
    FindingCorrected,
    FindingExtensionAnswered,
    FindingExtensionAsked,
    FindingFixed,
    FindingMadeSafe,
    FindingMerged,
    FindingRaised,
    FindingRectified,
    FindingRefused,
    FindingReopened,
    FindingSeen,
    FindingUnblocked,
    FindingVerified,
    FindingVoided,
)
from checkpoints.work.findings.table import HEARD_IN, OPEN, State

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event

__all__ = ["Attempt", "Deadline", "Extension", "Order", "Progress", "moves"]


def moves(change: FindingChange) -> bool:
    """Whether it can be one side of a conflict: that something is still there contradicts nobody."""
    return not (isinstance(change, FindingSeen) and change.still)


@dataclass(slots=True)
class Order:
    """A rectification notice that was sent, and what the department said."""

    fact: FindingAssigned
    at: datetime
    by: str
    accepted_at: datetime | None = None
    accepted_by: str = ""
    refused: FindingRefused | None = None
    refused_at: datetime | None = None
    refused_by: str = ""


@dataclass(slots=True)
class Extension:
    """Another date that was asked for, and the answer."""

    fact: FindingExtensionAsked
    at: datetime
    by: str
    answer: FindingExtensionAnswered | None = None
    answered_by: str = ""
    moot: bool = False
    """Another notice came before the answer."""


@dataclass(slots=True)
class Deadline:
    """A deadline that held from a time on, and what set it; the first promised one stays the first."""

    due: datetime
    since: datetime
    why: str
    """Kind of the fact that set it."""


@dataclass(slots=True)
class Attempt:
    """One time that it was said to be put right, and what the look afterwards gave."""

    at: datetime
    fixer: str
    """A person id, or a name in words; '' where nobody knows who did it."""
    by: str
    """Who recorded it."""
    done: FindingRectified | FindingFixed | FindingSeen
    check: FindingVerified | None = None
    checked_at: datetime | None = None
    checked_by: str = ""


@dataclass(slots=True)
class Progress:
    """Where a finding stands; times are those of the facts."""

    state: State = "none"
    words: str = ""
    severity: Severity = "S3"
    graded_at: datetime | None = None
    """When it was said to be of another severity than at first."""
    category: str = ""
    department: str = ""
    deadlines: list[Deadline] = field(default_factory=list[Deadline])
    orders: list[Order] = field(default_factory=list[Order])
    extensions: list[Extension] = field(default_factory=list[Extension])
    blocked: FindingBlocked | None = None
    safe: FindingMadeSafe | None = None
    safe_at: datetime | None = None
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    reopened: int = 0
    before: State = "found"
    """Where it goes on when it was not gone after all."""
    ended_at: datetime | None = None
    ended_by: str = ""
    ended: FindingClosed | FindingVoided | FindingMerged | None = None
    moved_at: datetime | None = None
    """When something last changed."""
    leading: str = ""
    """Id of the last change that was heard."""

    @property
    def due(self) -> datetime | None:
        """The deadline in force."""
        return self.deadlines[-1].due if self.deadlines else None

    @property
    def order(self) -> Order | None:
        """The notice in force; none after a refusal or when it was opened again."""
        standing = self.state not in ("found", "reopened") and bool(self.orders)
        return self.orders[-1] if standing and self.orders[-1].refused is None else None

    @property
    def extension(self) -> Extension | None:
        """The request that nobody has answered yet."""
        last = self.extensions[-1] if self.extensions else None
        return last if last is not None and last.answer is None and not last.moot else None

    @property
    def fixer(self) -> str:
        """Who put it right last; such a person never verifies it."""
        return self.attempts[-1].fixer if self.attempts else ""

    @property
    def number_of_attempt(self) -> int:
        """1 for the first; a look that failed and every reopening begin another."""
        failed = sum(a.check is not None and not a.check.passed for a in self.attempts)
        return 1 + failed + self.reopened

    def hear(self, event: Event, change: FindingChange) -> bool:
        """Take a change in if the table has a path for it here; False when it moves nothing."""
        if self.state not in HEARD_IN.get(type(change), frozenset()):
            return False
        if isinstance(change, FindingVerified) and event.actor in (self.fixer, "-"):
            return False
        self._step(event, change)
        self.moved_at = event.at
        if moves(change):
            self.leading = event.id
        return True

    def _step(self, event: Event, change: FindingChange) -> None:
        match change:
            case FindingRaised():
                self.state = "found"
                self.words, self.severity, self.category = change.words, change.severity, change.category
                self.department = change.department
                self._set_due(change.due, event, change)
            case FindingCorrected():
                self.words = change.words or self.words
                self.category = change.category or self.category
                if change.severity:
                    self.severity, self.graded_at = change.severity, event.at
                if change.due is not None:
                    self._set_due(change.due, event, change)
            case FindingMadeSafe():
                self.safe, self.safe_at = change, event.at
                self._set_due(change.due, event, change)
            case FindingFixed() | FindingRectified():
                self.blocked = None
                self.before = self.state
                self.attempts.append(Attempt(event.at, change.fixer, event.actor, change))
                self.state = "fixed_on_spot" if isinstance(change, FindingFixed) else "rectified"
            case FindingSeen():
                self._seen(event, change)
            case FindingVerified():
                self._verified(event, change)
            case FindingClosed() | FindingVoided() | FindingMerged():
                self.ended, self.ended_at, self.ended_by = change, event.at, event.actor
                ends: dict[type[FindingChange], State] = {FindingVoided: "void", FindingMerged: "merged"}
                self.state = ends.get(type(change), "closed")
            case FindingReopened():
                self.state = "reopened"
                self.reopened += 1
                self.safe = self.safe_at = None
                self.ended = self.ended_at = None
                self.ended_by = ""
            case _:
                self._ordered(event, change)

    def _set_due(self, due: datetime, event: Event, change: FindingChange) -> None:
        self.deadlines.append(Deadline(due, event.at, change.kind()))

    def _seen(self, event: Event, change: FindingSeen) -> None:
        """Gone at a visit counts as put right by somebody; still there takes that back."""
        if change.still and self.state == "gone":
            self.state = self.before
            self.attempts.pop()
        elif not change.still and self.state in OPEN:
            self.before = self.state
            self.state = "gone"
            self.attempts.append(Attempt(event.at, "", event.actor, change))

    def _verified(self, event: Event, change: FindingVerified) -> None:
        attempt = self.attempts[-1]
        attempt.check, attempt.checked_at, attempt.checked_by = change, event.at, event.actor
        if change.passed:
            # What was gone at a visit may have waited for something; it does not wait once somebody has looked.
            self.state, self.blocked = "verified", None
        else:
            # A notice that nobody signed for yet still waits for its signature.
            self.state = "in_work" if self.before == "accepted" else self.before

    def _ordered(self, event: Event, change: FindingChange) -> None:
        match change:
            case FindingAssigned():
                self.state = "assigned"
                self.department = change.department
                self.blocked = None
                if self.extension is not None:
                    self.extension.moot = True
                self.orders.append(Order(change, event.at, event.actor))
                self._set_due(change.due, event, change)
            case FindingAccepted():
                self.state = "accepted"
                self.orders[-1].accepted_at, self.orders[-1].accepted_by = event.at, event.actor
            case FindingRefused():
                self.state = "found"
                last = self.orders[-1]
                last.refused, last.refused_at, last.refused_by = change, event.at, event.actor
            case FindingBegun():
                self.state = "in_work"
            case FindingBlocked():
                self.state, self.blocked = "in_work", change
            case FindingUnblocked():
                self.blocked = None
            case FindingExtensionAsked():
                self.extensions.append(Extension(change, event.at, event.actor))
            case FindingExtensionAnswered() if self.extension is not None:
                asked = self.extension
                asked.answer, asked.answered_by = change, event.actor
                if change.granted:
                    self._set_due(change.due, event, change)
            case _:
                pass

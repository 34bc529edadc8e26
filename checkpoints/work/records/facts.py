"""What can happen to a record: opened, a step filled in, corrected, withdrawn. Nothing is edited."""

from __future__ import annotations

from typing import Any

import msgspec

from checkpoints.fact import Fact

__all__ = ["RecordFact", "RecordOpened", "RecordWithdrawn", "StepCorrected", "StepFilled", "Values"]

Values = dict[str, Any]
"""By field id, as `checkpoints.work.records.values` makes them: plain JSON, nothing that needs a form to be read."""


class _RecordFact(Fact, frozen=True, kw_only=True):
    record: str

    @property
    def subject(self) -> str:
        """The record."""
        return "record:" + self.record


class RecordOpened(_RecordFact, frozen=True, kw_only=True, tag="record.opened"):
    """A record was begun; for an incident this is the moment that counts (D7.1)."""

    form: str
    period: str = ""
    """`2026-11-23`, `2026-11-23.am`, `2026-W48`, `2026-11`, or nothing."""
    about: str = ""
    """Id of the contractor or checkpoint that it is about."""
    number: str = ""
    """By which people call it; never given twice."""
    origin: str = ""
    """The subject that it came from, such as `finding:...` or `record:...`."""


class StepFilled(_RecordFact, frozen=True, kw_only=True, tag="record.filled"):
    """A step was filled in and sealed."""

    step: str
    values: Values = msgspec.field(default_factory=dict[str, Any])
    signed: tuple[str, ...] = ()
    """The fields that hold whoever gave their PIN for it just then."""
    title: str = ""
    """The words that name the record from now on, where this step has them."""
    ends: bool = False
    """Whether nothing is owed on the record after it."""


class StepCorrected(_RecordFact, frozen=True, kw_only=True, tag="record.corrected"):
    """What was sealed is put right; what it said before stays in the record."""

    step: str
    entry: str
    """Id of the event that filled the step in."""
    values: Values
    """The fields that change; None where one is taken away."""
    reason: str


class RecordWithdrawn(_RecordFact, frozen=True, kw_only=True, tag="record.withdrawn"):
    """It was begun by mistake; it stays, and counts for nothing."""

    reason: str


RecordFact = RecordOpened | StepFilled | StepCorrected | RecordWithdrawn

"""What a person fills in to move a finding: one form for all acts, of which each act asks for its own fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from checkpoints.fact import Refused
from checkpoints.site.checks import Severity
from checkpoints.site.people import Confirmed
from checkpoints.work.findings.facts import Channel, VoidKind

__all__ = ["Form", "Need", "missing"]

Need = Literal[
    "department",
    "head",
    "person",
    "plan",
    "due",
    "assists",
    "reason",
    "words",
    "measure",
    "review_on",
    "result",
    "fixer",
    "photos",
    "value",
    "witness",
    "void_kind",
    "other",
    "severity",
    "category",
    "referral",
    "to",
    "paper",
    "on",
    "key",
    "hard",
    "step",
    "channel",
    "next_at",
    "version",
    "passed",
]
"""Fields of the form by name; an act says which of them it asks for, and which of those may stay empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What was filled in. Empty fields were not asked for, or may stay empty."""

    department: str = ""
    head: str = ""
    person: str = ""
    plan: str = ""
    due: datetime | None = None
    assists: tuple[str, ...] = ()
    reason: str = ""
    words: str = ""
    measure: str = ""
    review_on: date | None = None
    result: str = ""
    fixer: str = ""
    """A person id or a name; '' for whoever asks."""
    photos: tuple[str, ...] = ()
    value: str | float = ""
    witness: Confirmed | None = None
    """A second person who gave a PIN just now."""
    void_kind: VoidKind | Literal[""] = ""
    other: str = ""
    """Id of the finding that goes on, or that this one duplicates."""
    severity: Severity | Literal[""] = ""
    category: str = ""
    referral: Literal["warranty", "authority", "owner", ""] = ""
    to: str = ""
    paper: str = ""
    on: date | None = None
    key: bool = False
    hard: bool = False
    step: str = ""
    channel: Channel | Literal[""] = ""
    next_at: datetime | None = None
    version: str = ""
    passed: bool | None = None


def missing(need: Need) -> Refused:
    """What to raise when a field that may not stay empty is empty."""
    return Refused("form.missing", "One thing is missing: {field}", field=need)

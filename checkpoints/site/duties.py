"""Duties 固化工作: what is owed each day, week and month, by whom, and what closes it (the brief's D, W and M).

A duty is ticked by its evidence and never by hand: `evidence` names a rule in `checkpoints.ledger.evidence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen

from checkpoints.site.checks import Group
from checkpoints.site.forms import When
from checkpoints.site.people import RoleId
from checkpoints.site.words import Id, Named

__all__ = ["Cadence", "Duty", "Evidence"]

Cadence = Literal["day", "half_day", "week", "month"]
Evidence = Literal[
    "records",
    "looked_at",
    "chased",
    "settled",
    "contractors",
    "all_staff",
    "cases",
    "tasks_pinned",
    "round",
    "groups",
    "readings",
    "units",
    "coverage",
    "on_the_spot",
    "key_told",
    "noticed",
    "verified",
    "accounted",
    "owners",
    "replied",
    "first_asked",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Named):
    """One thing that is owed in every period."""

    id: Id
    covers: Annotated[tuple[str, ...], MinLen(1)]
    """The requirements that it stands for, such as D4.1."""
    per: Cadence
    times: Annotated[int, Ge(1)] = 1
    """How often in the period; the brief's own numbers."""
    who: RoleId = "supervisor"
    evidence: Evidence
    form: str = ""
    """The form whose records are the evidence, and which the board opens."""
    step: str = ""
    """The step of the form that closes it; empty: all needed steps."""
    distinct: str = ""
    """`step.field` that must differ from record to record, such as whom one talked to (W1.2)."""
    where: When | None = None
    """Only records of the form that say so count, such as trainings of all staff; the field is `step.field`."""
    groups: tuple[Group, ...] = ()
    """Content groups of the checks that are looked at; empty for all."""
    by: str = "24:00"
    """Time of the day by which it is due; for a week or month, on its last day. Later is late."""
    grace: Annotated[int, Ge(0), Le(31)] = 0
    """Days after the period in which it is still in time: a monthly summary is written when the month is over."""
    told: RoleId | Literal["", "functional", "company", "staff"] = ""
    hint: Named | None = None

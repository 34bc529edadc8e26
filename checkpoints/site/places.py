"""Places: zones, kinds of checkpoint, checkpoints and routes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, MaxLen, MinLen

from checkpoints.site.challenges import Challenge
from checkpoints.site.checks import Check, Group
from checkpoints.site.words import Checked, Id, Named

__all__ = ["Checkpoint", "Half", "Kind", "Often", "Override", "Route", "Season", "Weekday", "Zone"]

Half = Literal["am", "pm", "any"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "on_demand"]
Often = Literal["daily", "daily-sample", "twice-daily", "weekly", "monthly"]
MonthDay = str
"""`MM-DD`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season(Named):
    """A part of the year, both ends included; it may run over new year."""

    id: Id
    start: MonthDay
    end: MonthDay
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone(Named):
    """A part of the estate; `cluster` groups zones for sampled rounds (D3.3)."""

    id: Id
    cluster: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(Checked):
    """What one checkpoint sets differently from its kind, for one check; null leaves the kind's value."""

    ok_min: float | None = None
    ok_max: float | None = None
    crit_min: float | None = None
    crit_max: float | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Named):
    """A kind of checkpoint and its checks, in the order they are asked."""

    id: Id
    frequency: Often = "daily"
    checks: Annotated[tuple[Check, ...], MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint(Named):
    """A place with a code on the wall."""

    id: Id
    number: Annotated[int, Ge(1), Le(65535)]
    """Goes into the code; never reused for another place (rules.md 11.17)."""
    zone: str
    kind: str
    est_minutes: Annotated[int, Gt(0)] = 4
    key_needed: bool = False
    escort_engineer: bool = False
    note: Annotated[str, MaxLen(400)] = ""
    """In both languages, one line."""
    retired: bool = False
    overrides: dict[str, Override] = field(default_factory=dict[str, Override])
    challenges: tuple[Challenge, ...] = ()
    """What may be asked of whoever says they stand here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Named):
    """An ordered walk; `half` says when it counts."""

    id: Id
    type: Literal["full", "cluster"]
    days: tuple[Weekday, ...]
    half: Half
    est_minutes: Annotated[int, Gt(0)]
    groups_covered: tuple[Group, ...] = ()
    checkpoints: Annotated[tuple[str, ...], MinLen(1)]

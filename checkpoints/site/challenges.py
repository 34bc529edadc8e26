"""Questions that only somebody at the place can answer: a meter, a seal number, how many extinguishers hang there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Gt

from checkpoints.site.words import Checked, Id, Named

__all__ = ["Challenge", "ChallengeOption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeOption(Named):
    """One choice of a question that is not answered with a number."""

    value: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge(Named, Checked):
    """A question; its names are its words. A question with options is a choice, any other wants a number."""

    id: Id
    rule: Literal["match", "rising", "range"]
    """`match`: what `expected` says, or what most of the last answers said. `rising`: a meter, which never falls and
    does not leap. `range`: between `low` and `high`."""
    unit: Named | None = None
    options: tuple[ChallengeOption, ...] = ()
    expected: str | float | None = None
    """A number, or the value of an option. The office changes it in the site file; devices that walk can read it."""
    low: float | None = None
    high: float | None = None
    most_per_day: Annotated[float, Gt(0)] | None = None
    """By how much a meter can rise in a day; more is not believed."""

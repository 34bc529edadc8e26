"""Checks: what is looked at, how it is answered, and what a failed answer means.

One flat `Answer` with a `type` serves all five answer types, because the same dataclasses are read by pydantic
(site files, with errors for people) and by msgspec (the journal, at every start).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, MinLen

from checkpoints.site.words import Checked, Id, Named

__all__ = ["Answer", "AnswerType", "Check", "Group", "OnFail", "Option", "Outcome", "PhotoRule", "Severity"]

AnswerType = Literal["pass_fail_na", "number", "choice", "text", "photo"]
Group = Literal["a", "b", "c", "d", "e"]
PhotoRule = Literal["never", "on_fail", "always"]
Severity = Literal["S1", "S2", "S3", "S4"]
Outcome = Literal["ok", "fail", "critical", "na"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(Named):
    """One choice of a `choice` answer; `ok: false` makes a finding."""

    value: Id
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Checked):
    """How a check is answered. Bounds are inclusive and in `unit`; null is open. A pure number has no unit."""

    type: AnswerType
    unit: Named | None = None
    ok_min: float | None = None
    ok_max: float | None = None
    crit_min: float | None = None
    crit_max: float | None = None
    options: tuple[Option, ...] = ()

    def outcome(self, value: str | float) -> Outcome:
        """Judge an answer: `pass`/`fail`/`na`, a number, an option's value, words, or a photo's hash.

        Outside ok_min..ok_max is `fail`; outside the critical range is `critical` (lifts to S1, rules.md 2).
        """
        if self.type == "pass_fail_na":
            return {"pass": "ok", "fail": "fail", "na": "na"}[str(value)]  # type: ignore[return-value]
        if self.type == "number":
            number = float(value)
            if (self.crit_min is not None and number < self.crit_min) or (
                self.crit_max is not None and number > self.crit_max
            ):
                return "critical"
            low = self.ok_min is not None and number < self.ok_min
            high = self.ok_max is not None and number > self.ok_max
            return "fail" if low or high else "ok"
        if self.type == "choice":
            return "ok" if any(o.value == value and o.ok for o in self.options) else "fail"
        return "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFail(Checked):
    """What a failed answer brings by itself: the finding's severity, department and deadline (D3.9, D3.11)."""

    severity: Severity
    department: str
    deadline_h: Annotated[float, Ge(0)]
    """Hours from finding it; 0 is at once."""
    on_the_spot: bool
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Named):
    """One thing to look at, with where it comes from."""

    id: Id
    group: Group
    answer: Answer
    on_fail: OnFail | None = None
    photo: PhotoRule = "never"
    season: str = ""
    """Id of the season in which it is asked; empty is all year (rules.md 11.9)."""
    source: Annotated[tuple[str, ...], MinLen(1)]

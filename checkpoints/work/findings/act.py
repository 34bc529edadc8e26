"""What an act is: one thing that can be done with a finding. The table of all of them is in `acts`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from checkpoints.fact import Fact
from checkpoints.work.findings.asking import Asking
from checkpoints.work.findings.form import Form, Need

__all__ = ["Act", "ActId", "Needs", "fields"]

ActId = Literal[
    "assign",
    "propose",
    "accept",
    "refuse",
    "begin",
    "block",
    "unblock",
    "ask_extension",
    "grant_extension",
    "refuse_extension",
    "make_safe",
    "fix",
    "rectify",
    "pass",
    "fail",
    "close",
    "reopen",
    "void",
    "merge",
    "correct",
    "flag",
    "refer",
    "report",
    "acknowledge",
    "chase",
    "cause",
    "note",
    "settle",
]
Needs = Callable[[Asking], tuple[Need, ...]]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do.

    `check` raises Refused when it cannot be done now by whoever asks; `decide` does it, and checks what was filled in.
    `must` and `can` name the fields of the form that it asks for; `must` ones may not stay empty.
    """

    id: ActId
    check: Callable[[Asking], None]
    decide: Callable[[Asking, Form], Sequence[Fact]]
    must: Needs
    can: Needs


def fields(*names: Need) -> Needs:
    """The same fields whatever the finding."""
    return lambda _asking: names

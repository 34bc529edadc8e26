"""What is counted of a round without looking at it again: a snapshot keeps this of every round, and nothing else."""

from __future__ import annotations

from typing import Literal

import msgspec

from checkpoints.work.rounds.state import Round
from checkpoints.work.rounds.verdict import judge

__all__ = ["Tally", "tally"]


class Tally(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How a round ended, and how much was done on it."""

    state: Literal["none", "open", "valid", "not_counting", "abandoned"]
    """`none` while its first fact is still on the way."""
    visits: int = 0
    skips: int = 0
    answers: int = 0


def tally(round_: Round) -> Tally:
    """Count one round."""
    if round_.started is None:
        return Tally("none")
    if round_.open:
        state = "open"
    elif round_.abandoned is not None:
        state = "abandoned"
    else:
        state = "valid" if judge(round_).counts else "not_counting"
    visits = round_.visits.values()
    return Tally(
        state,
        sum(bool(v.arrivals) for v in visits),
        sum(v.state == "skipped" for v in visits),
        sum(len(v.answers) for v in visits),
    )

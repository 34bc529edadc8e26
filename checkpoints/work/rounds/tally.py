"""What is counted of a round without looking at it again: a snapshot keeps this of every round, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from checkpoints.work.rounds.state import Round
from checkpoints.work.rounds.trail import trails
from checkpoints.work.rounds.verdict import judge

__all__ = ["Tally", "Way", "tally"]

Way = tuple[str, str, int, int]
"""From where, to where, seconds on the way, seconds there; the first of a trail comes from nowhere."""


class Tally(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How a round ended, and how much was done on it."""

    state: Literal["none", "open", "valid", "not_counting", "abandoned"]
    """`none` while its first fact is still on the way."""
    visits: int = 0
    skips: int = 0
    answers: int = 0
    began: float = 0
    """When it was started, in seconds of the epoch."""
    ways: tuple[Way, ...] = ()
    """Of a round that counts and whose clock nobody moved: what is usual on the site is learned from these."""


def tally(round_: Round) -> Tally:
    """Count one round."""
    if round_.started is None:
        return Tally("none")
    ways: tuple[Way, ...] = ()
    if round_.open:
        state = "open"
    elif round_.abandoned is not None:
        state = "abandoned"
    else:
        found = judge(round_)
        state = "valid" if found.counts else "not_counting"
        if found.counts and not any(w.code == "clock" for w in found.warnings):
            ways = tuple(_ways(round_))
    visits = round_.visits.values()
    return Tally(
        state,
        sum(bool(v.arrivals) for v in visits),
        sum(v.state == "skipped" for v in visits),
        sum(len(v.answers) for v in visits),
        round_.started_at.timestamp() if round_.started_at else 0,
        ways,
    )


def _ways(round_: Round) -> Iterator[Way]:
    for steps in trails(round_):
        for step in steps:
            yield step.came_from, step.checkpoint, round(step.walk), round(step.stay)

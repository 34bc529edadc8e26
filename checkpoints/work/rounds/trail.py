"""The way of a round: from arrival to arrival, how long on the way and how long at the place. Arithmetic on marks.

Each device has a trail of its own: two tablets on one joint round are in two places, and the time between their scans
is nobody's way.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from checkpoints.work.rounds.elapsed import length
from checkpoints.work.rounds.state import Mark, Round

__all__ = ["Step", "trails"]


class Step(msgspec.Struct, frozen=True, gc=False):
    """One arrival on one device; seconds by the machine's own count where it has one."""

    checkpoint: str
    mark: Mark
    came_from: str = ""
    """The place before; empty for the first."""
    between: float = 0
    """From the arrival before to this one."""
    walk: float = 0
    """From the last thing done at the place before to this arrival."""
    stay: float = 0
    """From this arrival to the last thing done here; 0 where nothing was."""


def trails(round_: Round) -> list[list[Step]]:
    """The steps of each device, in the order in which they were made; a place scanned again is no new step."""
    devices = dict.fromkeys(mark.device for mark in round_.marks)
    found = [_steps([m for m in round_.marks if m.device == device]) for device in devices]
    return [steps for steps in found if steps]


def _steps(marks: Sequence[Mark]) -> list[Step]:
    steps: list[Step] = []
    last: Mark | None = None
    for mark in marks:
        if mark.idle:
            continue
        if mark.arrival and (not steps or steps[-1].checkpoint != mark.arrival):
            if steps and last is not None:
                steps[-1] = msgspec.structs.replace(steps[-1], stay=_seconds(steps[-1].mark, last))
                before = steps[-1]
                steps.append(
                    Step(mark.arrival, mark, before.checkpoint, _seconds(before.mark, mark), _seconds(last, mark))
                )
            else:
                steps.append(Step(mark.arrival, mark))
        last = mark
    if steps and last is not None:
        steps[-1] = msgspec.structs.replace(steps[-1], stay=_seconds(steps[-1].mark, last))
    return steps


def _seconds(a: Mark, b: Mark) -> float:
    return length(a, b)[0].total_seconds()

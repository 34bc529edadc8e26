"""A sign: one thing about a round that is not as usual, with its numbers and the visits it is about."""

from __future__ import annotations

import msgspec

from checkpoints.work.rounds.rhythm import Remark

__all__ = ["Example", "Sign"]


class Example(msgspec.Struct, frozen=True):
    """One way or one stay that a sign is about; whole seconds."""

    checkpoint: str
    seconds: int
    usual: int = 0
    """The median, 0 where nothing was learned."""
    rounds: int = 0
    """From how many rounds it was learned."""
    came_from: str = ""
    """Empty for a stay."""
    planned: int = 0
    """What the site plans for a stay here, where it was held against that."""


class Sign(msgspec.Struct, frozen=True):
    """Why a round lost points. `remark` has a code, a msgid and its numbers."""

    remark: Remark
    cost: int
    points: tuple[str, ...] = ()
    """The checkpoints of the visits it is about."""
    examples: tuple[Example, ...] = ()
    hard: bool = False
    """Worth a look by itself, whatever the score."""

    @property
    def code(self) -> str:
        """For scripts and tests."""
        return self.remark.code

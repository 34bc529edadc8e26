"""What an exchange tells: how far it is while it runs, and what it did when it is over."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from store.problems import Problem

__all__ = ["Progress", "Report"]


class Progress(msgspec.Struct, frozen=True):
    """How far a stage is. `stage` is `read` (the share) or `write` (to the share); joining and photos add their own."""

    stage: str
    done: int
    """Bytes."""
    total: int
    """Bytes; an estimate, and `done` may pass it while others write."""


@dataclass(slots=True)
class Report:
    """What one exchange did."""

    pulled: int = 0
    """Events that came in."""
    written: int = 0
    """Events that were appended to the share; they count as shared when a later exchange has read them back."""
    shared: int = 0
    """Events that were found in the share for the first time."""
    waiting: int = 0
    """Events of this device that were not yet read back from the share."""
    reread: bool = False
    """Whether a file of the share was read from its start although part of it had been read before."""
    audited: bool = False
    """Whether both sides were read whole."""
    damaged: int = 0
    """Damaged lines met in the share in this exchange."""
    copies: tuple[str, ...] = ()
    """Names of conflict copies that still stand beside the share."""
    problems: tuple[Problem, ...] = ()
    reborn: bool = False
    """Whether this folder turned out to be a copy, or restored, and took a new incarnation."""

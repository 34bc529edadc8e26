"""What an exchange of photos tells, while it runs and when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.errors import StoreError
from store.problems import Problem
from store.sync.report import Progress

__all__ = ["PhotoReport", "Stop", "Tell", "never", "silent"]

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]


def silent(_progress: Progress) -> None:
    """Nobody listens."""


def never() -> bool:
    """Nobody stops it."""
    return False


@dataclass(slots=True)
class PhotoReport:
    """What one exchange of photos did."""

    pushed: int = 0
    pulled: int = 0
    moved: int = 0
    """Bytes carried, both ways."""
    waiting: int = 0
    """Photos here that the share lacks."""
    missing: int = 0
    """Photos that events name and that are not here; those that the share has come by and by."""
    more: bool = False
    """Whether there was more to carry when the time was over."""
    wrong: int = 0
    """Files on the share, or here, that were not what their name says."""
    trouble: StoreError | None = None
    """Why it ended early: `share.*`, or what the own disk said. Everything goes on next time."""
    problems: tuple[Problem, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether every photo that events name is here and on the share."""
        return not (self.waiting or self.missing)

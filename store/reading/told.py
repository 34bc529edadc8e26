"""What a look-out tells (store/reading/watching.py); apart from it, so that screens need no Pillow to hear it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from store.errors import StoreError
from store.reading.frames import Frame

__all__ = ["Lost", "Read", "Seen", "Told", "Trouble"]

Trouble = Literal["dark", "blurred", "nothing"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A small copy for the preview, what is the matter while nothing is read, and the frame itself."""

    small: Frame
    trouble: Trouble
    frame: Frame


@dataclass(frozen=True, slots=True)
class Read:
    """What stood in a frame, and the frame itself."""

    texts: Sequence[str]
    frame: Frame
    live: bool
    """Of the source, as in `FrameSource`."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The source cannot be used, or not any more. Nothing follows."""

    error: StoreError


Told = Seen | Read | Lost

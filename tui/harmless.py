"""Names and words come from people, files and other devices; nothing in them may steer the terminal.

An escape sequence in a person's name would otherwise be obeyed when the name is drawn, and a sign that turns the
writing direction would turn the frame around it. Both take no cell, so leaving them out moves nothing.
"""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

__all__ = ["Harmless", "one_line"]

# All controls, invisible signs that turn the direction, line separators, tags. Emoji joiners are left alone.
_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


class Harmless(LineFilter):
    """The last thing a line goes through before it is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Leave out what would steer the terminal."""
        if not any(_STEERING.search(segment.text) for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(_STEERING.sub("", segment.text), segment.style)
            for segment in segments
        ]


def one_line(text: str) -> str:
    """Pasted text as one line that can be typed: lines joined by a space, nothing invisible in it."""
    return _STEERING.sub("", " ".join(text.split()))

"""What people write: one line of visible characters, not without end. Every text passes here on its way to a fact.

A text is shown on buttons and in lists, here and on devices that this one will never see; line breaks, controls and
signs that turn the direction of writing have no place there, and a page of it would push everything else off.
"""

from __future__ import annotations

import unicodedata

from checkpoints.fact import Refused

__all__ = ["LONGEST", "LONGEST_NAME", "spoken"]

LONGEST = 500
"""Characters of a text. A sheet's line takes 200, and the phrases chosen with it come on top."""
LONGEST_NAME = 40
_JOINERS = "\u200c\u200d"


def spoken(text: str, most: int = LONGEST) -> str:
    """The text as one clean line. Raises Refused `words.long` when that has more than `most` characters."""
    line = " ".join(text.split())
    seen = "".join(c for c in line if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip()
    if len(seen) > most:
        raise Refused("words.long", "Say it in at most {count} characters.", count=most)
    return seen

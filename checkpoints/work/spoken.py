"""What people write: one line of visible characters, not without end. Every text passes here on its way to a fact.

A text is shown on buttons and in lists, here and on devices that this one will never see; line breaks, controls and
signs that turn the direction of writing have no place there, and a page of it would push everything else off.
"""

from __future__ import annotations

import unicodedata

from checkpoints.fact import Refused

__all__ = ["LONGEST", "LONGEST_NAME", "MOST_PARAGRAPHS", "paragraphs", "spoken", "visible"]

LONGEST = 500
"""Characters of a text. A sheet's line takes 200, and the phrases chosen with it come on top."""
LONGEST_NAME = 40
MOST_PARAGRAPHS = 60
_JOINERS = "\u200c\u200d"


def spoken(text: str, most: int = LONGEST) -> str:
    """The text as one clean line. Raises Refused `words.long` when that has more than `most` characters."""
    seen = visible(text)
    if len(seen) > most:
        raise Refused("words.long", "Say it in at most {count} characters.", count=most)
    return seen


def paragraphs(text: str, most: int = LONGEST) -> str:
    """A longer text, such as a summary: clean lines with single breaks between them.

    Raises Refused `words.long` when that has more than `most` characters, `words.lines` beyond MOST_PARAGRAPHS lines.
    """
    if len(text) > 20 * most:  # a page that was pasted by mistake is not worth taking apart
        raise Refused("words.long", "Say it in at most {count} characters.", count=most)
    lines = [line for line in (spoken(part, most) for part in text.splitlines()) if line]
    if len(lines) > MOST_PARAGRAPHS:
        raise Refused("words.lines", "At most {count} paragraphs.", count=MOST_PARAGRAPHS)
    whole = "\n".join(lines)
    if len(whole) > most:
        raise Refused("words.long", "Say it in at most {count} characters.", count=most)
    return whole


def visible(text: str) -> str:
    """The text as one line without anything that steers a terminal or turns the direction of writing."""
    line = " ".join(text.split())
    return "".join(c for c in line if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip()

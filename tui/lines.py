"""Lines of text laid out in cells: padding, and folding as Chinese is folded.

Textual folds wherever a line is full; Chinese is folded between any two characters, but no line begins with closing
punctuation or ends with an opening bracket.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

__all__ = ["fold", "hang", "pad"]

_CLOSING = "，。、；：？！）》」』】”’…％"
_OPENING = "（《「『【“‘"
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[\u0021-\u2017\u2020-\u2e7f]+|.?)[{_CLOSING}]*")
"""What must stay together: Latin words between spaces, single Chinese characters with their punctuation."""


def pad(text: str, cells: int) -> str:
    """A text followed by spaces up to so many cells."""
    return text + " " * max(0, cells - cell_len(text))


def fold(text: str, cells: int) -> list[str]:
    """A text in lines of at most so many cells; a piece that is longer than a line has one of its own."""
    lines, line = list[str](), ""
    for piece in _PIECE.findall(text):
        if line and cell_len((line + piece).rstrip()) > cells:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def hang(head: str, text: str, indent: int, cells: int) -> str:
    """A head in a column of its own and the text beside it, folded under its own beginning."""
    first, *more = fold(text, max(10, cells - indent))
    return "\n".join((pad(head, indent) + first, *(" " * indent + line for line in more)))

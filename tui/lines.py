"""Lines of text laid out in cells: padding, and folding as Chinese is folded.

Textual folds wherever a line is full; Chinese is folded between any two characters, but no line begins with closing
punctuation or ends with an opening bracket.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rich._wrap import divide_line
from rich.cells import cell_len, chop_cells

__all__ = ["breaks", "fold", "hang", "pad"]

_CLOSING = "，。、；：？！）》」』】”’…％),.;:!?%"
_OPENING = "（《「『【“‘("
_LATIN = r"(?:(?!\([\u2e80-\uffef])[\u0021-\u2017\u2020-\u2e7f])+"
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:{_LATIN}|.?)[{_CLOSING}]*")
"""What must stay together: Latin words between spaces, single Chinese characters with their punctuation."""
_CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


def pad(text: str, cells: int) -> str:
    """A text followed by spaces up to so many cells."""
    return text + " " * max(0, cells - cell_len(text))


def fold(text: str, cells: int) -> list[str]:
    """A text in lines of at most so many cells; a piece that is longer than a line has one of its own."""
    at = [0, *_breaks(text, cells, chop=False), len(text)]
    return [text[begin:end].rstrip() for begin, end in pairwise(at)]


def breaks(text: str, width: int, fold: bool = True) -> list[int]:
    """Where a line is folded, as indices into it: what Textual asks for each line of a text (tui.widgets.words).

    Without Chinese in it a line is folded as Textual does; `fold` says whether a word longer than a line is cut.
    """
    if cell_len(text) <= width:
        return []
    return _breaks(text, width, chop=fold) if _CHINESE.search(text) else divide_line(text, width, fold)


def _breaks(text: str, cells: int, *, chop: bool) -> list[int]:
    found, used, before = list[int](), 0, 0
    for match in _PIECE.finditer(text):
        piece, at = match[0], match.start()
        wide = cell_len(piece)
        if not piece.strip() or used + wide <= cells:  # blanks at the end of a line are not drawn
            used += wide
            before = at if piece.strip() else before
            continue
        if at:
            # Words of two characters are the rule: the last one is not left alone, the one before it comes along.
            lone = len(piece) == 1 and match.end() == len(text) and _CHINESE.match(text, before)
            begun = found[-1] if found else 0
            found.append(before if lone and begun < before and cell_len(text[before:]) <= cells else at)
        parts = chop_cells(piece, cells) if chop else [piece]
        for part in parts[:-1]:
            at += len(part)
            found.append(at)
        used, before = cell_len(parts[-1]), at
    return found


def hang(head: str, text: str, indent: int, cells: int) -> str:
    """A head in a column of its own and the text beside it, folded under its own beginning."""
    first, *more = fold(text, max(10, cells - indent))
    return "\n".join((pad(head, indent) + first, *(" " * indent + line for line in more)))

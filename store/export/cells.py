"""Text in cells: a Chinese character takes two, a combining sign none. Cleaning, wrapping and filling up lines.

Everything that people wrote passes through `clean` before it is laid out, so nothing in it can steer a terminal, turn
the direction of writing or break out of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wcwidth import iter_graphemes, wcswidth

from checkpoints.work.spoken import visible

__all__ = ["centred", "clean", "cut", "longest_word", "padded", "width", "wrapped"]

_NO_START = frozenset("，。、；：！？）》」』】〕％”’,.;:!?)]}%")
"""What no line begins with: it hangs on the character before it."""
_NO_END = frozenset("（《「『【〔“‘([{")
"""What no line ends with."""
_MARK = re.compile("[\ufe00-\ufe0f]")


def clean(text: str) -> str:
    """The lines of a text, each as clean as `visible` makes it."""
    return "\n".join(visible(line) for line in text.splitlines())


def width(text: str) -> int:
    """Cells that one line takes."""
    return max(0, wcswidth(text))


def padded(text: str, cells: int, align: str = "left") -> str:
    """A line filled up with spaces to so many cells."""
    room = " " * max(0, cells - width(text))
    return room + text if align == "right" else text + room


def centred(text: str, cells: int) -> str:
    """A line in the middle of so many cells."""
    return " " * max(0, (cells - width(text)) // 2) + text


def cut(text: str, cells: int) -> str:
    """A line of at most so many cells; what is left out is shown by dots."""
    if width(text) <= cells:
        return text
    shown = ""
    for sign in iter_graphemes(text):
        if width(shown + sign) > cells - 1:
            break
        shown += sign
    return shown.rstrip() + "…"


def wrapped(text: str, cells: int) -> list[str]:
    """The lines of a text in so many cells: words stay whole where they fit, Chinese breaks anywhere but at marks."""
    return [line for part in text.split("\n") or [""] for line in _lines(part, max(2, cells))]


def longest_word(lines: Iterable[str], most: int) -> int:
    """Cells of the longest piece that would not be broken, of those that take no more than `most`."""
    pieces = (width(piece.strip()) for line in lines for piece in _pieces(line))
    return max((cells for cells in pieces if cells <= most), default=0)


def _lines(text: str, cells: int) -> list[str]:
    found: list[str] = []
    line = ""
    for piece in _pieces(text):
        if width(line) + width(piece.rstrip()) <= cells:
            line += piece
            continue
        if line.strip():
            found.append(line.rstrip())
        line = piece.lstrip()
        while width(line.rstrip()) > cells:
            head = _head(line, cells)
            found.append(head)
            line = line[len(head) :]
    return [*found, line.rstrip()]


def _head(text: str, cells: int) -> str:
    """As much of a word as fits, at least one sign."""
    shown = ""
    for sign in iter_graphemes(text):
        if shown and width(shown + sign) > cells:
            break
        shown += sign
    return shown


def _pieces(text: str) -> Iterator[str]:
    """What is not broken: a word with the spaces behind it, or one wide character with the marks around it."""
    piece = ""
    for sign in iter_graphemes(text):
        joins = (
            not piece
            or sign.isspace()
            or sign in _NO_START
            or piece[-1] in _NO_END
            or (not piece[-1].isspace() and not _wide(sign) and not _wide(piece[-1]))
        )
        if joins:
            piece += sign
        else:
            yield piece
            piece = sign
    if piece:
        yield piece


def _wide(sign: str) -> bool:
    return width(_MARK.sub("", sign)) > 1

"""A QR code on the screen: two modules a character, black on white in either theme, so that a phone can read it.

Every cell is a drawn half block, the light ones too: blanks at the end of a line would be cut off with the quiet zone,
and without one most phones find nothing. Light on dark is read by one reader in three, hence never the theme's
colours.
"""

from __future__ import annotations

from itertools import groupby

from textual.content import Content

from store.qr import QUIET, Matrix

__all__ = ["half_blocks", "size"]

BLACK, WHITE = "#000000", "#ffffff"
"""Both are among xterm's 256, like all of our colours."""


def size(matrix: Matrix) -> tuple[int, int]:
    """Columns and lines that the drawing takes."""
    side = len(matrix) + 2 * QUIET
    return side, (side + 1) // 2


def half_blocks(matrix: Matrix) -> Content:
    """The code with its quiet zone; draw it where `size` fits, a part of it is worth nothing."""
    side = len(matrix) + 2 * QUIET
    light = [False] * side
    rows = [light] * QUIET + [[False] * QUIET + list(row) + [False] * QUIET for row in matrix] + [light] * QUIET
    rows += [light] * (side % 2)
    lines: list[Content] = []
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        runs = [(pair, len(list(same))) for pair, same in groupby(zip(upper, lower, strict=True))]
        lines.append(
            Content.assemble(
                *(
                    ("▀" * count, f"{BLACK if top else WHITE} on {BLACK if bottom else WHITE}")
                    for (top, bottom), count in runs
                )
            )
        )
    return Content("\n").join(lines)

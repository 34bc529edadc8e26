"""What the bare Linux console draws of our screens.

Its font has at most 512 glyphs. No Chinese is among them, nor most of our signs, and what it lacks it draws
as one and the same blot. So each glyph of ours has a stand-in that every console font has (ASCII, the drawing signs
of the VT100, arrows, half blocks), of the same width; nothing moves. What people wrote in Chinese becomes `?`, two a
character, so that one sees that something stands there.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

__all__ = ["STANDS", "Bare", "bare"]

STANDS = frozenset("·°±≤≥◆▒█▀▄←↑→↓─│┌┐└┘├┤┬┴┼")
"""What a console draws besides ASCII."""

_STAND_INS = {
    **dict.fromkeys("✓☑", "+"),
    **dict.fromkeys("✗×", "x"),
    **dict.fromkeys("✖☒", "X"),
    **dict.fromkeys("◀◂⌫", "<"),
    **dict.fromkeys("▶▸", ">"),
    **dict.fromkeys("▲△▴", "^"),
    **dict.fromkeys("▼▽▾", "v"),
    **dict.fromkeys("○◌◇", "o"),
    **dict.fromkeys("●★•✚", "*"),
    **dict.fromkeys("◐◑◔◕", "%"),
    **dict.fromkeys("■▣▰", "#"),
    **dict.fromkeys("□▱☐☆–—―", "-"),
    **dict.fromkeys("↻↺", "@"),
    **dict.fromkeys("⇄⇅↔↕", "="),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("…⋯", "~"),
    **dict.fromkeys("‖┃║▌▐▎▊▍▋▕▏", "│"),
    **dict.fromkeys("━═┄┅┈╌╍▔▁", "─"),
    **dict.fromkeys("╭┏╔", "┌"),
    **dict.fromkeys("╮┓╗", "┐"),
    **dict.fromkeys("╰┗╚", "└"),
    **dict.fromkeys("╯┛╝", "┘"),
    **dict.fromkeys("┣╠", "├"),
    **dict.fromkeys("┫╣", "┤"),
    **dict.fromkeys("┳╦", "┬"),
    **dict.fromkeys("┻╩", "┴"),
    **dict.fromkeys("╋╬", "┼"),
    **dict.fromkeys("▂▃", "▄"),
    **dict.fromkeys("▅▆▇▓", "█"),
    "░": "▒",
    "‼": "!",
    "\xa0": " ",
}


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """The text in glyphs that every console has, in exactly as many cells."""
    return text if text.isascii() else "".join(map(_stand_in, text))


def _stand_in(glyph: str) -> str:
    if glyph.isascii() or glyph in STANDS:
        return glyph
    if glyph in _STAND_INS:
        return _STAND_INS[glyph]
    cells = cell_len(glyph)
    plain = "".join(c for c in unicodedata.normalize("NFKD", glyph) if c.isascii())  # é, full-width letters
    return plain.ljust(cells) if plain and len(plain) <= cells else "?" * cells


class Bare(LineFilter):
    """Puts the stand-ins into every line that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Leave what is ASCII as it is."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [s if s.control else Segment(bare(s.text), s.style) for s in segments]

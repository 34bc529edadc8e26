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
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

__all__ = ["STANDS", "Bare", "FewColours", "bare"]

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
    **dict.fromkeys("◐◑◔◕◷", "%"),
    **dict.fromkeys("■▣▰▮⌨", "#"),
    **dict.fromkeys("□▱▯☐☆–—―", "-"),
    **dict.fromkeys("↻↺", "@"),
    **dict.fromkeys("⇄⇅↔↕", "="),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’′", "'"),
    **dict.fromkeys("…⋯", "~"),
    **dict.fromkeys("‖▌▐▎▊▍▋▏▕", "│"),
    **dict.fromkeys("▔▁", "─"),
    **dict.fromkeys("▖▗▂▃", "▄"),
    **dict.fromkeys("▘▝", "▀"),
    **dict.fromkeys("▅▆▇▓▉▙▚▛▜▞▟", "█"),
    **dict.fromkeys("╱", "/"),
    **dict.fromkeys("╲", "\\"),
    "↵": "┘",
    "⇧": "↑",
    "∞": "8",
    "✎": "/",
    "╳": "x",
    "☎": "#",
    "░": "▒",
    "‼": "!",
    "\xa0": " ",
}

_LINES = {"UP": "U", "DOWN": "D", "LEFT": "L", "RIGHT": "R", "VERTICAL": "UD", "HORIZONTAL": "LR"}
_FRAMES = {"DR": "┌", "DL": "┐", "RU": "└", "LU": "┘", "DRU": "├", "DLU": "┤", "DLR": "┬", "LRU": "┴", "DLRU": "┼"}
_FRAMES |= dict.fromkeys(("LR", "L", "R"), "─") | dict.fromkeys(("DU", "D", "U"), "│")
DARK = 0.5
"""Brightness up to which text is dark: all of the day look, and what stands on a bright ground at night."""


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """The text in glyphs that every console has, in exactly as many cells."""
    return text if text.isascii() else "".join(map(_stand_in, text))


def _stand_in(glyph: str) -> str:
    if glyph.isascii() or glyph in STANDS:
        return glyph
    if glyph in _STAND_INS:
        return _STAND_INS[glyph]
    if "─" <= glyph <= "╿":  # heavy, double, round and dashed frames, by where their lines go
        ways = {way for word in unicodedata.name(glyph).split() for way in _LINES.get(word, "")}
        return _FRAMES["".join(sorted(ways))]
    cells = cell_len(glyph)
    plain = "".join(c for c in unicodedata.normalize("NFKD", glyph) if c.isascii())  # é, full-width letters
    return plain.ljust(cells) if plain and len(plain) <= cells else "?" * cells


@lru_cache(maxsize=1024)
def _unbold(style: Style) -> Style:
    colour = style.color.get_truecolor() if style.color is not None and style.bold else None
    if colour is None or Color(*colour).brightness > DARK:
        return style
    return style + Style(bold=False)


class FewColours(LineFilter):
    """Sixteen colours are eight and their bright sisters, and bold is drawn in the bright one: black becomes grey."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Leave bold out of dark text."""
        return [Segment(s.text, _unbold(s.style), s.control) if s.style and s.style.bold else s for s in segments]


class Bare(LineFilter):
    """Puts the stand-ins into every line that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Leave what is ASCII as it is."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [s if s.control else Segment(bare(s.text), s.style) for s in segments]

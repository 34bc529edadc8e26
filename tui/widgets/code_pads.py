"""Pads for households and phone numbers: wide and three rows high, so that they fit under a sheet's title.

A keyboard types every letter and digit; the keys carry those that units are made of.
"""

from __future__ import annotations

from tui.widgets.pad import Pad

__all__ = ["PhonePad", "UnitPad"]


class _WidePad(Pad):
    """What the two share: six keys in a row."""

    DEFAULT_CSS = """
    _WidePad { width: 100%; max-width: 110; height: auto; }
    _WidePad .shown { content-align: center middle; text-align: center; }
    _WidePad .keys { grid-size: 6 3; grid-rows: 5; }
    _WidePad .-act-ok { column-span: 1; }
    """

    def act(self, name: str) -> None:
        """As the others; a dash is a character here. The focus stays on the pad, so that Enter is OK."""
        self.focus()
        if name == "-":
            self.take(name)
        else:
            super().act(name)


class UnitPad(_WidePad):
    """A household such as 3-1-1502 or A-1203; OK with nothing typed is allowed."""

    ROWS = ("1 2 3 4 5 back", "6 7 8 9 0 clear", "A B C D - ok")
    LONGEST = 16

    def accept(self, char: str) -> str:
        """Letters of any script, digits and dashes; small letters are written as capitals."""
        if char in "-－—–":
            return "-"
        return char.upper() if char.isalnum() else ""


class PhonePad(_WidePad):
    """A phone number with an area code."""

    ROWS = ("1 2 3 4 5 back", "6 7 8 9 0 clear", "+ - ok")
    LONGEST = 20

    def accept(self, char: str) -> str:
        """Digits, a plus and dashes."""
        if char in "-－—–":
            return "-"
        return char if char.isascii() and (char.isdigit() or char == "+") else ""

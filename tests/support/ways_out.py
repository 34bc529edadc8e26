"""What people try at a kiosk: key chords, escape sequences, mouse gestures and pastes, as the bytes a terminal sends.

None of them is a tap on one of its buttons, and none is F9, which is meant to record. `HOSTILE` is what does not come
from a keyboard at all: answers that a terminal gives, sequences cut short, bytes that are no text.
"""

from __future__ import annotations

__all__ = ["HOSTILE", "KEYS", "MOUSE", "PASTES", "WAYS"]


def _mouse(button: int, column: int, row: int, up: str = "M") -> bytes:
    return f"\x1b[<{button};{column};{row}{up}".encode()


def _pasted(text: bytes) -> bytes:
    return b"\x1b[200~" + text + b"\x1b[201~"


KEYS: dict[str, bytes] = {
    "ctrl+q": b"\x11",
    "ctrl+c": b"\x03",
    "ctrl+c five times": b"\x03" * 5,
    "ctrl+z": b"\x1a",
    "ctrl+\\": b"\x1c",
    "ctrl+d": b"\x04",
    "ctrl+p": b"\x10",
    "ctrl+s": b"\x13",
    "ctrl+x": b"\x18",
    "ctrl+w": b"\x17",
    "ctrl+]": b"\x1d",
    "ctrl+^": b"\x1e",
    "ctrl+_": b"\x1f",
    "ctrl+a": b"\x01",
    "ctrl+b": b"\x02",
    "ctrl+t": b"\x14",
    "ctrl+r": b"\x12",
    "ctrl+v": b"\x16",
    "ctrl+n": b"\x0e",
    "ctrl+g": b"\x07",
    "ctrl+u": b"\x15",
    "ctrl+l": b"\x0c",
    "ctrl+space": b"\x00",
    "alt+F4": b"\x1b[1;3S",
    "ctrl+alt+F1": b"\x1b[1;7P",
    "ctrl+alt+F2": b"\x1b[1;7Q",
    "alt+tab": b"\x1b\t",
    "alt+x": b"\x1bx",
    "alt+:": b"\x1b:",
    "F1": b"\x1bOP",
    "F2 twice": b"\x1bOQ\x1bOQ",
    "F3 twice": b"\x1bOR\x1bOR",
    "F4": b"\x1bOS",
    "F5": b"\x1b[15~",
    "F6": b"\x1b[17~",
    "F10": b"\x1b[21~",
    "F11": b"\x1b[23~",
    "F12": b"\x1b[24~",
    "shift+F10": b"\x1b[21;2~",
    "escape five times": b"\x1b" * 5,
    "insert, delete": b"\x1b[2~\x1b[3~",
    "ctrl+shift+c": b"\x1b[99;6u",
    "ctrl+shift+v": b"\x1b[118;6u",
    "ctrl+shift+n": b"\x1b[110;6u",
    "super+c": b"\x1b[99;9u",
    "ctrl+q as kitty sends it": b"\x1b[113;5u",
    "ctrl+z as kitty sends it": b"\x1b[122;5u",
    ":q!": b":q!",
    "exit": b"exit",
    "/bin/sh": b"/bin/sh",
}
HOSTILE: dict[str, bytes] = {
    "a reset": b"\x1bc",
    "a title": b"\x1b[21t",
    "a clipboard": b"\x1b]52;c;cm0gLXJm\x07",
    "what a terminal is": b"\x1b[?62;22c",
    "the focus": b"\x1b[O\x1b[I",
    "a mode": b"\x1b[?2026;2$y",
    "a screen of no size": b"\x1b[48;0;0;0;0t" + _mouse(35, 4, 4),
    "a screen of nine million cells": b"\x1b[48;3000;3000;0;0t",
    "mouse reports in pixels": b"\x1b[?2048;2$y",
    "where the cursor is": b"\x1b[12;34R",
    "a key that is no character": b"\x1b[9999999u",
    "a key of half a character": b"\x1b[55296;1;55296u",
    "a key that was let go": b"\x1b[97;1:3u",
    "a device string": b"\x1bP>|xterm(390)\x1b\\",
    "half a sequence": b"\x1b[<0;1",
    "bytes that are no text": b"\xff\xfe\xc3(",
}
MOUSE: dict[str, bytes] = {
    "a right click on the title": _mouse(2, 4, 2) + _mouse(2, 4, 2, "m"),
    "a middle click on the title": _mouse(1, 4, 2) + _mouse(1, 4, 2, "m"),
    "a wheel turned": (_mouse(64, 10, 10) + _mouse(65, 10, 10)) * 10,
    "a drag across the screen": _mouse(0, 2, 2) + _mouse(32, 30, 12) + _mouse(0, 40, 22, "m"),
    "three clicks on the title": (_mouse(0, 4, 2) + _mouse(0, 4, 2, "m")) * 3,
    "ctrl and a click": _mouse(16, 4, 2) + _mouse(16, 4, 2, "m"),
    "a release without a press": _mouse(0, 10, 10, "m"),
    "far outside": _mouse(0, 9999, 9999) + _mouse(0, 9999, 9999, "m"),
}
PASTES: dict[str, bytes] = {
    "commands": _pasted(b"exit\n:q!\n/bin/sh\n"),
    "a hundred thousand characters": _pasted(b"x" * 100_000),
    "a paste that ends itself": _pasted(b"\x1b[201~;reboot\x1b[200~"),
    "a link": _pasted(b"https://example.org/"),
    "control characters": _pasted(b"\x00\x03\x11\x1a\x1c\x1b[21~"),
}
WAYS: dict[str, bytes] = {**KEYS, **HOSTILE, **MOUSE, **PASTES}

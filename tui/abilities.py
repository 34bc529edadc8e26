"""What a terminal can draw, as far as its name tells. Asked before Textual is loaded, which reads some of it once."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["colours", "is_console"]

_FEW = ("linux", "vt100", "vt102", "vt220", "ansi", "cons25", "xterm-16color", "rxvt-16color", "screen-16color")
_MANY = ("256color", "direct", "kitty", "foot", "alacritty", "ghostty", "wezterm")


def is_console(environ: Mapping[str, str]) -> bool:
    """Whether this is the bare Linux console, also at the near end of SSH."""
    return environ.get("TERM") == "linux"


def colours(environ: Mapping[str, str]) -> int:
    """How many colours the terminal has of ours: 16 or 256.

    COLORTERM is not believed of a terminal that is known to have 16; sshd's forced command sets it for everybody.
    """
    term = environ.get("TERM", "")
    if term in _FEW:
        return 16
    many = environ.get("COLORTERM") in ("truecolor", "24bit") or any(part in _MANY for part in term.split("-"))
    return 256 if many else 16

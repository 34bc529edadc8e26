"""What the app stands on: the program's own versions, the terminal it speaks to, and fonts that have Chinese.

All of it is asked of values that are passed in, so that nothing of a test's own terminal gets in.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from store.care.rows import Row, not_ok, ok, to_know

__all__ = ["fonts", "program", "size", "terminal", "width"]

_NEEDED = (80, 24)
_PATIENCE = 10.0


def program() -> Row:
    """Versions."""
    python = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036  (started by hand with another Python)
        return not_ok("program.old", python=python)
    return ok("program.current", version=_version("roundsman"), python=python, textual=_version("textual"))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def terminal(environ: Mapping[str, str], *, there: bool) -> list[Row]:
    """What the terminal says of itself."""
    term = environ.get("TERM", "")
    if not there:
        return [ok("terminal.none")]
    if term in ("", "dumb", "unknown"):
        return [not_ok("terminal.dumb", term=term or "-")]
    if term == "linux":
        return [to_know("terminal.bare")]
    said = next((v for name in ("LC_ALL", "LC_CTYPE", "LANG") if (v := environ.get(name))), "C")
    encoding = said.partition(".")[2].partition("@")[0].replace("-", "").lower()
    if encoding != "utf8":
        return [to_know("terminal.encoding", term=term, encoding=said)]
    return [ok("terminal.good", term=term, colours=_colours(term, environ.get("COLORTERM", "")))]


def _colours(term: str, true: str) -> int:
    if true in ("truecolor", "24bit") or term.endswith("-direct"):
        return 1 << 24
    return 256 if "256color" in term else 16


def size(columns: int, rows: int) -> Row:
    """Whether the screens fit."""
    enough = columns >= _NEEDED[0] and rows >= _NEEDED[1]
    return (ok if enough else not_ok)("size.enough" if enough else "size.small", columns=columns, rows=rows)


def width(cells: int | None) -> Row:
    """How wide the terminal drew a Chinese character; None: it did not say."""
    if cells is None:
        return ok("width.unknown")
    return ok("width.right") if cells == 2 else not_ok("width.wrong", cells=cells)


def fonts(environ: Mapping[str, str]) -> Row:
    """A font with Chinese characters, where windows are drawn on this machine."""
    asked = shutil.which("fc-list")
    if not asked or not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return ok("fonts.unknown")
    try:
        told = subprocess.run(  # noqa: S603
            [asked, ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=_PATIENCE, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ok("fonts.unknown")
    names = sorted({line.partition(",")[0] for line in told.splitlines() if line.strip()})
    best = next((name for name in names if "Mono" in name), names[0] if names else "")
    return ok("fonts.there", name=best) if names else not_ok("fonts.none")

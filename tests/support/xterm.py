"""A real xterm on a virtual screen, with the same handles as `Terminal`, and pictures of what a person sees.

Keys and taps go in through X (xdotool); what the program writes is read from the transcript that `script` keeps, so
that waiting works exactly as on a pty.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.terminal import Terminal

__all__ = ["XTerminal", "missing_packages"]

PACKAGES = {"Xvfb": "xvfb", "xterm": "xterm", "xdotool": "xdotool", "import": "imagemagick", "script": "bsdutils"}


def missing_packages() -> list[str]:
    """Debian packages that an xterm test needs and this machine lacks."""
    return [package for program, package in PACKAGES.items() if shutil.which(program) is None]


class XTerminal(Terminal):
    """The program in an xterm on a screen of its own."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        folder: Path,
        env: Mapping[str, str] | None = None,
        size: tuple[int, int] = (100, 30),
    ) -> None:
        columns, rows = size
        self._begin(columns, rows)
        self._size = size
        self._transcript = folder / f"transcript-{time.monotonic_ns()}"
        pid_file = folder / f"{self._transcript.name}.pid"
        self._read_to = 0
        self._display = self._start_display(columns * 12 + 40, rows * 26 + 40)
        inner = f"echo $$ > {shlex.quote(str(pid_file))}; exec {shlex.join(argv)}"
        full = {n: v for n, v in os.environ.items() if not n.startswith(("TEXTUAL", "SSH_", "ROUNDSMAN"))}
        full |= {
            "DISPLAY": self._display,
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "SHELL": "/bin/sh",
            "ROUNDSMAN_CAMERA": "off",  # whatever this machine has
            **(env or {}),
        }
        self.process = subprocess.Popen(
            [
                *("xterm", "-u8", "-tn", "xterm-256color", "-geometry", f"{columns}x{rows}+0+0"),
                *("-fa", "DejaVu Sans Mono", "-fd", "Noto Sans Mono CJK SC", "-fs", "12", "-b", "0", "-bw", "0", "+sb"),
                *("-e", "script", "-q", "-f", "-c", inner, str(self._transcript)),
            ],
            env=full,
        )
        self.wait(lambda: pid_file.exists() and pid_file.read_text().strip(), "the program's pid")
        self.pid = int(pid_file.read_text())
        self._window = ""
        self.wait(self._find_window, "the window")

    def _start_display(self, width: int, height: int) -> str:
        """Let Xvfb choose a free display, so that tests side by side never meet."""
        read, write = os.pipe()
        self._xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as answer:
            return f":{answer.readline().strip()}"

    def _x(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=os.environ | {"DISPLAY": self._display},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    def _find_window(self) -> bool:
        self._window = self._x("search", "--onlyvisible", "--class", "xterm").partition("\n")[0]
        return bool(self._window)

    def pump_once(self, timeout: float) -> int:
        """Take in what the transcript has more of, looking until `timeout` seconds are over."""
        deadline = time.monotonic() + timeout
        while True:
            if self._transcript.exists():
                with self._transcript.open("rb") as transcript:
                    transcript.seek(self._read_to)
                    fresh = transcript.read()
                if fresh:
                    self._read_to += len(fresh)
                    if not self.raw:  # the transcript's own first line
                        fresh = fresh.partition(b"\n")[2] if fresh.startswith(b"Script started") else fresh
                    self.raw += fresh
                    return len(fresh)
            if time.monotonic() >= deadline:
                return 0
            time.sleep(0.01)

    def key(self, name: str) -> None:
        """Press a named key."""
        self._x("key", "--", name)

    def send(self, text: str | bytes) -> None:
        """Type text; Return for CR."""
        said = text.decode() if isinstance(text, bytes) else text
        for piece in said.replace("\r", "\n").splitlines(keepends=True):
            if piece.rstrip("\n"):
                self._x("type", "--delay", "5", "--", piece.rstrip("\n"))
            if piece.endswith("\n"):
                self.key("Return")

    def scan(self, code: str, *, gap: float = 0.005, suffix: str = "\r") -> None:
        """Type a code at the pace of a scanner."""
        self._x("type", "--delay", str(round(gap * 1000)), "--", code)
        if suffix == "\r":
            self.key("Return")

    def send_slowly(self, text: str, gap: float = 0.06) -> None:
        """Type as a hand does."""
        for character in text:
            self.send(character)
            self.pump(gap)

    def click(self, column: int, row: int) -> None:
        """Tap on a 1-based cell."""
        shape = dict(
            line.split("=")
            for line in self._x("getwindowgeometry", "--shell", self._window).splitlines()
            if "=" in line
        )
        columns, rows = self._size
        x = (column * 2 - 1) * int(shape["WIDTH"]) // columns // 2
        y = (row * 2 - 1) * int(shape["HEIGHT"]) // rows // 2
        self._x("mousemove", str(x), str(y), "click", "1")

    def picture(self, path: Path) -> Path:
        """Save what a person sees now."""
        self.pump(0.3)
        subprocess.run(
            ["import", "-window", self._window, str(path)], env=os.environ | {"DISPLAY": self._display}, check=True
        )
        return path

    def kill(self) -> None:
        """kill -9 to the program; xterm and `script` go with it."""
        os.kill(self.pid, signal.SIGKILL)
        self.process.wait(15)

    def close(self) -> None:
        """End the program, xterm and its screen; `script` would keep the program alive without its window."""
        with contextlib.suppress(ProcessLookupError, AttributeError):
            os.kill(self.pid, signal.SIGKILL)
        for process in (self.process, self._xvfb):
            if process.poll() is None:
                process.terminate()
                process.wait(10)

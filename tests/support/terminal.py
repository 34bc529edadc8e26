"""A real terminal for end-to-end tests: the program runs on a pty, pyte draws what a person would see.

Everything waits for a condition with a deadline; nothing sleeps for a fixed time. `scan` writes one character at a
time as a fast scanner would, so the gaps between keys are real.
"""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

# pyte does not know the kitty keyboard and other private sequences and would print their tails.
_UNKNOWN = re.compile(r"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$[a-z]|\x1b[P_^X].*?(?:\x1b\\|\x07)", re.DOTALL)
# What stands between the lines of a message in a frame: Chinese wraps at any character.
_FRAME = re.compile(r"[\s┃│║]+")


KEYS = {
    "Return": "\r",
    "Escape": "\x1b",
    "space": " ",
    "Tab": "\t",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Right": "\x1b[C",
    "Left": "\x1b[D",
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F3": "\x1bOR",
    "F5": "\x1b[15~",
    "F6": "\x1b[17~",
    "F7": "\x1b[18~",
    "F8": "\x1b[19~",
    "F9": "\x1b[20~",
    "F10": "\x1b[21~",
}
"""Keys by their X11 names, as xterm sends them."""


def _own_the_terminal() -> None:
    """In the child: a session of its own with the pty as its controlling terminal, so that SIGHUP works."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A program on a pty with the screen it draws."""

    def __init__(
        self, argv: Sequence[str], *, env: Mapping[str, str] | None = None, size: tuple[int, int] = (100, 30)
    ) -> None:
        columns, rows = size
        self._begin(columns, rows)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        full = {
            name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "SSH_", "ROUNDSMAN"))
        }
        full |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        full |= {"ROUNDSMAN_CAMERA": "off", **(env or {})}  # whatever this machine has
        self.process = subprocess.Popen(
            list(argv),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=full,
            close_fds=True,
            preexec_fn=_own_the_terminal,  # noqa: PLW1509
        )
        os.close(slave)

    def _begin(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self.raw = bytearray()
        """Everything the program wrote."""
        self._drawn = 0
        self._shown: list[str] | None = None
        """The rows as they were drawn last; looked at far more often than they change."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None) -> None:
        self.close()

    def pump(self, seconds: float = 0.02) -> int:
        """Take in what the program wrote within `seconds`; returns the number of bytes."""
        taken = 0
        deadline = time.monotonic() + seconds
        while fresh := self.pump_once(max(0.0, deadline - time.monotonic())):
            taken += fresh
        return taken

    def pump_once(self, timeout: float) -> int:
        """Take in the next chunk, waiting for it at most `timeout` seconds; returns its number of bytes."""
        ready, _, _ = select.select([self._master], [], [], timeout)
        if not ready:
            return 0
        try:
            chunk = os.read(self._master, 65536)
        except OSError:
            return 0
        self.raw += chunk
        return len(chunk)

    def draw(self) -> None:
        """Bring the picture up to date. Lazily, so that drawing never delays what is measured or typed."""
        fresh = bytes(self.raw[self._drawn :])
        self._drawn = len(self.raw)
        if fresh:
            self._shown = None
            self._stream.feed(_UNKNOWN.sub("", self._decoder.decode(fresh)))

    @property
    def lines(self) -> list[str]:
        """The rows of the screen as text."""
        self.draw()
        if self._shown is None:
            self._shown = [
                "".join(self.screen.buffer[y][x].data for x in range(self.screen.columns)).rstrip()
                for y in range(self.screen.lines)
            ]
        return self._shown

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def wait(self, condition: Callable[[], object], what: str, timeout: float = 20.0) -> None:
        """Take in output until the condition holds. Raises AssertionError with the screen when it never does."""
        deadline = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > deadline:
                msg = f"never saw {what}\n{self.text}"
                raise AssertionError(msg)
            self.pump()
            if self.process.poll() is not None and not self.pump() and not condition():
                msg = f"the program ended with {self.process.returncode} before {what}\n{self.text}"
                raise AssertionError(msg)

    def settle(self, quiet: float = 0.12) -> None:
        """Take in output until none came for `quiet` seconds: the program has painted what it wanted to."""
        while self.pump_once(quiet):
            pass

    def search(self, pattern: str) -> re.Match[str] | None:
        """A regular expression on the screen, also where a message in a frame runs on to its next line."""
        return re.search(pattern, self.text) or re.search(pattern, _FRAME.sub("", self.text))

    def wait_for(self, pattern: str, timeout: float = 20.0) -> re.Match[str]:
        """Wait until a regular expression is on the screen."""
        self.wait(lambda: self.search(pattern), repr(pattern), timeout)
        match = self.search(pattern)
        assert match
        return match

    def wait_gone(self, pattern: str, timeout: float = 20.0) -> None:
        """Wait until a regular expression has left the screen."""
        self.wait(lambda: not self.search(pattern), f"{pattern!r} gone", timeout)

    def send(self, text: str | bytes) -> None:
        """Write to the program in one go."""
        os.write(self._master, text if isinstance(text, bytes) else text.encode())

    def key(self, name: str) -> None:
        """Press a named key: Return, Escape, space, Down, F5 ..."""
        self.send(KEYS.get(name, name))

    def send_slowly(self, text: str, gap: float = 0.06) -> None:
        """Type as a hand does, slower than any scanner."""
        self.scan(text, gap=gap, suffix="")

    def scan(self, code: str, *, gap: float = 0.005, suffix: str = "\r") -> None:
        """Type a code as a scanner does, reading output between the characters."""
        for character in code + suffix:
            self.send(character)
            self.pump(gap)

    def find_all(self, label: str) -> list[tuple[int, int]]:
        """The 1-based cells in the middle of each place where a label stands on the screen."""
        self.draw()
        hits: list[tuple[int, int]] = []
        for y in range(self.screen.lines):
            starts: list[int] = []
            row = ""
            for x in range(self.screen.columns):
                data = self.screen.buffer[y][x].data
                starts += [x] * len(data)
                row += data
            at = row.find(label)
            while at >= 0:
                last = min(at + len(label) - 1, len(starts) - 1)
                hits.append(((starts[at] + starts[last]) // 2 + 1, y + 1))
                at = row.find(label, at + 1)
        return hits

    def find(self, label: str, nth: int = 0) -> tuple[int, int]:
        """One of `find_all`. Raises AssertionError when it is not there."""
        hits = self.find_all(label)
        assert len(hits) > nth, f"no {label!r} on the screen\n{self.text}"
        return hits[nth]

    def tap(self, label: str, nth: int = 0) -> None:
        """Tap on a label, once it is on the screen."""
        self.wait(lambda: label in self.text, repr(label))
        self.settle(0.15)
        self.click(*self.find(label, nth))

    def click(self, column: int, row: int) -> None:
        """Press and release on a 1-based cell, as xterm reports it (SGR)."""
        self.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.draw()
        self.screen.resize(rows, columns)
        self._shown = None
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """kill -9: the power is gone."""
        self.process.kill()
        self.process.wait(10)

    def wait_end(self, timeout: float = 15.0) -> int:
        """Wait until the program has ended; its exit code."""
        deadline = time.monotonic() + timeout
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"the program goes on\n{self.text}"
            self.pump()
        self.pump()
        return self.process.returncode

    def close(self) -> None:
        """End the program and give the pty back."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
        with contextlib.suppress(OSError):
            os.close(self._master)

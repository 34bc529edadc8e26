"""A terminal is asked and answers; a silent one holds nobody up; its settings are as before."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import os, sys, termios
sys.path.insert(0, {root!r})
from store.platform import ask_terminal
before = termios.tcgetattr(0)
told = ask_terminal(b"\\x1b[6n", b"R", {wait})
print(repr(told), termios.tcgetattr(0) == before)
"""
ROOT = str(Path(__file__).parents[2])


def read_until(fd, wanted):
    seen = b""
    while wanted not in seen:
        seen += os.read(fd, 1024)
    return seen


@pytest.mark.parametrize(
    ("answer", "wait", "told"), [(b"\x1b[5;3R", 20, b"b'\\x1b[5;3R' True"), (b"", 0.2, b"b'' True")]
)
def test_it_answers_or_is_silent(answer, wait, told):
    child, fd = pty.fork()
    if not child:
        os.execv(sys.executable, [sys.executable, "-c", PROGRAM.format(root=ROOT, wait=wait)])
    read_until(fd, b"\x1b[6n")
    os.write(fd, answer)
    assert told in read_until(fd, b"True")
    os.waitpid(child, 0)
    os.close(fd)


def test_without_a_terminal_it_says_so():
    code = PROGRAM.format(root=ROOT, wait=1).replace("before = termios.tcgetattr(0)\n", "")
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, stdin=subprocess.DEVNULL, capture_output=True, start_new_session=True, check=False)
    assert b"OSError" in done.stderr

"""The scanner in a real terminal: every scan arrives, nothing is pressed and nothing leaks, whatever has the focus.

The hard case: the screen blocked 100 ms at a time, two busy processes on two cores, 60 scans in
each state of focus, with every suffix a scanner can be set to, pasted, and in one write.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys

import pytest

from checkpoints.site import codes
from tests.support.scan_app import STATES
from tests.support.terminal import Terminal

pytestmark = pytest.mark.e2e

KEY = codes.Key(1, b"k" * 32)
BETWEEN = 0.03
ROUNDS = 10


class Bench(Terminal):
    """The app to be scanned at, and its diary."""

    def __init__(self, tmp_path, *args):
        self.diary = tmp_path / "diary.jsonl"
        self.diary.touch()
        super().__init__([sys.executable, "-m", "tests.support.scan_app", str(self.diary), *args])
        self.wait(lambda: self.entries("ready"), "the app")
        self.made = 0

    def entries(self, name):
        lines = [json.loads(line) for line in self.diary.read_text().splitlines()]
        return [entry[name] for entry in lines if name in entry]

    def next_state(self, wanted):
        known = len(self.entries("state"))
        self.send("\x1b[15~")
        self.wait(lambda: len(self.entries("state")) > known, wanted)
        assert self.entries("state")[-1] == wanted

    def fields(self):
        known = len(self.entries("fields"))
        self.send("\x1b[20~")
        self.wait(lambda: len(self.entries("fields")) > known, "the fields")
        return [text for text in self.entries("fields")[-1] if text]

    def code(self):
        self.made += 1
        return codes.make("demo", self.made, 1, KEY)

    def wait_scans(self, count, state):
        self.wait(lambda: len(self.entries("scan")) >= count, f"{count} scans in state {state}")

    def paste(self, text):
        self.send(f"\x1b[200~{text}\x1b[201~")


@contextlib.contextmanager
def two_busy_processes():
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def scan_in_every_way(bench):
    """60 scans: CR, LF, CRLF and Tab at scanner speeds, pasted, and in one write."""
    sent = []
    for turn in range(ROUNDS):
        for suffix, gap in (("\r", 0.004), ("\n", 0.002), ("\r\n", 0.001), ("\t", 0.001)):
            sent.append(bench.code())
            bench.scan(sent[-1], gap=gap, suffix=suffix)
            bench.pump(BETWEEN)
        sent.append(bench.code())
        bench.paste(sent[-1] + ("\r" if turn % 2 else ""))
        bench.pump(BETWEEN)
        sent.append(bench.code())
        bench.send(sent[-1] + "\r")
        bench.pump(BETWEEN)
    return sent


def test_sixty_scans_of_sixty_in_every_state_of_focus_while_the_screen_is_blocked(tmp_path):
    with two_busy_processes(), Bench(tmp_path, "--blocked") as bench:
        sent = []
        for state in STATES:
            bench.next_state(state)
            sent += scan_in_every_way(bench)
            bench.wait_scans(len(sent), state)
            assert bench.entries("press") == [], state
            assert bench.fields() == [], state
        assert bench.entries("scan") == sent
        assert bench.entries("key") == []


@pytest.mark.parametrize("state", ["input", "textarea", "modal-input"])
def test_typing_at_human_speeds_arrives_letter_by_letter(tmp_path, state):
    text = "a7 73 0042"
    with Bench(tmp_path) as bench:
        for name in STATES[: STATES.index(state) + 1]:
            bench.next_state(name)
        for gap in (0.03, 0.06, 0.12, 0.2):
            for character in text:
                bench.send(character)
                bench.pump(gap)
            assert bench.fields() == [text], gap
        assert bench.entries("scan") == []


def test_enter_still_presses_the_button_and_another_barcode_does_not(tmp_path):
    with Bench(tmp_path) as bench:
        bench.next_state("nothing")
        bench.next_state("button")
        bench.send("\r")
        bench.wait(lambda: bench.entries("press") == ["button"], "one press")
        bench.scan("6901234567892", gap=0.005)
        bench.wait(lambda: bench.entries("scan") == ["6901234567892"], "the other barcode")
        assert bench.entries("press") == ["button"]

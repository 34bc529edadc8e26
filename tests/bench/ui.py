"""`roundsman bench ui`: what a person waits for, measured on the real program in a real terminal.

Ratios in one run: the five-widget app is started in turns with ours, so that both see the same noisy machine. A
time ends with the last byte that belongs to it, that is the last one before the program is quiet again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from checkpoints.site.people import Confirmed
from checkpoints.work.rounds import course
from checkpoints.work.rounds.course import StartRequest
from store import demo, setup
from store.logbook import Logbook
from tests.bench import review
from tests.support.terminal import Terminal

QUIET = 0.08
"""Seconds without a byte after which something counts as painted; taken off again."""

FIVE_WIDGETS = """
from textual.app import App
from textual.widgets import Button, Header, Input, Label, Static
class Five(App):
    ENABLE_COMMAND_PALETTE = False
    def compose(self):
        yield Static("one"); yield Label("two"); yield Input("three"); yield Button("four"); yield Static("LAST")
Five().run()
"""


@dataclass(frozen=True, slots=True)
class Walk:
    """A data folder with 30 days of history and a round just begun, and what is needed to walk it."""

    data: Path
    walker: str
    pin: str
    codes: tuple[str, ...]


def prepare(folder: Path, days: int) -> Walk:
    """Write the history and begin a round for two people through the ordinary door."""
    book = Logbook.open(folder)
    try:
        made = demo.write(book, days=days, seed=7)
        (first, name, _en, _role, pin), (second, *_) = sorted(p for p in made.people if p[3] == "assistant")[:2]
        ledger = book.ledger
        started = book.record(first, lambda now: course.start(ledger, StartRequest(route="R-AM-EAST"), first, now))
        round_id = started[0].subject.partition(":")[2]
        book.record(first, lambda _now: course.join(ledger, round_id, Confirmed(second), first))
        digits = {c.checkpoint: c.digits for c in setup.list_codes(book) if c.digits and not c.retired}
        points = book.ledger.rounds.all[round_id].points
        return Walk(folder, name, pin, tuple(digits[p] for p in points))
    finally:
        book.close()


def settle(terminal: Terminal, begin: float, timeout: float = 5.0) -> float:
    """Seconds from `begin` to the last byte before the program is quiet. Raises AssertionError if none comes."""
    last = None
    while True:
        if terminal.pump_once(QUIET if last is not None else timeout):
            last = time.perf_counter()
        else:
            assert last is not None, f"nothing was painted\n{terminal.text}"
            return last - begin


def first_paint(argv: Sequence[str], marker: bytes, env: dict[str, str] | None = None) -> tuple[float, float]:
    """Seconds from the start of a program to the byte that completes `marker`, and its resident MB then."""
    begin = time.perf_counter()
    with Terminal(argv, env=env) as terminal:
        while marker not in terminal.raw:
            assert time.perf_counter() - begin < 30, f"{marker!r} never came\n{terminal.text}"
            terminal.pump_once(0.2)
        took = time.perf_counter() - begin
        settle_quietly(terminal)
        return took, resident(terminal)


def settle_quietly(terminal: Terminal) -> None:
    """Wait until the program is quiet."""
    while terminal.pump_once(0.3):
        pass


def resident(terminal: Terminal) -> float:
    """Resident memory of the program in MB."""
    status = Path(f"/proc/{terminal.process.pid}/status").read_text()
    line = next(row for row in status.splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def spread(seconds: list[float]) -> dict[str, float]:
    """Median and 95th percentile in ms."""
    ordered = sorted(seconds)
    at95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"p50_ms": round(statistics.median(ordered) * 1000, 1), "p95_ms": round(at95 * 1000, 1), "n": len(ordered)}


def enter(terminal: Terminal, walk: Walk) -> None:
    """Sign in by keyboard and go on with the round."""
    terminal.tap(walk.walker)
    terminal.wait_for("PIN|密码|个人码")
    settle_quietly(terminal)
    terminal.send_slowly(walk.pin + "\r")
    terminal.tap("继续巡区")
    terminal.wait_for("扫")
    settle_quietly(terminal)


def walk_round(program: list[str], walk: Walk, taps: int) -> dict[str, object]:
    """Scan every point and answer checks by tap; times in both cases end when the screen is painted."""
    scans: list[float] = []
    answers: list[float] = []
    with Terminal(program, size=(100, 30)) as terminal:
        enter(terminal, walk)
        for code in walk.codes * 3:
            begin = time.perf_counter()
            terminal.send(code + "\r")
            scans.append(settle(terminal, begin))
            terminal.wait_for("已到点")
            settle_quietly(terminal)
            while len(answers) < taps and "合格" in terminal.text and answerable(terminal):
                column, row = answerable(terminal)[0]
                begin = time.perf_counter()
                terminal.click(column, row)
                answers.append(settle(terminal, begin))
                settle_quietly(terminal)
        return {"scan_to_checklist": spread(scans), "tap_to_saved": spread(answers), "rss_after_mb": resident(terminal)}


def answerable(terminal: Terminal) -> list[tuple[int, int]]:
    """Cells of pass buttons of rows that are not answered."""
    return terminal.find_all("  合格")


def keys(program: list[str], walk: Walk, idle: float) -> dict[str, object]:
    """Bytes per key press on an 80x24 terminal, and while nobody does anything."""
    sent: dict[str, int] = {}
    with Terminal(program, size=(80, 24)) as terminal:
        enter(terminal, walk)
        terminal.send(walk.codes[9] + "\r")
        terminal.wait_for("已到点")
        settle_quietly(terminal)
        for name, key in (
            ("down", "\x1b[B"),
            ("up", "\x1b[A"),
            ("pass", " "),
            ("right", "\x1b[C"),
            ("left", "\x1b[D"),
            ("tab", "\t"),
            ("page", "\x1b[6~"),
        ):
            before = len(terminal.raw)
            terminal.send(key)
            settle_quietly(terminal)
            sent[name] = len(terminal.raw) - before
        before, begin = len(terminal.raw), time.monotonic()
        while time.monotonic() - begin < idle:
            terminal.pump_once(min(1.0, idle))
        on_round = len(terminal.raw) - before
    with Terminal(program, size=(80, 24)) as terminal:
        terminal.wait_for(walk.walker)
        settle_quietly(terminal)
        before, begin = len(terminal.raw), time.monotonic()
        while time.monotonic() - begin < idle:
            terminal.pump_once(min(1.0, idle))
        idle_bytes = len(terminal.raw) - before
    return {"bytes_per_key": sent, "idle_s": idle, "idle_bytes": idle_bytes, "idle_bytes_on_round": on_round}


def run(days: int, runs: int, taps: int, idle: float, say: Callable[[str], None]) -> dict[str, object]:
    """Measure everything; the result is plain JSON."""
    with tempfile.TemporaryDirectory(prefix="roundsman-bench-") as folder:
        say(f"writing {days} days of history")
        walk = prepare(Path(folder), days)
        program = [sys.executable, "-m", "tui.cli", "--data", folder, "--lang", "zh", "--place", "tablet"]
        ours: list[tuple[float, float]] = []
        theirs: list[tuple[float, float]] = []
        for turn in range(runs):
            say(f"first paint {turn + 1} of {runs}")
            theirs.append(first_paint([sys.executable, "-c", FIVE_WIDGETS], b"LAST"))
            ours.append(first_paint(program, walk.walker.encode()))
        mine, five = (statistics.median(t for t, _ in series) for series in (ours, theirs))
        result: dict[str, object] = {
            "days": days,
            "first_paint_ms": round(mine * 1000),
            "five_widgets_ms": round(five * 1000),
            "first_paint_ratio": round(mine / five, 2),
            "rss_mb": round(statistics.median(m for _, m in ours), 1),
            "five_widgets_rss_mb": round(statistics.median(m for _, m in theirs), 1),
        }
        say(f"counting bytes, idle for {idle:g} s twice")
        result |= keys(program, walk, idle)
        say("walking a round")
        return result | walk_round(program, walk, taps)


def main() -> None:
    """Parse, run, print: a table for people, JSON for scripts."""
    parser = argparse.ArgumentParser(prog="roundsman bench ui", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--taps", type=int, default=60)
    parser.add_argument("--idle", type=float, default=30.0)
    parser.add_argument("--findings", type=int, default=100_000, help="findings of the review screen; 0 leaves it out")
    parser.add_argument("--live", type=int, default=5000, help="how many of them are not ended")
    parser.add_argument("--review", action="store_true", help="only the review screen")
    options = parser.parse_args()

    def say(line: str) -> None:
        print(line, file=sys.stderr)

    result = {} if options.review else run(options.days, options.runs, options.taps, options.idle, say)
    if options.findings:
        with tempfile.TemporaryDirectory(prefix="roundsman-bench-") as folder:
            result["review"] = review.measure(Path(folder), options.findings, options.live, say)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    for name, value in result.items():
        print(f"{name:24} {value}")


if __name__ == "__main__":
    main()

"""`roundsman bench soak`: the kiosk for as long as asked, at so many screen changes a second, and its memory.

One program on one pty, from the first screen to the last: sheets open and close, screens come and go, the language and
the look change. A change is waited for until it is painted, so the rate is what was really seen.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.bench.ui import Walk, enter, prepare, resident, settle_quietly
from tests.support.terminal import KEYS, Terminal

__all__ = ["soak"]

ESCAPE = "\x1b[27u"
"""As terminals with the newer keyboard protocol send it: nothing waits for the rest of a sequence."""
HISTORY = "巡区记录"
PAINTED = 0.012
"""Seconds without a byte after which a change counts as painted."""
PATIENCE = 1.0


def changes(terminal: Terminal) -> list[str]:
    """One turn, from the home screen back to it: ten changes."""
    column, row = terminal.find(HISTORY)
    tap = f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"
    menu, help_, language, look = (KEYS[name] for name in ("F10", "F1", "F2", "F3"))
    return [menu, ESCAPE, help_, ESCAPE, language, language, look, tap, ESCAPE, look]


def change(terminal: Terminal, keys: str) -> None:
    """Press and wait until it is painted."""
    terminal.send(keys)
    if terminal.pump_once(PATIENCE):
        while terminal.pump_once(PAINTED):
            pass


def soak(
    folder: Path, seconds: float, warm_up: float, rate: float, say: Callable[[str], None] = lambda _line: None
) -> dict[str, object]:
    """Change screens for `warm_up` and then for `seconds`; memory in MB at both ends and at its highest.

    An end is the median of a twelfth of the time, because memory swings while the garbage collector has not run; there
    is a sample for every change.
    """
    walk = prepare(folder, 7)
    program = [sys.executable, "-m", "tui.cli", "--data", str(folder), "--lang", "zh", "--place", "kiosk"]
    with Terminal(program, size=(100, 30)) as terminal:
        sign_in(terminal, walk)
        turn = changes(terminal)
        begin = time.monotonic()
        made, warm_made, told = 0, 0, begin
        samples: list[tuple[float, float]] = []
        while (now := time.monotonic()) < begin + warm_up + seconds:
            change(terminal, turn[made % len(turn)])
            made += 1
            warm_made += now < begin + warm_up
            samples.append((now - begin - warm_up, resident(terminal)))
            if made % len(turn) == 0:
                terminal.raw.clear()
                terminal._drawn = 0
            if now - told > 60:
                told = now
                say(f"{now - begin:.0f} s, {made} changes, {samples[-1][1]:.1f} MB")
            # Not faster than asked; a machine that is slower never waits here.
            time.sleep(max(0.0, begin + made / rate - time.monotonic()))
        settle_quietly(terminal)
        change(terminal, KEYS["F3"])  # whoever asks is answered still
        assert terminal.raw, "the kiosk is silent"
        share = max(seconds / 12, 2 * PATIENCE)
        first = statistics.median(mb for at, mb in samples if 0 <= at <= share)
        last = statistics.median(mb for at, mb in samples if at >= seconds - share)
        return {
            "seconds": seconds,
            "changes": made,
            "changes_a_second": round((made - warm_made) / seconds, 1),
            "rss_begin_mb": round(samples[0][1], 1),
            "rss_warm_mb": round(first, 1),
            "rss_end_mb": round(last, 1),
            "rss_most_mb": round(max(mb for _, mb in samples), 1),
            "growth_mb": round(last - first, 1),
        }


def sign_in(terminal: Terminal, walk: Walk) -> None:
    """As whoever walks, and back to the home screen; in the lobby nobody is called by name before the PIN."""
    terminal.wait_for("交接班")
    terminal.tap("登录")
    enter(terminal, replace(walk, walker=walk.walker[:1] + "**"))
    terminal.send(ESCAPE)
    terminal.wait_for(HISTORY)
    settle_quietly(terminal)


def main() -> None:
    """Parse, run, print JSON; ends with 1 when memory grew by more than is allowed."""
    parser = argparse.ArgumentParser(prog="roundsman bench soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1800.0)
    parser.add_argument("--warm-up", type=float, default=120.0)
    parser.add_argument("--rate", type=float, default=20.0, help="screen changes a second")
    parser.add_argument("--limit", type=float, default=10.0, help="MB that it may grow by after warming up")
    options = parser.parse_args()

    def say(line: str) -> None:
        print(line, file=sys.stderr)

    with tempfile.TemporaryDirectory(prefix="roundsman-soak-") as folder:
        told = soak(Path(folder), options.seconds, options.warm_up, options.rate, say)
    print(json.dumps(told, indent=2))
    sys.exit(int(float(str(told["growth_mb"])) > options.limit))


if __name__ == "__main__":
    main()

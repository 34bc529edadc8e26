"""A program that hangs: where a loop starts it again it ends, and says in the log where it stood."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tui.launch import Ending

pytestmark = pytest.mark.e2e

HUNG = 3
HANGING = f"""
import asyncio, sys, time
from textual import events
from tui import alive, app, cli
alive.EVERY, alive.HUNG = 0.1, {HUNG}
honest = app.RoundsmanApp.on_event
async def on_event(self, event):
    if isinstance(event, events.Key) and event.key == "f12":
        {{how}}
    await honest(self, event)
app.RoundsmanApp.on_event = on_event
sys.exit(cli.run(["--place", "kiosk"]))
"""
LOOP = {"ROUNDSMAN_RESTART_AT": "never"}


def opened(tmp_path: Path, how: str, env: dict[str, str]) -> Terminal:
    code = HANGING.format(how=how)
    terminal = Terminal([sys.executable, "-c", code], env={"ROUNDSMAN_DATA": str(tmp_path), **env})
    terminal.wait(lambda: b"\x1b[?1049h" in terminal.raw and terminal.text.strip(), "the app")
    terminal.settle()
    return terminal


@pytest.mark.parametrize("how", ["time.sleep(300)", "await asyncio.sleep(300)"], ids=["the loop", "the app alone"])
def test_it_ends_and_the_log_says_where_every_thread_stood(tmp_path: Path, how: str):
    with opened(tmp_path, how, LOOP) as terminal:
        terminal.send("\x1b[24~")
        assert terminal.wait_end() == Ending.CRASHED
    log = (tmp_path / "logs" / "roundsman.log").read_text()
    assert f"Timeout (0:00:0{HUNG})!" in log
    assert "most recent call first" in log


def test_whoever_takes_turns_goes_on_and_ends_without_waiting_for_the_clock(tmp_path: Path):
    with opened(tmp_path, f"await asyncio.sleep({HUNG / 3})", LOOP) as terminal:
        for _ in range(4):
            before = terminal.text
            terminal.send("\x1b[24~\x1bOQ")
            terminal.wait(lambda before=before: terminal.text != before, "the other language")
            terminal.settle()
        terminal.process.terminate()
        assert terminal.wait_end() == Ending.TOLD
    assert "Timeout" not in (tmp_path / "logs" / "roundsman.log").read_text()


def test_where_nobody_starts_it_again_it_is_left_to_whoever_sits_there(tmp_path: Path):
    with opened(tmp_path, f"time.sleep({HUNG * 2})", {}) as terminal:
        before = terminal.text
        terminal.send("\x1b[24~\x1bOQ")
        terminal.wait(lambda: terminal.text != before, "the other language")
        assert terminal.process.poll() is None

"""Starting and ending: no terminal, a crash, signals, a terminal that goes away, a folder that cannot be used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tui.launch import Ending

pytestmark = pytest.mark.e2e

ROUNDSMAN = [sys.executable, "-m", "tui.cli"]
LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"
CRASHING = """
import sys
from tui import app, cli
def fail(*_, **__): raise RuntimeError("the roof fell in")
app.RoundsmanApp.{where} = fail
sys.exit(cli.run([]))
"""


def start(tmp_path: Path, *arguments: str, **env: str) -> Terminal:
    terminal = Terminal([*ROUNDSMAN, *arguments], env={"ROUNDSMAN_DATA": str(tmp_path), **env})
    terminal.wait(lambda: b"\x1b[?1049h" in terminal.raw and terminal.text.strip(), "the app")
    return terminal


def modes(terminal: Terminal) -> list[object]:
    return termios.tcgetattr(terminal._master)


def cooked(terminal: Terminal) -> bool:
    """Whether the terminal echoes, edits lines and turns Ctrl+C into a signal, as a shell expects it."""
    local = termios.tcgetattr(terminal._master)[3]
    return all(local & bit for bit in (termios.ECHO, termios.ICANON, termios.ISIG))


def given_back(terminal: Terminal) -> bool:
    return cooked(terminal) and terminal.raw.rfind(LEFT_ALTERNATE_SCREEN) > terminal.raw.rfind(b"\x1b[?1049h")


@pytest.mark.parametrize("arguments", [(), ("--place", "kiosk"), ("--lang", "en")])
def test_without_a_terminal_it_says_what_to_do_in_both_languages_and_ends_with_2(
    tmp_path: Path, arguments: tuple[str, ...]
):
    done = subprocess.run(
        [*ROUNDSMAN, *arguments, "--data", str(tmp_path / "site")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "终端" in done.stderr
    assert "needs a terminal" in done.stderr
    assert not done.stdout
    assert not (tmp_path / "site").exists()


def test_with_stderr_in_a_file_it_does_not_open_a_screen_that_nobody_sees(tmp_path: Path):
    command = f"{' '.join(ROUNDSMAN)} --data {tmp_path} 2>{tmp_path}/err"
    with Terminal(["sh", "-c", command]) as terminal:
        assert terminal.wait_end() == 2
    assert "needs a terminal" in (tmp_path / "err").read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_cleanly(tmp_path: Path, number: signal.Signals):
    with start(tmp_path) as terminal:
        assert not cooked(terminal)
        terminal.signal(number)
        assert terminal.wait_end(5) == 0
        assert given_back(terminal)
        assert readable(tmp_path)


def test_on_a_kiosk_a_kill_is_no_way_out(tmp_path: Path):
    with start(tmp_path, ROUNDSMAN_RESTART_AT="04:00") as terminal:
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_end(5) == Ending.TOLD
        assert given_back(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_of_the_start_ends_it_cleanly_too(tmp_path: Path, number: signal.Signals):
    with Terminal(ROUNDSMAN, env={"ROUNDSMAN_DATA": str(tmp_path)}) as terminal:
        terminal.wait(lambda: b"\x1b[?1049h" in terminal.raw, "the alternate screen")
        terminal.signal(number)
        assert terminal.wait_end(5) == 0
        assert given_back(terminal)


def test_it_ends_when_its_terminal_goes_away(tmp_path: Path):
    with start(tmp_path) as terminal:
        os.close(terminal._master)
        terminal._master = os.open(os.devnull, os.O_RDWR)
        assert terminal.process.wait(8) is not None
        assert readable(tmp_path)


def test_the_stop_key_of_a_shell_cannot_put_it_aside(tmp_path: Path):
    with start(tmp_path) as terminal:
        terminal.signal(signal.SIGTSTP)
        terminal.send("\x1a")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_end(5) == 0


@pytest.mark.parametrize("where", ["on_mount", "compose", "_look", "__init__"])
def test_a_crash_gives_the_terminal_back_and_leaves_the_whole_story_in_the_log(tmp_path: Path, where: str):
    code = CRASHING.format(where=where)
    with Terminal([sys.executable, "-c", code], env={"ROUNDSMAN_DATA": str(tmp_path)}) as terminal:
        before = modes(terminal)
        assert terminal.wait_end() == 1
        log = tmp_path / "logs" / "roundsman.log"
        story = log.read_text()
        assert "Traceback" in story
        assert "the roof fell in" in story
        assert modes(terminal)[:4] == before[:4]
        terminal.draw()
        said = terminal.text.replace("\n", "")
        assert "遇到错误" in said
        assert str(log) in said
        assert "Traceback" not in said


def test_a_folder_that_cannot_be_used_is_one_line_and_1(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with Terminal(ROUNDSMAN, env={"ROUNDSMAN_DATA": str(blocked / "site")}) as terminal:
        assert terminal.wait_end() == 1
        assert "Traceback" not in terminal.text
        assert str(blocked) in terminal.text.replace("\n", "")


def test_under_a_locale_of_another_encoding_its_frames_and_chinese_are_drawn(tmp_path: Path):
    with start(tmp_path, LC_ALL="C", LANG="C", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0") as terminal:
        terminal.wait_for("[╭╮]")


@pytest.mark.parametrize(
    ("env", "place"), [({}, "tablet False"), ({"SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 22"}, "office True")]
)
def test_over_ssh_it_is_the_office_and_knows_that_it_is_far_away(tmp_path: Path, env: dict[str, str], place: str):
    code = """
import sys
from tui import app, cli
def tell(self):
    self.exit()
    open(sys.argv[1], "w").write(f"{self.place} {self.remote}")
app.RoundsmanApp.on_mount = tell
sys.exit(cli.run([]))
"""
    said = tmp_path / "said"
    argv = [sys.executable, "-c", code, str(said)]
    with Terminal(argv, env={"ROUNDSMAN_DATA": str(tmp_path / "data"), **env}) as terminal:
        assert terminal.wait_end() == 0
    assert said.read_text() == place


def readable(data: Path) -> bool:
    """Whether another process can read the folder's events."""
    done = subprocess.run(
        [*ROUNDSMAN, "status", "--json", "--data", str(data)], capture_output=True, text=True, check=False
    )
    return done.returncode == 0 and done.stdout.startswith("{")

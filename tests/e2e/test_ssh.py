"""The office over a real sshd: the app and nothing else, whatever is tried; a line that drops takes nothing with it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from checkpoints.work.people import SignedIn
from store.logbook import Logbook
from tests.support.devices import wait_until
from tests.support.sshd import SSHD, Office
from tests.support.terminal import Terminal
from tests.support.tour import PEOPLE, furnish

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(not Path(SSHD).exists(), reason="openssh-server")]

NO_TERMINAL = "needs a terminal"
PROOF = "uid="


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records") / "data"
    furnish(folder)
    return folder


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Generator[Office]:
    there = Office(tmp_path_factory.mktemp("sshd"), data)
    yield there
    there.close()


def apps(data: Path) -> set[int]:
    """The processes of the app that work on the folder."""
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"python" in words[0] and str(data).encode() in words:
                found.add(int(entry.name))
    return found


SHELLS = {
    "a command": ([], ["id"]),
    "a shell": (["-T"], ["/bin/sh", "-c", "id"]),
    "a shell that asks nothing": ([], ["exec", "bash", "--norc", "-ic", "id"]),
    "more behind the command": ([], ["--version;", "id"]),
    "a line of its own": ([], ["x\nid\n"]),
    "a file taken away": (["-s"], ["sftp"]),
    "another subsystem": (["-s"], ["shell"]),
    "its environment bent": (["-o", "SetEnv=LC_ALL=$(id) LD_PRELOAD=x TEXTUAL_DRIVER=x ROUNDSMAN_BIN=/bin/id"], ["id"]),
    "a file that bash reads first": (["-o", "SetEnv=BASH_ENV=$(id>&2) ENV=$(id>&2)"], []),
    "a function in the place of a program": (["-o", "SetEnv=BASH_FUNC_dirname%%=() { id >&2; }"], []),
    "modules of their own": (["-o", "SetEnv=PYTHONPATH=/proc/self/cwd PYTHONHOME=/x PYTHONSTARTUP=/etc/passwd"], []),
    "a way through to a port": (["-W", "127.0.0.1:{port}"], []),
    "a port on the far side": (["-R", "127.0.0.1:0:127.0.0.1:22", "-o", "ExitOnForwardFailure=yes"], ["id"]),
    "a tunnel": (["-w", "0:0", "-o", "ExitOnForwardFailure=yes"], ["id"]),
}
"""Tries to get anything but the app, by what is tried."""


def test_no_shell_and_no_way_through_by_whatever_try(office: Office, data: Path):
    for tried, (options, command) in SHELLS.items():
        done = office.run([option.replace("{port}", str(office.port)) for option in options], *command)
        assert PROOF not in done.stdout + done.stderr, tried
        assert "SSH-2.0" not in done.stdout, tried
        assert done.returncode in (2, 255), (tried, done)  # the app without a terminal, or turned down by sshd
    assert not apps(data)


@pytest.mark.parametrize(("options", "key"), [(["-T"], "key"), ([], "no-pty")])
def test_without_a_pty_it_says_why_in_both_languages_and_ends_with_2(
    office: Office, data: Path, options: list[str], key: str
):
    done = office.run(options, key=key)
    assert done.returncode == 2
    assert NO_TERMINAL in done.stderr
    assert "终端" in done.stderr
    assert not apps(data)


def test_the_keys_of_a_shell_do_nothing_a_resize_arrives_and_idle_it_is_silent(office: Office):
    with office.terminal((80, 24)) as terminal:
        terminal.wait_for("王敏")
        terminal.send("\x03\x1a\x1c\x04")
        terminal.resize(120, 40)
        terminal.wait(lambda: max(map(len, terminal.lines)) > 80, "a wider screen")
        terminal.settle(0.5)
        before = len(terminal.raw)
        until = time.monotonic() + 3
        while time.monotonic() < until:
            terminal.pump_once(0.5)
        assert len(terminal.raw) == before
        terminal.key("\x11")
        assert terminal.wait_end() == 0


def test_a_line_that_drops_ends_the_session_within_two_seconds(office: Office, data: Path):
    with office.terminal() as terminal:
        sign_in(terminal, "p-li")
        assert len(apps(data)) == 1
        terminal.kill()
        begin = time.monotonic()
        wait_until(lambda: not apps(data), "the end of the session", 2.0)
        print(f"gone after {time.monotonic() - begin:.2f} s")
    assert whole(data)


def test_two_in_the_office_and_a_tablet_work_on_one_folder_and_nothing_is_lost(office: Office, data: Path):
    before = signed_in(data)
    tablet = [sys.executable, "-m", "tui.cli", "--data", str(data), "--place", "tablet"]
    with office.terminal() as one, office.terminal() as two, Terminal(tablet) as three:
        for terminal in (one, two, three):
            terminal.wait_for("王敏")
        for terminal, person in ((one, "p-wang"), (two, "p-li"), (three, "p-wang")):
            sign_in(terminal, person)
        for terminal in (one, two, three):
            terminal.key("F10")
            terminal.tap("退出登录")
            terminal.wait_for("点自己的名字")
        for terminal in (one, two, three):
            terminal.settle()
    after = signed_in(data)
    places = sorted(place for _person, place in after[len(before) :])
    assert places == ["office", "office", "tablet"]
    assert whole(data)


def sign_in(terminal: Terminal, person: str) -> None:
    zh, _en, pin = PEOPLE[person]
    terminal.tap(zh)
    terminal.wait_for("请输入密码")
    terminal.send_slowly(pin + "\r")
    terminal.wait_for("巡区记录|看板")


def signed_in(data: Path) -> list[tuple[str, str]]:
    book = Logbook.open(data)
    try:
        return [(event.actor, event.body.place) for event in book.events() if isinstance(event.body, SignedIn)]
    finally:
        book.close()


def whole(data: Path) -> bool:
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli", "verify", "--json", "--data", str(data)], capture_output=True, check=False
    )
    return done.returncode in (0, 1)

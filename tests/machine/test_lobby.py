"""The loop of the kiosk: what ends it and what does not, how long it waits, what it shows and notes.

The program inside is a script that ends as it is told, and `sleep` only notes for how long it was asked.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.clone import Machine
from tests.support.terminal import Terminal

SLEEP = '#!/bin/sh\necho "$1" >>"$CALLS.slept"\n'
PROGRAM = """#!/bin/sh
echo "$ROUNDSMAN_RESTART_AT|$*" >>"$CALLS.started"
read -r next <"$CALLS.endings"
while read -r line; do echo "$line"; done <"$CALLS.endings" | { read -r _; cat; } >"$CALLS.rest"
cat "$CALLS.rest" >"$CALLS.endings"
printf '\\033[?1049h\\033[?1003h\\033[?25l'
case $next in
    kill) kill -9 $$ ;;
    stay) trap 'exit 0' TERM HUP; echo READY; while :; do read -r line || exit 0; done ;;
    *) exit "$next" ;;
esac
"""


class Lobby:
    """kiosk.sh --kiosk on a pty."""

    def __init__(self, folder: Path) -> None:
        self.machine = Machine(folder)
        self.machine.start()  # set up
        self.machine.add("sleep", SLEEP)
        self.program = self.machine.add("the-program", PROGRAM)
        self.log = folder / "data" / "logs" / "kiosk.log"
        self.data = folder / "data"
        self.path = folder / "calls"

    def open(self, *endings: object, stack: str = "here", **env: str) -> Terminal:
        Path(f"{self.path}.endings").write_text("".join(f"{ending}\n" for ending in endings))
        known = {"PATH": str(self.machine.bin), "CALLS": str(self.path), "ROUNDSMAN_BIN": str(self.program)}
        argv = [str(self.machine.clone / "kiosk.sh"), "--kiosk", "--stack", stack, "--data", str(self.data)]
        return Terminal(argv, env={**known, "ROUNDSMAN_DATA": "/nowhere", **env})

    def noted(self, name: str) -> list[str]:
        path = Path(f"{self.path}.{name}")
        return path.read_text().split("\n")[:-1] if path.exists() else []


@pytest.fixture
def lobby(tmp_path: Path) -> Lobby:
    return Lobby(tmp_path)


def test_it_waits_longer_after_every_crash_and_a_kill_is_a_crash(lobby: Lobby):
    with lobby.open(1, "kill", 1, 139, 1, 1, 1, 1, 0) as terminal:
        assert terminal.wait_end() == 0
    assert lobby.noted("slept") == ["1", "2", "4", "8", "16", "32", "60", "60"]
    assert len(lobby.noted("started")) == 9


def test_the_program_is_told_that_it_stands_in_the_lobby(lobby: Lobby):
    with lobby.open(0) as terminal:
        assert terminal.wait_end() == 0
    assert lobby.noted("started") == [f"04:00|--place kiosk --data {lobby.data}"]


def test_people_see_in_both_languages_that_it_comes_back_and_no_mode_stays_on(lobby: Lobby):
    with lobby.open(1, "stay") as terminal:
        terminal.wait(lambda: b"READY" in terminal.raw, "the second start")
        between = bytes(terminal.raw).partition(b"\x1b[?25h")[2].decode()
        assert "巡区正在重新启动，1 秒后恢复" in between
        assert "Roundsman starts again in 1 s" in between
        for off in (b"\x1b[?1049l", b"\x1b[?1003l", b"\x1b[?1006l", b"\x1b[?2004l"):
            assert off in terminal.raw


def test_the_start_afresh_of_the_night_waits_for_nothing(lobby: Lobby):
    with lobby.open(1, 75, 1, 0, ROUNDSMAN_RESTART_AT="03:30") as terminal:
        assert terminal.wait_end() == 0
    assert lobby.noted("slept") == ["1", "1"]
    assert lobby.noted("started")[0].startswith("03:30|")


def test_without_a_terminal_it_is_not_tried_again(lobby: Lobby):
    with lobby.open(2) as terminal:
        assert terminal.wait_end() == 2
    assert not lobby.noted("slept")


def test_no_key_ends_or_stops_it(lobby: Lobby):
    with lobby.open("stay", 0) as terminal:
        terminal.wait(lambda: b"READY" in terminal.raw, "the program")
        terminal.send("\x03\x1a\x1c\x03")
        terminal.send("still here\r")
        terminal.wait_for("still here")
        assert terminal.process.poll() is None
        assert len(lobby.noted("started")) == 1


def test_what_was_typed_while_nothing_was_there_is_forgotten(lobby: Lobby):
    lobby.machine.add("sleep", '#!/bin/sh\nread -r line <"$CALLS.wait"\n')
    os.mkfifo(f"{lobby.path}.wait")
    with lobby.open(1, "stay") as terminal:
        terminal.wait_for("starts again")
        terminal.send("blind\r")
        Path(f"{lobby.path}.wait").write_text("\n")
        terminal.wait(lambda: b"READY" in terminal.raw, "the second start")
        terminal.send("seen\r")
        terminal.wait_for("seen")
        assert "blind" not in terminal.text


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_told_to_end_it_ends_the_program_first(lobby: Lobby, number: signal.Signals, code: int):
    with lobby.open("stay") as terminal:
        terminal.wait(lambda: b"READY" in terminal.raw, "the program")
        terminal.signal(number)
        assert terminal.wait_end(5) == code
    assert "the program ended with 0" in lobby.log.read_text()


def test_told_to_end_while_it_waits_it_ends_at_once(lobby: Lobby):
    lobby.machine.add("sleep", "#!/bin/sh\nexec /bin/sleep 60\n")
    with lobby.open(1) as terminal:
        terminal.wait_for("starts again")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_end(5) == 143


def test_the_log_says_what_happened_and_three_older_ones_are_kept(lobby: Lobby):
    lobby.log.parent.mkdir(parents=True)
    for name in ("kiosk.log", "kiosk.log.1", "kiosk.log.2", "kiosk.log.3"):
        (lobby.log.parent / name).write_text(f"{name}\n" + "x" * 200_000)
    with lobby.open(7, 0) as terminal:
        assert terminal.wait_end() == 0
    assert re.search(r"ended with 7 after \d s; again in 1 s", lobby.log.read_text())  # a second on a busy machine
    older = [(lobby.log.parent / f"kiosk.log.{n}").read_text().partition("\n")[0] for n in (1, 2, 3)]
    assert older == ["kiosk.log", "kiosk.log.1", "kiosk.log.2"]


def test_a_folder_that_cannot_be_written_stops_nobody(lobby: Lobby):
    lobby.data.write_text("a file")
    with lobby.open(1, 0) as terminal:
        assert terminal.wait_end() == 0


def test_the_bare_console_is_told_in_english_what_to_install(lobby: Lobby):
    with lobby.open(1, 0, TERM="linux") as terminal:
        assert terminal.wait_end() == 0
        said = terminal.raw.decode()
    assert "sudo apt install cage xwayland foot" in said
    assert said.isascii()
    assert lobby.noted("slept") == ["5", "1"]


WINDOW = """#!/bin/sh
echo "${0##*/} $*" >>"$CALLS.windows"
while [ "$1" != --supervise ]; do last=$1; shift; done
[ -z "$LOST" ] || exit 0
"$last" "$@" 2>&1
exit 0
"""


@pytest.mark.parametrize(("window", "there"), [("foot", "WAYLAND_DISPLAY"), ("xterm", "DISPLAY")])
@pytest.mark.parametrize(("ended", "code"), [(0, 0), (2, 2)])
def test_the_window_loses_the_exit_code_and_the_kiosk_does_not(
    lobby: Lobby, window: str, there: str, ended: int, code: int
):
    lobby.machine.add(window, WINDOW)
    with lobby.open(1, ended, stack=window, **{there: "0"}) as terminal:
        assert terminal.wait_end(5) == code
    assert lobby.noted("started") == [f"04:00|--place kiosk --data {lobby.data}"] * 2
    assert "templates/foot.ini" in lobby.noted("windows")[0] or window == "xterm"


def test_on_a_full_disk_it_is_left_all_the_same(lobby: Lobby):
    lobby.machine.add("foot", WINDOW)
    lobby.machine.add("mktemp", '#!/bin/sh\n/bin/ln -s /dev/full "$CALLS.ended" && echo "$CALLS.ended"\n')
    with lobby.open(1, 0, stack="foot", WAYLAND_DISPLAY="0") as terminal:
        assert terminal.wait_end() == 0
    assert not Path(f"{lobby.path}.ended.left").is_symlink()


def test_a_window_that_falls_over_is_a_failure(lobby: Lobby):
    lobby.machine.add("foot", WINDOW)
    with lobby.open(0, stack="foot", WAYLAND_DISPLAY="0", LOST="1") as terminal:
        assert terminal.wait_end() == 1


def test_a_terminal_that_complains_for_months_fills_no_disk(lobby: Lobby):
    lobby.machine.add("foot", f"#!/bin/sh\nfor n in 1 2 3 4 5 6; do echo '{'x' * 150_000}' >&2; done\n")
    with lobby.open(0, stack="foot", WAYLAND_DISPLAY="0") as terminal:
        assert terminal.wait_end() == 1
    logs = sorted(path.name for path in lobby.log.parent.iterdir())
    assert logs == ["kiosk.log", "kiosk.log.1", "kiosk.log.2", "kiosk.log.3"]
    assert max(path.stat().st_size for path in lobby.log.parent.iterdir()) < 400_000
    assert "foot is gone" in lobby.log.read_text()


def test_what_was_adapted_to_the_panel_is_what_counts(lobby: Lobby, tmp_path: Path):
    lobby.machine.add("foot", WINDOW)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "foot.ini").touch()
    with lobby.open(0, stack="foot", WAYLAND_DISPLAY="0", ROUNDSMAN_ETC=str(tmp_path / "etc")) as terminal:
        assert terminal.wait_end() == 0
    assert f"--config={tmp_path}/etc/foot.ini" in lobby.noted("windows")[0]


@pytest.mark.parametrize(
    ("installed", "env", "picked"),
    [
        (["foot", "xterm"], {"WAYLAND_DISPLAY": "0", "DISPLAY": ":0"}, "foot"),
        (["foot", "xterm"], {"DISPLAY": ":0"}, "xterm"),
        (["foot", "xterm"], {"DISPLAY": ":0", "SSH_CONNECTION": "1 2 3 4"}, "here"),
        (["foot", "cage"], {}, "here"),
        (["foot", "cage"], {"TERM": "linux"}, "foot"),
        (["xinit", "xterm"], {"TERM": "linux"}, "xterm"),
        (["foot"], {"TERM": "linux"}, "here"),
    ],
)
def test_it_picks_the_best_terminal_there_is(lobby: Lobby, installed: list[str], env: dict[str, str], picked: str):
    for name in installed:
        lobby.machine.add(name, "#!/bin/sh\n")
    lobby.machine.add("id", "#!/bin/sh\necho 1000\n")
    script = ". ./tui/machine/lobby.sh; pick_stack"
    done = subprocess.run(
        ["script", "-qec", f"bash -c '{script}'", "/dev/null"],
        cwd=lobby.machine.clone,
        env={"PATH": str(lobby.machine.bin), "SHELL": "/bin/sh", "TERM": "xterm-256color", **env},
        capture_output=True, text=True, check=False, executable="/usr/bin/script",
    )  # fmt: skip
    assert done.stdout.strip() == picked


def test_a_font_without_chinese_means_english_and_the_line_that_helps(lobby: Lobby):
    lobby.machine.add("foot", WINDOW)
    lobby.machine.add("fc-list", "#!/bin/sh\n")
    lobby.machine.add("the-program", '#!/bin/sh\necho "$ROUNDSMAN_LANG" >>"$CALLS.lang"\n')
    with lobby.open(0, stack="foot", WAYLAND_DISPLAY="0") as terminal:
        assert terminal.wait_end() == 0
        assert terminal.text.count("sudo apt install fonts-noto-cjk") == 2
    assert lobby.noted("lang") == ["en"]


def test_a_stack_that_is_not_there_is_named_with_its_apt_line(lobby: Lobby):
    with lobby.open(0, stack="foot") as terminal:
        assert terminal.wait_end() == 3
        assert terminal.text.count("sudo apt install cage xwayland foot") == 2

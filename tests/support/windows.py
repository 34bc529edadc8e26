"""The kiosk in a real window, as kiosk.sh opens it: xterm on an X server, foot on a Wayland compositor.

What the app writes is read from the transcript that `script` keeps inside the loop, so that waiting works exactly as on
a pty. `crashes` starts of the app fail before it begins.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.clone import ROOT
from tests.support.xterm import XTerminal

__all__ = ["FootKiosk", "Picture", "XtermKiosk", "missing_packages"]

PACKAGES = {
    "Xvfb": "xvfb",
    "xterm": "xterm",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "script": "bsdutils",
    "sway": "sway",
    "foot": "foot",
    "grim": "grim",
    "wtype": "wtype",
}
WIDTH, HEIGHT = 1280, 800
NOBODY = 65534

PROGRAM = """#!/bin/sh
echo $$ >>{folder}/starts
[ "$(wc -l <{folder}/starts)" -gt {crashes} ] || exit 1
inside="stty size >{folder}/size; echo \\$\\$ >{folder}/pid; exec {roundsman} $*"
exec script -q -e -f -a -c "$inside" {folder}/transcript
"""


def missing_packages() -> list[str]:
    """Debian packages that these tests need and this machine lacks."""
    return [package for program, package in PACKAGES.items() if shutil.which(program) is None]


class Picture:
    """What a person sees, as a binary PPM."""

    def __init__(self, path: Path) -> None:
        _magic, size, _depth, self._pixels = path.read_bytes().split(b"\n", 3)
        self.width, self.height = map(int, size.split())

    def cell(self, column: int, row: int, columns: int, rows: int, *, wide: int = 2) -> bytes:
        """The pixels of a character `wide` cells wide, whose first cell is the 0-based one named."""
        across, down = self.width // columns, self.height // rows
        begin, length = 3 * column * across, 3 * wide * across
        lines = range(row * down, (row + 1) * down)
        return b"".join(self._pixels[y * 3 * self.width + begin :][:length] for y in lines)


class XtermKiosk(XTerminal):
    """kiosk.sh --kiosk --stack xterm, on a screen of its own."""

    STACK = "xterm"

    def __init__(self, folder: Path, *options: str, crashes: int = 0) -> None:
        self.folder = folder
        program = folder / "program"
        roundsman = shlex.quote(f"{sys.prefix}/bin/roundsman")
        program.write_text(PROGRAM.format(folder=shlex.quote(str(folder)), crashes=crashes, roundsman=roundsman))
        program.chmod(0o755)
        self._transcript = folder / "transcript"
        self._read_to = 0
        self._begin(80, 24)
        environment = {n: v for n, v in os.environ.items() if not n.startswith(("TEXTUAL", "SSH_", "ROUNDSMAN"))}
        environment |= {
            "ROUNDSMAN_BIN": str(program),
            "ROUNDSMAN_VENV": sys.prefix,
            "ROUNDSMAN_CAMERA": "off",  # whatever this machine has
            "LANG": "C.UTF-8",
        } | self._open_screen()
        environment.pop("TERM", None)  # as systemd starts it
        argv = [str(ROOT / "kiosk.sh"), "--kiosk", "--stack", self.STACK, "--data", str(folder / "data"), *options]
        self.process = subprocess.Popen(argv, env=environment)
        try:
            self._sit_down()
        except BaseException:
            self.close()
            raise

    def _sit_down(self) -> None:
        """Wait for the app, and read again from its first byte on a screen of the window's size."""
        pid = self.folder / "pid"
        self.wait(lambda: pid.exists() and pid.read_text().strip(), "the app")
        rows, columns = map(int, (self.folder / "size").read_text().split())
        self._size = columns, rows
        self._begin(columns, rows)
        self._read_to = 0
        self._find_window()

    def _open_screen(self) -> dict[str, str]:
        self._display = self._start_display(WIDTH, HEIGHT)
        return {"DISPLAY": self._display}

    @property
    def app(self) -> int:
        """The process of the app that runs now."""
        return int((self.folder / "pid").read_text())

    def kill(self) -> None:
        """kill -9 to the app, and to nothing around it; what it painted is forgotten."""
        os.kill(self.app, signal.SIGKILL)
        self._begin(*self._size)

    def noted(self) -> str:
        """What the loop wrote into its log."""
        return (self.folder / "data" / "logs" / "kiosk.log").read_text()

    def look(self) -> Picture:
        """A picture of the whole screen."""
        path = self.folder / "look.ppm"
        self._photograph(path)
        return Picture(path)

    def _photograph(self, path: Path) -> None:
        subprocess.run(
            ["import", "-window", "root", "-depth", "8", str(path)],
            env=os.environ | {"DISPLAY": self._display},
            check=True,
        )

    def characters(self) -> dict[str, bytes]:
        """The pixels of every Chinese character that the screen shows, once each."""
        self.settle(0.3)
        picture = self.look()
        self.draw()
        cells = ((x, y, self.screen.buffer[y][x].data) for y in range(self._size[1]) for x in range(self._size[0]))
        return {c: picture.cell(x, y, *self._size) for x, y, c in cells if "一" <= c <= "鿿"}

    def end(self) -> int:
        """Tell kiosk.sh to end, as systemd does; its exit code."""
        self.process.send_signal(signal.SIGHUP)
        return self.wait_end()

    def close(self) -> None:
        """End the kiosk and its screen."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.send_signal(signal.SIGHUP)
            self.process.wait(8)
        self.process.kill()
        self.process.wait(5)
        self._close_screen()

    def _close_screen(self) -> None:
        self._xvfb.terminate()
        self._xvfb.wait(10)


class FootKiosk(XtermKiosk):
    """kiosk.sh --kiosk --stack foot, under sway without a monitor; sway refuses root, so root runs it as nobody."""

    STACK = "foot"

    def _open_screen(self) -> dict[str, str]:
        self._runtime = Path(tempfile.mkdtemp(prefix="roundsman-sway-"))
        config = self._runtime / "sway.conf"
        config.write_text(f"xwayland disable\ndefault_border none\noutput HEADLESS-1 resolution {WIDTH}x{HEIGHT}\n")
        as_whom = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
        if as_whom:
            os.chown(self._runtime, NOBODY, NOBODY)
        self._wayland = {"XDG_RUNTIME_DIR": str(self._runtime), "HOME": str(self._runtime)}
        alone = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
        self._sway = subprocess.Popen(
            ["sway", "-c", str(config)],
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self._wayland, **alone},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **as_whom,
        )
        deadline = time.monotonic() + 10
        while not (there := [s for s in self._runtime.glob("wayland-*") if s.suffix != ".lock"]):
            assert time.monotonic() < deadline, "sway made no socket"
            time.sleep(0.02)
        self._wayland["WAYLAND_DISPLAY"] = there[0].name
        return {"XDG_RUNTIME_DIR": str(self._runtime), "WAYLAND_DISPLAY": there[0].name}

    def _find_window(self) -> bool:
        return True

    def _type(self, *arguments: str) -> None:
        """Each call brings a keyboard of its own, whose first key is lost unless foot has heard of it before."""
        environment = os.environ | self._wayland
        subprocess.run(["wtype", "-s", "80", *arguments], env=environment, check=True)

    def key(self, name: str) -> None:
        """Press a named key."""
        self._type("-k", name)

    def scan(self, code: str, *, gap: float = 0.005, suffix: str = "\r") -> None:
        """Type a code at the pace of a scanner."""
        self._type("-d", str(round(gap * 1000)), code, *(["-k", "Return"] if suffix == "\r" else []))

    def chord(self, *modifiers: str, key: str) -> None:
        """Press a key with modifiers."""
        self._type(*(word for modifier in modifiers for word in ("-M", modifier)), "-k", key)

    def _photograph(self, path: Path) -> None:
        subprocess.run(["grim", "-t", "ppm", str(path)], env=os.environ | self._wayland, check=True)

    def _close_screen(self) -> None:
        self._sway.terminate()
        self._sway.wait(10)
        shutil.rmtree(self._runtime, ignore_errors=True)

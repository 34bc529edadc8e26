"""A real sshd on loopback that lets the account of the test in, by the rules that `install-kiosk` writes.

Its keys, port and configuration are its own; nothing of the machine's sshd is read or touched.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from tests.support.clone import ROOT
from tests.support.terminal import Terminal
from tui.machine.plan import KEYS, Wishes, files

__all__ = ["SSHD", "Office", "make_room_for_sshd"]

SSHD = "/usr/sbin/sshd"


def make_room_for_sshd() -> None:
    """The folder that sshd started as root insists on; its service would make it."""
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Office:
    """The far end of the line: `terminal` sits down at it, `run` tries something without sitting down."""

    def __init__(self, folder: Path, data: Path) -> None:
        make_room_for_sshd()
        self.folder, self.user, self.port = folder, getpass.getuser(), _free_port()
        for name in ("host", "key", "no-pty"):
            made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(made, check=True)
        wishes = Wishes(self.user, "foot", PurePosixPath(data), ROOT, venv=sys.prefix)
        rules = next(placed.text for placed in files(wishes) if placed.path.parent.name == "sshd_config.d")
        (folder / "rules").write_text(rules.replace(str(KEYS), str(folder / "keys")))
        keys = [f"{how} {(folder / name).with_suffix('.pub').read_text()}" for name, how in
                (("key", "restrict,pty"), ("no-pty", "restrict"))]  # fmt: skip
        (folder / "keys").write_text("".join(keys))
        (folder / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile {folder}/pid\n"
            f"UsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
            f"AllowTcpForwarding yes\nX11Forwarding yes\nSubsystem sftp internal-sftp\nAcceptEnv *\n"
            f"Include {folder}/rules\n"
        )
        self._log = folder / "sshd.log"
        self._sshd = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "config")], stderr=self._log.open("wb"))
        deadline = time.monotonic() + 10
        while not self._answers():
            if time.monotonic() > deadline:
                self.close()
                raise AssertionError(self._log.read_text())
            time.sleep(0.02)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def command(self, *more: str, key: str = "key") -> list[str]:
        """The ssh command line up to the host; what follows is for the far end."""
        quiet = ("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR")
        alone = ("-F", "none", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes")
        return [
            "ssh",
            *quiet,
            *alone,
            "-i",
            str(self.folder / key),
            "-p",
            str(self.port),
            *more,
            f"{self.user}@127.0.0.1",
        ]

    def terminal(self, size: tuple[int, int] = (100, 30), **env: str) -> Terminal:
        """Sit down in the office."""
        return Terminal(self.command("-tt"), size=size, env=env)

    def run(self, options: Sequence[str], *command: str, key: str = "key") -> subprocess.CompletedProcess[str]:
        """Try something without a terminal of one's own."""
        argv = [*self.command(*options, key=key), *command]
        return subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=20)

    def close(self) -> None:
        """End the server and what hangs on it."""
        self._sshd.terminate()
        self._sshd.wait(10)

"""A clone of the project on a machine that has little more than a shell, with a stand-in for Python.

The stand-in notes how it was called, so that no test waits for a real installation.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

__all__ = ["ROOT", "Machine"]

ROOT = Path(__file__).parents[2]
TOOLS = ("bash", "sh", "env", "dirname", "readlink", "cat", "cksum", "rm", "mv", "cp", "ls", "mkdir", "chmod", "flock",
         "stty", "mktemp", "wc", "id")  # fmt: skip
PYTHON = """#!/bin/sh
printf '%s\\n' "$*" >>"$CALLS"
case "$1 $2" in
    "-c import sys"*) exit "${TOO_OLD:-0}" ;;
    "-c import ensurepip"*) exit "${NO_VENV:-0}" ;;
    "-c import platform"*) echo 3.9.2 ;;
    "-m venv")
        for venv; do :; done
        mkdir -p "$venv/bin" && cp "$0" "$venv/bin/python" ;;
    "-m pip")
        [ "$3" = install ] || exit 0
        [ -z "$NO_NETWORK" ] || exit "$NO_NETWORK"
        printf '#!/bin/sh\\necho "$LANG|$TEXTUAL_DRIVER|$*"\\n' >"${0%/*}/roundsman"
        chmod +x "${0%/*}/roundsman" ;;
esac
"""


class Machine:
    """A clone of the project on a machine that has little more than a shell."""

    def __init__(self, folder: Path) -> None:
        self.clone, self.bin, self.calls = folder / "a clone", folder / "bin", folder / "calls"
        for path in (self.clone, self.bin):
            path.mkdir()
        for name in ("kiosk.sh", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.clone / name)
        shutil.copytree(ROOT / "tui" / "machine", self.clone / "tui" / "machine")
        for tool in TOOLS:
            if found := shutil.which(tool):
                (self.bin / tool).symlink_to(found)
        self.add_python("python3")

    def add_python(self, name: str) -> None:
        self.add(name, PYTHON)

    def add(self, name: str, script: str) -> Path:
        """Put a program on the path of this machine, in the place of the link to the real one."""
        (self.bin / name).unlink(missing_ok=True)
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)
        return self.bin / name

    def start(self, *arguments: str, script: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(script or self.clone / "kiosk.sh"), *arguments],
            cwd="/",
            env={"PATH": str(self.bin), "CALLS": str(self.calls), **env},
            capture_output=True,
            text=True,
            check=False,
        )

    def installs(self) -> int:
        return self.calls.read_text().count("-e .")

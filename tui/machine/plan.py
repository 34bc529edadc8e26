"""What a kiosk needs in a machine's /etc: every file with its path and its text. Nothing is written here."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

__all__ = ["ETC", "KEYS", "STACKS", "Placed", "Stack", "Wishes", "files", "packages"]

Stack = Literal["foot", "xterm", "here"]
STACKS: tuple[Stack, ...] = ("foot", "xterm", "here")
ETC = PurePosixPath("/etc/roundsman")
KEYS = ETC / "authorized_keys"

_TEMPLATES = Path(__file__).parent / "templates"
_PROGRAMS: dict[Stack, dict[str, str]] = {
    "foot": {"cage": "cage", "Xwayland": "xwayland", "foot": "foot"},
    "xterm": {"xinit": "xinit", "Xorg": "xserver-xorg", "xterm": "xterm"},
    "here": {},
}
_KEPT = ("HOME", "USER", "PATH", "TERM", "SSH_CONNECTION")
"""What sshd says and no client can, but for TERM."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which account the kiosk and the office run as, in which terminal, on which records, from which clone."""

    user: str
    stack: Stack
    data: PurePosixPath
    source: Path
    venv: str = ""
    """ROUNDSMAN_VENV, where the environment is not in the clone."""

    def _kiosk_sh(self, *arguments: str) -> list[str]:
        return [str(self.source / "kiosk.sh"), *arguments, "--data", str(self.data)]

    @property
    def unit_command(self) -> str:
        """What the unit starts, as systemd reads it."""
        return " ".join(map(_for_systemd, self._kiosk_sh("--kiosk", "--stack", self.stack)))

    @property
    def ssh_command(self) -> str:
        """What sshd forces, as the account's shell reads it, in an environment of our own.

        What the client sends along ends here, whatever the machine's sshd accepts: bash and Python would run it.
        """
        kept = " ".join(f'{name}="${name}"' for name in _KEPT)
        own = ["COLORTERM=truecolor", "LANG=C.UTF-8", "TEXTUAL_ANIMATIONS=none"]
        own += [f"ROUNDSMAN_VENV={self.venv}"] if self.venv else []
        return f"/usr/bin/env -i {kept} {shlex.join([*own, *self._kiosk_sh('--place', 'office')])}"


@dataclass(frozen=True, slots=True)
class Placed:
    """One file: where it belongs, what stands in it, and whether it becomes the owner's once it is there."""

    path: PurePosixPath
    text: str
    yours: bool = False
    """Written once, then adapted by hand; never written again and never taken away."""


def _for_systemd(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return escaped if escaped.replace("/", "").replace("-", "").replace(".", "").isalnum() else f'"{escaped}"'


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def files(wishes: Wishes) -> tuple[Placed, ...]:
    """Everything that is written for a kiosk, in the order in which it is told."""
    venv = f"\nEnvironment={_for_systemd('ROUNDSMAN_VENV=' + wishes.venv)}" if wishes.venv else ""
    unit = _template("roundsman-kiosk.service").format(user=wishes.user, kiosk=wishes.unit_command, venv=venv)
    office = _template("sshd.conf").format(user=wishes.user, keys=KEYS, command=wishes.ssh_command)
    found = [
        Placed(PurePosixPath("/etc/systemd/system/roundsman-kiosk.service"), unit),
        Placed(PurePosixPath("/etc/systemd/logind.conf.d/roundsman.conf"), _template("logind.conf")),
        Placed(PurePosixPath("/etc/sysctl.d/90-roundsman.conf"), _template("sysctl.conf")),
        Placed(PurePosixPath("/etc/ssh/sshd_config.d/roundsman.conf"), office),
        Placed(KEYS, _template("authorized_keys"), yours=True),
    ]
    if wishes.stack == "foot":
        found.append(Placed(ETC / "foot.ini", _template("foot.ini"), yours=True))
    if wishes.stack == "xterm":
        found.append(Placed(ETC / "xterm.resources", _template("xterm.resources"), yours=True))
        found.append(Placed(PurePosixPath("/etc/X11/xorg.conf.d/90-roundsman.conf"), _template("xorg.conf")))
    return tuple(found)


def packages(stack: Stack) -> dict[str, str]:
    """Debian packages that a stack needs, by the program that shows that one is there."""
    return _PROGRAMS[stack] | {"fc-list": "fontconfig", "sshd": "openssh-server"}

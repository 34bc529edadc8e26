"""`roundsman install-kiosk`: makes a machine a kiosk, and says how to take that back.

It writes files and nothing else. What starts, reloads or cuts somebody off is a line to be run by whoever stands there.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, cast

import typer

from checkpoints.fact import Refused
from tui.cli.common import columns, plain
from tui.cli.options import Options
from tui.i18n import N_, _

if TYPE_CHECKING:
    from tui.machine.plan import Stack, Wishes
    from tui.machine.writing import Done

__all__ = ["install_kiosk"]

SOURCE = Path(__file__).parents[2]
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}")
"""What useradd takes, and what is no pattern to sshd and no second word to systemd."""


def install_kiosk(
    ctx: typer.Context,
    user: str = typer.Option("", metavar="USER", help=N_("The account that the kiosk and the office run as.")),
    stack: str = typer.Option("foot", metavar="foot|xterm|here", help=N_("The terminal; `here` is the bare console.")),
    dry_run: bool = typer.Option(False, "--dry-run", help=N_("Print every file and write nothing.")),
    uninstall: bool = typer.Option(False, "--uninstall", help=N_("Take that back.")),
    root: Path = typer.Option(
        Path("/"), metavar="FOLDER", show_default=False, help=N_("A mounted system to write into, instead of this one.")
    ),
) -> None:
    """Write the unit, the terminal's settings, the rules for SSH; or take them away."""
    from tui.machine import plan, writing

    if stack not in plan.STACKS:
        raise Refused("machine.no_stack", N_("--stack is one of: {choices}"), choices=", ".join(plan.STACKS))
    if not dry_run:
        _needs_root(root, user, uninstall=uninstall)
    if uninstall:
        with _told():
            _tell(writing.uninstall(root))
        _do(["systemctl daemon-reload && systemctl unmask ctrl-alt-del.target", "systemctl reload ssh", "reboot"])
        return
    wishes = _wishes(ctx.ensure_object(Options), user, cast("Stack", stack), root, strict=not dry_run)
    files = plan.files(wishes)
    if dry_run:
        for placed in files:
            print(f"=== {placed.path}\n{placed.text}")
        return
    with _told():
        _tell(writing.install(root, files))
    _do(_next(wishes))
    print(_("To undo all this:") + f"  sudo {_kiosk_sh()} install-kiosk --uninstall")


@contextmanager
def _told() -> Iterator[None]:
    """What the disk says no to is no answer that could not be printed, which is what an OSError means elsewhere."""
    try:
        yield
    except OSError as error:
        said = N_("{file} cannot be written ({reason}). --uninstall takes back what was written until then.")
        file, reason = error.filename or "-", error.strerror or str(error)
        raise Refused("machine.disk", said, file=file, reason=reason) from error


def _kiosk_sh() -> str:
    return shlex.quote(str(SOURCE / "kiosk.sh"))


def _needs_root(root: Path, user: str, *, uninstall: bool) -> None:
    if root == Path("/") and os.geteuid() != 0:
        what = "--uninstall" if uninstall else f"--user {user or 'USER'}"
        line = f"sudo {_kiosk_sh()} install-kiosk {what}"
        raise Refused("machine.not_root", N_("Only root writes into /etc. Run:  {line}"), line=line)


def _wishes(options: Options, user: str, stack: Stack, root: Path, *, strict: bool) -> Wishes:
    from tui.machine.plan import Wishes

    if not (SOURCE / "kiosk.sh").exists():
        raise Refused("machine.no_source", N_("The kiosk runs from a clone of the source; there is no kiosk.sh here."))
    if user and not _NAME.fullmatch(user):
        raise Refused("machine.name", N_("{user} cannot be the name of an account."), user=repr(user))
    account = _account(user, root)
    if not user or user == "root" or (account and account.uid == 0):
        raise Refused("machine.which_user", N_("Name an ordinary account with --user; the kiosk does not run as root."))
    if account is None and strict:
        line = f"sudo useradd --create-home --shell /bin/sh {user}"
        raise Refused("machine.no_user", N_("There is no account {user} here. Make it:  {line}"), user=user, line=line)
    home = account.home if account else PurePosixPath("/home") / user
    data = PurePosixPath(options.data.absolute()) if options.data else home / ".local/share/roundsman"
    venv = os.environ.get("ROUNDSMAN_VENV", "")
    for path in map(str, (data, SOURCE, venv)):
        if not path.isprintable():
            raise Refused("machine.path", N_("{path} cannot stand in a file of settings."), path=repr(path))
    return Wishes(user, stack, data, SOURCE, venv)


class _Account(NamedTuple):
    uid: int
    home: PurePosixPath


def _account(user: str, root: Path) -> _Account | None:
    """An account of the system under `root`; None when it has none of that name."""
    if root == Path("/"):
        import pwd

        try:
            known = pwd.getpwnam(user)
        except KeyError:
            return None
        return _Account(known.pw_uid, PurePosixPath("/", known.pw_dir))
    try:
        lines = (root / "etc" / "passwd").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    fields = next((line.split(":") for line in lines if line.startswith(user + ":")), [])
    return _Account(int(fields[2]), PurePosixPath("/", fields[5])) if len(fields) == 7 else None


def _tell(done: list[Done]) -> None:
    words = {
        "written": N_("written"),
        "unchanged": N_("as it was"),
        "left": N_("left as you have it"),
        "taken away": N_("taken away"),
        "put back": N_("put back what was there before"),
        "set aside": N_("changed by somebody, so set aside"),
        "gone": N_("was gone already"),
    }
    if not done:
        print(_("Nothing is installed here."))
        return
    aside = _("what was there: {path}")
    said = [(str(d.path), _(words[d.what]), aside.format(path=d.aside) if d.aside else "") for d in done]
    print(columns(said))


def _do(lines: list[str]) -> None:
    print()
    print(_("Now run there, as root:"))
    for line in lines:
        print("  " + plain(line))
    print()
    sys.stdout.flush()


def _next(wishes: Wishes) -> list[str]:
    from tui.machine.plan import KEYS, packages

    path = os.environ.get("PATH", "") + os.pathsep + os.pathsep.join(("/usr/sbin", "/usr/lib/xorg", "/sbin"))
    missing = [package for program, package in packages(wishes.stack).items() if not shutil.which(program, path=path)]
    lines = [f"apt install {' '.join([*missing, 'fonts-noto-cjk', 'fonts-dejavu-core'])}"]
    lines += [
        f"editor {KEYS}",
        "sshd -t && systemctl reload ssh",
        "sysctl --system",
        "systemctl mask ctrl-alt-del.target",
        "systemctl daemon-reload && systemctl enable --now roundsman-kiosk",
    ]
    return lines

"""`roundsman doctor`: is this device fit for what is promised? A table of ok, look, not ok, and what to do."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import typer

from checkpoints.fact import Refused
from tui.cli import rows
from tui.cli.common import AS_JSON
from tui.cli.options import Options
from tui.i18n import N_

__all__ = ["doctor"]

_POSITION = re.compile(rb"\x1b\[\d+;(\d+)R")


def doctor(
    ctx: typer.Context,
    share: Path = typer.Option(
        None, "--share", metavar="FILE", show_default=False, help=N_("The shared file, if not the one in use.")
    ),
    partner: bool = typer.Option(
        False, "--partner", help=N_("Try the locks of the share together with a second machine that runs this too.")
    ),
    wait: int = typer.Option(120, "--wait", min=1, max=3600, help=N_("Seconds to wait for the second machine.")),
    as_json: bool = AS_JSON,
) -> None:
    """Examine; ends with 0 (all good), 1 (something to look at) or 2 (not ok)."""
    from store.care.doctor import examine, machine, meet
    from store.care.rows import ok
    from store.clock import Clock
    from store.sync.share import load

    data = ctx.ensure_object(Options).folder
    path = share.expanduser().absolute() if share is not None else None
    if partner:
        known = load(data)
        target = path or (Path(known.path) if known is not None else None)
        if target is None:
            raise Refused("care.no_share", N_("Say with --share which shared file the two machines use."))
        raise typer.Exit(rows.tell([meet(target, seconds=wait)], as_json=as_json))
    there = bool(sys.stdout and sys.stdout.isatty())
    found = [*examine(data, Clock().now(), path), *machine.terminal(os.environ, there=there)]
    if there:
        found += [machine.size(*shutil.get_terminal_size()), machine.width(_cells())]
    found += [machine.fonts(os.environ), machine.program(), ok("scanner.untested")]
    raise typer.Exit(rows.tell(found, as_json=as_json))


def _cells() -> int | None:
    """How far the terminal moves on for a Chinese character: it is drawn, and the place asked for."""
    from store.platform import ask_terminal

    with suppress(OSError):
        told = _POSITION.search(ask_terminal("\r巡\033[6n".encode(), b"R", 1.0))
        print("\r\033[K", end="", flush=True)
        return int(told[1]) - 1 if told else None
    return None

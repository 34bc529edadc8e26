"""The tree of commands, and the one place where what a command raises becomes a line on stderr and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.main import get_command

from checkpoints.fact import Refused
from store.errors import StoreError
from tui import i18n
from tui.cli import (
    bench,
    care,
    codes,
    demo,
    doctor,
    duties,
    findings,
    join,
    kiosk,
    kiosk_code,
    labels,
    people,
    read,
    reports,
    site,
    status,
    sync,
)
from tui.cli.common import group
from tui.cli.options import Options, cli_lang
from tui.cli.wrong import explain, is_wrong_usage
from tui.i18n import N_, _

__all__ = ["build", "run_command"]


def build() -> typer.Typer:
    """All commands. Their help is marked only, and put into the language spoken when they are run."""
    app = group(N_("Roundsman: quality patrols, checkpoint by checkpoint. Without a command it opens full screen."))
    app.callback()(_everywhere)
    app.add_typer(site.build(), name="site")
    app.add_typer(codes.build(), name="codes")
    app.command("labels", help=N_("Make sheets of labels to print, on the office device."))(labels.print_labels)
    app.command("read", help=N_("Read the codes in a picture, a folder of pictures or a film."))(read.read)
    app.add_typer(kiosk_code.build(), name="kiosk-code")
    app.add_typer(people.build(), name="people")
    app.command("status", help=N_("Count rounds, visits, answers, findings and events."))(status.status)
    app.command("events", help=N_("Print every event, one a line, in the order in which they count."))(status.events)
    app.command("duties", help=N_("What is owed today, this week, this month, and what was missed."))(duties.duties)
    app.command("findings", help=N_("List findings: open, overdue, to be verified, in conflict ..."))(findings.findings)
    app.command("notice", help=N_("Print the rectification notice of a finding."))(reports.notice)
    app.command("report", help=N_("Print a document: patrol record, notice, list of findings ..."))(reports.reports)
    app.command("join", help=N_("Make this device one more of a site that is shared already."))(join.join)
    app.command("sync", help=N_("Exchange with the shared file, once or until Ctrl-C."))(sync.sync)
    app.command("backup", help=N_("Put all records into one file."))(care.backup)
    app.command("restore", help=N_("Take a backup in: into a new folder, or united with what is there."))(care.restore)
    app.command("verify", help=N_("Read all records through; the exit code says how they are."))(care.verify)
    app.command("compact", help=N_("Move past years to the archive, for a quick start."))(care.compact)
    app.command("doctor", help=N_("Examine disk, share, locks, clock and terminal, and say what to do."))(doctor.doctor)
    app.command("install-kiosk", help=N_("Make this machine a locked kiosk, or take that back."))(kiosk.install_kiosk)
    app.command("demo", help=N_("Write some weeks of made-up history to try things on, and open it."))(demo.demo)
    app.add_typer(bench.build(), name="bench")
    return app


def _everywhere(
    data: str = typer.Option("", metavar="FOLDER", help=N_("The folder to work on; also ROUNDSMAN_DATA.")),
    place: str = typer.Option("", metavar="tablet|kiosk|office", help=N_("Where the app stands.")),
    lang: str = typer.Option("", metavar="zh|en", help=N_("The language; also ROUNDSMAN_LANG.")),
    version: bool = typer.Option(False, "--version", help=N_("Show the version.")),
) -> None:
    """For --help alone: `tui.cli.options` has taken these out of the arguments, from wherever they stood."""


def run_command(arguments: Sequence[str], options: Options) -> int:
    """Run one command; the exit code: 0 well, 1 refused or failed, 2 wrong usage."""
    i18n.use(cli_lang(options))
    try:
        return _run(arguments, options)
    except Refused as refused:
        return _failed(i18n.tell(refused))
    except StoreError as error:
        return _failed(i18n.fill(_(error.message), error.params))
    except BrokenPipeError:  # `roundsman events | head` is no mistake
        _drop_output()
    except OSError as error:
        _drop_output()
        return _failed(_("The answer could not be written out ({reason}).").format(reason=error.strerror or error))
    return 0


def _run(arguments: Sequence[str], options: Options) -> int:
    try:
        command = get_command(build())
        _translate(command)
        code = command(list(arguments), prog_name="roundsman", obj=options, standalone_mode=False)
    except SystemExit as ended:  # a pipe that nobody reads any more
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except typer.Abort:  # Ctrl-C, or no answer to a question
        sys.stderr.write("\n")
        return 1
    except Exception as wrong:
        if not is_wrong_usage(wrong):
            raise
        sys.stderr.write(explain(wrong))
        return 2
    if sys.stdout is not None:
        sys.stdout.flush()  # here, where a full disk can still be told
    return code if isinstance(code, int) else 0


def _drop_output() -> None:
    """What is still in the buffer has nowhere to go; without this Python complains about it at the very end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _translate(command: Any) -> None:
    for said in (command, *command.params):
        if getattr(said, "help", None):
            said.help = _(said.help)
    for below in getattr(command, "commands", {}).values():
        _translate(below)


def _failed(message: str) -> int:
    sys.stderr.write(message + "\n")
    return 1

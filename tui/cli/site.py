"""`roundsman site`: look a site file over, and put it into force."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from checkpoints.work.labels import LabelIssued
from tui import i18n
from tui.cli.codes import tell_issued
from tui.cli.common import PROGRAM, group, opened
from tui.i18n import N_, _

if TYPE_CHECKING:
    from checkpoints.site.catalogue import SiteProblems
    from checkpoints.site.site import Site

__all__ = ["build"]

_FILE = typer.Argument(metavar="FILE", show_default=False, help=N_("A .yaml file, or a folder of them."))


def build() -> typer.Typer:
    """The commands under `site`."""
    site = group(N_("The site: its places, people's roles and checks."))
    site.command("check", help=N_("Look a site file, or a folder of them, over; nothing is changed."))(check)
    site.command("load", help=N_("Put a site file into force and issue labels for its new places."))(load)
    return site


def check(file: Path = _FILE) -> None:
    """Read a site and say what it holds, or everything that is wrong with it."""
    site = _read(file)
    print(
        _("{name}: {places} checkpoints, {checks} checks, {routes} routes. Nothing is wrong with it.").format(
            name=site.site.name_zh if i18n.lang() == "zh" else site.site.name_en,
            places=len(site.active),
            checks=sum(len(kind.checks) for kind in site.kinds),
            routes=len(site.routes),
        )
    )


def load(
    ctx: typer.Context,
    file: Path = typer.Argument(
        None, metavar="FILE", show_default=False, help=N_("A .yaml file, or a folder of them.")
    ),
    packaged: bool = typer.Option(False, "--packaged", help=N_("The site that comes with Roundsman.")),
) -> None:
    """Put a site into force: a file, or the one that comes with the program."""
    if (file is None) is not packaged:
        raise typer.BadParameter(_("Name a file, or give --packaged for the site that comes with Roundsman."))
    from store import setup

    site = _read(file)
    with opened(ctx) as book:
        events = setup.load_site(book, PROGRAM, site)
        name = site.site.name_zh if i18n.lang() == "zh" else site.site.name_en
        print(_("{name} is in force: {places} checkpoints.").format(name=name, places=len(site.active)))
        tell_issued(sum(isinstance(event.body, LabelIssued) for event in events))


def _read(file: Path | None) -> Site:
    from checkpoints.site import catalogue  # pydantic loads here and in no other command

    if file is None:
        return catalogue.default_site()
    try:
        return catalogue.read_site(file)
    except catalogue.SiteProblems as wrong:
        _explain(wrong)


def _explain(wrong: SiteProblems) -> NoReturn:
    """Every problem in both languages, the chosen one first: the file may be somebody else's to put right."""
    for problem in wrong.problems:
        sys.stderr.write(problem.say(i18n.lang()) + "\n    " + problem.say(i18n.other()) + "\n")
    count = len(wrong.problems)
    sys.stderr.write(
        i18n.n_("{count} problem; nothing was loaded.", "{count} problems; nothing was loaded.", count) + "\n"
    )
    raise typer.Exit(1)

"""`roundsman demo`: a believable history to try things on, then the app."""

from __future__ import annotations

import sys

import typer

from tui.cli_common import columns, opened
from tui.cli_options import Options
from tui.i18n import N_, _


def demo(
    ctx: typer.Context,
    days: int = typer.Option(30, min=1, max=3660, help=N_("How many days of history.")),
    seed: int = typer.Option(1, help=N_("Another number, another history.")),
    no_open: bool = typer.Option(False, "--no-open", help=N_("Do not open the app afterwards.")),
) -> None:
    """Write the days before today and print who may sign in with which PIN."""
    from store.demo import write

    with opened(ctx) as book:
        told = write(book, days, seed)
        print(columns([(_("Person"), _("Name"), _("PIN")), *told]))
    if not no_open and sys.stdin.isatty() and sys.stderr.isatty():
        from tui.launch import run_app

        raise typer.Exit(run_app(ctx.ensure_object(Options)))

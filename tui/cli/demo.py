"""`roundsman demo`: a believable history to try things on, then the app."""

from __future__ import annotations

import sys

import typer

from tui import i18n
from tui.cli.common import columns, opened
from tui.cli.options import Options
from tui.i18n import N_, _

__all__ = ["demo"]


def demo(
    ctx: typer.Context,
    days: int = typer.Option(30, min=1, max=3660, help=N_("How many days of history.")),
    seed: int = typer.Option(1, help=N_("Another number, another history.")),
    no_open: bool = typer.Option(False, "--no-open", help=N_("Do not open the app afterwards.")),
) -> None:
    """Write the days before now and print who may sign in with which PIN."""
    from store.demo import write

    with opened(ctx) as book:
        told = write(book, days, seed, _progress)
        print(
            _("Written: {rounds} rounds, {findings} findings, {events} events, into {folder}").format(
                rounds=told.rounds, findings=told.findings, events=told.events, folder=book.data
            )
        )
        if told.people:
            roles = {r.id: r.name(i18n.lang()) for r in book.ledger.site.roles} if book.ledger.site else {}
            rows = [
                (person, zh if i18n.lang() == "zh" else en, roles.get(role, role), pin)
                for person, zh, en, role, pin in told.people
            ]
            print(columns([(_("Person"), _("Name"), _("Role"), _("PIN")), *rows]))
    if not no_open and sys.stdin.isatty() and sys.stderr.isatty():
        from tui.launch import run_app

        raise typer.Exit(run_app(ctx.ensure_object(Options)))


def _progress(done: int, whole: int) -> None:
    """One line that is written over; only where somebody watches."""
    if sys.stderr.isatty():
        end = "\n" if done == whole else ""
        sys.stderr.write("\r" + _("day {done} of {whole}").format(done=done, whole=whole) + end)
        sys.stderr.flush()

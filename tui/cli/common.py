"""What the commands share: the data folder they work on, who is asking, and how a table is laid out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.cells import cell_len

from tui import i18n
from tui.cli.options import Options, is_remote
from tui.i18n import N_

if TYPE_CHECKING:
    from store.logbook import Logbook

__all__ = ["AS_JSON", "PROGRAM", "columns", "group", "opened", "plain"]

PROGRAM = "-"
"""Who acted, where no person signed in: the command line stands for the office that owns the folder."""


AS_JSON = typer.Option(False, "--json", help=N_("For scripts: JSON."))


def group(about: str) -> typer.Typer:
    """An empty group of commands: plain text, nothing installed into anybody's shell."""
    return typer.Typer(
        help=about,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


@contextmanager
def opened(ctx: typer.Context) -> Iterator[Logbook]:
    """The logbook of the data folder that the command line names; what is wrong with it is said on stderr."""
    from store.logbook import Logbook

    book = Logbook.open(ctx.ensure_object(Options).folder, remote=is_remote())
    try:
        for problem in book.problems:
            sys.stderr.write(i18n.fill(i18n._(problem.message), problem.params) + "\n")
        yield book
    finally:
        book.close()


def plain(text: str) -> str:
    """Text from a file or a person, safe to print: nothing of it may steer the terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of a table with the columns under each other; a Chinese character is two cells wide."""
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )

"""`roundsman labels`: sheets of labels to print, on the office device alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from checkpoints.work import printing
from store.errors import StoreError
from tui.cli.common import PROGRAM, opened
from tui.cli.underway import interruptible, progress, progress_over
from tui.i18n import N_, _, n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.fonts import Font
    from store.logbook import Logbook

__all__ = ["print_labels"]

OUT = typer.Option(..., "--out", metavar="FILE.pdf", help=N_("Where the sheet goes."))
ZONE = typer.Option("", "--zone", metavar="ZONE", help=N_("Only the checkpoints of this zone, such as Z3."))
CHECKPOINT = typer.Option(
    None, "--checkpoint", metavar="CHECKPOINT", show_default=False, help=N_("Only this checkpoint; may be repeated.")
)
OWED = typer.Option(False, "--owed", help=N_("Only labels that were never printed or could not be scanned."))
OUTDOOR = typer.Option(False, "--outdoor", help=N_("Codes of 60 mm that bear more dirt, instead of 40 mm."))
REISSUE = typer.Option(False, "--reissue", help=N_("New labels; the old ones are refused from now on."))
WHY = typer.Option("", "--why", metavar="WORDS", help=N_("Why they are issued anew."))


def print_labels(
    ctx: typer.Context,
    out: Path = OUT,
    zone: str = ZONE,
    checkpoints: list[str] = CHECKPOINT,
    owed: bool = OWED,
    outdoor: bool = OUTDOOR,
    reissue: bool = REISSUE,
    why: str = WHY,
) -> None:
    """Make the sheet; labels that are missing are issued with it."""
    from store.labels import sheets

    with opened(ctx) as book:
        sheets.signing_key(book)
        site = sheets.site_of(book)
        places = [place.id for place in printing.chosen(book.ledger, zone, checkpoints or (), owed=owed)]
        font = sheets.ready(out, os.environ, site, places)
        sheets.issue(book, PROGRAM, places, reissue=reissue, why=why)
        try:
            count = _make(book, out, places, font, outdoor=outdoor)
        except StoreError:
            if reissue:
                print(_("The new labels are in force all the same. Make the sheet again, without --reissue."))
            raise
        print(n_("{count} label, ready to be printed:", "{count} labels, ready to be printed:", count), out)
        print(_("Print at 100 %, not fitted to the page, and stick the labels up today."))
        if reissue:
            print(_("The old labels are refused from now on: take them down."))


def _make(book: Logbook, out: Path, places: Sequence[str], font: Font, *, outdoor: bool) -> int:
    """Draw, write, and record that the sheet was made."""
    from store.labels import sheets
    from store.sync.report import Progress

    codes = sheets.in_force(book, places)
    try:
        with interruptible() as asked:
            sheets.write(
                out,
                sheets.site_of(book),
                codes,
                font,
                book.clock.now(),
                outdoor=outdoor,
                progress=lambda done, total: progress(Progress("labels", done, total)),
                stopped=asked,
            )
    finally:
        progress_over()
    which = [(code.checkpoint, code.issue) for code in codes]
    book.record(PROGRAM, lambda now: printing.made(book.ledger, which, PROGRAM, now, outdoor=outdoor))
    return len(codes)

"""`roundsman report` and `roundsman notice`: documents for paper, as text or as HTML; without a name, what there is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from checkpoints.fact import Refused
from checkpoints.reports import registry
from checkpoints.reports.registry import Asked, report
from tui import i18n
from tui.cli.common import PROGRAM, columns, opened
from tui.cli.proof import BY, PIN_STDIN, proven
from tui.i18n import N_, _
from tui.words.papers import said, written

if TYPE_CHECKING:
    from store.logbook import Logbook

__all__ = ["notice", "reports"]

NAME = typer.Argument("", metavar="[NAME]", help=N_("Which report; without a name all of them are listed."))
DATE = typer.Option("", "--date", metavar="YYYY-MM-DD", help=N_("A day of the day, week or month; without it today."))
RECORD = typer.Option("", "--record", metavar="NUMBER", help=N_("Just this one: its number or its id."))
FORMAT = typer.Option("text", "--format", metavar="text|html", help=N_("Text, or HTML to print from a browser."))
OUT = typer.Option(None, "--out", metavar="FILE", help=N_("Where to; without it on the screen."))
NUMBER = typer.Argument(..., metavar="NUMBER", help=N_("The number of the finding, such as K7Q-0042."))
PRIVATE = typer.Option(
    False, "--private", help=N_("With what is kept from others, such as staff talks; asks for the PIN of --by.")
)
PICKS = {
    "now": N_("as of now"),
    "day": N_("a day"),
    "week": N_("a week"),
    "month": N_("a month"),
    "finding": N_("the number of a finding"),
}


def reports(
    ctx: typer.Context,
    name: str = NAME,
    on: str = DATE,
    record: str = RECORD,
    form: str = FORMAT,
    out: Path | None = OUT,
    private: bool = PRIVATE,
    by: str = BY,
    pin_stdin: bool = PIN_STDIN,
) -> None:
    """Print a document, or list what can be printed."""
    if form not in ("text", "html"):
        raise typer.BadParameter(_("one of: {choices}").format(choices="text, html"), param_hint="--format")
    with opened(ctx) as book:
        if not name:
            known = registry.reports(book.ledger)
            print(columns([(name, said(of.title), _(PICKS[of.picks])) for name, of in known.items()]))
            return
        asked = _asked(book, on, record)
        if private:
            who = proven(book, by, pin_stdin)
            asked = replace(asked, private=True, by="" if who == PROGRAM else who)
        _tell(written(book, report(book.ledger, name, asked), form), out)


def notice(ctx: typer.Context, number: str = NUMBER) -> None:
    """Print the rectification notice of a finding, to be sent or put on paper."""
    with opened(ctx) as book:
        _tell(written(book, report(book.ledger, "notice", _asked(book, "", number)), "text"), None)


def _asked(book: Logbook, on: str, record: str) -> Asked:
    now: datetime = book.clock.now().astimezone(book.ledger.site.zone_info if book.ledger.site else None)
    return Asked(now, _day(on) if on else now.date(), record)


def _day(on: str) -> date:
    """A day as YYYY-MM-DD, or a month as YYYY-MM, which any of its days stands for."""
    try:
        return date.fromisoformat(on + "-01" if re.fullmatch(r"\d{4}-\d\d", on) else on)
    except ValueError:
        message = N_("{text} is no day. Write it as 2026-11-23, or a month as 2026-11.")
        raise Refused("report.date", message, text=on) from None


def _tell(told: str, out: Path | None) -> None:
    """To the file, or on stdout. Raises Refused `report.file`."""
    if out is None:
        print(told, end="")
        return
    try:
        out.write_text(told, "utf-8")
    except OSError as error:
        message = N_("{file} cannot be written ({reason}). Choose another file.")
        raise Refused("report.file", message, file=out, reason=error.strerror or str(error)) from error
    print(i18n.fill(_("Written: {file}"), {"file": out}))

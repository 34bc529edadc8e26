"""`roundsman findings`: what stands on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import typer

from checkpoints.ledger.board import Filter, select
from checkpoints.ledger.board_views import VIEWS
from tui.cli.common import AS_JSON, columns, opened
from tui.i18n import N_
from tui.words.finding_text import department_name, person_name, state_name
from tui.words.rounds import place

if TYPE_CHECKING:
    from store.logbook import Logbook

__all__ = ["findings"]

VIEW = typer.Option(
    "open", help=N_("open, unaccepted, overdue, to_verify, to_assign, conflict, key, escalated, closed or all.")
)
SEARCH = typer.Option("", "--search", metavar="WORDS", help=N_("Number, place, words, person or department."))


def findings(ctx: typer.Context, view: str = VIEW, search: str = SEARCH, as_json: bool = AS_JSON) -> None:
    """Print findings, the most pressing first."""
    if view not in VIEWS:
        raise typer.BadParameter(", ".join(VIEWS))
    with opened(ctx) as book:
        ledger = book.ledger
        now = book.clock.now().astimezone(ledger.site.zone_info if ledger.site else None)
        ids = select(ledger, Filter(view=view, text=search), "due", False, now, "")
        if as_json:
            rows = [{"id": f, "called": ledger.findings.called(f), **_plain(book, f)} for f in ids]
            print(msgspec.json.encode(rows).decode())
        elif ids:
            print(columns([_row(book, f) for f in ids]))


def _plain(book: Logbook, finding: str) -> dict[str, object]:
    line = book.ledger.findings.brief(finding)
    fields = ("state", "severity", "checkpoint", "words", "category", "department", "person", "found_at", "due", "key")
    return {name: getattr(line, name) for name in fields}


def _row(book: Logbook, finding: str) -> list[str]:
    ledger, line = book.ledger, book.ledger.findings.brief(finding)
    due = f"{line.due.astimezone(ledger.site.zone_info if ledger.site else None):%Y-%m-%d %H:%M}" if line.due else ""
    who = person_name(ledger, line.person) or department_name(ledger.site, line.department)
    return [
        ledger.findings.called(finding),
        line.severity,
        state_name(line.state),
        due,
        who,
        place(ledger.site, line.checkpoint),
        line.words,
    ]

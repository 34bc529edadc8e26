"""`roundsman duties`: what is owed on a day, in its week and its month, and what was missed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

import msgspec
import typer

from checkpoints.ledger.duties import Docket, holders
from checkpoints.ledger.evening import stood
from tui.cli.common import AS_JSON, columns, opened
from tui.i18n import N_, _
from tui.words import duties as words

if TYPE_CHECKING:
    from checkpoints.ledger.duties import Standing
    from checkpoints.ledger.ledger import Ledger

__all__ = ["duties"]

DATE = typer.Option("", "--date", metavar="YYYY-MM-DD", help=N_("Another day than today."))


def duties(ctx: typer.Context, on: str = DATE, as_json: bool = AS_JSON) -> None:
    """Print the duties of a day, of its week and of its month; without a day those of now, and what was missed."""
    with opened(ctx) as book:
        ledger = book.ledger
        now = book.clock.now().astimezone(ledger.site.zone_info if ledger.site else None)
        views = _past(ledger, _day(on), now) if on else _today(ledger, now)
        if as_json:
            told = {view: [_plain(ledger, s, now.date()) for s in known] for view, known in views.items()}
            print(msgspec.json.encode(told).decode())
            return
        for view, known in views.items():
            if known:
                print(words.period_said(known[0].period) if on else _(words.VIEWS[view]))
                print(columns([_row(ledger, s, now) for s in known]) + "\n")


def _today(ledger: Ledger, now: datetime) -> dict[str, list[Standing]]:
    docket = Docket()
    return {view: words.of_view(docket, ledger, view, now) for view in words.VIEWS}


def _past(ledger: Ledger, day: date, now: datetime) -> dict[str, list[Standing]]:
    """Of another day, and of the week and month that it lies in; of what waited, how it stood when they were over."""
    docket = Docket()
    cadences: tuple[Literal["day", "week", "month"], ...] = ("day", "week", "month")
    return {
        cadence: words.in_order([*docket.on(ledger, cadence, day, now), *stood(ledger, cadence, day, now)])
        for cadence in cadences
    }


def _day(on: str) -> date:
    """Raises BadParameter."""
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise typer.BadParameter(on) from None


def _plain(ledger: Ledger, standing: Standing, on: date) -> dict[str, object]:
    """One duty for scripts, which rely on the keys."""
    return {
        "duty": standing.duty.id,
        "period": standing.period,
        "state": standing.state,
        "have": standing.found.have,
        "need": standing.found.need,
        "due": standing.due,
        "since": standing.since,
        "closed_by": standing.found.closed_by,
        "left": standing.found.left,
        "stood_at": standing.stood_at,
        "who": [holder.person for holder in holders(ledger, standing.duty.who, on)],
        "waived_by": standing.waived_by,
        "reason": standing.reason,
        "covers": standing.duty.covers,
    }


def _row(ledger: Ledger, standing: Standing, now: datetime) -> list[str]:
    period = words.period_said(standing.period) if standing.state == "missed" else ""
    return [
        words.state_said(standing),
        words.name(standing),
        words.progress(standing),
        period or words.time_said(ledger, standing, now),
        words.whose(ledger, standing, now.date()),
    ]

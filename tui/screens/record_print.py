"""A record on paper, from the screen that shows it. What is private is asked for by name, with a PIN (W1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkpoints.reports.document import Document
from checkpoints.reports.registry import Asked, beside, of_record, report, reports
from checkpoints.site.forms import Form
from checkpoints.work.records.periods import first_day
from tui.i18n import N_
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.message import MessageSheet, Question
from tui.screens.paper_sheet import Paper, PaperSheet
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.widgets.pages import Tile
from tui.words.papers import said

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

__all__ = ["print_record"]


async def print_record(app: RoundsmanApp, record: str, form: Form) -> None:
    """Show it as a document that can be saved. Call it in a method marked `@work`."""
    name = await _which(app, record, form)
    if name is None or (form.private and not await _named(app)):
        return

    def document() -> Document:
        """As whoever is signed in now may have it: what is not for everybody is gone when they are."""
        now, ledger = app.now(), app.book.ledger
        if name != form.id:
            return report(ledger, name, Asked(now, first_day(ledger.records.line(record).period), place=app.place))
        asked = Asked(now, now.date(), by=app.person or "-", place=app.place, private=form.private)
        return of_record(ledger, record, asked)

    await app.ask(PaperSheet, Paper(document))


async def _which(app: RoundsmanApp, record: str, form: Form) -> str | None:
    """The record itself, or one of the reports that go up with it; None for Back."""
    also = beside(app.book.ledger, record)
    if not also:
        return form.id

    def tiles() -> list[Tile]:
        titles = reports(app.book.ledger)
        return [Tile(form.id, form), *(Tile(name, lambda n=name: said(titles[n].title)) for name in also)]

    listing = Listing(N_("Which document?"), N_("They are handed in together."), tiles, "")
    chosen = await app.ask(ListSheet, listing)
    return None if chosen is None else str(chosen)


async def _named(app: RoundsmanApp) -> bool:
    """Whether the private part was asked for by name, by somebody who proved who they are."""
    asked = Question(
        N_("Print a private record?"),
        (N_("It is then on paper, or in a file, for whoever finds it. Your PIN is needed."),),
        yes=N_("Print"),
        grave=True,
    )
    if not await app.ask(MessageSheet, asked):
        return False
    return await app.ask(PinSheet, PinRequest((app.person or "-",), N_("Print a private record?"))) is not None

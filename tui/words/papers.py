"""What the texts of a document are in the language of the moment: messages, names, days, sums.

The exporters are handed `said`; nothing else decides how a value of `checkpoints.reports.document` reads.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from checkpoints.reports.document import Document, Joined, Money, Month, Quantity, Said, Share, Text, Time
from checkpoints.site.words import Named
from tui import when
from tui.i18n import _, lang
from tui.words.rounds import joined

if TYPE_CHECKING:
    from store.logbook import Logbook

__all__ = ["said", "written"]

_BETWEEN = {"dot": " · ", "space": " ", "line": "\n"}


def written(book: Logbook, document: Document, form: str, cells: int = 80) -> str:
    """A document as `text` in so many cells, or as `html` with the photos that are on this device."""
    if form == "html":
        from store.export.html import html  # noqa: PLC0415  (the template engine loads when somebody prints)
        from store.export.pictures import pictures  # noqa: PLC0415

        return html(document, said, lang(), pictures(book.photos))
    from store.export.text import text  # noqa: PLC0415

    return text(document, said, cells)


def said(text: Text) -> str:
    """One text of a document; an open field is empty."""
    match text:
        case None:
            return ""
        case str():
            return text
        case Said():
            return _(text.msgid).format(**{name: said(value) for name, value in text.params.items()})
        case Named():
            return text.name(lang())
        case Joined():
            parts = [part for part in map(said, text.parts) if part]
            return joined(parts) if text.by == "list" else _BETWEEN[text.by].join(parts)
        case _:
            return _counted(text)


def _counted(value: Quantity | Time) -> str:
    """Days, lengths, sums and numbers."""
    match value:
        case Money():
            return _("CNY {sum}").format(sum=f"{value.amount:,.2f}")
        case Month():
            return when.month(value.of)
        case Share():
            return f"{value.of * 100:.1f}".removesuffix(".0") + " %"
        case datetime():
            return when.stamp(value)
        case date():
            return when.in_full(value)
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            return when.length(value)
        case Decimal():
            return f"{value:,f}"
        case _:
            return f"{value:.12g}" if isinstance(value, float) else str(value)

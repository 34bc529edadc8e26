"""Documents for tests of the exporters: one with every kind of block, laid out as a work log, and hostile words."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from checkpoints.reports.document import (
    Chart,
    Column,
    Document,
    Heading,
    Joined,
    Money,
    PageBreak,
    Pairs,
    Paragraph,
    Photos,
    Points,
    Said,
    Series,
    Share,
    Signature,
    Signatures,
    Table,
    Text,
)
from checkpoints.site.words import Named
from tests.support.ground import MONDAY

__all__ = ["HOSTILE", "PHOTO", "hostile", "work_log"]

PHOTO = "a" * 64
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=http://evil.example/x onerror=alert(1)>",
    "</td></table>&amp;{{ 7 * 7 }}{% raw %}",
    "[bold red]markup[/] \\x1b",
    "\x1b[31mred\x1b]0;title\x07\x9b2J",
    "abc\u202egnp.exe\u2066\u200f",
    "שלום עולם مرحبا",
    "👨‍👩‍👧 家 🏳️‍🌈",
    "\x00\x08\ufeff\u2028\ud800",
    "{name} %s {0.__class__}",
    "x" * 300,
    "漢" * 300,
)
"""What somebody may have pasted into a field."""


def work_log(words: Text = "门岗雨棚漏水，已设置警示。", **changes: object) -> Document:
    """A day's log as the exporters see it."""
    fields = {
        "name": "work_log",
        "key": "2026-11-23",
        "title": Said("Rectification notice"),
        "site": Named(zh="示范花园", en="Demo Garden"),
        "number": "WL-7",
        "about": date(2026, 11, 23),
        "made_at": MONDAY + timedelta(hours=18),
        "blocks": (
            Heading(Said("What was found")),
            Pairs(
                ((Said("Place"), words), (Said("Severity"), "S2"), (Said("Finish by"), MONDAY), (Said("Result"), None)),
                2,
            ),
            Pairs(((Said("Problem"), words),)),
            Paragraph(words, "strong"),
            Points((words, Money(Decimal("1234.5")), Share(0.875)), numbered=True),
            Table(
                (Column(Said("Number"), 2, "right"), Column(Said("Problem"), 6), Column(Said("At"), 2)),
                tuple((n, words, time(9, n)) for n in range(1, 4)),
                foot=((3, Joined((words, "b"), "dot"), timedelta(minutes=90)),),
                caption=Said("Problems found"),
            ),
            Table((Column(Said("Point")),), (), empty=Said("None")),
            Table((Column("this one is left out"),), ()),
            Chart("bar", words, (words, "b"), (Series(words, (3.0, 1.5)),), unit=Said("hours"), limit=2.0),
            Chart("stacked", Said("Figures"), (words, "b"), (Series("open", (3.0, 0.0)), Series(words, (1.0, 2.0)))),
            Chart("line", Said("Figures"), ("1", "2", words), (Series(words, (1, None, 3)), Series("b", (2, 2, 2)))),
            Chart("bar", "this one is left out too", (), ()),
            PageBreak(),
            Photos((PHOTO,), words),
            Signatures((Signature(Said("Sent by"), words, MONDAY), Signature(Said("Supervisor")))),
        ),
        **changes,
    }
    return Document(**fields)  # type: ignore[arg-type]


def hostile() -> list[Document]:
    """The log with each of the hostile words in every place where words may stand."""
    return [work_log(words, title=words, site=words, about=words, number=words) for words in HOSTILE]

"""Documents as values: what stands on the paper and in which order, without fonts, widths or a language.

A text of a document is a *value*: words that a person wrote, a name of the site in both languages, a message that is
looked up when it is drawn, a day, a sum. Whoever draws the document is given one function that speaks them all, so a
document made once can be printed in both languages, and days and money are written in one place per language. Words of
people are never markup: no exporter may read anything into them. None is a field that is left open, to be filled in by
hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

from checkpoints.reports.said import Said
from checkpoints.site.words import Named

__all__ = [
    "Block",
    "Chart",
    "Column",
    "Document",
    "Heading",
    "Joined",
    "Money",
    "Month",
    "PageBreak",
    "Pairs",
    "Paragraph",
    "Photos",
    "Points",
    "Quantity",
    "Said",
    "Series",
    "Share",
    "Signature",
    "Signatures",
    "Table",
    "Text",
    "Time",
]


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in yuan."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole, 0 to 1; written as a percentage."""

    of: float


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by any of its days."""

    of: date


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts in one: a list in one line, parts set apart by a dot or a space, or one a line."""

    parts: tuple[Text, ...]
    by: Literal["list", "dot", "space", "line"] = "list"


Quantity: TypeAlias = int | float | Decimal | Money | Share
Time: TypeAlias = Month | date | datetime | time | timedelta
Text: TypeAlias = str | Named | Said | Joined | Quantity | Time | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A section begins; level 1 is the largest below the title."""

    text: Text
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words; what a person wrote keeps its lines."""

    text: Text
    look: Literal["plain", "strong", "small"] = "plain"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short things."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """The fields of a form: what it is called, and its value. None is left open to be written in."""

    rows: tuple[tuple[Text, Text], ...]
    columns: Literal[1, 2] = 1
    """Side by side where there is room; 1 for long values."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `share` is how much of the width it asks for, compared with the others."""

    title: Text
    share: int = 1
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. Its head is repeated on every page that it runs over."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    foot: tuple[tuple[Text, ...], ...] = ()
    """Sums under the last row."""
    caption: Text = ""
    empty: Text = ""
    """What stands there when there are no rows; with '' such a table is left out."""
    dense: bool = False
    """Small and tight, for long lists that are looked up and not read."""

    @property
    def shown(self) -> bool:
        """Whether anything of it is drawn."""
        return bool(self.rows or self.foot or self.empty)


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers of a chart, as many as it has labels; None where nothing is known."""

    name: Text
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers to be seen: bars by name, bars made of parts, a line over time. Without any number it is left out."""

    kind: Literal["bar", "stacked", "line"]
    title: Text
    labels: tuple[Text, ...]
    series: tuple[Series, ...]
    unit: Text = ""
    limit: float | None = None
    """A line to be reached or kept under, such as the 60 minutes of a round."""

    @property
    def shown(self) -> bool:
        """Whether there is anything to see."""
        return any(v is not None for s in self.series for v in s.values)


@dataclass(frozen=True, slots=True)
class Photos:
    """Pictures by their SHA-256, shown where the exporter can and counted where it cannot."""

    shas: tuple[str, ...]
    caption: Text


@dataclass(frozen=True, slots=True)
class Signature:
    """Where somebody signs. With `who` and `at` it was confirmed by PIN already; without, there is room for a pen."""

    label: Text
    who: Text = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signatures:
    """The lines at the foot of a form."""

    lines: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block: TypeAlias = Heading | Paragraph | Points | Pairs | Table | Chart | Photos | Signatures | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `name` and `key` make the name of its file and hold nothing that a file system minds."""

    name: str
    key: str
    title: Text
    site: Text
    blocks: tuple[Block, ...]
    number: str = ""
    about: Text = ""
    """What it is about in one line: a day, a place, a person."""
    made_at: datetime | None = None
    """When it was printed, on the site's clock."""
    private: bool = False
    """Not to be seen by others; it says so on every page."""

    @property
    def file_name(self) -> str:
        """Without a suffix: `notice-K7Q-0042-1`."""
        plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in self.key)
        return f"{self.name}-{plain.strip('-.')}".rstrip("-")

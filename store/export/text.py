"""A document as plain text: for a terminal, a mail, or a printer with one font.

Nothing but characters: a rule under the title, columns by spaces, charts as bars of blocks. `say` speaks every value in
the reader's language; what it returns is cleaned before it is laid out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from checkpoints.reports.document import (
    Block,
    Chart,
    Document,
    Heading,
    Joined,
    PageBreak,
    Pairs,
    Paragraph,
    Photos,
    Points,
    Said,
    Signatures,
    Table,
    Text,
)
from store.export.bars import bars
from store.export.cells import centred, clean, longest_word, padded, width, wrapped

__all__ = ["OPEN", "PRIVATE", "Say", "text"]

Say = Callable[[Text], str]
"""Speaks a value in the reader's language."""
PRIVATE = Said("Private: not to be passed on")
OPEN = "________"
"""A field to be written in by hand."""
_GAP = 2
_LEAST = 4
_WORD = 16
"""Cells of a word up to which it is not broken in a table."""
_LABEL = 0.45
"""How much of the width a label may take at most."""


def text(document: Document, say: Say, cells: int = 80) -> str:
    """The document in lines of at most so many cells."""
    return "\n".join(_Page(say, cells).lines(document)) + "\n"


class _Page:
    """One way of speaking and one width."""

    def __init__(self, say: Say, cells: int) -> None:
        self._say = say
        self._cells = cells

    def said(self, value: Text) -> str:
        return OPEN if value is None else clean(self._say(value))

    def lines(self, document: Document) -> Iterator[str]:
        """Title, number and what it is about, then block after block."""
        yield from (centred(line, self._cells) for line in wrapped(self.said(document.title), self._cells))
        number = (Said("No. {number}", number=document.number),) if document.number else ()
        under = tuple(part for part in (document.site, *number, document.about) if part not in ("", None))
        yield from (centred(line, self._cells) for line in wrapped(self.said(Joined(under, "dot")), self._cells))
        if document.private:
            yield centred("【" + self.said(PRIVATE) + "】", self._cells)
        yield "═" * self._cells
        for block in document.blocks:
            yield from self._block(block)
        if document.made_at is not None:
            yield ""
            yield self.said(Said("Printed {at}", at=document.made_at))

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield ""
                yield from self._heading(block)
            case Paragraph():
                yield from wrapped(self.said(block.text), self._cells)
            case Points():
                for number, item in enumerate(block.items, 1):
                    yield from self._hung(f"{number}. " if block.numbered else "· ", item)
            case Pairs():
                for label, value in block.rows:
                    yield from self._pair(self.said(label), value)
            case Table():
                yield from self._table(block) if block.shown else ()
            case Chart():
                yield from self._chart(block) if block.shown else ()
            case Photos():
                yield from self._hung("· ", Said("{what}: {n} pictures", what=block.caption, n=len(block.shas)))
            case Signatures():
                yield from self._signatures(block)
            case PageBreak():
                yield from ("", "─" * self._cells)

    def _heading(self, heading: Heading) -> Iterator[str]:
        title = self.said(heading.text)
        yield from wrapped(("■ " if heading.level == 1 else "▪ ") + title, self._cells)

    def _hung(self, mark: str, value: Text) -> Iterator[str]:
        """Lines under each other behind a mark."""
        indent = width(mark)
        for number, line in enumerate(wrapped(self.said(value), self._cells - indent)):
            yield (mark if number == 0 else " " * indent) + line

    def _pair(self, label: str, value: Text) -> Iterator[str]:
        if width(label) > self._cells * _LABEL:
            yield from wrapped(label + ":", self._cells)
            yield from self._hung("    ", value)
        else:
            yield from self._hung(label + ": ", value)

    def _table(self, table: Table) -> Iterator[str]:
        if table.caption:
            yield ""
            yield from wrapped(self.said(table.caption), self._cells)
        heads = [self.said(column.title) for column in table.columns]
        rows = [[self.said(cell) for cell in row] for row in table.rows]
        foot = [[self.said(cell) for cell in row] for row in table.foot]
        widths = _widths([heads, *rows, *foot], [c.share for c in table.columns], self._cells)
        aligns = [column.align for column in table.columns]
        rule = "─" * (sum(widths) + _GAP * (len(widths) - 1))
        yield from _row(heads, widths, aligns)
        yield rule
        if not rows and table.empty:
            yield from wrapped(self.said(table.empty), self._cells)
        for row in rows:
            yield from _row(row, widths, aligns)
        if foot:
            yield rule
        for row in foot:
            yield from _row(row, widths, aligns)

    def _chart(self, chart: Chart) -> Iterator[str]:
        unit = self.said(chart.unit) if chart.unit else ""
        yield ""
        yield from wrapped(self.said(chart.title) + (f" ({unit})" if unit else ""), self._cells)
        labels = [self.said(label) for label in chart.labels]
        yield from bars(chart, labels, [self.said(s.name) for s in chart.series], self._cells)

    def _signatures(self, block: Signatures) -> Iterator[str]:
        yield ""
        for line in block.lines:
            who = self.said(line.who)
            at = self.said(line.at)
            signed = f"{who}  {at}" if line.at is not None else f"{who}  {self.said(Said('Date'))}: {at}"
            yield from self._hung(self.said(line.label) + ": ", signed)


def _widths(rows: Sequence[Sequence[str]], shares: Sequence[int], cells: int) -> list[int]:
    """The widths of the columns: first room for every word, then cell by cell to whoever needs more, by share."""
    columns = [[line for row in rows for line in row[c].split("\n")] for c in range(len(shares))]
    needs = [max(1, *map(width, column)) for column in columns]
    found = [min(need, max(_LEAST, longest_word(column, _WORD))) for need, column in zip(needs, columns, strict=True)]
    left = cells - _GAP * (len(shares) - 1) - sum(found)
    while left < 0 and max(found) > _LEAST:
        widest = max(range(len(found)), key=found.__getitem__)
        found[widest] -= 1
        left += 1
    for _ in range(left):
        wanting = [c for c in range(len(found)) if found[c] < needs[c]]
        if not wanting:
            break
        found[min(wanting, key=lambda c: found[c] / shares[c])] += 1
    return found


def _row(cells: Sequence[str], widths: Sequence[int], aligns: Sequence[str]) -> Iterator[str]:
    columns = [wrapped(cell, room) for cell, room in zip(cells, widths, strict=True)]
    for number in range(max(map(len, columns))):
        line = [lines[number] if number < len(lines) else "" for lines in columns]
        parts = (padded(part, room, align) for part, room, align in zip(line, widths, aligns, strict=True))
        yield (" " * _GAP).join(parts).rstrip()

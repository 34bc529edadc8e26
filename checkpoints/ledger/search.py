"""Full-text search over the records of a form, in Chinese and English (M6: the case library; every register has it).

Chinese is not divided by blanks, so texts are cut into pairs of neighbouring characters, and words of letters and
digits stay whole: the usual way where no dictionary is wanted. All of a query has to be there; what has it in its title
or more often comes first. Private parts are never searched.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from checkpoints.site.forms import Column, Form

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["Hit", "Library", "terms"]

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
TITLE = 4
"""A term in the title counts so much more."""
AROUND = 24
"""Characters shown on either side of the first hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that has all that was asked for, and the place where it first stands."""

    record: str
    score: float
    excerpt: str


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def terms(text: str) -> list[str]:
    """A text cut into what is searched for: pairs of Chinese characters (one where it stands alone), words, numbers."""
    found: list[str] = []
    for run in _RUN.findall(_plain(text)):
        if run[0] <= "z" or len(run) == 1:
            found.append(run)
        else:
            found += [run[n : n + 2] for n in range(len(run) - 1)]
    return found


class Library:
    """The records of one form, searchable. Kept by whoever asks; reads again only what has changed since."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._text: dict[str, str] = {}
        self._titles: dict[str, Counter[str]] = {}
        self._terms: dict[str, Counter[str]] = {}
        self._heads: dict[str, str] = {}

    def search(self, ledger: Ledger, asked: str, among: Iterable[str]) -> list[Hit]:
        """The records among those named that have all terms of a query, the best first; none for an empty query."""
        wanted = list(dict.fromkeys(terms(asked)))
        if not wanted:
            return []
        known = [record for record in among if self._read(ledger, record)]
        found = [r for r in known if all(self._has(r, term) for term in wanted)]
        rare = {t: math.log(1 + len(known) / (1 + sum(t in self._terms[r] for r in known))) for t in wanted}
        hits = [Hit(r, self._score(r, rare), self._excerpt(r, asked, wanted)) for r in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.record))

    def _has(self, record: str, term: str) -> bool:
        """A single character has no pair of its own, and a word may be half typed: both are looked for in the text."""
        return term in self._terms[record] or ((len(term) == 1 or term.isascii()) and term in self._text[record])

    def _score(self, record: str, rare: Mapping[str, float]) -> float:
        body, title = self._terms[record], self._titles[record]
        return sum(weight * (1 + math.log(1 + body[t]) + TITLE * (t in title)) for t, weight in rare.items())

    def _read(self, ledger: Ledger, record: str) -> bool:
        """Read a record unless it was read as it stands now."""
        head = ledger.heads.get("record:" + record, "")
        if self._heads.get(record) != head:
            known = ledger.records.all[record]
            text = "\n".join(_texts(self.form, known))
            self._text[record] = _plain(text)
            self._terms[record] = Counter(terms(text))
            self._titles[record] = Counter(terms(known.title))
            self._heads[record] = head
        return True

    def _excerpt(self, record: str, asked: str, wanted: Sequence[str]) -> str:
        text = self._text[record].replace("\n", " ")
        at = text.find(_plain(asked).strip())
        if at < 0:
            at = min((p for p in (text.find(t) for t in wanted) if p >= 0), default=0)
        begin, end = max(0, at - AROUND), min(len(text), at + 2 * AROUND)
        return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def _texts(form: Form, record: Record) -> Iterator[str]:
    """Everything that can be read in a record: number, title, texts, the names of what was chosen."""
    yield record.title
    if record.opened is not None:
        yield record.opened.number
    for entry in record.entries:
        step = form.step(entry.step)
        if step is None:
            continue
        values = entry.values
        for field in step.fields:
            value = values.get(field.id)
            if value is None or field.private:
                continue
            if field.type in ("lines", "table"):
                for row in cast("list[Mapping[str, Any]]", value):
                    yield from (said for column in field.columns for said in _said(column, row.get(column.id)))
            else:
                yield from _said(field, value)


def _said(column: Column, value: object) -> Iterator[str]:
    if column.private or value is None:
        return
    if column.type in ("text", "paragraphs", "number", "money", "day"):
        yield str(value)
    elif column.type in ("choice", "several"):
        chosen = set(map(str, cast("list[object]", value))) if isinstance(value, list) else {str(value)}
        for option in column.options:
            if option.value in chosen:
                yield option.zh
                yield option.en

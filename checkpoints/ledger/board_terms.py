"""Filter as you type: what was typed, taken apart into words, and whether a finding's line has all of them.

Names are looked up once for each word and not once for each finding: the places, departments and people whose name
has the word are remembered by id, so a line is asked with a few look-ups and one search in its own text. Nothing is
kept beside the lines, and a hundred thousand of them take a few hundredths of a second.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from checkpoints.site.words import Named

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.findings.brief import Brief

__all__ = ["Term", "plain", "terms"]


class _Names(dict[str, bool]):
    """Whether the name behind an id has the word; found out when it is first asked."""

    def __init__(self, word: str, name: Callable[[str], str]) -> None:
        super().__init__()
        self._word = word
        self._name = name

    def __missing__(self, key: str) -> bool:
        found = self[key] = bool(key) and self._word in self._name(key)
        return found


class Term:
    """One word of a search, over the names that the site and the people have now."""

    def __init__(self, ledger: Ledger, word: str) -> None:
        self.word = word
        self._number = word.upper()
        self._called = ledger.findings.called if "." in word else None
        site = ledger.site
        self._places = _Names(word, lambda c: _name(c, site.checkpoint_of.get(c) if site else None))
        self._departments = _Names(word, lambda d: _name(d, site.department_of.get(d) if site else None))
        self._people = _Names(word, lambda p: _person(ledger, p))

    def fits(self, finding: str, line: Brief) -> bool:
        """Whether the number, place, words, person, department or unit of a finding has the word."""
        return (
            self.word in line.words.lower()
            or self._places[line.checkpoint]
            or self._number in line.number
            or self._people[line.person]
            or self._departments[line.department]
            or (bool(line.unit) and self.word in line.unit.lower())
            or self._people[line.head]
            or (self._called is not None and self._number in self._called(finding))
        )


def plain(text: str) -> str:
    """What was typed, as it is searched for: full-width letters and digits count as the plain ones."""
    return unicodedata.normalize("NFKC", text).lower()


def terms(ledger: Ledger, text: str) -> list[Term]:
    """The words of a search; all of them have to fit."""
    return [Term(ledger, word) for word in plain(text).split()]


def _name(key: str, named: Named | None) -> str:
    return f"{key}\n{named.zh}\n{named.en}".lower() if named else key.lower()


def _person(ledger: Ledger, person: str) -> str:
    """Somebody known, or the name in words that stands in a contractor's notice."""
    if person not in ledger.people:
        return person.lower()
    known = ledger.people[person]
    return f"{person}\n{known.zh}\n{known.en}".lower()

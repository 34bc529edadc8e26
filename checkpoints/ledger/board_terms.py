"""Filter as you type: what was typed, taken apart into words, and the lines that have all of them.

Names are looked up once for each word and not once for each finding: the places, departments and people whose name
has the word are known by id before the first line is looked at. Nothing is kept beside the lines, and a hundred
thousand of them take less than a tenth of a second.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.findings.brief import Brief

__all__ = ["among", "plain", "words"]


def plain(text: str) -> str:
    """What was typed, as it is searched for: full-width letters and digits count as the plain ones."""
    return unicodedata.normalize("NFKC", text).lower()


def words(text: str) -> list[str]:
    """The words of a search; all of them have to fit."""
    return plain(text).split()


def among(ledger: Ledger, word: str, lines: list[tuple[str, Brief]]) -> list[tuple[str, Brief]]:
    """Those lines of which the number, place, words, person, department or unit has the word.

    Spelled out in one expression, because a call for each of a hundred thousand lines would be felt.
    """
    site, people = ledger.site, ledger.people.members
    places = {c.id for c in site.checkpoints if _has(word, c.id, c.zh, c.en)} if site else set[str]()
    departments = {d.id for d in site.departments if _has(word, d.id, d.zh, d.en)} if site else set[str]()
    persons = {p for p, m in people.items() if _has(word, p, m.person.zh, m.person.en)}
    number = word.upper()
    cased = number != word
    called = ledger.findings.called if "." in word else None
    return [
        (finding, b)
        for finding, b in lines
        if word in b.words
        or (cased and word in b.words.lower())
        or b.checkpoint in places
        or b.person in persons
        or b.department in departments
        or number in b.number
        or b.head in persons
        or (b.person not in people and word in b.person.lower())
        or (b.unit and word in b.unit.lower())
        or (called is not None and number in called(finding))
    ]


def _has(word: str, *names: str) -> bool:
    return any(word in name.lower() for name in names)

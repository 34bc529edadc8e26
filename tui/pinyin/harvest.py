"""The Chinese of a site: names of places and departments, checks, phrases, forms. What is written here every day.

Only what the site file says, and names of people where the caller gives them; never what somebody wrote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

__all__ = ["chinese", "runs", "site_words"]

_RUN = re.compile("[\u4e00-\u9fff]+")
LONGEST = 8
"""Characters of the longest run that is taken whole: a phrase, not a sentence."""


def runs(text: str) -> list[str]:
    """The stretches of Chinese in a text, between digits, letters and punctuation."""
    return _RUN.findall(text)


def chinese(thing: object) -> Iterator[str]:
    """Every text in plain data that holds Chinese."""
    if isinstance(thing, str):
        if _RUN.search(thing):
            yield thing
    elif isinstance(thing, dict):
        for part in thing.values():
            yield from chinese(part)
    elif isinstance(thing, (list, tuple)):
        for part in thing:
            yield from chinese(part)


def site_words(site: object, people: Iterable[str] = ()) -> list[str]:
    """Words and phrases of two to eight characters, those that are written most often first; people after them."""
    said = Counter(run for text in chinese(msgspec.to_builtins(site)) for run in runs(text))
    own = [run for run, _count in said.most_common() if 2 <= len(run) <= LONGEST]
    return list(dict.fromkeys([*own, *(run for name in people for run in runs(name) if len(run) > 1)]))

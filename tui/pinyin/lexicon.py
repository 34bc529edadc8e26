"""What letters may mean: pinyin without tones to words and characters, the trade's own first.

Two tables are read, both made by `python -m tui.pinyin` and small enough to be read by a person: `characters.txt`,
one character of GB2312 a line with its readings, the common ones first; `words.txt`, one word a line with its
reading, those of the trade first. `v` stands for ü. A site adds its own words (`harvest`).

A word is found by its full pinyin (`dianti`), by its first letters (`dt`), and by anything between (`diant`, `dti`,
`lsh`): every syllable may be broken off behind its first letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["CHARACTERS", "WORDS", "Candidate", "Lexicon", "Spelt", "read"]

CHARACTERS = Path(__file__).with_name("characters.txt")
WORDS = Path(__file__).with_name("words.txt")
COMMON = 3755
"""Characters of GB2312's first level: what a newspaper needs. All others come after them."""
BEFORE = 6
"""Characters that stand before words when the letters are one whole syllable."""
MOST = 120
"""Candidates of a kind that is only a guess."""
LONGEST = 30
"""Letters of the longest word that a sentence is put together from."""
_PIECE, _STRAY = 1000, 2500
"""What a word and a lone character cost in a sentence: few and common words win."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may stand in place of the first `used` letters."""

    text: str
    used: int


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word, and its reading syllable by syllable."""

    text: str
    syllables: tuple[str, ...]


class Lexicon:
    """Characters and words by what they sound like. Making one costs about a tenth of a second: do it in a thread."""

    def __init__(self, readings: dict[str, tuple[str, ...]], words: Sequence[Spelt], own: Iterable[str] = ()) -> None:
        """`readings` by character, the common ones first; `words` the most likely first; `own` come before them."""
        self.readings = readings
        self._by_syllable: dict[str, list[str]] = defaultdict(list)
        self._by_two: dict[str, list[Spelt]] = defaultdict(list)
        self._by_sound: dict[str, tuple[int, str]] = {}
        self.words: set[str] = set()
        self._take_characters()
        spelt = (Spelt(text, self.spell(text)) for text in own if len(text) > 1)
        for place, word in enumerate([*(word for word in spelt if word.syllables), *words]):
            if word.text not in self.words:
                self.words.add(word.text)
                for two in _begins(word.syllables):
                    self._by_two[two].append(word)
                self._by_sound.setdefault("".join(word.syllables), (_PIECE + place // 8, word.text))

    def _take_characters(self) -> None:
        order = {character: place for place, character in enumerate(self.readings)}
        sounds: dict[str, list[tuple[bool, int, int, str]]] = defaultdict(list)
        for character, readings in self.readings.items():
            place = order[character]
            for which, reading in enumerate(readings):
                sounds[reading].append((place >= COMMON, which, place, character))
        for reading, rows in sounds.items():
            self._by_syllable[reading] = [row[-1] for row in sorted(rows)]

    def spell(self, text: str) -> tuple[str, ...]:
        """The reading of a word by the first reading of each character; empty where one has none."""
        syllables = tuple(self.readings[char][0] for char in text if char in self.readings)
        return syllables if len(syllables) == len(text) else ()

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        """Common characters by the first letter of their first reading."""
        found: dict[str, list[str]] = defaultdict(list)
        for character, readings in self.readings.items():
            found[readings[0][0]].append(character)
        return found

    def candidates(self, letters: str, lately: Sequence[str] = ()) -> list[Candidate]:
        """What the letters may mean, the likeliest first, nothing twice; empty where they mean nothing.

        `letters` are small ones; an apostrophe parts syllables (xi'an). `lately` are words chosen before, the newest
        first: one that fits all letters comes before all others.
        """
        letters = letters.lstrip("'")
        if not letters:
            return []
        everything, full, hinted, begun = len(letters), list[str](), list[str](), list[tuple[int, str]]()
        for word in self._by_two.get(letters.replace("'", "")[:2], ()):
            end = spells(word.syllables, letters)
            if end == everything:
                full.append(word.text)
            elif end:
                begun.append((end, word.text))
            elif hints(word.syllables, letters):
                hinted.append(word.text)
        hinted.sort(key=len)
        alone, rest = self._characters(letters)
        whole = [char for char, used in alone if used == everything]
        first = [*whole[:BEFORE], *full, *hinted[:MOST], *whole[BEFORE:]]
        found = [Candidate(text, everything) for text in sorted(first, key=_newest_first(lately))]
        sentence = "" if full or whole else self.sentence(letters)
        if sentence:
            found.insert(0, Candidate(sentence, everything))
        begun.sort(key=lambda pair: -pair[0])
        found += [Candidate(text, end) for end, text in begun]
        found += [Candidate(char, used) for char, used in alone if used != everything]
        found += [Candidate(char, 1) for char in rest]
        return list(dict.fromkeys(found))

    def _characters(self, letters: str) -> tuple[list[tuple[str, int]], list[str]]:
        """Characters of the syllables that the letters begin with, the longest first; or those of the first letter."""
        syllable = letters.partition("'")[0][:6]
        alone = [
            (char, length)
            for length in range(len(syllable), 0, -1)
            for char in self._by_syllable.get(syllable[:length], ())
        ]
        return alone, [] if alone else self._by_letter.get(letters[0], [])[:MOST]

    def sentence(self, letters: str) -> str:
        """Several words in a row for letters that are whole syllables; empty where they are not."""
        letters = letters.replace("'", "")
        best: list[tuple[int, str] | None] = [(0, ""), *([None] * len(letters))]
        for at, before in enumerate(best):
            if before is None:
                continue
            for end in range(at + 1, min(at + LONGEST, len(letters)) + 1):
                piece = self._piece(letters[at:end])
                if piece is not None:
                    cost, text = before[0] + piece[0], before[1] + piece[1]
                    known = best[end]
                    if known is None or cost < known[0]:
                        best[end] = (cost, text)
        return (best[-1] or (0, ""))[1]

    def _piece(self, letters: str) -> tuple[int, str] | None:
        word = self._by_sound.get(letters)
        if word is not None:
            return word
        alike = self._by_syllable.get(letters)
        return (_STRAY, alike[0]) if alike else None


def _begins(syllables: Sequence[str]) -> set[str]:
    """The first two letters that may be typed for a word: of its first syllable, or of its first two."""
    return {syllables[0][:2], syllables[0][0] + syllables[1][0]}


def spells(syllables: Sequence[str], letters: str) -> int:
    """How many letters the whole word takes from the beginning; 0 where they are not the word."""
    at = 0
    for syllable in syllables:
        if at and letters[at : at + 1] == "'":
            at += 1
        if not letters.startswith(syllable, at):
            return 0
        at += len(syllable)
    return at


def hints(syllables: Sequence[str], letters: str, at: int = 0, which: int = 0) -> bool:
    """Whether the letters are this word, each syllable broken off anywhere behind its first letter."""
    if which == len(syllables):
        return at == len(letters)
    syllable, left = syllables[which], len(syllables) - which
    if len(letters) - at < left:
        return False
    if at and letters[at] == "'":
        at += 1
    pairs = enumerate(zip(syllable, letters[at:], strict=False))
    fits = next((place for place, (one, other) in pairs if one != other), min(len(syllable), len(letters) - at))
    return any(hints(syllables, letters, at + taken, which + 1) for taken in range(fits, 0, -1))


def _newest_first(lately: Sequence[str]) -> Callable[[str], int]:
    places = {text: place for place, text in enumerate(lately)}
    return lambda text: places.get(text, len(places))


def read(own: Iterable[str] = ()) -> Lexicon:
    """The lexicon of the packaged tables, with a site's own words before them."""
    readings: dict[str, tuple[str, ...]] = {}
    for line in _lines(CHARACTERS):
        character, *sounds = line.split(" ")
        readings[character] = tuple(sounds)
    words = [Spelt(text, tuple(sounds)) for text, *sounds in (line.split(" ") for line in _lines(WORDS))]
    return Lexicon(readings, words, own)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]

"""The letters that are being typed before they are Chinese. Pure: characters in, text for the field out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tui.pinyin.lexicon import Candidate, Lexicon

__all__ = ["LATELY", "Composing", "Lately"]

LATELY = 60
"""Words that are remembered as chosen lately."""
MOST = 40
"""Letters that are kept at most; nobody reads more back."""


class Lately:
    """Words of the tables and of the site that were chosen lately, the newest first. In memory: gone with the
    program, and no text of somebody's own is ever among them.
    """

    def __init__(self) -> None:
        self.words: list[str] = []

    def chose(self, text: str, lexicon: Lexicon) -> None:
        """Remember a word; what is put together or a lone rare character is not one."""
        if text in lexicon.words or text in lexicon.readings:
            self.words = [text, *(word for word in self.words if word != text)][:LATELY]


@dataclass
class Composing:
    """Letters, and what they may mean. Every act returns what goes into the field now; often that is nothing."""

    lately: Lately = field(default_factory=Lately)
    letters: str = ""
    lexicon: Lexicon | None = None

    @property
    def candidates(self) -> Sequence[Candidate]:
        """What may be meant; empty while the lexicon is still being read."""
        return self.lexicon.candidates(self.letters, self.lately.words) if self.lexicon and self.letters else ()

    def takes(self, char: str) -> bool:
        """Whether the character belongs to pinyin: a small letter, or an apostrophe between letters."""
        return "a" <= char <= "z" or (char == "'" and bool(self.letters))

    def type(self, char: str, offered: Sequence[Candidate] = ()) -> str:
        """One character. While letters wait, a space takes the likeliest, a digit one of those that are offered on the
        screen, counted from 1; anything else ends them.
        """
        if self.takes(char):
            self.letters = (self.letters + char)[:MOST]
            return ""
        if not self.letters:
            return char
        if char == " ":
            return self.first()
        if "1" <= char <= "9":
            return self.choose(offered[int(char) - 1]) if int(char) <= len(offered) else ""
        return self.all() + char

    def choose(self, candidate: Candidate) -> str:
        """A candidate; the letters it does not use stay."""
        self.letters = self.letters.lstrip("'")[candidate.used :].lstrip("'")
        if self.lexicon is not None:
            self.lately.chose(candidate.text, self.lexicon)
        return candidate.text

    def first(self) -> str:
        """The likeliest; the letters themselves where they mean nothing."""
        found = self.candidates
        return self.choose(found[0]) if found else self.plain()

    def all(self) -> str:
        """The likeliest of everything that is left."""
        text = ""
        while self.letters:
            text += self.first()
        return text

    def plain(self) -> str:
        """The letters as they are."""
        letters, self.letters = self.letters, ""
        return letters

    def back(self) -> bool:
        """Take the last letter away; False where there is none."""
        had, self.letters = bool(self.letters), self.letters[:-1]
        return had

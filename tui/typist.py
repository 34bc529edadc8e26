"""What the on-screen keyboards of one program share: the lexicon, read at the first use, and what was chosen lately."""

from __future__ import annotations

from collections.abc import Sequence

from checkpoints.site.site import Site
from tui.pinyin.composing import Lately
from tui.pinyin.harvest import site_words
from tui.pinyin.lexicon import Lexicon, read

__all__ = ["Typist"]


class Typist:
    """Nothing is read before a keyboard is up in Chinese: a tenth of a second and 9 MB that the start does not pay."""

    def __init__(self) -> None:
        self.lately = Lately()
        self.lexicon: Lexicon | None = None
        self._site: Site | None = None
        self._names: Sequence[str] = ()

    def knows(self, site: Site | None, names: Sequence[str]) -> bool:
        """Whether the lexicon is there, with the words of this site and these names."""
        return self.lexicon is not None and self._site is site and self._names == names

    def learn(self, site: Site | None, names: Sequence[str]) -> None:
        """Read the tables and the site's words. Slow: for a thread."""
        self.lexicon = read(site_words(site, names) if site is not None else ())
        self._site, self._names = site, names

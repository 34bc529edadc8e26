"""Make the tables of the on-screen keyboard anew: `./kiosk.sh --with tables`, then `python -m tui.pinyin`.

Readings are pypinyin's (MIT). Which words there are and how common they are says the dictionary of jieba (MIT), and
before it our own Chinese, cut into words by jieba: the catalogues of the face and those of a site. Both libraries
are for this only. The program itself reads two text files: pypinyin takes a second and 60 MB to load.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import jieba  # type: ignore[import-untyped]
from pypinyin import lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

from tui.locale.__main__ import translated
from tui.pinyin.harvest import runs
from tui.pinyin.lexicon import CHARACTERS, WORDS

GENERAL = 12_000
"""Common words of the language beside those of the trade."""
CATALOGUE = Path(__file__).parents[2] / "checkpoints" / "site" / "catalogue"
_WORD = re.compile("[\u4e00-\u9fff]{2,4}")
HEAD = "# Made by `python -m tui.pinyin` from pypinyin and jieba (both MIT) and from our own Chinese.\n"


def gb2312() -> Iterator[str]:
    """The 6,763 characters of GB2312, the 3,755 common ones of the first level first."""
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def plain(reading: str) -> str:
    """A reading without its tone, ü written v."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(char for char in letters if "a" <= char <= "z")


def our_chinese() -> list[str]:
    """Every stretch of Chinese that we wrote: the face, and what the default site asks."""
    texts = [*translated().values(), *(path.read_text("utf-8") for path in sorted(CATALOGUE.rglob("*.yaml")))]
    return [run for text in texts for run in runs(text)]


def main() -> None:
    """Write both tables."""
    jieba.initialize()
    general: dict[str, int] = jieba.dt.FREQ
    written = our_chinese()
    trade = Counter(word for run in written for word in jieba.cut(run, HMM=False))
    ranked = sorted(general, key=lambda word: (-general[word], word))
    ours = [word for word, count in trade.most_common() if count > 1 and _WORD.fullmatch(word) and general.get(word)]
    order = list(gb2312())
    level = {char: place for place, char in enumerate(order)}
    known = set(order)
    words = [word for word in dict.fromkeys([*ours, *filter(_WORD.fullmatch, ranked)]) if known.issuperset(word)]
    words = words[: len(ours) + GENERAL]

    often: Counter[str] = Counter()
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in general.items():
        for char in word:
            often[char] += count
    spelt = {word: [plain(sound) for sound in lazy_pinyin(word)] for word in words}
    for word, sounds in spelt.items():
        for char, sound in zip(word, sounds, strict=True):
            heard[char][sound] += general[word]
    mine = Counter(char for run in written for char in run)

    rows: list[str] = []
    for char in sorted(order, key=lambda c: (level[c] >= 3755, c not in mine, -often[c] - 200 * mine[c], level[c])):
        sounds = dict.fromkeys(sound for sound in map(plain, pinyin_dict[ord(char)].split(",")) if sound)
        likely = sorted(sounds, key=lambda sound: -heard[char][sound])
        rows.append(" ".join([char, *likely]))
    CHARACTERS.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    WORDS.write_text(HEAD + "\n".join(" ".join([w, *spelt[w]]) for w in words) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""The two languages of the face: look-up at the moment of painting, and one switch for the whole program.

Msgids are English sentences. Several small catalogues, one per area of the face, are merged into one look-up so
that areas do not get in each other's way. Nothing is translated at import: a text that is looked up when a module
loads would stay in the language of the start. Mark such texts with `N_` and look them up when they are drawn.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

from checkpoints.fact import Refused
from checkpoints.site.words import Lang, Named

__all__ = ["LANGS", "LOCALE", "N_", "Wording", "_", "lang", "n_", "other", "say", "tell", "use"]

LANGS: tuple[Lang, ...] = ("zh", "en")
LOCALE = Path(__file__).with_name("locale")

Wording = str | Named | Callable[[], str]
"""A text that can be said again in another language: a msgid, a name of the site in both, or a way to make it."""


class _Voice:
    """What is spoken now. One per process: a terminal has one reader."""

    lang: Lang = "en"
    words: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> Lang:
    """Speak `language` from now on ("zh" or "en"; anything else counts as "zh") and return it."""
    chosen: Lang = "en" if language == "en" else "zh"
    merged = gettext.NullTranslations()
    if chosen != "en":
        for path in sorted((LOCALE / chosen / "LC_MESSAGES").glob("*.mo")):
            found = gettext.translation(path.stem, LOCALE, [chosen])
            found.add_fallback(merged)
            merged = found
    _Voice.lang, _Voice.words = chosen, merged
    return chosen


def lang() -> Lang:
    """The language spoken now."""
    return _Voice.lang


def other() -> Lang:
    """The language that the switch would turn to."""
    return "en" if _Voice.lang == "zh" else "zh"


def _(msgid: str) -> str:
    """The text in the language spoken now; the msgid itself where there is no translation."""
    return _Voice.words.gettext(msgid) if msgid else ""


def n_(one: str, many: str, count: int) -> str:
    """Like `_`, with the form for `count`; {count} is filled in."""
    return _Voice.words.ngettext(one, many, count).format(count=count)


def N_(msgid: str) -> str:  # noqa: N802  (gettext's own name for "mark, do not translate yet")
    """Mark a msgid for extraction; it is translated where it is drawn."""
    return msgid


def say(wording: Wording) -> str:
    """Draw a wording in the language spoken now."""
    if isinstance(wording, str):
        return _(wording)
    if isinstance(wording, Named):
        return wording.name(_Voice.lang)
    return wording()


def tell(refused: Refused) -> str:
    """A refusal as a sentence for the person in front of the screen."""
    return fill(_(refused.message), refused.params)


def fill(text: str, params: dict[str, object]) -> str:
    """Put parameters into a text: site names by language, times by the one way to write them."""
    return text.format(**{name: _plain(value) for name, value in params.items()})


def _plain(value: object) -> object:
    from tui import when  # noqa: PLC0415  (when speaks through this module)

    if isinstance(value, Named):
        return value.name(_Voice.lang)
    if isinstance(value, datetime):
        return when.clock(value)
    if isinstance(value, date):
        return when.day(value)
    if isinstance(value, timedelta):
        return when.length(value)
    if isinstance(value, (list, tuple)):
        return ("、" if _Voice.lang == "zh" else ", ").join(str(_plain(v)) for v in cast("list[object]", value))
    return value

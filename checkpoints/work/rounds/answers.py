"""Answers as values: what may be answered how, and the words that go with it. No round is needed here."""

from __future__ import annotations

import math
import re
import unicodedata

from checkpoints.fact import Refused
from checkpoints.site.checks import Answer, Check, Outcome
from checkpoints.site.words import Lang
from checkpoints.work.spoken import spoken

__all__ = ["UNREADABLE", "number_of", "outcome_of", "passable", "range_words", "value_of", "words_for"]

UNREADABLE = "unreadable"
"""The answer to a number whose meter cannot be read: a fault of the meter, never "not applicable" (rules.md 11.5)."""

HUGE = 1e9
"""No gauge on a site shows more; a finger that stays on a key does."""
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)", re.ASCII)
_KEYS = {0xFEE0 + plain: chr(plain) for plain in map(ord, "0123456789+-.")} | {
    ord(key): sign for key, sign in ((",", "."), ("\uff0c", "."), ("\u3002", "."), ("\u2212", "-"), ("\u2013", "-"))
}
"""Full-width digits and signs, and what keyboards and input methods put for a decimal point or a minus. Not NFKC:
that would make 52 of 5²."""


def passable(check: Check) -> bool:
    """Whether "pass the rest" may answer it: no numbers, no photos, nothing that would be an emergency."""
    if check.photo == "always" or (check.on_fail is not None and check.on_fail.severity == "S1"):
        return False
    return check.answer.type == "pass_fail_na" or (
        check.answer.type == "choice" and sum(o.ok for o in check.answer.options) == 1
    )


def value_of(spec: Answer, raw: str | float) -> str | float:
    """Check and clean an answer as it was given; a number may also be UNREADABLE.

    Raises:
        Refused: `answer.number`, `answer.choice`, `answer.text`, `answer.photo`, `answer.mark`,
            `words.long`.
    """
    if spec.type == "number":
        return UNREADABLE if raw == UNREADABLE else number_of(raw)
    if spec.type == "text":
        # A person's own words: only composed and trimmed, their full-width punctuation stays. One character is an
        # answer in Chinese: 无.
        words = spoken(unicodedata.normalize("NFC", str(raw)))
        if not words:
            raise Refused("answer.text", "Write an answer.")
        return words
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    match spec.type:
        case "choice":
            if all(o.value != text for o in spec.options):
                raise Refused("answer.choice", "Choose one of the answers.")
        case "photo":
            if not text:
                raise Refused("answer.photo", "Attach a photo.")
        case "pass_fail_na":
            if text not in ("pass", "fail", "na"):
                raise Refused("answer.mark", "Choose pass, fail or not applicable.")
    return text


def outcome_of(spec: Answer, value: str | float) -> Outcome:
    """What a cleaned answer means; a meter that cannot be read has failed."""
    return "fail" if spec.type == "number" and value == UNREADABLE else spec.outcome(value)


def number_of(raw: str | float) -> float:
    """A number as it was typed or given. Raises Refused `answer.number`."""
    number = math.nan
    if isinstance(raw, str):
        text = raw.strip().translate(_KEYS)
        if _NUMBER.fullmatch(text):
            number = float(text)
    else:
        number = float(raw)
    if not math.isfinite(number) or abs(number) > HUGE:
        raise Refused("answer.number", "Enter a number, such as 12 or 0.4.")
    return number + 0.0  # there is one zero


def range_words(spec: Answer, lang: Lang) -> str:
    """The allowed range with its unit, such as `0–30 ppm`; empty when both ends are open."""
    low, high = spec.ok_min, spec.ok_max
    unit = f" {spec.unit.name(lang)}" if spec.unit else ""
    if low is not None and high is not None:
        return f"{low:g}{unit}" if low == high else f"{low:g}–{high:g}{unit}"
    if low is not None:
        return f"≥{low:g}{unit}"
    return f"≤{high:g}{unit}" if high is not None else ""


def words_for(check: Check, value: str | float, lang: Lang) -> str:
    """The first words of a finding: the check's name, with the reading and its range, or the option chosen."""
    name = check.name(lang)
    if check.answer.type == "number" and value == UNREADABLE:
        return f"{name}: 仪表损坏无法读数" if lang == "zh" else f"{name}: meter cannot be read"
    if check.answer.type == "number":
        unit = f" {check.answer.unit.name(lang)}" if check.answer.unit else ""
        limits = range_words(check.answer, lang)
        normal = ("，正常 " if lang == "zh" else ", normal ") + limits if limits else ""
        return f"{name}: {float(value):g}{unit}{normal}"
    if check.answer.type == "choice":
        chosen = next((o.name(lang) for o in check.answer.options if o.value == value), str(value))
        return f"{name}: {chosen}"
    return f"不合格：{name}" if lang == "zh" else f"Failed: {name}"

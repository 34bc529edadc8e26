"""An answer of a check as it stands on paper: what was asked for, and what was said."""

from __future__ import annotations

from checkpoints.reports.document import Joined, Said, Text
from checkpoints.site.checks import Check
from checkpoints.site.words import Named
from checkpoints.work.rounds.answers import UNREADABLE, range_words
from checkpoints.work.rounds.facts import CheckAnswered

__all__ = ["answered", "normal"]

MARK_WORDS = {"pass": Said("Pass"), "fail": Said("Fail"), "na": Said("N/A")}


def normal(check: Check | None) -> Text:
    """What an answer should be: the range of a number, the good choices; '' where looking decides."""
    if check is None:
        return ""
    if check.answer.type == "choice":
        return Joined(tuple(option for option in check.answer.options if option.ok))
    zh, en = range_words(check.answer, "zh"), range_words(check.answer, "en")
    return Named(zh=zh, en=en) if zh else ""


def answered(check: Check | None, given: CheckAnswered) -> Text:
    """What was answered; a failed number or choice says so too."""
    value = given.value
    if value in MARK_WORDS:
        return MARK_WORDS[str(value)]
    if check is None:
        return value
    said: Text = value
    match check.answer.type:
        case "number" if value == UNREADABLE:
            said = Said("meter cannot be read")
        case "number":
            said = Joined((value, check.answer.unit or ""), "space")
        case "choice":
            said = next((option for option in check.answer.options if option.value == value), value)
        case "photo":
            said = Said("{n} attached", n=len(given.photos))
        case _:
            pass
    return Joined((said, Said("Fail")), "dot") if given.outcome in ("fail", "critical") else said

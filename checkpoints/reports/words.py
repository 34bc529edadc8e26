"""Words that documents and screens share: states, origins, how presence was confirmed, halves of the day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checkpoints.reports.said import Said

if TYPE_CHECKING:
    from checkpoints.work.findings.table import State
    from checkpoints.work.rounds.facts import Method

__all__ = ["HALF_WORDS", "METHOD_WORDS", "ORIGIN_WORDS", "STATE_WORDS", "short"]

STATE_WORDS: dict[State, Said] = {
    "none": Said("on its way here"),
    "found": Said("new"),
    "reopened": Said("reopened"),
    "assigned": Said("notice sent"),
    "accepted": Said("accepted"),
    "in_work": Said("in work"),
    "fixed_on_spot": Said("fixed on the spot"),
    "gone": Said("gone"),
    "rectified": Said("rectified"),
    "verified": Said("verified"),
    "closed": Said("closed"),
    "void": Said("void"),
    "merged": Said("merged"),
}
ORIGIN_WORDS: dict[str, Said] = {
    "patrol": Said("patrol"),
    "supervision": Said("supervision"),
    "complaint": Said("complaint"),
    "superior": Said("inspection from above"),
}
METHOD_WORDS: dict[Method, Said] = {
    "screen": Said("code on the screen"),
    "scan": Said("scanned"),
    "camera": Said("scanned by camera"),
    "picture": Said("read in a picture file"),
    "pasted": Said("pasted"),
    "typed": Said("typed"),
    "witnessed": Said("witnessed"),
    "paper": Said("from paper"),
}
HALF_WORDS = {"am": Said("Morning"), "pm": Said("Afternoon"), "any": Said("Any time")}


def short(name: str) -> str:
    """A name without its explanation: "Serious: safety hazard, ..." is Serious."""
    return re.split(r"[:;,：；，(（]", name, maxsplit=1)[0].strip()

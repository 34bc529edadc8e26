"""What rounds and half-days are called on every screen: titles, clusters, places, and state as a glyph and a word.

Nothing is kept here: each function reads the site and the ledger and speaks the language of the moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len

from checkpoints.reports.words import HALF_WORDS, METHOD_WORDS
from checkpoints.site.site import Site
from checkpoints.work.rounds.day import HalfDayStatus
from checkpoints.work.rounds.state import Round
from checkpoints.work.rounds.verdict import HalfDay, Verdict
from tui import when
from tui.i18n import N_, _, lang

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "HALF_GLYPHS",
    "METHODS",
    "cluster",
    "clusters_of",
    "group",
    "half",
    "half_status",
    "joined",
    "local",
    "names",
    "owed_until",
    "place",
    "round_status",
    "title",
]

HALF_GLYPHS: dict[HalfDayStatus, str] = {"done": "✓", "walking": "◐", "todo": "○", "missed": "✗", "not_counting": "!"}
_HALF_WORDS: dict[HalfDayStatus, str] = {
    "done": N_("done"),
    "walking": N_("walking"),
    "todo": N_("owed"),
    "missed": N_("missed"),
    "not_counting": N_("does not count"),
}
_GROUPS = {
    "a": N_("cleaning, greening"),
    "b": N_("order"),
    "c": N_("equipment"),
    "d": N_("vacant units"),
    "e": N_("staff on duty"),
}
METHODS = {name: said.msgid for name, said in METHOD_WORDS.items()}
"""How presence was confirmed, as msgids."""


def joined(parts: Iterable[str]) -> str:
    """A list in one line."""
    return ("、" if lang() == "zh" else ", ").join(parts)


def half(of_day: str) -> str:
    """Morning, afternoon, or any time."""
    return _(HALF_WORDS[of_day].msgid) if of_day in HALF_WORDS else of_day


def half_status(state: HalfDayStatus) -> str:
    """Where a half-day stands: glyph and word."""
    return f"{HALF_GLYPHS[state]} {_(_HALF_WORDS[state])}"


def local(ledger: Ledger, at: datetime) -> datetime:
    """A moment on the site's clock."""
    return when.local(at, ledger.site.zone_info) if ledger.site else at


def place(site: Site | None, checkpoint: str) -> str:
    """A checkpoint with its id and its name; the id alone where the site does not know it any more."""
    known = site.checkpoint_of.get(checkpoint) if site else None
    return f"{checkpoint} {known.name(lang())}" if known else checkpoint


def names(ledger: Ledger, people: Iterable[str]) -> str:
    """People in one line."""
    return joined(ledger.people.name(person, lang()) for person in people)


def clusters_of(site: Site) -> list[str]:
    """The clusters that have a checkpoint in use, in the order of the site file."""
    used = {site.zone_of[c.zone].cluster for c in site.active}
    return list(dict.fromkeys(z.cluster for z in site.zones if z.cluster in used))


def cluster(site: Site, name: str, room: int = 0) -> str:
    """A cluster by its zones, for the site file gives it no name of its own; `room` in cells, 0 is all."""
    zones = [z.name(lang()) for z in site.zones if z.cluster == name]
    for shown in range(len(zones), 0, -1):
        left = len(zones) - shown
        text = joined(zones[:shown]) + (f" +{left}" if left else "")
        if not room or shown == 1 or cell_len(text) <= room:
            return text
    return name


def title(site: Site | None, round_: Round) -> str:
    """What a round is called: its route, or the sample it was drawn from."""
    start = round_.started
    if start is None:
        return round_.id
    if start.route:
        route = site.route_of.get(start.route) if site else None
        return route.name(lang()) if route else start.route
    return _("Sampled round, {count} points").format(count=len(start.points))


def round_status(round_: Round, found: Verdict) -> str:
    """Where one round stands: glyph and word."""
    if round_.open:
        return "◐ " + (_("paused") if round_.paused else _("walking"))
    if round_.abandoned is not None:
        return "✗ " + _("given up")
    if found.counts:
        return "✓ " + (_("counts, accepted short") if round_.accepted else _("counts"))
    return "! " + _("does not count")


def owed_until(site: Site | None, of_day: HalfDay) -> str:
    """When a half-day's round is to be walked."""
    policy = site.patrol_policy if site else None
    if policy is None:
        return ""
    if of_day == "am":
        return _("until {clock}").format(clock=policy.am_ends)
    return _("from {begin} to {end}").format(begin=policy.am_ends, end=policy.pm_ends)


def group(letter: str) -> str:
    """One of the brief's five content groups in a word."""
    return _(_GROUPS.get(letter, letter))

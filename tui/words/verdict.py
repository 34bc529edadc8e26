"""The verdict in the person's language: what counts, why not, and what is only flagged (brief D3.1 to D3.3).

The ground floor gives a code, a sentence and values; here values become words: places by name, lengths of time
rounded so that what is missing and what is there add up to what is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from checkpoints.site.site import Site
from checkpoints.work.rounds.verdict import Remark, Verdict
from tui import when
from tui.i18n import _, fill, lang, n_
from tui.words.reasons import reason
from tui.words.rounds import half, joined, place

__all__ = ["headline", "in_brief", "minutes", "minutes_up", "points", "remark", "remarks"]

FEW = 3


def minutes(took: timedelta) -> int:
    """Whole minutes, rounded down: 59:59 is not 60."""
    return max(0, int(took.total_seconds())) // 60


def minutes_up(short: timedelta) -> int:
    """Whole minutes still missing, rounded up."""
    return -(-max(0, int(short.total_seconds())) // 60)


def remark(site: Site | None, found: Remark, *, few: bool = False) -> str:
    """One reason or warning as a sentence; `few` names only the first places of a long list."""
    values = dict(found.params)
    for name, value in values.items():
        if isinstance(value, timedelta):
            values[name] = _("{n} min").format(n=minutes_up(value) if name == "short" else minutes(value))
        elif name == "checkpoint":
            values[name] = place(site, str(value))
        elif name == "reason":
            values[name] = reason(site, str(value))
        elif name == "points" and isinstance(value, tuple):
            values[name] = _places(site, value, few=few)
    return fill(_(found.message), values)


def _places(site: Site | None, ids: Sequence[str], *, few: bool) -> str:
    if few and len(ids) > FEW:
        return _("{places} and {count} more").format(places=joined(ids[:FEW]), count=len(ids) - FEW)
    # The names of places have commas of their own.
    return ("；" if lang() == "zh" else "; ").join(place(site, checkpoint) for checkpoint in ids)


def remarks(site: Site | None, found: Sequence[Remark]) -> list[str]:
    """Each remark as a sentence."""
    return [remark(site, one) for one in found]


def headline(found: Verdict, *, open_: bool) -> str:
    """The judgement in one line; `open_` while the round could still be finished otherwise."""
    values: dict[str, object] = {"half": half(found.half), "day": when.day(found.day)}
    if found.counts:
        text = (
            _("Finished now, it counts as the round of {day}, {half}.")
            if open_
            else _("This round counts: {day}, {half}.")
        )
    else:
        text = (
            _("Finished now, it does not count ({day}, {half}).")
            if open_
            else _("This round does not count ({day}, {half}).")
        )
    return ("✓ " if found.counts else "! ") + fill(text, values)


def points(found: Verdict) -> str:
    """Points reached of those planned, and how many were skipped with a reason: 17/18, 1 skipped."""
    reached = f"{found.visited}/{found.planned}"
    return _("{reached}, {n} skipped").format(reached=reached, n=found.skipped) if found.skipped else reached


def in_brief(found: Verdict) -> str:
    """Net minutes, people and points in one line: 63 min · 2 people · 18/18."""
    return " · ".join(
        (
            _("{n} min").format(n=minutes(found.net)),
            n_("1 person", "{count} people", found.people),
            points(found),
        )
    )

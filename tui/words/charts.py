"""The charts in words and blocks: a bar is a line that can be tapped, with its name, its length and its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.ledger.coverage import coverage
from checkpoints.ledger.figures import AGES, Bar, Figures, Speed
from tui.i18n import N_, _, lang
from tui.widgets.bars import BarTile
from tui.words.finding_text import category_name, department_name
from tui.words.rounds import place

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["CHARTS", "SHORT", "Line", "Lines", "lines_of", "tiles"]

CHARTS: dict[str, str] = {
    "groups": N_("By group, 30 days"),
    "speeds": N_("Hours to put right: half / nine of ten"),
    "ages": N_("Open by age"),
    "coverage": N_("Places visited"),
    "repeats": N_("Repeats this month"),
    "timely": N_("In time or late"),
}
SHORT: dict[str, str] = {
    "groups": N_("Groups"),
    "speeds": N_("Speed"),
    "ages": N_("Age"),
    "coverage": N_("Places"),
    "repeats": N_("Repeats"),
    "timely": N_("Timely"),
}
"""The same for a button."""


@dataclass(frozen=True, slots=True)
class Line:
    """One bar: its name, its length, the part of it that is told apart, its number in words, and what it opens."""

    label: str
    length: float
    part: float
    said: str
    findings: tuple[str, ...] = ()
    place: str = ""


Lines = Sequence[Line]


def lines_of(ledger: Ledger, figures: Figures, now: datetime, chart: str) -> list[Line]:
    """The bars of a chart. `now` is the moment the figures are of."""
    makers: dict[str, Callable[[], list[Line]]] = {
        "groups": lambda: [_bar(_group(ledger, b.key), b, _("open")) for b in figures.groups],
        "speeds": lambda: _speeds(ledger, figures),
        "ages": lambda: [_bar(_age(b.key), b, _("overdue")) for b in figures.ages],
        "coverage": lambda: _places(ledger, now),
        "repeats": lambda: _repeats(ledger, figures),
        "timely": lambda: _timely(figures),
    }
    return makers[chart]()


def _bar(label: str, bar: Bar, part: str) -> Line:
    n, of_them = len(bar.findings), len(bar.part)
    said = f"{n}" + (f" ({part} {of_them})" if of_them else "")
    return Line(label, n, of_them, said, bar.findings)


def _group(ledger: Ledger, group: str) -> str:
    known = ledger.site.content_groups.get(group) if ledger.site else None  # type: ignore[call-overload]
    return f"{group}  {known.name(lang())}" if known else group


def _age(key: str) -> str:
    if key == "more":
        return _("over {n} days").format(n=AGES[-1])
    first = (0, *AGES)[AGES.index(int(key))]
    return _("{first} to {last} days").format(first=first, last=key)


def _speeds(ledger: Ledger, figures: Figures) -> list[Line]:
    made = [_speed(department_name(ledger.site, s.key), s) for s in figures.speeds]
    return [*made, *([_speed(_("Emergencies made safe"), figures.safe)] if figures.safe else [])]


def _speed(label: str, speed: Speed) -> Line:
    told = _("{median} / {ninth} h").format(median=f"{speed.median:.0f}", ninth=f"{speed.ninth:.0f}")
    return Line(label, speed.ninth, speed.ninth - speed.median, told, speed.findings)


def _places(ledger: Ledger, now: datetime) -> list[Line]:
    made: list[Line] = []
    for cluster in coverage(ledger, now):
        said = _("{n} of {all} places").format(n=cluster.visited, all=len(cluster.places))
        live = tuple(f for seen in cluster.places for f in seen.live)
        made.append(Line("▣ " + _zones(ledger, cluster.cluster), cluster.share, 0, said, live))
        made += [
            Line("○ " + place(ledger.site, seen.checkpoint), 0, 0, _("not visited"), seen.live, seen.checkpoint)
            for seen in cluster.places
            if not seen.visits
        ]
    return made


def _zones(ledger: Ledger, cluster: str) -> str:
    """A cluster by the zones that are in it."""
    zones = [z.name(lang()) for z in ledger.site.zones if z.cluster == cluster] if ledger.site else []
    return (zones[0] + (f" +{len(zones) - 1}" if len(zones) > 1 else "")) if zones else cluster


def _repeats(ledger: Ledger, figures: Figures) -> list[Line]:
    return [
        Line(
            ("★ " if again.key else "") + place(ledger.site, again.checkpoint),
            len(again.findings),
            0,
            f"{len(again.findings)} × {category_name(ledger.site, again.category)}",
            again.findings,
        )
        for again in figures.repeats
    ]


def _timely(figures: Figures) -> list[Line]:
    named = (
        (_("✓ put right in time"), figures.in_time),
        (_("! put right late"), figures.late),
        (_("! open and overdue"), figures.overdue),
        (_("found and put right by themselves"), figures.credits),
        (_("closed at month's end without a photo"), figures.bare),
    )
    return [Line(label, len(bar.findings), 0, str(len(bar.findings)), bar.findings) for label, bar in named]


def tiles(lines: Lines) -> list[BarTile]:
    """The bars as tiles; the key is their place among the lines."""
    return [
        BarTile(n, lambda line=line: line.label, length=line.length, part=line.part, said=line.said)
        for n, line in enumerate(lines)
    ]

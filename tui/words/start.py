"""What can be walked now: routes in the order that suits the hour, and what each choice means for the verdict."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from checkpoints.site.people import Person
from checkpoints.site.places import Route, Weekday
from checkpoints.site.site import Site
from checkpoints.work.rounds.day import half_day
from checkpoints.work.rounds.draw import overdue_points
from checkpoints.work.rounds.verdict import half_of
from tui.i18n import N_, _, lang, n_
from tui.widgets.pages import Tile
from tui.words.rounds import cluster, group, half, joined, names

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "SAMPLE",
    "chosen_round",
    "cluster_counts",
    "crop",
    "for_other_half",
    "groups",
    "hour_warnings",
    "partners",
    "route_line",
    "route_tiles",
    "suits",
    "walkers",
]

SAMPLE = "*sample*"
"""The key of the tile for a sampled round; no route id holds a star."""
LATELY = 40
"""How many rounds back partners are looked for."""
_WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAME_ROOM = 40
"""Cells of a tile for a name: two lines of the narrowest."""


def crop(text: str, room: int) -> str:
    """A text that takes at most `room` cells."""
    return text if cell_len(text) <= room else set_cell_size(text, room - 2).rstrip() + ".."


def for_other_half(site: Site, route: Route, now: datetime) -> bool:
    """Whether a route, walked now, would not count because it is meant for the other half of the day."""
    return route.half not in ("any", half_of(now, site.patrol_policy.am_ends))


def suits(site: Site, route: Route, now: datetime) -> bool:
    """Whether a route is the one for this weekday and this half."""
    return not for_other_half(site, route, now) and _WEEKDAYS[now.weekday()] in route.days


def route_line(route: Route) -> str:
    """Points and minutes: 18 points · 76 min."""
    points = n_("1 point", "{count} points", len(route.checkpoints))
    return points + " · " + _("{n} min").format(n=route.est_minutes)


def groups(route: Route) -> str:
    """The brief's content groups that a route covers, in words."""
    return joined(group(letter) for letter in route.groups_covered)


def partners(ledger: Ledger, person: str) -> list[str]:
    """Who could walk along: those walked with last come first, then assistants, then everybody else."""
    others = [p for p in ledger.people.active() if p.id != person and p.may("walk")]
    walked = [r for r in ledger.rounds.newest(LATELY) if person in r.people]
    lately = list(dict.fromkeys(p for r in walked for p in r.people))

    def order(who: Person) -> tuple[int, bool, str]:
        return lately.index(who.id) if who.id in lately else len(lately), who.role != "assistant", who.id

    return [p.id for p in sorted(others, key=order)]


def route_tiles(site: Site, now: datetime) -> list[Tile]:
    """Routes that suit now, the sampled round, then the other routes; those of the other half last."""
    routes = [r for r in site.routes if any(c in site.checkpoint_of for c in r.checkpoints)]
    first = [r for r in routes if suits(site, r, now)]
    rest = [r for r in routes if r not in first]
    rest.sort(key=lambda r: for_other_half(site, r, now))
    sampled = Tile(SAMPLE, N_("Sampled round"), N_("Drawn by lot, places longest unvisited first"))
    return [*(_tile(site, r, now) for r in first), sampled, *(_tile(site, r, now) for r in rest)]


def _tile(site: Site, route: Route, now: datetime) -> Tile:
    fits = suits(site, route, now)

    def under() -> str:
        mark = "✓ " + _("for now") if fits else ""
        if for_other_half(site, route, now):
            mark = "! " + _("not for now: {half}").format(half=half(route.half))
        # What is worth most comes first: a small tile cuts off at the end.
        return "\n".join(line for line in (mark, route_line(route), groups(route)) if line)

    return Tile(route.id, lambda: _short(route.name(lang())), under, "primary" if fits else "default")


def _short(name: str) -> str:
    """A name for a tile; what stands in brackets goes first where there is too little room."""
    if cell_len(name) > NAME_ROOM:
        name = name.partition(" (")[0]
    return crop(name, NAME_ROOM)


def hour_warnings(ledger: Ledger, now: datetime) -> list[str]:
    """What the hour means for any round that is started now."""
    site = ledger.site
    if site is None:
        return []
    policy = site.patrol_policy
    told: list[str] = []
    if now.time() >= time.fromisoformat(policy.pm_ends):
        told.append("! " + _("It is after {limit}: a round started now does not count.").format(limit=policy.pm_ends))
    this = half_of(now, policy.am_ends)
    if half_day(ledger, now.date(), this, now).state == "done":
        told.append("✓ " + _("{half}: the round is done already.").format(half=half(this)))
    return told


def cluster_counts(ledger: Ledger, clusters: tuple[str, ...], now: datetime) -> tuple[int, int]:
    """How many points some clusters have (all when none is named), and how many were not visited in the window."""
    site = ledger.site
    if site is None:
        return 0, 0
    pool = {c.id for c in site.active if not clusters or site.zone_of[c.zone].cluster in clusters}
    return len(pool), sum(place in pool for place, _hours in overdue_points(ledger, now))


def chosen_round(site: Site | None, route: str, clusters: tuple[str, ...], points: int) -> str:
    """What was chosen to be walked: the route and its size, or the sample and where it is drawn from."""
    known = site.route_of.get(route) if site else None
    if known is not None:
        return f"{known.name(lang())}\n{route_line(known)} · {groups(known)}"
    where = joined(cluster(site, c, 30) for c in clusters) if site and clusters else _("the whole estate")
    return _("Sampled round, {count} points").format(count=points) + " · " + where


def walkers(ledger: Ledger, people: list[str], *, alone: bool) -> str:
    """Who is going to walk, and what it means when there are too few."""
    who = names(ledger, people)
    if not alone:
        return "✓ " + who
    return "! " + _("{who} alone: does not count until a second person joins by PIN or the manager allows it.").format(
        who=who
    )

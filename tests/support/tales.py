"""What walkers do with a round: as it should be, and the ways of not walking it, each told as it happens.

A tale takes the world, when it begins, the route and its crew, and gives the ids of the rounds that were told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from checkpoints.site.places import Checkpoint, Route

if TYPE_CHECKING:
    from tests.support.walkers import Walking, World

__all__ = ["CAREFUL", "CHEATS", "honest"]

LABEL_TORN, STORM = 0.02, 0.03
"""Labels that cannot be read, and rounds after a storm, when one in five cannot."""
HURRIED = 0.08


def _honestly(walking: Walking, places: Sequence[Checkpoint]) -> None:
    """Walk to each place, look, go on; with what happens to honest people too."""
    world, rng, before = walking.world, walking.world.rng, ""
    who = world.people[walking.by]
    pace = rng.lognormvariate(0, 0.12) * (1.4 if rng.random() < HURRIED else 1)  # rain, heat, a meeting at ten
    torn = 0.2 if rng.random() < STORM else LABEL_TORN
    ahead = 0.0
    for place in places:
        if before:
            walking.desk.wait(seconds=max(3.0, world.way(walking.by, before, place.id) / pace - ahead))
        if rng.random() < torn:
            walking.desk.wait(seconds=rng.uniform(20, 60))
            walking.type_in(place)
        else:
            walking.scan(place)
        ahead = rng.uniform(5, 25) if rng.random() < who.ahead else 0.0
        stay = world.stay(walking.by, place) / pace
        walking.look(place, stay, together=rng.random() < who.together, knows=True, last=ahead)
        if rng.random() < 0.05:
            walking.desk.wait(seconds=rng.uniform(100, 500))  # an owner who has something to say
        before = place.id


def _in_walking_order(walking: Walking) -> list[Checkpoint]:
    """As planned, but for a place or two that are taken the other way round."""
    places = walking.places
    for n in range(len(places) - 1):
        if walking.world.rng.random() < 0.04:
            places[n], places[n + 1] = places[n + 1], places[n]
    return places


def honest(world: World, when, route: Route, crew: Sequence[str]) -> list[str]:
    """A round as it should be; now and then a second pair walks another route at the same time."""
    walking = world.start(world.desks[0], when, route, crew[:2])
    _honestly(walking, _in_walking_order(walking))
    done = [walking.finish()]
    if world.rng.random() < 0.1:
        other = next(r for r in world.site.routes if r.half == route.half and r.id != route.id)
        second = world.start(world.desks[1], when, other, crew[2:])
        _honestly(second, _in_walking_order(second))
        done.append(second.finish())
    return done


def _mean_gap(walking: Walking) -> float:
    """So long between two scans that the hour is full."""
    return walking.world.rng.uniform(61, 75) * 60 / (len(walking.places) - 1)


def in_the_office(world: World, when, route: Route, crew: Sequence[str]) -> list[str]:
    """Photographed labels, scanned at the desk: each scan is followed by a quick tap or two, then a wait."""
    walking = world.start(world.desks[0], when, route, crew[:2])
    gap, late = _mean_gap(walking), world.rng.random() < 0.3
    for n, place in enumerate(walking.places):
        wait = gap * world.rng.uniform(0.6, 1.4)
        tap = world.rng.uniform(6, 60)
        walking.scan(place)
        if late:  # first the wait, then the taps and at once the next code
            walking.desk.wait(seconds=max(wait - tap - 4, 1))
        walking.look(place, tap, together=True, knows=False)
        if n < len(walking.places) - 1:
            walking.desk.wait(seconds=world.rng.uniform(2, 8) if late else max(wait - tap, 1))
    return [walking.finish()]


def by_the_timer(world: World, when, route: Route, crew: Sequence[str]) -> list[str]:
    """Every so many minutes, as a telephone rings."""
    walking = world.start(world.desks[0], when, route, crew[:2])
    gap = round(_mean_gap(walking) / 30) * 30 or 30
    start, late = walking.desk.wall, world.rng.choice((9, 25))
    for n, place in enumerate(walking.places):
        walking.desk.until(max(walking.desk.wall, start + timedelta(seconds=n * gap + world.rng.uniform(0, late))))
        walking.scan(place)
        walking.look(place, gap * world.rng.uniform(0.4, 0.7), together=world.rng.random() < 0.5, knows=False)
    return [walking.finish()]


def too_fast(world: World, when, route: Route, crew: Sequence[str]) -> list[str]:
    """Some places are walked to; in between, three to six far ones are scanned from photographs on one bench."""
    walking = world.start(world.desks[0], when, route, crew[:2])
    places = walking.places
    n, sits = 0, world.rng.uniform(0.25, 0.6)
    while n < len(places):
        burst = world.rng.randint(3, 6) if n and world.rng.random() < sits else 1
        for place in places[n : n + burst]:
            walking.scan(place)
            stay = world.stay(walking.by, place) if burst == 1 else world.rng.uniform(8, 40)
            walking.look(place, stay, together=burst > 1, knows=burst == 1)
            walking.desk.wait(seconds=world.rng.uniform(2, 12) if burst > 1 else 0.5)
        n += burst
        if n < len(places):
            walking.desk.wait(seconds=world.way(walking.by, places[n - 1].id, places[n].id) + 200 * (burst > 1))
    return [walking.finish()]


def two_tablets(world: World, when, route: Route, crew: Sequence[str]) -> list[str]:
    """One pair walks and carries the tablet of another pair along, which stays at home."""
    carried = world.start(world.desks[1], when, route, crew[2:])
    walking = world.start(world.desks[0], carried.desk.wall, route, crew[:2])
    before = ""
    for place in _in_walking_order(walking):
        if before:
            walking.desk.wait(seconds=max(3.0, world.way(walking.by, before, place.id)))
        walking.scan(place)
        walking.look(place, world.stay(walking.by, place), together=world.rng.random() < 0.5, knows=True)
        arrived = walking.round.visit(place.id).arrivals[0].at
        carried.desk.until(max(carried.desk.wall, arrived + timedelta(seconds=world.rng.uniform(5, 40))))
        carried.scan(place)
        carried.look(place, world.rng.uniform(20, 90), together=True, knows=True)
        before = place.id
    return [walking.finish(), carried.finish()]


def half_pasted(world: World, when, route: Route, crew: Sequence[str]) -> list[str]:
    """The first half or so is walked; of the rest, the digits are pasted out of a chat."""
    walking = world.start(world.desks[0], when, route, crew[:2])
    places = walking.places
    half = round(len(places) * world.rng.uniform(0.4, 0.7))
    _honestly(walking, places[:half])
    for place in places[half:]:
        walking.desk.wait(seconds=world.rng.uniform(40, 300))
        walking.scan(place, "pasted")
        walking.look(place, world.rng.uniform(20, 150), together=True, knows=False)
    return [walking.finish()]


def far_ones_from_photos(world: World, when, route: Route, crew: Sequence[str]) -> list[str]:
    """An ordinary walk that leaves out the third of the places that is farthest, and scans their photos on the way."""
    walking = world.start(world.desks[0], when, route, crew[:2])
    places = walking.places
    far = {p.id for p in sorted(places, key=lambda p: -world.plan[places[0].id, p.id])[: len(places) // 3]}
    before = ""
    for place in places:
        near = place.id not in far
        if before and near:
            walking.desk.wait(seconds=world.way(walking.by, before, place.id))
        elif before:
            walking.desk.wait(seconds=world.rng.uniform(3, 30))
        walking.scan(place)
        stay = world.stay(walking.by, place) if near else world.rng.uniform(10, 90)
        walking.look(place, stay, together=not near, knows=near)
        before = place.id if near or not before else before
    return [walking.finish()]


def carefully(world: World, when, route: Route, crew: Sequence[str]) -> list[str]:
    """At the desk, with the usual times written down: each wait as long as the way, each stay as long as there."""
    walking = world.start(world.desks[0], when, route, crew[:2])
    before = ""
    for place in walking.places:
        if before:
            walking.desk.wait(seconds=world.way(walking.by, before, place.id))
        walking.scan(place)
        walking.look(place, world.stay(walking.by, place), together=world.rng.random() < 0.5, knows=False)
        before = place.id
    return [walking.finish()]


Tale = Callable[..., list[str]]
CHEATS: dict[str, Tale] = {
    "in the office": in_the_office,
    "by the timer": by_the_timer,
    "too fast": too_fast,
    "two tablets": two_tablets,
    "half pasted": half_pasted,
    "far ones from photos": far_ones_from_photos,
}
CAREFUL: dict[str, Tale] = {"careful": carefully}

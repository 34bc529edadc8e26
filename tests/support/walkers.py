"""Thirty days of people who walk their rounds and people who do not, told through the ordinary decisions.

Every round goes through `course`, `presence` and `checking` as the screens call them, on the packaged site with its
routes, and is folded by the ledger. Distances are a plan drawn from the seed; each walker has a pace and habits.
What the walkers do stands in `tales`. Nothing here knows how `checkpoints.work.plausible` weighs.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from checkpoints.site.catalogue import default_site
from checkpoints.site.challenges import Challenge
from checkpoints.site.checks import Check
from checkpoints.site.people import Confirmed
from checkpoints.site.places import Checkpoint, Route
from checkpoints.site.site import Site
from checkpoints.work import labels
from checkpoints.work.people import PersonAdded
from checkpoints.work.rounds import challenge, checking, course, presence
from checkpoints.work.rounds.state import Round
from tests.support.ground import Desk, at
from tests.support.tales import CAREFUL, CHEATS, honest

__all__ = ["HONEST", "Told", "Walking", "World"]

HONEST = "honest"
CREW = tuple(f"walker-{n}" for n in range(6))
DAY_START = {"am": (8, 30), "pm": (13, 30)}
LOOKING = 0.7
"""Share of a point's planned time that is spent there."""


@dataclass(frozen=True, slots=True)
class Told:
    """One round that was told, and what kind of walker told it."""

    round: str
    kind: str


@dataclass(slots=True)
class Person:
    """Somebody's pace: metres a second, and how long at a place as a share of what is planned."""

    speed: float
    care: float
    together: float
    """How often they pass the rest in one tap."""
    ahead: float
    """How often the last answer is tapped on the way to the next place."""


@dataclass
class World:
    """A site, its crew, two tablets that hear each other at once, and the lots of a seed."""

    seed: int
    days: int = 30
    cheating: float = 0.3
    run_in: int = 14
    """Days before, on which the supervisor walks along and everybody is honest."""
    told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.site: Site = default_site()
        self.desks = [Desk("t1", at(7)).open(self.site), Desk("t2", at(7))]
        self.desks[1].ledger = self.desks[0].ledger
        for person in CREW:
            added = PersonAdded(person=person, zh=person, en=person, role="assistant", department="service")
            self.desks[0].record("zhao", [added])
        self.plan = _plan(self.site, self.rng)
        self.people = {p: _person(self.rng) for p in CREW}

    @property
    def ledger(self):
        return self.desks[0].ledger

    def live(self) -> list[Told]:
        """Walk every half-day; the rounds of the days after the run-in, with their kinds."""
        for day in range(self.run_in + self.days):
            for half in ("am", "pm"):
                kind = HONEST
                if day >= self.run_in and self.rng.random() < self.cheating:
                    kind = self.rng.choice(tuple(CHEATS))
                self._half_day(day, half, kind)
        return self.told

    def carefully(self, rounds: int) -> list[Told]:
        """So many more half-days of those who know everybody's usual times and wait them out at the desk."""
        first, before = self.run_in + self.days, len(self.told)
        for n in range(rounds):
            self._half_day(first + n // 2, ("am", "pm")[n % 2], "careful")
        told, self.told[before:] = self.told[before:], []
        return told

    def _half_day(self, day: int, half: str, kind: str) -> None:
        when = at(*DAY_START[half], day=day) + timedelta(seconds=self.rng.uniform(0, 2400))
        route = self._route(day, half)
        crew = self.rng.sample(CREW, 4)
        tale = {**CHEATS, **CAREFUL}.get(kind, honest)
        rounds = tale(self, when, route, crew)
        if day >= self.run_in:
            self.told += [Told(r, kind) for r in rounds]

    def _route(self, day: int, half: str) -> Route:
        weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day % 7]
        return next(r for r in self.site.routes if r.half == half and weekday in r.days)

    # what a tale is made of

    def start(self, desk: Desk, when, route: Route, crew: Sequence[str]) -> Walking:
        desk.until(max(when, desk.wall))
        started = desk.record(
            crew[0], course.start(desk.ledger, course.StartRequest(route=route.id), crew[0], desk.now())
        )
        round_id = started[0].body.round  # pyright: ignore
        desk.wait(seconds=self.rng.uniform(8, 30))
        desk.record(crew[0], course.join(desk.ledger, round_id, Confirmed(crew[1]), crew[0]))
        desk.wait(seconds=self.rng.uniform(30, 200))
        return Walking(self, desk, round_id, crew[0])

    def truth(self, place: str, question: Challenge, when: datetime) -> float:
        """What there is to be seen: meters rise with the hours, all else stays as it is."""
        lot = random.Random(f"{self.seed}{place}{question.id}").random()
        if question.rule == "rising":
            return int(10_000 * lot + (when - at(0)).total_seconds() / 86_400 * (question.most_per_day or 10) * 0.3)
        return question.low if question.rule == "range" and question.low else 2 + int(lot * 9)

    def way(self, person: str, a: str, b: str) -> float:
        """Seconds from place to place, as this person walks today."""
        return self.plan[a, b] / self.people[person].speed * self.rng.lognormvariate(0, 0.25)

    def stay(self, person: str, place: Checkpoint) -> float:
        """Seconds at a place."""
        return place.est_minutes * 60 * LOOKING * self.people[person].care * self.rng.lognormvariate(0, 0.4)


@dataclass
class Walking:
    """A round under way on one tablet."""

    world: World
    desk: Desk
    id: str
    by: str

    @property
    def round(self) -> Round:
        return self.desk.ledger.rounds.all[self.id]

    @property
    def places(self) -> list[Checkpoint]:
        return [self.world.site.checkpoint_of[c] for c in self.round.points]

    def scan(self, place: Checkpoint, method="scan") -> None:
        desk = self.desk
        reading = labels.read(desk.ledger, desk.code(place.id))
        gaps = (3, 14) if method == "scan" else None
        desk.record(
            self.by, presence.arrive(desk.ledger, self.id, reading, self.by, desk.now(), method=method, gaps_ms=gaps)
        )

    def type_in(self, place: Checkpoint) -> None:
        desk = self.desk
        reading = labels.read_typed(desk.ledger, desk.letters(place.id))
        desk.record(self.by, presence.arrive_typed(desk.ledger, self.id, reading, "label torn", self.by, desk.now()))

    def look(self, place: Checkpoint, seconds: float, *, together: bool, knows: bool, last: float = 0) -> None:
        """Answer everything within so many seconds; `last` is left for after the first steps to the next place."""
        desk, began = self.desk, self.desk.wall
        self.asked(place, knows=knows)
        checks = checking.unanswered(desk.ledger, self.round, place.id)
        passed = {c.id for c in checking.rest(desk.ledger, self.round, place.id)} if together else set()
        single = [c for c in checks if c.id not in passed]
        step = seconds / (len(single) + 2)
        for check in single:
            desk.wait(seconds=step * self.world.rng.uniform(0.7, 1.3))
            self.answer(place, check)
        if passed:
            desk.wait(seconds=step)
            desk.record(self.by, checking.pass_rest(desk.ledger, self.id, place.id, self.by))
        left = seconds - (desk.wall - began).total_seconds()
        desk.wait(seconds=max(left, 0.5) + last)
        desk.record(self.by, checking.leave(desk.ledger, self.id, place.id, self.by))

    def answer(self, place: Checkpoint, check: Check) -> None:
        desk, photos = self.desk, ("e" * 64,) if check.photo == "always" else ()
        value = _good(check, self.world.rng)
        desk.record(
            self.by,
            checking.answer(desk.ledger, self.id, place.id, check.id, value, self.by, desk.now(), photos=photos),
        )

    def asked(self, place: Checkpoint, *, knows: bool) -> None:
        """What the place asks, if it does: who stands there sees it, who does not has to guess or to pass."""
        desk, rng = self.desk, self.world.rng
        due = challenge.due(desk.ledger, self.round, place.id)
        if due is None:
            return
        question, args = due.challenge, (self.by, desk.now())
        if rng.random() < (0.03 if knows else 0.3):
            facts = challenge.cannot_tell(desk.ledger, self.id, place.id, "lamp broken", *args)
        else:
            value = self.world.truth(place.id, question, desk.wall)
            if not knows:
                value = rng.choice((round(value * rng.uniform(0.97, 1.05)), rng.randint(1, 9)))
            elif rng.random() < 0.01:
                value += 1  # counted wrong, read wrong
            facts = challenge.answer(desk.ledger, self.id, place.id, value, *args)
        desk.record(self.by, facts)

    def finish(self) -> str:
        self.desk.wait(seconds=self.world.rng.uniform(10, 60))
        self.desk.record(self.by, course.finish(self.desk.ledger, self.id, self.by))
        return self.id


def _plan(site: Site, rng: random.Random) -> dict[tuple[str, str], float]:
    """Metres between any two places: zones lie about, places in them, some are up a lift or behind a locked door."""
    centre = {z.id: (rng.uniform(0, 260), rng.uniform(0, 260)) for z in site.zones}
    where = {c.id: tuple(x + rng.gauss(0, 35) for x in centre[c.zone]) for c in site.checkpoints}
    extra = {
        c.id: 40 * (c.key_needed or c.kind in {"corridor", "rooftop", "lift_machine_room"}) for c in site.checkpoints
    }
    return {(a, b): 1.3 * math.dist(where[a], where[b]) + 15 + extra[a] + extra[b] for a in where for b in where}


def _person(rng: random.Random) -> Person:
    return Person(
        rng.gauss(1.25, 0.12), rng.uniform(0.65, 1.25), rng.choice((0.2, 0.4, 0.8)), rng.choice((0.02, 0.08, 0.2))
    )


def _good(check: Check, rng: random.Random) -> str | float:
    spec = check.answer
    match spec.type:
        case "number":
            low = spec.ok_min if spec.ok_min is not None else (spec.ok_max or 10) - 1
            high = spec.ok_max if spec.ok_max is not None else low + 1
            return round(rng.uniform(low, high), 2) if high > low else low
        case "choice":
            return next(o.value for o in spec.options if o.ok)
        case "text":
            return "3, 9, 17"
        case "photo":
            return "f" * 64
        case _:
            return "pass"

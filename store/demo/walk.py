"""One half-day: who goes, which way, how fast, and what comes in between (rules.md 8)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from checkpoints.fact import Fact, Moment
from checkpoints.site import codes
from checkpoints.site.people import Confirmed, Person
from checkpoints.site.places import Checkpoint
from checkpoints.site.site import Site
from checkpoints.work import labels, missed, people
from checkpoints.work.rounds import course, presence
from checkpoints.work.rounds.course import StartRequest
from store.demo.calendar import HalfDayPlan, route_for
from store.demo.mending import reason
from store.demo.pen import Pen
from store.demo.people import walkers
from store.demo.point import Party, look_round

__all__ = ["tell"]

LONGEST = 150
"""Minutes that a round takes at most; the half-day has 240."""
ABOVE = 2.5
"""Minutes by which an ordinary round is longer than it must be, at least."""
LOOKING = 0.66
"""Share of a point's time that is spent there; the rest is the way to the next."""
RESTED, PAUSED = 0.08, 0.08
"""Points after which people rest for some minutes, and rounds that are interrupted."""
UNREADABLE, FOREIGN, WRONG_PIN = 0.012, 0.004, 0.04
MISSED = ("全员参加消防演练，未能安排巡区", "暴雨红色预警，人员在岗值守", "项目经理召集紧急会议，人手不足")
SHORT = ("中途支援电梯困人处置，点位已全部走到", "雷暴天气提前收队，点位已全部走到")
STRANGER = codes.make("other-estate", 7, 1, codes.Key(0, b"not from here"))
"""A code of another estate, such as a visitor's flyer brings along."""


def tell(pen: Pen, plan: HalfDayPlan) -> None:
    """Write one half-day: a round, or the reason why there was none."""
    pen.begin(plan.opens, plan.name)
    if plan.twist == "missed":
        pen.begin(plan.ends, plan.name)
        pen.wait(300, 3000)
        by = _party(pen, plan)[0]
        why = pen.rng.choice(MISSED)
        pen.record(by, lambda now: missed.explain(pen.ledger, plan.day, plan.half, why, by, now))
        return
    pen.wait(1200, 4500)
    party = Party(tuple(_party(pen, plan)))
    _sign_in(pen, party.people[0])
    round_id = _start(pen, plan, party)
    _points(pen, plan, round_id, party)
    pen.wait(20, 90)
    pen.record(party.people[0], lambda _: course.finish(pen.ledger, round_id, party.people[0]))
    pen.wait(30, 120)
    pen.record(party.people[0], lambda _: people.sign_out(party.people[0], "self"))
    if plan.twist == "short":
        _accept(pen, round_id, party)


def _party(pen: Pen, plan: HalfDayPlan) -> list[str]:
    """Two or three, assistants before others; an engineer where rooms have to be opened."""
    pool = walkers(pen.ledger)
    ranked = [p.id for p in pool if p.role == "assistant"]
    if len(ranked) < 3:
        ranked += [p.id for p in pool if p.id not in ranked][: 3 - len(ranked)]
    if plan.twist == "alone":
        return [pen.rng.choice(ranked)]
    party = pen.rng.sample(ranked, 3 if len(ranked) > 2 and pen.rng.random() < 0.2 else 2)
    route = route_for(pen.site, plan.day, plan.half)
    rooms = route is not None and sum(pen.site.checkpoint_of[c].escort_engineer for c in route.checkpoints) > 2
    extra = _one(pool, "engineer", party) if rooms else _one(pool, "supervisor", party)
    if extra and plan.twist != "short" and pen.rng.random() < (0.6 if rooms else 0.15):
        party = [*party[:2], extra]
    return party


def _one(pool: Sequence[Person], role: str, but: Sequence[str]) -> str:
    return next((p.id for p in pool if p.role == role and p.id not in but), "")


def _sign_in(pen: Pen, person: str) -> None:
    if pen.ledger.people.members[person].wait_until() is not None:
        return
    if pen.rng.random() < WRONG_PIN:
        pen.record(person, lambda now: people.refuse_sign_in(pen.ledger, person, now))
        pen.wait(4, 9)
    pen.record(person, lambda now: people.sign_in(pen.ledger, person, "tablet", now))
    pen.wait(15, 60)


def _start(pen: Pen, plan: HalfDayPlan, party: Party) -> str:
    by = party.people[0]
    route = None if plan.twist == "sampled" else route_for(pen.site, plan.day, plan.half)
    request = StartRequest(route=route.id) if route is not None else _sample(pen.site)
    # The lot of a sample is the id that the decision asks for first. The story's own lots stand in for it, because
    # the same seed has to draw the same places, and so for what is asked on the way; the round's id is the logbook's.
    lots = iter(
        [*([f"{pen.rng.getrandbits(64):016x}"] if not request.route else []), "", f"{pen.fate.lot('asked', plan.name)}"]
    )

    def decide(now: Moment) -> Sequence[Fact]:
        return course.start(pen.ledger, request, by, replace(now, new_id=lambda: next(lots, "") or now.new_id()))

    round_id = pen.record(by, decide)[0].subject.partition(":")[2]
    for other in party.people[1:]:
        pen.wait(8, 25)
        pen.record(by, lambda _, other=other: course.join(pen.ledger, round_id, Confirmed(other), by))
    pen.wait(60, 200)
    return round_id


def _sample(site: Site) -> StartRequest:
    """A sample as large as it must be for every place to have its turn."""
    policy = site.patrol_policy
    turns = policy.patrols_per_day * policy.cluster_rotation_days
    return StartRequest(size=max(policy.sample_points, math.ceil(len(site.active) / turns)))


def _points(pen: Pen, plan: HalfDayPlan, round_id: str, party: Party) -> None:
    rng = pen.rng
    places = [pen.site.checkpoint_of[c] for c in pen.ledger.rounds.all[round_id].points]
    escorted = any(pen.ledger.people[p].role == "engineer" for p in party.people)
    skipped = {p.id for p in places if rng.random() < _skipped(p, escorted)}
    seconds = _pace(pen, plan, [p for p in places if p.id not in skipped])
    break_at = rng.choice(places).id if rng.random() < PAUSED else ""
    for place in places:
        if place.id in skipped:
            _skip(pen, round_id, place, party)
            continue
        whole = seconds[place.id]
        began = pen.now
        _arrive(pen, round_id, place, party)
        pen.wait(3, 10)
        look_round(pen, plan, pen.ledger.rounds.all[round_id], place, party, whole * LOOKING)
        if place.id == break_at:
            _pause(pen, round_id, party)
        elif plan.twist != "short" and rng.random() < RESTED:
            pen.wait(120, 260)
        spent = (pen.now - began).total_seconds()
        way = max(whole - spent, 35.0)
        pen.wait(way * 0.95, way * 1.05)


def _pace(pen: Pen, plan: HalfDayPlan, places: Sequence[Checkpoint]) -> dict[str, float]:
    """Seconds from the arrival at each point to that at the next, so that the whole is as long as it shall be."""
    least = pen.site.patrol_policy.min_minutes
    own = {p.id: p.est_minutes * pen.rng.uniform(0.85, 1.2) for p in places}
    between = sum(list(own.values())[:-1]) or 1.0
    wished = max(between * pen.rng.uniform(0.95, 1.1), least + pen.rng.uniform(ABOVE, 3 * ABOVE))
    minutes = least * pen.rng.uniform(0.7, 0.88) if plan.twist == "short" else min(wished, LONGEST)
    return {place: 60 * own[place] * minutes / between for place in own}


def _skipped(place: Checkpoint, escorted: bool) -> float:
    if place.escort_engineer:
        return 0.01 if escorted else 0.07
    return 0.05 if place.key_needed or place.kind == "renovation_unit" else 0.002


def _skip(pen: Pen, round_id: str, place: Checkpoint, party: Party) -> None:
    pen.wait(40, 120)
    by = party.people[0]
    why = reason(pen.site.skip_reasons, place.kind, "现场无法进入", pen.rng)
    pen.record(by, lambda _: presence.skip(pen.ledger, round_id, place.id, why, by))
    pen.wait(30, 90)


def _pause(pen: Pen, round_id: str, party: Party) -> None:
    by = party.people[0]
    why = reason(pen.site.pause_reasons, "", "临时事务", pen.rng)
    pen.record(by, lambda _: course.pause(pen.ledger, round_id, why, by))
    pen.wait(240, 1080)
    pen.record(by, lambda _: course.resume(pen.ledger, round_id, by))


def _arrive(pen: Pen, round_id: str, place: Checkpoint, party: Party) -> None:
    """By scan as a rule; by letters or by witness where the label cannot be read."""
    rng, by = pen.rng, party.people[0]
    if rng.random() < FOREIGN:
        stranger = labels.read(pen.ledger, STRANGER)
        pen.record(by, lambda now: presence.arrive(pen.ledger, round_id, stranger, by, now))
        pen.wait(5, 15)
    register = pen.ledger.labels.registers.get(place.id)
    label = register.current if register else None
    key = pen.key(label.key) if label else None
    others = party.people[1:]
    unreadable = rng.random() < UNREADABLE
    why = reason(pen.site.label_reasons, place.kind, "标签破损", rng)
    if unreadable and label is not None and key is not None and (not others or rng.random() < 0.6):
        typed = labels.read_typed(pen.ledger, codes.typed(pen.site.site.id, place.number, label.issue, key))
        pen.wait(25, 60)
        pen.record(by, lambda now: presence.arrive_typed(pen.ledger, round_id, typed, why, by, now))
        return
    if label is None or (unreadable and others):
        if not others:
            _skip(pen, round_id, place, party)
            return
        witness = Confirmed(others[0])
        pen.wait(20, 50)
        pen.record(by, lambda now: presence.arrive_witnessed(pen.ledger, round_id, place.id, why, witness, by, now))
        return
    code = labels.read(pen.ledger, codes.make(pen.site.site.id, place.number, label.issue, key)) if key else None
    if code is None or code.status != "active":
        code = _registered(pen, place.id, label)
    gaps = (rng.randint(3, 5), rng.randint(7, 18))
    pen.record(by, lambda now: presence.arrive(pen.ledger, round_id, code, by, now, gaps_ms=gaps))


def _registered(pen: Pen, place: str, label: labels.Label) -> labels.Reading:
    """What the scan of a label says on a device that could not print it: it is in the register."""
    known = pen.ledger.labels.by_code.items()
    return labels.Reading("active", place, label.issue, next(h for h, at in known if at == (place, label.issue)))


def _accept(pen: Pen, round_id: str, party: Party) -> None:
    """The supervisor lets a short round count, with a reason (D3.2)."""
    chief = next((p.id for p in pen.ledger.people.active() if p.may("accept_short") and p.id not in party.people), "")
    if chief:
        pen.wait(900, 2400)
        why = pen.rng.choice(SHORT)
        pen.record(chief, lambda _: course.accept_short(pen.ledger, round_id, why, chief))

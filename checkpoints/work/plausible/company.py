"""Signs that only two rounds together show: one person in two places, and two tablets that go side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from checkpoints.work.plausible.looked import Looked, cost_of
from checkpoints.work.plausible.sign import Example, Sign
from checkpoints.work.rounds.rhythm import Remark
from checkpoints.work.rounds.state import Arrival, Round

__all__ = ["in_company"]

_At = tuple[Arrival, str, Round]


def in_company(looked: Looked, others: Sequence[Round]) -> list[Sign]:
    """What the round shows beside the rounds that were under way meanwhile."""
    mine = _arrivals(looked.round)
    if not mine:
        return []
    theirs = [at for other in others if other.id != looked.round.id for at in _arrivals(other)]
    found = [_two_places(looked, mine, theirs), _side_by_side(looked, mine, theirs)]
    return [sign for sign in found if sign is not None]


def _arrivals(round_: Round) -> list[_At]:
    """Arrivals in the order of wall time; from paper nobody knows when they were."""
    found = [
        (arrival, visit.checkpoint, round_)
        for visit in round_.visits.values()
        for arrival in visit.arrivals
        if arrival.fact.method != "paper"
    ]
    return sorted(found, key=lambda at: (at[0].at, at[1]))


def _two_places(looked: Looked, mine: Sequence[_At], theirs: Sequence[_At]) -> Sign | None:
    """One person scanned at two places on two devices, nearer in time than anybody walks."""
    examples: list[Example] = []
    both = sorted([*mine, *theirs], key=lambda at: (at[0].at, at[1]))
    for person in dict.fromkeys(a.by for a, _, _ in mine):
        of_person = [at for at in both if at[0].by == person]
        for (first, was_at, one), (then, is_at, two) in pairwise(of_person):
            if first.device == then.device or was_at == is_at or looked.round not in (one, two):
                continue
            seconds = (then.at - first.at).total_seconds()
            usual = looked.habits.walk(was_at, is_at, looked.began)
            least = looked.policy.impossible_share * usual.seconds if usual else looked.policy.near_seconds
            if seconds < least:
                known = (round(usual.seconds), usual.rounds) if usual else (0, 0)
                examples.append(Example(is_at, int(seconds), *known, came_from=was_at))
    if not examples:
        return None
    remark = Remark(
        "two_places",
        "One person at two places on two devices, nearer in time than the way between them: {count}.",
        {"count": len(examples)},
    )
    cost = cost_of(looked.policy.costs.two_places, len(examples) / 2)
    points = tuple(dict.fromkeys(e.checkpoint for e in examples))
    return Sign(remark, cost, points, tuple(examples), hard=cost > 0)


def _side_by_side(looked: Looked, mine: Sequence[_At], theirs: Sequence[_At]) -> Sign | None:
    """Two devices of two rounds at the same places at the same time. Once people meet; again and again they do not."""
    within = looked.policy.together_seconds
    met: dict[str, dict[str, int]] = {}
    for arrival, place, _ in mine:
        for other, there, round_ in theirs:
            apart = abs((arrival.at - other.at).total_seconds())
            if there == place and other.device != arrival.device and apart <= within:
                met.setdefault(round_.id, {})[place] = int(apart)
    if not met or len(together := max(met.values(), key=len)) < 3:
        return None
    remark = Remark(
        "side_by_side",
        "Two devices with two rounds scanned the same places within {seconds} s of each other: {count} times.",
        {"seconds": round(within), "count": len(together)},
    )
    examples = tuple(Example(place, apart) for place, apart in together.items())
    cost = cost_of(looked.policy.costs.side_by_side, len(together) / 5)
    return Sign(remark, cost, tuple(together), examples, hard=len(together) >= 5 and cost > 0)

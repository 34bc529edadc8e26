"""Signs in the times of a round: ways and stays beside what is usual, and beside the plan until anything is.

On a new site nothing is usual yet. But its file says how many minutes a place takes, and nobody gets from one place to
another in a few seconds. What was learned takes the place of both: only ways and stays that fewer than `min_samples`
rounds have shown are judged by the plan.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from checkpoints.work.plausible.looked import Looked, cost_of
from checkpoints.work.plausible.sign import Example, Sign
from checkpoints.work.rounds.rhythm import Remark

__all__ = ["signs_of_time"]

ENOUGH = 4
"""Visits from which on a round has a pace of its own."""


def signs_of_time(looked: Looked) -> list[Sign]:
    """What is odd about how long the ways and the stays took."""
    found = [*_ways(looked), _short_stays(looked), _passing(looked), _at_once(looked)]
    return [sign for sign in found if sign is not None]


def _ways(looked: Looked) -> list[Sign]:
    """Ways faster than usual, and those that nobody walks."""
    policy, fast, impossible, judged = looked.policy, list[Example](), list[Example](), 0
    for step in looked.steps:
        usual = looked.usual_way(step)
        if usual is None or usual.seconds < policy.near_seconds:
            continue
        judged += 1
        walked = step.between < policy.impossible_share * usual.seconds
        if not walked and step.walk >= policy.fast_share * usual.seconds:
            continue
        seconds = step.between if walked else step.walk
        example = Example(step.checkpoint, int(seconds), round(usual.seconds), usual.rounds, step.came_from)
        (impossible if walked else fast).append(example)
    signs: list[Sign] = []
    if impossible:
        remark = Remark(
            "impossible",
            "From one scan to the next in less time than anybody needs for the way alone ({count} of {of}).",
            {"count": len(impossible), "of": judged},
        )
        cost = cost_of(policy.costs.impossible, len(impossible) / 2)
        signs.append(Sign(remark, cost, _places(impossible), tuple(impossible), hard=cost > 0))
    if len(fast) >= 2:
        remark = Remark(
            "fast",
            "Ways in less than {share} % of the usual time ({count} of {of}).",
            {"share": round(policy.fast_share * 100), "count": len(fast), "of": judged},
        )
        signs.append(Sign(remark, cost_of(policy.costs.fast, len(fast) / judged / 0.5), _places(fast), tuple(fast)))
    return signs


def _places(examples: Sequence[Example]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(example.checkpoint for example in examples))


def _short_stays(looked: Looked) -> Sign | None:
    """Stays much shorter than usual, or than planned where nothing is usual, or too short for that many checks."""
    policy, short, judged, planned = looked.policy, list[Example](), 0, set(looked.visits)
    for step in looked.steps:
        answers = len(looked.round.visit(step.checkpoint).answers)
        usual, plan = looked.usual_stay(step), looked.planned(step.checkpoint) if step in planned else 0.0
        if usual is None and not answers and not plan:
            continue
        judged += 1
        least = policy.short_stay_share * usual.seconds if usual else policy.planned_stay_share * plan
        if step.stay < max(least, answers * policy.check_seconds):
            known = (round(usual.seconds), usual.rounds) if usual else (0, 0)
            short.append(Example(step.checkpoint, int(step.stay), *known, planned=0 if usual else int(plan)))
    share = len(short) / judged if judged else 0
    if len(short) < 3 or share < 0.25:
        return None
    remark = Remark(
        "short_stays",
        "Much shorter at the place than usual, or than planned ({count} of {of}).",
        {"count": len(short), "of": judged},
    )
    return Sign(remark, cost_of(policy.costs.short_stays, share / 0.5), _places(short), tuple(short))


def _passing(looked: Looked) -> Sign | None:
    """Way and stay together in a fraction of the minutes that are planned for the stay alone.

    A plan may be too generous: where the slower visits of the same round stay below theirs as well, less is asked.
    """
    visits = [step for step in looked.visits if step.came_from]
    if len(visits) < ENOUGH:
        return None
    shares = [(step.walk + step.stay) / looked.planned(step.checkpoint) for step in visits]
    least = looked.policy.passing_share * min(1.0, statistics.quantiles(shares)[2])
    passed = [
        Example(s.checkpoint, int(s.walk + s.stay), came_from=s.came_from, planned=int(looked.planned(s.checkpoint)))
        for s, share in zip(visits, shares, strict=True)
        if share < least and not (looked.usual_way(s) and looked.usual_stay(s))
    ]
    if len(passed) < 2:
        return None
    remark = Remark(
        "passing",
        "The way to a place and the stay there together in less than {share} % of the time planned for the place"
        " ({count} of {of}).",
        {"share": round(least * 100), "count": len(passed), "of": len(visits)},
    )
    return Sign(remark, cost_of(looked.policy.costs.passing, len(passed) / 3), _places(passed), tuple(passed))


def _at_once(looked: Looked) -> Sign | None:
    """From the last thing done at a place to the scan at the next one in a few seconds, again and again."""
    seconds = looked.policy.at_once_seconds
    ways = [step for step in looked.visits if step.came_from and not looked.usual_way(step)]
    at_once = [Example(s.checkpoint, int(s.walk), came_from=s.came_from) for s in ways if s.walk < seconds]
    if len(at_once) < 3 or len(at_once) / len(ways) < 0.25:
        return None
    remark = Remark(
        "at_once",
        "From the last answer at a place to the scan at the next one in less than {seconds} s ({count} of {of}).",
        {"seconds": round(seconds), "count": len(at_once), "of": len(ways)},
    )
    cost = cost_of(looked.policy.costs.at_once, len(at_once) / len(ways) / 0.5)
    return Sign(remark, cost, _places(at_once), tuple(at_once))

"""Signs that a round shows by itself: its rhythm, its order, its codes, its answers.

Each function looks at one thing and says nothing while all is as usual. The words never accuse: they say what was
measured and what is usual.
"""

from __future__ import annotations

import statistics

from checkpoints.work.plausible.looked import Looked, cost_of
from checkpoints.work.plausible.proof import weak
from checkpoints.work.plausible.sign import Sign
from checkpoints.work.rounds.challenge import asked
from checkpoints.work.rounds.rhythm import Remark
from checkpoints.work.rounds.state import Visit
from checkpoints.work.rounds.verdict import judge

__all__ = ["all_signs"]

EVEN_FROM = 6
"""Scans from which on a rhythm can be called even."""
PAUSE = 600
"""Seconds between two scans from which on it was a pause, and no beat of a rhythm."""
FEW_ANSWERS = 10


def all_signs(looked: Looked) -> list[Sign]:
    """Every sign of one round, in the order in which they are told."""
    found = [
        _even(looked),
        _same_second(looked),
        _backward(looked),
        *_codes(looked),
        _pasted(looked),
        _weak(looked),
        *_answers(looked),
        _together(looked),
        _clock(looked),
    ]
    return [sign for sign in found if sign is not None]


def _even(looked: Looked) -> Sign | None:
    """Times between scans that hardly differ: people are not that even."""
    policy = looked.policy
    for trail in looked.trails:
        gaps = [step.between for step in trail if step.came_from and step.between < PAUSE]
        ways = sum(bool(step.came_from) for step in trail)
        if len(gaps) < max(EVEN_FROM, 0.7 * ways) or not (mean := statistics.fmean(gaps)):
            continue
        spread = statistics.pstdev(gaps) / mean
        if spread < policy.regular_spread:
            remark = Remark(
                "regular",
                "The times between scans are very even: {mean} s on average, differing by {spread} % ({count} ways).",
                {"mean": round(mean), "spread": round(spread * 100), "count": len(gaps)},
            )
            return Sign(remark, policy.costs.regular, tuple(step.checkpoint for step in trail))
    return None


def _same_second(looked: Looked) -> Sign | None:
    """Scans that fall on the same second of the minute."""
    policy, steps = looked.policy, looked.steps
    seconds = [step.mark.at.second for step in steps]
    if len(steps) < EVEN_FROM:
        return None
    near, second = max((sum((s - at) % 60 <= 2 for s in seconds), at) for at in range(60))
    if near / len(steps) < policy.same_second_share:
        return None
    remark = Remark(
        "same_second",
        "{count} of {of} scans fall on the same three seconds of the minute, from :{second} on.",
        {"count": near, "of": len(steps), "second": f"{second:02d}"},
    )
    points = tuple(step.checkpoint for step in steps if (step.mark.at.second - second) % 60 <= 2)
    return Sign(remark, policy.costs.same_second, points)


def _backward(looked: Looked) -> Sign | None:
    """Against the planned order, to and fro."""
    policy, planned = looked.policy, {c: n for n, c in enumerate(looked.round.points)}
    ways = [s for s in looked.steps if s.came_from in planned and s.checkpoint in planned]
    back = [s for s in ways if planned[s.checkpoint] < planned[s.came_from]]
    # Somebody who walks the whole route the other way round has an order too.
    turns = min(len(back), len(ways) - len(back))
    if turns < 4 or turns / len(ways) < policy.backward_share:
        return None
    remark = Remark(
        "order", "To and fro against the planned order ({count} of {of} ways).", {"count": turns, "of": len(ways)}
    )
    return Sign(remark, policy.costs.order, tuple(s.checkpoint for s in back))


def _codes(looked: Looked) -> list[Sign]:
    """Codes that prove nothing. Those of other sites and those not registered yet say nothing about anybody."""
    costs, refused = looked.policy.costs, [fact for _, fact in looked.round.refused]
    retired = [f for f in refused if f.why == "retired"]
    forged = [f for f in refused if f.why == "bad_tag"]
    replayed = [f for f in refused if f.why == "replayed"]
    late = [f for f in refused if f.why == "stale"]
    signs: list[Sign] = []
    for facts, cost, remark in (
        (
            retired,
            costs.retired,
            Remark(
                "retired",
                "Labels that were taken out of use were scanned: {count}. Where is the old label?",
                {"count": len(retired)},
            ),
        ),
        (
            forged,
            costs.forged,
            Remark("forged", "Codes that we did not make were scanned: {count}.", {"count": len(forged)}),
        ),
        (
            replayed,
            costs.replayed,
            Remark("replayed", "A screen's code was shown a second time: {count}.", {"count": len(replayed)}),
        ),
        (
            late,
            costs.late_code,
            Remark(
                "late_code", "A screen's code was out of its time: {count}. A clock may be wrong.", {"count": len(late)}
            ),
        ),
    ):
        if facts:
            points = tuple(dict.fromkeys(f.checkpoint for f in facts if f.checkpoint))
            signs.append(Sign(remark, cost, points))
    return signs


def _pasted(looked: Looked) -> Sign | None:
    """Digits of a code that came from a clipboard: nobody at the place has them there."""
    pasted = [c for c in looked.round.points if _was_pasted(looked.round.visit(c))]
    if not pasted:
        return None
    remark = Remark("pasted", "Digits of a code were pasted instead of scanned: {count} times.", {"count": len(pasted)})
    return Sign(remark, cost_of(looked.policy.costs.pasted, len(pasted) / 3), tuple(pasted))


def _was_pasted(visit: Visit) -> bool:
    return bool(visit.arrivals) and all(arrival.fact.method == "pasted" for arrival in visit.arrivals)


def _weak(looked: Looked) -> Sign | None:
    """Many arrivals without a scan."""
    policy = looked.policy
    reached = [v for c in looked.round.points if (v := looked.round.visit(c)).arrivals]
    without = [v.checkpoint for v in reached if weak(v) and not _was_pasted(v)]
    if len(without) < 3 or len(without) / len(reached) < policy.weak_share:
        return None
    remark = Remark(
        "weak_proof",
        "Confirmed without a scan: {count} of {of} (letters, a picture file, a witness).",
        {"count": len(without), "of": len(reached)},
    )
    return Sign(remark, cost_of(policy.costs.weak_proof, len(without) / len(reached) / 0.5), tuple(without))


def _answers(looked: Looked) -> list[Sign]:
    """What was said to the questions of the places: what does not agree, and what was not answered."""
    costs, wrong, without, count = looked.policy.costs, list[str](), list[str](), 0
    for place in looked.round.points:
        visit = looked.round.visit(place)
        over = visit.state == "done" or not looked.round.open
        for due in asked(looked.site, looked.round, place) if looked.site else ():
            told = visit.challenged.get(due.arrival)
            count += 1
            if told is not None and told.outcome == "wrong":
                wrong.append(place)
            elif told.outcome in ("skipped", "cannot_tell") if told is not None else over:
                without.append(place)
    signs: list[Sign] = []
    if wrong:
        remark = Remark(
            "wrong_answer",
            "Answers to a question of the place that do not agree with what is known of it: {count} of {of}.",
            {"count": len(wrong), "of": count},
        )
        signs.append(Sign(remark, min(100, costs.wrong_answer * len(wrong)), tuple(dict.fromkeys(wrong))))
    if without:
        remark = Remark(
            "no_answer",
            "Questions of the place left without an answer: {count} of {of}.",
            {"count": len(without), "of": count},
        )
        signs.append(Sign(remark, cost_of(costs.no_answer, len(without) / 2), tuple(dict.fromkeys(without))))
    return signs


def _together(looked: Looked) -> Sign | None:
    """Nearly everything passed in one tap a point."""
    policy = looked.policy
    visits = [looked.round.visit(c) for c in looked.round.points]
    given = sum(len(v.answers) for v in visits)
    together = sum(v.with_rest for v in visits)
    if given < FEW_ANSWERS or together / given < policy.rest_share:
        return None
    remark = Remark(
        "rest",
        "{share} % of the answers were passed together ({count} of {of}).",
        {"share": round(100 * together / given), "count": together, "of": given},
    )
    return Sign(remark, policy.costs.rest, tuple(v.checkpoint for v in visits if v.with_rest))


def _clock(looked: Looked) -> Sign | None:
    """The clock of the device was moved on the way."""
    if not any(w.code == "clock" for w in judge(looked.round).warnings):
        return None
    return Sign(Remark("clock", "The clock of the device was changed during the round.", {}), looked.policy.costs.clock)

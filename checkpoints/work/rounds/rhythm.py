"""What is odd about a round without deciding whether it counts (rules.md 8). The app flags, it does not accuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from checkpoints.work.rounds.elapsed import NOTHING, Elapsed, length
from checkpoints.work.rounds.facts import RoundRules
from checkpoints.work.rounds.state import Round

__all__ = ["Remark", "loose_ends", "rhythm"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A reason or a warning: a code for scripts, a gettext msgid with {fields}, and the values.

    `points` and `checkpoint` hold checkpoint ids; the screen puts the names of the places there.
    """

    code: str
    message: str
    params: dict[str, object]


def rhythm(round_: Round, took: Elapsed, rules: RoundRules) -> list[Remark]:
    """What is odd about the times: a long wait at one point, points in a rush, codes shown twice, a moved clock."""
    warnings: list[Remark] = []
    stays: dict[str, timedelta] = {}
    for span in took.spans:
        if not span.pause:
            stays[span.checkpoint] = stays.get(span.checkpoint, NOTHING) + span.length
    warnings.extend(
        Remark(
            "dwell",
            "{stayed} at {checkpoint}: more than {share} % of the round at one point.",
            {"stayed": stayed, "checkpoint": checkpoint, "share": round(rules.max_dwell_share * 100)},
        )
        for checkpoint, stayed in stays.items()
        if took.net and stayed > took.net * rules.max_dwell_share
    )
    hurried, again = _too_soon(round_, rules)
    if hurried:
        warnings.append(
            Remark(
                "hurried",
                "Reached less than {seconds} s after the point before ({count}): {points}",
                {"count": len(hurried), "seconds": rules.min_gap_seconds, "points": hurried},
            )
        )
    if again:
        warnings.append(
            Remark(
                "scanned_twice",
                "Scanned again within {minutes} minutes ({count}): {points}",
                {"count": len(again), "minutes": rules.rescan_minutes, "points": again},
            )
        )
    if took.jumps:
        warnings.append(
            Remark("clock", "The clock of the device was changed on the way; the time was measured without it.", {})
        )
    if round_.accepted is not None:
        warnings.append(
            Remark("accepted_short", "Accepted under the minimum time: {reason}", {"reason": round_.accepted.reason})
        )
    return warnings


def _too_soon(round_: Round, rules: RoundRules) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Points reached in a rush after another one, and points whose code was shown again too soon."""
    hurried: list[str] = []
    again: list[str] = []
    for a, b in pairwise([m for m in round_.marks if m.arrival]):
        took = length(a, b)[0]
        if a.arrival != b.arrival and took < timedelta(seconds=rules.min_gap_seconds):
            hurried.append(b.arrival)
        if a.arrival == b.arrival and took < timedelta(minutes=rules.rescan_minutes):
            again.append(b.arrival)
    return tuple(hurried), tuple(dict.fromkeys(again))


def loose_ends(round_: Round, expected: Mapping[str, int]) -> list[Remark]:
    """What was left undone or is weakly proven. `expected` says how many checks are asked at a checkpoint.

    A point that was left had everything answered that was asked on that day, whatever the site asks today.
    """
    warnings: list[Remark] = []
    unanswered = {
        c: expected[c] - len(round_.visit(c).answers)
        for c in round_.points
        if round_.visit(c).state == "here" and len(round_.visit(c).answers) < expected.get(c, 0)
    }
    if unanswered:
        warnings.append(
            Remark(
                "unanswered",
                "Checks without an answer ({count}) at: {points}",
                {"count": sum(unanswered.values()), "points": tuple(unanswered)},
            )
        )
    weak = tuple(
        c
        for c in round_.points
        if (v := round_.visit(c)).arrivals
        and all(a.fact.method in ("picture", "pasted", "typed", "witnessed") for a in v.arrivals)
    )
    if weak:
        warnings.append(
            Remark("weak_proof", "Confirmed without a scan ({count}): {points}", {"count": len(weak), "points": weak})
        )
    if round_.refused:
        warnings.append(Remark("refused_scans", "Codes refused on the way: {count}", {"count": len(round_.refused)}))
    return warnings

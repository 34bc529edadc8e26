"""Whether a round counts, and why not (brief D3.1 to D3.3; rules.md 8).

The reasons decide, the warnings of `rhythm` never do; the times come from `elapsed`. A round is judged by the numbers
that its first fact carries, so that a later change of the site's policy judges no old round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from checkpoints.work.rounds.elapsed import (
    HalfDay,
    Span,
    counted_half,
    elapsed,
    first_arrival,
    half_of,
    length,
    net_until,
)
from checkpoints.work.rounds.facts import RoundStarted
from checkpoints.work.rounds.rhythm import Remark, loose_ends, rhythm
from checkpoints.work.rounds.state import Round

__all__ = ["HalfDay", "Remark", "Span", "Verdict", "half_of", "judge", "length", "net_until"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on a round. It counts when `reasons` is empty; `warnings` never decide."""

    day: date
    half: HalfDay
    net: timedelta
    paused: timedelta
    people: int
    visited: int
    skipped: int
    planned: int
    reasons: tuple[Remark, ...]
    warnings: tuple[Remark, ...]

    @property
    def counts(self) -> bool:
        """Whether the round counts as one of the two of its day."""
        return not self.reasons


def judge(round_: Round, expected_checks: Mapping[str, int] | None = None) -> Verdict:
    """Judge a round, finished or still open (then: as if it ended at the last arrival).

    `expected_checks` maps a checkpoint to how many checks are asked there; with it unanswered ones are warned of.

    Raises:
        ValueError: the round's first fact has not arrived yet.
    """
    start, opened = round_.started, round_.started_at
    if start is None or opened is None:
        msg = f"round {round_.id} has no start yet"
        raise ValueError(msg)
    took = elapsed(round_.marks, start.rules)
    day, half = counted_half(round_, took, start.rules.am_ends, opened)
    states = [round_.visit(c).state for c in start.points]
    reasons = [
        *_when(round_, start, half),
        *_how_long(round_, start, took.net),
        *_who(round_, start),
        *_where([c for c, state in zip(start.points, states, strict=True) if state == "ahead"]),
    ]
    return Verdict(
        day=day,
        half=half,
        net=took.net,
        paused=took.paused,
        people=len(round_.people),
        visited=sum(bool(round_.visit(c).arrivals) for c in start.points),
        skipped=states.count("skipped"),
        planned=len(start.points),
        reasons=tuple(reasons),
        warnings=(*rhythm(round_, took, start.rules), *loose_ends(round_, expected_checks or {})),
    )


def _when(round_: Round, start: RoundStarted, half: HalfDay) -> list[Remark]:
    """D3.1: one in the morning, one in the afternoon, walked then and not entered later."""
    reasons: list[Remark] = []
    if round_.abandoned is not None:
        reasons.append(Remark("abandoned", "The round was given up.", {}))
    if start.paper:
        reasons.append(Remark("paper", "Entered later from paper: kept, but never counted as on time.", {}))
    if start.half not in ("any", half):
        reasons.append(
            Remark("wrong_half", "This is a morning route, but most of it was walked in the afternoon.", {})
            if start.half == "am"
            else Remark("wrong_half", "This is an afternoon route, but most of it was walked in the morning.", {})
        )
    # By the first scan, because a round that was tapped open before the hour and walked at night has missed it.
    began = first_arrival(round_) or round_.started_at
    if began is not None and began.time() >= time.fromisoformat(start.rules.pm_ends):
        reasons.append(
            Remark(
                "late",
                "Started after {limit}, when the afternoon round was already missed.",
                {"limit": start.rules.pm_ends},
            )
        )
    return reasons


def _how_long(round_: Round, start: RoundStarted, net: timedelta) -> list[Remark]:
    """D3.2: at least an hour, unless the supervisor accepts less."""
    short = timedelta(minutes=start.rules.min_minutes) - net
    if short <= timedelta() or round_.accepted is not None:
        return []
    return [
        Remark(
            "short",
            "Only {net} from the first scan to the last; {limit} minutes are needed, {short} are missing.",
            {"net": net, "limit": start.rules.min_minutes, "short": short},
        )
    ]


def _who(round_: Round, start: RoundStarted) -> list[Remark]:
    """D3.1: joint, unless the manager waives it."""
    if len(round_.people) >= start.rules.min_participants or round_.waived is not None:
        return []
    return [
        Remark(
            "participants",
            "Only {count} took part; a joint round needs {needed}, each confirmed with a PIN.",
            {"count": len(round_.people), "needed": start.rules.min_participants},
        )
    ]


def _where(ahead: list[str]) -> list[Remark]:
    """D3.3: every planned point reached, or skipped with a reason."""
    if not ahead:
        return []
    return [
        Remark(
            "points_missing",
            "Points neither reached nor skipped with a reason ({count}): {points}",
            {"count": len(ahead), "points": tuple(ahead)},
        )
    ]

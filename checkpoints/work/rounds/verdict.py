"""Whether a round counts, and why not (brief D3.1 to D3.3; rules.md 8). Pure arithmetic on the round's marks.

Net time runs from the first arrival to the last. A gap between two marks longer than the pause limit is left out
whole, be it a pause, a crash or a rest. Lengths come from the machine's uptime where both marks were made in one
run of one machine, because no hand can set that clock; only across runs or devices does wall time decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from checkpoints.work.rounds.facts import RoundRules
from checkpoints.work.rounds.state import Mark, Round

__all__ = ["HalfDay", "Remark", "Span", "Verdict", "half_of", "judge", "length", "net_until"]

HalfDay = Literal["am", "pm"]
CLOCK_JUMP = timedelta(minutes=2)
"""Wall and uptime may drift apart this far before it is called a jump."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A reason or a warning: a code for scripts, a gettext msgid with {fields}, and the values.

    `points` and `checkpoint` hold checkpoint ids; the screen puts the names of the places there.
    """

    code: str
    message: str
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class Span:
    """The time between two marks: when it began, how long it was, and whether it is left out as a pause."""

    begin: datetime
    length: timedelta
    pause: bool
    checkpoint: str
    """Where the people were."""


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


def length(a: Mark, b: Mark) -> tuple[timedelta, bool]:
    """How long it was from one mark to the next, and whether the wall clock jumped meanwhile."""
    wall = b.at - a.at
    if a.boot and (a.device, a.boot) == (b.device, b.boot):
        true = timedelta(milliseconds=max(0, b.up - a.up))
        return true, abs(wall - true) > CLOCK_JUMP
    return max(wall, timedelta()), wall < timedelta()


def _spans(round_: Round, rules: RoundRules) -> tuple[list[Span], int]:
    """The spans from the first arrival to the last, and how often the clock jumped."""
    marks = round_.marks
    arrivals = [i for i, mark in enumerate(marks) if mark.arrival]
    if not arrivals:
        return [], 0
    limit = timedelta(minutes=rules.pause_minutes)
    spans: list[Span] = []
    jumps, here = 0, ""
    for a, b in pairwise(marks[arrivals[0] : arrivals[-1] + 1]):
        here = a.arrival or here
        took, jumped = length(a, b)
        jumps += jumped
        spans.append(Span(a.at, took, took > limit, here))
    return spans, jumps


def net_until(round_: Round, now: Mark) -> timedelta:
    """The net time if the next arrival were now; zero before the first arrival. For the clock in the header."""
    if round_.started is None or not any(mark.arrival for mark in round_.marks):
        return timedelta()
    limit = timedelta(minutes=round_.started.rules.pause_minutes)
    spans, _ = _spans(round_, round_.started.rules)
    marks = round_.marks
    last = max(i for i, mark in enumerate(marks) if mark.arrival)
    tail = [length(a, b)[0] for a, b in pairwise([*marks[last:], now])]
    return sum((s.length for s in spans if not s.pause), timedelta()) + sum(
        (t for t in tail if t <= limit), timedelta()
    )


def half_of(at: datetime, am_ends: str) -> HalfDay:
    """The half of the local day."""
    return "am" if at.time() < time.fromisoformat(am_ends) else "pm"


def _bucket(begin: datetime, took: timedelta, am_ends: str) -> dict[tuple[date, HalfDay], timedelta]:
    """Share a span out over the half-days it touches."""
    noon = time.fromisoformat(am_ends)
    shares: dict[tuple[date, HalfDay], timedelta] = {}
    at, left = begin, took
    while left > timedelta():
        half = half_of(at, am_ends)
        edge = (
            datetime.combine(at.date(), noon, at.tzinfo)
            if half == "am"
            else datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)
        )
        piece = min(left, edge - at)
        shares[at.date(), half] = shares.get((at.date(), half), timedelta()) + piece
        at, left = at + piece, left - piece
    return shares


def _counted_half(round_: Round, spans: list[Span], rules: RoundRules, local: datetime) -> tuple[date, HalfDay]:
    """The half-day where most net minutes lie; by the start when there are none (rules.md 8: never both)."""
    minutes: dict[tuple[date, HalfDay], timedelta] = {}
    for span in spans:
        if not span.pause:
            for key, share in _bucket(span.begin, span.length, rules.am_ends).items():
                minutes[key] = minutes.get(key, timedelta()) + share
    first = next((m.at for m in round_.marks if m.arrival), local)
    by_start = (first.date(), half_of(first, rules.am_ends))
    best = max(minutes.values(), default=timedelta())
    if minutes.get(by_start, timedelta()) >= best:
        return by_start
    return min(key for key, value in minutes.items() if value == best)


def judge(round_: Round, expected_checks: dict[str, int] | None = None) -> Verdict:
    """Judge a round, finished or still open (then: as if it ended at the last arrival).

    `expected_checks` maps a checkpoint to how many checks are asked there; with it unanswered ones are warned of.

    Raises:
        ValueError: the round's first fact has not arrived yet.
    """
    start, local = round_.started, round_.started_at
    if start is None or local is None:
        msg = f"round {round_.id} has no start yet"
        raise ValueError(msg)
    rules = start.rules
    spans, jumps = _spans(round_, rules)
    net = sum((s.length for s in spans if not s.pause), timedelta())
    paused = sum((s.length for s in spans if s.pause), timedelta())
    day, half = _counted_half(round_, spans, rules, local)
    states = {c: round_.visit(c).state for c in start.points}
    open_points = [c for c in start.points if states[c] == "ahead"]
    reasons = tuple(_reasons(round_, rules, net, half, open_points))
    warnings = tuple(_rhythm(round_, spans, net, rules, jumps) + _loose_ends(round_, expected_checks or {}))
    return Verdict(
        day=day,
        half=half,
        net=net,
        paused=paused,
        people=len(round_.people),
        visited=sum(bool(round_.visit(c).arrivals) for c in start.points),
        skipped=sum(s == "skipped" for s in states.values()),
        planned=len(start.points),
        reasons=reasons,
        warnings=warnings,
    )


def _reasons(round_: Round, rules: RoundRules, net: timedelta, half: HalfDay, open_points: list[str]) -> list[Remark]:
    start, began = round_.started, round_.started_at
    assert start is not None
    assert began is not None
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
    if began.time() >= time.fromisoformat(rules.pm_ends):
        reasons.append(
            Remark(
                "late",
                "Started after {limit}, when the afternoon round was already missed.",
                {"limit": rules.pm_ends},
            )
        )
    if net < timedelta(minutes=rules.min_minutes) and round_.accepted is None:
        short = timedelta(minutes=rules.min_minutes) - net
        reasons.append(
            Remark(
                "short",
                "Only {net} from the first scan to the last; {limit} minutes are needed, {short} are missing.",
                {"net": net, "limit": rules.min_minutes, "short": short},
            )
        )
    if len(round_.people) < rules.min_participants and round_.waived is None:
        reasons.append(
            Remark(
                "participants",
                "Only {count} took part; a joint round needs {needed}, each confirmed with a PIN.",
                {"count": len(round_.people), "needed": rules.min_participants},
            )
        )
    if open_points:
        reasons.append(
            Remark(
                "points_missing",
                "Points neither reached nor skipped with a reason ({count}): {points}",
                {"count": len(open_points), "points": tuple(open_points)},
            )
        )
    return reasons


def _rhythm(round_: Round, spans: list[Span], net: timedelta, rules: RoundRules, jumps: int) -> list[Remark]:
    """A one-hour wait at one point does not make a round (rules.md 8); flagged, never accused."""
    warnings: list[Remark] = []
    dwell: dict[str, timedelta] = {}
    for span in spans:
        if not span.pause:
            dwell[span.checkpoint] = dwell.get(span.checkpoint, timedelta()) + span.length
    for checkpoint, stayed in dwell.items():
        if net and stayed > net * rules.max_dwell_share:
            warnings.append(
                Remark(
                    "dwell",
                    "{stayed} at {checkpoint}: more than {share} % of the round at one point.",
                    {"stayed": stayed, "checkpoint": checkpoint, "share": round(rules.max_dwell_share * 100)},
                )
            )
    hurried: list[str] = []
    for a, b in pairwise([m for m in round_.marks if m.arrival]):
        if a.arrival != b.arrival and length(a, b)[0] < timedelta(seconds=rules.min_gap_seconds):
            hurried.append(b.arrival)
    if hurried:
        warnings.append(
            Remark(
                "hurried",
                "Reached less than {seconds} s after the point before ({count}): {points}",
                {"count": len(hurried), "seconds": rules.min_gap_seconds, "points": tuple(hurried)},
            )
        )
    if jumps:
        warnings.append(
            Remark(
                "clock",
                "The clock of the device was changed on the way; the time was measured without it.",
                {},
            )
        )
    if round_.accepted is not None:
        warnings.append(
            Remark(
                "accepted_short",
                "Accepted under the minimum time: {reason}",
                {"reason": round_.accepted.reason},
            )
        )
    return warnings


def _loose_ends(round_: Round, expected: dict[str, int]) -> list[Remark]:
    warnings: list[Remark] = []
    unanswered = {
        c: expected[c] - len(round_.visit(c).answers)
        for c in round_.points
        if round_.visit(c).state in ("here", "done") and len(round_.visit(c).answers) < expected.get(c, 0)
    }
    if unanswered:
        warnings.append(
            Remark(
                "unanswered",
                "Checks without an answer ({count}) at: {points}",
                {"count": sum(unanswered.values()), "points": tuple(unanswered)},
            )
        )
    weak = [
        c
        for c in round_.points
        if (v := round_.visit(c)).arrivals and all(a.fact.method in ("typed", "witnessed") for a in v.arrivals)
    ]
    if weak:
        warnings.append(
            Remark(
                "weak_proof",
                "Confirmed without a scan ({count}): {points}",
                {"count": len(weak), "points": tuple(weak)},
            )
        )
    if round_.refused:
        warnings.append(Remark("refused_scans", "Codes refused on the way: {count}", {"count": len(round_.refused)}))
    return warnings

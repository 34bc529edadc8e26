"""How long a round took, and in which half of the day it lies (brief D3.2; rules.md 8). Arithmetic on marks.

Net time runs from the first arrival to the last. A gap between two marks longer than the pause limit is left out
whole, be it a pause, a crash or a rest. Lengths come from the machine's uptime where both marks were made in one
run of one machine, because no hand can set that clock; only across runs or devices does wall time decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import Literal

from checkpoints.work.rounds.facts import RoundRules
from checkpoints.work.rounds.state import Mark, Round

__all__ = ["Elapsed", "HalfDay", "Span", "counted_half", "elapsed", "first_arrival", "half_of", "length", "net_until"]

HalfDay = Literal["am", "pm"]
CLOCK_JUMP = timedelta(minutes=2)
"""Wall and uptime may drift apart this far before it is called a jump."""
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Span:
    """The time between two marks: when it began, how long it was, and whether it is left out as a pause."""

    begin: datetime
    length: timedelta
    pause: bool
    checkpoint: str
    """Where the people were."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The time from the first arrival to the last."""

    spans: tuple[Span, ...] = ()
    net: timedelta = NOTHING
    paused: timedelta = NOTHING
    jumps: int = 0
    """How often the wall clock was moved meanwhile."""


def length(a: Mark, b: Mark) -> tuple[timedelta, bool]:
    """How long it was from one mark to the next, and whether the wall clock jumped meanwhile."""
    # Two times of one named zone are subtracted by their hands, which is wrong across a change of summer time.
    fixed = isinstance(a.at.tzinfo, timezone)
    wall = b.at - a.at if fixed else b.at.astimezone(UTC) - a.at.astimezone(UTC)
    if _one_run(a, b):
        true = timedelta(milliseconds=max(0, b.up - a.up))
        return true, abs(wall - true) > CLOCK_JUMP
    return max(wall, NOTHING), wall < NOTHING


def _one_run(a: Mark, b: Mark) -> bool:
    return a.boot != "" and a.boot == b.boot and a.device == b.device


def elapsed(marks: Sequence[Mark], rules: RoundRules) -> Elapsed:
    """Measure from the first arrival to the last."""
    arrivals = [i for i, mark in enumerate(marks) if mark.arrival]
    if not arrivals:
        return Elapsed()
    within = marks[arrivals[0] : arrivals[-1] + 1]
    limit = timedelta(minutes=rules.pause_minutes)
    spans: list[Span] = []
    net = paused = NOTHING
    jumps, here = 0, ""
    for a, b in pairwise(within):
        here = a.arrival or here
        took, jumped = length(a, b)
        jumps += jumped
        pause = took > limit
        if pause:
            paused += took
        else:
            net += took
        spans.append(Span(a.at, took, pause, here))
    if _one_run(within[0], within[-1]):
        # Two devices with unlike clocks, marking in turn, would otherwise add up to more than the time there was.
        net = min(net, length(within[0], within[-1])[0])
    return Elapsed(tuple(spans), net, paused, jumps)


def net_until(round_: Round, now: Mark) -> timedelta:
    """The net time if the next arrival were now; zero before the first arrival. For the clock in the header."""
    if round_.started is None or not any(mark.arrival for mark in round_.marks):
        return NOTHING
    arrival = Mark(now.at, now.device, now.boot, now.up, "now")
    return elapsed([*round_.marks, arrival], round_.started.rules).net


def first_arrival(round_: Round) -> datetime | None:
    """When the round really began: its first scan. A round that was only tapped open has not begun."""
    return next((mark.at for mark in round_.marks if mark.arrival), None)


def half_of(at: datetime, am_ends: str) -> HalfDay:
    """The half of the local day."""
    return "am" if at.time() < time.fromisoformat(am_ends) else "pm"


def _share_out(span: Span, am_ends: str) -> dict[tuple[date, HalfDay], timedelta]:
    """Share a span out over the half-days it touches."""
    noon = time.fromisoformat(am_ends)
    shares: dict[tuple[date, HalfDay], timedelta] = {}
    at, left = span.begin, span.length
    while left > NOTHING:
        half = half_of(at, am_ends)
        edge = (
            datetime.combine(at.date(), noon, at.tzinfo)
            if half == "am"
            else datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)
        )
        piece = min(left, edge - at)
        shares[at.date(), half] = shares.get((at.date(), half), NOTHING) + piece
        at, left = at + piece, left - piece
    return shares


def counted_half(round_: Round, took: Elapsed, am_ends: str, opened: datetime) -> tuple[date, HalfDay]:
    """The half-day where most net minutes lie; by the first scan when halves are equal (rules.md 8: never both)."""
    began = first_arrival(round_) or opened
    by_start = (began.date(), half_of(began, am_ends))
    last = next((mark.at for mark in reversed(round_.marks) if mark.arrival), began)
    if not took.jumps and (last.date(), half_of(last, am_ends)) == by_start:
        return by_start
    minutes: dict[tuple[date, HalfDay], timedelta] = {}
    for span in took.spans:
        if not span.pause:
            for key, share in _share_out(span, am_ends).items():
                minutes[key] = minutes.get(key, NOTHING) + share
    best = max(minutes.values(), default=NOTHING)
    if minutes.get(by_start, NOTHING) >= best:
        return by_start
    return min(key for key, value in minutes.items() if value == best)

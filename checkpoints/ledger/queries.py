"""Questions that screens and scripts ask the ledger. Each one reads indexes; none scans the events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from checkpoints.ledger.ledger import Ledger
from checkpoints.work.rounds import Round
from checkpoints.work.rounds.checking import checks_here
from checkpoints.work.rounds.verdict import HalfDay, Verdict, judge

__all__ = ["Counts", "HalfDayState", "HalfDayStatus", "count", "expected_checks", "half_day", "verdict"]

HalfDayStatus = Literal["todo", "walking", "done", "not_counting", "missed"]


@dataclass(frozen=True, slots=True)
class HalfDayState:
    """Where one of the two rounds of a day stands (D3.1)."""

    state: HalfDayStatus
    rounds: tuple[Round, ...]
    """The rounds of that half-day, the counting one first."""
    reason: str = ""
    """Why it was missed, once somebody said so."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What `roundsman status` tells."""

    rounds: dict[str, int]
    visits: int
    skips: int
    answers: int
    findings: dict[str, int]


def expected_checks(ledger: Ledger, round_: Round) -> dict[str, int]:
    """How many checks are asked at each point of a round."""
    return {c: len(checks_here(ledger, round_, c)) for c in round_.points}


def verdict(ledger: Ledger, round_: Round) -> Verdict:
    """The judgement on a round with the site's checks in mind."""
    return judge(round_, expected_checks(ledger, round_))


def half_day(ledger: Ledger, day: date, half: HalfDay, now: datetime) -> HalfDayState:
    """Whether the round of a half-day is owed, walked, done or missed (D3.1, rules.md 8).

    A round over noon counts for one half only. `now` is local to the site.
    """
    mine: list[tuple[Round, Verdict]] = []
    for round_ in ledger.rounds.of_day(day):
        found = judge(round_)
        if (found.day, found.half) == (day, half):
            mine.append((round_, found))
    mine.sort(key=lambda pair: (not (pair[1].counts and not pair[0].open), pair[0].id))
    rounds = tuple(r for r, _ in mine)
    if any(r.open for r in rounds) and not any(v.counts and not r.open for r, v in mine):
        return HalfDayState("walking", rounds)
    if any(v.counts and not r.open for r, v in mine):
        return HalfDayState("done", rounds)
    if any(not r.open and not r.abandoned for r in rounds):
        return HalfDayState("not_counting", rounds)
    policy = ledger.site.patrol_policy if ledger.site else None
    ends = time.fromisoformat((policy.am_ends if half == "am" else policy.pm_ends) if policy else "23:59")
    over = now.date() > day or (now.date() == day and now.time() >= ends)
    told = ledger.missed.get(f"{day.isoformat()}.{half}")
    reason = told.explained.reason if told and told.explained else ""
    return HalfDayState("missed" if over else "todo", rounds, reason if over else "")


def count(ledger: Ledger) -> Counts:
    """Count rounds by validity, visits, answers and findings by state."""
    rounds = {"open": 0, "valid": 0, "not_counting": 0, "abandoned": 0}
    visits = skips = answers = 0
    for round_ in ledger.rounds.all.values():
        if round_.started is None:
            continue
        if round_.open:
            rounds["open"] += 1
        elif round_.abandoned is not None:
            rounds["abandoned"] += 1
        else:
            rounds["valid" if judge(round_).counts else "not_counting"] += 1
        for visit in round_.visits.values():
            visits += bool(visit.arrivals)
            skips += visit.state == "skipped"
            answers += len(visit.answers)
    findings = {"found": 0, "fixed_on_spot": 0, "gone": 0}
    for finding in ledger.findings.all.values():
        if finding.raised is not None:
            findings[finding.state] += 1
    return Counts(rounds, visits, skips, answers, findings)

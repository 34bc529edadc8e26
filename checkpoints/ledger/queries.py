"""Questions that screens and scripts ask the ledger. Each one reads indexes; none scans the events."""

from __future__ import annotations

from dataclasses import dataclass

from checkpoints.ledger.ledger import Ledger
from checkpoints.work.rounds import Round
from checkpoints.work.rounds.checking import checks_here
from checkpoints.work.rounds.verdict import Verdict, judge

__all__ = ["Counts", "count", "expected_checks", "verdict"]


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

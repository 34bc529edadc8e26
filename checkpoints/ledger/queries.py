"""Questions that screens and scripts ask the ledger. Each one reads indexes; none scans the events."""

from __future__ import annotations

from dataclasses import dataclass

from checkpoints.ledger.ledger import Ledger
from checkpoints.ledger.shelf import told
from checkpoints.work.findings.table import STATES
from checkpoints.work.rounds import Round
from checkpoints.work.rounds.checking import checks_here
from checkpoints.work.rounds.tally import tally
from checkpoints.work.rounds.verdict import Verdict, judge

__all__ = ["Counts", "count", "expected_checks", "not_counting", "verdict"]


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
    for _, of in told(ledger.rounds.all, tally):
        if of.state != "none":
            rounds[of.state] += 1
            visits += of.visits
            skips += of.skips
            answers += of.answers
    findings: dict[str, int] = dict.fromkeys(STATES, 0)
    for _, line in ledger.findings.lines():
        findings[line.state] += 1
    return Counts(rounds, visits, skips, answers, findings)


def not_counting(ledger: Ledger) -> list[str]:
    """Ids of the rounds that were ended and do not count, the newest first."""
    bad = {r for r, of in told(ledger.rounds.all, tally) if of.state in ("not_counting", "abandoned")}
    return [r for r in ledger.rounds.newest_ids() if r in bad]

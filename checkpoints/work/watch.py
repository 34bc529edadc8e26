"""The watch over rounds: what nobody could look at again and again (rules.md 11.5 and 11.6).

Not applicable three times running hides a dead meter as well as a missing one; a place that is skipped twice in a week
has no key, no escort, or nobody who wants to go there. Both are computed from the rounds of the last days; nothing is
written, and a proper answer or a week without a skip takes them off again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from checkpoints.site.people import RoleId
from checkpoints.work.rounds.state import Round

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["NA_DAYS", "NA_RUNNING", "SKIPS", "SKIP_DAYS", "Flag", "watch"]

NA_RUNNING = 3
NA_DAYS = 14
"""How far back answers are read; a sampled place comes up at least every seven days."""
SKIPS = 2
SKIP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look into: where, how often, on which rounds (oldest first), and who should know."""

    kind: Literal["not_applicable", "skipped"]
    checkpoint: str
    check: str
    """'' for a place that was skipped."""
    times: int
    rounds: tuple[str, ...]
    reasons: tuple[str, ...]
    """Why it was skipped, oldest first, each once."""
    who: RoleId


def watch(ledger: Ledger, now: datetime) -> list[Flag]:
    """What has to be looked into now, skipped places first; in order of place and check."""
    rounds = list(_since(ledger, now, max(NA_DAYS, SKIP_DAYS)))
    week = now - timedelta(days=SKIP_DAYS)
    recent = [r for r in rounds if r.started_at is not None and r.started_at >= week]
    return [*_skipped(recent), *_not_applicable(rounds)]


def _since(ledger: Ledger, now: datetime, days: int) -> Iterator[Round]:
    """The rounds of the last days, oldest first; abandoned ones prove nothing. Only these are thawed."""
    first = now.timestamp() - days * 86_400
    ids = [round_ for at, round_ in ledger.rounds.starts if first <= at <= now.timestamp()]
    for round_ in (ledger.rounds.all[r] for r in ids):
        if round_.started is not None and round_.abandoned is None:
            yield round_


def _skipped(rounds: list[Round]) -> Iterator[Flag]:
    skips: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for round_ in rounds:
        for checkpoint, visit in round_.visits.items():
            if visit.state == "skipped" and visit.skipped is not None:
                skips[checkpoint].append((round_.id, visit.skipped.reason))
    for checkpoint, known in sorted(skips.items()):
        if len(known) >= SKIPS:
            ids, reasons = tuple(r for r, _ in known), tuple(dict.fromkeys(why for _, why in known))
            yield Flag("skipped", checkpoint, "", len(known), ids, reasons, "manager")


def _not_applicable(rounds: list[Round]) -> Iterator[Flag]:
    """Checks whose last answers were all "not applicable"; the answer in force counts, not what it corrected."""
    given: dict[tuple[str, str], list[tuple[datetime, str, bool]]] = defaultdict(list)
    for round_ in rounds:
        for checkpoint, visit in round_.visits.items():
            for check, answer in visit.answers.items():
                given[checkpoint, check].append((answer.at, round_.id, answer.fact.value == "na"))
    for (checkpoint, check), answers in sorted(given.items()):
        running: list[str] = []
        for _at, round_id, none in sorted(answers, reverse=True):
            if not none:
                break
            running.append(round_id)
        if len(running) >= NA_RUNNING:
            ids = tuple(reversed(running))
            yield Flag("not_applicable", checkpoint, check, len(ids), ids, (), "supervisor")

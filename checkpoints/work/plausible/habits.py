"""What is usual on this site: how long the way from one place to another takes, and how long people stay.

Learned as medians from the rounds that counted before the one that is judged, so that a judgement does not change with
what came later, and no single odd round moves it.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from checkpoints.site.policy import PresencePolicy
from checkpoints.work.rounds.tally import Tally, tally

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Habits", "Usual", "learn"]

_Samples = list[tuple[float, float]]
"""(when the round began, seconds), oldest first."""


class Usual(NamedTuple):
    """A median in seconds, and from how many rounds."""

    seconds: float
    rounds: int


@dataclass(slots=True)
class Habits:
    """What was learned so far; `learn` keeps it up to date."""

    least: int
    most: int
    walks: dict[tuple[str, str], _Samples] = field(default_factory=dict[tuple[str, str], _Samples])
    stays: dict[str, _Samples] = field(default_factory=dict[str, _Samples])
    told: dict[str, tuple[object, Tally]] = field(default_factory=dict[str, tuple[object, Tally]])
    """What was learned of each round, and what it looked like then."""

    def walk(self, came_from: str, checkpoint: str, before: float) -> Usual | None:
        """The usual way between two places, as of a moment (seconds of the epoch); None where too little is known."""
        return self._median(self.walks.get((came_from, checkpoint), ()), before)

    def stay(self, checkpoint: str, before: float) -> Usual | None:
        """The usual stay at a place, likewise."""
        return self._median(self.stays.get(checkpoint, ()), before)

    def _median(self, samples: Sequence[tuple[float, float]], before: float) -> Usual | None:
        past = [seconds for began, seconds in samples if began < before][-self.most :]
        return Usual(statistics.median(past), len(past)) if len(past) >= self.least else None

    def take(self, of: Tally) -> None:
        """Learn from one round."""
        for came_from, checkpoint, walk, stay in of.ways:
            if came_from:
                self.walks.setdefault((came_from, checkpoint), []).append((of.began, walk))
            self.stays.setdefault(checkpoint, []).append((of.began, stay))


def learn(ledger: Ledger, before: Habits | None = None) -> Habits:
    """What is usual now. `before` is given back when nothing changed; it is cheap to ask again and again.

    Of a round that a snapshot keeps cold its tally is enough: nothing is thawed.
    """
    policy = ledger.site.presence_policy if ledger.site else PresencePolicy()
    told = {r: _of(ledger, r, before) for r in reversed(ledger.rounds.newest_ids(2 * policy.learn_rounds))}
    same = before is not None and before.told == told
    if before is not None and same and (before.least, before.most) == (policy.min_samples, policy.learn_rounds):
        return before
    habits = Habits(policy.min_samples, policy.learn_rounds, told=told)
    for _looks, of in told.values():
        habits.take(of)
    for samples in (*habits.walks.values(), *habits.stays.values()):
        samples.sort(key=itemgetter(0))
    return habits


def _of(ledger: Ledger, round_id: str, before: Habits | None) -> tuple[object, Tally]:
    """What a round looks like now, and its tally: of a cold one the one that is kept, else it is counted once."""
    cold = getattr(ledger.rounds.all, "cold", {}).get(round_id)
    if cold is not None:
        return None, cold
    round_ = ledger.rounds.all[round_id]
    looks = (len(round_.marks), round_.finished_at, round_.accepted is None, round_.waived is None)
    known = before.told.get(round_id) if before else None
    return known if known and known[0] == looks else (looks, tally(round_))

"""Adding up: from the signs of a round to its score, and whether it is worth a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from checkpoints.site.policy import PresencePolicy
from checkpoints.work.plausible.company import in_company
from checkpoints.work.plausible.habits import Habits
from checkpoints.work.plausible.looked import Looked
from checkpoints.work.plausible.sign import Sign
from checkpoints.work.plausible.signs import all_signs
from checkpoints.work.plausible.times import signs_of_time
from checkpoints.work.rounds.state import Round
from checkpoints.work.rounds.trail import trails

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Plausibility", "weigh"]

FULL = 100


@dataclass(frozen=True, slots=True)
class Plausibility:
    """How plausible a round is: 100 points less what its signs cost, never below 0."""

    score: int
    signs: tuple[Sign, ...]
    """The costliest first."""
    look: bool
    """Worth a look: few points, or a sign that is enough by itself."""


def weigh(ledger: Ledger, round_: Round, habits: Habits) -> Plausibility | None:
    """Weigh one round, open or ended. None for one from paper, and while its first fact is on the way.

    A round from paper was written down elsewhere at another time: there is nothing to weigh in it.
    """
    if round_.started is None or round_.started_at is None or round_.started.paper:
        return None
    policy = ledger.site.presence_policy if ledger.site else PresencePolicy()
    looked = Looked(round_, trails(round_), round_.started_at.timestamp(), habits, policy, ledger.site)
    signs = [*signs_of_time(looked), *all_signs(looked), *in_company(looked, _meanwhile(ledger, round_))]
    signs = sorted((sign for sign in signs if sign.cost), key=lambda sign: -sign.cost)
    score = max(0, FULL - sum(sign.cost for sign in signs))
    return Plausibility(score, tuple(signs), score < policy.look_below or any(sign.hard for sign in signs))


def _meanwhile(ledger: Ledger, round_: Round) -> Sequence[Round]:
    """Rounds that were under way while this one was."""
    if not round_.marks:
        return ()
    first, last = (round_.marks[n].at for n in (0, -1))
    near = timedelta(minutes=5)
    days = dict.fromkeys((first.date(), last.date()))
    found = {other.id: other for day in days for other in ledger.rounds.of_day(day)}
    return [
        other
        for other in found.values()
        if other.marks and other.marks[0].at <= last + near and first - near <= other.marks[-1].at
    ]

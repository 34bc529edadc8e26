"""The sampled draw: fair, provable, and never leaving a place unvisited beyond the window (D3.3).

Half of the sample, or as much as the window demands, goes to the places unvisited longest; the rest is drawn by
lot so that nobody can tell the next round from the last ones. The lot is a hash of seed and place, not a random
generator, so that any program in any language can draw it again.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.work.rounds.facts import Draw

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["drawn", "overdue_points", "prepare"]

NEVER = -1


def _lot(seed: str, purpose: str, checkpoint: str) -> bytes:
    return hashlib.blake2s(f"{seed}|{purpose}|{checkpoint}".encode()).digest()


def _owed(pool: int, rounds_in_window: int) -> int:
    """How many of the oldest each round must take, so that every place comes round within the window.

    Spread over one round less than the window holds: a place seen early on one walk may be seen late on the next,
    and the last round of a window may end just after it.
    """
    return math.ceil(pool / max(rounds_in_window - 1, 1))


def drawn(draw: Draw) -> tuple[str, ...]:
    """The sample of a draw, in the order of its pool; the same for everybody who asks."""
    ages = dict(zip(draw.pool, draw.unvisited_min, strict=True))
    size = min(draw.size, len(draw.pool))
    owed = max(math.ceil(size / 2), _owed(len(draw.pool), draw.rounds_in_window))
    by_age = sorted(
        draw.pool,
        key=lambda c: (0 if ages[c] == NEVER else 1, -ages[c], _lot(draw.seed, "age", c)),
    )
    chosen = set(by_age[: min(owed, size)])
    rest = sorted((c for c in draw.pool if c not in chosen), key=lambda c: _lot(draw.seed, "lot", c))
    chosen.update(rest[: size - len(chosen)])
    return tuple(c for c in draw.pool if c in chosen)


def prepare(ledger: Ledger, clusters: Sequence[str], size: int, seed: str, now: datetime) -> Draw:
    """Set up a draw over the places of some clusters (all when none is named).

    Raises:
        Refused: `draw.empty` without any place; `draw.too_small` when rounds of this size cannot come round to
            every place within the window.
    """
    site = ledger.site
    pool = (
        ()
        if site is None
        else tuple(c.id for c in site.active if not clusters or site.zone_of[c.zone].cluster in clusters)
    )
    if site is None or not pool:
        raise Refused("draw.empty", "There is no checkpoint to draw from.")
    policy = site.patrol_policy
    rounds_in_window = policy.patrols_per_day * policy.cluster_rotation_days
    needed = _owed(len(pool), rounds_in_window)
    if size < needed:
        raise Refused(
            "draw.too_small",
            "With {size} points a round, not every place is seen within {days} days. Take at least {needed}.",
            size=size,
            days=policy.cluster_rotation_days,
            needed=needed,
        )
    return Draw(
        seed=seed,
        pool=pool,
        unvisited_min=tuple(_age(ledger, c, now, timedelta(minutes=1)) for c in pool),
        size=size,
        window_h=policy.cluster_rotation_days * 24,
        rounds_in_window=rounds_in_window,
    )


def _age(ledger: Ledger, checkpoint: str, now: datetime, unit: timedelta) -> int:
    """Whole units since the last visit, NEVER without one."""
    visit = ledger.rounds.last_visit(checkpoint, now)
    return NEVER if visit is None else (now - visit[0]) // unit


def overdue_points(ledger: Ledger, now: datetime) -> list[tuple[str, int]]:
    """Places not reached within the window, with whole hours since the last visit (-1: never), oldest first."""
    if ledger.site is None:
        return []
    window = timedelta(days=ledger.site.patrol_policy.cluster_rotation_days)
    late: list[tuple[str, int]] = []
    for place in ledger.site.active:
        visit = ledger.rounds.last_visit(place.id, now)
        if visit is None or now - visit[0] > window:
            late.append((place.id, _age(ledger, place.id, now, timedelta(hours=1))))
    return sorted(late, key=lambda entry: (entry[1] != NEVER, -entry[1], entry[0]))

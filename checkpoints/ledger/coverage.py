"""Coverage: which places were visited within the rotation of the clusters, and how often (brief D3.3).

Every place in use is owed a visit in each window of `cluster_rotation_days`, 7 unless the site says otherwise.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from checkpoints.ledger.ledger import Ledger

__all__ = ["Covered", "Seen", "coverage"]

_AT = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A place: how often it was visited in the window, and when last, in the window or before it."""

    checkpoint: str
    visits: int
    last: datetime | None
    live: tuple[str, ...]
    """Findings of the place that somebody still has to look at."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A cluster with its places in use, those that nobody visited first."""

    cluster: str
    places: tuple[Seen, ...]

    @property
    def visited(self) -> int:
        """Places with a visit in the window."""
        return sum(p.visits > 0 for p in self.places)

    @property
    def share(self) -> float:
        """Of its places, 0 to 1."""
        return self.visited / len(self.places)


def coverage(ledger: Ledger, now: datetime) -> tuple[Covered, ...]:
    """The clusters in the order of the site file; none without a site.

    Visits after `now` come from a clock that ran ahead and are left out, as are those from paper.
    """
    site = ledger.site
    if site is None:
        return ()
    since = now - timedelta(days=site.patrol_policy.cluster_rotation_days)
    clusters: dict[str, list[Seen]] = {zone.cluster: [] for zone in site.zones}
    for place in site.active:
        visits = ledger.rounds.reached.get(place.id, [])
        first, end = bisect.bisect_left(visits, since, key=_AT), bisect.bisect_right(visits, now, key=_AT)
        last = visits[end - 1][0] if end else None
        live = tuple(sorted(ledger.findings.open_at.get(place.id, ())))
        clusters[site.zone_of[place.zone].cluster].append(Seen(place.id, end - first, last, live))
    return tuple(
        Covered(name, tuple(sorted(places, key=lambda p: p.visits))) for name, places in clusters.items() if places
    )

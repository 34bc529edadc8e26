"""Once a night the kiosk starts afresh, in a minute in which nobody misses it.

A program that runs for months gathers what nobody notices in a day: memory, a font that was changed, an upgrade. It
ends itself with `Ending.RESTART`, and the loop of kiosk.sh brings it back within a second. Only that loop says from
when (ROUNDSMAN_RESTART_AT); where nobody would start it again, it never ends by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["LONG_AGO", "QUIET", "WINDOW", "Nightly", "walked_here"]

QUIET = timedelta(minutes=10)
"""How long nobody has touched anything."""
WINDOW = timedelta(hours=3)
"""How long it waits for a quiet minute before it lets this night be."""
LONG_AGO = timedelta(hours=4)
"""After so long without an act a round that was never finished is nothing to wait for."""


@dataclass(frozen=True, slots=True)
class Nightly:
    """From which hour of the site's clock, and since when this program runs."""

    at: time
    begun: datetime

    @classmethod
    def read(cls, environ: Mapping[str, str], begun: datetime) -> Nightly | None:
        """What ROUNDSMAN_RESTART_AT says, such as 04:00; None where it says nothing, `never`, or no time of day."""
        try:
            at = time.fromisoformat(environ.get("ROUNDSMAN_RESTART_AT", "never"))
        except ValueError:
            return None
        return cls(at.replace(tzinfo=None), begun)

    def due(self, now: datetime, untouched: timedelta) -> bool:
        """Whether this is the minute, if nothing is under way. `now` is on the site's clock.

        A clock that was ahead when the program began, and was set back since, must not keep it up for years.
        """
        since = now.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        if since > now:
            since -= timedelta(days=1)
        begun_before = self.begun < since or self.begun > now
        return begun_before and now - since < WINDOW and untouched >= QUIET


def walked_here(ledger: Ledger, device: str, now: datetime) -> bool:
    """Whether a round is under way on this device; one on a tablet is nothing to a kiosk that starts afresh."""
    rounds = (ledger.rounds.all[r] for r in ledger.rounds.open)
    return any(mark.device == device and now - mark.at < LONG_AGO for r in rounds for mark in r.marks[-1:])

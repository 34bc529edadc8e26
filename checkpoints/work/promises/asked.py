"""Who was asked first, and what became of it: answered by oneself, handed on, or lost (rules.md 5, D3.16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from checkpoints.work.promises.clocks import clock
from checkpoints.work.promises.state import Promise

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.site.site import Site

__all__ = ["Asked", "Outcome", "outcome", "passed_on", "passed_on_alerts", "review"]

Outcome = Literal["waiting", "self", "handed", "lost"]


@dataclass(slots=True)
class Asked:
    """What became of all that one person was asked first: counts."""

    person: str
    waiting: int = 0
    answered: int = 0
    """Answered by the one who was asked."""
    handed: int = 0
    """Handed on, and taken."""
    lost: int = 0
    """Handed on and not taken in time, or the owner heard nothing in time, whoever had it by then."""

    @property
    def all(self) -> int:
        """How often this person was asked first."""
        return self.waiting + self.answered + self.handed + self.lost


def review(ledger: Ledger, start: date, end: date, now: datetime) -> list[Asked]:
    """What was asked from one local day to another, both included, by person; the most lost first."""
    found: dict[str, Asked] = {}
    if ledger.site is None:
        return []
    zone = ledger.site.zone_info
    for promise in ledger.promises.all.values():
        made, at = promise.made, promise.made_at
        if made is None or at is None or not start <= at.astimezone(zone).date() <= end:
            continue
        row = found.setdefault(made.first_asked, Asked(made.first_asked))
        match outcome(promise, now, ledger.site):
            case "self":
                row.answered += 1
            case "handed":
                row.handed += 1
            case "lost":
                row.lost += 1
            case "waiting":
                row.waiting += 1
    return sorted(found.values(), key=lambda row: (-row.lost, -row.all, row.person))


def outcome(promise: Promise, now: datetime, site: Site) -> Outcome:
    """What became of one promise as far as the one who was asked first is concerned."""
    waiting = promise.offer
    if waiting is not None and promise.open and now - waiting.at > timedelta(hours=site.review_policy.lost_h):
        return "lost"
    first = clock(promise, now, site).first
    if first.runs and first.late:
        return "lost"
    if any(offer.taken_at is not None for offer in promise.offers):
        return "handed"
    return "waiting" if promise.open else "self"


def passed_on(promise: Promise) -> int:
    """How often somebody took it from another; what the supervisor moved is known to them."""
    return sum(offer.taken_at is not None and not offer.forced for offer in promise.offers)


def passed_on_alerts(ledger: Ledger) -> list[Promise]:
    """What was passed on so often that the supervisor has to look, the next limit first (rules.md 5)."""
    if ledger.site is None:
        return []
    most = ledger.site.review_policy.handed_on_alert
    return [promise for promise in ledger.promises.lively() if passed_on(promise) >= most]

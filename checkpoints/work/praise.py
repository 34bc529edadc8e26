"""Praise 表扬: what went well, seen on a round or heard from an owner (rules.md 11.22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work.deputies import may
from checkpoints.work.spoken import LONGEST_NAME, spoken

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Praise", "PraiseFact", "PraiseNoted", "apply", "note"]


class PraiseNoted(Fact, frozen=True, kw_only=True, tag="praise.noted"):
    """Somebody, or a post, did well; feeds interviews and training."""

    praise: str
    whom: str
    """A person id, or a name or post in words."""
    words: str
    checkpoint: str = ""
    unit: str = ""
    """The household that said so."""

    @property
    def subject(self) -> str:
        """The praise."""
        return "praise:" + self.praise


PraiseFact = PraiseNoted


@dataclass(slots=True)
class Praise:
    """One praise, with who wrote it down and when."""

    id: str
    noted: PraiseNoted | None = None
    at: datetime | None = None
    by: str = ""


def apply(praise: Praise, event: Event) -> None:
    """Fold one fact into one praise."""
    if isinstance(event.body, PraiseNoted):
        praise.noted, praise.at, praise.by = event.body, event.at, event.actor


def note(ledger: Ledger, fact: PraiseNoted, by: str, now: Moment) -> Sequence[PraiseFact]:
    """Write down what went well. Raises Refused: `praise.not_allowed`, `praise.whom`, `words.short`, `words.long`."""
    if not may(ledger, by, "raise", now.at.date()):
        raise Refused("praise.not_allowed", "You are not allowed to write this down.")
    whom, words = spoken(fact.whom, LONGEST_NAME), spoken(fact.words)
    if not whom:
        raise Refused("praise.whom", "Say who did well.")
    if len(words) < 4:
        raise Refused("words.short", "Say it in at least {count} characters.", count=4)
    return [PraiseNoted(praise=now.new_id(), whom=whom, words=words, checkpoint=fact.checkpoint, unit=fact.unit)]

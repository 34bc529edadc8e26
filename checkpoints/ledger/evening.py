"""How what waits stood when a day, a week or a month was over: the ledger of that moment, folded again.

A notice that is not written or a repair that nobody has looked at is owed until it is seen to. It leaves nothing behind
for the days on which it waited, so the rules of `evidence` say nothing about them. But every fact carries its time: the
facts written until then, folded alone, are what anybody could have known that evening, and the same rules answer. What
was written afterwards does not change the answer; what another device had written by then and brought later does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from checkpoints.ledger.duties import Standing, duties_of, periods_of, standing
from checkpoints.ledger.evidence import WAITS
from checkpoints.ledger.evidence.asking import span
from checkpoints.ledger.ledger import Ledger
from checkpoints.site.duties import Cadence

__all__ = ["as_of", "stood"]

_KINDS = frozenset({"site", "person", "deputy", "duty", "finding", "promise", "account", "record"})
"""Subjects that the rules of what waits read, besides the rounds of the day."""
_A_MOMENT = timedelta(microseconds=1)


def stood(ledger: Ledger, cadence: Cadence, day: date, now: datetime) -> list[Standing]:
    """What waited at the end of a day, its week or its month; nothing about a period that is not over.

    Folds what was known then once for all duties of a period, 0.3 s on a demo of 30 days: not for every repaint.
    """
    if ledger.site is None:
        return []
    then: dict[datetime, tuple[Ledger, dict[str, Any]]] = {}
    found: list[Standing] = []
    for duty in duties_of(ledger, cadence):
        if duty.evidence not in WAITS:
            continue
        for period in periods_of(duty.per, day):
            begins, ends = span(ledger.site, period)
            if now < ends:
                continue
            if ends not in then:
                then[ends] = as_of(ledger, ends, begins.date()), {}
            past, memo = then[ends]
            told = standing(past, duty, period, ends - _A_MOMENT, memo) if past.site else None
            if told is not None:
                found.append(replace(told, stood_at=ends))
    return found


def as_of(ledger: Ledger, moment: datetime, day: date) -> Ledger:
    """What was known at a moment of everything that waits, and of the rounds of a day; waivers as they are now."""
    past = Ledger()
    subjects = [*(s for s in ledger.streams if s.partition(":")[0] in _KINDS), *_rounds(ledger, day)]
    past.apply(
        event
        for subject in subjects
        for event in ledger.history(subject)
        if event.at < moment or subject.startswith("duty:")
    )
    return past


def _rounds(ledger: Ledger, day: date) -> Iterator[str]:
    return (f"round:{r}" for r in sorted(ledger.rounds.by_day.get(day, ())))

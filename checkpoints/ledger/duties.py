"""How far every duty has come: computed from the ledger and the clock, never ticked (rules.md 9).

A duty in its period is todo, part, done, late, waived or missed. Nothing is written when a day ends; that something was
missed follows from what there is, so a record that turns up from another device makes it right on every board.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from checkpoints.ledger.evidence import RULES, Asked, Found
from checkpoints.ledger.evidence.asking import span
from checkpoints.ledger.evidence.rounds import OF_A_DAY, seen_of
from checkpoints.site.duties import Cadence, Duty
from checkpoints.site.people import RoleId
from checkpoints.work import waivers
from checkpoints.work.deputies import stands_in_for
from checkpoints.work.records import periods
from checkpoints.work.sites import SiteLoaded

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.site.site import Site

__all__ = [
    "MISSED_FOR",
    "Docket",
    "Holder",
    "Standing",
    "State",
    "due_at",
    "duties_of",
    "holders",
    "periods_of",
    "standing",
]

State = Literal["todo", "part", "done", "late", "waived", "missed"]
MISSED_FOR: dict[Cadence, int] = {"day": 7, "half_day": 14, "week": 4, "month": 3}
"""So many past periods are looked at for what was missed."""
_MIDNIGHT = "24:00"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one duty has come in one period."""

    duty: Duty
    period: str
    state: State
    due: datetime
    """By when it is in time."""
    until: datetime
    """From when on it is missed."""
    found: Found
    reason: str = ""
    """Why the manager let it go; also where it was done all the same."""
    waived_by: str = ""
    stood_at: datetime | None = None
    """The end of the period whose last moment this is about, where it is not about now (`ledger.evening`)."""

    @property
    def key(self) -> str:
        """The duty in its period, as waivers name it."""
        return waivers.key(self.duty.id, self.period)

    @property
    def settled(self) -> bool:
        """Whether nobody owes it any more."""
        return self.state in ("done", "late", "waived")

    @property
    def since(self) -> datetime | None:
        """Since when it is done."""
        return self.found.at if self.found.enough else None

    def overdue(self, now: datetime) -> bool:
        """Whether it is past its time and can still be done."""
        return self.state in ("todo", "part") and now > self.due


@dataclass(frozen=True, slots=True)
class Holder:
    """Who owes it on a day; `stands_for` is whoever is away."""

    person: str
    stands_for: str = ""


def holders(ledger: Ledger, role: RoleId, on: date) -> list[Holder]:
    """Who has the duties of a role on a local day: whoever has it, or in their absence a deputy (rules.md 11.11).

    They pass over whole and at once: what was half filled in and what was missed as well.
    """
    deputies: dict[str, list[str]] = {}
    for person in ledger.people.active():
        for away in stands_in_for(ledger, person.id, on):
            deputies.setdefault(away, []).append(person.id)
    found: list[Holder] = []
    for person in ledger.people.active():
        if person.role == role:
            standing_in = deputies.get(person.id)
            found += [Holder(d, person.id) for d in standing_in] if standing_in else [Holder(person.id)]
    return found


def standing(
    ledger: Ledger, duty: Duty, period: str, now: datetime, memo: dict[str, Any] | None = None
) -> Standing | None:
    """How far a duty has come in a period; None where nothing can be said about a period that is past.

    `now` is local to the site. Raises ValueError where the period is none of the duty's.
    """
    site = ledger.site
    if site is None or periods.kind_of(period) != duty.per:
        msg = f"not a period of {duty.id}: {period}"
        raise ValueError(msg)
    begins, ends = span(site, period)
    asked = Asked(ledger, site, duty, period, now, begins, ends, {} if memo is None else memo)
    found = RULES[duty.evidence](asked)
    if found is None:
        return None
    due = due_at(site, duty, period)
    until = max(due, ends + timedelta(days=duty.grace))
    let_go = ledger.waivers.get(waivers.key(duty.id, period))
    if let_go is None or not let_go.waived:
        return Standing(duty, period, _state(found, due, until, now, waived=False), due, until, found)
    state = _state(found, due, until, now, waived=True)
    return Standing(duty, period, state, due, until, found, let_go.reason, let_go.by)


def _state(found: Found, due: datetime, until: datetime, now: datetime, *, waived: bool) -> State:
    """What was done stays done, also where it was let go; what was let go is never missed."""
    if found.enough:
        return "late" if found.late or (found.at is not None and found.at > due) else "done"
    if waived:
        return "waived"
    if now >= until:
        return "missed"
    return "part" if found.have or found.begun else "todo"


def due_at(site: Site, duty: Duty, period: str) -> datetime:
    """By when a duty is in time: its hour on the last day, and so many days later as the site allows."""
    _, ends = span(site, period)
    return _due_at(ends, duty.by, duty.grace)


@lru_cache(maxsize=1024)
def _due_at(ends: datetime, by: str, grace: int) -> datetime:
    ends += timedelta(days=grace)
    if by == _MIDNIGHT:
        return ends
    last = ends - timedelta(microseconds=1)
    return min(datetime.combine(last.date(), time.fromisoformat(by), ends.tzinfo), ends)


class Docket:
    """What is owed now and what was missed, worked out once for a state of the ledger and a minute."""

    def __init__(self) -> None:
        self._stamp: tuple[object, ...] = ()
        self._ledger: Ledger | None = None
        self._memo: dict[str, Any] = {}
        self._known: dict[str, list[Standing]] = {}
        self._ends: dict[tuple[str, str], tuple[object, Standing | None]] = {}
        self._since_of: tuple[object, ...] = ()
        self._since: dict[str, date] = {}

    def of(self, ledger: Ledger, cadence: Literal["day", "week", "month"], now: datetime) -> list[Standing]:
        """What is owed today, this week or this month, in the order of the site; half-days belong to their day.

        What is left of the period before comes first, while it is not too late for it.
        """
        self._turn(ledger, now)
        if cadence not in self._known:
            left = self._left(ledger, cadence, now)
            self._known[cadence] = [*left, *self.on(ledger, cadence, now.date(), now)]
        return self._known[cadence]

    def on(
        self, ledger: Ledger, cadence: Literal["day", "week", "month"], day: date, now: datetime
    ) -> Iterator[Standing]:
        """How the duties of a day, its week or its month stand now; of what was past, what can be said of it."""
        self._turn(ledger, now)
        for duty in duties_of(ledger, cadence):
            for period in periods_of(duty.per, day):
                found = standing(ledger, duty, period, now, self._memo)
                if found is not None:
                    yield found

    def missed(self, ledger: Ledger, now: datetime) -> list[Standing]:
        """What ended undone in the last seven days, four weeks and three months, the newest first."""
        self._turn(ledger, now)
        if "missed" not in self._known:
            found = [s for duty in _duties(ledger) for s in self._past(ledger, duty, now) if s.state == "missed"]
            self._known["missed"] = sorted(found, key=lambda s: s.until, reverse=True)
        return self._known["missed"]

    def _turn(self, ledger: Ledger, now: datetime) -> None:
        stamp = (id(ledger), ledger.count, now.date(), now.hour, now.minute)
        if stamp != self._stamp:
            self._ledger = ledger  # held, so that no other ledger ever has its id
            self._stamp, self._memo, self._known = stamp, {}, {}

    def _left(self, ledger: Ledger, cadence: Cadence, now: datetime) -> Iterator[Standing]:
        for duty in duties_of(ledger, cadence):
            period = periods.before(periods_of(duty.per, now.date())[0])
            if duty.grace and self._owed(ledger, duty, period):
                late = standing(ledger, duty, period, now, self._memo)
                if late is not None and not late.settled and now < late.until:
                    yield late

    def _past(self, ledger: Ledger, duty: Duty, now: datetime) -> Iterator[Standing]:
        period = periods_of(duty.per, now.date())[0]
        for _ in range(MISSED_FOR[duty.per]):
            period = periods.before(period)
            if not self._owed(ledger, duty, period):
                return
            found = self._ended(ledger, duty, period, now)
            if found is not None:
                yield found

    def _ended(self, ledger: Ledger, duty: Duty, period: str, now: datetime) -> Standing | None:
        """How it ended; what follows from the rounds of a past day is asked again only when they have changed."""
        if duty.evidence not in OF_A_DAY:
            return standing(ledger, duty, period, now, self._memo)
        let_go = ledger.waivers.get(waivers.key(duty.id, period))
        mark = (seen_of(ledger, periods.first_day(period.partition(".")[0])), let_go and (let_go.at, let_go.waived))
        known = self._ends.get((duty.id, period))
        if known is None or known[0] != mark:
            known = self._ends[duty.id, period] = (mark, standing(ledger, duty, period, now, self._memo))
        return known[1]

    def _owed(self, ledger: Ledger, duty: Duty, period: str) -> bool:
        """Whether the site had the duty when the period began."""
        return periods.first_day(period) >= self.since(ledger).get(duty.id, date.max)

    def since(self, ledger: Ledger) -> dict[str, date]:
        """From which local day on each duty is owed: the day on which a site that has it was loaded first."""
        site = ledger.site
        if site is None:
            return {}
        subject = f"site:{site.site.id}"
        stamp = (id(ledger), ledger.heads.get(subject))
        if stamp != self._since_of:
            self._since_of, self._since, self._ends = stamp, {}, {}
            for event in ledger.history(subject):
                if isinstance(event.body, SiteLoaded):
                    for duty in event.body.site.duties:
                        self._since.setdefault(duty.id, event.at.astimezone(site.zone_info).date())
        return self._since


def _duties(ledger: Ledger) -> tuple[Duty, ...]:
    return ledger.site.duties if ledger.site else ()


def duties_of(ledger: Ledger, cadence: Cadence) -> list[Duty]:
    """The duties of a day, a week or a month; those of a half-day are the day's."""
    return [d for d in _duties(ledger) if d.per == cadence or (cadence, d.per) == ("day", "half_day")]


def periods_of(cadence: Cadence, day: date) -> tuple[str, ...]:
    """The periods of a day: it has two halves."""
    halves = ("am", "pm") if cadence == "half_day" else ("",)
    return tuple(periods.period_of(cadence, day, half) for half in halves)

"""Which half-days the story tells, and what is out of the ordinary in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.places import Route
from checkpoints.site.site import Site
from checkpoints.work.rounds.day import half_day
from checkpoints.work.rounds.verdict import HalfDay
from store.demo.chance import Fate

__all__ = ["HalfDayPlan", "Twist", "plan", "route_for", "walked_until"]

Twist = Literal["", "missed", "short", "alone", "sampled"]
TWISTS: tuple[Twist, ...] = ("missed", "alone", "short", "sampled")
LEAD = timedelta(minutes=240)
"""How long before the end of a half-day people set out at the earliest: 8:00 and 14:00."""
SAMPLED = 0.08
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class HalfDayPlan:
    """One half-day that is to be told; times are local to the site."""

    day: date
    half: HalfDay
    opens: datetime
    ends: datetime
    twist: Twist = ""

    @property
    def name(self) -> str:
        """The half-day as the ledger names it."""
        return f"{self.day.isoformat()}.{self.half}"


def walked_until(ledger: Ledger) -> datetime | None:
    """When something last happened on a round or with a finding; what was set up since does not count."""
    walked = (e.at for e in ledger.events() if e.subject.partition(":")[0] in ("round", "finding", "missed"))
    return max(walked, default=None)


def plan(ledger: Ledger, site: Site, fate: Fate, days: int, now: datetime) -> list[HalfDayPlan]:
    """The half-days of the last `days` days that are over and of which nothing is known, oldest first.

    `now` is local. The half-day that still runs is left for the people in front of the screen. Nothing is put in
    before what is there already: findings seen later would be known too early.
    """
    am_ends, pm_ends = (time.fromisoformat(t) for t in (site.patrol_policy.am_ends, site.patrol_policy.pm_ends))
    halves: tuple[tuple[HalfDay, time], ...] = (("am", am_ends), ("pm", pm_ends))
    full = now.time() >= pm_ends
    first = now.date() - timedelta(days=days - 1 if full else days)
    after = walked_until(ledger)
    plans: list[HalfDayPlan] = []
    for n in range((now.date() - first).days + 1):
        day = first + timedelta(days=n)
        for half, ends_at in halves:
            ends = datetime.combine(day, ends_at, now.tzinfo)
            one = HalfDayPlan(day, half, ends - LEAD, ends)
            if ends > now or (after is not None and one.opens < after):
                continue
            state = half_day(ledger, day, half, now)
            # Over by the site's hours; the ledger of an empty folder has no site to know them by and says "todo".
            if state.state in ("missed", "todo") and not state.reason:
                plans.append(one)
    return _twisted(plans, fate, now.date())


def _twisted(plans: list[HalfDayPlan], fate: Fate, today: date) -> list[HalfDayPlan]:
    """One of each twist a month, never today: reasons and acceptances come after the half-day's end."""
    told = {p.name: p for p in plans}
    free = [p for p in plans if p.day < today]
    if len(free) > len(TWISTS):
        for month in range(max(1, len(free) // 60)):
            some = free[month * 60 :] if month == len(free) // 60 - 1 else free[month * 60 : month * 60 + 60]
            for p, twist in zip(fate.stream("twists", some[0].name).sample(some, len(TWISTS)), TWISTS, strict=True):
                told[p.name] = replace(p, twist=twist)
    for p in free:
        if not told[p.name].twist and fate.lot("sampled", p.name) < SAMPLED:
            told[p.name] = replace(p, twist="sampled")
    return list(told.values())


def route_for(site: Site, day: date, half: HalfDay) -> Route | None:
    """The route of the weekday; any of that half-day where none is named; None on a site without routes."""
    active = {c.id for c in site.active}
    fitting = [r for r in site.routes if r.half in (half, "any") and active & set(r.checkpoints)]
    named = [r for r in fitting if WEEKDAYS[day.weekday()] in r.days]
    return next(iter(named or sorted(fitting, key=lambda r: r.half == "any")), None)

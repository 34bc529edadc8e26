"""The evening meeting 晚会 (D5): the five figures, each department's day, what the rounds showed, the plan of tomorrow.

Zero is a figure and is typed; a blank is none and keeps the record open (rules.md 11.21).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from checkpoints.fact import Refused
from checkpoints.work.evening_figures import FIVE, Figures, figures_of, month_to_date
from checkpoints.work.finance import collection
from checkpoints.work.meetings.roll import absent, check_day, check_roll, drafted, present, sealed
from checkpoints.work.meetings.summary import day_in_words
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.periods import first_day
from checkpoints.work.records.rows import by_row, row

__all__ = ["RULE"]


def _draft(ask: Ask) -> Values:
    day = first_day(ask.period)
    site = ask.ledger.site
    return {
        "at": ask.at.isoformat(),
        "chair": ask.by,
        "recorder": ask.by,
        "roll": drafted(ask.ledger, _roll_of(ask, day)),
        "departments": [{"row": row("department", d.id)} for d in (site.departments if site else ())],
        "summary": day_in_words(ask.ledger, day, ask.at, ask.say),
        **_sources(ask, day),
    }


def _roll_of(ask: Ask, day: date) -> list[dict[str, Any]]:
    """Who was there in the morning is the best guess for the evening."""
    for record in ask.ledger.records.during("morning_meeting", day.isoformat()):
        return record.value("meeting", "roll", [])
    return []


def _sources(ask: Ask, day: date) -> Values:
    """Where each figure comes from, as the evening before said it, else as the site's form words it first."""
    before = ask.ledger.records.during("evening_meeting", (day - timedelta(days=1)).isoformat())
    sources: Values = {}
    for name in (f"{figure}_from" for figure in FIVE):
        field = ask.step.field(name)
        ready = field.ready[0].name(ask.lang) if field is not None and field.ready else ""
        said = before[0].value("meeting", name, ready) if before else ready
        if said:
            sources[name] = said
    return sources


def _beside(ask: Ask) -> dict[str, Beside]:
    """D5.1: each figure beside yesterday's and the month to date, today not counted."""
    eve = first_day(ask.period) - timedelta(days=1)
    yesterday = figures_of(ask.ledger, eve)
    month = month_to_date(ask.ledger, eve) if eve.month == first_day(ask.period).month else Figures()
    rows = ask.values.get("roll") or drafted(ask.ledger, _roll_of(ask, first_day(ask.period)))
    there = {"due": len(rows), "present": len(present(rows)), "absent": len(absent(rows))}
    beside = {name: _figure(name, yesterday, month) for name in FIVE}
    return {"roll": Beside("Due {due}, present {present}, absent {absent}", dict(there)), **beside, **_known(ask)}


def _known(ask: Ask) -> dict[str, Beside]:
    """What the app itself knows of a figure stands beside its source; the meeting's figure is what people say it is."""
    day = first_day(ask.period)
    received = collection(ask.ledger, day)
    made = [(p.made, p.made_at) for p in ask.ledger.promises.all.values()]
    complaints = sum(
        m.kind_of.startswith("complaint") for m, at in made if m and at and at.astimezone(ask.at.tzinfo).date() == day
    )
    known = {"complaints_from": Beside("Registered here today: {count}", {"count": complaints})}
    if received is not None:
        known["fees_from"] = Beside("Finance daily of today: {amount}", {"amount": f"{received:,.2f}"})
    return known


def _figure(name: str, yesterday: Figures | None, month: Figures) -> Beside:
    so_far = _number(month, name)
    if yesterday is None:
        return Beside("Yesterday: not on record. Month so far: {month}", {"month": so_far})
    return Beside(
        "Yesterday: {yesterday}. Month so far: {month}", {"yesterday": _number(yesterday, name), "month": so_far}
    )


def _number(figures: Figures, name: str) -> str:
    return f"{figures.fees:,.2f}" if name == "fees" else f"{figures.get(name)}"


def _check(ask: Ask) -> None:
    """D5.2: a line for each department. D5.4: a plan that tomorrow takes up, so nothing is taken out of it later.

    Raises Refused: `meeting.day`, what `check_roll` raises, `evening.department`, `meeting.planned`.
    """
    check_day(ask)
    check_roll(ask)
    before = sealed(ask)
    if before:
        now = _plan(ask.values)
        if any(_plan(e.values) - now for e in before):
            raise Refused(
                "meeting.planned", "A line of the plan stays. The morning meeting can drop it, with a reason."
            )
        return
    rows = by_row(ask.values.get("departments"))
    for department in ask.ledger.site.departments if ask.ledger.site else ():
        if row("department", department.id) not in rows:
            raise Refused("evening.department", "What did they do today: {department}?", department=department)


def _plan(values: Mapping[str, Any]) -> Counter[str]:
    return Counter(str(line.get("what", "")) for line in values.get("plan", ()))


RULE = Rule(draft=_draft, beside=_beside, check=_check)

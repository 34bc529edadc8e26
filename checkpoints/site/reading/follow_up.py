"""Do the numbers of the follow-up agree? The review policy and the service calendar of a site file."""

from __future__ import annotations

import itertools

from checkpoints.site.policy import ServiceCalendar
from checkpoints.site.reading.look import Look, number, rows, words
from checkpoints.site.reading.marked import Fields, Items
from checkpoints.site.reading.references import parsed

__all__ = ["check"]

_USUAL = ServiceCalendar()
MIDNIGHT = "24:00"
"""The end of a day, which is no time of the clock."""


def _policy(look: Look, policy: Fields) -> None:
    """Steps that rise, and checks that exist."""
    ladder = policy.get("ladder_h")
    if isinstance(ladder, Items):
        hours = [(number(value), mark) for value, mark in zip(ladder, ladder.marks, strict=True)]
        for (before, _), (after, mark) in itertools.pairwise(hours):
            if before is not None and after is not None and after <= before:
                look.wrong(mark, "rising", f"{before:g}, {after:g}")
    look.refers_all(policy, "escalate_at_once", "checks")
    look.once_each(policy, "escalate_at_once")


def _day(look: Look, calendar: Fields) -> None:
    """The hours of a day: it opens, resumes, closes."""
    times: dict[str, str] = {}
    for field in ("opens", "closes", "resume_at"):
        value = calendar.get(field, getattr(_USUAL, field))
        if not isinstance(value, str):
            return
        if parsed(value, "%H:%M", r"\d\d:\d\d") is None and (field != "closes" or value != MIDNIGHT):
            look.wrong(calendar.marks[field], "time", value)
            return
        times[field] = value
    opens, closes, resumes = times["opens"], times["closes"], times["resume_at"]
    if opens >= closes:
        mark = calendar.marks.get("closes") or calendar.marks["opens"]
        look.wrong(mark, "later", closes, than=opens)
    elif not opens <= resumes <= closes:
        named = next(field for field in ("resume_at", "opens", "closes") if field in calendar)
        look.wrong(calendar.marks[named], "within", resumes, start=opens, end=closes)


def _date(text: str) -> bool:
    return parsed(text, "%Y-%m-%d", r"\d{4}-\d\d-\d\d") is not None


def _days(look: Look, calendar: Fields) -> None:
    """Days off and days on."""
    for row in rows(calendar.get("holidays")):
        ends: list[str] = []
        for field in ("start", "end"):
            value = row.get(field)
            if isinstance(value, str) and not _date(value):
                look.wrong(row.marks[field], "date", value)
            elif isinstance(value, str):
                ends.append(value)
        if len(ends) == 2 and ends[1] < ends[0]:
            look.wrong(row.marks["end"], "not_before", ends[1], than=ends[0])
    for value, mark in words(calendar.get("workdays")):
        if not _date(value):
            look.wrong(mark, "date", value)
    for field in ("days", "severities", "workdays"):
        look.once_each(calendar, field)


def check(look: Look) -> None:
    """Add everything in which the policy or the calendar contradicts itself."""
    policy, calendar = look.tree.get("review_policy"), look.tree.get("service_calendar")
    if isinstance(policy, Fields):
        _policy(look, policy)
    if isinstance(calendar, Fields):
        _day(look, calendar)
        _days(look, calendar)

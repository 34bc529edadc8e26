"""Is everything followed up (D2.7)? Findings that nobody touched for the site's hours, and answers without a visit.

A look at a finding, a note, a chase or a word to the owner is a follow-up; that time passes is none. What waits for
parts or a vote has its own day of review and is left alone until then.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.site.policy import ReviewPolicy
from checkpoints.site.words import Named
from checkpoints.work.promises.clocks import clock
from checkpoints.work.promises.owing import promises_of
from checkpoints.work.promises.state import Promise
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.rows import by_row, row

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["RULES", "last_entry", "not_followed", "not_visited"]

MOST = 200
"""Rows of a table; what is not shown today comes tomorrow, the longest untouched first."""


def last_entry(ledger: Ledger, finding: str) -> datetime:
    """When something was last done about a finding, or said to its owner. Raises KeyError."""
    known = ledger.findings.all[finding]
    line = ledger.findings.brief(finding)
    said = [known.notes, known.sightings, known.took_in, known.chases, known.referrals, list(known.reports.values())]
    times = [entry[0] for entries in said for entry in entries]
    times += [at for at, _ in known.acknowledged.values()]
    times += [known.proposed[0]] if known.proposed else []
    times += [at for at in (line.found_at, line.moved_at, line.flagged_at) if at is not None]
    for promise in promises_of(ledger, finding):
        times += [at for at in (promise.made_at, promise.heard_at) if at is not None]
        times += [at for at, _, _ in promise.tries]
    return max(times)


def not_followed(ledger: Ledger, now: datetime) -> list[tuple[str, datetime]]:
    """Live findings to which nothing was added for the site's hours, with the last entry; the longest first."""
    policy = ledger.site.review_policy if ledger.site else ReviewPolicy()
    since = now - timedelta(hours=policy.follow_up_h)
    found: list[tuple[datetime, str]] = []
    for finding, line in ledger.findings.lines(ledger.findings.live):
        waits = line.blocked_until is not None and line.blocked_until > now.date()
        if waits or (line.moved_at is not None and line.moved_at >= since):
            continue
        last = last_entry(ledger, finding)
        if last < since:
            found.append((last, finding))
    return [(finding, last) for last, finding in sorted(found)]


def not_visited(ledger: Ledger, now: datetime) -> list[Promise]:
    """What was answered and has no return visit in time, the longest first."""
    if ledger.site is None:
        return []
    late = [(clock(p, now, ledger.site).visit, p) for p in ledger.promises.lively()]
    found = [(visit.due.timestamp(), p.id, p) for visit, p in late if visit.runs and visit.late and visit.due]
    return [promise for _, _, promise in sorted(found, key=lambda one: one[:2])]


# the check


def _draft(ask: Ask) -> Values:
    ledger, lang = ask.ledger, ask.lang
    findings = [
        {"row": row("finding", f), "what": _finding(ledger, f, last).name(lang)}
        for f, last in not_followed(ledger, ask.at)[:MOST]
    ]
    visits = [
        {"row": row("promise", p.id), "what": _promise(ledger, p).name(lang)}
        for p in not_visited(ledger, ask.at)[:MOST]
    ]
    return {"findings": findings, "visits": visits}


def _finding(ledger: Ledger, finding: str, last: datetime) -> Named:
    words, day = ledger.findings.brief(finding).words[:120], _day(ledger, last)
    number = ledger.findings.called(finding)
    return Named(zh=f"{number} {words}（最近跟进 {day}）", en=f"{number} {words} (last entry {day})")


def _promise(ledger: Ledger, promise: Promise) -> Named:
    matter = promise.made.matter[:120] if promise.made else ""
    unit, day = (promise.made.unit if promise.made else ""), _day(ledger, promise.answered_at)
    number = ledger.promises.called(promise.id)
    return Named(zh=f"{number} {unit} {matter}（{day} 办结）", en=f"{number} {unit} {matter} (answered {day})")


def _day(ledger: Ledger, at: datetime | None) -> str:
    zone = ledger.site.zone_info if ledger.site else None
    return f"{at.astimezone(zone):%m-%d}" if at is not None else ""


def _beside(ask: Ask) -> dict[str, Beside]:
    policy = ask.ledger.site.review_policy if ask.ledger.site else ReviewPolicy()
    findings, visits = len(not_followed(ask.ledger, ask.at)), len(not_visited(ask.ledger, ask.at))
    return {
        "findings": Beside(
            "Open now: {count}, without an entry for {hours} h", {"count": findings, "hours": f"{policy.follow_up_h:g}"}
        ),
        "visits": Beside("Open now: {count}", {"count": visits}),
    }


def _check(ask: Ask) -> None:
    """Each has an entry by now, or a reason. Raises Refused: `check.gap`, `check.still_there`."""
    if ask.state is not None and ask.state.of(ask.step.id):
        return
    told = by_row(ask.values.get("findings")) | by_row(ask.values.get("visits"))
    left = [(row("finding", f), _finding(ask.ledger, f, last)) for f, last in not_followed(ask.ledger, ask.at)[:MOST]]
    left += [(row("promise", p.id), _promise(ask.ledger, p)) for p in not_visited(ask.ledger, ask.at)[:MOST]]
    for name, words in left:
        if name not in told:
            raise Refused("check.gap", "Neither cleared nor explained: {gap}", gap=words)
        if told[name].get("state") != "reason":
            raise Refused("check.still_there", "Still there: {gap}. Clear it, or say why.", gap=words)


RULES = {"follow_up_check": Rule(draft=_draft, beside=_beside, check=_check)}

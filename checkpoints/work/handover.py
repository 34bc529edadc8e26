"""Handover at a post 交接班 (D2.6; forms.md 4): who has a post, what waits to be taken, what is disputed.

Until the receiver has signed, the giver has the post. A dispute is for the supervisor. What a handover holds is drafted
in `handing_over`, and what both sign stands in `signing_over`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.fact import Refused

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["accepted", "disputed", "holder", "must_take", "on_duty", "relieved", "waiting"]


def waiting(ledger: Ledger, person: str = "") -> list[Record]:
    """Handovers that their receiver has not signed, of one receiver or of all."""
    known = [r for r in ledger.records.open_of("handover") if r.entry("given") and r.entry("taken") is None]
    return [r for r in known if not person or r.value("given", "to") == person]


def disputed(ledger: Ledger) -> list[Record]:
    """Handovers that wait for the supervisor's word."""
    known = ledger.records.open_of("handover")
    return [r for r in known if r.value("taken", "agreed") == "no" and r.entry("ruled") is None]


def accepted(ledger: Ledger, day: date) -> list[Record]:
    """The handovers of a local day that relieved somebody: taken as clear, or ruled to stand."""
    return [r for r in ledger.records.during("handover", day.isoformat()) if relieved(r)]


def relieved(record: Record) -> bool:
    """Whether whoever gave the post is free of it. A ruling may also say that it is handed over again."""
    ruled = record.entry("ruled")
    return record.value("taken", "agreed") == "yes" or (ruled is not None and ruled.get("decision") != "again")


def holder(ledger: Ledger, post: str, now: datetime) -> str:
    """Who has a post: whoever took it last, before that whoever gave it first; '' where nobody did (rules.md 11.20).

    Offering a post moves nothing, and a dispute relieves nobody until the supervisor has ruled so. A day that lies
    ahead counts as well, and what came last is asked of the order of the facts: clocks are set forward and back.
    """
    days = [(now.date() - timedelta(days=n)).isoformat() for n in range(3, -2, -1)]
    known = [r for day in days for r in ledger.records.during("handover", day) if r.value("given", "post") == post]
    free = [r for r in known if relieved(r)]
    if free:
        return str(max(free, key=lambda r: r.order("taken")).value("taken", "to", ""))
    return str(min(known, key=lambda r: r.order("given")).value("given", "from", "")) if known else ""


def on_duty(ledger: Ledger, person: str, now: datetime) -> bool:
    """Whether somebody has a post now."""
    return any(holder(ledger, post.id, now) == person for post in (ledger.site.posts if ledger.site else ()))


def must_take(ledger: Ledger, person: str, now: datetime) -> Refused | None:
    """Why somebody may not set out on a round: a post was offered to them, or the site asks for duty first."""
    offered = waiting(ledger, person)
    if offered:
        giver = ledger.people.called(str(offered[0].value("given", "from", "")))
        return Refused("handover.first", "{person} hands a post over to you. Take it or object first.", person=giver)
    policy = ledger.site.patrol_policy if ledger.site else None
    if policy is not None and policy.duty_first == "today" and not on_duty(ledger, person, now):
        return Refused("handover.none", "On this site duty is taken over before a round starts.")
    return None

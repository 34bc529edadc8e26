"""The views of the board: which findings each of them shows, as functions of a finding's line and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Literal, get_args

from checkpoints.work.deputies import roles_of, stands_in_for
from checkpoints.work.findings.ladder import reached, unanswered
from checkpoints.work.findings.repeats import Recurrence

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.findings.brief import Brief

__all__ = ["OF_ALL", "VIEWS", "Eyes", "Test", "View", "eyes", "test_of"]

View = Literal[
    "open",
    "new",
    "unaccepted",
    "overdue",
    "to_verify",
    "to_assign",
    "conflict",
    "key",
    "extension",
    "blocked",
    "escalated",
    "mine",
    "month_end",
    "closed",
    "all",
]
VIEWS: tuple[View, ...] = get_args(View)
OF_ALL: frozenset[str] = frozenset({"conflict", "month_end", "closed", "all"})
"""Views that look at ended findings too; the others begin with the live ones."""
Test = Callable[[str, "Brief"], bool]

_LEADS = frozenset({"dept_head", "contractor"})


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose eyes look: everybody's findings, or those of one's own departments."""

    person: str
    departments: frozenset[str]
    """Those that the person leads, or works for as a contractor."""
    everything: bool

    def see(self, line: Brief) -> bool:
        """Whether a finding is shown to them at all: their department's, or one that names them."""
        return self.everything or self.mine(line)

    def mine(self, line: Brief) -> bool:
        """Whether they, or the department that they lead, have to do something about it."""
        return self.person in (line.person, line.head) or line.department in self.departments


def eyes(ledger: Ledger, person: str, on: date) -> Eyes:
    """Who looks on a local day. Heads and contractors see their own department's; a deputy sees as both may."""
    roles = roles_of(ledger, person, on)
    led = {person, *stands_in_for(ledger, person, on)} if roles else set[str]()
    known = [ledger.people[p] for p in led]
    departments = frozenset(p.department for p in known if p.role in _LEADS)
    return Eyes(person, departments, bool(roles - _LEADS))


def test_of(view: str, ledger: Ledger, who: Eyes, now: datetime) -> Test:
    """Whether a finding belongs to a view. `now` is local to the site; an unknown view shows what is live."""
    today = datetime.combine(now.date(), time(), now.tzinfo)
    again = Recurrence(ledger)
    noted = _noted(ledger, now) if view == "escalated" else frozenset[str]()
    tests: dict[str, Test] = {
        "new": lambda _f, b: b.live and b.found_at is not None and b.found_at >= today,
        "unaccepted": lambda _f, b: b.state == "assigned",
        "overdue": lambda _f, b: b.late(now),
        "to_verify": lambda _f, b: b.done,
        "to_assign": lambda _f, b: b.state in ("found", "reopened"),
        "conflict": lambda _f, b: b.conflict,
        "key": lambda f, b: b.live and (b.key or b.hard or b.severity == "S1" or again.many(f, b)),
        "extension": lambda _f, b: b.asked_until is not None,
        "blocked": lambda _f, b: b.open and b.blocked_until is not None and b.blocked_until <= now.date(),
        "escalated": lambda f, _b: f in noted,
        "mine": lambda _f, b: b.live and who.mine(b),
        "month_end": lambda _f, b: _at_month_end(b, _hours(ledger), now.tzinfo),
        "closed": lambda _f, b: not b.live,
        "all": lambda _f, _b: True,
    }
    return tests.get(view, lambda _f, b: b.live)


def _noted(ledger: Ledger, now: datetime) -> frozenset[str]:
    """Findings with a step of the ladder of which nobody has taken note."""
    return frozenset(finding for finding, climbed in reached(ledger, now).items() if unanswered(climbed))


def _hours(ledger: Ledger) -> timedelta:
    return timedelta(hours=ledger.site.review_policy.month_end_h if ledger.site else 24)


def _at_month_end(line: Brief, last: timedelta, zone: tzinfo | None) -> bool:
    """Closed in the last hours of a month and no photo shows the place afterwards (rules.md 11.16)."""
    if line.state != "closed" or line.ended_at is None or line.after_photo:
        return False
    ended = line.ended_at.astimezone(zone)
    following = ended.replace(day=1) + timedelta(days=31)
    month_over = datetime.combine(following.date().replace(day=1), time(), ended.tzinfo)
    return month_over - ended <= last

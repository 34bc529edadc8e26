"""Promises on a desk, told in few words: `Owner` is a household that asked something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from checkpoints.fact import Fact
from checkpoints.site.site import ResponseLimit, Site
from checkpoints.work.findings.facts import FindingClosed, FindingFixed, FindingVerified
from checkpoints.work.findings.raising import Draft, raise_finding
from checkpoints.work.promises import Promise, clocks
from checkpoints.work.promises.case import Case, case_of
from checkpoints.work.promises.making import PromiseRequest, make
from tests.support.ground import Desk
from tests.support.small_site import small_site

ASKED = PromiseRequest(matter="the tap drips", unit="3-1-1502", contact="王女士", phone="13812345678", follower="wang")


def site_with_limits(**policy) -> Site:
    """The small site with three kinds of promises; keyword arguments are numbers of the review policy."""
    site = small_site()
    limits = (
        ResponseLimit(id="complaint", zh="投诉", en="Complaint", metric="reply_h", value=24, solve_h=168),
        ResponseLimit(id="complaint_urgent", zh="急诉", en="Urgent", metric="reply_h", value=2, solve_h=24),
        ResponseLimit(id="revisit", zh="回访", en="Return visit", metric="within_h", value=24),
    )
    return replace(site, response_limits=limits, review_policy=replace(site.review_policy, **policy))


class Owner:
    """What one household asked, as a desk knows it."""

    def __init__(self, desk: Desk, by: str = "wang", *, promise: str = "", **changes) -> None:
        self.desk = desk
        made = [] if promise else make(desk.ledger, replace(ASKED, **changes), by, desk.now())
        desk.record(by, made)
        self.id = promise or made[0].promise

    @property
    def promise(self) -> Promise:
        return self.desk.ledger.promises.all[self.id]

    @property
    def clock(self) -> clocks.Clock:
        return self.clock_at(self.desk.wall)

    def clock_at(self, now: datetime) -> clocks.Clock:
        site = self.desk.ledger.site
        assert site is not None
        return clocks.clock(self.promise, now, site)

    def case(self, by: str) -> Case:
        return case_of(self.desk.ledger, self.id, by, self.desk.now())

    def does(self, by: str, decide: Callable[..., Sequence[Fact]], *args, **more) -> Owner:
        """Somebody takes a decision about it, and it is recorded."""
        self.desk.record(by, decide(self.case(by), *args, **more))
        return self


def found(desk: Desk, words: str = "water from above", hours: float = 8) -> str:
    """A finding at a household's; returns its id."""
    draft = Draft(
        checkpoint="CP-01",
        words=words,
        severity="S3",
        department="engineering",
        category="other",
        due_h=hours,
        unit="3-1-1502",
    )
    made = raise_finding(desk.ledger, draft, "wang", desk.now())
    desk.record("wang", made)
    return made[0].finding


def closed(desk: Desk, finding: str) -> None:
    """It is put right, verified and closed."""
    desk.record("li", [FindingFixed(finding=finding, done="sealed the pipe", fixer="li")])
    desk.record("zhao", [FindingVerified(finding=finding, passed=True), FindingClosed(finding=finding)])
    assert desk.ledger.findings.all[finding].state == "closed"

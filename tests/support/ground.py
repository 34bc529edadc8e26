"""A desk for tests of the rules: a device with a clock that a test moves, and no disk.

`Desk.record` stamps facts into events as the logbook does and folds them into the desk's own ledger; `Desk.hear`
takes another desk's events. `Walk` is a round told in minutes.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import hypothesis
import pytest

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.ledger.events import Event
from checkpoints.ledger.ledger import Ledger
from checkpoints.site import codes
from checkpoints.site.people import Confirmed
from checkpoints.site.site import Site
from checkpoints.work import labels, people, sites
from checkpoints.work.rounds import checking, course, presence
from checkpoints.work.rounds.state import Mark, Round
from checkpoints.work.rounds.verdict import Verdict, judge
from tests.support.small_site import SIX, small_site

CHINA = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 11, 23, tzinfo=CHINA)
KEY = codes.Key(3, b"a key for tests, no secret")
TEAM: dict[str, people.RoleId] = {
    "wang": "assistant",
    "li": "assistant",
    "zhao": "supervisor",
    "chen": "manager",
    "sun": "dept_head",
    "qian": "engineer",
    "zhou": "dept_head",
    "wu": "contractor",
    "zheng": "desk",
}
DEPARTMENT_OF = {"sun": "engineering", "qian": "engineering", "zhou": "cleaning", "wu": "contractor"}
"""Everybody else belongs to the service."""

PROPERTY = hypothesis.settings(deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")), max_examples=60)
"""For property tests: repeatable in CI; a failing example prints the blob that repeats it."""


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 0) -> datetime:
    """A time on the Monday of the tests, or `day` days later."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute, seconds=second)


def unasked(site: Site) -> Site:
    """The site without questions at its places, for tests that walk it and are about other things."""
    return replace(site, checkpoints=tuple(replace(c, challenges=()) for c in site.checkpoints))


class Desk:
    """One device. `wall` is what its clock shows, `up` what the machine counts; `wait` moves both."""

    def __init__(self, name: str = "t1", now: datetime | None = None, *, tag: str = "", remote: bool = False) -> None:
        self.name = name
        self.tag = tag or name.upper()
        self.wall = now or at(9)
        self.up = 3_600_000
        self.boot = f"{name}-boot-1"
        self.remote = remote
        self.ledger = Ledger()
        self.events: list[Event] = []
        self._seq = itertools.count(1)
        self._ids = itertools.count(1)
        self._boots = itertools.count(2)
        self._hlc = (0, 0)

    def new_id(self) -> str:
        return f"{self.name}-0000-7000-9000-{next(self._ids):012d}"

    def now(self) -> Moment:
        return Moment(self.wall, self.new_id, self.name, self.tag, self.remote, self.boot, self.up)

    def wait(self, minutes: float = 0, *, seconds: float = 0) -> None:
        passed = timedelta(minutes=minutes, seconds=seconds)
        self.wall += passed
        self.up += round(passed.total_seconds() * 1000)

    def until(self, when: datetime) -> None:
        self.wait(seconds=(when - self.wall).total_seconds())

    def set_clock(self, **by: float) -> None:
        """Somebody moves the hands; the machine's own count does not care."""
        self.wall += timedelta(**by)

    def reboot(self, minutes: float = 0) -> None:
        self.wall += timedelta(minutes=minutes)
        self.up = 30_000
        self.boot = f"{self.name}-boot-{next(self._boots)}"

    def mark(self) -> Mark:
        return Mark(self.wall, self.name, self.boot, self.up)

    def record(self, by: str, facts: Iterable[Fact]) -> list[Event]:
        written: list[Event] = []
        heads: dict[str, str] = {}
        for fact in facts:
            self._tick(int(self.wall.timestamp() * 1000))
            written.append(
                Event(
                    id=f"{self.name}-00000000-0000-7000-8000-{len(self.events) + len(written):012d}",
                    device=self.name,
                    seq=next(self._seq),
                    hlc=f"{self._hlc[0]:012x}.{self._hlc[1]:04x}",
                    at=self.wall,
                    actor=by,
                    subject=fact.subject,
                    seen=heads.get(fact.subject) or self.ledger.heads.get(fact.subject),
                    boot=self.boot,
                    up=self.up,
                    body=fact,
                )
            )
            heads[fact.subject] = written[-1].id
        self.events += written
        self.ledger.apply(written)
        return written

    def hear(self, events: Sequence[Event]) -> None:
        """What another device wrote arrives here."""
        for event in events:
            self._hlc = max(self._hlc, (int(event.hlc[:12], 16), int(event.hlc[13:], 16)))
        self.ledger.apply(events)

    def _tick(self, wall_ms: int) -> None:
        ms, count = self._hlc
        self._hlc = (wall_ms, 0) if wall_ms > ms else (ms, count + 1)

    def open(self, site: Site | None = None) -> Desk:
        """Load a site with the team and a label at each place in use."""
        site = site or small_site()
        self.record("-", sites.load(self.ledger, site))
        for person, role in TEAM.items():
            where = DEPARTMENT_OF.get(person, "service")
            where = where if where in site.department_of else "service"
            added = people.PersonAdded(person=person, zh=person, en=person, role=role, department=where)
            self.record("zhao" if "zhao" in self.ledger.people else "-", [added])
        for place in site.active:
            self.record("-", labels.issue(self.ledger, place.id, KEY))
        return self

    def code(self, checkpoint: str, issue: int = 1) -> str:
        site = self.ledger.site
        assert site is not None
        return codes.make(site.site.id, site.checkpoint_of[checkpoint].number, issue, KEY)

    def letters(self, checkpoint: str, issue: int = 1) -> str:
        site = self.ledger.site
        assert site is not None
        return codes.typed(site.site.id, site.checkpoint_of[checkpoint].number, issue, KEY)

    def scan(self, round_id: str, checkpoint: str, by: str = "wang") -> list[Event]:
        reading = labels.read(self.ledger, self.code(checkpoint))
        return self.record(by, presence.arrive(self.ledger, round_id, reading, by, self.now()))


class Walk:
    """A round on a desk, told in minutes."""

    def __init__(
        self, desk: Desk, route: str = "R-ANY", by: str = "wang", second: str | None = "li", *, paper: bool = False
    ) -> None:
        self.desk = desk
        self.by = by
        request = course.StartRequest(route=route, paper=paper)
        started = desk.record(by, course.start(desk.ledger, request, by, desk.now()))
        self.id = started[0].body.round  # pyright: ignore
        if second:
            desk.record(second, course.join(desk.ledger, self.id, Confirmed(second), by))

    @property
    def round(self) -> Round:
        return self.desk.ledger.rounds.all[self.id]

    @property
    def verdict(self) -> Verdict:
        return judge(self.round)

    @property
    def codes(self) -> list[str]:
        """The codes of the reasons why it does not count."""
        return [r.code for r in self.verdict.reasons]

    @property
    def warned(self) -> list[str]:
        return [r.code for r in self.verdict.warnings]

    def scan(self, checkpoint: str, *, after: float = 0) -> Walk:
        self.desk.wait(after)
        self.desk.scan(self.id, checkpoint, self.by)
        return self

    def points(self, *checkpoints: str, every: float) -> Walk:
        """Scan points one after the other, the first after `every` minutes too."""
        for checkpoint in checkpoints:
            self.scan(checkpoint, after=every)
        return self

    def hour(self) -> Walk:
        """The six points of a route, 60 net minutes from the first scan to the last with a look in between."""
        self.scan(SIX[0])
        for checkpoint in SIX[1:]:
            self.desk.wait(6)
            self.answer(self.here, "LOB-1", "pass")
            self.scan(checkpoint, after=6)
        return self

    @property
    def here(self) -> str:
        assert self.round.current is not None
        return self.round.current if self.round.marks[-1].arrival == "" else self.round.marks[-1].arrival

    def answer(self, checkpoint: str, check: str, raw: str | float, **more) -> list[Event]:
        desk = self.desk
        return desk.record(
            self.by, checking.answer(desk.ledger, self.id, checkpoint, check, raw, self.by, desk.now(), **more)
        )

    def answer_all(self, checkpoint: str) -> None:
        """Good answers to everything asked here."""
        for asked in checking.unanswered(self.desk.ledger, self.round, checkpoint):
            good = {"number": 5, "choice": next((o.value for o in asked.answer.options if o.ok), ""), "text": "12, 14"}
            raw = good.get(asked.answer.type, "f" * 64 if asked.answer.type == "photo" else "pass")
            self.answer(checkpoint, asked.id, raw, photos=("e" * 64,) if asked.photo == "always" else ())

    def leave(self, checkpoint: str) -> None:
        self.desk.record(self.by, checking.leave(self.desk.ledger, self.id, checkpoint, self.by))

    def pause(self, reason: str = "phone call") -> None:
        self.desk.record(self.by, course.pause(self.desk.ledger, self.id, reason, self.by))

    def resume(self) -> None:
        self.desk.record(self.by, course.resume(self.desk.ledger, self.id, self.by))

    def skip(self, checkpoint: str, reason: str = "locked, no key") -> None:
        self.desk.record(self.by, presence.skip(self.desk.ledger, self.id, checkpoint, reason, self.by))

    def finish(self) -> Walk:
        self.desk.record(self.by, course.finish(self.desk.ledger, self.id, self.by))
        return self


def refusal(call, *args, **more) -> str:
    """The code with which a decision says no; fails when it says yes."""
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    assert str(refused.value)  # its words fill in with its own values
    return refused.value.code

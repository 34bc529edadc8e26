"""Writing the story: set up what is missing, then half-day after half-day up to now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from checkpoints.site.catalogue import default_site
from checkpoints.site.site import Site
from checkpoints.work import labels
from store import setup
from store.demo import desk, people
from store.demo.calendar import HalfDayPlan, plan, walked_until
from store.demo.chance import Fate
from store.demo.later import follow_up
from store.demo.owed import stand_in
from store.demo.pen import Pen
from store.demo.walk import tell
from store.logbook import Logbook

__all__ = ["Demo", "write"]

SET_UP = timedelta(hours=1)
"""How long before the first round the site is set up."""
PROGRAM = "-"


@dataclass(frozen=True, slots=True)
class Demo:
    """What was written. `people` are the demo people as (id, zh, en, role, PIN); the rest counts what was added."""

    people: list[tuple[str, str, str, str, str]]
    events: int
    rounds: int
    findings: int


def _quiet(_done: int, _whole: int) -> None:
    pass


def write(book: Logbook, days: int, seed: int, progress: Callable[[int, int], None] = _quiet) -> Demo:
    """Add a believable history of the last `days` days to a folder, as this device, through the one door.

    An empty folder gets the packaged site, its labels and the demo people first; people are added to a site only
    when fewer than two can walk. The half-day that still runs is left owed. Days of which something is known
    already are left as they are, so that a second run on the same day adds nothing. The same seed at the same
    time tells the same story; only ids differ.

    `progress(done, whole)` is called after each day; what it raises ends the story there, with whole days kept.

    Raises:
        ValueError: `days` is not positive.
        Refused: `person.not_allowed` on a site whose people may not add others and cannot walk a joint round.
        StoreError: what the logbook raises.
    """
    if days < 1:
        msg = f"a story of {days} days"
        raise ValueError(msg)
    book.follow()
    before = _counts(book)
    site = book.ledger.site or default_site()
    now = book.clock.now().astimezone(site.zone_info)
    fate = Fate(seed)
    pen = Pen(book, fate, latest=now)
    plans = plan(book.ledger, site, fate, days, now)
    with pen.in_hand():
        new = _set_up(pen, site, plans, now)
        by_day = [list(halves) for _, halves in groupby(plans, key=lambda p: p.day)]
        for done, halves in enumerate(by_day, start=1):
            # A day is one wait for the disk instead of three hundred; a crash takes a whole day or none.
            with book.batch():
                _office(pen, halves[0])
                if halves[0].half == "am":
                    desk.morning(pen, halves[0])
                for one in halves:
                    _half(pen, one)
            progress(done, len(by_day))
    after = _counts(book)
    return Demo(people.known(book.ledger, new), *(a - b for a, b in zip(after, before, strict=True)))


def _half(pen: Pen, plan: HalfDayPlan) -> None:
    """The round, what the desk does after it, and what becomes of findings. A missed round is explained at the end."""
    at_the_desk = desk.noon if plan.half == "am" else desk.evening
    for part in (at_the_desk, tell) if plan.twist == "missed" else (tell, at_the_desk):
        part(pen, plan)
    follow_up(pen, plan)


def _counts(book: Logbook) -> tuple[int, int, int]:
    ledger = book.ledger
    return ledger.count, len(ledger.rounds.all), len(ledger.findings.all)


def _set_up(pen: Pen, site: Site, plans: list[HalfDayPlan], now: datetime) -> frozenset[str]:
    """The site, its labels and enough people, before the first round but after what was walked; who is new."""
    begins = (plans[0].opens if plans else now) - SET_UP
    walked = walked_until(pen.ledger)
    pen.begin(max(begins, walked) if walked is not None else begins, "set up")
    if pen.ledger.site is None:
        setup.load_site(pen.book, PROGRAM, site)
    return people.move_in(pen)


def _office(pen: Pen, first: HalfDayPlan) -> None:
    """In the morning the office prints the labels that were found damaged the day before."""
    pen.begin(first.opens, f"office {first.day}")
    stand_in(pen)
    ring = pen.book.keys
    key = ring.current if ring else None
    chief = next((p.id for p in pen.ledger.people.active() if p.may("issue_labels")), "")
    if key is None or not chief:
        return
    owed = sorted(place for place, register in pen.ledger.labels.registers.items() if register.reprint is not None)
    for place in owed:
        pen.wait(20, 60)
        pen.record(chief, lambda _, place=place: labels.issue(pen.ledger, place, key, "damaged"))

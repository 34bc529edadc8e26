"""What tests of the face share: a small site with three people, and an app that runs without a terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache

import pytest
from textual.pilot import Pilot

from checkpoints.site.catalogue import default_site
from checkpoints.work.people import PersonAdded, PinSet
from checkpoints.work.sites import SiteLoaded
from store.pins import hash_pin
from tests.support.memory_book import MemoryBook
from tui.app import RoundsmanApp

TEAM = [
    ("p01", "李强", "Li Qiang", "supervisor", "2468"),
    ("p02", "王敏", "Wang Min", "assistant", "1357"),
    ("p03", "赵工", "Engineer Zhao", "engineer", ""),
]


@cache
def hashed(pin):
    return hash_pin(pin)


@cache
def the_site():
    return default_site()


@pytest.fixture
def empty_book():
    """A logbook before the first start."""
    return MemoryBook()


@pytest.fixture
def book():
    """A logbook with the default site, a supervisor, an assistant, and an engineer who has no PIN."""
    made = MemoryBook()
    facts = [SiteLoaded(site=the_site())]
    for person, zh, en, role, pin in TEAM:
        facts.append(PersonAdded(person=person, zh=zh, en=en, role=role, department="service"))
        if pin:
            facts.append(PinSet(person=person, pin_hash=hashed(pin)))
    made.record("p01", lambda _now: facts)
    return made


Running = Callable[..., AbstractAsyncContextManager[tuple[RoundsmanApp, Pilot]]]


@pytest.fixture
def run_app() -> Running:
    """`async with run_app(book, person="p02", lang="en", place="office", size=(80, 24)) as (app, pilot)`.

    Keys go straight through: the scanner's hold is off unless `tap=True`.
    """

    @asynccontextmanager
    async def running(
        book, *, person=None, lang="zh", place="tablet", size=(100, 30), tap=False, clock=None
    ) -> AsyncIterator[tuple[RoundsmanApp, Pilot]]:
        app = RoundsmanApp(book, place, lang, clock)
        app.tap_enabled = tap
        async with app.run_test(size=size) as pilot:
            if person:
                app.sign_in(person)
            await pilot.pause()
            yield app, pilot

    return running


async def until(pilot, condition, what="the condition"):
    """Wait for a condition, not for a time."""
    for _ in range(200):
        if condition():
            return
        await pilot.pause(0.02)
    raise AssertionError(f"never: {what}")

"""What tests of the face share: the default site with three people, and an app that runs without a terminal."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from checkpoints.site.catalogue import default_site
from checkpoints.work.people import PersonAdded, PinSet
from checkpoints.work.sites import SiteLoaded
from store.clock import SetClock
from store.disk import DISK
from store.logbook import Logbook
from store.pins import hash_pin
from store.reading.frames import OFF
from tests.support.ground import unasked
from tui.app import RoundsmanApp

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
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
    return unasked(default_site())


@pytest.fixture
def clock():
    """A Monday morning that only moves when a test says so: clock.advance(minutes=2)."""
    return SetClock(MONDAY)


@pytest.fixture
def empty_book(tmp_path, clock):
    """A logbook before the first start."""
    made = Logbook.open(tmp_path / "data", clock=clock)
    yield made
    made.close()


@pytest.fixture
def book(empty_book):
    """A logbook with the default site, a supervisor, an assistant, and an engineer who has no PIN."""
    facts = [SiteLoaded(site=the_site())]
    for person, zh, en, role, pin in TEAM:
        facts.append(PersonAdded(person=person, zh=zh, en=en, role=role, department="service"))
        if pin:
            facts.append(PinSet(person=person, pin_hash=hashed(pin)))
    empty_book.record("p01", lambda _now: facts)
    return empty_book


Running = Callable[..., AbstractAsyncContextManager[tuple[RoundsmanApp, Pilot]]]


@pytest.fixture
def run_app() -> Running:
    """`async with run_app(book, person="p02", lang="en", place="office", size=(80, 24)) as (app, pilot)`.

    Keys go straight through: the scanner's hold is off unless `tap=True`. `share` is the shared file asked for,
    `far` the disk it lies on.
    """

    @asynccontextmanager
    async def running(
        book, *, person=None, lang="zh", place="tablet", size=(100, 30), tap=False, share=None, far=DISK
    ) -> AsyncIterator[tuple[RoundsmanApp, Pilot]]:
        app = RoundsmanApp(book, place, lang, share=share, camera=OFF)  # whatever this machine has
        app.tap_enabled = tap
        app.sharing.far, app.sharing.every = far, 0.2
        async with app.run_test(size=size) as pilot:
            if person:
                app.sign_in(person)
            await pilot.pause()
            yield app, pilot

    return running


@pytest.fixture
def home(book, run_app):
    """`async with home(person="p02", ...)`: the app on the home screen, in the office too, where the board is first."""

    @asynccontextmanager
    async def at_home(**more):
        async with run_app(book, **{"person": "p02", "lang": "en", **more}) as (app, pilot):
            app.go("home")
            await pilot.pause()
            yield app, pilot

    return at_home


async def until(pilot, condition, what="the condition"):
    """Wait for a condition, not for a time; the bound is for a machine that has much else to do."""
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            msg = f"never: {what}"
            raise AssertionError(msg)
        await pilot.pause(0.02)

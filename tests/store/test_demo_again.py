"""The demo's story on a folder that has something already, and a story that is cut short."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta, timezone

import pytest

from checkpoints.work.findings import FindingRaised
from checkpoints.work.people import PersonAdded
from checkpoints.work.rounds import course
from checkpoints.work.rounds.course import StartRequest
from checkpoints.work.rounds.day import half_day
from store import setup
from store.clock import SetClock
from store.demo import PEOPLE, write
from store.logbook import Logbook

SHANGHAI = timezone(timedelta(hours=8))
EVENING = datetime(2026, 11, 23, 20, 15, tzinfo=SHANGHAI)
"""A Monday, after both half-days."""


def half_days(until, days):
    for n in range(days):
        day = until.date() - timedelta(days=n)
        yield from ((day, "am"), (day, "pm"))


# On a folder that has something already


def test_days_later_only_the_new_days_are_added_by_the_same_device(new_book, quick_pins):
    book = new_book()
    write(book, 2, seed=1)
    device, first = book.device.id, book.ledger.events()
    later = EVENING + timedelta(days=3)
    book.clock = SetClock(later)
    demo = write(book, 30, seed=2)
    events = book.ledger.events()
    assert book.device.id == device
    assert {e.device for e in events} == {device}
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    assert events[: len(first)] == first
    assert all(e.at > first[-1].at for e in events[len(first) :])
    assert sum(isinstance(e.body, PersonAdded) for e in events) == len(PEOPLE)
    assert demo.rounds >= 4
    for day, half in half_days(later, 3):
        state = half_day(book.ledger, day, half, later)
        assert state.state in ("done", "not_counting") or state.reason
    numbers = [e.body.number for e in events if isinstance(e.body, FindingRaised)]
    assert len(set(numbers)) == len(numbers)


def test_a_second_run_on_the_same_evening_adds_nothing_and_still_names_the_people(new_book, quick_pins):
    book = new_book()
    first = write(book, 1, seed=1)
    second = write(book, 30, seed=1)
    assert (second.events, second.rounds, second.findings) == (0, 0, 0)
    assert second.people == first.people


def test_a_site_that_was_loaded_a_moment_ago_gets_its_whole_history(new_book, quick_pins, site):
    book = new_book()
    setup.load_site(book, "-", site)
    demo = write(book, 2, seed=1)
    assert demo.rounds == 4
    events = book.ledger.events()
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    again = Logbook.open(book.data)
    assert again.ledger == book.ledger
    again.close()


def test_another_site_and_its_own_people_carry_a_story_too(new_book, site):
    book = new_book()
    setup.load_site(book, "-", site)
    for person in ("p-one", "p-two"):
        added = PersonAdded(person=person, zh=person, en=person, role="supervisor", department="service")
        book.record("p-one", lambda _, added=added: [added])
    demo = write(book, 3, seed=1)
    assert demo.people == []
    assert set(book.ledger.people.members) == {"p-one", "p-two"}
    photos = {
        p
        for r in book.ledger.rounds.all.values()
        for v in r.visits.values()
        for a in v.answers.values()
        for p in a.fact.photos
    }
    assert photos
    assert all(book.photos.has(p) for p in photos)


def test_a_round_that_somebody_is_on_stays_as_it_is(new_book, site):
    book = new_book(EVENING - timedelta(days=2))
    setup.load_site(book, "-", site)
    for person in ("p-one", "p-two", "p-three"):
        added = PersonAdded(person=person, zh=person, en=person, role="supervisor", department="service")
        book.record("p-one", lambda _, added=added: [added])
    mine = book.record("p-one", lambda now: course.start(book.ledger, StartRequest(route="R-ANY"), "p-one", now))
    book.clock = SetClock(EVENING)
    demo = write(book, 2, seed=1)
    assert demo.rounds > 0
    assert book.ledger.history(mine[0].subject) == mine
    walked = {p for r in book.ledger.rounds.all.values() if r.id not in book.ledger.rounds.open for p in r.people}
    assert "p-one" not in walked


# Cancelled


def test_progress_counts_days_and_what_it_raises_ends_the_story_with_whole_days(new_book, quick_pins):
    book = new_book()
    clock, seen = book.clock, []

    def progress(done, whole):
        seen.append((done, whole))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(book, 5, seed=1, progress=progress)
    assert seen == [(1, 5), (2, 5)]
    assert book.clock is clock
    assert not book.ledger.rounds.open
    assert len({r.started_at.date() for r in book.ledger.rounds.all.values()}) == 2
    write(book, 5, seed=1, progress=lambda *_: None)
    days = sorted({r.started_at.date() for r in book.ledger.rounds.all.values()})
    assert all(b - a == timedelta(days=1) for a, b in itertools.pairwise(days))


def test_a_story_of_no_days_is_refused(new_book):
    with pytest.raises(ValueError, match="0 days"):
        write(new_book(), 0, seed=1)

"""Journals and logbooks in a folder of their own, closed after each test."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from store import pins
from store.clock import SetClock
from store.journal import JournalDB
from store.logbook import Logbook
from tests.support.small_site import small_site

SHANGHAI = timezone(timedelta(hours=8))
EVENING = datetime(2026, 11, 23, 20, 15, tzinfo=SHANGHAI)
"""A Monday, after both half-days."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "events.journal"


@pytest.fixture
def opened(path):
    """Open the journal as often as a test likes."""
    dbs = []

    def open_db(where=path, **options):
        dbs.append(JournalDB(where, **options))
        return dbs[-1]

    yield open_db
    for db in dbs:
        db.close()


@pytest.fixture
def clock():
    return SetClock(datetime(2025, 11, 24, 9, 0, tzinfo=SHANGHAI), seed=1)


@pytest.fixture
def book_at(clock):
    """Open logbooks on a folder; each is closed after the test."""
    books = []

    def open_book(folder, **options):
        books.append(Logbook.open(folder, **({"clock": clock} | options)))
        return books[-1]

    yield open_book
    for book in books:
        book.close()


@pytest.fixture
def book(book_at, tmp_path):
    return book_at(tmp_path / "data")


@pytest.fixture(scope="session")
def site():
    return small_site()


@pytest.fixture
def new_book(tmp_path):
    """Open a logbook on an empty folder, at a time."""
    books = []

    def open_book(now=EVENING, folder="data"):
        books.append(Logbook.open(tmp_path / folder, clock=SetClock(now)))
        return books[-1]

    yield open_book
    for book in books:
        book.close()


@pytest.fixture
def quick_pins(monkeypatch):
    """Argon2 takes its time on purpose; where nobody signs in, a hash need not."""
    monkeypatch.setattr(pins, "hash_pin", lambda pin: "not a hash of " + pin)
    monkeypatch.setattr(pins, "verify", lambda person, pin: person.pin_hash == "not a hash of " + pin or None)

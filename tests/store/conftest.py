"""Journals and logbooks in a folder of their own, closed after each test."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from store.clock import SetClock
from store.journal import JournalDB
from store.logbook import Logbook
from tests.support.small_site import small_site

SHANGHAI = timezone(timedelta(hours=8))


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

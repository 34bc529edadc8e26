"""A folder whose events lie in several years, and looking at what it knows without any cache."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from checkpoints.ledger.events import decode_event
from checkpoints.ledger.ledger import Ledger
from checkpoints.work import findings, people, sites
from checkpoints.work.findings import FindingNoted
from store.archive import raw_events
from store.snapshot import NAME
from tests.support.small_site import SIX

SHANGHAI = timezone(timedelta(hours=8))


def open_site(book, site):
    """A site with somebody who may do everything."""
    book.record("-", lambda _: sites.load(book.ledger, site))
    add(book, "zhao", "manager")


def add(book, person, role="assistant"):
    fact = people.PersonAdded(person=person, zh=person, en=person, role=role, department="service")
    return book.record("-", lambda _: [fact])


def find(book, words="water on the floor", place=SIX[0]):
    """Raise a finding; its id."""
    draft = findings.draft_for(book.ledger, place, None, words=words)
    events = book.record("zhao", lambda now: findings.raise_finding(book.ledger, draft, "zhao", now))
    return events[0].body.finding


def note(book, finding, words):
    return book.record("zhao", lambda _: [FindingNoted(finding=finding, words=words)])


def years_of(book, clock, site, years=(2022, 2023, 2024), each=3):
    """Findings of some years, and the clock left in the middle of the last; ids by year."""
    found = {}
    for year in years:
        clock.at = datetime(year, 6, 1, 9, tzinfo=SHANGHAI)
        if book.ledger.site is None:
            open_site(book, site)
        found[year] = [find(book, f"water on the floor {year} {n}") for n in range(each)]
    return found


def snapped(book):
    """Close a book after leaving a snapshot, however little it has."""
    book._in.leave_snapshot(1)
    assert (book.data / NAME).exists()
    book.close()


def folded(data):
    """The ledger of everything that stands in the folder, by nothing but its events."""
    ledger = Ledger()
    ledger.apply([decode_event(raw) for _, raw in raw_events(data)])
    return ledger

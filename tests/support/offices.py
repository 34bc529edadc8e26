"""An office with a site, people with PINs, labels and some history, on a share that others may join."""

from __future__ import annotations

from contextlib import closing

from checkpoints.work.people import PersonAdded, PinSet
from store.logbook import Logbook
from store.pins import hash_pin
from store.setup import load_site
from store.sync.exchange import Exchange
from store.sync.share import Share
from tests.support.small_site import small_site

PIN = "2468"


def member(name):
    return PersonAdded(person=name, zh="王敏", en=name, role="assistant", department="service")


def office(folder, file, history=0, line=1000):
    """Set a site up in `folder` and share it as `file`: ten facts of ground and a history of so many events a line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(Logbook.open(folder)) as book:
        load_site(book, "boss", small_site())
        book.record("boss", lambda _: [member("p1"), PinSet(person="p1", pin_hash=hash_pin(PIN))])
        for start in range(0, history, line):
            count = min(line, history - start)
            book.record("boss", lambda _, at=start, n=count: [member(f"h{at + i}") for i in range(n)])
            share(folder, file)
    share(folder, file)
    return folder


def share(folder, file, **options):
    """Exchange until all is read back."""
    with closing(Exchange(folder, Share(str(file)), **options)) as exchange:
        reports = [exchange.sync()]
        while reports[-1].written:
            reports.append(exchange.sync())
    return reports

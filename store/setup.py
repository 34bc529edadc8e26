"""Setting a site up: its file into force, a signing key on the office device, a label for every checkpoint.

The device that loads a site first becomes the office: it makes the key, and only it can print labels. Everything
here may be repeated: what is in force already is not recorded again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.ledger.events import Event
from checkpoints.site import codes
from checkpoints.site.site import Site
from checkpoints.work import labels, sites
from store.logbook import Logbook

__all__ = ["IssuedCode", "issue_missing", "list_codes", "load_site"]


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """One label: `digits` and `typed` are None where the signing key is not here."""

    checkpoint: str
    issue: int
    digits: str | None
    typed: str | None
    issued_at: datetime
    retired: str
    """Why it was retired; empty while in force."""


def load_site(book: Logbook, by: str, site: Site) -> list[Event]:
    """Put a site into force and issue the labels it lacks. Returns what was recorded, nothing for a known site.

    Raises:
        Refused: see `checkpoints.work.sites.load`.
        StoreError: see `Logbook.record`.
    """
    events = book.record(by, lambda _: [] if book.ledger.site == site else sites.load(book.ledger, site))
    if book.keys is None and not book.ledger.labels.by_code:
        book.make_key()
    return events + (issue_missing(book, by) if book.keys is not None else [])


def issue_missing(book: Logbook, by: str) -> list[Event]:
    """Issue a label for every checkpoint in use that has none in force, in one commit.

    Raises Refused `label.no_key` where the signing key is not here, `label.used_up` after 255 issues of one place.
    """
    ring = book.keys
    key = ring.current if ring is not None else None
    if key is None:
        raise Refused("label.no_key", "Labels are issued on the office device; the signing key is not here.")

    def decide(_: Moment) -> Sequence[Fact]:
        ledger = book.ledger
        facts: list[Fact] = []
        for place in ledger.site.active if ledger.site else ():
            register = ledger.labels.registers.get(place.id)
            if register is None or register.current is None:
                facts += labels.issue(ledger, place.id, key)
        return facts

    return book.record(by, decide)


def list_codes(book: Logbook) -> list[IssuedCode]:
    """All labels ever issued, in site order and then by issue."""
    site = book.ledger.site
    if site is None:
        return []
    ring = book.keys
    listed: list[IssuedCode] = []
    for place in site.checkpoints:
        register = book.ledger.labels.registers.get(place.id)
        for issue, label in sorted(register.labels.items()) if register else ():
            key = ring.get(label.key) if ring else None
            digits = codes.make(site.site.id, place.number, issue, key) if key else None
            # Two offices may each have a key of this number: only the one that signed can print.
            if digits is not None and book.ledger.labels.by_code.get(codes.code_hash(digits)) != (place.id, issue):
                digits = key = None
            typed = codes.typed(site.site.id, place.number, issue, key) if key else None
            listed.append(IssuedCode(place.id, issue, digits, typed, label.issued_at, label.retired))
    return listed

"""Reading any file of lines in bounded memory, without a lock and without changing it, and what was met on the way.

It serves journals, archive segments, the shared file and members of a backup alike: anything with a `read`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from checkpoints.ledger.events import Event, NewerFact, Order, decode_event
from checkpoints.ledger.known import Known
from checkpoints.work.sites import SiteLoaded
from store.clocks import Hands
from store.errors import UNREADABLE, StoreError
from store.journal import lines
from store.journal.lines import Damage, Heading, Op, Parsed
from store.sync.wanted import photos_in

__all__ = ["LONGEST", "LineStream", "Readable", "Survey"]

CHUNK = 1 << 20
LONGEST = 64 << 20
"""Bytes; no line is as long. A file without line ends must not fill the memory."""


class Readable(Protocol):
    """A file, a member of an archive."""

    def read(self, count: int, /) -> bytes:
        """Up to `count` bytes, none at the end."""
        ...


class LineStream:
    """Iterate over a source in stretches of whole lines; `tail` then holds what followed the last line end.

    Raises StoreError `store.newer` and `store.not_a_journal` while it reads, and OSError.
    """

    def __init__(self, source: Readable, name: object = "") -> None:
        self._source = source
        self._name = name
        self.tail = b""
        self.size = 0
        """Bytes read."""

    def __iter__(self) -> Iterator[Parsed]:
        parts: list[bytes] = []
        waiting = base = 0
        while part := self._source.read(CHUNK):
            self.size += len(part)
            parts.append(part)
            waiting += len(part)
            if b"\n" not in part:
                if waiting > LONGEST:
                    raise self._endless()
                continue
            buffer = b"".join(parts)
            parsed = lines.parse(buffer, base)
            yield parsed
            base += parsed.used
            parts = [buffer[parsed.used :]]
            waiting = len(parts[0])
        self.tail = b"".join(parts)

    def _endless(self) -> StoreError:
        return StoreError(
            "store.not_a_journal",
            "{path} is not a Roundsman journal. Use another folder, or move that file away.",
            path=str(self._name),
        )


@dataclass(slots=True)
class Survey:
    """What is in one or more files of lines. `take` is fed with what a `LineStream` yields."""

    known: Known = field(default_factory=Known)
    hands: Hands = field(default_factory=Hands)
    headings: list[Heading] = field(default_factory=list[Heading])
    commits: int = 0
    """Whole lines, headings not counted."""
    damage: list[Damage] = field(default_factory=list[Damage])
    torn: int = 0
    """Bytes after the last line end, added by whoever read the file."""
    unreadable: int = 0
    """Entries whose envelope cannot be read although the line is whole."""
    misfiled: int = 0
    """Entries that stand under another id than their own."""
    newer: int = 0
    photos: set[str] = field(default_factory=set[str])
    """Names of the photos that entries speak of."""
    _site: tuple[Order, str, str, str] | None = None

    @property
    def events(self) -> int:
        """How many different entries."""
        return self.known.count

    @property
    def site(self) -> str:
        """Id of the site that was loaded first: whose records these are; '' before one was loaded."""
        if self._site is not None:
            return self._site[1]
        return next((heading.site for heading in self.headings if heading.site), "")

    @property
    def site_names(self) -> tuple[str, str]:
        """The site's names in Chinese and English."""
        return self._site[2:] if self._site is not None else (self.site, self.site)

    def take(self, parsed: Parsed) -> list[Event]:
        """Take a stretch in; returns the entries in it that were not met before."""
        self.headings += parsed.headings
        self.damage += parsed.damage
        self.commits += len(parsed.commits)
        return [event for ops in parsed.commits for op in ops if (event := self._entry(op)) is not None]

    def read(self, source: Readable, name: object = "") -> LineStream:
        """Take a whole source in; returns the stream, which knows its size and tail."""
        stream = LineStream(source, name)
        for parsed in stream:
            self.take(parsed)
        self.torn += len(stream.tail)
        return stream

    def _entry(self, op: Op) -> Event | None:
        table, key, raw = op
        if table != "events" or key is None or raw is None:
            return None
        try:
            event = decode_event(raw)
        except UNREADABLE:
            self.unreadable += 1
            return None
        self.misfiled += event.id != key
        if not self.known.add(event.device, event.seq, event.id):
            return None
        self.hands.take(event)
        self.photos.update(photos_in(raw))
        body = event.body
        if isinstance(body, NewerFact):
            self.newer += 1
        elif isinstance(body, SiteLoaded):
            named = body.site.site
            if self._site is None or event.order < self._site[0]:
                self._site = (event.order, named.id, named.name_zh, named.name_en)
        return event

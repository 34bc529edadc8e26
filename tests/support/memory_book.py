"""A logbook without a disk: the same door as store.logbook, for tests of the face that are not about the disk."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime

from checkpoints.fact import Moment
from checkpoints.ledger.events import Event
from checkpoints.ledger.ledger import Ledger


@dataclass
class MemoryDevice:
    id: str = "memory-0001"
    tag: str = "T1"


class MemoryBook:
    """Everything is kept in the ledger; `fail` makes the next record raise it, `others` come in with follow."""

    def __init__(self, clock=None):
        self.ledger = Ledger()
        self.device = MemoryDevice()
        self.remote = False
        self.keys = None
        self.fail = None
        self.others = []
        self.clock = clock or (lambda: datetime.now().astimezone())
        self._ids = (f"01900000-0000-7000-8000-{n:012d}" for n in itertools.count(1))
        self._seq = itertools.count(1)

    @property
    def saved(self):
        return self.ledger.count

    @property
    def waiting(self):
        return self.ledger.count

    def event(self, by, fact, at=None):
        seq = next(self._seq)
        return Event(
            id=next(self._ids),
            device=self.device.id,
            seq=seq,
            hlc=f"{seq:012x}.0000",
            at=at or self.clock(),
            actor=by,
            subject=fact.subject,
            body=fact,
        )

    def record(self, by, decide):
        if self.fail:
            failure, self.fail = self.fail, None
            raise failure
        facts = decide(Moment(self.clock(), lambda: next(self._ids), self.device.id, self.device.tag))
        events = [self.event(by, fact) for fact in facts]
        self.ledger.apply(events)
        return events

    def follow(self):
        events, self.others = self.others, []
        return self.ledger.apply(events)

    def close(self):
        pass

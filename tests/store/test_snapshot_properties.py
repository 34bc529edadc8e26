"""Whatever becomes of a folder between two starts, the ledger is the fold of its events."""

from __future__ import annotations

import random
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.ledger.events import encode_event
from checkpoints.ledger.ledger import Ledger
from checkpoints.ledger.queries import count
from store import snapshot
from store.archive import JOURNAL
from store.archive.compacting import compact
from store.disk import DISK
from store.journal import JournalDB
from store.logbook import Logbook
from tests.support.histories import everything, live, steps

FEW = hypothesis.settings(max_examples=40, deadline=None, print_blob=True, derandomize=True)


def arrive(data, events):
    """Another process writes events, several to a line, some once more."""
    with JournalDB(data / JOURNAL) as db, db.storage.exclusive():
        db.storage.add("events", [(event.id, encode_event(event)) for event in events])


@FEW
@given(done=steps(most=60), seed=st.integers(0, 2**32))
def test_a_folder_that_is_opened_closed_sealed_and_robbed_of_its_snapshot_has_an_equal_ledger(done, seed):
    chance = random.Random(seed)
    events = everything(live(done))
    mixed = [*events, *chance.sample(events, len(events) // 4)]
    chance.shuffle(mixed)
    expected = Ledger()
    expected.apply(events)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with closing(Logbook.open(data)) as watching:
            while mixed:
                size = chance.randint(1, 60)
                arrive(data, mixed[:size])
                mixed = mixed[size:]
                for act in chance.sample([_start, _seal, _rob, _build, watching.follow], chance.randint(0, 3)):
                    act(data) if act != watching.follow else act(chance.randint(1, 90))
            watching.follow()
            assert watching.problems == [p for p in watching.problems if p.code == "store.newer_facts"]
            assert watching.ledger == expected
            with closing(Logbook.open(data)) as book:
                assert count(book.ledger) == count(expected)
                assert book.ledger == expected
                assert book.saved == len(book.db.table("events")) == expected.count


def _start(data):
    book = Logbook.open(data)
    book._in.leave_snapshot(1)
    book.close()


def _seal(data):
    compact(data, now=datetime(2026, 11, 1, tzinfo=UTC))


def _rob(data):
    (data / snapshot.NAME).unlink(missing_ok=True)


def _build(data):
    snapshot.build(data, DISK)

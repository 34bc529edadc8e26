"""The journal against a set: whatever hands, crashes and faults come in whatever order, what was saved is there."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from store.archive import archived
from store.archive.compacting import compact
from store.errors import StoreError
from store.journal import JournalDB
from store.journal import lock as journal_lock
from tests.support.memory_disk import Killed, MemoryDisk, MemoryFiles, refuse
from tests.support.sim_time import still

PATH = Path("/data/events.journal")
CODES = st.sampled_from((errno.EIO, errno.ENOSPC))
NTH = st.integers(1, 14)
LAST_YEAR, THIS_YEAR = (int(datetime(year, 6, 1, tzinfo=UTC).timestamp() * 1000) for year in (2024, 2025))


class Journal(RuleBasedStateMachine):
    """`saved` is the model: ids whose insert returned. `perhaps` were refused or cut off: they may come back whole."""

    def __init__(self):
        super().__init__()
        self.saved: set[str] = set()
        self.perhaps: set[str] = set()
        self.batches: list[set[str]] = []
        self.handles: list[JournalDB] = []
        self.count = 0

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed):
        self.chance = Random(seed)
        self.files = MemoryFiles()
        self.files.folders.add("/data")
        self.stillness = still(self.chance)
        self.stillness.__enter__()
        assert journal_lock.time.sleep(10) is None
        self._open()

    def teardown(self):
        if hasattr(self, "stillness"):
            self.stillness.__exit__(None, None, None)

    def _open(self):
        disk = MemoryDisk(self.files, self.chance)
        self.handles.append(JournalDB(PATH, disk=disk, earlier=lambda: archived(PATH.parent, disk)))

    def _batch(self, size):
        self.count += 1
        stamp = f"{LAST_YEAR if self.count % 2 else THIS_YEAR:012x}.0000"
        return [
            {"id": f"{self.count}-{n}", "device": f"d{self.count}", "seq": n + 1, "hlc": stamp, "text": "x" * (n * 40)}
            for n in range(size)
        ]

    def _insert(self, handle, size):
        batch = self._batch(size)
        ids = {row["id"] for row in batch}
        self.perhaps |= ids
        self.batches.append(ids)
        if handle.storage.broken:
            handle.storage.reopen()
        handle.table("events").insert_multiple(batch)
        self.saved |= ids

    def _try(self, handle, size):
        """What the store said, or '' when it went well."""
        try:
            self._insert(handle, size)
        except StoreError as error:
            return error.code
        return ""

    @rule(size=st.integers(1, 4), which=st.integers(0, 2))
    def insert(self, size, which):
        self._insert(self.handles[which % len(self.handles)], size)

    @rule(size=st.integers(1, 3), nth=NTH, code=CODES, short=st.booleans())
    def insert_on_a_bad_disk(self, size, nth, code, short):
        handle = self.handles[-1]
        disk = handle.storage._file._disk
        disk.at(nth, _raiser(code))
        disk.short = 0.5 if short else 0.0
        told = self._try(handle, size)
        assert told in {"", "store.disk", "store.full", "store.force_failed", "store.broken"}
        disk.calm()

    @rule(size=st.integers(1, 3), nth=NTH)
    def insert_while_another_does(self, size, nth):
        if len(self.handles) < 2:
            self._open()
        first, second = self.handles[:2]

        def tap(_kind):
            assert self._try(second, 1) in {"", "store.busy"}

        disk = first.storage._file._disk
        disk.at(nth, tap)
        assert self._try(first, size) in {"", "store.busy"}
        disk.calm()

    @rule(size=st.integers(1, 3), nth=NTH, power=st.booleans())
    def die_in_the_middle(self, size, nth, power):
        handle = self.handles.pop()
        disk = handle.storage._file._disk
        disk.at(nth, lambda _: disk.die())
        with suppress(Killed):
            self._insert(handle, size)
        disk.die()
        if power:
            self._fall()
        elif not self.handles:
            self._open()

    @rule()
    def power_cut(self):
        self._fall()

    def _fall(self):
        for handle in self.handles:
            handle.storage._file._disk.die()
        self.handles.clear()
        self.files.lose_power(self.chance)
        self._open()

    @rule(nth=st.integers(1, 60), fate=st.sampled_from(("none", "eio", "power", "insert")))
    def seal_last_year(self, nth, fate):
        """Half of the events go to the archive while the handles stay open; anything may happen on the way."""
        disk = MemoryDisk(self.files, self.chance)
        if fate == "eio":
            disk.at(nth, _raiser(errno.EIO))
        elif fate == "power":
            disk.at(nth, lambda _: disk.die())
        elif fate == "insert":
            disk.at(nth, lambda _: self._try(self.handles[0], 1))
        try:
            compact(PATH.parent, disk, now=datetime.fromtimestamp(THIS_YEAR / 1000, UTC), wait=0)
        except (StoreError, Killed):
            disk.die()
        if fate == "power":
            self._fall()

    @precondition(lambda self: len(self.handles) < 3)
    @rule()
    def open_another(self):
        self._open()

    @precondition(lambda self: len(self.handles) > 1)
    @rule()
    def close_one(self):
        self.handles.pop(0).close()

    @rule(tail=st.binary(min_size=1, max_size=40).filter(lambda tail: b"\n" not in tail))
    def find_a_torn_tail(self, tail):
        """Somebody's program died in the middle of a line."""
        self.files.put(PATH, self.files.take(PATH) + tail)

    @invariant()
    def all_that_was_saved_is_there(self):
        for handle in self.handles:
            if handle.storage.broken:
                continue
            handle.storage.follow()
            known = set(handle.storage.raws("events"))
            assert self.saved <= known <= self.saved | self.perhaps
            assert all(batch <= known or not batch & known for batch in self.batches), "a batch is all or nothing"


def _raiser(code):
    def act(_kind):
        raise refuse(code)

    return act


TestJournal = Journal.TestCase
TestJournal.settings = hypothesis.settings(
    max_examples=200, stateful_step_count=40, derandomize=bool(os.environ.get("CI"))
)

"""The journal against a set: whatever hands, crashes and faults come in whatever order, what was saved is there."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from random import Random

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from store.errors import StoreError
from store.journal import JournalDB
from store.journal import lock as journal_lock
from tests.support.memory_disk import Killed, MemoryDisk, MemoryFiles, refuse
from tests.support.sim_time import still

PATH = Path("/data/events.journal")
CODES = st.sampled_from((errno.EIO, errno.ENOSPC))
NTH = st.integers(1, 14)


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
        self.handles.append(JournalDB(PATH, disk=MemoryDisk(self.files, self.chance)))

    def _batch(self, size):
        self.count += 1
        return [{"id": f"{self.count}-{n}", "text": "x" * (n * 40)} for n in range(size)]

    def _insert(self, handle, size):
        batch = self._batch(size)
        ids = {row["id"] for row in batch}
        self.perhaps |= ids
        self.batches.append(ids)
        if handle.storage.broken:
            handle.storage.reopen()
        handle.table("events").insert_multiple(batch)
        self.saved |= ids

    @rule(size=st.integers(1, 4), which=st.integers(0, 2))
    def insert(self, size, which):
        self._insert(self.handles[which % len(self.handles)], size)

    @rule(size=st.integers(1, 3), nth=NTH, code=CODES, short=st.booleans())
    def insert_on_a_bad_disk(self, size, nth, code, short):
        handle = self.handles[-1]
        disk = handle.storage._file._disk
        disk.at(nth, _raiser(code))
        disk.short = 0.5 if short else 0.0
        try:
            self._insert(handle, size)
        except StoreError as error:
            assert error.code in {"store.disk", "store.full", "store.force_failed", "store.broken"}
        disk.calm()

    @rule(size=st.integers(1, 3), nth=NTH)
    def insert_while_another_does(self, size, nth):
        if len(self.handles) < 2:
            self._open()
        first, second = self.handles[:2]

        def tap(_kind):
            try:
                self._insert(second, 1)
            except StoreError as error:
                assert error.code == "store.busy"

        disk = first.storage._file._disk
        disk.at(nth, tap)
        try:
            self._insert(first, size)
        except StoreError as error:
            assert error.code == "store.busy"
        disk.calm()

    @rule(size=st.integers(1, 3), nth=NTH, power=st.booleans())
    def die_in_the_middle(self, size, nth, power):
        handle = self.handles.pop()
        disk = handle.storage._file._disk
        disk.at(nth, lambda _: disk.die())
        try:
            self._insert(handle, size)
        except Killed:
            pass
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

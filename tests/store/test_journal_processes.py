"""Several processes on one journal, some of them killed: what each was promised is there for all."""

from __future__ import annotations

import collections
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from store.errors import StoreError
from store.journal import JournalDB

ROOT = Path(__file__).parents[2]
SCRIBE = ROOT / "tests" / "support" / "scribe.py"


def scribe(path, name, count):
    command = [sys.executable, str(SCRIBE), str(path), name, str(count)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def batches(ids):
    """How many events there are of each (writer, batch)."""
    return collections.Counter(i.rsplit("-", 1)[0] for i in ids)


def test_two_writers_at_once_lose_nothing_and_agree_on_one_order(path):
    writers = [scribe(path, name, 150) for name in "ab"]
    told = {line.strip() for w in writers for line in w.communicate()[0].splitlines()}
    assert [w.returncode for w in writers] == [0, 0]
    with JournalDB(path) as one, JournalDB(path) as two:
        ids = [row["id"] for row in one.table("events")]
        assert set(ids) == told
        assert len(ids) == 600
        assert ids == [row["id"] for row in two.table("events")]
        assert one.storage.damage == one.storage.torn == []


def test_killed_writers_leave_every_promised_event_and_no_half_batch(path):
    seed = random.randrange(10**6)
    print("seed", seed)
    rng, told = random.Random(seed), set()
    for round_ in range(10):
        writers = [scribe(path, f"{round_}{name}", 10**6) for name in "ab"]
        lines = rng.randrange(5, 60)
        for w in writers:
            told |= {w.stdout.readline().strip() for _ in range(lines)}
            assert w.poll() is None  # it writes for ever, so what ends it is our kill and no refusal
        for w in writers:
            w.kill()
        for w in writers:
            rest = w.communicate()[0]
            told |= set(rest.splitlines() if rest.endswith("\n") else rest.splitlines()[:-1])
    with JournalDB(path) as db:
        rows = list(db.table("events"))
        ids = {row["id"] for row in rows}
        assert told <= ids
        assert db.storage.damage == []
        whole = {row["id"].rsplit("-", 1)[0]: row["of"] for row in rows}
        assert batches(ids) == whole
    assert len(told) > 100


def test_another_process_is_followed_at_once(path):
    with JournalDB(path) as db:
        events = db.table("events")
        worker = scribe(path, "w", 50)
        told = set()
        while line := worker.stdout.readline():
            told.add(line.strip())
            # The scribe tells only what is saved, so it must be seen by the very next look.
            assert line.strip() in events.storage.raws("events") or db.storage.follow()
            assert line.strip() in events.storage.raws("events")
        worker.wait()
        assert {row["id"] for row in events} == told


def test_a_look_that_finds_nothing_is_cheap(path):
    with JournalDB(path) as db:
        db.table("events").insert_multiple({"id": str(n)} for n in range(1000))
        start = time.process_time()
        for _ in range(1000):
            assert not db.storage.follow()
        assert time.process_time() - start < 1  # 3 us each; a look that reads the file would take a second


def test_a_lock_that_is_held_too_long_is_told(path):
    with JournalDB(path) as db, JournalDB(path, wait=0.05) as other:
        with db.storage.exclusive():
            with pytest.raises(StoreError) as caught:
                other.insert({})
            assert caught.value.code == "store.busy"
        other.insert({})


def test_reading_needs_no_lock(path):
    with JournalDB(path) as db:
        db.table("events").insert({"id": "a"})
        with db.storage.exclusive(), JournalDB(path, wait=0.05) as other:
            assert len(other.table("events")) == 1


def test_a_torn_tail_is_left_to_a_writer_that_is_busy_with_it(path):
    with JournalDB(path) as db:
        db.table("events").insert({"id": "a"})
        with db.storage.exclusive():
            with path.open("ab") as file:
                file.write(b'12345678 [["events","b",{"id"')
            with JournalDB(path, wait=0.05) as other:
                assert [row["id"] for row in other.table("events")] == ["a"]
                assert other.storage.torn == []


def test_a_lock_file_that_was_removed_excludes_again_at_once(path):
    with JournalDB(path) as db, JournalDB(path, wait=0.05) as other:
        db.insert({})
        other.insert({})
        path.with_name(path.name + ".lock").unlink()
        with db.storage.exclusive():
            with pytest.raises(StoreError) as caught:
                other.insert({})
            assert caught.value.code == "store.busy"


def test_threads_of_one_process_write_one_after_the_other(path):
    with JournalDB(path) as db:
        table, errors = db.table("counted"), []
        table.insert({"n": 0})

        def count():
            try:
                for _ in range(50):
                    table.update(lambda row: row.update(n=row["n"] + 1))
                    len(table)
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=count) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert errors == []
        assert table.all() == [{"n": 200}]
    with JournalDB(path) as db:
        assert db.table("counted").all() == [{"n": 200}]

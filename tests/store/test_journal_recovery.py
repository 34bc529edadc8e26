"""What the disk can do to a journal, and what stands afterwards: everything acknowledged, nothing half."""

from __future__ import annotations

import errno
import itertools
import os
import random

import pytest

from store import platform
from store.errors import StoreError
from store.journal import JournalDB
from store.journal.lines import commit_line, seal
from tests.support.faulty_disk import FaultyDisk
from tests.support.refusals import code_of


def event(n):
    return {"id": f"e{n}", "text": "水泵房 " + "x" * (n % 7)}


def ids(db):
    return [row["id"] for row in db.table("events")]


def fill(path, batches=((1,), (2, 3, 4), (5,))):
    with JournalDB(path) as db:
        for batch in batches:
            db.table("events").insert_multiple(event(n) for n in batch)
    return path.read_bytes()


# Torn tails


def test_a_file_cut_at_any_byte_keeps_whole_commits_and_goes_on(tmp_path):
    whole = fill(tmp_path / "whole")
    ends = [i + 1 for i, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole) + 1):
        path = tmp_path / "cut"
        path.write_bytes(whole[:cut])
        # The bytes of a line without its LF are all there, so its commit counts.
        commits = sum(cut >= end - 1 for end in ends[1:])
        kept = [["e1"], ["e2", "e3", "e4"], ["e5"]][:commits]
        with JournalDB(path) as db:
            assert ids(db) == list(itertools.chain(*kept)), cut
            db.table("events").insert(event(9))
        with JournalDB(path) as db:
            assert ids(db) == [*itertools.chain(*kept), "e9"], cut
            assert db.storage.damage == []
        path.unlink()


def test_a_torn_tail_is_set_aside_and_reported(path):
    whole = fill(path)
    path.write_bytes(whole[:-20])
    with JournalDB(path) as db:
        assert db.storage.torn == [len(whole.splitlines(keepends=True)[-1]) - 20]
    assert path.with_name("events.journal.torn").read_bytes() == whole.splitlines()[-1][:-19] + b"\n"
    with JournalDB(path) as db:
        assert db.storage.torn == []


def test_a_tail_of_zeros_is_set_aside(path):
    whole = fill(path)
    path.write_bytes(whole + bytes(4096))
    with JournalDB(path) as db:
        assert ids(db) == ["e1", "e2", "e3", "e4", "e5"]
    assert path.read_bytes() == whole


def test_a_file_of_zeros_only_is_begun_anew(path):
    path.write_bytes(bytes(100))
    with JournalDB(path) as db:
        db.table("events").insert(event(1))
        assert ids(db) == ["e1"]


# Flipped bytes


def test_a_flip_of_any_byte_is_noticed_and_costs_no_other_commit(tmp_path):
    whole = fill(tmp_path / "whole")
    path, rng = tmp_path / "flipped", random.Random(7)
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= rng.randrange(1, 256)
        path.write_bytes(flipped)
        hit = whole[:at].count(b"\n")  # line 0 is the heading
        with JournalDB(path) as db:
            found = set(ids(db))
            assert db.storage.damage or db.storage.torn, at
        for line, batch in enumerate([{"e1"}, {"e2", "e3", "e4"}, {"e5"}], start=1):
            if line != hit:
                assert batch <= found, at
            else:
                assert batch <= found or not batch & found, at


def test_a_line_end_that_flipped_hides_neither_of_its_lines(path):
    whole = fill(path)
    middle = [i for i, byte in enumerate(whole) if byte == 10][1]
    path.write_bytes(whole[:middle] + b"X" + whole[middle + 1 :])
    with JournalDB(path) as db:
        assert ids(db) == ["e1", "e2", "e3", "e4", "e5"]
        assert [d.salvaged for d in db.storage.damage] == [2]


def test_the_last_line_end_may_flip_too(path):
    whole = fill(path)
    path.write_bytes(whole[:-1] + b"X")
    for _ in range(2):
        with JournalDB(path) as db:
            assert ids(db) == ["e1", "e2", "e3", "e4", "e5"]


def test_a_sealed_line_of_another_shape_is_stepped_over(path):
    fill(path)
    with path.open("ab") as file:
        file.write(seal(b"[1,2]") + seal(b"not json") + commit_line([("events", "e6", b'{"id":"e6"}')]))
    with JournalDB(path) as db:
        assert ids(db)[-1] == "e6"
        assert len(db.storage.damage) == 2


# Files of another kind


@pytest.mark.parametrize("content", [b'{"_default": {}}', b"hello\n", b"\x00\x01binary\n" * 20, b"SQLite format 3\x00"])
def test_a_file_that_is_no_journal_is_refused_and_left_alone(path, content):
    path.write_bytes(content)
    assert code_of(lambda: JournalDB(path)) == "store.not_a_journal"
    assert path.read_bytes() == content


def test_a_journal_of_a_newer_format_is_refused_and_left_alone(path):
    content = seal(b'{"roundsman":"journal","version":3,"file":"f","more":1}') + b"whatever comes then\n"
    path.write_bytes(content)
    assert code_of(lambda: JournalDB(path)) == "store.newer"
    assert path.read_bytes() == content


def test_each_journal_has_a_heading_with_an_id_of_its_own(tmp_path):
    heads = [fill(tmp_path / name).splitlines()[0] for name in "ab"]
    assert heads[0] != heads[1]
    assert all(b'{"roundsman":"journal","version":1,"file":"' in head for head in heads)


# A disk that fails


def test_short_writes_are_carried_on(path):
    with JournalDB(path, disk=FaultyDisk(short=True)) as db:
        db.table("events").insert_multiple([event(1), event(2)])
    with JournalDB(path) as db:
        assert ids(db) == ["e1", "e2"]


def test_nothing_is_in_memory_before_the_disk_has_it(path):
    class Watching(FaultyDisk):
        db = None

        def force(self, fd):
            if self.db is not None:
                assert ids(self.db) == []
                assert b'"e1"' in path.read_bytes()
            super().force(fd)

    disk = Watching()
    with JournalDB(path, disk=disk) as db:
        disk.db = db
        forced = disk.forced
        db.table("events").insert(event(1))
        assert disk.forced == forced + 1
        assert ids(db) == ["e1"]
        disk.db = None


def test_an_insert_asks_the_system_to_force_the_journal_and_nothing_else(path, monkeypatch):
    with JournalDB(path) as db:
        asked, real = [], platform.force_file
        monkeypatch.setattr(platform, "force_file", lambda fd: (asked.append(os.fstat(fd).st_ino), real(fd)))
        db.table("events").insert(event(1))
        assert asked == [path.stat().st_ino]


@pytest.mark.parametrize(("code", "says"), [(errno.ENOSPC, "store.full"), (errno.EIO, "store.disk")])
def test_a_failed_write_leaves_file_and_memory_as_they_were(path, code, says):
    disk = FaultyDisk(short=True)
    with JournalDB(path, disk=disk) as db:
        db.table("events").insert(event(1))
        before = path.read_bytes()
        disk.fail("write", nth=3, code=code)
        assert code_of(lambda: db.table("events").insert(event(2))) == says
        assert path.read_bytes() == before
        assert ids(db) == ["e1"]
        db.table("events").insert(event(3))
        assert ids(db) == ["e1", "e3"]


def test_a_full_disk_is_told_and_works_again_when_there_is_room(path):
    disk = FaultyDisk(room=400)
    with JournalDB(path, disk=disk) as db:
        acked = []

        def until_full():
            for n in itertools.count():
                db.table("events").insert(event(n))
                acked.append(f"e{n}")

        assert code_of(until_full) == "store.full"
        assert ids(db) == acked
        with JournalDB(path) as other:
            assert ids(other) == acked
        disk.room = 10_000
        db.table("events").insert(event(99))
    with JournalDB(path) as db:
        assert ids(db) == [*acked, "e99"]


def test_after_a_failed_force_nothing_is_written_until_it_is_opened_again(path):
    disk = FaultyDisk()
    with JournalDB(path, disk=disk) as db, JournalDB(path) as other:
        db.table("events").insert(event(1))
        disk.fail("force")
        assert code_of(lambda: db.table("events").insert(event(2))) == "store.force_failed"
        forced = disk.forced
        assert code_of(lambda: db.table("events").insert(event(3))) == "store.broken"
        assert disk.forced == forced  # a second force would claim what the first one lost
        assert ids(db) == ids(other) == ["e1"]
        db.storage.reopen()
        db.table("events").insert(event(3))
        assert ids(db) == ids(other) == ["e1", "e3"]


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_whichever_call_fails_what_was_acknowledged_stands(tmp_path, code):
    """The n-th call to the disk fails, for every n, until a run passes untouched."""
    failed = 0
    for nth in itertools.count(1):
        path, disk, acked, refused = tmp_path / f"{nth}.journal", FaultyDisk(short=True), [], 0
        disk.fail_any(nth, code)
        for n in range(3):
            try:
                with JournalDB(path, disk=disk) as db:
                    for batch in ([10 * n], [10 * n + 1, 10 * n + 2]):
                        try:
                            db.table("events").insert_multiple(event(i) for i in batch)
                            acked += [f"e{i}" for i in batch]
                        except StoreError:
                            refused += 1
                    assert set(acked) <= set(ids(db)), nth
            except StoreError:
                refused += 1
        with JournalDB(path) as db:
            assert set(acked) <= set(ids(db)), nth
            assert db.storage.damage == [], nth
        failed += bool(refused)
        if disk.total < nth:
            break
    assert failed > 20


def test_an_interrupt_in_the_middle_of_a_write_leaves_no_half_line(path):
    class Interrupted(FaultyDisk):
        armed = False

        def write(self, fd, part, offset):
            taken = super().write(fd, part[:10], offset)
            if self.armed:
                raise KeyboardInterrupt
            return taken

    disk = Interrupted()
    with JournalDB(path, disk=disk) as db:
        disk.armed = True
        with pytest.raises(KeyboardInterrupt):
            db.table("events").insert(event(1))
        disk.armed = False
        db.table("events").insert(event(2))
    with JournalDB(path) as db:
        assert ids(db) == ["e2"]
        assert db.storage.torn == []


def test_a_folder_that_cannot_be_written_is_told(path):
    disk = FaultyDisk()
    disk.fail("open", code=errno.EROFS)
    assert code_of(lambda: JournalDB(path, disk=disk)) == "store.read_only"


def test_a_new_journal_is_forced_into_its_folder(path):
    disk = FaultyDisk()
    JournalDB(path, disk=disk).close()
    assert disk.calls["force_directory"] == 1
    assert path.read_bytes()[9:].startswith(b'{"roundsman"')

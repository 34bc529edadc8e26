"""The snapshot beside the journal: a start that takes it up knows the same as one that folds everything."""

from __future__ import annotations

import errno
import shutil
from datetime import datetime

import pytest

from checkpoints.ledger.events import decode_event, encode_event
from store import demo, snapshot
from store.clock import SetClock
from store.disk import DISK
from store.errors import StoreError
from store.journal import JournalDB
from store.logbook import Logbook
from store.snapshot import NAME, form
from tests.support.faulty_disk import FaultyDisk
from tests.support.seasons import SHANGHAI, add, find, folded, note, open_site, snapped


def taken_up(book):
    """Whether the book began at a snapshot."""
    return book._in._files is not None


def codes(book):
    return [problem.code for problem in book.problems]


def write(data, *events):
    """Another process writes events."""
    with JournalDB(data / "events.journal") as db, db.storage.exclusive():
        db.storage.add("events", [(event.id, encode_event(event)) for event in events])


def changed(event, **fields):
    """An event like another one."""
    import msgspec

    return decode_event(msgspec.json.encode(msgspec.json.decode(encode_event(event)) | fields))


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The demo site's folder, with the snapshot that closing left."""
    data = tmp_path_factory.mktemp("told") / "data"
    book = Logbook.open(data, clock=SetClock(datetime(2026, 11, 23, 19, tzinfo=SHANGHAI)))
    demo.write(book, days=6, seed=7)
    book.close()
    return data


@pytest.fixture
def demo_folder(told, tmp_path):
    return shutil.copytree(told, tmp_path / "demo")


@pytest.fixture
def findings(book, site):
    """A book with two findings and a snapshot of them, closed; their ids."""
    open_site(book, site)
    ids = [find(book), find(book, "lamp is broken")]
    for n in range(12):
        add(book, f"p{n}")  # so that the findings stand further back than the bytes that prove a position
    snapped(book)
    return ids


# Equal


def test_a_start_from_the_snapshot_knows_what_a_start_from_the_events_knows(demo_folder, book_at):
    quick = book_at(demo_folder)
    assert taken_up(quick)
    assert quick.ledger == folded(demo_folder)
    assert quick.saved == len(quick.db.table("events")) == len(list(quick.events()))
    assert not quick._in.doubtful


def test_a_deleted_snapshot_is_made_again_and_nothing_is_missing(demo_folder, book_at):
    (demo_folder / NAME).unlink()
    slow = book_at(demo_folder)
    assert not taken_up(slow)
    assert slow.ledger == folded(demo_folder)
    assert (demo_folder / NAME).exists(), "left at once, because so much had to be folded"
    assert taken_up(book_at(demo_folder))


def test_a_snapshot_made_in_stretches_is_as_good(demo_folder, book_at, monkeypatch):
    (demo_folder / NAME).unlink()
    monkeypatch.setattr("store.snapshot.building.STRETCH", 150)
    monkeypatch.setattr(snapshot, "BIG", 0)
    book = book_at(demo_folder)
    assert taken_up(book)
    assert book.ledger == folded(demo_folder)


def test_closing_leaves_a_snapshot_only_when_it_spares_the_next_start_something(book_at, tmp_path):
    book = book_at(tmp_path / "data")
    add(book, "a")
    book.close()
    assert not (book.data / NAME).exists()
    book = book_at(tmp_path / "data")
    with book.batch():
        for n in range(200):
            add(book, f"p{n}")
    book.close()
    assert taken_up(book_at(tmp_path / "data"))


@pytest.mark.parametrize("way", ["flip", "cut"])
def test_whatever_byte_of_the_snapshot_is_damaged_the_ledger_is_equal(tmp_path, way, clock):
    book = Logbook.open(tmp_path / "data", clock=clock)
    add(book, "a")
    snapped(book)
    expected = folded(book.data)
    path = book.data / NAME
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :] if way == "flip" else whole[:at])
        assert snapshot.load(book.data, DISK) is None, at
        if at % 20 == 0:
            again = Logbook.open(book.data, clock=clock)
            assert not taken_up(again)
            assert again.ledger == expected, at
            again.close()
    path.write_bytes(whole)
    again = Logbook.open(book.data, clock=clock)
    assert taken_up(again)
    assert again.ledger == expected
    again.close()


def test_the_snapshot_of_a_program_that_folds_differently_is_ignored(findings, book, book_at, monkeypatch):
    monkeypatch.setattr(form, "states_mark", lambda: "another program")
    again = book_at(book.data)
    assert not taken_up(again)
    assert set(again.ledger.findings.all) == set(findings)


def test_the_snapshot_of_another_folder_is_ignored(findings, book, book_at, tmp_path):
    other = book_at(tmp_path / "other")
    add(other, "z")
    other.close()
    shutil.copy(book.data / NAME, other.data / NAME)
    again = book_at(other.data)
    assert not taken_up(again)
    assert set(again.ledger.people.members) == {"z"}


def test_a_snapshot_of_a_journal_that_is_shorter_now_is_ignored(findings, book, book_at):
    journal = book.data / "events.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]))
    again = book_at(book.data)
    assert not taken_up(again)
    assert again.ledger == folded(book.data)


# What comes afterwards


def test_after_a_quick_start_events_are_recorded_and_the_cold_ones_thaw(findings, book, book_at):
    again = book_at(book.data)
    assert taken_up(again)
    (event,) = note(again, findings[0], "still wet")
    assert event.seen == again.ledger.history("finding:" + findings[0])[0].id
    assert len(again.ledger.findings.all[findings[0]].notes) == 1
    assert [f.id for f in again.ledger.findings.open()] == findings
    assert again.ledger == folded(book.data)


def test_late_and_double_events_and_twins_for_cold_subjects_are_folded_as_ever(findings, book, book_at):
    again = book_at(book.data)
    (old, *_) = folded(book.data).history("finding:" + findings[0])
    noted = note(again, findings[1], "the lamp in the hall")[0]
    late = changed(noted, id="late-1", device="other-aaaa", seq=1, hlc=old.hlc, subject=old.subject)
    late = changed(late, body={"kind": "finding.noted", "finding": findings[0], "words": "came late"})
    twin = changed(late, id="twin-1", device=old.device, seq=old.seq, hlc=old.hlc)
    write(book.data, late, twin, old)
    assert again.follow() == {old.subject}
    assert again.ledger.history(old.subject) == sorted([old, twin, late], key=lambda event: event.order)
    assert again.ledger == folded(book.data)
    assert not again._in.doubtful


def test_a_second_snapshot_builds_on_the_first(findings, book, book_at):
    again = book_at(book.data)
    note(again, findings[0], "still wet")
    third = find(again, "door does not close")
    snapped(again)
    last = book_at(book.data)
    assert taken_up(last)
    assert set(last.ledger.findings.all) == {*findings, third}
    assert last.ledger == folded(book.data)


def test_two_processes_leave_snapshots_and_each_start_finds_a_good_one(findings, book, book_at):
    one, other = book_at(book.data), book_at(book.data)
    note(one, findings[0], "still wet")
    other.follow()
    note(other, findings[1], "still dark")
    snapped(other)
    snapped(one)  # has not seen the last note
    last = book_at(book.data)
    assert taken_up(last)
    assert last.ledger == folded(book.data)


def test_the_table_of_events_is_whole_after_a_quick_start(findings, book, book_at):
    expected = [decode_event(raw) for raw in JournalDB(book.data / "events.journal").storage.raws("events").values()]
    again = book_at(book.data)
    table = again.db.table("events")
    added = add(again, "new")[0]
    assert [row["id"] for row in table.all()] == [*(e.id for e in expected), added.id]
    with pytest.raises(ValueError, match="already exists"):
        table.insert({"id": expected[0].id})
    assert table.get(doc_id=expected[0].id)["seq"] == 1
    assert again.saved == len(table)


def test_other_tables_of_the_journal_are_whole_after_a_quick_start(findings, book, book_at):
    with JournalDB(book.data / "events.journal") as db:
        db.table("notes").insert_multiple([{"n": 1}, {"n": 2}])
    again = book_at(book.data)
    again.follow()
    again._in.leave_snapshot(0)
    again.close()
    with JournalDB(book.data / "events.journal") as db:
        db.table("notes").remove(doc_ids=[1])
    last = book_at(book.data)
    assert taken_up(last)
    assert [row["n"] for row in last.db.table("notes").all()] == [2]
    assert last.db.tables() == {"events", "notes"}


# Trouble


def test_what_was_found_wrong_before_is_still_told_after_a_quick_start(findings, book, book_at):
    journal = book.data / "events.journal"
    journal.write_bytes(journal.read_bytes() + b"00000000 [rubbish]\n")
    with JournalDB(journal) as db:
        db.table("events").insert({"id": "odd", "what": "no event"})
    slow = book_at(book.data)
    assert codes(slow) == ["store.damaged", "store.unreadable"]
    slow._in.leave_snapshot(0)
    slow.close()
    quick = book_at(book.data)
    assert taken_up(quick)
    assert codes(quick) == ["store.damaged", "store.unreadable"]
    assert quick.saved == slow.saved


def test_a_line_that_was_damaged_since_is_noticed_when_it_is_needed_and_everything_is_folded_anew(
    findings, book, book_at
):
    journal = book.data / "events.journal"
    content = journal.read_bytes()
    at = content.index(b"lamp is broken")
    journal.write_bytes(content[:at] + b"L" + content[at + 1 :])
    again = book_at(book.data)
    assert taken_up(again)
    assert again.ledger.findings.all[findings[1]].raised is None
    again.follow()
    assert codes(again) == ["store.damaged", "store.lost"]
    assert not (again.data / NAME).exists()
    assert set(again.ledger.findings.all) == {findings[0]}
    assert again.ledger == folded(book.data)


def test_a_decision_on_what_is_not_all_there_is_taken_again(findings, book, book_at):
    journal = book.data / "events.journal"
    content = journal.read_bytes()
    at = content.index(b"lamp is broken")
    journal.write_bytes(content[:at] + b"L" + content[at + 1 :])
    again = book_at(book.data)
    seen = []

    def decide(_):
        seen.append(again.ledger.findings.all.get(findings[1]))
        return []

    again.record("zhao", decide)
    assert len(seen) == 2
    assert seen[1] is None


def test_an_older_copy_renamed_into_place_gets_back_what_was_never_in_memory(findings, book, book_at, tmp_path):
    journal = book.data / "events.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    (tmp_path / "yesterday").write_bytes(b"".join(lines[:-1]))
    expected = folded(book.data)
    again = book_at(book.data)
    (tmp_path / "yesterday").replace(journal)
    again.follow()
    again.mend()
    assert codes(again) == ["store.put_back"]
    assert again.ledger == expected == folded(book.data)


def test_after_an_older_copy_was_written_over_the_records_that_is_told_and_no_number_is_given_twice(
    findings, book, book_at
):
    journal = book.data / "events.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    again = book_at(book.data)
    journal.write_bytes(b"".join(lines[:-1]))
    again.follow()
    again.mend()
    assert [(p.code, p.params["count"]) for p in again.problems] == [("store.lost", 1)]
    (event,) = add(again, "d")
    assert (event.device != book.device.id, event.seq) == (True, 1)
    assert again.device.owns(book.device.id)
    assert book_at(book.data).device == again.device


def test_a_journal_of_another_folder_in_place_is_told_with_what_is_missing(findings, book, book_at, tmp_path):
    other = book_at(tmp_path / "other")
    add(other, "z")
    journal = book.data / "events.journal"
    mine = journal.read_bytes()
    again = book_at(book.data)
    count = again.saved
    journal.write_bytes((other.data / "events.journal").read_bytes())
    again.follow()
    again.mend()
    assert [(p.code, p.params["count"]) for p in again.problems] == [("store.other_file", count)]
    journal.write_bytes(mine)
    again.follow()
    assert codes(again) == []
    assert again.ledger == folded(book.data)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_snapshot_that_cannot_be_written_harms_nobody(book_at, tmp_path, code, caplog):
    disk = FaultyDisk()
    book = book_at(tmp_path / "data", disk=disk)
    with book.batch():
        for n in range(300):
            add(book, f"p{n}")
    disk.fail("write", 1, code)
    book.close()
    assert "no snapshot" in caplog.text
    assert sorted(path.name for path in book.data.iterdir() if path.is_file()) == [
        "device.json",
        "events.journal",
        "events.journal.lock",
    ]
    assert book_at(tmp_path / "data").saved == 300


def test_whichever_call_fails_while_a_snapshot_is_read_the_ledger_is_equal_or_the_reason_is_told(findings, book):
    expected = folded(book.data)
    for nth in range(1, 60):
        disk = FaultyDisk()
        disk.fail_any(nth)
        try:
            again = Logbook.open(book.data, disk=disk)
        except StoreError:
            continue
        if again.ledger != expected:
            assert again._in.doubtful, nth
            again.follow()
        assert again.ledger == expected, nth
        again.close()
        if disk.total < nth:
            return
    pytest.fail("opening took more calls than were tried")

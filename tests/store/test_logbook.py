"""The logbook: a decision goes in whole, is known to all, and is never shown before the disk has it."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest

from checkpoints.fact import Refused
from checkpoints.ledger.events import decode_event
from checkpoints.work.people import PersonAdded, PinSet, SignedIn
from store.clock import SetClock
from store.errors import StoreError
from store.journal import JournalDB
from store.logbook import Logbook
from tests.support.faulty_disk import FaultyDisk


def added(person):
    return PersonAdded(person=person, zh="王敏", en="Wang Min", role="assistant", department="service")


def record(book, *facts, by="w"):
    return book.record(by, lambda _: facts)


def test_a_recorded_fact_is_in_the_ledger_and_on_the_disk(book, book_at):
    (event,) = record(book, added("w"))
    assert book.ledger.people["w"].zh == "王敏"
    again = book_at(book.data)
    assert list(again.events()) == [event]
    assert again.ledger == book.ledger


def test_what_is_in_memory_is_what_is_on_the_disk_to_the_last_field(book):
    events = record(book, added("w"), SignedIn(person="w", place="tablet"))
    raws = list(book.db.storage.raws("events").values())
    assert [decode_event(raw) for raw in raws] == events


def test_the_envelope_says_who_when_where_and_after_what(book, clock):
    first, second, other = record(book, added("w"), PinSet(person="w", pin_hash="h"), added("l"), by="boss")
    clock.advance(minutes=1)
    (third,) = record(book, SignedIn(person="w", place="tablet"))
    assert [e.seq for e in (first, second, other, third)] == [1, 2, 3, 4]
    assert [e.seen for e in (first, second, other, third)] == [None, first.id, None, second.id]
    assert {e.device for e in (first, second, other, third)} == {book.device.id}
    assert [e.actor for e in (first, third)] == ["boss", "w"]
    assert first.order < second.order < other.order < third.order
    assert third.at - first.at == timedelta(minutes=1)
    assert (third.boot, third.up - first.up) == ("set", 60_000)


def test_times_are_in_the_zone_of_the_site_once_there_is_one(book, site, clock):
    from store.setup import load_site

    load_site(book, "w", site)
    (event,) = record(book, added("w"))
    assert event.at.utcoffset() == timedelta(hours=8)
    assert event.at == clock.now()


def test_a_decision_gets_the_newest_ledger_the_time_and_the_devices_mark(book, book_at):
    other = book_at(book.data)
    record(other, added("w"))

    def decide(now):
        assert "w" in book.ledger.people
        assert now.at == book.clock.now()
        assert (now.device, now.tag) == (book.device.id, book.device.tag)
        assert now.new_id() != now.new_id()
        return []

    assert book.record("w", decide) == []
    assert book.saved == 1


def test_a_refusal_writes_nothing(book):
    def refuse(_):
        raise Refused("no", "No.")

    before = (book.data / "events.journal").read_bytes()
    with pytest.raises(Refused):
        book.record("w", refuse)
    assert (book.data / "events.journal").read_bytes() == before
    assert book.ledger.count == 0


def test_facts_of_one_decision_are_one_line(book):
    journal = book.data / "events.journal"
    before = journal.read_bytes().count(b"\n")
    record(book, *(added(f"p{n}") for n in range(20)))
    assert journal.read_bytes().count(b"\n") == before + 1


def test_a_fact_that_could_not_be_read_back_never_gets_in(book):
    with pytest.raises(TypeError, match="PersonAdded"):
        record(book, added("ok"), PersonAdded(person="w", zh="", en="", role="king", department=""))
    assert book.saved == 0


def test_two_processes_share_one_device_and_its_numbers(book, book_at):
    other = book_at(book.data)
    assert other.device == book.device
    events = [record(b, added(f"p{n}"))[0] for n, b in enumerate([book, other, other, book, other])]
    assert [e.seq for e in events] == [1, 2, 3, 4, 5]
    book.follow()
    assert book.ledger == other.ledger


def test_follow_tells_what_others_changed_and_not_what_this_one_did(book, book_at):
    other = book_at(book.data)
    record(book, added("mine"))
    record(other, added("theirs"))
    assert book.follow() == {"person:theirs"}
    assert book.follow() == set()
    assert other.follow() == {"person:mine"}


def test_what_came_in_while_recording_is_told_by_the_next_follow(book, book_at):
    other = book_at(book.data)
    record(other, added("theirs"))
    record(book, added("mine"))
    assert book.follow() == {"person:theirs"}


def test_another_process_records_and_is_followed(book):
    code = (
        "import sys; from pathlib import Path; from store.logbook import Logbook;"
        "from checkpoints.work.people import PersonAdded as P;"
        "book = Logbook.open(Path(sys.argv[1]));"
        "book.record('x', lambda _: [P(person='x', zh='', en='X', role='staff', department='d')])"
    )
    subprocess.run([sys.executable, "-c", code, str(book.data)], check=True)
    assert book.follow() == {"person:x"}
    assert book.ledger.by_device == {book.device.id: 1}


def test_a_batch_waits_for_the_disk_once_and_sees_its_own_facts(tmp_path, clock):
    disk = FaultyDisk()
    book = Logbook.open(tmp_path / "data", clock=clock, disk=disk)
    forced = disk.forced
    with book.batch():
        for n in range(50):
            record(book, added(f"p{n}"))
            assert f"p{n}" in book.ledger.people
    assert disk.forced == forced + 1
    assert [e.seq for e in book.events()] == list(range(1, 51))
    book.close()


def test_a_batch_that_stops_half_way_keeps_whole_records(book, book_at):
    def stop(_):
        raise Refused("stop", "Stop.")

    def half():
        with book.batch():
            record(book, added("a"))
            book.record("w", stop)

    with pytest.raises(Refused):
        half()
    assert set(book_at(book.data).ledger.people.members) == {"a"}


def test_a_full_disk_is_told_and_the_next_try_succeeds(tmp_path, clock):
    disk = FaultyDisk()
    book = Logbook.open(tmp_path / "data", clock=clock, disk=disk)
    disk.room = 100
    with pytest.raises(StoreError) as caught:
        record(book, added("w"))
    assert caught.value.code == "store.full"
    assert book.ledger.count == book.saved == 0
    disk.room = None
    record(book, added("w"))
    assert book.saved == 1
    book.close()


def test_after_a_failed_force_the_person_is_told_and_the_next_try_looks_at_the_disk_anew(tmp_path, clock):
    disk = FaultyDisk()
    book = Logbook.open(tmp_path / "data", clock=clock, disk=disk)
    record(book, added("a"))
    disk.fail("force")
    with pytest.raises(StoreError) as caught:
        record(book, added("b"))
    assert caught.value.code == "store.force_failed"
    assert set(book.ledger.people.members) == {"a"}
    (event,) = record(book, added("c"))
    assert event.seq == 2
    book.close()
    again = Logbook.open(book.data)
    assert set(again.ledger.people.members) == {"a", "c"}
    again.close()


def test_a_batch_whose_force_failed_is_forgotten_at_the_next_record(tmp_path, clock):
    disk = FaultyDisk()
    book = Logbook.open(tmp_path / "data", clock=clock, disk=disk)

    def write():
        with book.batch():
            record(book, added("a"))
            disk.fail("force")

    with pytest.raises(StoreError):
        write()
    device = book.device
    (event,) = record(book, added("b"))
    assert set(book.ledger.people.members) == {"b"}
    assert (book.problems, book.device, event.seq) == ([], device, 1)
    book.close()


def test_a_journal_put_in_place_of_another_makes_the_ledger_anew(book, book_at, tmp_path):
    record(book, added("old"))
    strange = book_at(tmp_path / "strange")
    record(strange, added("new"))
    strange.close()
    (tmp_path / "strange" / "events.journal").replace(book.data / "events.journal")
    assert book.follow() >= {"person:old", "person:new"}
    assert set(book.ledger.people.members) == {"new"}


def test_a_clock_set_back_does_not_turn_the_order_round(book, clock):
    (first,) = record(book, added("w"))
    clock.advance(days=-1)
    (second,) = record(book, PinSet(person="w", pin_hash="h"))
    assert second.at < first.at
    assert first.order < second.order


def test_a_restart_with_a_clock_set_back_goes_on_after_the_last_event(book, book_at):
    (first,) = record(book, added("w"))
    again = book_at(book.data, clock=SetClock(first.at - timedelta(days=30)))
    (second,) = record(again, PinSet(person="w", pin_hash="h"))
    assert first.order < second.order


def foreign(book, at_ms, n=1):
    """Put an event of another device into the journal, as a sync will."""
    raw = {
        "id": f"01900000-0000-7000-8000-00000000000{n}",
        "device": "otherdevice-0001",
        "seq": n,
        "hlc": f"{at_ms:012x}.0000",
        "at": "2025-11-24T09:00:00+08:00",
        "actor": "x",
        "subject": f"person:f{n}",
        "body": {"kind": "person.added", "person": f"f{n}", "zh": "", "en": "F", "role": "staff", "department": "d"},
    }
    with JournalDB(book.data / "events.journal") as db:
        db.table("events").insert(raw)


def test_a_device_far_ahead_is_noted_kept_and_not_followed(book, clock):
    far = round((clock.now() + timedelta(hours=3)).timestamp() * 1000)
    foreign(book, far)
    assert book.follow() == {"person:f1"}
    assert book.stamps["otherdevice-0001"] == f"{far:012x}.0000"
    (event,) = record(book, added("w"))
    assert event.hlc < f"{far:012x}"


def test_facts_of_a_newer_version_are_kept_counted_and_told(book, book_at):
    with JournalDB(book.data / "events.journal") as db:
        body = {"kind": "promise.made", "x": [1]}
        row = {"device": "d-1", "seq": 1, "hlc": "000000000001.0000", "at": "2025-11-24T09:00:00Z", "actor": "x"}
        db.table("events").insert({"id": "n1", **row, "subject": "promise:1", "body": body})
        db.table("events").insert({"id": "n2", "what": "is this"})
    again = book_at(book.data)
    assert again.saved == 2
    assert again.ledger.newer == 1
    assert {p.code for p in again.problems} == {"store.newer_facts", "store.unreadable"}


def test_a_torn_tail_and_damage_are_told_when_the_book_is_opened(book, book_at):
    record(book, added("w"))
    record(book, added("l"))
    record(book, added("m"))
    book.close()
    journal = book.data / "events.journal"
    text = journal.read_bytes()
    journal.write_bytes(text[:-30].replace(b'"person:l"', b'"person:q"'))
    again = book_at(book.data)
    assert [p.code for p in again.problems] == ["store.torn", "store.damaged"]
    assert all(p.message.format(**p.params) for p in again.problems)
    assert set(again.ledger.people.members) == {"w"}


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        Logbook.open(tmp_path / "file" / "data")
    assert caught.value.code == "store.not_a_folder"


def test_counts_of_saved_and_waiting(book):
    record(book, added("a"), added("b"))
    foreign(book, 1)
    book.follow()
    assert (book.saved, book.waiting) == (3, 2)


def test_the_device_is_made_once_and_a_damaged_file_makes_a_new_one(book, book_at):
    file = book.data / "device.json"
    assert book_at(book.data).device == book.device
    assert len(book.device.tag) == 3
    file.write_bytes(b"{")
    again = book_at(book.data)
    assert again.device.id != book.device.id
    assert [p.code for p in again.problems] == ["store.new_device"]
    assert book_at(book.data).device == again.device


def test_a_reborn_device_keeps_its_base_and_changes_its_id(book):
    reborn = book.device.reborn()
    assert reborn.base == book.device.base
    assert reborn.id != book.device.id

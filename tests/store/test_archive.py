"""Sealed years: everything stays readable, whoever has the folder open, wherever the sealing breaks off."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from checkpoints.ledger.events import decode_event, encode_event
from store.archive import JOURNAL, archived, files, missing, raw_events, segments
from store.archive.compacting import compact
from store.errors import StoreError
from store.journal import JournalDB
from store.journal.lines import commit_line, heading_line
from store.journal.scan import heading_of
from store.logbook import Logbook
from tests.support.dying_disk import FailingDisk, die_at_every_call
from tests.support.faulty_disk import FaultyDisk
from tests.support.seasons import add, find, folded, note, years_of

NOW = datetime(2024, 6, 2, tzinfo=UTC)


def codes(book):
    return [problem.code for problem in book.problems]


def ids(data):
    return [key for key, _ in raw_events(data)]


def live(data):
    with JournalDB(data / JOURNAL) as db:
        return set(db.storage.raws("events"))


def litter(data):
    return list(data.rglob("*.part"))


@pytest.fixture
def years(book, clock, site):
    """Findings of 2022, 2023 and 2024, by year."""
    return years_of(book, clock, site)


def test_a_folder_without_an_archive_has_one_file_and_all_events_in_it(book, years):
    assert files(book.data) == [book.data / JOURNAL]
    assert len(ids(book.data)) == len(set(ids(book.data))) == book.saved
    assert list(archived(book.data)) == []


def test_past_years_move_to_a_segment_each_and_nothing_is_missing(book, book_at, years):
    expected = folded(book.data)
    done = compact(book.data, now=NOW)
    assert done.segments == ("2022.journal", "2023.journal")
    assert done.archived + len(live(book.data)) == expected.count
    assert done.after < done.before
    assert [path.name for path in files(book.data)] == ["2022.journal", "2023.journal", JOURNAL]
    assert folded(book.data) == expected
    assert book_at(book.data).ledger == expected
    assert missing(book.data) == []
    assert litter(book.data) == []


def test_the_running_year_is_that_of_the_site_and_not_of_greenwich(book, clock, site):
    years_of(book, clock, site, years=(2023,), each=1)
    compact(book.data, now=datetime(2023, 12, 31, 15, 59, tzinfo=UTC))
    assert segments(book.data) == []
    compact(book.data, now=datetime(2023, 12, 31, 16, 1, tzinfo=UTC))  # past midnight in Shanghai
    assert [segment.year for segment in segments(book.data)] == [2023]


def test_sealing_again_finds_nothing_to_do_and_changes_nothing(book, years):
    compact(book.data, now=NOW)
    before = {path: path.read_bytes() for path in files(book.data)}
    assert compact(book.data, now=NOW).archived == 0
    assert {path: path.read_bytes() for path in files(book.data)} == before


def test_what_came_late_for_a_sealed_year_makes_a_part_of_its_own(book, book_at, years):
    old = folded(book.data).history("finding:" + years[2022][0])[0]
    compact(book.data, now=NOW)
    book.follow()
    fact = decode_event(encode_event(note(book, years[2022][0], "seen on paper")[0]))
    late = encode_event(fact).replace(fact.hlc.encode(), old.hlc.encode()).replace(fact.id.encode(), b"late-1")
    with JournalDB(book.data / JOURNAL) as db, db.storage.exclusive():
        db.storage.add("events", [("late-1", late.replace(b'"seq":%d' % fact.seq, b'"seq":900'))])
    expected = folded(book.data)
    assert compact(book.data, now=NOW).segments == ("2022-2.journal",)
    assert [(s.year, s.part) for s in segments(book.data)] == [(2022, 1), (2022, 2), (2023, 1)]
    assert heading_of(book.data / JOURNAL).archive == ("2022.journal", "2022-2.journal", "2023.journal")
    assert book_at(book.data).ledger == folded(book.data) == expected


def test_a_sealed_finding_is_read_on_demand_and_gets_its_next_word(book, book_at, years):
    compact(book.data, now=NOW)
    again = book_at(book.data)
    assert again._in._files is not None
    (event,) = note(again, years[2022][0], "still wet after two years")
    assert [e.body.kind() for e in again.ledger.history(event.subject)] == ["finding.raised", "finding.noted"]
    assert again.ledger == folded(book.data)


def test_a_full_fold_reads_the_archive_too_and_numbers_go_on(book, book_at, years):
    expected = book.ledger.by_device[book.device.id]
    compact(book.data, now=datetime(2025, 2, 1, tzinfo=UTC))
    assert live(book.data) == set()
    (book.data / "ledger.snapshot").unlink()
    again = book_at(book.data)
    assert add(again, "new")[0].seq == expected + 1
    assert again.saved == len(again.db.table("events")) == expected + 1


def test_an_open_book_reads_on_and_misses_nothing(book, book_at, years):
    other = book_at(book.data)
    find(other, "seen just before")
    compact(book.data, now=NOW)
    for one in (book, other):
        one.follow()
        one.mend()
        assert codes(one) == []
        assert one.ledger == folded(book.data)
    (event,) = note(book, years[2023][1], "and it goes on")
    assert other.follow() == {event.subject}
    assert other.ledger == folded(book.data)


def test_the_next_tap_goes_into_the_new_journal_without_a_look(book, years):
    count = book.saved
    compact(book.data, now=NOW)
    (event,) = add(book, "new")
    assert event.seq == count + 1
    assert event.id in live(book.data)


def test_doubles_and_damaged_lines_leave_the_journal_and_the_damage_is_kept_apart(book, book_at, clock, site):
    years_of(book, clock, site, years=(2024,))
    journal = book.data / JOURNAL
    content = journal.read_bytes()
    journal.write_bytes(content + b"00000000 [rubbish]\n" + content.splitlines(keepends=True)[-1])
    expected = folded(book.data)
    done = compact(book.data, now=NOW)
    assert (done.archived, done.duplicates, done.damaged, done.segments) == (0, 1, 1, ())
    assert (book.data / "events.journal.torn").read_bytes() == b"00000000 [rubbish]\n"
    again = book_at(book.data)
    assert codes(again) == []
    assert again.ledger == expected
    assert len(ids(book.data)) == len(set(ids(book.data)))


def test_other_tables_and_entries_that_cannot_be_read_stay_in_the_journal(book, years):
    with JournalDB(book.data / JOURNAL) as db:
        db.table("notes").insert({"n": 1})
        db.table("events").insert({"id": "odd", "what": "no event"})
    compact(book.data, now=NOW)
    with JournalDB(book.data / JOURNAL) as db:
        assert db.table("notes").all() == [{"n": 1}]
        assert "odd" in db.storage.raws("events")


def test_a_program_that_knows_of_no_archive_refuses_the_journal(book, years):
    assert heading_of(book.data / JOURNAL).version == 1
    compact(book.data, now=NOW)
    assert heading_of(book.data / JOURNAL).version == 2


def test_a_segment_that_is_gone_is_told_by_name(book, book_at, years):
    compact(book.data, now=NOW)
    (book.data / "archive" / "2022.journal").rename(book.data / "archive" / "elsewhere")
    again = book_at(book.data)
    assert [(p.code, p.params["names"]) for p in again.problems] == [("store.archive", "2022.journal")]
    assert set(again.ledger.findings.all) == {*years[2023], *years[2024]}
    (book.data / "archive" / "elsewhere").rename(book.data / "archive" / "2022.journal")
    assert codes(book_at(book.data)) == []


def test_a_segment_of_another_folder_is_left_alone(book, book_at, years):
    stray = book.data / "archive" / "2021.journal"
    stray.parent.mkdir()
    stray.write_bytes(heading_line("stray", of="somebody else's") + commit_line([("events", "x", b'{"id":"x"}')]))
    compact(book.data, now=NOW)
    assert "x" not in ids(book.data)
    assert stray.exists()


def test_wherever_a_call_fails_the_records_are_whole_and_the_next_try_succeeds(book, years):
    expected = folded(book.data)
    for nth in range(1, 400):
        disk = FaultyDisk()
        disk.fail_any(nth)
        try:
            compact(book.data, disk, now=NOW)
        except StoreError:
            assert folded(book.data) == expected, nth
            assert litter(book.data) == [], nth
            assert add(book, f"p{nth}")
            expected = folded(book.data)
        if disk.total < nth:
            break
    else:
        pytest.fail("it took more calls than were tried")
    assert folded(book.data) == expected
    assert len(segments(book.data)) >= 2


def test_wherever_the_disk_gives_up_for_good_the_records_are_whole(book, book_at, years):
    expected = folded(book.data)
    nth = 1
    while True:
        disk = FailingDisk(nth)
        with suppress(StoreError):
            compact(book.data, disk, now=NOW)
        assert folded(book.data) == expected, nth
        if not disk.failed:
            break
        nth += 1
    again = book_at(book.data)
    assert again.ledger == expected


def test_wherever_the_machine_dies_the_records_are_whole_and_the_next_run_tidies_up(book, book_at, years):
    expected = folded(book.data)
    for nth, _ in die_at_every_call(lambda disk, *_: compact(book.data, disk, now=NOW)):
        assert folded(book.data) == expected, nth
    compact(book.data, now=NOW)
    assert litter(book.data) == []
    assert book_at(book.data).ledger == expected
    assert missing(book.data) == []


def test_segments_left_by_a_run_that_died_are_used_by_the_next(book, years):
    disk = FaultyDisk()
    disk.fail("rename", 5)  # the journal itself: after a snapshot, two segments and another snapshot
    with pytest.raises(StoreError):
        compact(book.data, disk, now=NOW)
    left = [segment.path for segment in segments(book.data)]
    assert len(left) == 2
    done = compact(book.data, now=NOW)
    assert (done.archived, done.segments) == (0, ())
    assert done.duplicates > 0
    assert [segment.path for segment in segments(book.data)] == left
    assert heading_of(book.data / JOURNAL).archive == ("2022.journal", "2023.journal")


def test_taps_go_on_while_years_are_sealed(book, book_at, years):
    writer = book_at(book.data)
    acknowledged, done = [], threading.Event()

    def tap():
        n = 0
        while not done.is_set() or n < 20:
            acknowledged.extend(add(writer, f"t{n}"))
            n += 1

    thread = threading.Thread(target=tap)
    thread.start()
    try:
        for year in (2023, 2024, 2025):
            compact(book.data, now=datetime(year, 3, 1, tzinfo=UTC))
    finally:
        done.set()
        thread.join()
    assert {e.id for e in acknowledged} <= set(ids(book.data))
    assert len({e.seq for e in acknowledged}) == len(acknowledged)
    assert codes(writer) == []
    assert book_at(book.data).ledger == folded(book.data) == writer.ledger


def test_whoever_reads_everything_while_years_are_sealed_reads_everything(book, years):
    expected = set(ids(book.data))
    reading = raw_events(book.data)
    found = {next(reading)[0]}
    compact(book.data, now=NOW)
    assert found | {key for key, _ in reading} == expected


def test_a_book_closed_between_two_steps_of_sealing_leaves_no_wrong_snapshot(book, book_at, years):
    book._in.leave_snapshot(1)
    again = book_at(book.data)
    find(again, "seen just now")
    disk = FaultyDisk()
    disk.fail("rename", 4)
    with pytest.raises(StoreError):
        compact(book.data, disk, now=NOW)
    again._in.leave_snapshot(1)
    assert book_at(book.data).ledger == folded(book.data)


def test_another_process_seals_and_this_one_reads_on(book, years):
    code = (
        "import sys; from datetime import *; from pathlib import Path; from store.archive.compacting import compact;"
        "print(compact(Path(sys.argv[1]), now=datetime(2024, 6, 2, tzinfo=timezone.utc)).archived)"
    )
    told = subprocess.run([sys.executable, "-c", code, str(book.data)], capture_output=True, text=True, check=True)
    assert int(told.stdout) > 0
    book.follow()
    assert codes(book) == []
    assert book.ledger == folded(book.data)


def test_an_older_journal_put_back_after_sealing_stands_on_the_same_archive(book, years, tmp_path):
    yesterday = (book.data / JOURNAL).read_bytes()
    find(book, "seen today")
    expected = folded(book.data)
    compact(book.data, now=NOW)
    book.follow()
    (tmp_path / "copy").write_bytes(yesterday)
    (tmp_path / "copy").replace(book.data / JOURNAL)
    book.follow()
    book.mend()
    assert codes(book) == ["store.put_back"]
    assert folded(book.data) == book.ledger == expected


def test_a_folder_without_a_journal_has_nothing_to_seal(tmp_path):
    with pytest.raises(StoreError):
        compact(tmp_path / "nothing")
    Logbook.open(tmp_path / "data").close()
    assert compact(tmp_path / "data").archived == 0

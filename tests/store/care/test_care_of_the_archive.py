"""Records whose past years were moved to the archive are backed up, restored and verified like any others."""

from __future__ import annotations

import zipfile
from datetime import timedelta

import pytest

from store.archive.compacting import compact
from store.care.backup import backup
from store.care.restore import restore
from store.care.rows import worst
from store.care.verify import verify
from tests.support.records import add_people, survey


@pytest.fixture
def archived(care, clock, book_at):
    """The care folder two years later, its first entries in the archive."""
    clock.advance(days=800)
    add_people(care.book, 2, start=60)
    care.now = clock.now()
    assert compact(care.data, now=care.now).archived > 0
    care.book.follow()
    return care


def codes(data, now):
    return [row.code for row in verify(data, now)]


def test_a_compacted_folder_is_all_good(archived):
    rows = verify(archived.data, archived.now)
    assert worst(rows) == 0
    assert {"archive.whole", "chain.whole"} <= {row.code for row in rows}


def test_a_backup_holds_the_archive_and_restored_the_ledger_is_equal(archived, book_at):
    made = backup(archived.data, archived.file, archived.now)
    assert "archive/2025.journal" in zipfile.ZipFile(archived.file).namelist()
    assert made.manifest.events == archived.book.saved
    assert restore(archived.other, archived.file).fresh
    again = book_at(archived.other)
    assert again.ledger == archived.book.ledger
    assert worst(verify(archived.other, archived.now)) == 0


def test_united_nothing_that_is_in_the_archive_comes_twice(archived):
    backup(archived.data, archived.file, archived.now)
    before = (archived.data / "events.journal").read_bytes()
    assert restore(archived.data, archived.file).events == 0
    assert (archived.data / "events.journal").read_bytes() == before


def test_into_a_folder_with_other_entries_the_archive_is_united_too(archived, book_at):
    other = book_at(archived.other)
    add_people(other, 1, start=90)
    backup(archived.data, archived.file, archived.now)
    assert restore(archived.other, archived.file).events == archived.book.saved
    assert survey(archived.other).events == archived.book.saved + 1


def test_a_compaction_in_the_middle_of_a_backup_loses_nothing(care, clock):
    clock.advance(days=800)
    add_people(care.book, 2, start=60)
    done = []

    def tell(_done, _total):
        if not done:
            done.append(compact(care.data, now=clock.now()))

    made = backup(care.data, care.file, clock.now(), tell=tell)
    assert done[0].archived > 0
    assert made.manifest.events == survey(care.data).events
    restore(care.other, care.file)
    assert survey(care.other).known == survey(care.data).known


def test_a_file_of_the_archive_that_is_gone_is_damage(archived):
    (archived.data / "archive" / "2025.journal").unlink()
    found = codes(archived.data, archived.now)
    assert {"archive.lacking", "chain.lost"} <= set(found)
    assert worst(verify(archived.data, archived.now)) == 2


def test_a_damaged_line_in_the_archive_is_damage_and_a_backup_made_before_heals_it(archived):
    backup(archived.data, archived.file, archived.now)
    segment = archived.data / "archive" / "2025.journal"
    rows = segment.read_bytes().splitlines(keepends=True)
    rows[3] = rows[3].replace(b"a", b"b", 1)
    segment.write_bytes(b"".join(rows))
    assert {"archive.damaged", "chain.lost"} <= set(codes(archived.data, archived.now))
    told = restore(archived.data, archived.file)
    assert told.events > 0
    found = codes(archived.data, archived.now + timedelta(seconds=1))
    assert "chain.lost" not in found
    assert "archive.damaged" in found


def test_a_file_of_the_archive_in_a_newer_format_is_said(archived):
    from store.journal.lines import parse, seal

    segment = archived.data / "archive" / "2025.journal"
    raw = segment.read_bytes()
    heading, _, rest = raw.partition(b"\n")
    assert parse(raw).headings[0].of
    segment.write_bytes(seal(heading[9:].replace(b'"version":1', b'"version":9')) + rest)
    assert "archive.unknown" in codes(archived.data, archived.now)

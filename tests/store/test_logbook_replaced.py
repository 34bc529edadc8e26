"""The journal is changed under an open logbook: by an older copy, by another journal, by nothing at all."""

from __future__ import annotations

import shutil

import pytest

from checkpoints.work.people import PersonAdded
from store.errors import StoreError


def added(person):
    return PersonAdded(person=person, zh="王敏", en="Wang Min", role="assistant", department="service")


def record(book, *facts, by="w"):
    return book.record(by, lambda _: facts)


def codes(book):
    return [problem.code for problem in book.problems]


@pytest.fixture
def copied(book, tmp_path):
    """A book with one event, a copy of its journal, and two more events since."""
    record(book, added("a"))
    copy = shutil.copy(book.data / "events.journal", tmp_path / "yesterday")
    record(book, added("b"), added("c"))
    return copy


def by_rename(copy, journal):
    copy.replace(journal)


def in_place(copy, journal):
    journal.write_bytes(copy.read_bytes())


def emptied(_copy, journal):
    journal.write_bytes(b"")


@pytest.mark.parametrize("way", [by_rename, in_place, emptied])
def test_what_was_saved_is_put_back_into_an_older_copy_and_told(book, book_at, copied, way):
    known = {event.id for event in book.events()}
    way(copied, book.data / "events.journal")
    book.follow()
    book.mend()
    assert {event.id for event in book.events()} == known
    assert codes(book) == ["store.put_back"]
    (event,) = record(book, added("d"))
    assert event.seq == 4
    assert {e.id for e in book_at(book.data).events()} == known | {event.id}


@pytest.mark.parametrize("way", [by_rename, in_place])
def test_the_next_tap_puts_it_back_by_itself(book, copied, way):
    way(copied, book.data / "events.journal")
    (event,) = record(book, added("d"))
    assert event.seq == 4
    assert set(book.ledger.people.members) == {"a", "b", "c", "d"}


def test_two_books_put_it_back_once(book, book_at, copied):
    other = book_at(book.data)
    by_rename(copied, book.data / "events.journal")
    for one in (book, other):
        one.follow()
        one.mend()
    assert book.saved == other.saved == 3
    assert (codes(book), codes(other)) == (["store.put_back"], [])


def test_the_journal_of_another_folder_is_left_alone_and_what_is_missing_is_told(book, book_at, copied, tmp_path):
    del copied
    other = book_at(tmp_path / "other")
    record(other, added("z"))
    journal = book.data / "events.journal"
    mine = journal.read_bytes()
    theirs = (other.data / "events.journal").read_bytes()
    journal.write_bytes(theirs)
    book.follow()
    book.mend()
    assert journal.read_bytes() == theirs
    assert [(p.code, p.params["count"]) for p in book.problems] == [("store.other_file", 3)]
    journal.write_bytes(mine)
    book.follow()
    assert codes(book) == []
    assert set(book.ledger.people.members) == {"a", "b", "c"}


def test_a_file_that_is_no_journal_is_refused_again_and_again_and_not_written_to(book, copied):
    del copied
    journal = book.data / "events.journal"
    mine = journal.read_bytes()
    journal.write_bytes(b"somebody's letter\n" * 20)
    for act in (book.follow, lambda: record(book, added("d")), book.follow, lambda: record(book, added("d"))):
        with pytest.raises(StoreError) as caught:
            act()
        assert caught.value.code == "store.not_a_journal"
    assert journal.read_bytes() == b"somebody's letter\n" * 20
    journal.write_bytes(mine)
    record(book, added("d"))
    assert set(book.ledger.people.members) == {"a", "b", "c", "d"}


def test_a_folder_that_was_deleted_is_told_as_gone(book):
    record(book, added("a"))
    shutil.rmtree(book.data)
    for act in (book.follow, lambda: record(book, added("b"))):
        with pytest.raises(StoreError) as caught:
            act()
        assert caught.value.code == "store.gone"


def test_after_one_wait_in_vain_the_next_is_short(book, book_at):
    import time

    record(book, added("a"))
    other = book_at(book.data)
    book._storage.wait = 2
    with other._storage.exclusive():
        waits = []
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(StoreError) as caught:
                record(book, added("b"))
            waits.append(time.monotonic() - began)
            assert caught.value.code == "store.busy"
    assert waits[0] >= 2
    assert max(waits[1:]) < 2
    record(book, added("b"))
    assert set(book.ledger.people.members) == {"a", "b"}

"""A data folder whose disk fails, or whose machine dies, at any call: what `record` returned is there, and only once.

These go through the whole logbook: opening the folder, making the device, recording, being asked again.
"""

from __future__ import annotations

import errno
import itertools
from contextlib import suppress

import pytest

from checkpoints.work.people import PersonAdded
from store.errors import StoreError
from store.logbook import Logbook
from tests.support.devices import dots_in
from tests.support.dying_disk import FailingDisk, die_at_every_call
from tests.support.faulty_disk import FaultyDisk

CODES = [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS]


def added(person):
    return PersonAdded(person=person, zh="王敏", en="Wang Min", role="assistant", department="service")


def work(folder, disk, tell):
    """Two starts, a record of one and a record of three in each; a refusal is asked once more, as a person would."""
    for start in range(2):
        try:
            book = Logbook.open(folder, disk=disk)
        except StoreError:
            continue
        try:
            for n, size in enumerate((1, 3)):
                facts = [added(f"p{start}{n}{i}") for i in range(size)]
                for _ in range(2):
                    try:
                        events = book.record("w", lambda _, facts=facts: facts)
                    except StoreError as error:
                        str(error)  # the message and its parameters fit together
                        continue
                    tell(" ".join(event.id for event in events))
                    assert {event.id for event in events} <= {event.id for event in book.events()}
                    break
        finally:
            book.close()


def check(folder, told, where):
    """What stands in the folder now, by an honest disk."""
    with_id = dots_in(folder) if (folder / "events.journal").exists() else []
    assert set(told) <= {key for _, _, key in with_id}, where
    dots = [dot[:2] for dot in with_id]
    assert len(set(dots)) == len(dots), where
    book = Logbook.open(folder)
    assert {p.code for p in book.problems} <= {"store.torn"}, where
    (event,) = book.record("w", lambda _: [added("last")])
    book.close()
    assert event.id in {key for _, _, key in dots_in(folder)}, where


def told_by(folder, disk):
    told = []
    work(folder, disk, lambda text: told.extend(text.split()))
    return told


@pytest.mark.parametrize("code", CODES, ids=errno.errorcode.get)
@pytest.mark.parametrize("short", [False, True], ids=["whole writes", "short writes"])
def test_one_failing_call_of_any_kind_anywhere_loses_nothing_that_was_recorded(tmp_path, code, short):
    for nth in itertools.count(1):
        disk, folder = FaultyDisk(short=short), tmp_path / str(nth)
        disk.fail_any(nth, code)
        told = told_by(folder, disk)
        check(folder, told, nth)
        if disk.total < nth:
            break
    assert len(told) == 8
    assert nth > 30


@pytest.mark.parametrize("kind", FaultyDisk.KINDS)
@pytest.mark.parametrize("code", CODES[:2], ids=errno.errorcode.get)
def test_calls_of_a_kind_that_fail_from_some_moment_on_lose_nothing_that_was_recorded(tmp_path, kind, code):
    for nth in itertools.count(1):
        disk, folder = FailingDisk(nth, code, (kind,), short=True), tmp_path / str(nth)
        told = told_by(folder, disk)
        check(folder, told, (kind, nth))
        if not disk.failed:
            break
    assert len(told) == 8


def test_a_disk_that_is_mended_is_usable_in_the_same_program_at_once(tmp_path):
    for nth in itertools.count(1):
        disk, folder = FailingDisk(10**9), tmp_path / str(nth)
        book, told = Logbook.open(folder, disk=disk), []
        disk.nth = disk.total + nth
        with suppress(StoreError):
            told += book.record("w", lambda _: [added("a"), added("b")])
        disk.mended = True
        if not told:
            told += book.record("w", lambda _: [added("a"), added("b")])
        told += book.record("w", lambda _: [added("c")])
        book.close()
        assert [e.seq for e in told] == [1, 2, 3], nth
        check(folder, [e.id for e in told], nth)
        if not disk.failed:
            break
    assert nth > 5


def test_a_process_that_dies_at_any_call_leaves_all_it_told_and_nothing_by_half(tmp_path):
    def act(disk, tell, nth):
        work(tmp_path / str(nth), disk, tell)

    for nth, told in die_at_every_call(act):
        check(tmp_path / str(nth), told, nth)
        for start in range(2):
            people = {p for p in people_in(tmp_path / str(nth)) if p.startswith(f"p{start}1")}
            assert len(people) in (0, 3), nth
    assert len(told) == 8
    assert nth > 30


def people_in(folder):
    book = Logbook.open(folder)
    try:
        return set(book.ledger.people.members)
    finally:
        book.close()


def unforced(folder, *people):
    """What a writer leaves that was killed between its write and its force, as far as another process can see it."""
    disk = FaultyDisk()
    book = Logbook.open(folder, disk=disk)
    book.record("w", lambda _: [added(p) for p in people])
    book.close()


def test_what_another_process_wrote_is_forced_before_it_is_shown(tmp_path):
    disk = FaultyDisk()
    book = Logbook.open(tmp_path, disk=disk)
    for look in (book.follow, lambda: Logbook.open(tmp_path, disk=disk).close()):
        unforced(tmp_path, f"p{disk.forced}")
        forced = disk.forced
        look()
        assert disk.forced > forced
    book.follow()
    forced = disk.forced
    assert book.follow() == set()
    assert disk.forced == forced  # a look that finds nothing costs no force
    book.close()


def test_what_the_disk_does_not_confirm_is_not_shown_whoever_wrote_it(tmp_path):
    disk = FaultyDisk()
    book = Logbook.open(tmp_path, disk=disk)
    unforced(tmp_path, "w")
    disk.fail("force")
    with pytest.raises(StoreError) as caught:
        book.follow()
    assert caught.value.code == "store.disk"
    assert (book.saved, book.ledger.count) == (0, 0)
    assert book.follow() == {"person:w"}
    book.close()


def test_what_was_told_as_not_saved_does_not_come_back_from_the_memory_of_the_system(tmp_path):
    disk = FaultyDisk()
    book = Logbook.open(tmp_path, disk=disk)
    book.record("w", lambda _: [added("a")])
    disk.fail("force")
    disk.fail("cut")  # the disk is pulled out, and comes back
    with pytest.raises(StoreError) as caught:
        book.record("w", lambda _: [added("b")])
    assert caught.value.code == "store.force_failed"
    book.record("w", lambda _: [added("c")])
    assert set(book.ledger.people.members) == people_in(tmp_path) == {"a", "c"}
    book.close()


def test_a_line_that_was_not_confirmed_stays_once_others_wrote_after_it(tmp_path):
    disk = FaultyDisk()
    book = Logbook.open(tmp_path, disk=disk)
    disk.fail("force")
    disk.fail("cut")
    with pytest.raises(StoreError):
        book.record("w", lambda _: [added("b")])
    unforced(tmp_path, "other")
    book.record("w", lambda _: [added("c")])
    assert set(book.ledger.people.members) == people_in(tmp_path) == {"b", "other", "c"}
    book.close()

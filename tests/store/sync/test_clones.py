"""A copied or restored folder finds out what it is and goes on under a new incarnation; no event is dropped."""

from __future__ import annotations

import shutil

import pytest

from checkpoints.ledger.known import Known
from store import device as devices
from tests.support.tablets import Tablet


@pytest.fixture
def cloned(two, tablets, monkeypatch):
    """A folder and its clone, which no mark tells apart; both have written since."""
    monkeypatch.setattr("store.disk.Disk.home_mark", lambda _self, _folder: "same")
    one, _ = two
    one.close()
    one.restart().sync()
    one.sync()
    one.close()
    shutil.copytree(one.folder, tablets.root / "clone")
    one.restart()
    clone = Tablet(tablets.root / "clone", one.share, one.clock)
    tablets.all.append(clone)
    assert clone.book.device == one.book.device
    return one, clone


def test_a_clone_is_reborn_when_it_reads_what_it_did_not_write(cloned, tablets):
    one, clone = cloned
    before = clone.book.device.id
    one.write(2)
    one.sync()
    clone.write(3)  # the same numbers again, for other events
    report = clone.sync()
    assert report.reborn
    assert devices.load(clone.folder / "device.json").id != before
    clone.write(1)
    assert clone.book.device.id != before
    assert clone.book.device.base == one.book.device.base
    assert clone.book.device.tag != one.book.device.tag
    tablets.settle()
    tablets.check()
    known = Known()
    for event in one.book.events():
        known.add(event.device, event.seq, event.id)
    assert len(known.twins) == 2


def test_after_a_rebirth_it_is_quiet_again(cloned, tablets):
    one, clone = cloned
    one.write(2)
    clone.write(3)
    tablets.settle()
    for tablet in tablets.all:
        tablet.write(1)
    for _ in range(3):
        assert not any(tablet.sync().reborn for tablet in tablets.all)
    assert len({tablet.book.device.id for tablet in tablets.all}) == 3
    tablets.check()


def test_twins_that_wait_are_not_taken_for_shared(cloned):
    one, clone = cloned
    one.write(1)
    one.sync()
    clone.write(1)
    assert clone.sync().waiting == 1
    assert clone.sync().waiting == 0


def test_an_older_journal_put_back_is_found_out_by_what_the_share_knows(two, tablets):
    one, _ = two
    one.close()
    journal = one.folder / "events.journal"
    yesterday = journal.read_bytes()
    one.restart().write(3)
    one.sync()
    one.sync()
    one.close()
    journal.write_bytes(yesterday)
    report = one.restart().sync()
    assert report.reborn
    assert report.pulled == 3
    tablets.settle()
    tablets.check()


def test_a_vector_that_names_more_of_this_device_than_it_wrote_is_enough(cloned, tablets):
    one, clone = cloned
    before = tablets.path.read_bytes()
    one.write(2)
    one.sync()
    tablets.all[1].sync()
    tablets.all[1].write()
    tablets.all[1].sync()
    # The lines of the original are lost; the vector of the third device still tells of them.
    line = tablets.path.read_bytes().splitlines(keepends=True)[-1]
    tablets.path.write_bytes(before + line)
    assert clone.sync().reborn
    tablets.settle()
    tablets.check()


def test_a_folder_that_was_copied_is_another_device_before_its_first_exchange(two, tablets):
    one, _ = two
    shutil.copytree(one.folder, tablets.root / "copy")
    copy = Tablet(tablets.root / "copy", one.share, one.clock)
    tablets.all.append(copy)
    assert copy.book.device.id != one.book.device.id
    one.write()
    copy.write()
    tablets.settle()
    tablets.check()

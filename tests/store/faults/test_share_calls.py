"""An exchange whose disk or whose share fails, or whose machine dies, at any call.

What a person was told as saved is in the folder whatever the share does; what was told as shared is in the share; and
once everything works again, one exchange brings both together.
"""

from __future__ import annotations

import errno
import itertools

import pytest

from store.clock import Clock
from store.disk import Disk
from store.errors import StoreError
from store.sync import standing
from tests.support.devices import copied, shared_ids
from tests.support.dying_disk import FailingDisk, die_at_every_call
from tests.support.faulty_disk import FaultyDisk
from tests.support.sharing import Sharer, check_nothing_lost, files_of, settle

CODES = [errno.EIO, errno.ENOSPC, errno.EACCES, errno.ENOENT, errno.ETIMEDOUT]


class Ground:
    """A fresh pair of folders and a share for each try: another device has put events there already."""

    def __init__(self, tiny, tmp_path):
        self.tiny = tiny
        self.tmp_path = tmp_path
        first = self.folder = tmp_path / "first"
        self.first = Sharer(copied(tiny, first), self.share("first"))
        self.first.record(3)
        self.first.sync()
        self.content = self.share("first").read_bytes()

    def share(self, name):
        folder = self.tmp_path / f"share-{name}"
        folder.mkdir(exist_ok=True)
        return folder / "tiny.patrol"

    def fresh(self, name):
        """(data folder of a second device, path of a share that has the first one's events)."""
        share = self.share(name)
        share.write_bytes(self.content)
        return copied(self.tiny, self.tmp_path / f"second-{name}"), share

    def end(self, folder, share, told, where):
        """Everything works again: all of it comes together, and now and then a third device comes by for it."""
        devices = [Sharer(folder, share)]
        if where % 5 == 0:
            devices.append(Sharer(copied(self.tiny, folder.with_name(f"{folder.name}-3")), share))
        settle(devices)
        check_nothing_lost(devices, {*told, *self.first.told}, where)
        for one in devices:
            one.close()


@pytest.fixture
def ground(tiny, tmp_path):
    ground = Ground(tiny, tmp_path)
    yield ground
    ground.first.close()


def work(folder, share, near, far, tell):
    """Record, exchange, record, exchange, audit; what the store refuses is left for later."""
    try:
        one = Sharer(folder, share, disk=near, far=far, wait=0.05)
    except StoreError:
        return
    try:
        for act in (one.record, one.sync, lambda: one.record(2), one.sync, one.sync, one.audit):
            had = set(one.told)
            one.tried(act)
            tell(" ".join(one.told - had))
            check_standing(folder, share, one)
    finally:
        one.close()


def check_standing(folder, share, one):
    """What a person is told as shared can be read in the share."""
    known = standing.read(folder)
    if known is None:
        return
    there = shared_ids(*files_of(share))
    for event in one.book.events():
        assert event.seq > known.shared.get(event.device, 0) or event.id in there


def told_by(folder, share, near, far):
    told = []
    work(folder, share, near, far, lambda text: told.extend(text.split()))
    return told


@pytest.mark.parametrize("code", CODES, ids=errno.errorcode.get)
def test_one_failing_call_to_the_share_loses_nothing(ground, code):
    for nth in itertools.count(1):
        far, (folder, share) = FaultyDisk(short=True), ground.fresh(nth)
        far.fail_any(nth, code)
        told = told_by(folder, share, Disk(), far)
        assert len(told) == 3, nth
        ground.end(folder, share, told, nth)
        if far.total < nth:
            break
    assert nth > 20


@pytest.mark.parametrize("code", CODES[:2], ids=errno.errorcode.get)
def test_one_failing_call_to_the_own_disk_during_exchanges_loses_nothing(ground, code):
    for nth in itertools.count(1):
        near, (folder, share) = FaultyDisk(short=True), ground.fresh(nth)
        near.fail_any(nth, code)
        ground.end(folder, share, told_by(folder, share, near, Disk()), nth)
        if near.total < nth:
            break
    assert nth > 20


@pytest.mark.parametrize("kinds", [("write",), ("force",), ("open",), ("read", "stat_of"), FaultyDisk.KINDS], ids=str)
def test_a_share_that_fails_from_some_call_on_stops_nobody_from_recording(ground, kinds):
    for nth in itertools.count(1):
        far, (folder, share) = FailingDisk(nth, errno.EIO, kinds), ground.fresh(nth)
        told = told_by(folder, share, Disk(), far)
        assert len(told) == 3, nth
        ground.end(folder, share, told, nth)
        if not far.failed:
            break


@pytest.mark.parametrize("side", ["share", "own disk"])
def test_an_exchange_that_dies_at_any_call_loses_nothing(ground, side):
    grounds = {}

    def act(disk, tell, nth):
        folder, share = ground.fresh(nth)
        near, far = (Disk(), disk) if side == "share" else (disk, Disk())
        work(folder, share, near, far, tell)

    for nth, told in die_at_every_call(act):
        grounds[nth] = told
        ground.end(ground.tmp_path / f"second-{nth}", ground.share(nth), told, nth)
    assert len(told) == 3
    assert nth > 20


def test_what_was_told_as_shared_was_read_back(ground):
    folder, share = ground.fresh("told")
    one = Sharer(folder, share, clock=Clock())
    ids = one.record(2)
    one.sync()
    assert standing.read(folder).shared.get(one.book.device.id, 0) == 0
    assert standing.read(folder).written[one.book.device.id] == 2
    assert set(ids) <= shared_ids(share)
    report = one.sync()
    assert report.shared == 2
    assert standing.read(folder).shared[one.book.device.id] == 2
    one.close()

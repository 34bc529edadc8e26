"""The share says no: read only, full, locked, broken at any call. What is here is safe, and the next exchange heals."""

from __future__ import annotations

import errno

import pytest

from store.errors import StoreError
from store.journal.lock import SidecarLock
from tests.support.faulty_disk import FaultyDisk
from tests.support.tablets import ids_in, says


@pytest.fixture
def far():
    return FaultyDisk()


@pytest.fixture
def pair(tablets, far):
    one, other = tablets.make("one", far=far), tablets.make("other")
    tablets.settle()
    return one, other


def test_a_read_only_share_still_brings_what_others_write(pair, far, tablets):
    one, other = pair
    one.write(2)
    other.write(3)
    other.sync()
    before = tablets.path.read_bytes()
    plain = far.open

    def refuse(path, flags, mode=0o644):
        if flags & 3:
            raise OSError(errno.EROFS, "Read-only file system")
        return plain(path, flags, mode)

    far.open = refuse
    with says("share.read_only"):
        one.sync()
    one.book.follow()
    assert other.promised <= one.ids
    assert tablets.path.read_bytes() == before
    assert one.book.waiting == 2
    del far.open
    one.sync()
    tablets.settle()
    tablets.check()


def test_a_full_share_is_told_never_cut_and_filled_up_later(pair, far, tablets):
    one, _ = pair
    far.room = 700
    one.write(5)
    before = tablets.path.read_bytes()
    with says("share.full"):
        one.sync()
    after = tablets.path.read_bytes()
    assert after.startswith(before)
    assert one.book.waiting == 5
    far.room = None
    tablets.settle()
    assert tablets.path.read_bytes().startswith(after)
    tablets.check()


def test_short_writes_are_finished(pair, far, tablets):
    one, _ = pair
    far.short = True
    one.write(5)
    tablets.settle()
    tablets.check()


def test_bytes_that_the_share_did_not_confirm_are_written_again(pair, far, tablets):
    one, _ = pair
    one.write(2)
    far.fail("force")
    with says("share.disk"):
        one.sync()
    # They can be read, from the memory of the system. That proves nothing.
    assert one.promised <= ids_in(tablets.path)
    report = one.sync()
    assert (report.shared, report.written, one.book.waiting) == (0, 2, 2)
    assert one.sync().waiting == 0


def test_while_another_holds_the_lock_this_device_writes_to_a_segment_of_its_own(pair, tablets, far):
    one, other = pair
    lock = SidecarLock(tablets.path.with_name("site.journal.lock"), FaultyDisk())
    lock.take(1)
    before = tablets.path.read_bytes()
    one.write(2)
    one.sync()
    assert tablets.path.read_bytes() == before
    segment = tablets.folder / f"site.{one.book.device.id}.journal"
    assert one.promised - ids_in(tablets.path) == ids_in(segment)
    lock.close()
    assert one.sync().waiting == 0
    assert other.sync().pulled == 2
    one.write()
    one.sync()
    assert tablets.path.read_bytes() != before
    tablets.settle()
    tablets.check()


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_share_without_locks_is_written_to_in_segments(pair, tablets, far, code):
    one, _ = pair

    def refuse(fd):
        raise OSError(code, "no locks here")

    far.lock = refuse
    before = tablets.path.read_bytes()
    one.write(2)
    one.sync()
    assert tablets.path.read_bytes() == before
    assert one.sync().waiting == 0
    tablets.settle()
    tablets.check()


class Lying(FaultyDisk):
    """Locks that exclude nobody, and a rival who writes the moment before we do."""

    rival = None

    def lock(self, fd):
        return True

    def write(self, fd, part, offset):
        rival, self.rival = self.rival, None
        if rival is not None:
            rival.sync()
        return super().write(fd, part, offset)


def test_two_devices_that_append_at_the_same_offset_find_out(tablets):
    """Both writers saw the same end of the file."""
    fars = [Lying(), Lying()]
    one, other = (tablets.make(name, far=far) for name, far in zip(("one", "other"), fars, strict=True))
    for _ in range(6):
        tablets.settle()
        one.write(2)
        other.write(3)
        fars[0].rival = other
        one.sync()
    tablets.settle()
    tablets.check()


def test_two_first_exchanges_at_once_with_locks_that_lie(tablets):
    far = Lying()
    one = tablets.make("one", far=far)
    one.sync()
    other = tablets.make("other", far=Lying())
    other.sync()
    tablets.path.unlink()
    for tablet in (one, other):
        for name in ("standing.json", "sync.state"):
            (tablet.folder / name).unlink(missing_ok=True)
        tablet.write(2)
        tablet.exchange = tablet.connect()
    far.rival = other
    one.sync()
    tablets.settle()
    tablets.check()


def _code_of(act):
    """What the store said, None when it came through."""
    try:
        act()
    except StoreError as error:
        return error.code
    return None


def _until_it_passes(tablets, one, other, far, code):
    """Let the n-th call of the share fail, for every n until an exchange passes."""
    for nth in range(1, 200):
        one.write(2)
        other.write(1)
        other.sync()
        far.fail_any(nth, code)
        said = _code_of(one.sync)
        assert said is None or said.startswith("share.")
        assert said == (one.standing.trouble.code if one.standing.trouble else None)
        reached = far.total >= far._planned_total[0]
        far._planned_total = None
        one.sync()
        assert one.sync().waiting == 0
        assert one.standing.trouble is None
        assert one.promised <= ids_in(*tablets.files())
        if not reached:
            return nth
    raise AssertionError("it never passed")


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.ENOENT, errno.EACCES])
def test_any_call_to_the_share_may_fail(pair, tablets, far, code):
    one, other = pair
    assert _until_it_passes(tablets, one, other, far, code) > 15
    tablets.settle()
    tablets.check()


def test_any_call_of_a_first_exchange_may_fail(tablets):
    for nth in range(1, 100):
        far = FaultyDisk()
        far.fail_any(nth)
        name = f"site{nth}"
        folder = tablets.root / name
        folder.mkdir()
        single = type(tablets)(folder)
        one = single.make("one", far=far)
        said = _code_of(one.sync)
        assert said is None or said.startswith("share.")
        passed = far.total < nth
        other = single.make("other")
        single.settle()
        assert other.ids == one.ids
        single.check()
        single.close()
        if passed:
            return
    raise AssertionError("it never passed")


def test_any_call_to_the_own_disk_may_fail(tablets):
    disk = FaultyDisk()
    one, other = tablets.make("one"), tablets.make("other")
    tablets.settle()
    one.exchange.close()
    one.exchange = type(one.exchange)(one.folder, one.share, clock=one.clock, disk=disk, wait=0.05)
    for nth in range(1, 300):
        one.write(2)
        other.write(2)
        other.sync()
        disk.fail_any(nth)
        said = _code_of(one.sync)
        assert said is None or not said.startswith("share.")
        reached = disk.total >= disk._planned_total[0]
        disk._planned_total = None
        one.sync()
        one.sync()
        assert one.book.waiting == 0
        assert one.promised <= ids_in(*tablets.files())
        if not reached:
            break
    tablets.settle()
    tablets.check()
    assert nth > 10

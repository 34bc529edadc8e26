"""What happens to a share over the days: it goes away, fills up, is write-protected, put back to yesterday, copied."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta, timezone

import pytest

from store.disk import Disk
from store.journal.lines import heading_line, seal
from store.sync import standing
from tests.support.devices import ids_in, shared_ids
from tests.support.mounts import fill, read_only, small_disk
from tests.support.refusals import code_of
from tests.support.sharing import Sharer, check_nothing_lost, files_of, settle, until_quiet

MORNING = datetime(2025, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def by_rename(copy, share):
    shutil.copy(copy, share.with_name("new"))
    share.with_name("new").replace(share)


def in_place(copy, share):
    share.write_bytes(copy.read_bytes())


# A share that is away


def folder_away(share):
    away = share.parent.with_name("away")
    share.parent.rename(away)
    return lambda: away.rename(share.parent)


def file_away(share):
    away = share.with_name("somewhere-else")
    share.rename(away)
    return lambda: away.rename(share)


def a_folder_without_the_file(share):
    """The mount point of a share that is not mounted."""
    away = share.parent.with_name("away")
    share.parent.rename(away)
    share.parent.mkdir()

    def back():
        share.parent.rmdir()
        away.rename(share.parent)

    return back


@pytest.mark.parametrize("vanish", [folder_away, file_away, a_folder_without_the_file], ids=lambda f: f.__name__)
def test_a_share_that_is_away_is_told_and_takes_everything_when_it_is_back(pair, share, vanish):
    one, two = pair
    back = vanish(share)
    one.record(2)
    assert code_of(one.sync) == "share.gone"
    since = standing.read(one.folder).trouble.since
    one.record(1)
    one.restart()
    assert code_of(one.sync) == code_of(one.audit) == "share.gone"
    assert standing.read(one.folder).trouble.since == since
    two.record(1)
    back()
    settle(pair)
    assert standing.read(one.folder).trouble is None
    check_nothing_lost(pair)


class Leaving(Disk):
    """A share that goes away at the very moment when somebody wants to make a folder on it."""

    leave = None

    def make_folder(self, folder):
        self.leave()
        super().make_folder(folder)

    def make_one_folder(self, folder):
        self.leave()
        super().make_one_folder(folder)


def test_nothing_comes_to_stand_in_the_place_of_a_share_that_is_away(sharer, share):
    far = Leaving()
    one = sharer("one", far=far)
    one.record(1)
    until_quiet([one])
    back = []
    far.leave = lambda: back.append(folder_away(share)) if share.parent.exists() else None
    shutil.copy(share, share.with_name("tiny (1).patrol"))
    one.tried(one.sync)
    assert back
    assert not share.parent.exists()
    one.record(1)
    assert code_of(one.sync) == "share.gone"
    back[0]()
    far.leave = lambda: None
    settle([one])
    check_nothing_lost([one])


def test_a_write_protected_share_is_told_is_read_all_the_same_and_takes_everything_later(pair, share):
    one, two = pair
    two.record(2)
    two.sync()
    one.record(2)
    with read_only(share.parent):
        before = share.read_bytes()
        assert code_of(one.sync) == "share.read_only"
        assert share.read_bytes() == before
        one.book.follow()
        assert two.told <= ids_in(one.folder)
    settle(pair)
    check_nothing_lost(pair)


def test_a_full_share_is_told_and_takes_everything_when_there_is_room(pair, sharer, share, tmp_path):
    with small_disk(tmp_path / "small", "256k") as disk:
        there = disk / "tiny.patrol"
        one, two = Sharer(pair[0].folder, there), Sharer(pair[1].folder, there)
        until_quiet([one, two])
        ballast = fill(disk)
        room = (-there.stat().st_size) % 4096
        while shared_ids(there) >= one.told:  # the last block may have room for a line or two
            assert room >= 0
            room -= 300
            one.record(2)
            code = one.tried(one.sync)
        assert code == "share.full"
        two.record(1)
        two.tried(two.sync)
        for device in (one, two):
            assert device.told <= ids_in(device.folder)
        ballast.unlink()
        settle([one, two])
        check_nothing_lost([one, two])
        for device in (one, two):
            device.close()


# A share that is another one than yesterday


@pytest.mark.parametrize("way", [by_rename, in_place])
def test_a_share_that_was_put_back_to_yesterday_gets_the_day_again_from_any_device(pair, share, tmp_path, way):
    one, two = pair
    yesterday = shutil.copy(share, tmp_path / "yesterday")
    one.record(3)
    two.record(2)
    settle(pair)
    way(yesterday, share)
    one.sync()
    assert one.told | two.told <= shared_ids(share)
    settle(pair)
    check_nothing_lost(pair)


def test_what_was_told_as_shared_is_taken_back_when_the_share_lost_it(pair, share, tmp_path):
    one = pair[0]
    yesterday = shutil.copy(share, tmp_path / "yesterday")
    one.record(2)
    until_quiet(pair)
    full = standing.read(one.folder).shared[one.book.device.id]
    by_rename(yesterday, share)
    one.sync()
    assert standing.read(one.folder).shared.get(one.book.device.id, 0) == full - 2
    until_quiet(pair)
    assert standing.read(one.folder).shared[one.book.device.id] == full


def test_an_event_that_only_the_share_lost_long_ago_comes_back_by_a_device_that_knows_more(pair, sharer, share):
    one, two = pair
    late = sharer("late")
    whole = share.read_bytes().splitlines(keepends=True)
    share.write_bytes(b"".join([whole[0], *whole[-1:]]))
    late.sync()
    settle([late, one, two])
    check_nothing_lost([late, one, two])


@pytest.mark.parametrize(
    "name", ["tiny.sync-conflict-20251124-101500-7KQ2ABC.patrol", "tiny (1).patrol", "tiny-PC2.patrol"]
)
def test_a_conflict_copy_is_united_whatever_the_copying_program_calls_it(pair, share, name):
    one, two = pair
    before = share.read_bytes()
    one.record(2)
    one.sync()
    share.rename(share.with_name(name))
    share.write_bytes(before)
    two.record(1)
    two.sync()
    one.record(1)
    settle(pair)
    assert one.told | two.told <= shared_ids(share)
    check_nothing_lost(pair)


def test_part_of_a_copy_is_united_too(pair, share):
    one = pair[0]
    one.record(4)
    one.sync()
    whole = share.read_bytes()
    share.with_name("tiny (1).patrol").write_bytes(whole[: len(whole) - 40])
    settle(pair)
    check_nothing_lost(pair)


def test_a_file_of_another_site_or_of_a_newer_format_is_refused_and_left_alone(pair, share):
    one, _ = pair
    one.record(1)
    for content, code in (
        (heading_line("ff" * 16, "another"), "share.foreign"),
        (seal(b'{"roundsman":"journal","version":9,"file":"x","site":"tiny"}') + b"what then comes\n", "store.newer"),
        (b"Dear all,\nthe minutes of the last meeting\n" * 9, "share.not_a_journal"),
    ):
        share.write_bytes(content)
        known = ids_in(one.folder)
        assert code_of(one.sync) == code
        assert share.read_bytes() == content
        assert ids_in(one.folder) == known


# Locks that exclude nobody


class Lockless(Disk):
    """A share whose locks exclude nobody; between a look at the file and a write others may write: `meanwhile`."""

    meanwhile = None

    def lock(self, fd):
        return True

    def unlock(self, fd):
        pass

    def write(self, fd, part, offset):
        act, self.meanwhile = self.meanwhile, None
        if act:
            act()
        return super().write(fd, part, offset)


def test_two_devices_that_append_at_the_same_place_with_locks_off_both_get_there(sharer, share):
    far = Lockless()
    one, two, three = sharer("one", far=far), sharer("two", far=far), sharer("three", far=far)
    until_quiet([one, two, three])
    for round_ in range(20):
        one.record(1 + round_ % 4)
        two.record(1 + round_ % 3)
        far.meanwhile = two.sync if round_ % 2 else lambda: (two.sync(), three.record(1), three.sync())
        one.sync()
        if round_ % 3 == 0:
            three.sync()
    settle([one, two, three])
    check_nothing_lost([one, two, three])


def test_segments_of_their_own_need_no_lock(sharer, share):
    far = Lockless()
    devices = [sharer(name, far=far, segments=True) for name in ("a", "b", "c")]
    for _ in range(3):
        for device in devices:
            device.record(2)
            device.sync()
    settle(devices)
    assert len(files_of(share)) >= 3
    check_nothing_lost(devices)
    (a_segment, *_) = [file for file in files_of(share) if file != share]
    a_segment.write_bytes(a_segment.read_bytes()[:-30])
    settle(devices)
    check_nothing_lost(devices)

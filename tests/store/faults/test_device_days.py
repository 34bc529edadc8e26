"""What happens to devices: a clock set by a day, a folder copied to another tablet, a folder restored from a backup."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta, timezone

from store.clock import SetClock
from store.disk import Disk
from tests.support.sharing import Sharer, check_nothing_lost, person, settle

MORNING = datetime(2025, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def test_clocks_a_day_off_and_set_back_and_forward_lose_nothing_and_drag_nobody(sharer, share):
    clocks = [SetClock(MORNING, seed=n) for n in range(3)]
    devices = [sharer(name, clock=clock) for name, clock in zip("abc", clocks, strict=True)]
    for days in ((0, 0, 0), (1, 0, 0), (-2, 1, 0), (1, -1, 0), (0, 0, 0)):
        for device, clock, by in zip(devices, clocks, days, strict=True):
            clock.advance(days=by, minutes=1)
            device.record(2)
        settle(devices)
    check_nothing_lost(devices)
    orders = [[event.id for event in device.book.events()] for device in devices]
    assert orders[0] == orders[1] == orders[2]
    honest = devices[2]
    (event,) = honest.book.record("boss", lambda _: [person("last")])
    assert event.order[0] < f"{round((clocks[2].now() + timedelta(hours=1)).timestamp() * 1000):012x}"
    own = [e for e in honest.book.events() if e.device == devices[0].book.device.id]
    assert [e.seq for e in own] == sorted(e.seq for e in own)


def cloned(device, to):
    """Another tablet made from an image of this one: the whole folder, device and all."""
    shutil.copytree(device.folder, to)
    return to


def test_a_clone_becomes_a_device_of_its_own_when_it_is_started(pair, share, tmp_path):
    one, two = pair
    clone = Sharer(cloned(one, tmp_path / "clone"), share)
    assert clone.book.device.id != one.book.device.id
    assert clone.book.device.owns(one.book.device.id)
    for device in (one, clone, two):
        device.record(2)
    settle([one, clone, two])
    check_nothing_lost([one, clone, two])
    clone.close()


def test_a_clone_that_cannot_tell_by_its_machine_is_found_out_by_the_share(pair, share, tmp_path):
    """An image on another tablet may keep even the number of its folder: only the share shows that there are two."""
    one, two = pair
    folder = cloned(one, tmp_path / "clone")
    clone = Sharer(folder, share, disk=SameHome(one.folder))
    assert clone.book.device.id == one.book.device.id
    for device in (one, clone):
        device.record(2)  # the same numbers are given out twice
    one.sync()
    report = clone.sync()
    assert report.reborn or clone.sync().reborn
    clone.record(2)
    assert clone.book.device.id != one.book.device.id
    settle([one, clone, two])
    check_nothing_lost([one, clone, two])
    one.record(1)
    clone.record(1)
    settle([one, clone, two])
    check_nothing_lost([one, clone, two])
    clone.close()


class SameHome(Disk):
    """A machine that cannot be told from another one."""

    def __init__(self, folder):
        self._folder = folder

    def home_mark(self, folder):
        return super().home_mark(self._folder)


def test_a_folder_restored_from_yesterdays_backup_gets_the_day_back_and_reuses_no_number(pair, share, tmp_path):
    one, two = pair
    backup = cloned(one, tmp_path / "backup")
    one.record(3)
    one.sync()
    told, home = set(one.told), one.folder
    one.close()
    shutil.rmtree(home)
    backup.rename(home)
    again = Sharer(home, share, disk=SameHome(two.folder))
    again.told |= told
    again.record(2)
    settle([again, two])
    check_nothing_lost([again, two])
    again.close()

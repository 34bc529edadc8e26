"""The courier: a thread that keeps exchanging and that nobody ever waits for."""

from __future__ import annotations

import threading
import time

import pytest

from store.disk import Disk
from store.sync import courier as couriers
from store.sync.courier import Courier
from store.sync.share import Share
from tests.support.devices import wait_until


@pytest.fixture
def running(monkeypatch):
    monkeypatch.setattr(couriers, "GATHER", 0.01)
    monkeypatch.setattr(couriers, "READ_BACK", 0.01)
    made = []

    def start(tablet, **options):
        tablet.exchange.close()
        made.append(Courier(tablet.folder, tablet.share, clock=tablet.clock, **({"wait": 0.2} | options)))
        made[-1].start()
        return made[-1]

    yield start
    for courier in made:
        courier.stop(5)


class HangingDisk(Disk):
    """A share that does not answer until `answer` is set."""

    def __init__(self):
        self.answer = threading.Event()
        self.asked = threading.Event()

    def names(self, folder):
        self.asked.set()
        self.answer.wait(30)
        return super().names(folder)


def test_what_is_recorded_is_soon_shared_and_reaches_the_other_device(two, running):
    one, other = two
    here = running(one, every=0.05)
    there = running(other, every=0.05)
    one.write(3)
    here.nudge()
    wait_until(lambda: one.book.waiting == 0, "the entries to be shared")
    wait_until(lambda: other.ids == one.ids, "the other device to have them")
    assert here.stop(5)
    assert there.stop(5)


def test_a_share_that_hangs_holds_up_nobody(two, running):
    one, _ = two
    far = HangingDisk()
    courier = running(one, far=far)
    assert far.asked.wait(5)
    began = time.monotonic()
    courier.nudge()
    one.write(5)
    assert not courier.stop(0.1)
    assert time.monotonic() - began < 2
    far.answer.set()
    assert courier.stop(5)


def test_a_hanging_share_leaves_no_lock_behind_that_would_stop_recording(two, running):
    one, _ = two
    far = HangingDisk()
    running(one, far=far)
    assert far.asked.wait(5)
    with one.book.batch():
        one.write(3)
    far.answer.set()


def test_trouble_is_told_and_over_as_soon_as_the_share_is_back(two, running):
    one, _ = two
    folder = one.exchange._folder.path
    away = folder.with_name("away")
    folder.rename(away)
    courier = running(one)
    wait_until(lambda: one.standing.trouble, "the trouble to be told")
    assert one.standing.trouble.code == "share.gone"
    one.write()
    away.rename(folder)
    courier.nudge()
    wait_until(lambda: one.standing.trouble is None and one.book.waiting == 0, "everything to be shared")


def test_the_pauses_grow_while_there_is_trouble(two, running, monkeypatch):
    one, _ = two
    monkeypatch.setattr(couriers, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(couriers, "LONGEST_PAUSE", 0.04)
    one.exchange._folder.path.rename(one.folder.parent / "away")
    courier = running(one, every=0.005)
    courier._pause = 0.01
    wait_until(lambda: courier.rounds > 4, "some tries")
    assert courier._pause == 0.04


def test_an_audit_can_be_asked_for(two, running):
    one, _ = two
    courier = running(one)
    wait_until(lambda: courier.last, "the first exchange")
    courier.audit_now()
    wait_until(lambda: courier.last.audited, "the audit")


def test_while_another_program_exchanges_it_only_watches(two, running):
    one, _ = two
    one.exchange._hold.take(1)
    one.write()
    courier = Courier(one.folder, one.share, clock=one.clock, wait=0.01, every=0.01)
    courier.start()
    wait_until(lambda: courier.rounds > 2, "some tries")
    assert one.standing.trouble is None
    one.exchange._hold.give()
    wait_until(lambda: one.book.waiting == 0, "its turn")
    assert courier.stop(5)


def test_a_share_that_makes_no_sense_never_ends_the_thread(two, running, caplog):
    one, _ = two

    class Senseless(Disk):
        def names(self, folder):
            raise RuntimeError("no such thing")

    courier = running(one, far=Senseless())
    wait_until(lambda: "exchange failed" in caplog.text, "the log")
    assert courier._thread.is_alive()


def test_no_folder_at_all_is_told_and_survived(tmp_path, running, caplog):
    courier = Courier(tmp_path / "nowhere", Share(str(tmp_path / "site.journal")))
    courier.start()
    wait_until(lambda: courier.rounds, "a try")
    assert courier.stop(5)


def test_nothing_new_costs_no_exchange(two, running):
    one, _ = two
    courier = running(one, every=0.01)
    wait_until(lambda: courier.rounds, "the first exchange")
    looks = []
    quiet = couriers.Trip.carry
    watched = threading.Event()

    def carry(trip, *args, **options):
        looks.append(1)
        if len(looks) > 5:
            watched.set()
        quiet(trip, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(couriers.Trip, "carry", carry)
        tried = courier.rounds
        assert watched.wait(5)
        assert courier.rounds <= tried + 2

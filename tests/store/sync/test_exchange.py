"""Two and more devices and one file: what is written here arrives there, once, and is then known to be shared."""

from __future__ import annotations

import pytest

from store.errors import StoreError
from store.journal import JournalDB
from store.sync.exchange import Exchange
from tests.support.faulty_disk import FaultyDisk
from tests.support.tablets import MeteredDisk, ids_in, says


def test_the_first_exchange_makes_the_file_and_another_device_gets_everything_from_it(tablets):
    one = tablets.make("one")
    one.write(3)
    one.sync()
    other = tablets.make("other")
    report = other.sync()
    assert report.pulled == len(one.ids)
    assert other.book.ledger == one.book.ledger
    assert other.book.ledger.site is not None


def test_three_devices_that_all_write_end_up_equal(tablets):
    for name in "abc":
        tablets.make(name)
    tablets.settle(1)
    for n, tablet in enumerate(tablets.all):
        tablet.write(n + 2)
    tablets.settle()
    tablets.check()


def test_an_event_is_saved_then_written_then_shared(two):
    one, _ = two
    assert one.book.waiting == 0
    one.write(2)
    assert one.book.waiting == 2
    report = one.sync()
    assert (report.written, report.shared, report.waiting, one.book.waiting) == (2, 0, 2, 2)
    me = one.book.device.id
    assert one.standing.written[me] - one.standing.shared[me] == 2
    report = one.sync()
    assert (report.written, report.shared, report.waiting, one.book.waiting) == (0, 2, 0, 0)


def test_without_a_share_everything_waits(tablets):
    one = tablets.make("one")
    assert one.book.waiting == one.book.saved


@pytest.mark.parametrize(
    "odd",
    [
        {"id": "bare"},
        {"id": "odd", "device": "x", "seq": -3, "subject": 7},
        {"id": "far", "device": "somebody", "seq": 1 << 70},
        {"id": "later", "device": "next-year", "seq": 1, "body": {"kind": "not.yet", "text": "後"}},
    ],
)
def test_what_this_version_cannot_read_travels_unchanged(two, odd):
    one, other = two
    with JournalDB(one.folder / "events.journal") as db:
        db.table("events").insert(odd)
    assert one.sync().written == 1
    assert one.sync().shared == 1
    assert other.sync().pulled == 1
    with JournalDB(other.folder / "events.journal") as db:
        assert db.table("events").get(doc_id=odd["id"]) == odd
    assert one.restart().sync().written == 0
    assert one.audit().written == 0


def test_nothing_to_tell_writes_nothing_to_the_share(two):
    one, other = two
    before = one.exchange._folder.main.read_bytes()
    one.sync()
    other.sync()
    assert one.exchange._folder.main.read_bytes() == before


def test_a_vector_rides_along_with_each_line_and_covers_what_is_in_the_file(two, tablets):
    one, other = two
    other.write()
    other.sync()
    last = tablets.path.read_bytes().splitlines()[-1].decode()
    assert f'["vectors","{other.book.device.id}",' in last
    assert f'"{one.book.device.id}":{one.book.ledger.by_device[one.book.device.id]}' in last


def test_a_push_of_one_event_reads_less_than_4_kB_of_the_share(tablets):
    far = MeteredDisk()
    one = tablets.make("one", far=far)
    one.write(300)
    one.sync()
    one.sync()
    for _ in range(3):
        one.write()
        far.bytes_read = 0
        assert one.sync().written == 1
        assert 0 < far.bytes_read < 4096


def test_a_restart_keeps_the_place(tablets):
    far = MeteredDisk()
    one = tablets.make("one", far=far)
    one.write(300)
    one.sync()
    one.sync()
    one.restart()
    one.write()
    far.bytes_read = 0
    report = one.sync()
    assert (report.written, report.reread, report.audited) == (1, False, False)
    assert far.bytes_read < 4096


def test_what_waited_is_pushed_after_a_restart_without_reading_everything(two):
    one, other = two
    one.write(3)
    far = FaultyDisk()
    far.fail("open")
    one.exchange.close()
    broken = Exchange(one.folder, one.share, clock=one.clock, far=far, wait=0.05)
    with pytest.raises(StoreError):
        broken.sync()
    broken.close()
    assert one.restart().sync().written == 3
    other.sync()
    assert other.ids == one.ids


@pytest.mark.parametrize("damage", ["gone", "cut", "flipped"])
def test_a_lost_place_only_means_reading_again(two, damage):
    one, other = two
    one.write(2)
    one.sync()
    one.exchange.close()
    state = one.folder / "sync.state"
    kept = state.read_bytes()
    if damage == "gone":
        state.unlink()
    else:
        state.write_bytes(kept[:-1] if damage == "cut" else kept[:40] + bytes([kept[40] ^ 1]) + kept[41:])
    report = one.restart().sync()
    assert (report.audited, report.pulled, report.written, one.book.waiting) == (True, 0, 0, 0)
    other.sync()
    assert other.ids == one.ids


def test_a_stale_place_only_means_reading_a_little_again(two):
    one, other = two
    one.exchange.close()
    state = (one.folder / "sync.state").read_bytes()
    one.restart().write(2)
    other.write(2)
    other.sync()
    one.sync()
    one.sync()
    one.exchange.close()
    (one.folder / "sync.state").write_bytes(state)
    report = one.restart().sync()
    assert (report.reread, report.written, report.pulled) == (False, 0, 0)
    other.sync()
    assert other.ids == one.ids


def test_a_long_history_goes_in_lines_of_bounded_length(tablets):
    one = tablets.make("one")
    with one.book.batch():
        one.write(1100)
    one.sync()
    lines = tablets.path.read_bytes().splitlines()
    assert len(lines) == 4  # the heading, and 1,100 events and the site's own by 500
    assert ids_in(tablets.path) == one.ids
    assert one.sync().shared == len(one.ids)


def test_progress_is_told_and_an_exchange_can_be_ended_early(tablets):
    one, other = tablets.make("one"), tablets.make("other")
    tablets.settle()
    other.restart()
    with one.book.batch():
        one.write(900)
    told = []
    one.sync(tell=told.append)
    assert [p.stage for p in told] == ["write"]
    told.clear()
    before = len(other.ids)
    other.sync(tell=told.append, stop=lambda: True)
    assert before < len(other.ids) < len(one.ids)
    other.sync(tell=told.append)
    assert told[-1].stage == "read"
    assert told[-1].done == told[-1].total
    assert other.ids == one.ids


def test_an_audit_is_due_once_a_day(two):
    one, _ = two
    assert not one.sync().audited
    one.clock.advance(hours=25)
    assert one.sync().audited
    assert not one.sync().audited


def test_a_quiet_share_is_known_by_a_few_stats(two):
    one, other = two
    one.sync()
    assert one.exchange.quiet()
    one.write()
    assert not one.exchange.quiet()
    one.sync()
    assert not one.exchange.quiet()  # what was written wants to be read back
    one.sync()
    assert one.exchange.quiet()
    other.write()
    other.sync()
    assert not one.exchange.quiet()


def test_one_exchange_at_a_time_on_a_folder(two):
    one, _ = two
    other_process = Exchange(one.folder, one.share, clock=one.clock, wait=0.05)
    other_process._hold.take(1)
    before = one.standing
    with says("share.busy"):
        one.sync()
    assert one.standing == before
    other_process.close()
    one.sync()


def test_a_folder_without_a_site_is_told_to_join(tablets):
    one = tablets.make("one")
    one.sync()
    other = tablets.make("other")
    other.exchange = Exchange(other.folder, other.share, clock=other.clock, wait=0.05)
    with says("share.no_site"):
        other.sync()
    assert not other.ids
    assert other.standing.trouble.code == "share.no_site"

"""What is at hand for the share and what has to be looked for; what other programs read of how things stand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from store.sync import balance, share, standing
from store.sync.balance import Balance, Dot
from store.sync.share import Share
from store.sync.standing import Standing, StandingFile, Trouble


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(balance, "MOST", 5)


def test_more_than_is_kept_at_hand_is_found_by_reading_once_more(two, tablets, few):
    one, _ = two
    one.write(30)
    assert one.sync().written == 30
    one.write(2)
    assert one.sync().written == 2
    assert one.sync().waiting == 0
    tablets.settle()
    tablets.check()


def test_what_was_not_at_hand_is_found_after_a_restart_too(two, tablets, few):
    one, other = two
    one.write(30)
    assert one.restart().sync().written == 30
    other.write(1)
    tablets.settle()
    tablets.check()


def test_a_rolled_back_share_is_filled_from_the_records_in_bounded_memory(two, tablets, few):
    one, other = two
    before = tablets.path.read_bytes()
    one.write(40)
    tablets.settle()
    tablets.path.write_bytes(before)
    assert other.sync().written == 40
    assert len(other.exchange._balance.lacking) <= 5
    tablets.settle()
    tablets.check()


def test_a_lost_number_is_waited_for_by_nobody_and_a_twin_is():
    sides = Balance()
    for seq in (1, 2, 4):
        sides.arrive(Dot(f"e{seq}", "a", seq), b"{}")
        sides.confirm(Dot(f"e{seq}", "a", seq))
    assert sides.shared() == {"a": 4}
    sides.arrive(Dot("twin", "a", 2), b"{}")
    assert sides.shared() == {"a": 1}
    assert list(sides.lacking) == ["twin"]


def test_an_event_counts_as_there_once(few):
    sides = Balance()
    for n in range(1, 9):
        sides.arrive(Dot(f"e{n}", "a", n), b"{}")
    assert (sides.surplus, len(sides.lacking), sides.at_hand) == (8, 5, False)
    assert sides.shared() == {}
    assert sides.confirm(Dot("e1", "a", 1))
    assert not sides.confirm(Dot("e1", "a", 1))
    for n in (6, 7, 8):
        sides.confirm(Dot(f"e{n}", "a", n))
    assert sides.at_hand
    assert sides.shared() == {"a": 1}


def test_a_standing_comes_back_as_it_was_told_longer_or_shorter(tmp_path):
    at = datetime(2025, 11, 24, tzinfo=UTC)
    long = Standing(
        share="/s" * 300,
        shared={"a": 1},
        trouble=Trouble("share.gone", "gone from {path}", {"path": "/s", "n": 1}, at),
        copies=["x"],
    )
    for told in (Standing(share="/s"), long, Standing(share="/s", damaged=2)):
        standing.write(tmp_path, told)
        assert standing.read(tmp_path) == told


def test_a_standing_that_is_just_being_written_is_not_believed(tmp_path):
    known = StandingFile(tmp_path)
    assert known.read() is None
    standing.write(tmp_path, Standing(share="/s", damaged=1))
    first = (tmp_path / "standing.json").read_bytes()
    assert known.read().damaged == 1
    standing.write(tmp_path, Standing(share="/s", damaged=2))
    second = (tmp_path / "standing.json").read_bytes()
    (tmp_path / "standing.json").write_bytes(second[:40] + first[40:])
    assert standing.read(tmp_path) is None
    assert known.read().damaged == 1
    (tmp_path / "standing.json").write_bytes(second)
    assert known.read().damaged == 2
    (tmp_path / "standing.json").unlink()
    assert known.read() is None


def test_another_share_starts_from_nothing_and_the_same_one_goes_on(two, tablets):
    one, _ = two
    share.save(one.folder, Share(str(tablets.path)))
    assert one.book.waiting > 0  # it was never chosen before: what an exchange said of it counts no more
    one.sync()
    share.save(one.folder, Share(str(tablets.path)))
    share.save(one.folder, Share(str(tablets.path), segments=True))
    assert one.book.waiting == 0
    share.save(one.folder, Share(str(tablets.folder / "other.journal")))
    assert one.book.waiting == one.book.ledger.by_device[one.book.device.id]


def test_forgetting_twice_is_no_mistake(tmp_path):
    share.save(tmp_path, Share("/s"))
    share.forget(tmp_path)
    share.forget(tmp_path)
    assert share.load(tmp_path) is None


def test_a_share_file_of_rubbish_is_no_share(tmp_path):
    (tmp_path / "share.json").write_bytes(b'{"path":7}')
    assert share.load(tmp_path) is None

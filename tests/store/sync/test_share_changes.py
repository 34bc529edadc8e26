"""The share as others leave it: rolled back, cut, replaced, damaged, gone. Nothing promised is ever missing."""

from __future__ import annotations

import random

import pytest

from store.journal import lines
from tests.support.tablets import ids_in, says


@pytest.fixture
def shared(two, tablets):
    """Two devices, and a file in which each has written some lines that everybody has read back."""
    for n in range(4):
        two[n % 2].write(2)
        tablets.settle(1)
    tablets.settle()
    return two


def test_a_share_rolled_back_to_yesterday_gets_everything_again(shared, tablets):
    one, other = shared
    yesterday = tablets.path.read_bytes()
    one.write(3)
    tablets.settle()
    tablets.path.write_bytes(yesterday)
    report = other.sync()
    assert report.reread
    assert report.written == 3
    tablets.settle()
    tablets.check()
    assert one.book.waiting == 0


def test_what_was_shared_is_waiting_again_after_a_rollback(shared, tablets):
    one, _ = shared
    yesterday = tablets.path.read_bytes()
    one.write(3)
    one.sync()
    one.sync()
    tablets.path.write_bytes(yesterday)
    assert one.sync().waiting == 3
    assert one.sync().waiting == 0


@pytest.mark.parametrize("length", [0.0, 0.3, 0.9])
def test_a_share_cut_short_gets_everything_again(shared, tablets, length):
    content = tablets.path.read_bytes()
    tablets.path.write_bytes(content[: int(len(content) * length)])
    tablets.settle()
    tablets.check()


def test_another_file_of_the_same_site_in_its_place_is_filled_up(shared, tablets):
    one, _ = shared
    tablets.path.write_bytes(lines.heading_line("f" * 32, one.book.ledger.site.site.id))
    tablets.settle()
    tablets.check()


def test_an_event_damaged_where_nobody_looks_any_more_is_found_by_an_audit(shared, tablets):
    one, _ = shared
    content = tablets.path.read_bytes()
    at = content.index(b'"subject"', len(content) // 2)
    tablets.path.write_bytes(content[:at] + b"?" + content[at + 1 :])
    lost = one.ids - ids_in(tablets.path)
    assert lost
    one.sync()
    assert not lost <= ids_in(tablets.path)
    report = one.audit()
    assert report.audited
    assert report.damaged == 1
    assert report.written == len(lost)
    tablets.check()


def test_a_share_that_claims_more_than_can_be_read_is_read_again_once(shared, tablets):
    one, other = shared
    other.write(2)
    other.sync()
    other.write(1)
    content = tablets.path.read_bytes()
    other.sync()
    # The line before the last is lost, and with it what the last one builds on.
    last = tablets.path.read_bytes()[len(content) :]
    first = content.rindex(b"\n", 0, len(content) - 1) + 1
    tablets.path.write_bytes(content[:first] + b"x" * (len(content) - first - 1) + b"\n" + last)
    report = one.sync()
    assert report.reread
    assert "share.lacks" in [p.code for p in report.problems]
    assert not one.sync().reread
    other.audit()
    assert one.sync().problems == ()
    tablets.settle()
    tablets.check()


def test_the_torn_line_of_a_stranger_is_ended_and_stepped_over(shared, tablets):
    one, other = shared
    with tablets.path.open("ab") as file:
        file.write(b'1234abcd [["events","x",{"id"')
    one.write()
    one.sync()
    report = other.sync()
    assert report.pulled == 1
    assert report.damaged == 1
    tablets.settle()
    tablets.check()


def test_somebody_in_the_middle_of_a_line_is_not_waited_for(shared, tablets):
    one, other = shared
    one.write()
    before = tablets.path.read_bytes()
    one.sync()
    line = tablets.path.read_bytes()[len(before) :]
    tablets.path.write_bytes(before + line[:50])
    assert other.sync().pulled == 0
    tablets.path.write_bytes(before + line)
    assert other.sync().pulled == 1


def test_a_flip_of_any_byte_is_healed(shared, tablets):
    one, _other = shared
    content = tablets.path.read_bytes()
    chance = random.Random(7)
    for at in chance.sample(range(len(content)), 25):
        tablets.path.write_bytes(content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :])
        for tablet in tablets.all:
            tablet.audit()
        assert one.ids <= ids_in(tablets.path), f"flip at {at}"


def test_a_damaged_heading_is_written_again_and_strangers_still_find_it(shared, tablets):
    one, _ = shared
    content = tablets.path.read_bytes()
    tablets.path.write_bytes(b"?" + content[1:])
    one.write()
    one.sync()
    one.audit()
    one.write()
    one.sync()
    third = tablets.make("third")
    third.sync()
    tablets.settle()
    tablets.check()


@pytest.fixture
def rotten(shared):
    """A device on whose own disk the line with its site rotted."""
    one, _ = shared
    one.close()
    journal = one.folder / "events.journal"
    content = journal.read_bytes()
    at = content.index(b'"site.loaded"')
    journal.write_bytes(content[:at] + b"?" + content[at + 1 :])
    one.restart()
    assert one.book.ledger.site is None
    return one


def test_a_folder_whose_own_site_was_damaged_gets_it_back_from_the_share(rotten, tablets):
    rotten.audit()
    assert rotten.book.ledger.site is not None
    tablets.settle()
    tablets.check()


def test_a_folder_that_lost_its_site_takes_none_from_a_stranger(rotten, tablets):
    tablets.path.write_bytes(lines.heading_line("a" * 32, "elsewhere"))
    with says("share.foreign"):
        rotten.audit()


def test_a_lost_share_is_told_and_not_made_anew(shared, tablets):
    one, _ = shared
    tablets.path.unlink()
    one.write()
    with says("share.gone"):
        one.sync()
    assert not tablets.path.exists()
    trouble = one.standing.trouble
    assert (trouble.code, one.book.waiting) == ("share.gone", 1)
    one.clock.advance(minutes=5)
    with says("share.gone"):
        one.sync()
    assert one.standing.trouble.since == trouble.since
    assert one.standing.tried_at > trouble.since


def test_a_share_whose_folder_went_away_and_came_back(shared, tablets):
    one, _ = shared
    away = tablets.folder.rename(tablets.root / "away")
    one.write()
    with says("share.gone"):
        one.sync()
    away.rename(tablets.folder)
    assert one.sync().written == 1
    assert one.standing.trouble is None
    tablets.settle()
    tablets.check()


def test_the_file_of_another_site_is_refused_before_anything_is_taken_in(shared, tablets):
    one, _ = shared
    other_site = lines.heading_line("a" * 32, "elsewhere") + lines.commit_line([("events", "x", b'{"id":"x"}')])
    tablets.path.write_bytes(other_site)
    one.write()
    before = one.ids
    with says("share.foreign"):
        one.sync()
    assert tablets.path.read_bytes() == other_site
    assert one.ids == before
    assert one.standing.trouble.params["theirs"] == "elsewhere"


def test_a_newer_format_is_refused_with_what_to_do(shared, tablets):
    one, _ = shared
    newer = lines.seal(b'{"roundsman":"journal","version":99,"file":"' + b"a" * 32 + b'","site":"x"}')
    tablets.path.write_bytes(newer)
    with says("store.newer"):
        one.sync()
    assert tablets.path.read_bytes() == newer


@pytest.mark.parametrize("content", [b"dear diary\n", b"dear diary", b"\0\1\2\n" * 500, lines.heading_line("a" * 32)])
def test_something_else_under_the_name_is_left_alone(tablets, content):
    one = tablets.make("one")
    tablets.path.write_bytes(content)
    with says("share.not_a_journal"):
        one.sync()
    assert tablets.path.read_bytes() == content


@pytest.mark.parametrize("rest", [b"", b"\0" * 700, b'12345678 {"roundsman":"jour', b"1234"])
def test_what_a_first_writer_left_in_a_power_cut_is_no_obstacle(tablets, rest):
    one, other = tablets.make("one"), tablets.make("other")
    tablets.path.write_bytes(rest)
    one.sync()
    one.sync()
    other.sync()
    tablets.settle()
    tablets.check()


def test_duplicated_and_shuffled_lines_change_nothing(shared, tablets):
    content = tablets.path.read_bytes().splitlines(keepends=True)
    body = content[1:] * 2
    random.Random(3).shuffle(body)
    tablets.path.write_bytes(content[0] + b"".join(body))
    third = tablets.make("third")
    tablets.settle()
    tablets.check()
    assert third.book.ledger == shared[0].book.ledger

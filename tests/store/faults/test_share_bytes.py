"""The bytes of the shared file: cut at every place, flipped at every place, doubled, mixed up, mixed with rubbish.

Every device holds everything, so whatever happens to the file, the devices that come by put it right.
"""

from __future__ import annotations

import random

import pytest

from tests.support.devices import ids_in, shared_ids
from tests.support.sharing import check_nothing_lost, lines_of, settle, until_quiet


@pytest.fixture
def pair(sharer):
    """Two devices that have exchanged: several lines of several events stand in the shared file."""
    one, two = sharer("one"), sharer("two")
    for count in (1, 3):
        one.record(count)
        two.record(1)
        until_quiet([one, two])
    return [one, two]


def spoil(share, content):
    """The file's bytes change under everybody, the file stays the same one."""
    with share.open("r+b") as file:
        file.write(content)
        file.truncate()


def test_a_shared_file_cut_at_any_byte_is_made_whole_by_the_next_exchange(pair, share):
    whole, events = share.read_bytes(), ids_in(pair[0].folder)
    assert shared_ids(share) == events
    for cut in range(len(whole) + 1):
        spoil(share, whole[:cut])
        pair[cut % 2].sync()
        assert shared_ids(share) == events, cut
    settle(pair)
    assert check_nothing_lost(pair) == events


def test_a_shared_file_cut_at_any_byte_gives_a_newcomer_what_is_left_and_takes_what_it_brings(pair, sharer, share):
    whole = share.read_bytes()
    newcomer = sharer("newcomer")
    for n, end in enumerate(i + 1 for i, byte in enumerate(whole) if byte == 10):
        for cut in {end, end - 1, end - 2, end - 20}:
            spoil(share, whole[:cut])
            (mine,) = newcomer.record()
            newcomer.sync()
            assert mine in shared_ids(share), (n, cut)
    settle([newcomer, *pair])
    check_nothing_lost([newcomer, *pair])


def test_a_flip_of_any_byte_of_the_shared_file_is_found_and_mended_by_the_audit(pair, share):
    whole, events = share.read_bytes(), ids_in(pair[0].folder)
    rng = random.Random(11)
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= rng.randrange(1, 256)
        spoil(share, flipped)
        pair[at % 2].audit()
        assert shared_ids(share) == events, at
    settle(pair)
    assert check_nothing_lost(pair) == events


def doubled(lines, rng):
    return [lines[0], *lines[1:], *lines[1:], *lines]


def shuffled(lines, rng):
    mixed = lines[1:]
    rng.shuffle(mixed)
    return [lines[0], *mixed]


def without_a_heading(lines, rng):
    return lines[1:]


def heading_last(lines, rng):
    return [*lines[1:], lines[0]]


def every_second(lines, rng):
    return [lines[0], *lines[2::2]]


def joined(lines, rng):
    return [lines[0], *(line.rstrip(b"\n") for line in lines[1:4]), b"\n", *lines[4:]]


def followed_by_zeros(lines, rng):
    return [*lines, bytes(5000)]


def followed_by_rubbish(lines, rng):
    return [*lines, rng.randbytes(5000).replace(b"\n", b"")]


def mixed_with_rubbish(lines, rng):
    return [piece for line in lines for piece in (line, rng.randbytes(50) + b"\n")]


def half_overwritten_with_zeros(lines, rng):
    whole = b"".join(lines)
    return [whole[: len(whole) // 2], bytes(len(whole) // 4), whole[len(whole) * 3 // 4 :]]


def emptied(lines, rng):
    return []


SPOILT = [
    doubled, shuffled, without_a_heading, heading_last, every_second, joined, followed_by_zeros, followed_by_rubbish,
    mixed_with_rubbish, half_overwritten_with_zeros, emptied,
]  # fmt: skip


@pytest.mark.parametrize("way", SPOILT, ids=lambda way: way.__name__.replace("_", " "))
@pytest.mark.parametrize("renamed", [False, True], ids=["in place", "by another file"])
def test_a_shared_file_that_was_spoilt_loses_nothing(pair, sharer, share, way, renamed):
    content = b"".join(way(lines_of(share), random.Random(5)))
    if renamed:
        share.with_name("new").write_bytes(content)
        share.with_name("new").replace(share)
    else:
        spoil(share, content)
    newcomer = sharer("newcomer")
    newcomer.record(2)
    pair[0].record(1)
    settle([newcomer, *pair])
    check_nothing_lost([newcomer, *pair])

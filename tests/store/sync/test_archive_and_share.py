"""Sealed years stand in segments of the archive: they are as much here as the journal, for every exchange."""

from __future__ import annotations

from datetime import datetime

import pytest

from store.archive import segments
from store.archive.compacting import compact
from tests.support.tablets import ids_in

LATER = datetime(2028, 3, 1).astimezone()


@pytest.fixture
def sealed(two, tablets):
    """A device that sealed what it and the others know."""
    one, other = two
    one.write(4)
    other.write(3)
    tablets.settle()
    one.close()
    assert compact(one.folder, now=LATER).archived > 0
    assert segments(one.folder)
    one.restart()
    return one, other


def test_sealing_neither_writes_nor_takes_in_anything_again(sealed, tablets):
    one, _ = sealed
    before = tablets.path.read_bytes()
    report = one.sync()
    assert (report.pulled, report.written, report.waiting, report.reborn) == (0, 0, 0, False)
    assert tablets.path.read_bytes() == before
    assert one.sync().audited is False


def test_sealing_under_a_running_exchange_is_noticed(two, tablets):
    one, other = two
    one.write(4)
    other.write(3)
    tablets.settle()
    compact(one.folder, now=LATER)
    other.write(2)
    other.sync()
    report = one.sync()
    assert (report.pulled, report.written, report.reborn) == (2, 0, False)


def test_what_the_share_lost_is_written_again_from_the_archive(sealed, tablets):
    one, _ = sealed
    everything = ids_in(tablets.path)
    content = tablets.path.read_bytes()
    tablets.path.write_bytes(content[: content.index(b"\n") + 1])
    one.sync()
    assert ids_in(tablets.path) == everything

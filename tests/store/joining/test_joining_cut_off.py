"""Every way in which a join can be cut off: done again, it goes on from there and ends with everything."""

from __future__ import annotations

from contextlib import suppress

import pytest

from store.errors import StoreError
from store.joining import join
from store.sync.exchange import Exchange
from tests.support.albums import CountingDisk
from tests.support.devices import ids_in
from tests.support.faulty_disk import FaultyDisk
from tests.support.offices import office
from tests.support.refusals import code_of

HISTORY = 3000
PIECE = 100_000
"""Bytes of the share that are handled together, at most, when it is read in small pieces."""


def cut_off(folder, file, nth):
    """Stop a join when it asks for the nth time; what came of it."""
    asked = iter(range(10**6))
    try:
        joined = join(folder, file, stop=lambda: next(asked) >= nth, whole=True)
    except StoreError as error:
        return error.code
    return "complete" if joined.complete else "begun"


def test_stopped_at_any_question_it_goes_on_the_next_time(shared, file, tmp_path, small_steps):
    outcomes = []
    for nth in range(0, 1000, 5):
        folder = tmp_path / f"new{nth}"
        outcomes.append(cut_off(folder, file, nth))
        if outcomes[-1] == "complete":
            break
        assert join(folder, file, whole=True).complete
        assert ids_in(folder) == ids_in(shared[0])
    assert outcomes == sorted(outcomes, key=["join.stopped", "begun", "complete"].index)
    assert outcomes.count("join.stopped") == 1
    assert outcomes.count("begun") > 3


@pytest.mark.parametrize("nth", [2, 8, 12, 15, 19])
def test_killed_in_the_middle_it_reads_little_again(shared, file, tmp_path, small_steps, nth):
    class Killed(BaseException):
        pass

    size, folder, left = file.stat().st_size, tmp_path / "new", [nth]
    with pytest.MonkeyPatch.context() as killed:

        def hear(_):
            left[0] -= 1
            if not left[0]:
                killed.setattr(Exchange, "_keep", lambda _: None)  # a killed program writes nothing on its way out
                raise Killed

        first, second = CountingDisk(), CountingDisk()
        with pytest.raises(Killed):
            join(folder, file, hear, whole=True, far=first)
    join(folder, file, whole=True, far=second)
    assert ids_in(folder) == ids_in(shared[0])
    assert first.bytes_read + second.bytes_read < size + 100_000 + 5 * PIECE


@pytest.mark.parametrize("side", ["disk", "far"])
def test_whatever_call_fails_it_can_simply_be_done_again(tmp_path, side):
    file = tmp_path / "share" / "site.journal"
    folder = office(tmp_path / "office", file)
    expected, nth, failed = ids_in(folder), 0, True
    while failed:
        nth += 1
        faulty = FaultyDisk()
        faulty.fail_any(nth)
        with suppress(StoreError):
            join(tmp_path / f"new{nth}", file, whole=True, **{side: faulty})
        failed = faulty.total >= nth
        assert join(tmp_path / f"new{nth}", file, whole=True).complete
        assert ids_in(tmp_path / f"new{nth}") == expected, nth
    assert nth > 10


def test_a_share_that_vanishes_in_the_middle_is_told_and_gone_on_with(shared, file, tmp_path, small_steps):
    far = FaultyDisk()
    far.fail("read", 9)
    assert code_of(lambda: join(tmp_path / "new", file, whole=True, far=far)) == "share.disk"
    assert join(tmp_path / "new", file, whole=True).complete
    assert ids_in(tmp_path / "new") == ids_in(shared[0])

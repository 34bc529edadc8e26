"""What nobody could look at again and again is flagged (rules.md 11.5 and 11.6)."""

from __future__ import annotations

import pytest

from checkpoints.work.watch import watch
from tests.support.ground import Desk, Walk, at

LAST = "CP-06"


@pytest.fixture
def desk():
    return Desk().open()


def walked(desk, day, *answers, skip=""):
    """A round on a later day: answers at the pump room as (check, value), or the pump room skipped."""
    desk.until(at(9, day=day))
    walk = Walk(desk)
    if skip:
        walk.skip(LAST, skip)
    else:
        walk.scan(LAST)
        for check, value in answers:
            walk.answer(LAST, check, value)
    walk.finish()
    return walk


def flags(desk):
    return [(f.kind, f.checkpoint, f.check, f.times) for f in watch(desk.ledger, desk.wall)]


def test_rules_11_05_not_applicable_three_times_running_is_flagged(desk):
    ids = []
    for day in range(3):
        assert flags(desk) == []
        ids.append(walked(desk, day, ("PMP-2", "na"), ("PMP-5", "pass")).id)
    (flag,) = watch(desk.ledger, desk.wall)
    assert (flag.kind, flag.check, flag.rounds, flag.who) == ("not_applicable", "PMP-2", tuple(ids), "supervisor")


def test_rules_11_05_a_proper_answer_in_between_or_afterwards_takes_it_off(desk):
    for day, value in enumerate(("na", "na", "pass", "na", "na")):
        walked(desk, day, ("PMP-2", value))
    assert flags(desk) == []
    walked(desk, 5, ("PMP-2", "na"))
    assert flags(desk) == [("not_applicable", LAST, "PMP-2", 3)]
    walked(desk, 6, ("PMP-2", "pass"))
    assert flags(desk) == []


def test_rules_11_06_two_skips_in_seven_days_are_for_the_manager(desk):
    walked(desk, 0, skip="locked, no key")
    assert flags(desk) == []
    walked(desk, 3, skip="no engineer there")
    (flag,) = watch(desk.ledger, desk.wall)
    assert (flag.kind, flag.checkpoint, flag.times, flag.who) == ("skipped", LAST, 2, "manager")
    assert flag.reasons == ("locked, no key", "no engineer there")


def test_rules_11_06_skips_more_than_a_week_apart_are_not(desk):
    walked(desk, 0, skip="locked, no key")
    walked(desk, 8, skip="locked, no key")
    assert flags(desk) == []


def test_a_skip_that_was_taken_back_by_an_arrival_is_none(desk):
    walked(desk, 0, skip="locked, no key")
    desk.until(at(9, day=1))
    walk = Walk(desk)
    walk.skip(LAST, "locked, no key")
    walk.scan(LAST)
    walk.finish()
    assert flags(desk) == []

"""The same fault again: what counts as a repeat, and from when on it is key (rules.md 6)."""

from __future__ import annotations

import dataclasses
import random
from datetime import timedelta

import pytest

from checkpoints.site.policy import ReviewPolicy
from checkpoints.work.findings import facts as f
from checkpoints.work.findings.repeats import closed_lately, hints, is_key, repeats, similar_open
from tests.support.ground import Desk, at
from tests.support.small_site import small_site


@pytest.fixture
def desk():
    return Desk(now=at(9, day=-20)).open()  # the third of November


def found(desk, name, **more):
    raised = {
        "finding": name,
        "number": "T1-" + name,
        "checkpoint": "CP-01",
        "words": "water on the floor",
        "severity": "S3",
        "department": "engineering",
        "category": "other",
        "due": desk.wall + timedelta(hours=72),
    }
    desk.record("wang", [f.FindingRaised(**(raised | more))])


def mended(desk, name, hours=1):
    desk.wait(hours * 60)
    desk.record("li", [f.FindingFixed(finding=name, done="mopped", fixer="li")])
    desk.wait(60)


def closed(desk, name):
    mended(desk, name)
    desk.record("wang", [f.FindingVerified(finding=name, passed=True)])
    desk.record("zhao", [f.FindingClosed(finding=name)])
    desk.wait(60)


def nth(desk, name):
    return repeats(desk.ledger, name, desk.wall).nth


def test_rules_6_the_third_of_a_month_is_key(desk):
    for name in ("f1", "f2", "f3", "f4"):
        found(desk, name)
        mended(desk, name)
    assert [nth(desk, name) for name in ("f1", "f2", "f3", "f4")] == [1, 2, 3, 4]
    assert repeats(desk.ledger, "f3", desk.wall).others == ("f1", "f2", "f4")
    assert [is_key(desk.ledger, name, desk.wall) for name in ("f1", "f2", "f3", "f4")] == [False, False, True, True]


@pytest.mark.parametrize("other", [{"checkpoint": "CP-02"}, {"category": "cleaning"}, {"unit": "3-1-1502"}])
def test_rules_6_another_place_kind_or_household_is_another_fault(desk, other):
    found(desk, "f1")
    mended(desk, "f1")
    found(desk, "f2", **other)
    assert nth(desk, "f2") == 1


def test_rules_6_seen_again_while_still_open_is_no_repeat(desk):
    found(desk, "am")
    desk.wait(300)
    found(desk, "pm")
    mended(desk, "am")
    mended(desk, "pm")
    found(desk, "later")
    assert [nth(desk, name) for name in ("am", "pm", "later")] == [1, 0, 2]
    assert repeats(desk.ledger, "later", desk.wall).others == ("am",)


def test_rules_6_void_and_merged_findings_do_not_count(desk):
    for name, end in (
        ("f1", f.FindingVoided(finding="f1", why="no_fault", reason="a drill")),
        ("f2", f.FindingMerged(finding="f2", into="f9")),
    ):
        found(desk, name)
        mended(desk, name)
        desk.record("zhao", [end])
    found(desk, "f3")
    assert [nth(desk, name) for name in ("f1", "f2", "f3")] == [0, 0, 1]


def test_rules_6_a_rejected_repair_is_a_failed_attempt_and_no_repeat(desk):
    found(desk, "f1")
    mended(desk, "f1")
    desk.record("wang", [f.FindingVerified(finding="f1", passed=False, words="still wet")])
    mended(desk, "f1")
    found(desk, "f2")
    assert nth(desk, "f2") == 2


def test_rules_6_a_new_month_counts_from_one(desk):
    found(desk, "f1")
    mended(desk, "f1")
    desk.until(at(23, 59, day=7))  # the last of November
    found(desk, "f2")
    mended(desk, "f2")
    desk.until(at(3, day=8))
    found(desk, "f3")
    assert [nth(desk, name) for name in ("f1", "f2", "f3")] == [1, 2, 1]


def test_rules_6_what_was_open_over_the_turn_of_the_month_is_seen_and_not_new(desk):
    found(desk, "f1")
    desk.until(at(9, day=8))
    found(desk, "f2")
    mended(desk, "f1")
    mended(desk, "f2")
    assert nth(desk, "f2") == 0


def test_rules_6_a_site_may_count_rolling_days_instead():
    policy = ReviewPolicy(repeat_window="days", repeat_days=10, repeat_key=2)
    desk = Desk(now=at(9, day=-20)).open(dataclasses.replace(small_site(), review_policy=policy))
    for name, day in (("f1", -20), ("f2", -9), ("f3", 1), ("f4", 2)):
        desk.until(at(9, day=day))
        found(desk, name)
        mended(desk, name)
    assert [nth(desk, name) for name in ("f1", "f2", "f3", "f4")] == [1, 1, 2, 2]
    assert [repeats(desk.ledger, name, desk.wall).key for name in ("f2", "f3")] == [False, True]


def test_a_finding_that_was_filed_under_the_wrong_kind_counts_where_it_belongs_now(desk):
    found(desk, "f1", category="cleaning")
    mended(desk, "f1")
    found(desk, "f2")
    assert nth(desk, "f2") == 1
    desk.record("zhao", [f.FindingCorrected(finding="f1", why="it was a pipe", category="other")])
    assert nth(desk, "f2") == 2


def test_D3_10_flagged_as_key_and_emergencies_are_key_too(desk):
    found(desk, "f1")
    found(desk, "f2", checkpoint="CP-02", severity="S1")
    assert not is_key(desk.ledger, "f1", desk.wall)
    assert is_key(desk.ledger, "f2", desk.wall)
    desk.record("zhao", [f.FindingFlagged(finding="f1", key=True, hard=False, reason="seen by many")])
    assert is_key(desk.ledger, "f1", desk.wall)


def test_rules_1_what_was_closed_within_thirty_days_prompts_reopen_or_new(desk):
    ask = ("CP-01", "other", "")
    found(desk, "f1")
    closed(desk, "f1")
    assert closed_lately(desk.ledger, *ask, desk.wall) == ["f1"]
    assert closed_lately(desk.ledger, "CP-02", "other", "", desk.wall) == []
    assert closed_lately(desk.ledger, *ask, desk.wall + timedelta(days=31)) == []


def test_rules_6_whoever_raises_a_finding_hears_that_it_is_open_already(desk):
    ask = ("CP-01", "other", "")
    assert not hints(desk.ledger, *ask, desk.wall)
    found(desk, "f1")
    assert similar_open(desk.ledger, *ask) == ["f1"]
    hint = hints(desk.ledger, *ask, desk.wall)
    assert (hint.open_ids, hint.closed_ids, hint.nth) == (("f1",), (), 0)
    closed(desk, "f1")
    hint = hints(desk.ledger, *ask, desk.wall)
    assert (hint.open_ids, hint.closed_ids, hint.nth) == ((), ("f1",), 2)


def test_in_whatever_order_the_facts_arrive_the_count_is_the_same(desk):
    for name in ("f1", "f2", "f3"):
        found(desk, name)
        mended(desk, name)
    for seed in range(5):
        other = Desk("t2")
        other.wall = desk.wall
        events = list(desk.events)
        random.Random(seed).shuffle(events)
        for event in events:
            other.hear([event])
            for name in other.ledger.findings.all:  # asked on the way too, which must leave nothing behind
                repeats(other.ledger, name, other.wall)
        assert [nth(other, name) for name in ("f1", "f2", "f3")] == [1, 2, 3]

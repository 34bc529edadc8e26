"""Praise: what went well is written down as it is seen or heard (rules.md 11.22)."""

from __future__ import annotations

import pytest

from checkpoints.work import praise
from checkpoints.work.praise import PraiseNoted
from tests.support.ground import Desk, at, refusal


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def note(desk: Desk, by="wang", **changes) -> str:
    fields = {"whom": "li", "words": "carried the shopping up", "unit": "3-1-1502"}
    facts = praise.note(desk.ledger, PraiseNoted(praise="", **(fields | changes)), by, desk.now())
    return desk.record(by, facts)[0].body.praise


def test_rules_11_22_praise_is_kept_with_who_wrote_it_down_and_when(desk):
    noted = desk.ledger.praise[note(desk)]
    assert noted.noted is not None
    assert (noted.noted.whom, noted.noted.unit, noted.by, noted.at) == ("li", "3-1-1502", "wang", at(9))
    assert note(desk, whom=" the night  guards ") in desk.ledger.praise


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"whom": " "}, "praise.whom"),
        ({"words": "hm"}, "words.short"),
        ({"words": "x" * 501}, "words.long"),
        ({"by": "wu"}, "praise.not_allowed"),
        ({"by": "nobody"}, "praise.not_allowed"),
    ],
)
def test_rules_11_22_praise_says_whom_and_what_for(desk, changes, code):
    assert refusal(note, desk, **changes) == code

"""Rules 8: a missed round needs a reason; the reason brings no round back, and nothing is back-dated."""

from __future__ import annotations

from datetime import date

import pytest

from checkpoints.work import missed
from checkpoints.work.rounds.day import half_day
from tests.support.ground import Desk, Walk, at, refusal

MONDAY = date(2026, 11, 23)


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(12)).open()


def explain(desk: Desk, reason: str, by: str = "wang", half="am") -> None:
    desk.record(by, missed.explain(desk.ledger, MONDAY, half, reason, by, desk.now()))


def test_a_reason_is_kept_with_who_and_when_and_the_round_stays_missed(desk):
    explain(desk, "  storm,   nobody outside ")
    state = half_day(desk.ledger, MONDAY, "am", desk.wall)
    assert (state.state, state.reason) == ("missed", "storm, nobody outside")
    known = desk.ledger.missed["2026-11-23.am"]
    assert (known.by, known.at) == ("wang", at(12))


def test_a_later_reason_replaces_the_first_and_both_stay_in_the_history(desk):
    explain(desk, "storm")
    desk.wait(5)
    explain(desk, "flood in the car park", by="zhao")
    assert half_day(desk.ledger, MONDAY, "am", desk.wall).reason == "flood in the car park"
    assert len(desk.ledger.history("missed:2026-11-23.am")) == 2


@pytest.mark.parametrize("reason", ["", "  ", "x"])
def test_a_reason_is_a_word_at_least(desk, reason):
    assert refusal(explain, desk, reason) == "reason.short"


def test_what_is_not_missed_is_not_explained(desk):
    assert refusal(explain, desk, "storm", half="pm") == "missed.not_missed"
    Walk(desk).hour().finish()
    desk.until(at(18))
    assert refusal(explain, desk, "storm", half="pm") == "missed.not_missed"


def test_nobody_from_outside_explains(desk):
    assert refusal(explain, desk, "storm", by="nobody") == "missed.not_allowed"


def test_a_round_that_turns_up_from_another_device_wins_over_the_reason(desk):
    other = Desk("t2", at(9))
    other.hear(desk.events)
    walk = Walk(other, "R-AM").hour().finish()
    explain(desk, "nobody walked")
    desk.hear(other.events)
    state = half_day(desk.ledger, MONDAY, "am", desk.wall)
    assert (state.state, state.reason) == ("done", "")
    assert state.rounds == (desk.ledger.rounds.all[walk.id],)

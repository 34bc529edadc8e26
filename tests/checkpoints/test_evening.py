"""How what waits stood on a day that is over: as the board said it in that day's last minute, whatever came after."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from checkpoints.ledger.duties import Docket, Standing, duties_of, standing
from checkpoints.ledger.evening import stood
from checkpoints.ledger.evidence import WAITS
from checkpoints.work import waivers
from checkpoints.work.promises import handing
from tests.support.cases import Case
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import MONDAY, Desk, at
from tests.support.promised import Owner

DAY = MONDAY.date()
A_MOMENT = timedelta(microseconds=1)


@pytest.fixture
def desk() -> Desk:
    return office(at(9))


def told(desk: Desk, duty: str, days: int = 0) -> Standing:
    (found,) = [s for s in stood(desk.ledger, "day", DAY + timedelta(days=days), desk.wall) if s.duty.id == duty]
    return found


def said(desk: Desk, last: datetime) -> dict[str, tuple]:
    """What the board says of everything that waits."""
    known = Docket().of(desk.ledger, "day", last)
    return {s.duty.id: (s.state, s.found) for s in known if s.duty.evidence in WAITS}


def test_what_waits_is_just_that_of_which_a_past_day_says_nothing_by_itself(desk):
    desk.until(at(9, day=40))
    site = desk.ledger.site
    silent = {
        duty.evidence
        for per, period in (("day", "2026-11-24"), ("week", "2026-W48"), ("month", "2026-11"))
        for duty in duties_of(desk.ledger, per)
        if duty.per == per and standing(desk.ledger, duty, period, desk.wall) is None
    }
    assert site is not None
    assert silent - {"groups", "readings"} == WAITS & {duty.evidence for duty in site.duties} == WAITS


def test_a_past_evening_is_told_as_the_board_told_it_in_its_last_minute(desk):
    task = sealed(
        fill(desk, "task", "given", {"what": "整理档案", "person": "wang", "due": "2026-11-30", "source": "own"})
    )
    lying, ordered, mended = Case(desk), Case(desk).to("assigned"), Case(desk).to("rectified")
    urgent, owner = Case(desk, severity="S1"), Owner(desk)
    desk.until(at(23, 50))
    owner.does("wang", handing.hand_on, "li", "off duty")
    before = said(desk, at(0, day=1) - A_MOMENT)
    assert {name for name, (state, _) in before.items() if state != "done"} == {"noticed", "key_told", "owners"}
    desk.until(at(9, day=1))
    lying.act("assign", "zhao")
    mended.act("pass", "li")
    urgent.act("report", "zhao", step="S1")
    owner.does("li", handing.take)
    fill(desk, "task", "done", {"result": "已整理完毕并归档"}, "wang", record=task)
    desk.until(at(9, day=3))
    Case(desk)
    ordered.act("accept", "qian")
    evening = {s.duty.id: (s.state, s.found) for s in stood(desk.ledger, "day", DAY, desk.wall)}
    assert evening == before
    assert told(desk, "noticed").found.left == tuple(sorted(f"finding:{c.id}" for c in (lying, urgent)))
    assert told(desk, "noticed", 1).found.left == (f"finding:{urgent.id}",)


def test_what_another_device_had_written_by_then_and_brought_later_counts(desk):
    other = Desk("t2", at(10))
    other.hear(desk.events)
    case = Case(other)
    desk.until(at(9, day=2))
    assert told(desk, "noticed").found.idle
    desk.hear(other.events)
    found = told(desk, "noticed")
    assert (found.state, found.found.left, found.stood_at) == ("todo", (f"finding:{case.id}",), at(0, day=1))


def test_it_speaks_of_no_period_that_runs_and_of_none_before_there_was_a_site(desk):
    Case(desk)
    assert stood(desk.ledger, "day", DAY, desk.wall) == []
    desk.until(at(9, day=1))
    assert stood(desk.ledger, "month", DAY, desk.wall) == []
    assert stood(desk.ledger, "day", DAY - timedelta(days=1), desk.wall) == []
    assert {s.duty.per for s in stood(desk.ledger, "day", DAY, desk.wall)} == {"day"}


def test_what_the_manager_let_go_the_next_morning_is_told_as_let_go(desk):
    Case(desk)
    desk.until(at(9, day=1))
    desk.record("chen", waivers.waive(desk.ledger, "noticed", "2026-11-23", "台风停工", "chen", desk.now()))
    found = told(desk, "noticed")
    assert (found.state, found.waived_by) == ("waived", "chen")

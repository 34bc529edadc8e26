"""Tasks (D2.3, D2.4): one person, a day, a history of changes, and a look every day at what came from above."""

from __future__ import annotations

from datetime import date

import pytest

from checkpoints.work import tasks
from checkpoints.work.deputies import DeputyNamed, name
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import at, refusal
from tests.support.meetings import morning, next_day

TASK = {"what": "更换西门岗亭灯管", "person": "wang", "due": "2026-11-24", "source": "own"}
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))


@pytest.fixture
def desk():
    return office()


def given(desk, **more):
    return sealed(fill(desk, "task", "given", TASK | more))


def step(desk, task, step, values, by="zhao"):
    return fill(desk, "task", step, values, by, record=task)


def of(desk, task):
    return tasks.task_of(desk.ledger, desk.ledger.records.all[task])


def test_a_task_is_not_due_before_it_is_given_D2_3(desk):
    assert refusal(given, desk, due="2026-11-22") == "task.past"
    given(desk, due="2026-11-23")


def test_a_task_moves_to_another_person_or_day_and_keeps_its_history_D2_3(desk):
    task = given(desk)
    step(desk, task, "moved", {"person": "li", "reason": "王休假"})
    step(desk, task, "moved", {"due": "2026-11-26", "reason": "等灯管到货"})
    now = of(desk, task)
    assert (now.person, now.due, now.moves) == ("li", date(2026, 11, 26), 2)
    assert [m.get("reason") for m in desk.ledger.records.all[task].of("moved")] == ["王休假", "等灯管到货"]
    assert desk.ledger.records.all[task].value("given", "person") == "wang"


@pytest.mark.parametrize(
    "same", [{}, {"person": "wang"}, {"due": "2026-11-24"}, {"person": "wang", "due": "2026-11-24"}]
)
def test_a_move_that_moves_nothing_is_refused_D2_3(desk, same):
    task = given(desk)
    assert refusal(step, desk, task, "moved", same | {"reason": "没有变化"}) == "task.same"
    assert refusal(step, desk, task, "moved", {"due": "2026-11-20", "reason": "写错了"}) == "task.past"


def test_whoever_has_it_finishes_it_or_who_leads_D2_3(desk):
    task = given(desk)
    step(desk, task, "moved", {"person": "li", "reason": "王休假"})
    done = {"result": "已按要求完成"}
    assert refusal(step, desk, task, "done", done, "wang") == "task.not_yours"
    step(desk, task, "done", done, "li")
    step(desk, given(desk), "done", done, "zhao")
    other = given(desk)
    assert refusal(step, desk, other, "done", done, "zheng") == "task.not_yours"
    stands_in = DeputyNamed(person="zhao", deputy="zheng", start=MONDAY, end=MONDAY)
    desk.record("chen", name(desk.ledger, stands_in, "chen", desk.now()))
    step(desk, other, "done", done, "zheng")


def test_open_tasks_of_a_person_the_soonest_first_D2_3(desk):
    late, soon, done = given(desk, due="2026-11-30"), given(desk), given(desk)
    given(desk, person="li")
    step(desk, done, "done", {"result": "已按要求完成"}, "wang")
    assert [t.id for t in tasks.open_tasks(desk.ledger, "wang")] == [soon, late]
    assert len(tasks.open_tasks(desk.ledger)) == 3
    assert tasks.overdue(desk.ledger, TUESDAY) == []
    assert tasks.overdue(desk.ledger, date(2026, 11, 26))[0].id == soon
    assert not of(desk, done).late(date(2026, 12, 1))


def test_the_tasks_of_a_meeting_are_found_by_it_D2_3(desk):
    events = morning(desk)
    found = tasks.of_meeting(desk.ledger, sealed(events))
    assert [(t.what, t.person, t.source) for t in found] == [("复查二栋大堂地面", "wang", "meeting")]


def test_a_task_that_was_begun_and_has_nobody_is_known_D2_3(desk):
    from checkpoints.work.records import deciding
    from checkpoints.work.records.deciding import Target

    opened = desk.record("zhao", deciding.open_record(desk.ledger, Target("task"), "zhao", desk.now()))
    assert tasks.unpinned(desk.ledger) == [sealed(opened)]
    fill(desk, "task", "given", TASK, record=sealed(opened))
    assert tasks.unpinned(desk.ledger) == []


def test_what_came_from_above_is_looked_at_every_day_until_it_is_done_D2_4(desk):
    given(desk)
    above = given(desk, source="above", from_whom="区域总监", due="2026-11-30")
    assert [t.id for t in tasks.not_looked_at(desk.ledger, MONDAY)] == [above]
    step(desk, above, "looked", {"progress": "正在办理"})
    assert tasks.not_looked_at(desk.ledger, MONDAY) == []
    next_day(desk)
    assert [t.id for t in tasks.not_looked_at(desk.ledger, TUESDAY)] == [above]
    step(desk, above, "done", {"result": "已按要求完成"})
    assert tasks.not_looked_at(desk.ledger, TUESDAY) == []
    desk.until(at(9, day=2))
    assert tasks.not_looked_at(desk.ledger, WEDNESDAY) == []

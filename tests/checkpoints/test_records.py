"""Records: steps in order, by whom, sealed, corrected by a new fact; equal on every device."""

from __future__ import annotations

import random

import pytest

from checkpoints.fact import Refused
from checkpoints.ledger import frozen
from checkpoints.ledger.ledger import Ledger
from checkpoints.site.forms import Column, Field
from checkpoints.work.records import deciding, life
from checkpoints.work.records.deciding import Target
from checkpoints.work.records.values import EMPTY, clean
from tests.support.desk_work import fill, office, sealed

COUNT = Column(id="count", zh="实有", en="There", type="number", whole=True)
TASK = {"what": "更换西门岗亭灯管", "person": "wang", "due": "2026-11-24", "source": "own"}


@pytest.fixture
def desk():
    return office()


def given(desk, **more):
    return sealed(fill(desk, "task", "given", TASK | more))


def test_a_task_has_exactly_one_person_and_a_day_D2_3(desk):
    for gone in ("person", "due"):
        with pytest.raises(Refused) as no:
            fill(desk, "task", "given", {k: v for k, v in TASK.items() if k != gone})
        assert no.value.code == "record.missing"
        assert no.value.params["field"].id == gone
    with pytest.raises(Refused) as no:
        fill(desk, "task", "given", TASK | {"person": ["wang", "li"]})
    assert no.value.code == "answer.person"


def test_a_record_has_a_number_that_no_other_has(desk):
    one, two = given(desk), given(desk)
    assert desk.ledger.records.called(one) == "T1-R0001"
    assert desk.ledger.records.called(two) == "T1-R0002"


def test_a_step_waits_for_the_one_before_it(desk):
    with pytest.raises(Refused) as no:
        fill(desk, "task", "done", {"result": "已按要求完成"}, "wang")
    assert no.value.code == "record.waits"


def test_a_step_that_ends_the_record_leaves_nothing_owed(desk):
    task = given(desk)
    assert task in desk.ledger.records.live
    fill(desk, "task", "done", {"result": "已按要求完成"}, "wang", record=task)
    assert task not in desk.ledger.records.live
    with pytest.raises(Refused) as no:
        fill(desk, "task", "done", {"result": "再来一次"}, "wang", record=task)
    assert no.value.code == "record.done"


def test_only_who_may_do_a_step_does_it(desk):
    task = given(desk)
    with pytest.raises(Refused) as no:
        fill(desk, "task", "dropped", {"reason": "不需要了"}, "wang", record=task)
    assert no.value.code == "record.not_yours"
    fill(desk, "task", "dropped", {"reason": "不需要了"}, "chen", record=task)


def test_a_sealed_step_is_corrected_by_a_new_fact_and_keeps_its_first_words(desk):
    task = given(desk)
    entry = desk.ledger.records.all[task].entries[0]
    facts = deciding.correct(desk.ledger, task, entry.id, {"due": "2026-11-30"}, "日期写错了", "zhao", desk.now())
    desk.record("zhao", facts)
    entry = desk.ledger.records.all[task].entries[0]
    assert entry.first["due"] == "2026-11-24"
    assert entry.values["due"] == "2026-11-30"
    assert [c.reason for c in entry.corrections] == ["日期写错了"]


def test_a_correction_is_for_the_author_or_who_leads_and_says_why(desk):
    task = given(desk)
    entry = desk.ledger.records.all[task].entries[0].id
    for by, reason, code in (("li", "日期写错了", "record.not_author"), ("zhao", "", "reason.short")):
        with pytest.raises(Refused) as no:
            deciding.correct(desk.ledger, task, entry, {"due": "2026-11-30"}, reason, by, desk.now())
        assert no.value.code == code
    with pytest.raises(Refused) as no:
        deciding.correct(desk.ledger, task, entry, {"due": "2026-11-24"}, "没有变化的", "zhao", desk.now())
    assert no.value.code == "record.same"


def test_what_was_begun_by_mistake_is_withdrawn_and_stays(desk):
    task = given(desk)
    desk.record("zhao", deciding.withdraw(desk.ledger, task, "录错了部门", "zhao", desk.now()))
    assert desk.ledger.records.all[task].withdrawn is not None
    assert list(desk.ledger.records.lines("task")) == []
    assert task not in desk.ledger.records.live


def test_a_step_without_the_site_s_form_is_refused(desk):
    with pytest.raises(Refused) as no:
        deciding.fill(desk.ledger, Target("nothing"), "given", {}, "zhao", desk.now())
    assert no.value.code == "record.no_form"


@pytest.mark.parametrize("seed", range(20))
def test_any_order_and_any_repetition_of_delivery_gives_an_equal_ledger(desk, seed):
    task = given(desk)
    entry = desk.ledger.records.all[task].entries[0].id
    desk.record("zhao", deciding.correct(desk.ledger, task, entry, {"due": "2026-11-30"}, "写错", "zhao", desk.now()))
    fill(desk, "task", "looked", {"progress": "正在办理"}, "wang", record=task)
    fill(desk, "task", "done", {"result": "已完成"}, "wang", record=task)
    given(desk)
    events = list(desk.ledger.events())
    dice = random.Random(seed)
    shuffled = events + dice.sample(events, 5)
    dice.shuffle(shuffled)
    other = Ledger()
    for event in shuffled:
        other.apply([event])
    assert other == desk.ledger
    assert other.records == desk.ledger.records


def test_a_snapshot_keeps_the_lines_and_thaws_the_rest_when_asked(desk):
    task = given(desk)

    class Source:
        def of(self, subject, _count):
            return [e for e in desk.ledger.events() if e.subject == subject]

        def all(self):
            return desk.ledger.events()

    thawed = frozen.thaw(frozen.freeze(desk.ledger), Source())
    assert thawed.records.line(task) == desk.ledger.records.line(task)
    assert task in thawed.records.all.cold
    assert thawed.records.all[task].value("given", "person") == "wang"
    assert thawed == desk.ledger


def test_what_a_record_still_owes(desk):
    task = given(desk)
    form = life.form_of(desk.ledger, "task")
    owed = [s.step.id for s in life.owing(desk.ledger, form, desk.ledger.records.all[task])]
    assert owed == ["done"]


def test_zero_is_filled_in_and_false_is_not(desk):
    assert 0 not in EMPTY
    assert 0.0 not in EMPTY
    assert all(value in EMPTY for value in (None, False, "", []))
    field = Field(id="counted", zh="清点", en="Counted", type="table", columns=(COUNT,))
    assert clean(desk.ledger, field, [{"row": "text:keys", "count": 0}], desk.wall) == [
        {"row": "text:keys", "count": 0}
    ]
    assert clean(desk.ledger, field, [{"row": "text:keys"}], desk.wall) is None


def test_the_one_record_of_a_day_that_was_taken_back_is_begun_again(desk):
    target = Target("records_check")
    opened = desk.record("zhao", deciding.open_record(desk.ledger, target, "zhao", desk.now()))
    record = sealed(opened)
    desk.record("zhao", deciding.withdraw(desk.ledger, record, "点错了表单", "zhao", desk.now()))
    assert desk.ledger.records.during("records_check", "2026-11-23") == []
    with pytest.raises(Refused) as no:
        fill(desk, "records_check", "check", {}, record=record)
    assert no.value.code == "record.withdrawn"
    again = fill(desk, "records_check", "check", {"note": "没有缺漏"})
    assert sealed(again) == record
    assert [r.id for r in desk.ledger.records.during("records_check", "2026-11-23")] == [record]
    other = Ledger()
    other.apply(reversed(desk.ledger.events()))
    assert other.records == desk.ledger.records

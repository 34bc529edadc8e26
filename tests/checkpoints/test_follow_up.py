"""Followed up? (D2.7): findings without an entry for the site's hours, answers without a return visit."""

from __future__ import annotations

import pytest

from checkpoints.work.follow_up import last_entry, not_followed, not_visited
from checkpoints.work.promises.replying import reply
from checkpoints.work.promises.revisiting import revisit
from tests.support.cases import Case
from tests.support.desk_work import fill, office
from tests.support.ground import at, refusal
from tests.support.meetings import beside, drafted
from tests.support.promised import Owner


@pytest.fixture
def desk():
    return office()


def found(desk, **more):
    return Case(desk, checkpoint=desk.ledger.site.active[0].id, **more)


def left(desk):
    return [finding for finding, _ in not_followed(desk.ledger, desk.wall)]


def check(desk, **values):
    return fill(desk, "follow_up_check", "check", values)


def test_a_finding_without_an_entry_for_24_hours_is_not_followed_up_D2_7(desk):
    case = found(desk).wait(24)
    assert left(desk) == []
    case.wait(minutes=1)
    assert left(desk) == [case.id]
    assert last_entry(desk.ledger, case.id) == at(8)


@pytest.mark.parametrize(
    ("act", "by"), [("note", "wang"), ("assign", "zhao"), ("flag", "zhao"), ("refer", "zhao"), ("correct", "zhao")]
)
def test_whatever_somebody_adds_is_a_follow_up_D2_7(desk, act, by):
    case = found(desk).wait(25)
    case.act(act, by)
    assert left(desk) == []
    case.wait(25)
    assert left(desk) == [case.id]


def test_a_chase_and_a_word_to_the_owner_are_follow_ups_D2_7(desk):
    case = found(desk, unit="3-1-1502").to("in_work").wait(25)
    case.act("chase", "zhao")
    assert left(desk) == []
    owner = Owner(desk, finding=case.id, kind_of="owner_finding")
    case.wait(25)
    assert left(desk) == [case.id]
    owner.does("wang", reply, "phone", "工程部明天上门", final=False)
    assert left(desk) == []


def test_what_waits_for_parts_is_left_alone_until_its_day_and_what_ended_for_ever_D2_7(desk):
    case = found(desk).to("in_work").act("block", "qian").wait(25)
    assert left(desk) == []
    case.wait(72)
    assert left(desk) == [case.id]
    case.act("void", "chen").wait(25)
    assert left(desk) == []


def test_an_answer_without_a_return_visit_in_time_is_a_gap_D2_7(desk):
    owner = Owner(desk, kind_of="complaint")
    owner.does("wang", reply, "phone", "已派人清扫楼道", final=True)
    desk.wait(24 * 60)
    assert not_visited(desk.ledger, desk.wall) == []
    desk.wait(1)
    assert [p.id for p in not_visited(desk.ledger, desk.wall)] == [owner.id]
    owner.does("wang", revisit, "phone", "满意", satisfied=True)
    assert not_visited(desk.ledger, desk.wall) == []


def test_each_has_an_entry_by_now_or_a_reason_D2_7(desk):
    case = found(desk)
    owner = Owner(desk, kind_of="complaint").does("wang", reply, "phone", "已派人清扫楼道", final=True)
    case.wait(25)
    draft = drafted(desk, "follow_up_check", "check")
    assert draft["findings"] == [
        {"row": f"finding:{case.id}", "what": "T1-0001 water under the pump（最近跟进 11-23）"}
    ]
    assert draft["visits"][0]["row"] == f"promise:{owner.id}"
    assert beside(desk, "follow_up_check", "check")["findings"] == "Open now: 1, without an entry for 24 h"
    assert refusal(check, desk) == "check.gap"
    findings = [{**draft["findings"][0], "state": "followed"}]
    assert refusal(check, desk, findings=findings) == "check.still_there"
    case.act("note", "wang")
    assert refusal(check, desk, findings=findings) == "check.gap"
    visits = [{**draft["visits"][0], "state": "reason"}]
    assert refusal(check, desk, findings=findings, visits=visits) == "record.missing"
    check(desk, findings=findings, visits=[{**visits[0], "why": "业主约定改期"}])


def test_a_day_on_which_everything_is_followed_up_is_checked_too_D2_7(desk):
    check(desk)

"""What the evening is told of the day (D5.3): rounds at all levels, findings by group, repeats, overdue."""

from __future__ import annotations

import pytest

from checkpoints.work import missed
from checkpoints.work.meetings.summary import day_in_words
from tests.support.cases import Case
from tests.support.ground import MONDAY, Desk, Walk, at

TODAY = MONDAY.date()


@pytest.fixture
def desk():
    return Desk(now=at(9)).open()


def told(desk, lang="zh", day=TODAY):
    text = day_in_words(desk.ledger, day, desk.wall, lambda zh, en: zh if lang == "zh" else en)
    return text.split("\n")


def test_an_empty_day_is_told_as_one_D5_3(desk):
    assert told(desk) == [
        "上午巡区：未开始",
        "下午巡区：未开始",
        "岗位品质检查：0 次",
        "发现问题：0 项",
        "整改完成：0 项，关闭 0 项",
        "重复发生：0 项",
        "超期未整改：0 项",
    ]


def test_each_round_is_told_with_its_people_minutes_and_points_D5_3(desk):
    Walk(desk).hour().finish()
    assert told(desk)[0] == "上午巡区：完成；wang、li，净时 60 分钟，到点 6/6"
    assert told(desk, "en")[0] == "Morning round: done; wang, li, 60 min, 6 of 6 points"


def test_a_round_with_the_manager_is_told_as_one_of_another_level_D5_3(desk):
    Walk(desk, by="chen").hour().finish()
    assert told(desk)[0].endswith("（项目经理参加）")


def test_a_missed_round_is_told_with_its_reason_D5_3(desk):
    desk.until(at(18))
    desk.record("zhao", missed.explain(desk.ledger, TODAY, "am", "台风停巡", "zhao", desk.now()))
    assert told(desk)[:2] == ["上午巡区：漏巡；台风停巡", "下午巡区：漏巡"]


def test_findings_are_told_by_group_and_what_was_fixed_on_the_spot_D5_3(desk):
    Case(desk, category="cleaning").to("fixed_on_spot")
    Case(desk, category="other", checkpoint="CP-01")
    assert told(desk)[3] == "发现问题：2 项（清洁绿化 1、秩序 1），当场整改 1 项"


def test_findings_of_superiors_are_named_D5_3(desk):
    Case(desk, by="chen", origin="superior", words="大堂灯具积灰")
    assert "上级检查：T1-0001 大堂灯具积灰" in told(desk)


def test_what_was_put_right_repeated_or_is_overdue_is_told_D5_3(desk):
    Case(desk).to("closed")
    desk.wait(5)
    again = Case(desk, words="水泵下又漏水")
    late = Case(desk, checkpoint="CP-01", words="单元门闭门器坏", due_h=1)
    desk.wait(61)
    lines = told(desk)
    assert "整改完成：1 项，关闭 1 项" in lines
    assert f"重复发生：1 项（{again.line.number} 水泵下又漏水）" in lines
    assert f"超期未整改：1 项（{late.line.number} 单元门闭门器坏）" in lines


def test_only_findings_of_the_day_are_told_and_only_a_few_by_name_D5_3(desk):
    Case(desk, due_h=1)
    desk.until(at(9, day=1))
    for n in range(7):
        Case(desk, checkpoint=f"CP-0{n % 5 + 1}", category="other", words=f"问题第 {n} 号", due_h=1)
    desk.wait(90)
    assert told(desk)[3].startswith("发现问题：1 项")
    assert told(desk)[-1] == "超期未整改：1 项（T1-0001 water under the pump）"  # as it was on that day
    tuesday = told(desk, day=at(0, day=1).date())
    assert tuesday[3].startswith("发现问题：7 项")
    assert tuesday[-1].startswith("超期未整改：8 项")
    assert tuesday[-1].endswith("；等 8 项）")

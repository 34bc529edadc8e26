"""A supervisor's whole day at a real terminal, from the morning meeting to the evening meeting, with one incident."""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.supervisor_day import Office, furnish, half_filled
from tests.support.terminal import Terminal

pytestmark = pytest.mark.e2e

ARTEFACTS = Path(__file__).parents[1] / "artefacts" / "supervisor-day"
GATE = "CP-01"
MANY = 20
"""More rows than any table of the day has."""
CLOSED = {
    "morning_meeting": "晨会",
    "requests": "查看请示报告进度",
    "new_tasks": "新任务落实到人",
    "post_checks": "岗位品质检查",
    "finance": "财务日报核对",
    "incidents": "突发事件处理",
    "work_log": "工作日志",
    "digest": "每日汇报项目经理",
    "digest_read": "批阅每日汇报",
    "evening_meeting": "晚会",
}
"""What this day closes, by duty."""


@pytest.fixture
def office(tmp_path: Path) -> Generator[Office]:
    furnish(tmp_path / "data")
    office = Office(tmp_path / "data", ARTEFACTS, tmp_path)
    yield office
    office.close()


def morning(office: Office) -> None:
    """Everybody is looked at, each line of the plan decided, one point stressed; filled in by taps alone."""
    office.duty("晨会")
    office.tap("点名与仪容仪表")
    office.sees("应到 4，实到 4")
    office.tap("李强", "合格")
    office.sees("仪容仪表 王芳")
    office.tap("不合格", "工牌", "确定 ✓", "当场整改")
    office.sees("仪容仪表 赵敏")
    office.tap("合格")
    office.sees("仪容仪表 郑洁")
    office.tap("到会", "缺席", "轮休", "确定 ✓")
    office.sees("应到 4，实到 3，缺席 1")
    office.tap("昨晚计划逐条落实", "检查地库照明", "安排到人")
    office.sees("落实.*清理三栋楼道杂物")
    office.tap("取消", "已经完成", "确定 ✓")
    office.sees("取消.*已经完成|安排到人")
    office.picture("morning-meeting")
    office.tap("强调的纪律与要求", "＋ 添加", "首问负责")
    office.seal()
    held = office.record("morning_meeting")
    appearance = [row.get("appearance") for row in held.value("meeting", "roll")]
    assert sorted(map(str, appearance)) == ["None", "fault", "ok", "ok"]
    assert [row["decision"] for row in held.value("meeting", "plan")] == ["assigned", "dropped"]
    assert office.record("task").value("given", "person") == "p-li"


def daily_business(office: Office) -> None:
    """The task that the morning made is looked at; the request has not moved since yesterday."""
    office.tap("由此产生 1 项")
    office.sees("检查地库照明")
    office.tap("今日已查阅", nth=-1)
    office.tap("正在办理")
    office.seal()
    office.until(lambda: office.record("task").of("looked"), "the task looked at")
    office.tap("◀ 返回")
    office.sees("昨晚计划逐条落实")  # back where the task was come upon
    office.tap("◀ 返回")
    office.duty("查看请示报告进度")
    office.tap("走到哪位领导处", nth=-1)
    office.tap("备注", "无变化")
    office.seal()
    assert office.record("oa_request").of("at")[0].get("leader") == "周总"
    office.tap("◀ 返回")


def incident(office: Office) -> str:
    """In the middle of a post check a pipe bursts: the first minutes, and back to the check as it was left."""
    office.duty("岗位品质检查")
    office.scan(GATE)
    office.tap("被检查人", "王芳")
    office.answer("岗位检查项", 1, "合格")
    before = len(office.book.ledger.records.of_form.get("incident", ()))
    office.terminal.key("F9")
    office.until(lambda: len(office.book.ledger.records.of_form.get("incident", ())) > before, "the stamp")
    office.tap("爆管水浸")
    office.sees("类别：爆管水浸")
    office.tap("地点 …", "3栋楼道")
    office.sees("地点：CP-10")
    office.tap("✓ 已联系上")
    office.sees("已报告：")
    office.tap("已关阀止水")
    office.sees("赵敏 +已关阀止水")
    office.picture("incident")
    found = office.record("incident")
    assert [entry.step for entry in found.entries] == ["kind", "place", "told", "timeline"]
    office.back()
    office.sees("岗位品质检查 · 检查", "岗位检查项")
    row = office.terminal.lines[2]
    office.tap("  合格  ")  # the check goes on where it was left
    office.terminal.wait(lambda: office.terminal.lines[2] != row, "the next row")
    return found.id


def what_was_left_half_filled(office: Office, incident: str) -> None:
    """The long forms, as somebody left them: what is still to be done in each is the last step."""
    today = datetime.now(office.zone).date().isoformat()
    amounts = {"cash": ("300", "300"), "wechat": ("8120.50", "8000.50"), "alipay": ("230", "230")}
    rows = [
        {"row": m, "system": amounts.get(m, ("0", "0"))[0], "receipts": amounts.get(m, ("0", "0"))[1]}
        for m in ("cash", "pos", "wechat", "alipay", "transfer")
    ]
    owes = {"assistant": "p-wang", "unit": "3-1-1502", "months": 7, "amount": "2100.00"}
    cause = "管道接口老化松脱"
    ended = {
        "outcome": "已关阀止水，积水清扫完毕，供水恢复。",
        "losses": "无人员伤亡和财产损失",
        "cause": cause,
    }
    measure = {"what": "普查各栋楼道水管接口", "person": "p-li", "due": today}
    halves = [
        ("incident", "details", {"grade": "g4", "households": 3}),
        ("incident", "result", ended),
        ("incident", "meeting", {"held": "no", "why": "影响范围小，已在晚会通报", "cause": cause}),
        ("incident", "measures", {"any": "yes", "lines": [measure], "mechanism": "same"}),
        ("finance_daily", "sums", {"methods": rows, "receivable": "100000", "banked": "300", "cashier": "p-zheng"}),
        ("finance_daily", "chasing", {"arrears": [owes], "plan": "same"}),
        (
            "evening_meeting",
            "meeting",
            {
                "analysis": "3 栋楼道水管接口老化，明日起逐栋普查。",
                "plan": [{"what": "复查 3 栋楼道水管", "person": "p-li"}],
            },
        ),
    ]
    for form, step, values in halves:
        half_filled(office.folder, office.book.ledger, form, step, values, incident if form == "incident" else "")


def see_through(office: Office) -> None:
    """The incident from its details to its end."""
    office.duty("突发事件处理")
    for step in ("基本情况", "处理结果报告", "专题会议", "防范措施", "总结报告"):
        office.tap(step, nth=-1)
        office.seal()
    office.tap("关闭", nth=-1)
    office.tap("处置完毕")
    office.seal()
    office.until(lambda: not office.record("incident").open, "the incident closed")
    assert office.record("incident").value("measures", "lines")[0]["person"] == "p-li"
    office.tap("◀ 返回")


def post_checks(office: Office) -> None:
    """The one that the incident and the power cut interrupted, and a second one of somebody else."""
    for person in ("", "李强"):
        office.duty("岗位品质检查")
        if person:
            office.scan(GATE)
            office.tap("被检查人", person)
        else:
            office.sees("已恢复", "王芳")
            office.hush()
        office.answer("岗位检查项", MANY, "合格")
        office.answer("本部门检查项", MANY, "合格")
        office.tap("检查结果")
        office.sees("▸ 检查结果")  # the rows that were there before say the same
        office.tap("  合格  ")
        office.seal()
        office.tap("◀ 返回")


def finance(office: Office) -> None:
    """Receipts of one method differ: sealing asks why. The PIN of somebody else than the cashier verifies."""
    office.duty("财务日报核对")
    office.tap("封存 ✓")
    office.sees("微信.*120.00")
    office.hush()
    office.tap("微信", "差异说明", "支付平台次日到账")
    office.seal()
    office.tap("催收方案", nth=-1)
    office.seal()
    office.tap("核实确认", nth=-1)
    office.tap("核对无误", "封存 ✓")
    office.sign("p-zhao")
    office.until(lambda: not office.record("finance_daily").open, "the sums verified")
    assert office.record("finance_daily").value("sums", "methods")[2]["difference"] == "120.00"
    office.sees("已封存")
    office.tap("◀ 返回")


def log_and_digest(office: Office) -> None:
    """The log as it was drafted, signed; the digest sent, and acknowledged by the manager at another terminal."""
    office.duty("工作日志")
    office.tap("汇报项目经理时间", "现在", "封存 ✓")
    office.sign("p-zhao")
    office.sees("已封存")
    log = office.record("work_log")
    assert all(log.value("log", part) for part in ("scene", "handling", "rectification"))
    office.tap("◀ 返回")
    office.duty("每日汇报项目经理")
    office.seal()
    office.picture("digest")
    with Terminal(office.program, env={"COLUMNS": "100", "LINES": "30"}) as other:
        manager = office.at(other)
        manager.enter("p-chen")
        manager.tap("固化工作")
        manager.tap("批阅每日汇报", nth=-1)
        manager.tap("项目经理已阅", nth=-1)
        manager.tap("批示", "  已阅  ", "确定 ✓")
        manager.seal()
    office.until(lambda: not office.record("digest").open, "the digest acknowledged")
    office.tap("◀ 返回")


def evening(office: Office) -> None:
    """A figure that is left blank is refused; 0 is one. Each department, and the plan of tomorrow."""
    office.duty("晚会")
    office.tap("封存 ✓")
    office.sees("还缺：当日收费")
    office.hush()
    for typed in ("8650.50", "0", "1", "0", "0"):
        asked = office.asked
        office.terminal.send(typed + "\r")
        office.terminal.wait(lambda asked=asked: office.asked != asked, "the next field")
        office.terminal.settle()
    assert office.book.ledger.site is not None
    office.answer("各部门当天工作", MANY, "完成")
    office.picture("evening-meeting")
    office.seal()
    office.until(
        lambda: office.record("evening_meeting").value("meeting", "complaints") == 0, "today's figures, sealed"
    )
    office.tap("◀ 返回")


@pytest.mark.timeout(180)
def test_D1_to_D7_a_supervisors_whole_day_from_the_morning_meeting_to_the_evening_meeting(office: Office) -> None:
    office.enter("p-zhao")
    office.tap("固化工作")
    office.sees("○ 待办 +晨会 +时限 09:30", r"岗位品质检查 +0/2")
    office.picture("owed-in-the-morning")
    morning(office)
    daily_business(office)
    burst = incident(office)
    office.power_cut()
    what_was_left_half_filled(office, burst)
    office.terminal = office.started()
    office.enter("p-zhao")
    office.tap("固化工作")
    see_through(office)
    post_checks(office)
    finance(office)
    log_and_digest(office)
    evening(office)

    office.sees(*(rf"✓ 已完成 +{name}" for name in CLOSED.values() if name != "岗位品质检查"))
    office.sees(r"✓ 已完成 +岗位品质检查 +2/2")
    office.picture("done-in-the-evening")
    today = json.loads(office.cli("duties", "--json"))["day"]
    states = {
        duty["duty"]: duty["state"] for duty in today if duty["period"] == datetime.now(office.zone).date().isoformat()
    }
    assert {duty: states[duty] for duty in CLOSED} == dict.fromkeys(CLOSED, "done")
    office.cli("verify")
    assert all(picture.stat().st_size > 5_000 for picture in office.pictures), "an empty picture"

"""The digest to the manager (D2.8, D2.9, D4.2): counted, drafted, edited, sent, acknowledged."""

from __future__ import annotations

from datetime import date

import pytest

from checkpoints.work import digest
from checkpoints.work.digest.counting import count, since_last
from checkpoints.work.promises.replying import reply
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from tests.support.cases import Case, stand_in
from tests.support.desk_work import fill, office
from tests.support.ground import at, refusal
from tests.support.meetings import beside, drafted, evening, morning, next_day
from tests.support.promised import Owner

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
ARREARS = [
    {"assistant": "wang", "unit": "3-1-1502", "months": 3, "amount": "1260.00", "promise": "2026-11-22"},
    {"assistant": "li", "unit": "5-2-301", "months": 1, "amount": "420.50", "promise": "2026-11-30"},
]


@pytest.fixture
def desk():
    return office()


def found(desk, by="wang", **more):
    return Case(desk, by, checkpoint=desk.ledger.site.active[0].id, **more)


def counted(desk, day=MONDAY):
    rows = dict(count(desk.ledger, day, desk.wall).rows())
    return {kind: (len(of.new), len(of.open), len(of.overdue)) for kind, of in rows.items()}


def send(desk, by="zhao", **more):
    return fill(desk, "digest", "sent", drafted(desk, "digest", "sent") | more, by)


def acknowledge(desk, by="chen", day="2026-11-23", **values):
    return fill(desk, "digest", "acknowledged", values, by, period=day)


def finance(desk, arrears):
    """The chasing list of today's finance daily, as its form keeps it."""
    methods = [{"row": m, "system": "0", "receipts": "0"} for m in ("cash", "pos", "wechat", "alipay", "transfer")]
    sums = {"methods": methods, "receivable": "0", "banked": "0", "cashier": "zheng"}
    fill(desk, "finance_daily", "sums", sums, "zheng")
    fill(desk, "finance_daily", "chasing", {"arrears": arrears, "plan": "same"}, "zhao")


def test_repairs_are_findings_of_equipment_new_open_and_overdue_D2_8(desk):
    found(desk, category="cleaning")
    case = found(desk, category="lift", due_h=2)
    found(desk, category="water").to("closed")
    assert counted(desk)["repairs"] == (2, 1, 0)
    case.wait(3)
    assert counted(desk)["repairs"] == (2, 1, 1)


def test_complaints_are_promises_and_findings_that_came_as_one_count_once_D2_8(desk):
    case = found(desk, origin="complaint", unit="3-1-1502")
    assert counted(desk)["complaints"] == (1, 1, 0)
    Owner(desk, finding=case.id, kind_of="complaint")
    Owner(desk, kind_of="complaint_urgent", unit="5-2-301").does("wang", reply, "phone", "已处理完毕", final=True)
    assert counted(desk)["complaints"] == (2, 1, 0)
    desk.wait(25 * 60)
    assert counted(desk)["complaints"] == (2, 1, 1)


def test_other_matters_of_owners_are_told_apart_D2_8(desk):
    Owner(desk, kind_of="enquiry")
    Owner(desk, kind_of="owner_finding", finding=found(desk, category="lift", unit="3-1-1502").id)
    assert counted(desk)["owners"] == (1, 1, 0)
    assert counted(desk)["complaints"] == (0, 0, 0)
    assert "其他业主事项" in drafted(desk, "digest", "sent")["complaints"]


def test_fee_chasing_comes_from_the_finance_daily_D2_8(desk):
    finance(desk, ARREARS)
    assert counted(desk)["fees"] == (2, 2, 1)
    text = drafted(desk, "digest", "sent")["fees"]
    assert text.startswith("欠费 2 户，共 1,680.50 元；新增 2 户，承诺到期未付 1 户。")
    assert "wang：1 户，1,260.00 元" in text
    assert "承诺到期未付：3-1-1502" in text
    next_day(desk)
    finance(desk, ARREARS[1:])
    assert counted(desk, TUESDAY)["fees"] == (0, 1, 0)


def test_fee_chasing_tells_what_the_evening_collected_D2_8(desk):
    evening(desk)
    next_day(desk)
    assert "昨日收费 12,800.50 元，本月累计 12,800.50 元。" in drafted(desk, "digest", "sent")["fees"]


def test_the_plan_of_today_comes_from_the_morning_D2_9(desk):
    assert drafted(desk, "digest", "sent")["plan"] == "今日晨会尚未布置任务。"
    morning(desk)
    task = {"what": "更换灯管", "person": "li", "due": "2026-11-23", "source": "own"}
    fill(desk, "task", "given", task)
    fill(desk, "task", "given", task | {"due": "2026-11-30"})
    assert counted(desk)["plan"] == (1, 2, 0)
    assert drafted(desk, "digest", "sent")["plan"].split("\n") == [
        "1. 复查二栋大堂地面（wang，11-23）",
        "2. 更换灯管（li，11-23）",
    ]
    next_day(desk)
    assert counted(desk, TUESDAY)["plan"] == (0, 2, 2)


def test_the_problems_of_post_checks_are_summed_up_D4_2(desk):
    assert drafted(desk, "digest", "sent")["problems"] == "无。"
    post = next(p for p in desk.ledger.site.active if p.kind == "service_centre")
    values = drafted(desk, "post_check", "check", values={"post": post.id})
    rows = [{**item, "result": "ok"} for item in values["items"]]
    own = [{"row": name, "result": "ok"} for name in ("logs", "first_asked", "process")]
    fault = {
        "person": "zheng",
        "items": rows,
        "own": [{"row": "tidy", "result": "fault"}, *own],
        "result": "fault",
        "problem": "台面资料散乱",
        "follows": "corrected",
        "corrected": "当场整理完毕",
    }
    fill(desk, "post_check", "check", values | fault)
    found(desk, by="zhao", origin="supervision", words="客服台工牌未佩戴")
    lines = drafted(desk, "digest", "sent")["problems"].split("\n")
    assert lines[0] == f"{post.zh} zheng：台面资料散乱"
    assert "客服台工牌未佩戴" in lines[1]
    send(desk)
    desk.until(at(9, day=1))
    assert drafted(desk, "digest", "sent")["problems"] == "无。"


def test_overdue_things_are_named_first_and_not_without_end_D2_8(desk):
    for n in range(11):
        found(desk, category="lift", due_h=1, words=f"电梯异响第 {n} 台")
    desk.wait(120)
    lines = drafted(desk, "digest", "sent")["repairs"].split("\n")
    assert lines[0] == "新增 11 项，未完成 11 项，超时 11 项。"
    assert lines[1].startswith("超时：T1-0001")
    assert lines[-1] == "其余 3 项见清单。"
    assert len(lines) == 10


def test_new_is_what_came_since_the_last_digest_D2_8(desk):
    found(desk, category="lift")
    desk.until(at(17))
    send(desk)
    desk.until(at(20))
    found(desk, category="lift")
    next_day(desk, 2)
    day = date(2026, 11, 25)
    assert since_last(desk.ledger, day, desk.wall) == at(17)
    assert counted(desk, day)["repairs"] == (1, 2, 0)
    assert beside(desk, "digest", "sent")["counts"].startswith("New since 2026-11-23")


def test_what_is_sent_is_kept_word_for_word_with_its_time_D2_8(desk):
    desk.until(at(17))
    send(desk, repairs="电梯异响一件，\n明日维保单位到场。")
    record = desk.ledger.records.during("digest", "2026-11-23")[0]
    assert digest.sent_at(desk.ledger, MONDAY) == at(17)
    entry = record.entries[0].id
    change = {"repairs": "电梯异响两件。"}
    desk.record("zhao", deciding.correct(desk.ledger, record.id, entry, change, "漏写一件", "zhao", desk.now()))
    assert record.entries[0].first["repairs"] == "电梯异响一件，\n明日维保单位到场。"
    assert record.entries[0].get("repairs") == "电梯异响两件。"


@pytest.mark.parametrize("blank", ["repairs", "complaints", "fees", "plan", "problems"])
def test_no_part_of_it_is_left_blank_D2_8(desk, blank):
    assert refusal(send, desk, **{blank: " "}) == "record.missing"


def test_sent_is_not_acknowledged_and_the_manager_acknowledges_D2_8(desk):
    assert (
        refusal(acknowledge, desk) == "record.not_yours"
    )  # there is nothing to acknowledge, and it is not theirs to begin
    send(desk)
    assert [r.period for r in digest.unread(desk.ledger)] == ["2026-11-23"]
    assert digest.acknowledged_at(desk.ledger, MONDAY) is None
    assert refusal(acknowledge, desk, "li") == "record.not_yours"
    desk.until(at(18))
    acknowledge(desk, answer="已阅")
    assert digest.acknowledged_at(desk.ledger, MONDAY) == at(18)
    assert digest.unread(desk.ledger) == []


def test_the_manager_s_deputy_acknowledges_but_nobody_their_own_D2_8(desk):
    send(desk)
    stand_in(desk, "chen", "zhao", days=2)
    assert refusal(acknowledge, desk, "zhao") == "digest.own"
    stand_in(desk, "chen", "sun", days=2)
    acknowledge(desk, "sun")


def test_the_draft_speaks_the_language_of_whoever_writes_D2_8(desk):
    found(desk, category="lift", words="noise in the lift")
    ask = deciding.ask_for(desk.ledger, Target("digest"), "sent", "zhao", desk.now(), lang="en")
    draft = deciding.draft(ask)
    assert draft["repairs"].startswith("New: 1, open: 1, overdue: 0.\nNew: T1-0001")
    assert draft["problems"] == "None."
    assert draft["plan"] == "No tasks were given this morning yet."


def more(desk):
    return drafted(desk, "digest", "sent")["more"].split("\n")


def test_key_and_hard_matters_are_named_to_the_manager_D3_10(desk):
    found(desk, words="普通的小问题")
    assert more(desk) == [""]
    found(desk, words="外墙面砖松动", severity="S1", due_h=2)
    found(desk, words="反复漏水难处理").act("flag", "zhao", key=False, hard=True)
    assert [line.split(" ")[0] for line in more(desk)] == ["重点难点：T1-0002", "重点难点：T1-0003"]


def test_notices_and_looks_afterwards_are_told_D3_11_D3_12(desk):
    found(desk).to("assigned")
    found(desk, category="cleaning").to("rectified")
    found(desk, category="greening").to("verified")
    assert more(desk) == ["整改通知单：下达 3 份，未签收 1 份。", "整改复查：通过 1 项，待复查 1 项。"]
    send(desk)
    next_day(desk)
    assert more(desk) == ["整改通知单：下达 0 份，未签收 1 份。"]


def test_a_matter_of_an_owner_is_told_with_its_follower_and_its_limit_D3_13_D3_14(desk):
    owner = Owner(desk, kind_of="complaint", matter="楼道异味未处理")

    def line():
        return drafted(desk, "digest", "sent")["complaints"].split("\n")[1]

    assert line() == "新增：T1-P0001 3-1-1502 楼道异味未处理（wang，期限 11-24 08:00）"  # the first word to the owner
    owner.does("wang", reply, "phone", "已安排保洁", final=False)
    assert line() == "新增：T1-P0001 3-1-1502 楼道异味未处理（wang，期限 11-30 08:00）"

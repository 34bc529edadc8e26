"""The finance daily: sums by method, differences explained, verified by somebody else, the chasing plan (D6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.fact import Refused
from checkpoints.work import finance
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target, ask_for
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import PROPERTY, at, refusal

DAY = date(2026, 11, 23)
METHODS = ("cash", "pos", "wechat", "alipay", "transfer")
ROW = {"assistant": "wang", "unit": "3-1-1502", "months": 7, "amount": "2100.00", "contact": "2026-11-20"}


@pytest.fixture
def desk():
    return office(at(17))


def amounts(changes=None, **system):
    """The table of methods: receipts equal the system's amounts but where `changes` says otherwise."""
    rows = {m: {"row": m, "system": str(system.get(m, 0)), "receipts": str(system.get(m, 0))} for m in METHODS}
    for method, more in (changes or {}).items():
        rows[method] |= more
    return list(rows.values())


def sums(desk, changes=None, *, cashier="郭会计", due="100000", period="", by="zheng", **system):
    values = {"methods": amounts(changes, **system), "receivable": due, "banked": "0", "cashier": cashier}
    return sealed(fill(desk, "finance_daily", "sums", values, by, period=period))


def verify(desk, *, by="zhao", signed="zhao"):
    return fill(desk, "finance_daily", "verified", {}, by, signed={"signature": signed})


def chase(desk, rows=(ROW,), by="zhao", period="", **more):
    values = {"arrears": list(rows), "plan": "same"} | more
    return fill(desk, "finance_daily", "chasing", values, by, period=period)


def asked(desk, step, by="zhao"):
    return ask_for(desk.ledger, Target("finance_daily"), step, by, desk.now())


def test_D6_1_the_difference_is_worked_out_in_decimals_and_nobody_types_it(desk):
    record = sums(desk, {"cash": {"receipts": "99.90", "why": "找零", "difference": "777"}}, cash="100.00", pos="0.10")
    rows = {r["row"]: r for r in desk.ledger.records.all[record].value("sums", "methods")}
    assert rows["cash"]["difference"] == "0.10"
    assert rows["pos"]["difference"] == "0.00"


def test_D6_1_a_difference_must_be_explained_and_the_refusal_names_the_method(desk):
    with pytest.raises(Refused) as no:
        sums(desk, {"wechat": {"receipts": "80"}}, wechat="100")
    assert no.value.code == "finance.difference"
    assert no.value.params["method"].zh == "微信"
    assert no.value.params["amount"] == "20.00"


@given(st.decimals(0, 99999, places=2), st.decimals(0, 99999, places=2))
@PROPERTY
def test_D6_1_it_is_refused_exactly_when_they_differ(system, receipts):
    desk = office(at(17))
    changes = {"alipay": {"receipts": str(receipts)}}
    if system == receipts:
        sums(desk, changes, alipay=system)
    else:
        assert refusal(sums, desk, changes, alipay=system) == "finance.difference"


def test_rules_3_the_differences_of_a_day_can_be_asked_for(desk):
    sums(desk, {"pos": {"receipts": "120.5", "why": "次日补录"}}, pos="100")
    (found,) = finance.differences(desk.ledger, DAY)
    assert (found.method, found.amount, found.why) == ("pos", Decimal("-20.50"), "次日补录")
    assert finance.differences(desk.ledger, date(2026, 11, 22)) == []


def test_rules_3_a_difference_goes_to_the_manager_with_the_digest_of_the_same_day(desk):
    sums(desk, {"wechat": {"receipts": "80", "why": "平台次日到账"}}, wechat="100")
    digest = ask_for(desk.ledger, Target("digest"), "sent", "zhao", desk.now())
    assert "收款差异：微信 20.00 元，平台次日到账" in deciding.draft(digest)["fees"]


def test_D6_1_zero_is_an_amount_and_a_blank_is_none(desk):
    with pytest.raises(Refused) as no:
        sums(desk, {"cash": {"system": ""}})
    assert no.value.code == "record.missing"
    sums(desk)
    assert finance.collection(desk.ledger, DAY) == 0


def test_D6_1_money_is_no_float_and_not_below_nothing(desk):
    assert refusal(sums, desk, cash="1e3") == "answer.money"
    assert refusal(sums, desk, cash="-1") == "answer.range"
    record = sums(desk, cash="1,234.5")
    assert desk.ledger.records.all[record].value("sums", "methods")[0]["system"] == "1234.50"


def test_D6_1_the_supervisor_verifies_with_a_pin(desk):
    sums(desk, cash="100")
    assert refusal(fill, desk, "finance_daily", "verified", {"signature": "zhao"}) == "record.missing"
    assert refusal(verify, desk, by="zheng") == "record.not_yours"
    verify(desk)
    entry = desk.ledger.records.during("finance_daily", "2026-11-23")[0].entry("verified")
    assert (entry.get("signature"), entry.signed) == ("zhao", ("signature",))


@pytest.mark.parametrize("cashier", ["zhao", "Zhao", "赵"])
def test_D6_1_the_cashier_never_verifies_by_whatever_name(desk, cashier):
    from checkpoints.work.people import PersonAdded

    desk.record("chen", [PersonAdded(person="zhao", zh="赵", en="Zhao", role="supervisor", department="service")])
    sums(desk, cashier=cashier)
    assert refusal(verify, desk) == "finance.cashier"
    assert refusal(verify, desk, signed="chen") == "finance.cashier"
    verify(desk, by="chen", signed="chen")


def test_D6_1_a_correction_does_not_make_the_verifier_the_cashier_and_keeps_the_difference_true(desk):
    record = sums(desk, cash="100")
    verify(desk)
    entry = desk.ledger.records.all[record].entry("sums").id

    def correct(**changes):
        return deciding.correct(desk.ledger, record, entry, changes, "写错了", "zheng", desk.now())

    assert refusal(correct, cashier="zhao") == "finance.cashier"
    assert refusal(correct, methods=amounts({"cash": {"receipts": "90"}}, cash="100")) == "finance.difference"
    desk.record("zheng", correct(methods=amounts({"cash": {"receipts": "90", "why": "少开一张"}}, cash="100")))
    assert finance.differences(desk.ledger, DAY)[0].amount == Decimal("10.00")


def test_D6_2_received_today_month_to_date_and_the_rate(desk):
    for day, cash in (("2026-10-31", "999"), ("2026-11-01", "1000"), ("2026-11-20", "500.50")):
        sums(desk, cash=cash, due="20000", period=day)
    assert finance.collection(desk.ledger, DAY) is None
    sums(desk, cash="100", wechat="400", due="20000")
    assert finance.collection(desk.ledger, DAY) == Decimal("500.00")
    assert finance.month_to_date(desk.ledger, DAY) == Decimal("2000.50")
    assert finance.month_to_date(desk.ledger, date(2026, 11, 19)) == Decimal("1000.00")
    assert finance.rate(desk.ledger, DAY) == Decimal("10.0")
    params = deciding.beside(asked(desk, "verified"))["signature"].params
    assert params == {"today": "500.00", "month": "2000.50", "rate": "10.0%", "difference": "0.00"}


def test_D6_2_without_anything_due_there_is_no_rate(desk):
    assert finance.rate(desk.ledger, DAY) is None
    sums(desk, due="0", cash="5")
    assert finance.rate(desk.ledger, DAY) is None


def test_D6_2_yesterday_and_the_month_stand_beside_and_the_month_s_due_is_drafted(desk):
    sums(desk, cash="300", due="20000", period="2026-11-22")
    ask = asked(desk, "sums")
    assert deciding.beside(ask)["methods"].params == {"yesterday": "300.00", "month": "300.00"}
    assert deciding.draft(ask) == {"receivable": "20000.00", "cashier": "郭会计"}


def test_D6_2_what_is_due_is_not_carried_into_the_next_month(desk):
    sums(desk, due="20000", period="2026-10-31")
    assert finance.receivable(desk.ledger, date(2026, 11, 1)) is None


def test_D6_3_who_owes_stands_by_assistant_and_is_drafted_the_next_day(desk):
    other = {"assistant": "li", "unit": "2-2-0301", "months": 2, "amount": "600", "promise": "2026-11-22"}
    sums(desk, period="2026-11-22")
    chase(desk, [ROW, other], period="2026-11-22")
    assert [a.unit for a in finance.arrears(desk.ledger, "wang")] == ["3-1-1502"]
    largest, promised = finance.arrears(desk.ledger)
    assert (largest.amount, largest.months, promised.broken(DAY)) == (Decimal("2100.00"), 7, True)
    sums(desk)
    assert [r["unit"] for r in deciding.draft(asked(desk, "chasing"))["arrears"]] == ["3-1-1502", "2-2-0301"]


CHANGE = {
    "unit": "3-1-1502",
    "old": "电话提醒",
    "new": "上门沟通",
    "reason": "三次电话未接",
    "assistant": "li",
    "next": "2026-11-25",
}


def test_D6_3_a_change_of_plan_has_old_and_new_reason_and_next_contact(desk):
    sums(desk)
    for name in CHANGE:
        less = {k: v for k, v in CHANGE.items() if k != name}
        assert refusal(chase, desk, plan="changed", changes=[less]) == "record.missing"
    assert refusal(chase, desk, plan="changed", changes=[]) == "record.few"
    assert refusal(chase, desk, plan="changed", changes=[CHANGE | {"unit": "9-9-9"}]) == "finance.unit"
    assert refusal(chase, desk, plan="changed", changes=[CHANGE | {"next": "2026-11-22"}]) == "finance.next"
    chase(desk, plan="changed", changes=[CHANGE])


def test_D6_3_no_change_is_said_and_a_household_stands_in_the_list_once(desk):
    sums(desk)
    assert refusal(chase, desk, [ROW, ROW]) == "finance.twice"
    assert refusal(chase, desk, plan=None) == "record.missing"
    chase(desk, [])
    verify(desk)
    assert not finance.of_day(desk.ledger, DAY).open


def test_D6_1_two_devices_meet_in_one_record(desk):
    other = office(at(17), "t2")
    sums(desk, cash="100")
    sums(other, cash="100")
    desk.hear(other.events)
    assert len(desk.ledger.records.during("finance_daily", "2026-11-23")) == 1


def test_D6_1_the_difference_stands_there_while_the_amounts_are_still_being_entered():
    rows = [{"row": "cash", "system": "10", "receipts": "9.5"}, {"row": "pos", "system": "3"}, {"row": "wechat"}]
    ask = replace(asked(office(at(17)), "sums"), values={"methods": rows})
    worked = finance.RULES["finance_daily"].work_out(ask)["methods"]
    assert [r.get("difference") for r in worked] == ["0.50", None, None]

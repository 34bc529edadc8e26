"""Records complete? (D2.5): gaps are computed, and each is cleared or explained before the check is sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checkpoints.site.catalogue import default_site
from checkpoints.site.duties import Duty
from checkpoints.work import missed, sites, waivers
from checkpoints.work.completeness import gaps
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from tests.support.cases import Case
from tests.support.desk_work import COUNTED, fill, office
from tests.support.ground import Desk, at, refusal
from tests.support.meetings import beside, drafted, evening, morning, next_day
from tests.support.promised import Owner

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
TWO = (
    Duty(
        id="m",
        zh="晨会",
        en="Morning",
        covers=("D1",),
        per="day",
        by="09:30",
        evidence="records",
        form="morning_meeting",
    ),
    Duty(
        id="e",
        zh="晚会",
        en="Evening",
        covers=("D5",),
        per="day",
        by="20:00",
        evidence="records",
        form="evening_meeting",
    ),
)


@pytest.fixture
def desk():
    return with_duties(*TWO)


def with_duties(*duties: Duty) -> Desk:
    """An office on the Monday at eight, whose site owes these and nothing else."""
    desk = office()
    desk.record("-", sites.load(desk.ledger, replace(default_site(), duties=duties)))
    return desk


def kinds(desk, day=MONDAY):
    return [gap.kind for gap in gaps(desk.ledger, day, desk.wall)]


def words(desk, day=MONDAY):
    return [gap.words.en for gap in gaps(desk.ledger, day, desk.wall)]


def quiet(desk, day=MONDAY):
    """Reasons for the rounds that these tests do not walk."""
    for half in ("am", "pm"):
        desk.record("zhao", missed.explain(desk.ledger, day, half, "暴雨停巡", "zhao", desk.now()))


def check(desk, **values):
    return fill(desk, "records_check", "check", values)


def test_a_form_is_missing_once_its_time_has_come_D2_5(desk):
    assert kinds(desk) == []
    desk.until(at(9, 31))
    assert words(desk) == ["11-23 Morning meeting: 1 missing"]
    morning(desk)
    assert kinds(desk) == []


def test_yesterday_s_forms_are_looked_for_too_D2_5(desk):
    next_day(desk)
    quiet(desk)
    assert words(desk, TUESDAY) == ["11-23 Morning meeting: 1 missing", "11-23 Evening meeting: 1 missing"]


def test_what_is_owed_twice_is_missing_once_when_one_is_there_D2_5():
    duty = Duty(
        id="h", zh="交接", en="H", covers=("D2.6",), per="day", times=2, by="09:00", evidence="records", form="handover"
    )
    desk = with_duties(duty)
    desk.until(at(9))
    assert words(desk) == ["11-23 Handover: 2 missing"]


def test_nothing_was_owed_before_the_site_was_loaded_and_a_waived_duty_is_no_gap_D2_5(desk):
    desk.until(at(9, 31))
    facts = waivers.waive(desk.ledger, "m", "2026-11-23", "台风停工一天", "chen", desk.now())
    desk.record("chen", facts)
    assert kinds(desk) == []


def test_a_record_that_was_begun_and_not_sealed_is_a_gap_D2_5(desk):
    desk.record("zhao", deciding.open_record(desk.ledger, Target("task"), "zhao", desk.now()))
    assert words(desk) == ["11-23 Task T1-R0001: begun, not sealed"]
    task = {"what": "更换灯管", "person": "li", "due": "2026-11-24", "source": "own"}
    fill(desk, "task", "given", task, record=next(iter(desk.ledger.records.live)))
    assert kinds(desk) == []  # a task that goes on is no gap


def test_a_handover_that_nobody_accepted_is_a_gap_D2_5_D2_6(desk):
    given = {
        "post": "main_gate", "shift": "day", "to": "zheng", "events": "正常", "promises": "无",
        "cash_post": "no", "equipment": "无", "orders": "无", "counted": COUNTED,
    }  # fmt: skip
    fill(desk, "handover", "given", given, "wang", signed={"from": "wang"})
    assert words(desk) == ["11-23 Handover T1-R0001 主出入口岗 Main gate: not accepted"]


def test_an_unsigned_form_is_a_gap_at_once_and_an_unfinished_one_the_day_after_D2_5(desk):
    counts = [
        {"row": kind, "new": 0, "open": 0, "overdue": 0} for kind in ("repairs", "complaints", "owners", "fees", "plan")
    ]
    texts = dict.fromkeys(("repairs", "complaints", "fees", "plan", "problems"), "无。")
    fill(desk, "digest", "sent", {"counts": counts, **texts})
    assert kinds(desk) == []
    next_day(desk)
    quiet(desk)
    assert "11-23 Daily digest: without: Acknowledged" in words(desk, TUESDAY)


def test_a_missed_round_without_a_reason_is_a_gap_D2_5(desk):
    desk.until(at(12))
    morning(desk)
    assert words(desk) == ["11-23 morning round missed: no reason given"]
    desk.record("zhao", missed.explain(desk.ledger, MONDAY, "am", "暴雨停巡", "zhao", desk.now()))
    assert kinds(desk) == []


def test_a_notice_that_nobody_signed_and_a_photo_that_is_owed_are_gaps_D2_5(desk):
    place = desk.ledger.site.active[0].id
    case = Case(desk, checkpoint=place, photo_asked=True)
    assert words(desk) == ["Finding T1-0001: photo missing"]
    case.act("note", "wang", photos=("a" * 64,)).act("assign", "zhao")
    assert words(desk) == ["Notice T1-0001: not signed for"]
    case.act("accept", "qian")
    assert words(desk) == []


def test_each_gap_is_named_in_the_language_of_whoever_checks_D2_5(desk):
    desk.until(at(9, 31))
    assert drafted(desk, "records_check", "check")["gaps"] == [{"row": "text:11-23 晨会记录：还缺 1 份"}]
    assert beside(desk, "records_check", "check")["gaps"] == "Open now: 1"


@pytest.mark.parametrize("name", ["text:11-23 晨会记录：还缺 1 份", "text:11-23 Morning meeting: 1 missing"])
def test_the_check_is_sealed_when_each_gap_is_explained_D2_5(desk, name):
    desk.until(at(9, 31))
    assert refusal(check, desk) == "check.gap"
    assert refusal(check, desk, gaps=[{"row": name, "state": "cleared"}]) == "check.still_there"
    assert refusal(check, desk, gaps=[{"row": name, "state": "explained"}]) == "record.missing"
    check(desk, gaps=[{"row": name, "state": "explained", "why": "已通知补齐"}])


def test_the_check_is_sealed_when_each_gap_is_gone_D2_5(desk):
    desk.until(at(9, 31))
    rows = [{**row, "state": "cleared"} for row in drafted(desk, "records_check", "check")["gaps"]]
    morning(desk)
    check(desk, gaps=rows)


def test_a_day_without_gaps_is_checked_too_D2_5(desk):
    morning(desk)
    assert beside(desk, "records_check", "check")["gaps"] == "Nothing is missing."
    check(desk)
    desk.until(at(20, 30))
    quiet(desk)
    evening(desk)
    Owner(desk, kind_of="complaint")
    assert kinds(desk) == []

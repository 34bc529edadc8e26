"""Post checks, coaching and the work log: the supervisor's own eye on the department's posts (D4)."""

from __future__ import annotations

import pytest

from checkpoints.fact import Refused
from checkpoints.work import coaching, deputies, findings, supervision, work_log
from checkpoints.work.findings.facts import FindingClosed, FindingVerified
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target, ask_for
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import at, refusal

DAY = "2026-11-23"
DESK = "CP-45"
OWN = ("tidy", "logs", "first_asked", "process")


@pytest.fixture
def desk():
    return office(at(10))


def drafted(desk, form, step, record="", by="zhao", values=None, lang="zh", period=""):
    target = Target(form, record, period=period)
    return deciding.draft(ask_for(desk.ledger, target, step, by, desk.now(), values, lang))


def looked(desk, *, faults=(), post=DESK, person="zheng", **more):
    """A post check with everything in order but what is named."""
    values = drafted(desk, "post_check", "check", values={"post": post})
    for item in values["items"]:
        item["result"] = "fault" if item["row"].partition(":")[2] in faults else "ok"
    own = [{"row": name, "result": "fault" if name in faults else "ok"} for name in OWN]
    return values | {"person": person, "own": own, "result": "fault" if faults else "ok"} | more


def check(desk, by="zhao", **more):
    return sealed(fill(desk, "post_check", "check", looked(desk, **more), by))


def test_D4_1_the_items_are_the_group_e_checks_of_the_post(desk):
    rows = [item["row"] for item in drafted(desk, "post_check", "check", values={"post": DESK})["items"]]
    assert rows == [f"check:SVC-{n}" for n in ("02", "03", "04", "05", "06", "07", "E1", "E2", "E3")]
    gate = drafted(desk, "post_check", "check", values={"post": "CP-01"})["items"]
    assert [item["row"] for item in gate] == ["check:GATE-E1", "check:GATE-E2", "check:GATE-E3"]


def test_D4_1_a_place_without_group_e_checks_is_asked_what_the_counter_is_asked(desk):
    road = next(p.id for p in desk.ledger.site.active if p.kind == "road")
    rows = drafted(desk, "post_check", "check", values={"post": road})["items"]
    assert rows[0]["row"] == "check:SVC-02"


def test_D4_1_post_checks_of_a_day_are_counted_apart_from_rounds(desk):
    assert supervision.owed(desk.ledger) == 2
    check(desk)
    desk.wait(60)
    check(desk, post="CP-01", person="wang")
    assert len(supervision.checks_of(desk.ledger, DAY)) == 2
    assert supervision.checks_of(desk.ledger, "2026-11-22") == []


def test_D4_1_nobody_checks_themselves(desk):
    with pytest.raises(Refused) as no:
        check(desk, person="zhao")
    assert no.value.code == "check.own"


def test_D4_1_only_the_own_department_is_checked(desk):
    with pytest.raises(Refused) as no:
        check(desk, person="qian")
    assert no.value.code == "answer.person"


def test_D4_1_an_assistant_does_not_check_posts(desk):
    assert refusal(check, desk, by="wang") == "record.not_yours"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"faults": ("SVC-E1",), "result": "ok"}, "check.result_ok"),
        ({"faults": ("tidy",), "result": "ok"}, "check.result_ok"),
        ({"result": "fault", "problem": "制服不整", "follows": "corrected", "corrected": "当场改正"}, "check.no_fault"),
        ({"faults": ("tidy",), "follows": "corrected", "corrected": "当场改正"}, "record.missing"),
        ({"faults": ("tidy",), "problem": "台面凌乱"}, "record.missing"),
        ({"faults": ("tidy",), "problem": "台面凌乱", "follows": "corrected"}, "record.missing"),
    ],
)
def test_D4_1_a_fault_is_named_and_leads_somewhere(desk, changes, code):
    assert refusal(check, desk, **changes) == code


def test_D4_1_no_item_of_the_post_is_left_out_and_not_all_of_it_waved_through(desk):
    values = looked(desk)
    assert refusal(fill, desk, "post_check", "check", values | {"items": values["items"][1:]}) == "check.left_out"
    waved = [item | {"result": "na"} for item in values["items"]]
    own = [item | {"result": "na"} for item in values["own"]]
    assert refusal(fill, desk, "post_check", "check", values | {"items": waved, "own": own}) == "check.nothing"


def test_D4_3_a_fault_raises_a_finding_of_supervision_by_its_worst_item(desk):
    record = check(desk, faults=("SVC-E1", "SVC-E3"), problem="当班人员看手机", follows="finding")
    state = desk.ledger.records.all[record]
    finding = desk.ledger.findings.all[state.value("raised", "finding")]
    assert (finding.raised.origin, finding.raised.severity, finding.raised.category) == ("supervision", "S2", "staff")
    assert (finding.raised.check, finding.raised.checkpoint, finding.words) == ("SVC-E3", DESK, "当班人员看手机")
    assert state.ended_at is not None
    assert supervision.checks_of(desk.ledger, DAY) == [state]


def test_D4_3_a_fault_of_our_own_items_is_a_finding_of_the_service(desk):
    record = check(desk, faults=("logs",), problem="登记本漏记", follows="finding")
    finding = desk.ledger.findings.all[desk.ledger.records.all[record].value("raised", "finding")]
    assert (finding.raised.department, finding.raised.category, finding.severity) == ("service", "staff", "S3")


def test_D4_1_what_was_corrected_on_the_spot_needs_no_finding(desk):
    record = check(desk, faults=("tidy",), problem="台面凌乱", follows="corrected", corrected="当场整理")
    assert desk.ledger.findings.live == set()
    assert not desk.ledger.records.all[record].open


def test_D4_5_a_fault_may_lead_to_a_coaching_that_is_owed_until_it_was_held(desk):
    record = check(desk, faults=("process",), problem="答复口径不熟", follows="coaching")
    (owed,) = coaching.waiting(desk.ledger)
    numbers = {desk.ledger.records.called(r) for r in (record, owed.id)}
    assert numbers == {"T1-R0001", "T1-R0002"}
    values = drafted(desk, "coaching", "session", owed.id)
    assert (values["people"], values["topic"], values["trainer"]) == (["zheng"], "答复口径不熟", "zhao")
    fill(
        desk, "coaching", "session", values | {"content": ["service"], "minutes": 15, "effect": "good"}, record=owed.id
    )
    assert coaching.waiting(desk.ledger) == []


def raised(desk, words="大堂地面积水", by="wang", fix=None):
    draft = findings.draft_for(desk.ledger, "CP-05", None, words=words)
    draft = findings.Draft(**{name: getattr(draft, name) for name in draft.__dataclass_fields__} | {"fix": fix})
    return desk.record(by, findings.raise_finding(desk.ledger, draft, by, desk.now()))[0].body.finding


def test_D4_5_a_coaching_raised_from_a_finding_knows_what_it_is_about(desk):
    finding = raised(desk)
    target = Target("coaching", origin=f"finding:{finding}")
    values = deciding.draft(ask_for(desk.ledger, target, "session", "zhao", desk.now()))
    assert (values["finding"], values["topic"]) == (finding, "大堂地面积水")
    given = values | {"people": ["wang", "li"], "content": ["standards"], "minutes": 10, "effect": "again"}
    record = sealed(fill(desk, "coaching", "session", given, origin=f"finding:{finding}"))
    assert [r.id for r in coaching.from_finding(desk.ledger, finding)] == [record]


def log(desk, *, signed="zhao", by="zhao", **changes):
    values = drafted(desk, "work_log", "log") | {"reported": desk.now().at.isoformat()} | changes
    return sealed(fill(desk, "work_log", "log", values, by, signed={"signature": signed}))


def test_D4_4_the_three_parts_are_drafted_apart_from_the_findings_of_the_day(desk):
    open_one = raised(desk)
    fixed = raised(desk, "前台物品凌乱", fix=findings.Fix(done="已归位整理", fixer="wang"))
    check(desk, faults=("tidy",), problem="台面凌乱", follows="corrected", corrected="当场整理")
    called = desk.ledger.findings.called
    values = drafted(desk, "work_log", "log")
    assert all(words in values["scene"] for words in ("大堂地面积水", "前台物品凌乱", "台面凌乱"))
    assert f"{called(fixed)} 当场整改：已归位整理" in values["handling"]
    assert "当场整理" in values["handling"]
    assert f"{called(fixed)} 已整改，待复查" in values["rectification"]
    assert f"{called(open_one)} 未完成，期限 11-26 10:00" in values["rectification"]
    assert {line["finding"] for line in values["findings"]} == {open_one, fixed}
    assert len(values["checks"]) == 1
    assert "put right on the spot" in drafted(desk, "work_log", "log", lang="en")["handling"]


def test_D4_4_a_day_without_findings_says_so_in_all_three_parts(desk):
    values = drafted(desk, "work_log", "log")
    assert all(values[part] for part in ("scene", "handling", "rectification"))


def test_D4_4_the_log_of_yesterday_still_has_what_was_closed_this_morning(desk):
    finding = raised(desk)
    desk.until(at(0, 30, day=1))
    other = raised(desk, "东门灯不亮")
    desk.record("zhao", findings.fix(desk.ledger, finding, findings.Fix(done="已清理", fixer="li"), "li"))
    desk.record("zhao", [FindingVerified(finding=finding, passed=True), FindingClosed(finding=finding)])
    yesterday = work_log.of_day(desk.ledger, at(0).date())
    assert [f for f, _ in yesterday] == [finding]
    assert [f for f, _ in work_log.of_day(desk.ledger, at(0, day=1).date())] == [finding, other]
    assert work_log.of_day(desk.ledger, at(0, day=-1).date()) == []


@pytest.mark.parametrize("part", ["scene", "handling", "rectification"])
def test_D4_4_none_of_the_three_parts_may_be_empty(desk, part):
    assert refusal(log, desk, **{part: " \n "}, few="人手不足") == "record.missing"


def test_D4_4_fewer_than_two_post_checks_are_explained_before_the_log_is_sealed(desk):
    check(desk)
    assert refusal(log, desk) == "log.few"
    record = log(desk, few="下午配合消防演练")
    assert not desk.ledger.records.all[record].open
    assert desk.ledger.records.all[record].entry("log").signed == ("signature",)


def test_D4_4_with_two_post_checks_nothing_has_to_be_explained(desk):
    check(desk)
    check(desk, post="CP-01", person="wang")
    record = log(desk)
    assert record == f"work_log.{DAY}"


def test_D4_4_the_log_is_sealed_with_a_pin_by_who_leads(desk):
    assert refusal(log, desk, few="人手不足", signed="wang") == "answer.person"
    values = drafted(desk, "work_log", "log") | {"reported": desk.now().at.isoformat(), "few": "人手不足"}
    unsigned = values | {"signature": "zhao"}
    assert refusal(fill, desk, "work_log", "log", unsigned) == "record.missing"


def test_rules_11_11_a_deputy_of_the_supervisor_signs_the_log(desk):
    away = deputies.DeputyNamed(person="zhao", deputy="wang", start=at(0).date(), end=at(0).date())
    desk.record("chen", deputies.name(desk.ledger, away, "chen", desk.now()))
    record = log(desk, by="wang", signed="wang", few="主任请假")
    assert desk.ledger.records.all[record].value("log", "signature") == "wang"


def test_D4_4_a_post_check_of_another_day_does_not_stand_in_the_log(desk):
    old = check(desk)
    desk.until(at(10, day=1))
    assert refusal(log, desk, checks=[{"check": old}], few="人手不足") == "log.other_day"


def test_D4_4_what_is_sealed_is_corrected_by_a_new_fact_only(desk):
    record = log(desk, few="人手不足")
    assert refusal(log, desk, few="人手不足") == "record.done"
    entry = desk.ledger.records.all[record].entries[0]
    changed = {"tomorrow": "复查大堂积水"}
    desk.record("zhao", deciding.correct(desk.ledger, record, entry.id, changed, "漏写明日事项", "zhao", desk.now()))
    now = desk.ledger.records.all[record].entries[0]
    assert (now.values["tomorrow"], "tomorrow" in now.first) == ("复查大堂积水", False)


def test_D4_4_the_draft_of_a_day_with_hundreds_of_findings_stays_readable(desk):
    for n in range(40):
        raised(desk, f"第{n}处地面有垃圾杂物")
    values = drafted(desk, "work_log", "log")
    assert values["scene"].count("\n") == work_log.MOST
    assert "另有 20 项" in values["scene"]

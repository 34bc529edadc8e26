"""Vacant units: keys, visits, meters that must stand still, ready to be taken over (D3.7; forms.md 3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkpoints.site.places import Route
from checkpoints.work import vacant
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target, ask_for
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import Desk, Walk, at, refusal

UNIT = "CP-27"
GOOD = {
    "owner": "developer",
    "reason": "unsold",
    "since": "2026-05-01",
    "person": "wang",
    "locks": "ok",
    "water_valve": "shut",
    "water": 12,
    "power_switch": "shut",
    "power": 230.5,
    "gas_valve": "shut",
    "gas": 3,
    "leak": "none",
    "clean": "ok",
    "aired": "yes",
    "fittings": "ok",
    "intrusion": "none",
    "ready": "ready",
}


@pytest.fixture
def desk():
    return office(at(10))


def take(desk, unit=UNIT, by="wang"):
    values = {"at": desk.now().at.isoformat(), "person": by}
    return sealed(fill(desk, "vacant_unit", "key_out", values, by, about=unit))


def visit(desk, record, **changes):
    values = GOOD | {"at": desk.now().at.isoformat()} | changes
    return fill(desk, "vacant_unit", "visit", values, "wang", record=record)


def bring(desk, record):
    return fill(
        desk, "vacant_unit", "key_in", {"at": desk.now().at.isoformat(), "person": "zheng"}, "zheng", record=record
    )


def seen(desk, **changes):
    """A whole visit; days later each."""
    record = take(desk)
    desk.wait(10)
    visit(desk, record, **changes)
    bring(desk, record)
    desk.wait(60 * 24 * 7)
    return record


def found(desk):
    return [desk.ledger.findings.all[f] for f in sorted(desk.ledger.findings.live)]


@pytest.mark.parametrize(
    ("meter", "valve"), [("water", "water_valve"), ("power", "power_switch"), ("gas", "gas_valve")]
)
def test_forms_3_a_reading_that_changed_while_the_valve_was_shut_is_an_S2(desk, meter, valve):
    seen(desk)
    record = seen(desk, **{meter: GOOD[meter] + 0.4})
    (finding,) = found(desk)
    assert (finding.severity, finding.raised.checkpoint, finding.raised.category) == ("S2", UNIT, "vacant")
    assert f"{GOOD[meter]:g} → {GOOD[meter] + 0.4:g}" in finding.words
    named = desk.ledger.records.all[record].value("raised", "findings")
    assert named == [{"finding": finding.id}]
    assert not desk.ledger.records.all[record].open


def test_forms_3_a_meter_may_run_while_its_valve_is_open(desk):
    seen(desk, water_valve="open", problem="水阀留作通水试验", ready="repair")
    seen(desk, water=20)
    assert found(desk) == []


def test_forms_3_a_reading_that_stands_still_raises_nothing_and_several_raise_one(desk):
    seen(desk)
    seen(desk)
    assert found(desk) == []
    seen(desk, water=13, power=231)
    (finding,) = found(desk)
    assert "水表读数" in finding.words
    assert "电表读数" in finding.words


def test_forms_3_the_readings_of_another_unit_do_not_count(desk):
    seen(desk)
    record = take(desk, "CP-28")
    visit(desk, record, water=99)
    assert found(desk) == []


def test_D3_7_the_key_is_out_until_it_is_brought_back(desk):
    record = take(desk)
    key = vacant.unit(desk.ledger, UNIT, desk.now().at).key
    assert (key.person, key.since, key.record) == ("wang", at(10), record)
    assert refusal(take, desk, by="li") == "vacant.key_out"
    take(desk, "CP-28", "li")
    bring(desk, record)
    assert vacant.unit(desk.ledger, UNIT, desk.now().at).key is None
    take(desk, by="li")


def test_D3_7_a_unit_is_visited_with_its_key_and_not_before(desk):
    assert refusal(visit, desk, "") == "record.about"
    record = take(desk)
    assert refusal(visit, desk, record, at=at(9).isoformat()) == "vacant.before"


def test_D3_7_only_a_vacant_unit_has_such_a_record(desk):
    assert refusal(take, desk, "CP-45") == "vacant.place"
    assert refusal(take, desk, "CP-99") == "record.about"


@pytest.mark.parametrize(("field", "fault"), sorted(vacant.FAULTS.items()))
def test_D3_7_whatever_is_wrong_is_said_and_such_a_unit_is_not_ready(desk, field, fault):
    record = take(desk)
    assert refusal(visit, desk, record, **{field: fault}) == "vacant.problem"
    assert refusal(visit, desk, record, **{field: fault}, problem="已通知工程") == "vacant.not_ready"
    visit(desk, record, **{field: fault}, problem="已通知工程", ready="clean")


def test_D3_7_a_unit_that_needs_repair_waits_for_the_engineer_s_signature(desk):
    record = take(desk)
    visit(desk, record, leak="found", problem="厨房渗水", ready="repair")
    bring(desk, record)
    assert desk.ledger.records.all[record].open
    words = {"words": "更换水管接头"}
    assert refusal(fill, desk, "vacant_unit", "engineer", words, "qian", record=record) == "record.missing"
    fill(desk, "vacant_unit", "engineer", words, "qian", record=record, signed={"signature": "qian"})
    assert not desk.ledger.records.all[record].open


def test_D3_7_gas_that_is_not_laid_on_has_no_reading(desk):
    record = take(desk)
    values = {k: v for k, v in GOOD.items() if k != "gas"} | {"gas_valve": "none", "at": desk.now().at.isoformat()}
    fill(desk, "vacant_unit", "visit", values, "wang", record=record)
    assert "gas" not in desk.ledger.records.all[record].entry("visit").values


def test_D3_7_units_are_listed_with_their_last_visit_and_whether_they_are_ready(desk):
    assert [u.place for u in vacant.units(desk.ledger, desk.now().at)] == ["CP-27", "CP-28", "CP-29"]
    assert {u.visited_at for u in vacant.units(desk.ledger, desk.now().at)} == {None}
    record = seen(desk, clean="fault", problem="地面有灰", ready="clean")
    last = vacant.units(desk.ledger, desk.now().at)[-1]
    assert (last.place, last.visited_at, last.recorded_at) == (UNIT, at(10, 10), at(10, 10))
    assert (last.evidence, last.ready) == (f"record:{record}", "clean")


def test_D3_7_what_stays_the_same_is_drafted_and_the_last_reading_stands_beside(desk):
    seen(desk)
    record = take(desk)
    ask = ask_for(desk.ledger, Target("vacant_unit", record), "visit", "wang", desk.now())
    values = deciding.draft(ask)
    assert (values["owner"], values["reason"], values["since"]) == ("developer", "unsold", "2026-05-01")
    assert "water" not in values
    beside = deciding.beside(ask)
    assert (beside["water"].params["value"], beside["water"].params["day"]) == ("12", "2026-11-23")
    assert beside["power"].params["value"] == "230.5"


@pytest.fixture
def walked():
    """A round that has just been to the unit and answered its checks."""
    site = office().ledger.site
    route = Route(
        id="R-V", zh="空置", en="Vacant", type="cluster", days=("mon",), half="any", est_minutes=6, checkpoints=(UNIT,)
    )
    desk = Desk("t1", at(9)).open(replace(site, routes=(*site.routes, route)))
    walk = Walk(desk, "R-V")
    walk.scan(UNIT)
    walk.answer(UNIT, "VAC-01", "pass")
    walk.answer(UNIT, "VAC-02", "fail")
    walk.answer(UNIT, "VAC-03", 12.5, photos=("e" * 64,))
    walk.answer(UNIT, "VAC-10", 15)
    walk.answer(UNIT, "VAC-11", "repair")
    return desk, walk


def test_D3_7_a_round_is_a_visit_although_it_has_no_record(walked):
    desk, walk = walked
    now = vacant.unit(desk.ledger, UNIT, desk.now().at)
    assert (now.visited_at, now.recorded_at, now.evidence) == (at(9), None, f"round:{walk.id}")
    assert (now.ready, now.ready_at) == ("repair", at(9))


def test_D3_7_what_a_round_of_today_answered_is_not_typed_again(walked):
    desk, _ = walked
    record = take(desk)
    values = deciding.draft(ask_for(desk.ledger, Target("vacant_unit", record), "visit", "wang", desk.now()))
    said = {name: values[name] for name in ("locks", "leak", "water", "aired", "ready")}
    assert said == {"locks": "ok", "leak": "found", "water": 12.5, "aired": "yes", "ready": "repair"}
    desk.wait(60 * 24)
    values = deciding.draft(ask_for(desk.ledger, Target("vacant_unit", record), "visit", "wang", desk.now()))
    assert "water" not in values

"""The packaged site: everything the brief's catalogue holds, in both languages, and how it is asked."""

import re
import subprocess
import sys
from collections import Counter
from datetime import date
from importlib import resources

import msgspec
import pytest

from checkpoints.site import catalogue
from checkpoints.site.checks import Answer, Option
from checkpoints.site.places import Season
from checkpoints.site.site import Site, in_season

SITE = catalogue.default_site()
CHECKS = {check.id: check for kind in SITE.kinds for check in kind.checks}

COUNTS = {
    "bike_shed": 5,
    "clubhouse": 12,
    "corridor": 10,
    "facade": 5,
    "fire_control_room": 14,
    "fire_pump_room": 9,
    "garden": 9,
    "gate": 11,
    "generator_room": 9,
    "lift_car": 7,
    "lift_machine_room": 8,
    "lobby": 9,
    "playground": 5,
    "power_room": 12,
    "renovation_unit": 9,
    "road": 8,
    "rooftop": 5,
    "rubbish_room": 7,
    "sales_lobby": 8,
    "service_centre": 10,
    "shop": 8,
    "surface_parking": 6,
    "underground_parking": 13,
    "vacant_unit": 11,
    "water_feature": 6,
    "water_pump_room": 12,
    "weak_current_room": 6,
}
RANGES = """
CLB-02 0.3 1 0.2 3; CLB-03 7 7.8 6.8 8.2; CLB-04 0 1 - 3; CLB-05 23 30 20 33
COR-06 0 0 - 6
FCR-01 2 - 1 -; FCR-05 0 0 - 20; FCR-06 0 3 - 30; FCR-07 0 120 - 240; FCR-08 0 2 - 20; FCR-09 30 - 15 -
FPR-01 0.8 1.2 0.6 1.6; FPR-02 0.8 1.2 0.6 1.6; FPR-03 0.07 1 0.05 1.2; FPR-05 95 100 80 -
FPR-07 0 15 - 30
GRD-02 0 3 - 15; GRD-03 2 6 - 15; GRD-04 0 1 - 20; GRD-05 0 8 - 20
GEN-02 24 28.5 23 30; GEN-03 8 - 4 -; GEN-06 0 15 - 31
LFT-03 0 30 - 60
LMR-01 5 40 0 45; LMR-06 0 15 - 20
LOB-03 0 0 - 5
PWR-01 5 35 - 40; PWR-02 20 75 - 90; PWR-03 - 100 - 130; PWR-04 - 100 - 130; PWR-05 353 407 340 420
PWR-06 0.9 1 0.8 -
REN-06 2 - 1 -
ROD-03 0 0 - 5; ROD-05 0 0 - 6
RUB-01 1 - 0 -; RUB-02 0 0 - 6; RUB-05 0 7 - 30
SAL-02 0 - - -; SAL-03 0 - - -
SVC-02 0 10 - 30; SVC-05 0 0 - 5
SPK-02 0 2 - 8
UPK-02 0 0 - 10; UPK-05 0 3 - 12; UPK-10 0 24 - 50
VAC-03 - - - -; VAC-04 - - - -; VAC-10 10 - - -
WPR-01 0.4 0.6 0.3 0.75; WPR-02 0.85 1.1 0.7 1.25; WPR-03 50 95 30 100; WPR-04 0.05 2 0.02 4
WPR-05 0 1 - 3; WPR-06 5 35 2 40; WPR-07 - 70 - 90; WPR-10 0 6 - 12
WCR-01 10 28 5 35; WCR-02 20 75 - 90; WCR-03 0 80 - 95
"""
"""Every number of the catalogue: id, ok_min, ok_max, crit_min, crit_max; `-` is open."""


def _bounds(answer: Answer) -> str:
    bounds = (answer.ok_min, answer.ok_max, answer.crit_min, answer.crit_max)
    return " ".join("-" if bound is None else f"{bound:g}" for bound in bounds)


def test_the_catalogue_has_46_checkpoints_and_234_checks():
    assert len(SITE.checkpoints) == 46
    assert len(CHECKS) == 234
    assert {kind.id: len(kind.checks) for kind in SITE.kinds} == COUNTS
    assert sum(len(SITE.kind_of[c.kind].checks) for c in SITE.checkpoints) == 417


def test_the_checks_are_of_these_types_severities_groups_and_photo_rules():
    assert Counter(c.answer.type for c in CHECKS.values()) == {
        "pass_fail_na": 154,
        "number": 61,
        "choice": 17,
        "text": 2,
    }
    assert Counter(c.on_fail.severity for c in CHECKS.values() if c.on_fail) == {"S1": 46, "S2": 82, "S3": 70, "S4": 36}
    assert Counter(c.group for c in CHECKS.values()) == {"a": 35, "b": 48, "c": 113, "d": 11, "e": 27}
    assert Counter(c.photo for c in CHECKS.values()) == {"on_fail": 181, "never": 33, "always": 20}


def test_every_number_has_the_ranges_of_the_catalogue():
    ranges = dict(entry.strip().split(" ", 1) for entry in re.split(r"[;\n]", RANGES) if entry.strip())
    assert len(ranges) == 61
    assert {i: _bounds(c.answer) for i, c in CHECKS.items() if c.answer.type == "number"} == ranges


def test_a_number_without_unit_is_a_pure_number():
    assert {i for i, c in CHECKS.items() if c.answer.type == "number" and c.answer.unit is None} == {"PWR-06", "CLB-03"}


def test_code_numbers_are_1_to_46_in_the_order_of_the_ids():
    assert [(c.id, c.number) for c in SITE.checkpoints] == [(f"CP-{n:02}", n) for n in range(1, 47)]


def test_the_routes_cover_every_checkpoint():
    assert {r.id: len(r.checkpoints) for r in SITE.routes} == {
        "R-FULL": 46,
        "R-AM-EAST": 18,
        "R-AM-WEST": 16,
        "R-PM-EQUIP": 15,
        "R-PM-VACANT": 13,
    }
    assert {c for r in SITE.routes if r.type == "cluster" for c in r.checkpoints} == set(SITE.checkpoint_of)


def test_d3_1_every_day_has_a_morning_and_an_afternoon_route():
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        assert {r.half for r in SITE.routes if day in r.days} == {"am", "pm"}


def test_the_numbers_of_the_brief_are_the_policy():
    policy = SITE.patrol_policy
    assert (policy.patrols_per_day, policy.min_minutes, policy.min_participants) == (2, 60, 2)
    assert (policy.am_ends, policy.pm_ends, policy.cluster_rotation_days) == ("12:00", "18:00", 7)
    assert (policy.pause_minutes, policy.min_gap_seconds, policy.max_dwell_share) == (10, 60, 0.25)
    assert (policy.rescan_minutes, policy.sample_points) == (5, 16)


def test_the_short_lists_are_complete():
    assert len(SITE.departments) == 7
    assert len(SITE.severities) == 4
    assert (len(SITE.frequencies), len(SITE.response_limits), len(SITE.finding_categories)) == (16, 15, 17)
    assert (len(SITE.sources), len(SITE.zones), len(SITE.content_groups)) == (49, 10, 5)
    assert {s.id: s.default_deadline_h for s in SITE.severities} == {"S1": 2, "S2": 24, "S3": 72, "S4": 168}


def test_there_are_words_enough_to_type_nothing():
    lists = (SITE.phrases, SITE.fix_phrases, SITE.skip_reasons, SITE.label_reasons, SITE.photo_reasons)
    for phrases, least in zip((*lists, SITE.pause_reasons), (40, 8, 7, 5, 4, 5), strict=True):
        assert len(phrases) >= least
    assert all(len(p.zh) >= 4 and len(p.en) >= 4 for p in (*SITE.phrases, *SITE.fix_phrases))


def test_every_failed_check_finds_words_that_fit_and_words_for_fixing_it():
    for kind in SITE.kinds:
        for check in kind.checks:
            if check.on_fail:
                fitting = [p for p in SITE.phrases if p.fits(kind.id, check.on_fail.category)]
                assert len(fitting) >= 4, (kind.id, check.id)
                assert [p for p in SITE.fix_phrases if p.fits(kind.id, check.on_fail.category)]


def test_every_kind_can_be_skipped_with_a_reason():
    assert all(sum(r.fits(kind.id, "") for r in SITE.skip_reasons) >= 4 for kind in SITE.kinds)


def test_no_web_address_is_shipped():
    texts = [e.read_text("utf-8") for e in _packaged(resources.files("checkpoints.site.catalogue"))]
    assert len(texts) == 51
    for text in texts:
        assert not re.search(r"https?:|www\.|\.(com|cn|net|org|icu|cc)\b|index id|address:", text)


def _packaged(folder):
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _packaged(entry)
        elif entry.name.endswith(".yaml"):
            yield entry


def test_every_name_is_there_in_both_languages():
    for named in (*SITE.zones, *SITE.kinds, *SITE.checkpoints, *SITE.routes, *SITE.phrases, *CHECKS.values()):
        assert re.search("[\u4e00-\u9fff]|pH", named.zh), named
        assert re.search("[A-Za-z]", named.en), named
        assert not re.search("[\u4e00-\u9fff]", named.en), named


def test_one_pump_room_has_its_own_pressure_range():
    answer = SITE.check_at("CP-33", "WPR-01").answer
    assert (answer.ok_min, answer.ok_max, answer.crit_min, answer.crit_max) == (0.42, 0.55, 0.3, 0.75)
    assert answer.unit.zh == "MPa"
    assert CHECKS["WPR-01"].answer.ok_max == 0.6
    assert (answer.outcome(0.58), CHECKS["WPR-01"].answer.outcome(0.58)) == ("fail", "ok")


@pytest.mark.parametrize(
    ("place", "check", "asked", "not_asked"),
    [
        ("CP-21", "UPK-09", date(2025, 4, 15), date(2025, 4, 14)),
        ("CP-21", "UPK-09", date(2025, 10, 15), date(2025, 10, 16)),
        ("CP-44", "CLB-02", date(2025, 7, 1), date(2025, 12, 24)),
        ("CP-25", "WAT-06", date(2025, 11, 15), date(2025, 11, 16)),
    ],
)
def test_out_of_season_checks_are_not_asked(place: str, check: str, asked: date, not_asked: date):
    assert check in {c.id for c in SITE.checks_at(place, asked)}
    assert check not in {c.id for c in SITE.checks_at(place, not_asked)}
    assert SITE.check_at(place, check) is not None


@pytest.mark.parametrize(("day", "cold"), [((12, 1), True), ((12, 31), True), ((1, 1), True), ((2, 29), True)])
def test_a_season_may_run_over_new_year(day: tuple[int, int], cold: bool):
    frost = Season(id="f", zh="防冻期", en="Frost", start="12-01", end="02-29")
    assert in_season(frost, date(2024, *day)) is cold
    assert not in_season(frost, date(2024, 11, 30))
    assert not in_season(frost, date(2024, 3, 1))


NUMBER = Answer(type="number", ok_min=0.4, ok_max=0.6, crit_min=0.3, crit_max=0.75)
CHOICE = Answer(
    type="choice",
    options=(Option(value="auto", zh="自动", en="auto", ok=True), Option(value="off", zh="停", en="off", ok=False)),
)


@pytest.mark.parametrize(
    ("answer", "value", "outcome"),
    [
        *((Answer(type="pass_fail_na"), value, out) for value, out in (("pass", "ok"), ("fail", "fail"), ("na", "na"))),
        *((NUMBER, value, "ok") for value in (0.4, 0.5, 0.6)),
        *((NUMBER, value, "fail") for value in (0.3, 0.39, 0.61, 0.75)),
        *((NUMBER, value, "critical") for value in (0.29, 0.76, -1, 1e9)),
        *((Answer(type="number"), value, "ok") for value in (-1e9, 0, 1e9)),
        (CHOICE, "auto", "ok"),
        (CHOICE, "off", "fail"),
        (Answer(type="text"), "3F, 9F, 17F", "ok"),
        (Answer(type="photo"), "0" * 64, "ok"),
    ],
)
def test_every_answer_type_judges_its_answers(answer: Answer, value: str | float, outcome: str):
    assert answer.outcome(value) == outcome


def test_the_site_goes_through_the_journal_and_comes_back_equal():
    again = msgspec.json.decode(msgspec.json.encode(SITE), type=Site)
    assert again == SITE
    assert again.check_at("CP-33", "WPR-01") == SITE.check_at("CP-33", "WPR-01")


def test_knowing_the_site_types_loads_neither_pydantic_nor_yaml():
    asked = "import sys, checkpoints.site.catalogue; print({'pydantic', 'yaml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


OWN_SITE = """\
extends: default
site: {id: own, name_zh: 自家花园, name_en: Own Garden, timezone: Asia/Urumqi}
patrol_policy: {min_minutes: 45}
departments:
  - {id: order, zh: 保安}
phrases:
  - {id: own-words, zh: 我们的常用语, en: Words of our own}
kinds:
  - id: gate
    checks:
      - {id: GATE-02, season: flood}
zones:
  - {id: A, zh: 甲区, en: Zone A, cluster: a}
checkpoints:
  - {id: K-1, number: 7, zone: A, kind: gate, zh: 正门, en: Main gate}
routes:
  - {id: R, type: full, zh: 全程, en: All, days: [on_demand], half: any, est_minutes: 60, checkpoints: [K-1]}
"""


def test_a_site_of_ones_own_may_stand_on_the_packaged_one():
    own = catalogue.read_texts({"own.yaml": OWN_SITE.encode()})
    assert (own.site.id, own.site.towers) == ("own", None)
    assert [c.id for c in own.checkpoints] == ["K-1"]
    assert len(own.kinds) == len(SITE.kinds)
    assert (own.patrol_policy.min_minutes, own.patrol_policy.pause_minutes) == (45, 10)
    assert (own.department_of["order"].zh, own.department_of["order"].en) == ("保安", "Public order (security)")
    assert len(own.phrases) == len(SITE.phrases) + 1
    assert own.check_at("K-1", "GATE-02").season == "flood"
    assert len(own.checks_at("K-1", date(2025, 1, 1))) == 10


def test_a_mistake_in_a_site_of_ones_own_names_its_own_line():
    with pytest.raises(catalogue.SiteProblems) as caught:
        catalogue.read_texts({"own.yaml": OWN_SITE.replace("season: flood", "season: typhoon").encode()})
    assert [(p.file, p.line, p.field) for p in caught.value.problems] == [("own.yaml", 11, "kinds[0].checks[0].season")]


def test_only_the_packaged_site_can_be_the_base():
    with pytest.raises(catalogue.SiteProblems) as caught:
        catalogue.read_texts({"own.yaml": OWN_SITE.replace("default", "other.yaml", 1).encode()})
    assert ("own.yaml", 1, "extends", "extends") in [(p.file, p.line, p.field, p.code) for p in caught.value.problems]


def test_a_folder_with_the_packaged_layout_is_the_same_site(tmp_path):
    for entry in _packaged(resources.files("checkpoints.site.catalogue")):
        target = tmp_path / ("kinds" if entry.name.removesuffix(".yaml") in COUNTS else ".") / entry.name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(entry.read_bytes())
    assert catalogue.read_site(tmp_path) == SITE

"""Every row of the brief has a duty, a rule, a screen and a test that carries its number."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

import pytest

from checkpoints.site.catalogue import default_site
from tests.requirements.registry import PAGE, Row, page, proving, rows
from tui.app import SCREENS

FIXED = {"round": 1, "post_checks": 2, "exchange": 1, "staff_talks": 2, "weekly_meeting": 1, "training": 1}
"""The numbers that the brief fixes, by duty; everything else with a number is a default of ours."""


def each(test):
    return pytest.mark.parametrize("row", rows(), ids=lambda row: row.row)(test)


def test_there_are_the_76_rows_of_the_brief():
    assert Counter(row.row[0] for row in rows()) == {"D": 46, "W": 10, "M": 20}
    assert len({row.row for row in rows()}) == 76


@each
def test_a_row_has_a_test_that_carries_its_number(row: Row):
    assert row.row in proving(), f"no test carries {row.row}: add one, or mark it with requirement({row.row!r})"
    assert row.test in proving()[row.row], f"{row.test} does not carry {row.row} any more"


@each
def test_a_row_is_covered_by_a_duty(row: Row):
    assert row.duties


@each
def test_the_rule_and_the_screen_of_a_row_exist(row: Row):
    module, _, name = row.rule.rpartition(".")
    assert hasattr(import_module(f"checkpoints.work.{module}"), name)
    assert row.screen in SCREENS


def test_no_duty_names_a_row_that_is_none():
    named = {number for duty in default_site().duties for number in duty.covers}
    assert named == {row.row for row in rows()}


def test_the_numbers_of_the_brief_are_those_of_the_duties():
    known = default_site().duty_of
    assert {name: known[name].times for name in FIXED} == FIXED
    assert known["round"].per == "half_day"
    assert default_site().patrol_policy.min_minutes == 60
    assert known["staff_talks"].distinct == "talk.person"
    assert (known["client_talk"].per, known["client_talk"].times) == ("month", 1)
    assert known["assessments"].evidence == "contractors"
    assert known["training"].evidence == "all_staff"


def test_the_page_says_what_is_so():
    assert PAGE.read_text("utf-8") == page(), "write it anew: python -m tests.requirements.registry"

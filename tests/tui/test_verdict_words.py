"""The words of the verdict: rounded so that they add up, places by name, both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoints.site.catalogue import default_site
from checkpoints.work.rounds.verdict import Remark
from tui import i18n
from tui.words.reasons import reason
from tui.words.verdict import minutes, minutes_up, remark


@pytest.fixture
def english():
    i18n.use("en")
    yield
    i18n.use("zh")


@pytest.mark.parametrize("seconds", [0, 1, 59, 60, 3599, 3600 - 61])
def test_what_is_there_and_what_is_missing_add_up_to_the_hour(seconds):
    net = timedelta(seconds=seconds)
    assert minutes(net) + minutes_up(timedelta(hours=1) - net) == 60


def test_an_hour_but_for_a_second_is_not_an_hour():
    assert minutes(timedelta(minutes=59, seconds=59)) == 59


def test_places_are_named_and_kept_apart_from_their_own_commas(english):
    missing = Remark("points_missing", "Points ({count}): {points}", {"count": 2, "points": ("CP-24", "CP-06")})
    assert remark(default_site(), missing).endswith(
        "CP-24 Green between towers, east; CP-06 Tower 1 corridors, 3 floors sampled"
    )


def test_a_long_list_is_cut_where_there_is_little_room(english):
    missing = Remark("x", "Points: {points}", {"points": ("CP-01", "CP-02", "CP-03", "CP-04", "CP-05")})
    assert remark(default_site(), missing, few=True) == "Points: CP-01, CP-02, CP-03 and 2 more"


def test_a_place_that_is_gone_keeps_its_id(english):
    assert remark(default_site(), Remark("x", "{checkpoint}", {"checkpoint": "CP-99"})) == "CP-99"


def test_a_stored_reason_is_told_in_the_language_of_the_reader(english):
    told = Remark("accepted_short", "{reason}", {"reason": "途中处理突发事件"})
    assert remark(default_site(), told) == "Dealt with an incident on the way"


def test_a_reason_in_ones_own_words_is_never_read_as_a_template(english):
    told = Remark("accepted_short", "{reason}", {"reason": "{net} [bold]"})
    assert remark(default_site(), told) == "{net} [bold]"


def test_no_reason_stays_no_reason(english):
    assert reason(default_site(), "") == ""
